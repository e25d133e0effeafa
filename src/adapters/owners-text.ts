import { parseDocument } from 'yaml';
import { CODEOWNERS_PATHS, readCodeowners } from '../domain/codeowners.ts';
import { messageOf } from '../domain/errors.ts';
import type { OwnersSaid } from '../domain/owners.ts';
import { scrub } from '../domain/scrub.ts';

/** No OWNERS file that is larger than this, in bytes, is read. */
export const LARGEST = 256 * 1024;

/** What is known of a file that is larger than LARGEST. */
export const tooLarge: OwnersSaid = { trouble: `It is larger than ${LARGEST / 1024} KB: it is not read.` };

/** How files of a kind are read and kept. */
interface FileKind {
  /** In bytes. */
  largest: number;
  tooLarge: OwnersSaid;
  read: (text: string) => OwnersSaid;
  /** By what a content is kept of which this is git's name. */
  keyOf: (sha: string) => string;
}

const OWNERS_KIND: FileKind = { largest: LARGEST, tooLarge, read: readOwnersText, keyOf: (sha) => sha };

/** GitHub loads none of 3 MB or more (docs.github.com, “About code owners”). */
const CODEOWNERS_KIND: FileKind = {
  largest: 3 * 1024 * 1024 - 1,
  tooLarge: { trouble: 'It has 3 MB or more: GitHub does not load it.' },
  read: (text) => ({ data: readCodeowners(text) }),
  keyOf: (sha) => `codeowners/${sha}`,
};

/** How the file of this path is read and kept: CODEOWNERS, or else OWNERS and its aliases. */
export function fileKindOf(path: string): FileKind {
  return CODEOWNERS_PATHS.includes(path) ? CODEOWNERS_KIND : OWNERS_KIND;
}

/**
 * An OWNERS or OWNERS_ALIASES file's text as maps, lists and text: a login of digits stays text. Of several documents the
 * first counts, of a key that stands there twice the last, as Prow's parser has it. Never throws.
 */
export function readOwnersText(text: string): OwnersSaid {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      merge: true,
      uniqueKeys: false,
      logLevel: 'error',
    });
    const wrong = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
    return wrong ? { trouble: notYaml(wrong.message) } : { data: document.toJS() };
  } catch (error) {
    return { trouble: notYaml(messageOf(error)) };
  }
}

/** The parser's message goes on with an excerpt of the file after its first line. */
function notYaml(message: string): string {
  return `It is not YAML: ${scrub(message.split('\n')[0] ?? '').replace(/:$/, '')}.`;
}

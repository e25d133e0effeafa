import { parseDocument } from 'yaml';
import { messageOf } from '../domain/errors.ts';
import type { OwnersSource } from '../domain/owners.ts';
import { scrub } from '../domain/scrub.ts';

/** No OWNERS file is larger than this, in bytes; what is, is not read. */
export const LARGEST = 256 * 1024;

/**
 * An OWNERS or OWNERS_ALIASES file's text as maps, lists and text: a login of digits stays text. Of several documents the
 * first counts, of a key that stands there twice the last, as Prow's parser has it. Never throws.
 */
export function readOwnersText(path: string, text: string): OwnersSource {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      merge: true,
      uniqueKeys: false,
      logLevel: 'error',
    });
    const wrong = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
    return wrong ? { path, trouble: notYaml(wrong.message) } : { path, data: document.toJS() };
  } catch (error) {
    return { path, trouble: notYaml(messageOf(error)) };
  }
}

/** A file that is larger than LARGEST, of which only that is known. */
export function tooLarge(path: string): OwnersSource {
  return { path, trouble: `It is larger than ${LARGEST / 1024} KB: it is not read.` };
}

/** The parser's message goes on with an excerpt of the file after its first line. */
function notYaml(message: string): string {
  return `It is not YAML: ${scrub(message.split('\n')[0] ?? '').replace(/:$/, '')}.`;
}

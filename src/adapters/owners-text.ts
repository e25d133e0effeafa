import { parseDocument } from 'yaml';
import { messageOf } from '../domain/errors.ts';
import type { OwnersSaid } from '../domain/owners.ts';
import { scrub } from '../domain/scrub.ts';

/** No OWNERS file that is larger than this, in bytes, is read. */
export const LARGEST = 256 * 1024;

/** What is known of a file that is larger than LARGEST. */
export const tooLarge: OwnersSaid = { trouble: `It is larger than ${LARGEST / 1024} KB: it is not read.` };

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

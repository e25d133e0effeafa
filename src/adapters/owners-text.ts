import type { OwnersSaid } from '../domain/owners.ts';
import { readYamlText } from './yaml-text.ts';

/** No file that is larger than this, in bytes, is read. */
export const LARGEST = 256 * 1024;

/** What is known of a file that is larger than LARGEST. */
export const tooLarge: { trouble: string } = {
  trouble: `It is larger than ${LARGEST / 1024} KB: it is not read.`,
};

/** An OWNERS or OWNERS_ALIASES file's text as maps, lists and text, as Prow's parser has it. Never throws. */
export function readOwnersText(text: string): OwnersSaid {
  const read = readYamlText(text);
  return 'trouble' in read ? read : { data: read.data };
}

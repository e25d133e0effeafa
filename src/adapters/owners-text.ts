import { CODEOWNERS_PATHS, readCodeowners } from '../domain/codeowners.ts';
import type { OwnersSaid } from '../domain/owners.ts';
import { readYamlText } from './yaml-text.ts';

/** No file that is larger than this, in bytes, is read. */
export const LARGEST = 256 * 1024;

/** What is known of a file that is larger than LARGEST. */
export const tooLarge: { trouble: string } = {
  trouble: `It is larger than ${LARGEST / 1024} KB: it is not read.`,
};

/** How files of a form are read and kept. */
export interface FileForm<Said> {
  /** In bytes. */
  largest: number;
  tooLarge: { trouble: string };
  read: (text: string) => Said;
  /** By what a content is kept of which this is git's name. */
  keyOf: (sha: string) => string;
}

const OWNERS_FORM: FileForm<OwnersSaid> = {
  largest: LARGEST,
  tooLarge,
  read: readOwnersText,
  keyOf: (sha) => sha,
};

/** GitHub loads none of 3 MB or more (docs.github.com, “About code owners”). */
const CODEOWNERS_FORM: FileForm<OwnersSaid> = {
  largest: 3 * 1024 * 1024 - 1,
  tooLarge: { trouble: 'It has 3 MB or more: GitHub does not load it.' },
  read: (text) => ({ data: readCodeowners(text) }),
  keyOf: (sha) => `codeowners/${sha}`,
};

/** How the file of this path is read and kept: CODEOWNERS, or else OWNERS and its aliases. */
export function ownersFormOf(path: string): FileForm<OwnersSaid> {
  return CODEOWNERS_PATHS.includes(path) ? CODEOWNERS_FORM : OWNERS_FORM;
}

/** An OWNERS or OWNERS_ALIASES file's text as maps, lists and text, as Prow's parser has it. Never throws. */
export function readOwnersText(text: string): OwnersSaid {
  const read = readYamlText(text);
  return 'trouble' in read ? read : { data: read.data };
}

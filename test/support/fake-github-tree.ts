import { createHash } from 'node:crypto';
import type { Answer, Got } from './fake-github-answers.ts';

/** What is on a branch. */
export interface FakeFiles {
  /** Texts by path; a link is written "-> elsewhere". */
  texts: Record<string, string>;
  /** An answer of more entries than this is cut off. */
  cutAt?: number;
  /** So many more OWNERS files are told of. */
  more?: number;
}

const NOT_FOUND: Answer = { status: 404, body: { message: 'Not Found' } };

/** GET git/trees/{sha or HEAD} and git/blobs/{sha}, as GitHub's API has them. */
export function gitAnswer({ query }: Got, files: FakeFiles | undefined, kind = '', sha = ''): Answer {
  if (!files) return { status: 409, body: { message: 'Git Repository is empty.' } };
  if (kind === 'blobs') {
    const text = Object.values(files.texts).find((one) => named(one) === sha);
    if (text === undefined) return NOT_FOUND;
    return {
      status: 200,
      body: { sha, encoding: 'base64', content: inLines(Buffer.from(text).toString('base64')) },
    };
  }
  const folders = ['', ...entriesOf(files, '').flatMap(({ type, path }) => (type === 'tree' ? path : []))];
  const folder = sha === 'HEAD' ? '' : folders.find((one) => treeName(files, one) === sha);
  if (folder === undefined) return NOT_FOUND;
  const all = entriesOf(files, folder).filter(({ path }) => query.has('recursive') || !path.includes('/'));
  const { cutAt = Infinity, more = 0 } = files;
  const body = {
    sha: treeName(files, folder),
    tree: [...all.slice(0, cutAt), ...alike(more)],
    truncated: all.length > cutAt,
  };
  return { status: 200, body };
}

const alike = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    path: `part${at}/OWNERS`,
    mode: '100644',
    type: 'blob',
    sha: 'x',
  }));

/** All that is below a folder, as it is seen from there. */
function entriesOf(files: FakeFiles, folder: string) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = Object.entries(files.texts).flatMap(([path, text]) =>
    path.startsWith(prefix) ? [{ path: path.slice(prefix.length), text }] : [],
  );
  const folders = new Set(
    below.flatMap(({ path }) => {
      const parts = path.split('/').slice(0, -1);
      return parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
    }),
  );
  return [
    ...[...folders].map((path) => ({
      path,
      mode: '040000',
      type: 'tree',
      sha: treeName(files, prefix + path),
    })),
    ...below.map(({ path, text }) => ({
      path,
      mode: text.startsWith('-> ') ? '120000' : '100644',
      type: 'blob',
      sha: named(text),
      size: text.length,
    })),
  ].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function treeName({ texts }: FakeFiles, folder: string): string {
  const below = Object.entries(texts).filter(([path]) => folder === '' || path.startsWith(`${folder}/`));
  return named(JSON.stringify([folder, below]));
}

const named = (content: string) => createHash('sha1').update(content).digest('hex');

/** GitHub breaks base64 into lines. */
const inLines = (text: string) => text.replace(/.{60}/g, '$&\n');

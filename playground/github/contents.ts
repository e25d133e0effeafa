import { createHash } from 'node:crypto';
import type { Json } from '../json.ts';

/** A repository's files: text by path. */
export type Files = Readonly<Record<string, string>>;

/** What GitHub says of a path: a file with its text, or a folder's list; undefined where there is neither. */
export function contentsOf(files: Files, path: string): Json | Json[] | undefined {
  const text = files[path];
  if (text !== undefined)
    return { ...entry(path, text), content: Buffer.from(text).toString('base64'), encoding: 'base64' };
  const within = Object.entries(files).filter(([name]) => name.startsWith(`${path}/`));
  if (within.length === 0) return undefined;
  return within
    .filter(([name]) => !name.slice(path.length + 1).includes('/'))
    .map(([name, words]) => entry(name, words));
}

function entry(path: string, text: string): Json {
  const sha = createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
  return { type: 'file', name: path.split('/').at(-1) ?? '', path, size: Buffer.byteLength(text), sha };
}

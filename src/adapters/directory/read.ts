import { readSource } from '../source.ts';

/** Largest directory file that is read, in bytes; Kubernetes' has 0.2 MB. */
const LARGEST = 5 * 1024 * 1024;

/** How a directory is fetched; `timeout` in milliseconds for the whole of it. */
export interface FetchOptions {
  fetch: typeof globalThis.fetch;
  timeout: number;
}

/**
 * The text of a file or of an https address (http on this machine only), at most 5 MB.
 * @throws UserError where it cannot be read
 */
export async function readText(source: string, options: FetchOptions): Promise<string> {
  const remedy = 'Check that it is the directory and not something else.';
  const read = await readSource(source, { ...options, largest: LARGEST, remedy });
  return read?.text ?? '';
}

/**
 * The folder of the file as people read it, for its relative links: a raw GitHub address becomes the repository's page.
 * Undefined where it cannot be told.
 */
export function homeOf(source: string): string | undefined {
  const raw = /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(?:refs\/heads\/)?([^/]+)\/(.*)$/.exec(
    source,
  );
  if (!raw) return undefined;
  const folder = (raw[3] ?? '').split('/').slice(0, -1);
  return [`https://github.com/${raw[1]}/blob/${raw[2]}`, ...folder].join('/');
}

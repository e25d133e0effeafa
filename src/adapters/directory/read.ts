import { readFile, stat } from 'node:fs/promises';
import { messageOf, UserError } from '../../domain/errors.ts';

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
export async function readSource(source: string, options: FetchOptions): Promise<string> {
  try {
    const bytes = /^https?:/i.test(source) ? await fetchBytes(source, options) : await fileBytes(source);
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${source} cannot be read: ${reasonOf(error)}.`);
  }
}

async function fileBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > LARGEST) throw tooLarge(path);
  return readFile(path);
}

async function fetchBytes(address: string, { fetch, timeout }: FetchOptions): Promise<Uint8Array> {
  if (!isSafeAddress(address)) throw new UserError(`${address} is not encrypted.`, 'Use its https address.');
  const response = await fetch(address, {
    signal: AbortSignal.timeout(timeout),
    headers: { 'user-agent': 'sigbot' },
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new UserError(`${address} answers ${response.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw tooLarge(address);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  );
}

function tooLarge(source: string): UserError {
  return new UserError(
    `${source} is larger than 5 MB.`,
    'Check that it is the directory and not something else.',
  );
}

/** fetch says "fetch failed" and hides the reason in its cause. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no such file';
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
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

import { readFile, stat } from 'node:fs/promises';
import { messageOf, UserError } from '../domain/errors.ts';

/** How something is fetched, and what it is. */
export interface SourceOptions {
  fetch: typeof globalThis.fetch;
  /** Of the whole of it, in milliseconds. */
  timeout: number;
  /** In bytes. */
  largest: number;
  /** What to do where it is larger: a sentence. */
  remedy: string;
  /** How errors call it, where its address is nobody else's business; absent: by its address. */
  called?: string | undefined;
  /** What an earlier answer was known by: it need not be sent again. */
  etag?: string | undefined;
}

/** What was read; a file has no ETag. */
export interface SourceText {
  text: string;
  etag?: string | undefined;
}

/**
 * The text of a file or of an https address (http on this machine only). Undefined where it still is what `etag` says.
 * @throws UserError where it cannot be read
 */
export async function readSource(source: string, options: SourceOptions): Promise<SourceText | undefined> {
  const called = options.called ?? source;
  try {
    return /^https?:/i.test(source)
      ? await fetchText(source, { ...options, called })
      : { text: decode(await fileBytes(source, { ...options, called })) };
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${called} cannot be read: ${reasonOf(error)}.`);
  }
}

type Called = SourceOptions & { called: string };

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function fileBytes(path: string, options: Called): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > options.largest) throw tooLarge(options);
  return readFile(path);
}

async function fetchText(address: string, options: Called): Promise<SourceText | undefined> {
  const { fetch, timeout, largest, called, etag } = options;
  if (!isSafeAddress(address)) throw new UserError(`${called} is not encrypted.`, 'Use its https address.');
  const response = await fetch(address, {
    signal: AbortSignal.timeout(timeout),
    headers: { 'user-agent': 'sigbot', ...(etag === undefined ? {} : { 'if-none-match': etag }) },
  });
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 304 && etag !== undefined) return undefined;
    throw new UserError(`${called} answers ${response.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > largest) throw tooLarge(options);
    chunks.push(chunk);
  }
  return { text: decode(Buffer.concat(chunks)), etag: response.headers.get('etag') ?? undefined };
}

function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  );
}

function tooLarge({ called, largest, remedy }: Called): UserError {
  return new UserError(`${called} is larger than ${largest / 1024 / 1024} MB.`, remedy);
}

/** fetch says "fetch failed" and hides the reason in its cause. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no such file';
  return messageOf(error instanceof Error && error.cause ? error.cause : error);
}

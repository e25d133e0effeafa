import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { sendUpload } from './uploads.ts';

const PAGE = new URL('../page/', import.meta.url);
/** What the page imports from beyond its own folder. */
const SHARED = new Map(
  ['/json.ts', '/calendar.ts'].map((name) => [name, new URL(`..${name}`, import.meta.url)]),
);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** Answers with a file of the page, TypeScript without its types, or one the bot uploaded; false where there is no such file. */
export async function sendFile(pathname: string, res: ServerResponse): Promise<boolean> {
  const [, upload] = /^\/files\/(F\w+)$/.exec(pathname) ?? [];
  if (upload !== undefined) return sendUpload(upload, res);
  const file = fileAt(pathname);
  const type = TYPES[extname(file?.pathname ?? '')];
  const text = file && type ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
  if (file === undefined || type === undefined || text === undefined) return false;
  const body = file.pathname.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  res.writeHead(200, { ...HEADERS, 'content-type': type }).end(body);
  return true;
}

function fileAt(pathname: string): URL | undefined {
  if (pathname === '/') return new URL('index.html', PAGE);
  const [, name] = /^\/page\/([a-z-]+\.[a-z]+)$/.exec(pathname) ?? [];
  return name === undefined ? SHARED.get(pathname) : new URL(name, PAGE);
}

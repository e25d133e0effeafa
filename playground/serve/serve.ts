import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { answer, readBody } from '../http.ts';
import { isObject, parseJson, type Json } from '../json.ts';
import { perform } from './acts.ts';
import { sendFile } from './files.ts';
import { refusalOf } from './guard.ts';
import type { Look } from './page-state.ts';
import { sendPicture } from './pictures.ts';
import { createStream, type Stream } from './stream.ts';
import { openTown, type Town, type TownOptions } from './town.ts';

/** The playground's page with everything behind it. */
export interface Served {
  /** Where the page is. */
  url: string;
  town: Town;
  close(): Promise<void>;
}

export interface ServeOptions extends TownOptions {
  /** The page's port; a free one is taken where none is given. */
  port?: number | undefined;
  /** What the page takes the app to have, in place of manifest.yml. */
  manifest?: Json;
}

/** Opens a town and serves the page on 127.0.0.1. */
export async function serve(options: ServeOptions): Promise<Served> {
  const manifest = options.manifest ?? (await readManifest());
  const town = await openTown(options);
  const stream = createStream(town, manifest);
  const server = createServer((req, res) => {
    const { port } = server.address() as AddressInfo;
    const refusal = refusalOf(req, port);
    if (refusal !== undefined) return answer(res, 403, { message: refusal });
    handle(town, stream, req, res).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (res.headersSent) res.destroy();
      else answer(res, 400, { message });
    });
  });
  const close = async (): Promise<void> => {
    stream.close();
    server.close();
    server.closeAllConnections();
    await town.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, town, close };
}

async function readManifest(): Promise<Json> {
  const manifest: unknown = parse(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  return isObject(manifest) ? manifest : {};
}

async function handle(town: Town, stream: Stream, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://page');
  const route = `${req.method} ${pathname}`;
  if (route === 'GET /api/state') return stream.add(lookOf(searchParams), res);
  if (route === 'POST /api/act') {
    const said = parseJson(await readBody(req));
    const body = await perform(town, isObject(said) ? said : {}).catch(failure);
    stream.refresh();
    return answer(res, 200, body);
  }
  if (req.method === 'GET' && (await sendFile(pathname, res))) return;
  if (req.method === 'GET' && (await sendPicture(pathname, town.bot.url, res))) return;
  answer(res, 404, { message: `There is no ${route}.` } satisfies Json);
}

/** The request was fine; what it asked for could not be done. */
function failure(error: unknown): Json {
  return { failed: error instanceof Error ? error.message : String(error) };
}

function lookOf(query: URLSearchParams): Look {
  const value = (key: string): string => query.get(key) ?? '';
  return {
    person: value('person'),
    channel: value('channel'),
    repo: value('repo'),
    issue: value('issue'),
    curtain: value('curtain') === 'true',
  };
}

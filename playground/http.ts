import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, parseJson, type Json } from './json.ts';

/** A server that listens on a free port of 127.0.0.1. */
export interface Listening {
  server: Server;
  /** Without a trailing slash. */
  url: string;
  close(): Promise<void>;
}

export async function listen(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
): Promise<Listening> {
  const listener: RequestListener = (req, res) => {
    handle(req, res).catch((error: unknown) => {
      if (!res.headersSent)
        answer(res, 500, { message: error instanceof Error ? error.message : String(error) });
      else res.destroy();
    });
  };
  const server = createServer(listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function readBytes(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function readBody(req: IncomingMessage): Promise<string> {
  return (await readBytes(req)).toString('utf8');
}

/** Answers with JSON; a body of undefined answers with nothing. */
export function answer(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (res.destroyed) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  res.writeHead(status, {
    ...(text ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...headers,
  });
  res.end(text);
}

/** A call's arguments, as Slack and forms write them: JSON, or a form whose values may themselves be JSON. */
export function parseArguments(contentType: string, body: string): Json {
  if (contentType.includes('json')) {
    const parsed = parseJson(body);
    return isObject(parsed) ? parsed : {};
  }
  return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, structured(value)]));
}

function structured(value: string): unknown {
  return /^[[{]/.test(value) ? (parseJson(value) ?? value) : value;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined where the body was empty or something else. */
  body: unknown;
}

/** One request to an emulator. */
export async function request(
  method: string,
  url: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : parseJson(text),
  };
}

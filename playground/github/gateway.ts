import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { leaveUnanswered, type Fault, type Faults } from '../faults.ts';
import { answer, listen, readBody, request, type Answer, type Listening } from '../http.ts';
import { isObject, parseJson, textOf, type Json } from '../json.ts';
import type { Desk } from './desk.ts';
import { BOT, type Hub } from './hub.ts';
import { outward } from './records.ts';
import type { OAuthDesk } from './oauth.ts';
import { aboutPeople } from './people.ts';
import { route } from './routes.ts';

/** A request of the bot's. */
export interface ApiRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  at: number;
  login: string;
  /** Undefined where it got no answer. */
  status: number | undefined;
  /** The answer's body. */
  answer?: unknown;
  /** Milliseconds until the answer, or until it failed as the fault says; undefined while it is under way. */
  ms?: number;
  /** The fault it met. */
  fault?: string;
}

/** What the bot may do, and how often. */
export interface BotRights {
  token: string;
  revoked: boolean;
  /** `read` may read and comment, and nothing else. */
  permission: 'write' | 'read';
  /** Requests left in this hour, of 5,000. */
  remaining: number;
}

export interface GatewayParts {
  hub: Hub;
  desk: Desk;
  rights: BotRights;
  oauth: OAuthDesk;
  calls: ApiRequest[];
  faults: Faults<ApiRequest>;
}

/** An answer before it is sent. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** GitHub's REST API as the bot sees it. */
export function createGateway(parts: GatewayParts): Promise<Listening> {
  /** Tokens the emulator made for an installation of a GitHub App. */
  const minted = new Set<string>();
  return listen(async (req, res) => {
    const url = new URL(req.url ?? '/', 'http://gateway');
    const text = await readBody(req);
    const { method = 'GET', headers } = req;
    if (parts.oauth.handle(method, addressed(url, req), text, res, headers.authorization)) return;
    const token = (req.headers.authorization ?? '').replace(/^(bearer|token) /i, '');
    const call: ApiRequest = {
      method: req.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: text === '' ? undefined : parseJson(text),
      at: Date.now(),
      login: parts.oauth.loginOf(token) ?? (minted.has(token) ? `${BOT}[bot]` : BOT),
      status: undefined,
    };
    parts.calls.push(call);
    await withFault(parts.faults.take(call), call, res, async () => {
      const asked = await ask(parts, call, token, minted, req, url.search);
      return limited(parts.rights, conditional(asked, req));
    });
  });
}

async function ask(
  parts: GatewayParts,
  call: ApiRequest,
  token: string,
  minted: Set<string>,
  req: IncomingMessage,
  search: string,
): Promise<Reply> {
  const isApp = token.startsWith('eyJ');
  const persons = parts.oauth.loginOf(token) !== undefined;
  const known = token === parts.rights.token || minted.has(token) || isApp || persons;
  if (token === '' && call.method !== 'GET')
    return { status: 401, body: { message: 'Requires authentication', status: '401' } };
  if (token !== '' && (!known || (parts.rights.revoked && !persons)))
    return { status: 401, body: { message: 'Bad credentials', status: '401' } };
  if (parts.rights.remaining <= 0)
    return { status: 403, body: { message: 'API rate limit exceeded for user ID 1.' } };
  const pass = (path = call.path): Promise<Answer> =>
    isApp || minted.has(token)
      ? request(call.method, `${parts.hub.origin}${path}${search}`, {
          token,
          ...(call.body === undefined ? {} : { body: call.body }),
          headers: { accept: textOf(req.headers.accept) },
        })
      : parts.hub.ask(persons ? call.login : BOT, call.method, `${path}${search}`, call.body);
  const about = call.method === 'GET' ? await aboutPeople(parts.hub, call.path, call.login) : undefined;
  const reply = about ?? (await route(parts, call, async (path) => translated(parts, await pass(path))));
  if (call.path.endsWith('/access_tokens') && isObject(reply.body)) minted.add(textOf(reply.body['token']));
  return reply;
}

/** The address as the caller wrote it. */
function addressed(url: URL, { headers }: IncomingMessage): URL {
  return new URL(url.pathname + url.search, `http://${headers.host ?? 'gateway'}`);
}

/** An answer of the emulator, with GitHub's addresses and the caller's numbers. */
function translated({ desk }: GatewayParts, { status, body, headers }: Answer): Reply {
  const link = headers.get('link')?.replaceAll(desk.at.origin, desk.at.api);
  return { status, body: outward(body, desk.at, desk.number), ...(link ? { headers: { link } } : {}) };
}

/** 304 where the caller has it already. */
function conditional(reply: Reply, req: IncomingMessage): Reply {
  if (req.method !== 'GET' || reply.status !== 200) return reply;
  const etag = `W/"${createHash('sha256')
    .update(JSON.stringify(reply.body ?? null))
    .digest('hex')}"`;
  const headers = { ...reply.headers, etag };
  return req.headers['if-none-match'] === etag ? { status: 304, headers } : { ...reply, headers };
}

/** Counts against the hour's 5,000 requests; a 304 costs nothing. */
function limited(rights: BotRights, reply: Reply): Reply {
  if (reply.status !== 304) rights.remaining = Math.max(0, rights.remaining - 1);
  const reset = String(Math.ceil(Date.now() / 3_600_000) * 3600);
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(rights.remaining),
    'x-ratelimit-reset': reset,
    'x-ratelimit-resource': 'core',
    'x-github-media-type': 'github.v3; format=json',
  };
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

async function withFault(
  fault: Fault | undefined,
  call: ApiRequest,
  res: ServerResponse,
  work: () => Promise<Reply>,
): Promise<void> {
  const from = performance.now();
  if (fault) call.fault = fault.kind;
  await answerOrFail(fault, call, res, work);
  call.ms = Math.round(performance.now() - from);
}

async function answerOrFail(
  fault: Fault | undefined,
  call: ApiRequest,
  res: ServerResponse,
  work: () => Promise<Reply>,
): Promise<void> {
  const send = ({ status, body, headers }: Reply): void => {
    call.status = status;
    call.answer = body;
    answer(res, status, body, headers);
  };
  if (!fault) return send(await work());
  if (await leaveUnanswered(fault, res, work)) return;
  if (fault.kind !== '429')
    return send({ status: Number(fault.kind) || 500, body: { message: 'Server Error' } });
  return send({
    status: 429,
    body: { message: 'You have exceeded a secondary rate limit.' } satisfies Json,
    headers: { 'retry-after': String(fault.retryAfter ?? 1) },
  });
}

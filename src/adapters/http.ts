import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { messageOf } from '../domain/errors.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface HttpOptions {
  /** Absent in Socket Mode. */
  slack: Handler | undefined;
  github: Handler;
  /** Where people come back to from GitHub. */
  callback: Handler;
  /** Calendars, below /calendar/. */
  calendar?: Handler | undefined;
  /** Pictures, below /pictures/. */
  pictures?: Handler | undefined;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

/** Senders keep connections open and idle; closing first, at Node's 5 s, would race with their next request. */
const KEEP_ALIVE = 75_000;

/** The one HTTP server, in HTTP and in Socket Mode alike. No request can end the process. */
export function createHttp(options: HttpOptions): Server {
  const server = createServer((request, response) => {
    void route(request, response, options).catch((error: unknown) => {
      options.log.error({ err: error }, 'a request could not be answered');
      if (!response.headersSent) answer(response, 500, 'internal error');
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE;
  return server;
}

/** Resolves when it listens; rejects where the port cannot be had. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const [path = ''] = (request.url ?? '/').split('?', 1);
  if (options.calendar && path.startsWith('/calendar/')) return options.calendar(request, response);
  if (options.pictures && path.startsWith('/pictures/')) return options.pictures(request, response);
  const key = `${request.method} ${path}`;
  switch (key) {
    case 'POST /slack/events':
      if (!options.slack) return answer(response, 404, 'this sigbot uses Socket Mode');
      return options.slack(request, response);
    case 'POST /github/webhook':
      return options.github(request, response);
    case 'GET /github/callback':
    case 'POST /github/callback':
      return options.callback(request, response);
    case 'GET /healthz':
      return answer(response, 200, 'alive');
    case 'GET /readyz':
      return ready(response, options.health);
    case 'GET /metrics':
      return metrics(response, options.metrics);
    default:
      return answer(response, 404, 'not found');
  }
}

async function ready(response: ServerResponse, health: Health): Promise<void> {
  const problems = await health.problems();
  answer(response, problems.length === 0 ? 200 : 503, problems.length === 0 ? 'ready' : problems.join('\n'));
}

async function metrics(response: ServerResponse, { text, contentType }: Metrics): Promise<void> {
  try {
    const body = await text();
    response.writeHead(200, { 'content-type': contentType }).end(body);
  } catch (error) {
    answer(response, 503, messageOf(error));
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

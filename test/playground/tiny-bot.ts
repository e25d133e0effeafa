import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, type Logger } from '@slack/bolt';
import { verify } from '@octokit/webhooks-methods';
import type { World } from '../../playground/world.ts';

/** A bot of a few lines behind Bolt's own receivers, to try the world with. */
export interface TinyBot {
  app: App;
  /** Webhooks whose signature was right. */
  webhooks: { event: string; delivery: string; payload: Record<string, unknown> }[];
  refused: number;
  close(): Promise<void>;
}

/** Starts it, and connects the world to it. */
export async function startTinyBot(
  world: World,
  transport: 'http' | 'socket',
  plug: (app: App) => void,
  how: { within?: number; retryAfter?: number[] } = {},
): Promise<TinyBot> {
  const env = world.env(transport);
  const http = new HTTPReceiver({ signingSecret: env['SLACK_SIGNING_SECRET'] ?? 'unused', logger: SILENT });
  const socket = transport === 'socket' ? socketReceiver(env) : undefined;
  const app = new App({
    token: env['SLACK_BOT_TOKEN'] ?? '',
    receiver: socket ?? http,
    clientOptions: { slackApiUrl: env['SLACK_API_URL'] ?? '', retryConfig: { retries: 0 } },
    deferInitialization: true,
    logger: SILENT,
  });
  plug(app);
  await app.init();
  const bot: TinyBot = { app, webhooks: [], refused: 0, close: () => close(server, socket) };
  const server = createServer((req, res) => {
    if (req.url === '/slack/events') return http.requestListener(req, res);
    void receiveWebhook(bot, env['GITHUB_WEBHOOK_SECRET'] ?? '', req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (socket) await socket.start();
  world.connect({ transport, slackUrl: `${url}/slack/events`, githubUrl: `${url}/github/webhook`, ...how });
  return bot;
}

/** The tests look at what arrives, not at what Bolt says about it. */
export const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

function socketReceiver(env: Record<string, string>): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: env['SLACK_APP_TOKEN'] ?? '',
    logger: SILENT,
    // Bolt waits this long before it reconnects.
    clientPingTimeout: 200,
    installerOptions: { clientOptions: { slackApiUrl: env['SLACK_API_URL'] ?? '' } },
  });
}

async function receiveWebhook(
  bot: TinyBot,
  secret: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  if (await verify(secret, body, String(req.headers['x-hub-signature-256']))) {
    bot.webhooks.push({
      event: String(req.headers['x-github-event']),
      delivery: String(req.headers['x-github-delivery']),
      payload: JSON.parse(body) as Record<string, unknown>,
    });
    res.writeHead(202).end();
  } else {
    bot.refused += 1;
    res.writeHead(401).end();
  }
}

async function close(server: Server, socket: SocketModeReceiver | undefined): Promise<void> {
  if (socket) await socket.stop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

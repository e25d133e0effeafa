import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Transport } from './slack/send.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** The unmodified bot as a process of its own, on a temporary database. */
export interface Bot {
  url: string;
  /** The last lines of its log. */
  logTail(lines?: number): string;
  /** Deliveries and effects that still wait, from its own metrics. */
  waiting(): Promise<number>;
  stop(): Promise<void>;
}

export interface BotOptions {
  world: World;
  transport: Transport;
  /** sigbot.yml */
  config: Record<string, unknown>;
  /** A free one is taken where none is given. */
  port?: number;
  /** Milliseconds until it must be ready. */
  readyWithin?: number;
}

/** Writes its configuration, starts it, connects the world to it, and waits until it says that it is ready. */
export async function startBot({
  world,
  transport,
  config,
  port,
  readyWithin = 60_000,
}: BotOptions): Promise<Bot> {
  const folder = await mkdtemp(join(tmpdir(), 'sigbot-playground-'));
  await writeFile(join(folder, 'sigbot.yml'), stringify(config));
  const listening = port ?? (await freePort());
  const url = `http://127.0.0.1:${listening}`;
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...world.env(transport),
      PORT: String(listening),
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${join(folder, 'sigbot.db')}`,
      SIGBOT_CONFIG: join(folder, 'sigbot.yml'),
      LOG_LEVEL: 'info',
    },
  });
  const log = collect(child);
  const bot: Bot = {
    url,
    logTail: (lines = 30) =>
      log
        .slice(-lines)
        .map((line) => line.slice(0, 400))
        .join('\n'),
    waiting: () => waitingWork(url),
    stop: () => stop(child, folder),
  };
  world.connect({ transport, slackUrl: `${url}/slack/events`, githubUrl: `${url}/github/webhook` });
  try {
    await until(() => child.exitCode !== null || isReady(url), readyWithin, 'GET /readyz to answer 200');
    if (child.exitCode !== null)
      throw new Error(`The bot ended with code ${child.exitCode} instead of starting.`);
  } catch (error) {
    const tail = bot.logTail();
    await bot.stop();
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`${text}\nIts log:\n${tail}`, { cause: error });
  }
  return bot;
}

const KEPT_LINES = 500;

function collect(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      lines.push(...chunk.split('\n').filter(Boolean));
      lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
    });
  }
  return lines;
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.status === 200;
}

async function waitingWork(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`).catch(() => undefined);
  const text = response?.status === 200 ? await response.text() : '';
  const found = [
    ...text.matchAll(/^sigbot_(?:inbox_waiting|outbox_rows\{state="(?:waiting|unknown)"\}) (\d+)/gm),
  ];
  return found.reduce((sum, [, count]) => sum + Number(count), 0);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(forced);
  }
  await rm(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

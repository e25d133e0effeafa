import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Course } from './calendar.ts';
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
  isRunning(): boolean;
  /** Ends it in the middle of whatever it does, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the database it left; resolves when it is ready. */
  restart(): Promise<void>;
  /** Ends it and removes its database. */
  stop(): Promise<void>;
}

export interface BotOptions {
  world: World;
  transport: Transport;
  /** sigbot.yml */
  config: Record<string, unknown>;
  /** A free one is taken where none is given. */
  port?: number;
  /** Whether it goes by the world's calendar, whose speed may change, instead of by the machine's clock. */
  hurried?: boolean;
  /** Milliseconds until it must be ready. */
  readyWithin?: number;
}

/** Writes its configuration, starts it, connects the world to it, and waits until it says that it is ready. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { world, transport, config, hurried = false, readyWithin = 60_000 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'sigbot-playground-'));
  await writeFile(join(folder, 'sigbot.yml'), stringify(config));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = environment(world, transport, folder, port);
  const log: string[] = [];
  const launch = (): ChildProcess => {
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(hurried ? (['ipc'] as const) : [])];
    const started = spawn(process.execPath, hurried ? [HURRIED] : [MAIN, 'start'], { stdio, env });
    collect(started, log);
    if (hurried) tell(started, world.calendar.course());
    return started;
  };
  let child = launch();
  if (hurried) world.calendar.listeners.push((course) => tell(child, course));
  const bot: Bot = {
    url,
    logTail: (lines = 30) =>
      log
        .slice(-lines)
        .map((line) => line.slice(0, 400))
        .join('\n'),
    waiting: () => waitingWork(url),
    isRunning: () => runs(child),
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      if (runs(child)) await end(child, 'SIGTERM');
      child = launch();
      await ready(child, url, readyWithin, bot);
    },
    async stop() {
      await end(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
  world.connect({ transport, slackUrl: `${url}/slack/events`, githubUrl: `${url}/github/webhook` });
  try {
    await ready(child, url, readyWithin, bot);
  } catch (error) {
    await bot.stop();
    throw error;
  }
  return bot;
}

function environment(
  world: World,
  transport: Transport,
  folder: string,
  port: number,
): Record<string, string | undefined> {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    ...world.env(transport),
    GITHUB_CLIENT_ID: world.github.oauth.clientId,
    GITHUB_CLIENT_SECRET: world.github.oauth.clientSecret,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: `sqlite:${join(folder, 'sigbot.db')}`,
    SIGBOT_CONFIG: join(folder, 'sigbot.yml'),
    LOG_LEVEL: 'info',
  };
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const HURRIED = fileURLToPath(new URL('./hurried.ts', import.meta.url));

/** Tells a hurried bot how the calendar goes; one that has died is told when it starts again. */
function tell(child: ChildProcess, course: Course): void {
  if (child.connected) child.send(course, () => undefined);
}

async function ready(child: ChildProcess, url: string, within: number, bot: Bot): Promise<void> {
  try {
    await until(() => !runs(child) || isReady(url), within, 'GET /readyz to answer 200');
    if (!runs(child)) throw new Error(`The bot ended with code ${child.exitCode} instead of starting.`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`${text}\nIts log:\n${bot.logTail()}`, { cause: error });
  }
}

function runs(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

const KEPT_LINES = 500;

function collect(child: ChildProcess, lines: string[]): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      lines.push(...chunk.split('\n').filter(Boolean));
      lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
    });
  }
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

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!runs(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(forced);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWorld, type World } from '../../playground/world.ts';
import { connect, LABELS, ready, REPO, SEED, waitingWork, writeSettings, type StoryOptions } from './bot.ts';
import { databaseFolder } from './folder.ts';

/** The bot as a process of its own, which can be killed; its database outlives it. */
export interface MortalStory {
  world: World;
  repo: string;
  /** Starts the bot on its database and connects the world to it; waits until it is ready. */
  start(how?: { unready: boolean }): Promise<void>;
  /** Runs another command on the same configuration: "export verdicts". Returns what it prints. */
  sigbot(...args: string[]): Promise<string>;
  /** The database's file. */
  database: string;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  /** Until every webhook was answered and the bot has nothing left to do. */
  idle(): Promise<void>;
  end(): Promise<void>;
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/** A world without a bot. Calls time out after 1 s, so that leases are short. */
export async function aMortalStory(options: StoryOptions = {}): Promise<MortalStory> {
  const folder = databaseFolder('mortal');
  const repos = [{ name: REPO, labels: LABELS, prow: options.write === 'prow' }];
  const world = await createWorld({ ...SEED, repos });
  const database = join(folder, 'bot.db');
  const databaseUrl = `sqlite:${database}`;
  const config = 'github: { timeout: 1s }';
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const settings = writeSettings(folder, { config, ...options, databaseUrl }, world);
  const environment = { PATH, NODE_COMPILE_CACHE, ...settings };
  let child: ChildProcess | undefined;
  let url = '';

  const kill = async () => {
    const dying = child;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    const dead = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await dead;
  };
  return {
    world,
    repo: REPO,
    database,
    async sigbot(...args) {
      return (await promisify(execFile)(process.execPath, [MAIN, ...args], { env: environment })).stdout;
    },
    async start(how = { unready: false }) {
      child = spawn(process.execPath, [MAIN, 'start'], {
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      url = await addressOf(child);
      connect(world, url, options.transport);
      if (!how.unready) await ready(world, url, options.transport);
    },
    kill,
    async idle() {
      await world.github.quiet();
      await world.until(async () => (await waitingWork(url)) === 0, 15_000, 'nothing to be left to do');
    },
    async end() {
      await kill();
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Where the process says in its log that it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const port = /"port":(\d+),"msg":"sigbot is at work"/.exec(said)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}: ${said}`)));
  });
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pause } from '../playground/until.ts';
import type { World } from '../playground/world.ts';
import type { Contender } from './contenders.ts';
import { percentile } from './figures.ts';
import type { LoadOptions, LoadReport } from './load.ts';
import { cardTimes, commandAcks, webhookAcks } from './rest.ts';

/** What one contender did in one round, in the order in which it is measured. Times in ms, memory in MB. */
export interface Round {
  start: number;
  rssAtStart: number | undefined;
  webhook: number[];
  /** The bare server knows no commands. */
  command: number[] | undefined;
  card: number[];
  load: LoadReport;
  /** CPU time of the contender for each webhook of the load, what it works off meanwhile included. */
  cpuPerAck: number | undefined;
  rssAfterLoad: number | undefined;
  /** Webhooks worked off a second when the load is over; undefined where nothing was left, and for the bare server. */
  workedOff: number | undefined;
}

/** At once, as many as GitHub would hardly open. */
const CONNECTIONS = 64;
/** How long the bot is watched working off what the load left, in ms. */
const WATCHED = 3000;

/** Starts a contender, measures it and stops it again. */
export async function playRound(
  kind: 'bot' | 'bare',
  start: (world: World) => Promise<Contender>,
  world: World,
  seconds: number,
): Promise<Round> {
  const contender = await start(world);
  try {
    const rssAtStart = contender.rss();
    const webhook = await webhookAcks(contender, world);
    const command = kind === 'bot' ? await commandAcks(contender, world) : undefined;
    const card = await cardTimes(contender, kind === 'bot' ? '/github/webhook' : '/relay', world);
    const cpuBefore = contender.cpu();
    const load = await underLoad({
      origin: contender.url,
      secret: world.github.webhookSecret,
      connections: CONNECTIONS,
      seconds,
    });
    const cpuAfter = contender.cpu();
    const cpuPerAck =
      cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / load.sent;
    const rssAfterLoad = contender.rss();
    const workedOff = kind === 'bot' ? await workingOff(contender) : undefined;
    return {
      start: contender.startMs,
      rssAtStart,
      webhook,
      command,
      card,
      load,
      cpuPerAck,
      rssAfterLoad,
      workedOff,
    };
  } finally {
    await contender.stop();
  }
}

/** In a process of its own, so that the load takes nothing from the world's event loop. */
async function underLoad(options: LoadOptions): Promise<LoadReport> {
  const script = fileURLToPath(new URL('load.ts', import.meta.url));
  const timeout = (options.seconds + 60) * 1000;
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(options)], {
    timeout,
  });
  return JSON.parse(stdout) as LoadReport;
}

async function workingOff(bot: Contender): Promise<number | undefined> {
  const from = performance.now();
  const before = await waiting(bot);
  let after = before;
  while (after > 0 && performance.now() - from < WATCHED) {
    await pause(100);
    after = await waiting(bot);
  }
  return before === after ? undefined : ((before - after) / (performance.now() - from)) * 1000;
}

async function waiting({ url }: Contender): Promise<number> {
  const response = await fetch(`${url}/metrics`);
  return Number(/^sigbot_inbox_waiting (\d+)$/m.exec(await response.text())?.[1]);
}

/** The figures of a round by name. */
export function figuresOf(round: Round): Record<string, number | undefined> {
  const { load } = round;
  return {
    'acks under load, a second': load.acksPerSecond,
    'ack under load p50, ms': load.p50,
    'ack under load p99, ms': load.p99,
    'CPU time for each, ms': round.cpuPerAck,
    'worked off after it, a second': round.workedOff,
    'ack of one webhook p50, ms': percentile(round.webhook, 50),
    'ack of one webhook p99, ms': percentile(round.webhook, 99),
    'ack of one command p50, ms': round.command && percentile(round.command, 50),
    'ack of one command p99, ms': round.command && percentile(round.command, 99),
    'webhook to card p50, ms': percentile(round.card, 50),
    'webhook to card p99, ms': percentile(round.card, 99),
    'cold start, ms': round.start,
    'memory after start, MB': round.rssAtStart,
    'memory after the load, MB': round.rssAfterLoad,
  };
}

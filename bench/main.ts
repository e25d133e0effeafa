import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emptyNode } from './contenders.ts';
import { median, percentile, tableOf, type Row } from './figures.ts';
import { createHarbour, startBare, startBot } from './harbour.ts';
import { figuresOf, playRound, type Round } from './round.ts';

const USAGE = `npm run bench -- [options]
  Measures the bot as it is, on SQLite, against a bare server that only verifies the signature.
  --seconds N   how long the load of each round lasts; 5
  --rounds N    how often each of the two is measured, in turn; 3
  --json        the figures of each round as one JSON object
npm run bench -- similar [folder]
  Measures the similar issues on public data in that folder; ../shared/data
npm run bench -- triage
  Measures the queue and /sig triage among 5,000 open issues, on both databases
npm run bench -- calendar
  Measures a calendar of 102 meetings: made, served in full, served as a 304
npm run bench -- agenda
  Measures an agenda of 5,000 open issues, on both databases
npm run bench -- digest
  Measures a digest of 5,000 open issues, on both databases
npm run bench -- mine
  Measures /sig mine and the Home tab of who leads twenty groups among 5,000 open issues, on both databases
npm run bench -- owners
  Measures how the owners of 300 paths are found among 250 OWNERS files
npm run bench -- keps
  Measures /sig keps among 500 proposals, on both databases
npm run bench -- health
  Measures the picture of a group's health, and its numbers among 5,000 open issues on both databases`;

/** What is measured by itself, without a bot; each gives the exit code. */
const MEASURES: Readonly<Record<string, () => Promise<number> | number>> = {
  triage: async () => (await import('./triage/main.ts')).measureTriage(),
  calendar: async () => (await import('./calendar/main.ts')).measureCalendar(),
  agenda: async () => (await import('./agenda/main.ts')).measureAgenda(),
  digest: async () => (await import('./digest/main.ts')).measureDigest(),
  mine: async () => (await import('./mine/main.ts')).measureMine(),
  owners: async () => (await import('./owners/main.ts')).measureOwners(),
  keps: async () => (await import('./keps/main.ts')).measureKeps(),
  health: async () => (await import('./health/main.ts')).measureHealth(),
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`The bench broke off. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

interface Options {
  seconds: number;
  rounds: number;
  json: boolean;
}

interface Played {
  bot: Round[];
  bare: Round[];
  /** Milliseconds that an empty Node takes from spawn to exit. */
  empty: number[];
}

/** Measures what was asked for; the exit code. */
async function run(args: string[]): Promise<number> {
  const [name = '', folder = '../shared/data'] = args;
  if (name === 'similar') {
    const { measureSimilar } = await import('./similar/main.ts');
    return measureSimilar(folder);
  }
  const measure = MEASURES[name];
  if (measure) {
    process.stdout.write(`${describeMachine()}\n\n`);
    return measure();
  }
  const options = optionsOf(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return 2;
  }
  const machine = describeMachine();
  const played = await play(options);
  const rows = rowsOf(played);
  const report = options.json
    ? JSON.stringify({ machine, ...options, rows, notes: notesOn(played) })
    : [machine, '', tableOf(rows), '', ...notesOn(played)].join('\n');
  process.stdout.write(`${report}\n`);
  return 0;
}

function optionsOf(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        seconds: { type: 'string', default: '5' },
        rounds: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
      },
    });
    const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
    if (!(seconds > 0 && seconds <= 600 && Number.isInteger(rounds) && rounds > 0)) return USAGE;
    return { seconds, rounds, json: values.json };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

/** Bare, bot, bare, bot: what disturbs the machine for a while disturbs both. */
async function play({ rounds, seconds }: Options): Promise<Played> {
  const played: Played = { bot: [], bare: [], empty: [] };
  const world = await createHarbour();
  try {
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`round ${round} of ${rounds}\n`);
      played.empty.push(await emptyNode());
      played.bare.push(await playRound('bare', startBare, world, seconds));
      played.bot.push(await playRound('bot', startBot, world, seconds));
    }
  } finally {
    await world.close();
  }
  return played;
}

function rowsOf({ bot, bare, empty }: Played): Row[] {
  const botFigures = bot.map(figuresOf);
  const bareFigures = bare.map(figuresOf);
  const names = Object.keys(botFigures[0] ?? {});
  const rows = names.map((what) => ({
    what,
    bot: botFigures.flatMap((figures) => figures[what] ?? []),
    bare: bareFigures.flatMap((figures) => figures[what] ?? []),
  }));
  const start = rows.findIndex(({ what }) => what.startsWith('cold start'));
  const startOfBot = bot.map((round) => round.start);
  rows.splice(start + 1, 0, { what: 'the same (bare: an empty node), ms', bot: startOfBot, bare: empty });
  return rows.filter((row) => row.bot.length > 0);
}

function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const cores = availableParallelism();
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  const sync = syncTime().toFixed(2);
  return `${day}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cores} cores (load before: ${busy}), fdatasync of 24 KB in ${tmpdir()}: ${sync} ms`;
}

/** The median time in ms to make 24 KB durable where the database will be: what no durable acknowledgement can beat. */
function syncTime(): number {
  const folder = mkdtempSync(join(tmpdir(), 'sigbot-bench-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const bytes = Buffer.alloc(24 * 1024);
  const took = Array.from({ length: 100 }, () => {
    const from = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(took);
}

/** What a reader of the figures should know before believing them. */
function notesOn({ bot, bare }: Played): string[] {
  const all = [...bot, ...bare].map(({ load }) => load);
  const refused = all.reduce((sum, load) => sum + load.refused, 0);
  const busiest = percentile(
    all.map(({ busy }) => busy),
    100,
  );
  return [
    `The load used ${Math.round(busiest * 100)} % of a core at most${busiest > 0.9 ? ': it was the limit, not the servers' : ''}.`,
    refused === 0 ? 'Every webhook was acknowledged.' : `${refused} webhooks were not acknowledged with 202.`,
    ...[bot, bare].map((rounds, at) => spreadOf(at === 0 ? 'bot' : 'bare server', rounds)),
  ];
}

function spreadOf(name: string, rounds: readonly Round[]): string {
  const acks = rounds.map(({ load }) => load.acksPerSecond);
  const spread = Math.max(...acks) / Math.min(...acks);
  if (acks.length === 1) return `One round says nothing about the noise of the ${name}'s figures.`;
  if (spread <= 1.25) return `The ${name}'s rounds agree within 25 %.`;
  return `The ${name}'s rounds differ by a factor of ${spread.toFixed(1)}: the machine is not quiet. Read the ratios, and run it again.`;
}

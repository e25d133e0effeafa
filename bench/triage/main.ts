import { createApp, type App } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { median, percentile } from '../figures.ts';
import { askFloor, asks, type Ask, type AskNeeds } from './asks.ts';
import { onStages, OPEN, type Stage } from './stage.ts';

/** How often each thing is asked, in turn with the others. */
const TURNS = 100;

/** What a command may take of our own time at the median, in ms. */
const PROMISED = 100;

/** Measures the queue and `/sig triage`. */
export const measureTriage = () => measure(asks, PROMISED);

/**
 * Measures what is asked on both databases, and prints what it finds; the exit code: 1 where a command took longer at the
 * median than is promised, in ms, or asked GitHub.
 */
export async function measure(asksOf: (needs: AskNeeds) => Ask[], promised: number): Promise<number> {
  const app = createApp(features);
  const broken: string[] = [];
  await onStages(async (stage) => {
    const { lines, promises } =
      'missing' in stage
        ? { lines: [`${stage.name}: skipped, ${stage.missing}`], promises: [] }
        : await measured(stage, app, asksOf, promised);
    broken.push(...promises);
    process.stdout.write(`${[...lines, ...promises].join('\n')}\n\n`);
  });
  return broken.length === 0 ? 0 : 1;
}

/** What was found, and which promises do not hold. */
async function measured(
  stage: Exclude<Stage, { missing: string }>,
  app: App,
  asksOf: (needs: AskNeeds) => Ask[],
  promised: number,
): Promise<{ lines: string[]; promises: string[] }> {
  const github = { calls: 0 };
  const all = asksOf({ ...stage, app, github });
  const rows = all.map((ask) => ({ what: ask.what, took: [] as number[] }));
  const floor: number[] = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    const times = [await timeOf(() => askFloor(stage.raw)), ...(await timesOf(all, turn))];
    // The first turn prepares statements and compiles code.
    if (turn === 0) continue;
    floor.push(times.shift() ?? 0);
    for (const [index, row] of rows.entries()) row.took.push(times[index] ?? 0);
  }
  const slow = rows.filter(({ what, took }) => /^(\/sig|Home)/.test(what) && median(took) > promised);
  const promises = [
    ...slow.map(({ what }) => `BROKEN: ${what} took more than ${promised} ms at the median.`),
    ...(github.calls > 0 ? ['BROKEN: GitHub was asked.'] : []),
  ];
  const lines = [
    `${stage.name}, ${OPEN} open issues, ${TURNS} times each, ms`,
    line('', ['min', 'p50', 'p90', 'p99', 'p50 / floor']),
    lineOf('floor', floor, floor),
    ...rows.map(({ what, took }) => lineOf(what, took, floor)),
    `GitHub was asked ${github.calls} times.`,
  ];
  return { lines, promises };
}

async function timesOf(all: readonly Ask[], turn: number): Promise<number[]> {
  const times: number[] = [];
  for (const ask of all) times.push(await timeOf(() => ask.run(turn)));
  return times;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function lineOf(what: string, took: readonly number[], floor: readonly number[]): string {
  const cells = [0, 50, 90, 99].map((percent) => percentile(took, percent).toFixed(1));
  return line(what, [...cells, (median(took) / median(floor)).toFixed(1)]);
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(44), ...cells.map((cell) => cell.padStart(13))].join('').trimEnd();
}

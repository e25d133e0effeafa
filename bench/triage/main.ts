import { createApp, type App } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { median, percentile } from '../figures.ts';
import { askFloor, asks, type Ask, type AskNeeds } from './asks.ts';
import { onStages, OPEN, type Stage } from './stage.ts';

/** How often each thing is asked, in turn with the others. */
const TURNS = 100;

/** Measures the queue and `/sig triage`. */
export const measureTriage = () => measure(asks);

/** Measures what is asked on both databases, and prints what it finds; the exit code. */
export async function measure(asksOf: (needs: AskNeeds) => Ask[]): Promise<number> {
  const app = createApp(features);
  await onStages(async (stage) => {
    const lines =
      'missing' in stage ? [`${stage.name}: skipped, ${stage.missing}`] : await linesOf(stage, app, asksOf);
    process.stdout.write(`${lines.join('\n')}\n\n`);
  });
  return 0;
}

async function linesOf(
  stage: Exclude<Stage, { missing: string }>,
  app: App,
  asksOf: (needs: AskNeeds) => Ask[],
): Promise<string[]> {
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
  return [
    `${stage.name}, ${OPEN} open issues, ${TURNS} times each, ms`,
    line('', ['min', 'p50', 'p90', 'p99', 'p50 / floor']),
    lineOf('floor', floor, floor),
    ...rows.map(({ what, took }) => lineOf(what, took, floor)),
    `GitHub was asked ${github.calls} times.`,
  ];
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

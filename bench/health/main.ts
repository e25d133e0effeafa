import { Resvg } from '@resvg/resvg-js';
import { rasterise, readLettering } from '../../src/adapters/pictures/rasterise.ts';
import { drawHealth } from '../../src/charts/health.ts';
import { boats, rough } from '../../test/charts/facts.ts';
import { median, percentile } from '../figures.ts';
import { measureNumbers } from './numbers.ts';

/** How often each picture is drawn, after the first. */
const TURNS = 40;

/** Measures how long a group's picture takes to be drawn, and for how much of that nothing else can be done. */
export async function measureHealth(): Promise<number> {
  const from = performance.now();
  const inter = readLettering();
  await rasterise(drawHealth(boats, inter).svg);
  const first = performance.now() - from;
  const floor = await timesOf(() => blank());
  const lines = [
    `One chart, 800 pixels across, ${TURNS} times each, ms`,
    line('', ['p50', 'p90', 'CPU', 'main thread']),
  ];
  lines.push(lineOf('paper alone, by resvg', floor));
  for (const [name, health] of Object.entries({ 'twelve weeks': boats, 'all at its worst': rough })) {
    const taken = await timesOf(() => rasterise(drawHealth(health, inter).svg));
    lines.push(lineOf(name, taken));
    const ratio = median(taken.times) / median(floor.times);
    lines.push(
      `  ${ratio.toFixed(1)} times the paper alone; the first of the process ${first.toFixed(0)} ms.`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
  return measureNumbers();
}

/** The floor: an empty paper of the same size, drawn and packed by the library alone. */
function blank(): Buffer {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="566"><rect width="400" height="566" fill="#fcfcfa"/></svg>';
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: false },
  });
  return image.render().asPng();
}

interface Taken {
  times: number[];
  /** CPU time of the whole process, a turn; and of the main thread alone, in which nothing else is done meanwhile. */
  cpu: number;
  blocked: number;
}

async function timesOf(work: () => Buffer | Promise<Buffer>): Promise<Taken> {
  const times: number[] = [];
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  for (let turn = 0; turn < TURNS; turn++) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  const spent = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000 / TURNS;
  return { times, cpu: spent(process.cpuUsage(all)), blocked: spent(process.threadCpuUsage(own)) };
}

function lineOf(what: string, { times, cpu, blocked }: Taken): string {
  const figures = [percentile(times, 50), percentile(times, 90), cpu, blocked];
  return line(
    what,
    figures.map((figure) => figure.toFixed(1)),
  );
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(24), ...cells.map((cell) => cell.padStart(12))].join('').trimEnd();
}

import { percentile } from '../figures.ts';
import { THRESHOLD } from '../../src/domain/similar.ts';
import { anyThree, bareRank } from './floor.ts';
import { compared, marksOf, quietThreshold, type Answers, type Marks } from './judge.ts';
import { judgedTitles, madeReports, readMaterial, type Material, type Trial } from './reports.ts';
import { answersOf, MIRRORED, timesOf, withDatabases, type Database } from './stores.ts';

const THRESHOLDS = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

/** Measures the similar issues on the data in that folder, and prints what it finds; the exit code. */
export async function measureSimilar(folder: string): Promise<number> {
  const material = readMaterial(folder);
  if (!material) {
    process.stdout.write(
      `Skipped: ${folder} has no issues/issues.jsonl and issues/pull-requests-1.37.jsonl.\n`,
    );
    return 0;
  }
  await withDatabases(async (databases) => {
    const made = [0.8, 0.6, 0.4].map((kept) => madeReports(material, kept));
    for (const trial of [...made, judgedTitles(material)]) print(await linesOf(trial, databases));
    for (const database of databases) print(await timeLines(database, material));
  });
  return 0;
}

const print = (lines: string[]) => void process.stdout.write(`${lines.join('\n')}\n\n`);

async function linesOf(trial: Trial, databases: Database[]): Promise<string[]> {
  const [ours, bare] = [compared(trial), bareRank(trial)];
  const { disturbed } = marksOf(trial, ours, THRESHOLD);
  const quiet = quietThreshold(trial, bare, disturbed);
  return [
    `${trial.name}: ${trial.asked.length} asked, ${trial.mirrored.length} known`,
    line('', ['shown', 'right', 'found', 'disturbed']),
    ...THRESHOLDS.map((threshold) => marksLine(String(threshold), marksOf(trial, ours, threshold))),
    ...(await throughDatabases(trial, databases)),
    marksLine('bare rank, as quiet', marksOf(trial, bare, quiet)),
    marksLine('bare rank, always', marksOf(trial, bare, 0)),
    marksLine('any three', marksOf(trial, anyThree(trial), 0)),
  ];
}

/** What the bot itself answers, at its own threshold, on either database. */
async function throughDatabases(trial: Trial, databases: Database[]): Promise<string[]> {
  const lines: string[] = [];
  const said: string[] = [];
  for (const database of databases) {
    if ('missing' in database) {
      lines.push(`${database.name}: skipped, ${database.missing}`);
      continue;
    }
    const store = await database.open();
    const answers = await answersOf(store, trial);
    await store.close();
    lines.push(marksLine(`${THRESHOLD} on ${database.name}`, marksOf(trial, answers, THRESHOLD)));
    said.push(inWords(answers));
  }
  return said.length < 2 || new Set(said).size === 1
    ? lines
    : [...lines, 'The databases answer differently.'];
}

const inWords = (answers: Answers) =>
  JSON.stringify(answers.map((all) => all.map(({ report, score }) => [report.title, score.toFixed(9)])));

async function timeLines(database: Database, material: Material): Promise<string[]> {
  if ('missing' in database) return [`${database.name}: skipped, ${database.missing}`];
  const store = await database.open();
  const { issue, pullRequest, question } = await timesOf(store, material);
  await store.close();
  const row = (what: string, times: number[]) =>
    line(
      what,
      [50, 90, 99].map((percent) => percentile(times, percent).toFixed(1)),
    );
  return [
    `${database.name}, ${MIRRORED} issues mirrored, ms`,
    line('', ['p50', 'p90', 'p99']),
    row('a new issue', issue),
    row('a new pull request', pullRequest),
    row('what is it like?', question),
  ];
}

function marksLine(what: string, { shown, right, found, disturbed }: Marks): string {
  const share = (value: number) => (Number.isNaN(value) ? '-' : `${(value * 100).toFixed(1)} %`);
  return line(what, [String(shown), share(right), share(found), share(disturbed)]);
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(24), ...cells.map((cell) => cell.padStart(10))].join('').trimEnd();
}

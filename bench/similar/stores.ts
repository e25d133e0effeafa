import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openStore, type Mirror, type Store } from '../../src/adapters/store/store.ts';
import type { IssueSnapshot } from '../../src/domain/issue.ts';
import { DAY } from '../../src/domain/time.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import type { Answers } from './judge.ts';
import { madeReports, type Material, type Report, type Trial } from './reports.ts';

const REPOSITORY = { id: 1, name: 'harbour/boats', private: false };
const NOW = Date.UTC(2026, 10, 23, 12);

/** How many issues are mirrored where times are taken. */
export const MIRRORED = 5000;
/** How many new ones are timed. */
const TIMED = 300;

/** A kind of database; `missing` says why it cannot be had. */
export type Database = { name: string; open(): Promise<Store> } | { name: string; missing: string };

/** Both databases, while `use` works with them. */
export async function withDatabases<T>(use: (databases: Database[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sigbot-bench-'));
  const server = await startPostgres();
  const open = (url: string) => openStore(url, { log: pino({ level: 'silent' }), clock: { now: () => NOW } });
  let files = 0;
  const postgres: Database =
    'missing' in server
      ? { name: 'PostgreSQL', missing: server.missing }
      : { name: 'PostgreSQL', open: async () => open(await server.newDatabase()) };
  try {
    const sqlite = { name: 'SQLite', open: () => open(`sqlite:${join(folder, `${(files += 1)}.db`)}`) };
    return await use([sqlite, postgres]);
  } finally {
    if ('stop' in server) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** What the bot itself suggests, by way of the database. */
export async function answersOf(store: Store, { mirrored, asked }: Trial): Promise<Answers> {
  const { mirror } = store;
  const numbers = await fill(mirror, mirrored);
  const answers: Answers = [];
  for (const [index, question] of asked.entries()) {
    const known = numbers.indexOf(question);
    const number = known >= 0 ? known : mirrored.length + index;
    // What is known already is asked as if it were the latest.
    await mirror.put(snapshot(number, question, { createdAt: NOW + number, updatedAt: NOW }), {
      opened: true,
    });
    const found = await mirror.similar(`1#${number}`, 3);
    answers.push(
      found.flatMap(({ issue, score }) => {
        const report = mirrored[issue.number];
        return report ? [{ report, score }] : [];
      }),
    );
    if (known < 0) await mirror.gone(1, number, 'transferred');
  }
  return answers;
}

async function fill(mirror: Mirror, reports: readonly Report[]): Promise<readonly Report[]> {
  await mirror.track(REPOSITORY);
  for (const [number, report] of reports.entries())
    await mirror.put(snapshot(number, report), { opened: false });
  return reports;
}

/** Milliseconds that a new issue takes, one by one, with thousands of others in the mirror. */
export interface Times {
  /** Its whole transaction, comparison included. */
  issue: number[];
  /** The same of a pull request, which is not compared. */
  pullRequest: number[];
  /** The question what an older issue is like, which the queue asks. */
  question: number[];
}

export async function timesOf(store: Store, material: Material): Promise<Times> {
  const { mirror } = store;
  const many = Array.from({ length: 20 }, (_, index) => madeReports(material, 0.5 + index / 100)).flatMap(
    ({ mirrored, asked }) => [...mirrored, ...asked],
  );
  await fill(mirror, many.slice(0, MIRRORED));
  const times: Times = { issue: [], pullRequest: [], question: [] };
  for (let turn = 0; turn < TIMED; turn++) {
    const report = many[MIRRORED + turn] ?? { title: '', body: '' };
    const number = MIRRORED + 2 * turn;
    const at = { createdAt: NOW + turn, updatedAt: NOW + turn };
    const put = (over: Partial<IssueSnapshot>) =>
      mirror.put(snapshot(number, report, over), { opened: true });
    times.issue.push(await took(() => put(at)));
    times.pullRequest.push(await took(() => put({ ...at, number: number + 1, isPullRequest: true })));
    times.question.push(await took(() => mirror.similar(`1#${(turn * 16) % MIRRORED}`, 3)));
  }
  return times;
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function snapshot(number: number, { title, body }: Report, over: Partial<IssueSnapshot> = {}): IssueSnapshot {
  return {
    repoId: REPOSITORY.id,
    repo: REPOSITORY.name,
    number,
    isPullRequest: false,
    title,
    body,
    url: `https://github.com/${REPOSITORY.name}/issues/${number}`,
    author: 'mori',
    state: 'open',
    locked: false,
    labels: [],
    assignees: [],
    comments: 0,
    createdAt: NOW - DAY + number,
    updatedAt: NOW - DAY + number,
    ...over,
  };
}

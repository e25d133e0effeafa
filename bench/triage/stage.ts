import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openToRead } from '../../src/adapters/store/database.ts';
import type { Database as Session } from '../../src/adapters/store/session.ts';
import { openStore, type Store, type StoreParts } from '../../src/adapters/store/store.ts';
import type { AgendaItem } from '../../src/domain/agenda.ts';
import type { IssueSnapshot } from '../../src/domain/issue.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { startPostgres } from '../../test/support/postgres.ts';

/** When the bench happens. */
export const NOW = Date.UTC(2026, 10, 23, 12);
/** How many open issues the mirror has, all of one group. */
export const OPEN = 5000;
/** And how many groups more there are, of which each issue has one: a hundred open issues each. */
export const TEAMS = 50;
/** And how many open pull requests, each of which names an issue. */
const PULLS = 500;

/** And how many topics the group's next meeting has. */
const TOPICS = 30;

const REPOSITORY = { id: 1, name: 'harbour/boats', private: false };
const KINDS = ['kind/bug', 'kind/feature', 'kind/cleanup', 'kind/flake'];
const PRIORITIES = ['backlog', 'important-longterm', 'important-soon', 'critical-urgent'];
const WORDS =
  'anchor ballast cleat davit fender gaff halyard jib keel lanyard mast oar pintle rudder sail tiller'.split(
    ' ',
  );

/** A kind of database, filled; `raw` reads beside the store. `missing` says why it cannot be had. */
export type Stage = { name: string; store: Store; raw: Session } | { name: string; missing: string };

/** Both databases, one after the other, each with the same mirror. */
export async function onStages(use: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sigbot-bench-'));
  const server = await startPostgres();
  try {
    await onStage('SQLite', `sqlite:${join(folder, 'sigbot.db')}`, use);
    if ('missing' in server) await use({ name: 'PostgreSQL', missing: server.missing });
    else await onStage('PostgreSQL', await server.newDatabase(), use);
  } finally {
    if ('stop' in server) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function onStage(name: string, url: string, use: (stage: Stage) => Promise<void>): Promise<void> {
  const log = pino({ level: 'silent' });
  const store = await openStore(url, { log, clock: { now: () => NOW } });
  await store.mirror.track(REPOSITORY);
  await store.mirror.setRepository(REPOSITORY.id, { synced: true });
  await store.atomically(fill);
  const raw = openToRead(url, log);
  // PostgreSQL does it by itself within minutes.
  if (!store.embedded) await sql`vacuum analyze`.execute(raw.db);
  await use({ name, store, raw });
  await raw.close();
  await store.close();
}

/** Of three issues one is triaged, one waits, and of one another group has accepted; some were asked for information. */
async function fill({ agendas, mirror, verdicts }: StoreParts): Promise<void> {
  for (let number = 1; number <= OPEN; number++) {
    const triaged = number % 3 === 0;
    const labels = [
      'sig/node',
      `sig/team-${number % TEAMS}`,
      nth(KINDS, number),
      ...(triaged ? ['triage/accepted'] : []),
    ];
    if (number % 5 > 0) labels.push(`priority/${nth(PRIORITIES, number)}`);
    const asked = number % 10 === 1;
    const answer = { by: 'mori', at: NOW - HOUR, speaks: true };
    await mirror.put(snapshot(number, { labels }), { opened: false, comment: asked ? answer : undefined });
    const issue = `1#${number}`;
    const verdict: Verdict = { issue, kind: 'accepted', at: NOW - DAY, via: 'slack', by: 'dana' };
    const own: Verdict[] = triaged ? [{ ...verdict, group: 'sig-node' }] : [];
    const others: Verdict[] = number % 3 === 1 ? [{ ...verdict, group: 'sig-network' }] : [];
    if (asked) own.splice(0, 1, { ...verdict, kind: 'needs-information', group: 'sig-node' });
    await verdicts.set(issue, [...own, ...others]);
  }
  for (let position = 1; position <= TOPICS; position++) await agendas.put(topic(position));
  for (let number = OPEN + 1; number <= OPEN + PULLS; number++) {
    const labels = ['sig/node', ...(number % 4 === 0 ? ['lgtm'] : [])];
    const body = `Fixes #${(number * 7) % OPEN}, see #${(number * 11) % OPEN}`;
    await mirror.put(snapshot(number, { isPullRequest: true, body, labels }), { opened: false });
  }
}

/** Of ten topics one is about an issue. */
function topic(position: number): AgendaItem {
  const about = position % 10 === 0 ? { issue: `1#${position}` } : {};
  const item = {
    id: `t${position}`,
    meeting: 'sig-node/weekly-meeting',
    from: '2026-11-19',
    text: `Topic ${position}`,
    ...about,
  };
  return { ...item, by: 'U0LEE', at: NOW - DAY, state: 'open', carried: 0, position };
}

const nth = (list: readonly string[], index: number) => list[index % list.length] ?? '';

function snapshot(number: number, over: Partial<IssueSnapshot>): IssueSnapshot {
  const said = Array.from({ length: 12 }, (_, index) =>
    nth(WORDS, number * (index + 3) + (number % 7) * index),
  );
  return {
    repoId: REPOSITORY.id,
    repo: REPOSITORY.name,
    private: false,
    number,
    isPullRequest: false,
    title: `The ${said.slice(0, 4).join(' ')} breaks`,
    body: `### What happened?\n\nThe ${said.join(' ')} ${number} breaks.\n\n`.repeat(20),
    url: `https://github.com/${REPOSITORY.name}/issues/${number}`,
    author: number % 10 === 1 ? 'mori' : `sailor-${number % 400}`,
    state: 'open',
    locked: false,
    labels: [],
    assignees: number % 7 === 0 ? ['lee'] : [],
    comments: number % 17,
    reactions: (number * 31) % 23,
    firstTimer: number % 4 === 0,
    createdAt: NOW - 400 * DAY + ((number * 7919) % 5003) * HOUR,
    updatedAt: NOW - (number % 120) * DAY - number,
    ...over,
  };
}

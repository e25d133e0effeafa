import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../src/adapters/store/store.ts';
import { createApp } from '../src/app.ts';
import { commit } from '../src/commit.ts';
import { Overtaken } from '../src/domain/errors.ts';
import type { Issue } from '../src/domain/issue.ts';
import { MINUTE } from '../src/domain/time.ts';
import type { Verdict } from '../src/domain/verdict.ts';
import type { Effect } from '../src/effect.ts';
import { features } from '../src/features.ts';
import { anAuthority, anIssue, NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';

const app = createApp(features);
let store: Store;
let issue: Issue;

beforeEach(async () => {
  store = await openStore('sqlite::memory:', { log: pino({ enabled: false }), clock: { now: () => NOW } });
  const snapshot = { ...anIssue({ labels: ['sig/node', 'sig/network'] }), repoId: 1 };
  ({ issue } = await store.mirror.put(snapshot, { opened: true }));
});
afterEach(() => store.close());

const commits = (effect: Effect) =>
  store.atomically((tx) => commit({ effects: [effect], issue }, tx, app, portsOf()));

const accepts = (group: string, by: string, given: readonly Verdict[]): Effect => ({
  kind: 'verdict.record',
  verdict: { issue: issue.id, group, kind: 'accepted', by, at: NOW, via: 'slack' },
  given,
});

test('of two groups that each wait for the other the second one decides again', async () => {
  await commits(accepts('sig-node', 'dana', []));
  await expect(commits(accepts('sig-network', 'noor', []))).rejects.toThrow(Overtaken);
  const known = await store.verdicts.of(issue.id);
  expect(known.map(({ by }) => by)).toEqual(['dana']);
  await commits(accepts('sig-network', 'noor', known));
  expect(await store.verdicts.of(issue.id)).toHaveLength(2);
});

test('an issue that somebody else has is taken by nobody', async () => {
  const take = (user: string) =>
    commits({ kind: 'claim.take', issue: issue.id, group: 'sig-node', user, until: NOW + MINUTE });
  await take('U0DANA');
  await expect(take('U0LEE')).rejects.toThrow(Overtaken);
  await take('U0DANA');
  expect(await store.claims.inGroup('sig-node', NOW)).toMatchObject([{ user: 'U0DANA' }]);
});

test('what a minute brings to GitHub is known as the issue’s', async () => {
  const by = { login: 'dana', user: 'U0DANA', under: anAuthority() };
  const ref = { repo: issue.repo, number: issue.number };
  const effect: Effect = { kind: 'github.labels', issue: ref, add: ['x'], remove: [], exclusive: [], by };
  await store.atomically((tx) => commit({ effects: [effect] }, tx, app, portsOf()));
  expect(await store.outbox.acts(issue.id)).toMatchObject([{ effect }]);
});

test('a claim ends by the calendar, whatever the machine’s clock says', async () => {
  const take = (user: string, until: number) =>
    commits({ kind: 'claim.take', issue: issue.id, group: 'sig-node', user, until });
  await take('U0DANA', NOW - MINUTE);
  await take('U0LEE', NOW + MINUTE);
  expect(await store.claims.inGroup('sig-node', NOW)).toMatchObject([{ user: 'U0LEE' }]);
});

test('the issues of a bundle stand in the order in which the calendar has them', async () => {
  const join = { kind: 'bundle.join', bundle: 'sig-node/x', channel: 'C0NODE', due: NOW } as const;
  await store.bundles.join({ ...join, issue: '1#99' }, NOW - MINUTE);
  await commits({ ...join, issue: '1#11' });
  expect(await store.bundles.issuesIn('sig-node/x', 'C0NODE')).toEqual(['1#99', '1#11']);
});

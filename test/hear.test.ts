import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Hint } from '../src/adapters/github/hint.ts';
import { openStore, type Store } from '../src/adapters/store/store.ts';
import type { IssueChange } from '../src/domain/issue.ts';
import { readCommands } from '../src/domain/prow.ts';
import { MINUTE, SECOND } from '../src/domain/time.ts';
import type { Send } from '../src/effect.ts';
import { hear } from '../src/hear.ts';
import { record } from '../src/record.ts';
import { anAuthority, anIssue, NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';

const { id: _id, ...issue } = anIssue({ labels: ['sig/node', 'sig/network'] });
const by = { login: 'dana', user: 'U0DANA', under: anAuthority() };
const ref = { repo: issue.repo, number: issue.number };
let store: Store;
let now = NOW;

beforeEach(async () => {
  now = NOW;
  store = await openStore('sqlite::memory:', { log: pino({ enabled: false }), clock: { now: () => now } });
  await store.mirror.put({ ...issue, repoId: 1 }, { opened: true });
});
afterEach(() => store.close());

/** An event of GitHub's reaches the bot: after it the issue carries these labels. */
async function event(
  labels: string[],
  about: Partial<Extract<Hint, { kind: 'issue' }>>,
  at = now,
): Promise<void> {
  const snapshot = { ...issue, repoId: 1, labels: ['sig/node', 'sig/network', ...labels], updatedAt: at };
  await store.atomically(async (tx) => {
    const known = await tx.mirror.put(snapshot, { opened: false, change: about.change });
    await hear({ kind: 'issue', snapshot, opened: false, ...about }, known, tx, portsOf());
  });
}

const labelled = (label: string, login: string, change: 'add' | 'remove' = 'add') => ({
  change: { labels: { [change]: label } } as IssueChange,
  by: { login, bot: login.endsWith('[bot]') },
});

const comment = (login: string, body: string) => ({
  change: { fields: ['comments'] } as IssueChange,
  comment: {
    by: { login, bot: false },
    at: now,
    commands: readCommands(body),
    speaks: false,
    opening: false,
    beginning: '',
  },
});

/** The bot does that, for Dana, and it takes a second. */
async function does(effect: Send): Promise<void> {
  await store.outbox.add([{ effect, issue: '1#4711' }]);
  const [row] = await store.outbox.claim('test', 1, now, now + MINUTE);
  now += SECOND;
  if (row) await store.outbox.settle(row, { state: 'done', result: 'done' });
}

const accepting: Extract<Send, { kind: 'github.labels' }> = {
  kind: 'github.labels',
  issue: ref,
  add: ['triage/accepted'],
  remove: [],
  exclusive: ['triage/'],
  by,
};
const asking: Send = { kind: 'github.comment', issue: ref, body: '/triage accepted', once: 'c', by };
const decided = { what: 'decided', at: NOW, by: 'dana', group: 'sig-node', kind: 'accepted' } as const;
const decide = () => store.atomically((tx) => record([decided], '1#4711', tx, portsOf().policy.triage));

async function known(): Promise<string[]> {
  const verdicts = await store.verdicts.of('1#4711');
  return verdicts.map(({ group = 'all', kind, by: login = 'nobody', ended }) =>
    [group, kind, login, ended?.why].filter(Boolean).join(' '),
  );
}

test('the bot’s own label is no second verdict, also where its token is a lead’s', async () => {
  await does(accepting);
  await event(['triage/accepted'], labelled('triage/accepted', 'noor'));
  await decide();
  expect(await known()).toEqual(['sig-node accepted dana']);
});

test('nor is what a robot does because the bot asked', async () => {
  await does(asking);
  now += 5 * MINUTE;
  await event(['triage/accepted'], labelled('triage/accepted', 'K8s-ci-robot'));
  await decide();
  expect(await known()).toEqual(['sig-node accepted dana']);
});

test('nor, later, what is explained by what was decided', async () => {
  await decide();
  now += 60 * MINUTE;
  await event(['triage/accepted'], labelled('triage/accepted', 'prow[bot]'));
  expect(await known()).toEqual(['sig-node accepted dana']);
});

test('GitHub may tell of the bot’s label before it answers: the verdict counts from then, once', async () => {
  const verdict = { ...decided, issue: '1#4711', via: 'slack' } as const;
  await store.outbox.add([{ effect: { ...accepting, verdict }, issue: '1#4711' }]);
  await event(['triage/accepted'], labelled('triage/accepted', 'zoe'));
  expect(await known()).toEqual([]);
  await event([], {});
  await event(['triage/accepted'], labelled('triage/accepted', 'sigbot[bot]'));
  expect(await known()).toEqual(['sig-node accepted dana']);
  await decide();
  expect(await known()).toEqual(['sig-node accepted dana']);
  expect(await store.audit.facts('1#4711')).toHaveLength(1);
});

test('what the bot’s label displaces is not taken back', async () => {
  await decide();
  await event(['triage/accepted'], labelled('triage/accepted', 'prow[bot]'));
  now += MINUTE;
  await does({ ...accepting, add: ['triage/needs-information'] });
  await event(['triage/needs-information'], labelled('triage/accepted', 'sigbot', 'remove'));
  expect(await known()).toEqual(['sig-node accepted dana']);
});

test('what a poll finds replaced is not taken back; what it finds gone is', async () => {
  await decide();
  await event(['triage/accepted'], labelled('triage/accepted', 'prow[bot]'));
  now += MINUTE;
  await event(['triage/duplicate'], {});
  expect(await known()).toEqual(['all duplicate nobody', 'sig-node accepted dana']);
  now += MINUTE;
  await event([], {});
  expect(await known()).toEqual(['all duplicate nobody taken-back', 'sig-node accepted dana']);
});

test('a comment after its label counts for the lead who made it', async () => {
  await event(['triage/accepted'], labelled('triage/accepted', 'k8s-ci-robot'));
  now += SECOND;
  await event(['triage/accepted'], comment('noor', '/triage accepted'));
  expect(await known()).toEqual(['all accepted nobody', 'sig-network accepted noor']);
});

test('what another event’s snapshot shows is heard once its own event is lost, and once if it is not', async () => {
  await event(['triage/accepted'], { change: { fields: ['title'] } });
  expect(await known()).toEqual(['all accepted nobody']);
  await event(['triage/accepted'], labelled('triage/accepted', 'noor'));
  expect(await known()).toEqual(['sig-network accepted noor']);
});

test('the robot that asks again takes back by its own comment', async () => {
  await decide();
  await event(['triage/accepted'], labelled('triage/accepted', 'prow[bot]'));
  now += 10 * MINUTE;
  await event(['triage/accepted'], comment('k8s-triage-robot', '/remove-triage accepted'));
  now += SECOND;
  await event([], labelled('triage/accepted', 'k8s-ci-robot', 'remove'));
  expect(await store.verdicts.of('1#4711')).toMatchObject([
    { group: 'sig-node', ended: { why: 'taken-back', by: 'k8s-triage-robot' } },
  ]);
});

const closing = (login: string, stateReason?: 'completed' | 'not_planned' | 'duplicate') => ({
  change: { fields: ['state', 'stateReason', 'closedAt'] } as IssueChange,
  by: { login, bot: login.endsWith('[bot]') },
  snapshot: { state: 'closed' as const, stateReason, closedAt: now },
});

/** The issue is closed, or whatever else differs. */
async function closed(
  { snapshot: differs, ...about }: ReturnType<typeof closing>,
  more: { isPullRequest?: true } = {},
): Promise<void> {
  const snapshot = { ...issue, repoId: 1, ...differs, ...more, updatedAt: now };
  await store.atomically(async (tx) => {
    const found = await tx.mirror.put(snapshot, { opened: false, change: about.change });
    await hear({ kind: 'issue', snapshot, opened: false, ...about }, found, tx, portsOf());
  });
}

test.each([
  ['a lead', 'noor', ['sig-network closed noor']],
  ['a triager by the configuration', 'lee', ['sig-node closed lee']],
  ['anybody else', 'mori', ['all closed mori']],
  ['a robot of itself', 'k8s-ci-robot', []],
])('closed on GitHub by %s', async (_who, login, expected) => {
  await closed(closing(login, 'completed'));
  expect(await known()).toEqual(expected);
});

test('as what it was closed is told', async () => {
  await closed(closing('noor', 'not_planned'));
  expect(await store.verdicts.of('1#4711')).toMatchObject([{ kind: 'closed', note: 'not planned' }]);
  now += MINUTE;
  await closed(closing('mori', 'duplicate'));
  expect(await known()).toEqual(['all duplicate mori', 'sig-network closed noor']);
});

test('what a robot closes for a comment is the writer’s', async () => {
  await event([], comment('noor', 'Fixed.\n/close'));
  expect(await known()).toEqual([]);
  now += 3 * SECOND;
  await closed(closing('k8s-ci-robot'));
  expect(await known()).toEqual(['sig-network closed noor']);
});

test.each<[string, Send, string]>([
  ['itself', { kind: 'github.close', issue: ref, reason: 'not_planned', by }, 'noor'],
  ['by a robot', { kind: 'github.comment', issue: ref, body: '/close', once: 'c', by }, 'k8s-ci-robot'],
])('what the bot closes %s is no second verdict', async (_how, effect, login) => {
  await does(effect);
  await closed(closing(login, 'not_planned'));
  expect(await known()).toEqual([]);
});

test('how a pull request ends is no verdict', async () => {
  await closed(closing('noor'), { isPullRequest: true });
  expect(await known()).toEqual([]);
});

test('a closing that is heard of after the reopening has ended by it', async () => {
  const late = closing('noor', 'completed');
  now += MINUTE;
  await event([], { change: { fields: ['state'] }, by: { login: 'mori', bot: false } });
  now -= MINUTE;
  await closed(late);
  expect(await known()).toEqual(['sig-network closed noor reopened']);
});

/** After it the issue carries these labels alone. */
const relabelled = async (labels: string[], about: ReturnType<typeof labelled>) => {
  const snapshot = { ...issue, repoId: 1, labels, updatedAt: now };
  await store.atomically(async (tx) => {
    const found = await tx.mirror.put(snapshot, { opened: false, change: about.change });
    await hear({ kind: 'issue', snapshot, opened: false, ...about }, found, tx, portsOf());
  });
};

test.each([
  ['a lead', 'dana', ['sig-node not-ours dana']],
  ['a triager by the configuration', 'lee', ['sig-node not-ours lee']],
  ['the lead of the other group', 'noor', []],
  ['anybody else', 'mori', []],
])('relabelled on GitHub by %s', async (_who, login, expected) => {
  await relabelled(['sig/network'], labelled('sig/node', login, 'remove'));
  now += SECOND;
  await relabelled(['sig/network', 'sig/storage'], labelled('sig/network', login));
  expect(await known()).toEqual(expected);
});

test('relabelled by Prow for a lead’s comment it is handed over by her, to the group of that label', async () => {
  await event([], comment('dana', '/remove-sig node\n/sig network'));
  now += SECOND;
  await relabelled(['sig/network', 'sig/node'], labelled('sig/network', 'k8s-ci-robot'));
  await relabelled(['sig/network'], labelled('sig/node', 'k8s-ci-robot', 'remove'));
  expect(await store.verdicts.of('1#4711')).toMatchObject([
    { group: 'sig-node', kind: 'not-ours', by: 'dana', note: 'sig/network', via: 'github' },
  ]);
});

test('what the bot itself relabels is no second verdict', async () => {
  await does({ ...accepting, add: ['sig/network'], remove: ['sig/node'] });
  await relabelled(['sig/network'], labelled('sig/node', 'dana', 'remove'));
  await relabelled(['sig/network'], labelled('sig/network', 'dana'));
  expect(await known()).toEqual([]);
});

test('an issue given back to the group that handed it on waits for it again', async () => {
  const handed = { ...decided, kind: 'not-ours', note: 'sig/network' } as const;
  await store.atomically((tx) => record([handed], '1#4711', tx, portsOf().policy.triage));
  now += MINUTE;
  await event([], labelled('sig/node', 'noor'));
  expect(await known()).toEqual(['sig-node not-ours dana returned']);
});

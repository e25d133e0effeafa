import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { features } from '../src/features.ts';
import { fingerprint } from '../src/blocks.ts';
import type { IssueId } from '../src/domain/issue.ts';
import { DAY, MINUTE } from '../src/domain/time.ts';
import { KUBERNETES_RETRIAGE, type TriagePolicy } from '../src/domain/verdict.ts';
import { openStore, type Store, type StoreParts } from '../src/adapters/store/store.ts';
import { record, redate } from '../src/record.ts';
import { retriage } from '../src/retriage.ts';
import { anIssue, NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';
import { words } from './support/words.ts';

const app = createApp(features);
const snapshot = {
  ...anIssue({ labels: ['sig/node', 'triage/accepted', 'priority/important-soon'] }),
  repoId: 1,
};
const subject = { kind: 'card', id: '1#4711' } as const;
let store: Store;
let now = NOW;
let triage: TriagePolicy;
let woken = 0;

beforeEach(async () => {
  now = NOW;
  woken = 0;
  triage = { accepted: 'any', retriage: KUBERNETES_RETRIAGE, priorities: [], robots: [] };
  store = await openStore('sqlite::memory:', { log: pino({ enabled: false }), clock: { now: () => now } });
});
afterEach(() => store.close());

function portsOver({ mirror, messages, verdicts }: StoreParts) {
  const { issues, policy, ...ports } = portsOf();
  const calendar = { now: () => now };
  const issuesOf = { ...issues, byId: mirror.byId };
  return {
    ...ports,
    issues: issuesOf,
    messages: { ...ports.messages, ...messages },
    verdicts,
    policy: { ...policy, triage },
    calendar,
  };
}

const tick = () => retriage(now, { store, app, portsOver, outbox: { wake: () => void (woken += 1) } });
const card = async () => words(await app.render(subject, 'C0NODE', portsOver(store)));

/** Dana accepts for SIG Node, and the card says so. */
async function accepted(): Promise<IssueId> {
  const { issue } = await store.mirror.put(snapshot, { opened: true });
  const fact = { what: 'decided', at: NOW, by: 'dana', group: 'sig-node', kind: 'accepted' } as const;
  await store.atomically((tx) => record([fact], issue.id, tx, triage));
  const shown = await app.render(subject, 'C0NODE', portsOver(store));
  await store.messages.sent({
    subject,
    channel: 'C0NODE',
    ts: '1.1',
    shown: shown ? fingerprint(shown) : '',
  });
  return issue.id;
}

/** How many edits of cards wait to be sent. */
const edits = async () => (await store.outbox.depth()).waiting;

test('an acceptance lapses by the clock: the card says so once, and GitHub hears nothing', async () => {
  await accepted();
  await tick();
  now = NOW + 90 * DAY - MINUTE;
  await tick();
  expect(await edits()).toBe(0);
  expect(await card()).toContain('Accepted');

  now = NOW + 90 * DAY;
  await tick();
  expect(await edits()).toBe(1);
  expect(woken).toBe(1);
  expect(await card()).toEqual(
    expect.arrayContaining([
      'Waiting for triage again',
      'node: waiting again (accepted 2026-03-02 10:00 UTC)',
      '[Accept] [Needs info…] [Assign to me] [More…]',
    ]),
  );
  now += MINUTE;
  await tick();
  expect(woken).toBe(1);
  expect((await store.ledger.of('1#4711')).effects.map(({ text }) => text)).toEqual([
    'edit the card in C0NODE',
  ]);
});

test('what lapsed while the bot was down is seen to when it is back', async () => {
  await accepted();
  await tick();
  now = NOW + 120 * DAY;
  await tick();
  expect(await edits()).toBe(1);
});

test('another priority dates it anew', async () => {
  const id = await accepted();
  const urgent = { ...snapshot, labels: ['sig/node', 'triage/accepted', 'priority/critical-urgent'] };
  const { issue } = await store.mirror.put({ ...urgent, updatedAt: NOW }, { opened: false });
  await store.atomically((tx) => redate(issue, tx, triage));
  expect(await store.verdicts.of(id)).toMatchObject([{ retriageAt: NOW + 30 * DAY }]);
});

test('another configuration dates all anew', async () => {
  const id = await accepted();
  await tick();
  triage = { ...triage, retriage: { after: 7, byLabel: {}, never: [] } };
  now = NOW + 8 * DAY;
  await tick();
  expect(await edits()).toBe(1);
  triage = { ...triage, retriage: undefined };
  await tick();
  expect((await store.verdicts.of(id))[0]).not.toHaveProperty('retriageAt');
});

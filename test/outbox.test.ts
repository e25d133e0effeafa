import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../src/app.ts';
import { commit } from '../src/commit.ts';
import { features } from '../src/features.ts';
import type { IssueSnapshot } from '../src/domain/issue.ts';
import { fingerprint } from '../src/blocks.ts';
import { createOutbox, type Outbox, type Perform } from '../src/outbox.ts';
import { openStore, type Store, type StoreParts } from '../src/adapters/store/store.ts';
import { namesOf } from '../src/topics.ts';
import { NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';
import { words } from './support/words.ts';

const app = createApp(features);
const log = pino({ enabled: false });
let store: Store;
let outbox: Outbox;
/** What stands in the channel: the last text that was sent. */
let shown: string[] = [];
/** Answers of Slack's that are still on their way. */
let held: (() => void)[] = [];

beforeEach(async () => {
  [shown, held] = [[], []];
  store = await openStore('sqlite::memory:', { log, clock: { now: Date.now } });
  outbox = createOutbox({
    store,
    app,
    portsOver,
    perform: { slack, github: () => Promise.resolve({ skipped: 'not here' }) },
    now: Date.now,
    log,
    owner: 'test',
    timeout: 10_000,
    pace: 0,
    observe: () => undefined,
  });
  outbox.start();
});
afterEach(async () => {
  await outbox.stop();
  await store.close();
});

/** Two SIGs' channels, and whatever the store holds. */
function portsOver({ mirror, messages, verdicts }: StoreParts) {
  const { issues, ...ports } = portsOf();
  return {
    ...ports,
    issues: { ...issues, byId: mirror.byId },
    messages: { ...ports.messages, ...messages },
    verdicts,
  };
}

/** A Slack that takes a message at once and answers when it is let. */
const slack: Perform = async ({ effect }, ports) => {
  if (!('subject' in effect && effect.subject && 'channel' in effect)) return { skipped: 'no message' };
  const message = await app.render(effect.subject, effect.channel, ports);
  if (!message) return { skipped: 'nothing to show' };
  shown = words(message);
  await new Promise<void>((resolve) => held.push(resolve));
  return { done: 'sent', message: { ts: '1.1', shown: fingerprint(message) } };
};

function said(differs: Partial<IssueSnapshot>, second: number): IssueSnapshot {
  return {
    repoId: 1,
    repo: 'kubernetes/kubernetes',
    number: 7,
    isPullRequest: false,
    title: 'First title',
    url: 'https://github.com/kubernetes/kubernetes/issues/7',
    author: 'mori',
    state: 'open',
    locked: false,
    labels: ['sig/node'],
    assignees: [],
    comments: 0,
    createdAt: NOW,
    updatedAt: NOW + second * 1000,
    ...differs,
  };
}

/** News from GitHub, as the worker takes it in. */
async function hear(differs: Partial<IssueSnapshot>, second: number): Promise<void> {
  await store.atomically(async (tx) => {
    const ports = portsOver(tx);
    const { issue } = await tx.mirror.put(said(differs, second), { opened: second === 0 });
    const { effects } = await app.issueTouched(issue, ports);
    await commit({ effects, issue }, tx, app, ports);
  });
  outbox.wake();
}

const answer = async () => {
  await vi.waitFor(() => expect(held.length).toBe(1));
  held.shift()?.();
};

const ends = async (first: string) => {
  await vi.waitFor(async () => {
    while (held.length > 0) held.shift()?.();
    expect(shown[0]).toBe(first);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, unknown: 0, failed: 0 });
  });
};

test('the group leaves while its card is on the way: the card follows', async () => {
  await hear({}, 0);
  await vi.waitFor(() => expect(held.length).toBe(1));
  await hear({ labels: [] }, 1);
  await answer();
  await ends('First title (kubernetes/kubernetes#7) · no longer with a group');
});

test('the title changes and changes back while an edit is on the way: the card ends with the last one', async () => {
  await hear({}, 0);
  await answer();
  await vi.waitFor(async () => expect(await store.messages.of({ kind: 'card', id: '1#7' })).toHaveLength(1));
  await hear({ title: 'Second title' }, 1);
  await vi.waitFor(() => expect(shown[0]).toBe('Second title'));
  await hear({ title: 'First title' }, 2);
  await answer();
  await ends('First title');
});

test('an issue becomes private while a message that names it is on the way: the message is drawn anew', async () => {
  const own = await openStore('sqlite::memory:', { log, clock: { now: Date.now } });
  await own.mirror.put(said({ private: false }, 0), { opened: true });
  const sent: string[] = [];
  const naming = createOutbox({
    store: own,
    app,
    portsOver: ({ mirror, messages, work }) => {
      const { issues, ...ports } = portsOf();
      return {
        ...ports,
        work,
        issues: { ...issues, byId: mirror.byId },
        messages: { ...ports.messages, ...messages },
      };
    },
    perform: {
      async slack({ effect }, ports) {
        const names = await namesOf([{ issue: '1#7' }], ports);
        sent.push(`${effect.kind}, ${names[0]?.hidden ? 'private' : 'public'}`);
        if (sent.length === 1) await own.mirror.put(said({ private: true }, 1), { opened: false });
        return { done: 'sent', message: { ts: '1.1', shown: 'x', names } };
      },
      github: () => Promise.resolve({ skipped: 'not here' }),
    },
    now: Date.now,
    log,
    owner: 'test',
    timeout: 10_000,
    pace: 0,
    observe: () => undefined,
  });
  const subject = { kind: 'agenda', id: 'sig-node/weekly/2026-12-03' } as const;
  await own.outbox.add([{ effect: { kind: 'slack.post', channel: 'C0NODE', subject, once: 'agenda' } }]);
  naming.start();
  await vi.waitFor(() => expect(sent).toEqual(['slack.post, public', 'slack.update, private']));
  await vi.waitFor(async () => expect(await own.messages.naming('1#7')).toMatchObject([{ hidden: true }]));
  await naming.stop();
  await own.close();
  expect(sent).toHaveLength(2);
});

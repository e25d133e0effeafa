import { describe, expect, test } from 'vitest';
import type { Send } from '../src/effect.ts';
import { NO_RIGHTS, type Action } from '../src/domain/rights.ts';
import { DAY, MINUTE } from '../src/domain/time.ts';
import { guarded } from '../src/guard.ts';
import type { Attempt } from '../src/outbox.ts';
import { anAuthority, anIssue, MACHINE, NOW } from './support/facts.ts';
import { portsOf, type State } from './support/ports.ts';

const issue = anIssue();
const ref = { repo: issue.repo, number: issue.number };
const dana = { slack: 'U0DANA', github: 'dana' };

function effect(differs: Parameters<typeof anAuthority>[0] = {}): Send {
  const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority(differs) };
  return { kind: 'github.labels', issue: ref, add: ['triage/accepted'], remove: [], exclusive: [], by };
}

const send = guarded(() => Promise.resolve({ done: 'sent' }));

function attempt(differs: Partial<Attempt> = {}): Attempt {
  return { effect: effect(), ambiguous: false, attempts: 1, plannedAt: NOW, ...differs };
}

const outcome = (state: Partial<State> = {}, differs: Partial<Attempt> = {}) =>
  send(attempt(differs), portsOf({ issues: [issue], ...state }));

test('who still may is not held up', async () => {
  expect(await outcome()).toEqual({ done: 'sent' });
  const asPerson = { writing: { write: 'as-person', through: 'labels' } } as const;
  expect(
    await outcome({ ...asPerson, rights: NO_RIGHTS }, { effect: effect({ write: 'as-person' }) }),
  ).toEqual({ done: 'sent' });
  const notice: Send = { kind: 'slack.notice', text: 'x', once: 'x' };
  expect(await outcome({ people: [] }, { effect: notice })).toEqual({ done: 'sent' });
});

test.each<[string, Partial<State>, string]>([
  ['a guest now', { people: [{ ...dana, standing: 'guest' }] }, 'Guests of this Slack'],
  ['deactivated now', { people: [{ ...dana, standing: 'gone' }] }, 'deactivated'],
  ['not linked any more', { people: [] }, 'no longer yours'],
  ['another account now', { people: [{ ...dana, githubId: 7 }] }, 'no longer yours'],
  [
    'in doubt',
    { people: [{ slack: 'U0DANA', doubt: 'dana belongs to another account' }] },
    'another account',
  ],
  ['without the right', { rights: NO_RIGHTS }, 'GitHub no longer gives you that right'],
  ['no lead any more', { people: [{ ...dana, logins: [] }] }, 'You no longer decide for SIG Node'],
  ['asking about an issue that is gone from the mirror', { issues: [] }, 'does not know'],
  [
    'asking where the bot only hands over now',
    { writing: { write: 'handoff', through: 'labels' } },
    'was changed meanwhile',
  ],
  [
    'shut out of a private repository',
    { issues: [{ ...issue, private: true }], rights: NO_RIGHTS },
    'GitHub gives you no access to it',
  ],
  ['of a group that is gone', { groups: [] }, 'There is no group "sig-node" any more'],
])('who is %s is refused, in words', async (_who, state, words) => {
  expect(await outcome(state)).toEqual({ failed: expect.stringContaining(words) as string });
});

test('a comment that follows a proposal goes out while who started it may comment there, and no longer', async () => {
  const by = {
    login: 'dana',
    user: 'U0DANA',
    channel: 'C0NODE',
    under: anAuthority({ actions: ['comment'] }),
  };
  const note: Send = {
    kind: 'github.note',
    issue: ref,
    subject: { kind: 'consensus', id: 'sig-node/1#4711/a' },
    by,
  };
  expect(await outcome({ rights: NO_RIGHTS }, { effect: note })).toEqual({ done: 'sent' });
  expect(await outcome({ people: [{ ...dana, logins: [] }] }, { effect: note })).toHaveProperty('failed');
});

test('what only a lead does goes out for a lead, and for no triager', async () => {
  const escalated = { effect: effect({ lead: true }) };
  expect(await outcome({}, escalated)).toEqual({ done: 'sent' });
  const triager = { ...dana, logins: [], role: 'triager' as const };
  expect(await outcome({ people: [triager] })).toEqual({ done: 'sent' });
  expect(await outcome({ people: [triager] }, escalated)).toEqual({
    failed: 'You no longer lead SIG Node. Ask one of its leads.',
  });
});

test('where nobody can be asked it waits, for a day', async () => {
  const unknown = { people: [{ ...dana, standing: 'unknown' as const }] };
  for (const state of [unknown, { rights: undefined }]) {
    expect(await outcome(state)).toMatchObject({ after: 30_000 });
    expect(await outcome(state, { plannedAt: NOW - DAY - 1 })).toHaveProperty('failed');
  }
});

test('what may have got through is not said to be undone', async () => {
  expect(await outcome({ rights: NO_RIGHTS }, { ambiguous: true })).toEqual({
    failed: expect.stringContaining('An earlier try may have got through') as string,
  });
});

test.each([
  ['at once', {}, undefined],
  ['a second time', { attempts: 2 }, MACHINE],
  ['late', { plannedAt: NOW - MINUTE - 1 }, MACHINE],
])('what is sent %s is asked about anew where it has to be', async (_when, differs, since) => {
  const ports = portsOf({ issues: [issue] });
  const asked: unknown[] = [];
  const people: typeof ports.people = {
    ...ports.people,
    rights: (person, of, options) => {
      asked.push(options?.since);
      return ports.people.rights(person, of, options);
    },
  };
  await send(attempt(differs), { ...ports, people });
  expect(asked).toEqual([since]);
});

test('who gave a stray to a group need not decide for it, but may still change labels', async () => {
  const given = { effect: effect({ gives: true, group: 'sig-network', actions: ['label'] }) };
  expect(await outcome({}, given)).toEqual({ done: 'sent' });
  expect(await outcome({ rights: NO_RIGHTS }, given)).toMatchObject({
    failed: expect.stringContaining('GitHub no longer gives you that right') as string,
  });
  expect(await outcome({ rights: NO_RIGHTS, people: [] }, given)).toHaveProperty('failed');
});

describe('opening an issue', () => {
  const opening = (repo: string, actions: readonly Action[] = ['open']): Send => {
    const { group: _group, ...under } = anAuthority({ actions });
    const by = { login: 'mori', user: 'U0MORI', under: { ...under, githubId: 199 } };
    const from = { channel: 'C0NODE', thread: '1.1' };
    return { kind: 'github.open', repo, repoId: 1, title: 'x', body: 'y', labels: [], once: 'x', by, from };
  };
  const mori = { slack: 'U0MORI', github: 'mori' };

  test('does not happen where the bot only hands over now', async () => {
    const state: Partial<State> = { people: [mori], writing: { write: 'handoff', through: 'prow' } };
    expect(await outcome(state, { effect: opening(issue.repo) })).toMatchObject({
      failed: expect.stringContaining('was changed meanwhile') as string,
    });
  });

  test('is anybody’s who is linked, in a public repository; labels take the role', async () => {
    const nobody = { people: [mori], rights: NO_RIGHTS };
    expect(await outcome(nobody, { effect: opening(issue.repo) })).toEqual({ done: 'sent' });
    expect(await outcome(nobody, { effect: opening(issue.repo, ['open', 'label']) })).toMatchObject({
      failed: expect.stringContaining('role triage') as string,
    });
    expect(await outcome(nobody, { effect: opening('kubernetes/secret') })).toMatchObject({
      failed: expect.stringContaining('not a public repository') as string,
    });
    expect(
      await outcome({ ...nobody, people: [{ ...mori, standing: 'guest' }] }, { effect: opening(issue.repo) }),
    ).toMatchObject({
      failed: expect.stringContaining('Guests') as string,
    });
    expect(
      await outcome({ people: [mori], rights: undefined }, { effect: opening(issue.repo) }),
    ).toHaveProperty('retry');
  });
});

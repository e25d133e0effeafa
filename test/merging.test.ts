import { describe, expect, test } from 'vitest';
import { NOTHING_GIVEN } from '../src/domain/pull-act.ts';
import type { OwedIssue } from '../src/ports/work.ts';
import { labelsWithPulls, mergingOf, pullsWaiting } from '../src/merging.ts';
import { readableIn } from '../src/readable.ts';
import { anIssue, NOW, sigNetwork, sigNode } from './support/facts.ts';
import { portsOf } from './support/ports.ts';

const waiting = (number: number, labels: string[]): OwedIssue => ({
  issue: anIssue({ number, isPullRequest: true, labels }),
  owed: { by: 'reviewer', why: 'review', since: NOW, logins: ['lee'] },
});

describe('the pull requests that wait in a group', () => {
  test('are told with who owes the next word on each and what it lacks', async () => {
    const openPulls = [waiting(1, ['sig/node', 'lgtm']), waiting(2, ['sig/node', 'approved'])];
    const told = await pullsWaiting(sigNode, 10, portsOf({ openPulls }));
    expect(
      told.map(({ issue, owed, missing }) => [issue.number, owed.by, ...missing.map(({ what }) => what)]),
    ).toEqual([
      [1, 'reviewer', 'approved'],
      [2, 'reviewer', 'lgtm'],
    ]);
    expect(await pullsWaiting(sigNode, 1, portsOf({ openPulls }))).toHaveLength(1);
    expect(await pullsWaiting({ ...sigNode, label: undefined }, 10, portsOf({ openPulls }))).toEqual([]);
  });

  test('of which nothing is known lack what their labels say', async () => {
    const { pull, given, missing } = await mergingOf(waiting(1, ['sig/node']).issue, portsOf());
    expect([pull, given.lgtm, missing.map(({ what }) => what)]).toEqual([
      undefined,
      [],
      ['lgtm', 'approved'],
    ]);
  });
});

test('of a private pull request nothing is told where nothing private is shown', async () => {
  const secret = anIssue({ isPullRequest: true, private: true });
  const pulls = { [secret.id]: { pull: undefined, given: { ...NOTHING_GIVEN, held: ['lee'] } } };
  const ports = portsOf({ issues: [secret], pulls });
  expect((await ports.pulls.about([secret.id])).size).toBe(1);
  expect((await readableIn('C0NODE', ports).pulls.about([secret.id])).size).toBe(0);
});

test('GitHub is asked more of the pull requests of groups that want to hear of them', async () => {
  const groups = [{ ...sigNode, pullRequests: true }, sigNetwork];
  expect(await labelsWithPulls(portsOf({ groups }))).toEqual(['sig/node']);
  expect(await labelsWithPulls(portsOf({ noise: { pullRequests: true } }))).toEqual([
    'sig/node',
    'sig/network',
  ]);
  const paused = [{ ...sigNode, paused: true, pullRequests: true }];
  expect(await labelsWithPulls(portsOf({ groups: paused }))).toEqual([]);
});

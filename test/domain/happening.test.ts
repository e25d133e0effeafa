import { expect, test } from 'vitest';
import { turnOf } from '../../src/domain/happening.ts';
import { anIssue, NOW } from '../support/facts.ts';

const open = anIssue();
const closed = anIssue({ state: 'closed', closedAt: NOW, updatedAt: NOW + 5 });

test.each([
  [
    'its own event, also where it was known already',
    { issue: closed, before: closed, own: true, read: false },
    'closed',
  ],
  ['its own event, the first we hear of it', { issue: closed, own: true, read: false }, 'closed'],
  ['found by a poll', { issue: closed, before: open, own: false, read: true }, 'closed'],
  [
    'seen in another event, whose own is to follow',
    { issue: closed, before: open, own: false, read: false },
    undefined,
  ],
  ['found closed by a poll again', { issue: closed, before: closed, own: false, read: true }, undefined],
  ['reopened, by any event', { issue: open, before: closed, own: false, read: false }, 'reopened'],
  ['reopened already', { issue: open, before: open, own: true, read: false }, undefined],
])('%s', (_what, turn, what) => {
  expect(turnOf(turn)?.what).toBe(what);
});

test('a closing has the same moment however it is heard', () => {
  expect(turnOf({ issue: closed, own: true, read: false })?.at).toBe(NOW);
  expect(turnOf({ issue: closed, before: open, own: false, read: true })?.at).toBe(NOW);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  PLAIN_CLOCKS,
  type Allowance,
  type ClockPolicy,
  type ServiceLevel,
} from '../../src/domain/clock-policy.ts';
import { clockFacts, clocksOf, cutsOf, type ClockFacts } from '../../src/domain/service-level.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { anIssue } from '../support/facts.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const hours = (count: number): Allowance => ({ ms: count * HOUR, in: 'hours' });
const days = (count: number): Allowance => ({ ms: count * DAY, in: 'days' });

const OFFICE = { zone: 'UTC', days: [1, 2, 3, 4, 5], from: 540, to: 1020, holidays: ['2026-11-24'] };
const URGENT = 'priority/critical-urgent';
/** Monday morning. */
const OPENED = at('2026-11-23T10:00');

const level = (within: Allowance | undefined, byLabel: ServiceLevel['byLabel'] = {}) => ({ within, byLabel });
const policy = (over: Partial<ClockPolicy>): ClockPolicy => ({ ...PLAIN_CLOCKS, hours: [OFFICE], ...over });
const told = (facts: Partial<ClockFacts>, over: Partial<ClockPolicy>, now: string) =>
  clocksOf({ labels: [], ...facts }, policy(over), at(now)).map(
    ({ what, due, state }) => `${what} ${state}, ${new Date(due).toISOString().slice(0, 16)}`,
  );

describe('the clocks of an issue', () => {
  const opened = { triage: { since: OPENED } };
  test.each<[string, Partial<ClockFacts>, Partial<ClockPolicy>, string, string[]]>([
    ['nobody is measured unasked', opened, {}, '2026-12-24T10:00', []],
    [
      'business hours',
      opened,
      { triage: level(hours(4)) },
      '2026-11-23T12:00',
      ['triage running, 2026-11-23T14:00'],
    ],
    [
      'over a holiday',
      opened,
      { triage: level(hours(8)) },
      '2026-11-23T12:00',
      ['triage running, 2026-11-25T10:00'],
    ],
    [
      'business days, over a holiday',
      opened,
      { triage: level(days(2)) },
      '2026-11-23T12:00',
      ['triage running, 2026-11-26T10:00'],
    ],
    [
      'no office: all hours',
      opened,
      { hours: [], triage: level(hours(8)) },
      '2026-11-23T12:00',
      ['triage running, 2026-11-23T18:00'],
    ],
    [
      'no office: all days',
      opened,
      { hours: [], triage: level(days(2)) },
      '2026-11-23T12:00',
      ['triage running, 2026-11-25T10:00'],
    ],
    [
      'a quarter left',
      opened,
      { triage: level(hours(4)) },
      '2026-11-23T13:00',
      ['triage soon, 2026-11-23T14:00'],
    ],
    [
      'a minute more than a quarter',
      opened,
      { triage: level(hours(4)) },
      '2026-11-23T12:59',
      ['triage running, 2026-11-23T14:00'],
    ],
    [
      'a share of its own',
      opened,
      { triage: level(hours(4)), soon: { share: 0.5 } },
      '2026-11-23T12:00',
      ['triage soon, 2026-11-23T14:00'],
    ],
    [
      'hours left',
      opened,
      { triage: level(days(2)), soon: hours(2) },
      '2026-11-26T08:00',
      ['triage soon, 2026-11-26T10:00'],
    ],
    [
      'more hours left',
      opened,
      { triage: level(days(2)), soon: hours(2) },
      '2026-11-25T15:59',
      ['triage running, 2026-11-26T10:00'],
    ],
    [
      'time to act the evening before',
      opened,
      { triage: level(hours(8)) },
      '2026-11-23T16:00',
      ['triage soon, 2026-11-25T10:00'],
    ],
    [
      'due now',
      opened,
      { triage: level(hours(4)) },
      '2026-11-23T14:00',
      ['triage overdue, 2026-11-23T14:00'],
    ],
    [
      'overdue',
      opened,
      { triage: level(hours(4)) },
      '2026-11-28T14:00',
      ['triage overdue, 2026-11-23T14:00'],
    ],
    [
      'decided in time',
      { triage: { since: OPENED, until: at('2026-11-23T14:00') } },
      { triage: level(hours(4)) },
      '2026-12-23T14:00',
      ['triage met, 2026-11-23T14:00'],
    ],
    [
      'decided too late',
      { triage: { since: OPENED, until: at('2026-11-23T14:01') } },
      { triage: level(hours(4)) },
      '2026-12-23T14:00',
      ['triage missed, 2026-11-23T14:00'],
    ],
    [
      'both clocks',
      { triage: { since: OPENED }, response: { since: OPENED, until: at('2026-11-23T10:10') } },
      { triage: level(days(3)), response: level(hours(1)) },
      '2026-11-23T12:00',
      ['response met, 2026-11-23T11:00', 'triage running, 2026-11-27T10:00'],
    ],
    [
      'by priority',
      { ...opened, labels: ['Priority/Critical-Urgent'] },
      { triage: level(days(3), { [URGENT]: hours(1) }) },
      '2026-11-23T10:10',
      ['triage running, 2026-11-23T11:00'],
    ],
    [
      'another priority',
      { ...opened, labels: ['priority/backlog'] },
      { triage: level(days(3), { [URGENT]: hours(1) }) },
      '2026-11-23T10:10',
      ['triage running, 2026-11-27T10:00'],
    ],
    [
      'a priority may have more time',
      { ...opened, labels: ['priority/backlog'] },
      { triage: level(days(3), { 'priority/backlog': days(20) }) },
      '2026-11-23T10:10',
      ['triage running, 2026-12-22T10:00'],
    ],
    [
      'of two the first that is due',
      { ...opened, labels: ['a', 'b'] },
      { triage: level(undefined, { a: hours(7), b: hours(2) }) },
      '2026-11-23T10:10',
      ['triage running, 2026-11-23T12:00'],
    ],
    [
      'only those with the label',
      opened,
      { triage: level(undefined, { a: hours(7) }) },
      '2026-11-23T10:10',
      [],
    ],
    [
      'nobody is ever at work',
      opened,
      { hours: [{ ...OFFICE, days: [] }], triage: level(hours(1)) },
      '2026-11-23T10:10',
      [],
    ],
  ])('%s', (_what, facts, over, now, expected) => {
    expect(told(facts, over, now)).toEqual(expected);
  });
});

describe('what triage is measured from', () => {
  const now = OPENED + 60 * DAY;
  const node = { id: 'sig-node', label: 'sig/node' };
  const verdict = (over: Partial<Verdict>): Verdict => ({
    issue: '1#7',
    group: 'sig-node',
    kind: 'accepted',
    at: OPENED + DAY,
    via: 'slack',
    ...over,
  });
  const handed = { group: 'sig-network', kind: 'not-ours', note: 'SIG/node' } as const;
  test.each<[string, Parameters<typeof anIssue>[0], readonly Verdict[], ClockFacts['triage']]>([
    ['a new issue', {}, [], { since: OPENED }],
    ['a decision', {}, [verdict({})], { since: OPENED, until: OPENED + DAY }],
    ['another group’s decision', {}, [verdict({ group: 'sig-network' })], { since: OPENED }],
    ['handed over', {}, [verdict(handed)], { since: OPENED + DAY }],
    [
      'handed over, and decided',
      {},
      [verdict(handed), verdict({ at: OPENED + 2 * DAY })],
      { since: OPENED + DAY, until: OPENED + 2 * DAY },
    ],
    ['handed to somebody else', {}, [verdict({ ...handed, note: 'sig/storage' })], { since: OPENED }],
    [
      'handed over, and taken back',
      {},
      [verdict({ ...handed, ended: { at: OPENED + 2 * DAY, why: 'returned' } })],
      { since: OPENED },
    ],
    ['asked again', {}, [verdict({ retriageAt: OPENED + 30 * DAY })], { since: OPENED + 30 * DAY }],
    [
      'answered',
      { authorCommentedAt: OPENED + 3 * DAY },
      [verdict({ kind: 'needs-information' })],
      { since: OPENED + 3 * DAY },
    ],
    [
      'closed without a word',
      { state: 'closed', closedAt: OPENED + HOUR },
      [],
      { since: OPENED, until: OPENED + HOUR },
    ],
    ['triaged before the bot came', { labels: ['sig/node', 'triage/accepted'] }, [], undefined],
    ['a pull request', { isPullRequest: true }, [], undefined],
    ['deleted', { gone: 'deleted' }, [], undefined],
  ])('%s', (_what, over, verdicts, expected) => {
    const issue = anIssue({ id: '1#7', labels: ['sig/node'], createdAt: OPENED, ...over });
    const needs = { verdicts, heard: true, untriaged: { without: 'triage/' } };
    const facts = clockFacts(issue, node, needs, now);
    expect(facts.triage).toEqual(expected);
  });
});

test('the cuts say of each issue what its clock says', () => {
  const allowances = fc.oneof(
    fc.integer({ min: 1, max: 40 }).map(hours),
    fc.integer({ min: 1, max: 9 }).map(days),
  );
  const starts = fc.integer({ min: -30 * 1440, max: 0 }).map((minutes) => OPENED + minutes * MINUTE);
  const nows = fc.integer({ min: 0, max: 5 * 1440 }).map((minutes) => OPENED + minutes * MINUTE);
  const margins = fc.oneof(
    fc.constantFrom(0.1, 0.25, 0.5).map((share) => ({ share })),
    allowances,
  );
  fc.assert(
    fc.property(allowances, margins, starts, nows, fc.boolean(), (allowance, soon, since, now, always) => {
      const one = policy({ soon, triage: level(allowance), ...(always ? { hours: [] } : {}) });
      const [clock] = clocksOf({ labels: [], triage: { since } }, one, now);
      const [cut] = cutsOf(level(allowance), one, now);
      const isPast = (by: number | undefined) => by !== undefined && since <= by;
      expect(isPast(cut?.overdue)).toBe(clock?.state === 'overdue');
      expect(isPast(cut?.soon)).toBe(clock?.state !== 'running');
    }),
    { numRuns: 300, seed: 1 },
  );
});

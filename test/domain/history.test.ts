import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayOf,
  daysBefore,
  daysFrom,
  daysToKeep,
  firstToTell,
  keptOver,
  reckoned,
  type Decisions,
  type GroupDay,
  type Happened,
  type Span,
} from '../../src/domain/history.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';

const BOATS = { id: 'sig-boats', label: 'sig/boats' };
const TODAY = '2026-11-23';
const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const NOTHING: Happened = { spans: [], decisions: [], heardSince: 0, robots: ['harbour-robot'] };

/** Days as they are told, with as many open now. */
function told(over: Partial<Happened>, open = 0) {
  const state = { open, untriaged: 3, pulls: 0 };
  return reckoned(BOATS, '2026-11-20', TODAY, state, { ...NOTHING, ...over });
}

const span = (createdAt: number, closedAt?: number, more: Partial<Span> = {}): Span => ({
  labels: ['SIG/Boats'],
  isPullRequest: false,
  createdAt,
  closedAt,
  ...more,
});

const verdict = (over: Partial<Verdict>): Verdict => ({
  issue: '1#1',
  group: BOATS.id,
  kind: 'accepted',
  by: 'Dana',
  at: at('22T10:00'),
  via: 'github',
  ...over,
});
const decided = (verdicts: Verdict[], over: Partial<Decisions['issue']> = {}): Decisions => ({
  issue: { labels: ['sig/boats'], createdAt: at('20T10:00'), existedBefore: false, ...over },
  verdicts,
});

describe('days reckoned back from now', () => {
  test('what was opened later was not open yet, what was closed later still was', () => {
    const spans = [
      span(at('20T00:00'), at('22T23:59')),
      span(at('21T12:00')),
      span(at('23T08:00')),
      span(Date.parse('2026-10-01'), at('23T00:00')),
    ];
    const days = told({ spans }, 10);
    expect(days.map(({ day, open, opened, closed }) => [day, open, opened, closed])).toEqual([
      ['2026-11-20', 10, 1, 0],
      ['2026-11-21', 11, 1, 0],
      ['2026-11-22', 10, 0, 1],
      ['2026-11-23', 10, 1, 1],
    ]);
  });

  test('counts pull requests apart, and nothing of another group', () => {
    const spans = [
      span(at('23T01:00'), undefined, { isPullRequest: true }),
      span(at('23T01:00'), undefined, { labels: ['sig/boats-and-more'] }),
    ];
    expect(told({ spans }).at(-1)).toMatchObject({ opened: 0, pullsOpened: 1 });
  });

  test('who waits is known of now alone, and every day but today is estimated', () => {
    const days = told({});
    expect(days.map(({ untriaged }) => untriaged)).toEqual([undefined, undefined, undefined, 3]);
    expect(days.map(({ estimated }) => estimated)).toEqual([true, true, true, false]);
  });

  test('what was decided before the bot came is not known, rather than nothing', () => {
    const days = told({ heardSince: at('22T15:00'), decisions: [decided([verdict({})])] });
    expect(days.map(({ triaged }) => triaged)).toEqual([undefined, undefined, 1, 0]);
  });

  test('never less than none is open, whatever moved between groups', () => {
    expect(told({ spans: [span(at('23T01:00')), span(at('23T02:00'))] }, 1)[0]?.open).toBe(0);
  });
});

describe('what a group decided', () => {
  const second = verdict({ at: at('23T10:00'), kind: 'closed', by: 'lee' });

  test.each<[string, Decisions, number[], Record<string, number>]>([
    ['its first decision counts', decided([verdict({}), second]), [0, 1, 0], { dana: 1, lee: 1 }],
    ['of the issue as a whole, too', decided([verdict({ group: undefined })]), [0, 1, 0], { dana: 1 }],
    [
      'not of one that is not its own',
      decided([verdict({ group: undefined })], { labels: [] }),
      [0, 0, 0],
      {},
    ],
    [
      'also of one that was handed on',
      decided([verdict({ kind: 'not-ours' })], { labels: [] }),
      [0, 1, 0],
      { dana: 1 },
    ],
    ['not another group’s', decided([verdict({ group: 'sig-hull' })]), [0, 0, 0], {}],
    ['not a stranger’s closing', decided([verdict({ group: undefined, kind: 'closed' })]), [0, 0, 0], {}],
    ['a lead’s closing', decided([verdict({ kind: 'closed' })]), [0, 1, 0], { dana: 1 }],
    ['by nobody known', decided([verdict({ by: undefined })]), [0, 1, 0], {}],
    ['a robot is nobody', decided([verdict({ by: 'Harbour-Robot' })]), [0, 1, 0], {}],
    ['an app is nobody', decided([verdict({ by: 'stale[bot]' })]), [0, 1, 0], {}],
    [
      'not what was over when it was heard of',
      decided([verdict({ ended: { at: at('22T10:00'), why: 'taken-back' } })]),
      [0, 0, 0],
      {},
    ],
  ])('%s', (_what, one, triaged, deciders) => {
    const days = told({ decisions: [one] }).slice(1);
    expect(days.map((day) => day.triaged)).toEqual(triaged);
    const all = days.flatMap((day) => Object.entries(day.deciders));
    expect(Object.fromEntries(all)).toEqual(deciders);
  });

  test('waited from when it was opened; of what existed before nobody knows', () => {
    const [, , day] = told({
      decisions: [
        decided([verdict({})]),
        decided([verdict({})], { existedBefore: true }),
        decided([verdict({})], { createdAt: at('22T11:00') }),
      ],
    });
    expect(day?.triaged).toBe(3);
    expect(day?.waits).toEqual([
      { from: at('20T10:00'), to: at('22T10:00') },
      { from: at('22T11:00'), to: at('22T11:00') },
    ]);
  });
});

describe('what is kept when a day begins', () => {
  const days = told({}, 10);
  const state = { open: 10, untriaged: 4, pulls: 0 };
  const midnight = Date.parse(TODAY);

  test.each([
    ['at midnight', 0, { untriaged: 4, estimated: false }],
    ['a restart later', 50 * MINUTE, { untriaged: 4, estimated: false }],
    ['after hours away', 2 * HOUR, { untriaged: undefined, estimated: true }],
  ])('%s', (_when, late, last) => {
    const kept = daysToKeep(days, state, midnight + late);
    expect(kept.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    expect(kept.at(-1)).toMatchObject(last);
    expect(kept.at(0)).toMatchObject({ estimated: true });
  });

  const kept = (from: string, before: string) => daysFrom(from, before).map((day) => ({ day }) as GroupDay);

  test.each([
    ['a group nobody has kept anything of: twelve weeks', [], '2026-08-31'],
    ['all kept: what came late is counted again', kept('2026-08-31', TODAY), '2026-11-09'],
    ['three days away', kept('2026-08-31', '2026-11-20'), '2026-11-09'],
    ['away for a month', kept('2026-08-31', '2026-10-24'), '2026-10-24'],
  ])('%s', (_what, known, first) => {
    expect(firstToTell(known, TODAY)).toBe(first);
  });

  test('what was kept counts over what is reckoned', () => {
    const [, day] = days;
    const counted = { ...(day as GroupDay), open: 99, estimated: false };
    expect(keptOver([counted], days).map(({ open }) => open)).toEqual([10, 99, 10, 10]);
  });
});

test('days go on over months, years and changes of the clocks', () => {
  expect(daysFrom('2026-10-24', '2026-10-27')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  expect(daysFrom('2027-12-31', '2028-01-02')).toEqual(['2027-12-31', '2028-01-01']);
  expect(daysBefore('2028-03-01', 1)).toBe('2028-02-29');
  expect(daysFrom('2026-11-23', '2026-11-20')).toEqual([]);
});

/** Issues of ten weeks, opened and closed at any time. */
const lives = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 70 * 24 }), fc.option(fc.integer({ min: 0, max: 40 * 24 }))),
  { maxLength: 60 },
);

test('where nothing is opened again, the days reckoned back are those that were', () => {
  const first = Date.parse('2026-09-14');
  const now = first + 70 * DAY - 1;
  fc.assert(
    fc.property(lives, (hours) => {
      const spans = hours.map(([begin, length]) => {
        const createdAt = Math.min(now, first + begin * HOUR);
        const closedAt = length === null ? Infinity : createdAt + length * HOUR;
        return span(createdAt, closedAt <= now ? closedAt : undefined);
      });
      const openAt = (moment: number) =>
        spans.filter(({ createdAt, closedAt = Infinity }) => createdAt <= moment && closedAt > moment).length;
      const state = { open: openAt(now), untriaged: 0, pulls: 0 };
      const days = reckoned(BOATS, dayOf(first), dayOf(now), state, { ...NOTHING, spans });
      expect(days).toHaveLength(70);
      for (const { day, open } of days) expect([day, open]).toEqual([day, openAt(Date.parse(day) + DAY - 1)]);
    }),
    { numRuns: 60 },
  );
});

/** Numbers from 0 to 1 that look like chance, always the same ones. */
function chance(): () => number {
  let state = 7;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

test('where a few are opened again, or get their label late, how many were open is off by a few per cent', () => {
  const random = chance();
  const about = (days: number) => -Math.log(1 - random()) * days * DAY;
  const [begin, now] = [Date.parse('2026-03-01'), Date.parse('2026-11-23') - 1];
  const lives = Array.from({ length: 1700 }, () => {
    const createdAt = begin + random() * (now - begin);
    const end = createdAt + about(60);
    const again = random() < 0.04 ? end + about(7) : Infinity;
    const labelledAt = createdAt + (random() < 0.1 ? about(5) : 0);
    return {
      createdAt,
      labelledAt,
      open: [
        [createdAt, end],
        [again, again + about(20)],
      ] as const,
    };
  });
  const openAt = (at: number) =>
    lives.filter((one) => one.labelledAt <= at && one.open.some(([from, to]) => from <= at && to > at))
      .length;
  const spans = lives.map(({ createdAt, open: [[, end], [again, last]] }) => {
    const closedAt = again <= now ? last : end;
    return span(createdAt, closedAt <= now ? closedAt : undefined);
  });
  const state = { open: openAt(now), untriaged: 0, pulls: 0 };
  const days = reckoned(BOATS, '2026-08-31', dayOf(now), state, { ...NOTHING, spans });
  const off = days.map(({ day, open = 0 }) => Math.abs(open / openAt(Date.parse(day) + DAY - 1) - 1));
  expect(Math.max(...off)).toBeGreaterThan(0);
  expect(Math.max(...off)).toBeLessThan(0.05);
});

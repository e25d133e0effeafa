import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  freezesIn,
  KUBERNETES_FREEZES,
  momentOfDeadline,
  nextFreeze,
  passedFreezes,
  readDeadline,
  type Milestone,
} from '../../src/domain/freeze.ts';
import { DAY, HOUR, iso } from '../../src/domain/time.ts';

const over = (text: string, zone?: string) => {
  const read = readDeadline(text);
  return read && iso(momentOfDeadline({ ...read, zone }));
};

describe('when a deadline is over', () => {
  test.each<[string, string | undefined, string | undefined]>([
    // "Thursday, Oct 16 (AoE) … Friday, Oct 17 at 12:00 UTC" (kubernetes/sig-release, releases/release-1.35).
    ['2025-10-16', undefined, '2025-10-17T12:00:00Z'],
    ['2026-06-16', undefined, '2026-06-17T12:00:00Z'],
    ['2026-06-30', undefined, '2026-07-01T12:00:00Z'],
    ['2026-12-31', undefined, '2027-01-01T12:00:00Z'],
    ['2028-02-28', undefined, '2028-02-29T12:00:00Z'],
    ['2028-02-29', undefined, '2028-03-01T12:00:00Z'],
    // Clocks change that night in Berlin, and nowhere else.
    ['2026-03-28', undefined, '2026-03-29T12:00:00Z'],
    ['2026-03-28', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
    ['2026-06-16 12:00', 'UTC', '2026-06-16T12:00:00Z'],
    ['2026-06-16T17:00', 'America/Los_Angeles', '2026-06-17T00:00:00Z'],
    ['2026-06-16 24:00', 'UTC', undefined],
    ['2026-02-30', undefined, undefined],
    ['16 June 2026', undefined, undefined],
    ['2026-06-16 noon', 'UTC', undefined],
    ['', undefined, undefined],
  ])('%s in %s', (text, zone, moment) => {
    expect(over(text, zone)).toBe(moment);
  });

  test('anywhere on earth a day ends 36 hours after it began in UTC, whatever day it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        const date = iso(day * DAY).slice(0, 10);
        expect(momentOfDeadline({ date })).toBe(day * DAY + 36 * HOUR);
      }),
    );
  });
});

const at = (text: string) => Date.parse(text);
const freeze = (
  milestone: string,
  name: string,
  day: string,
  needs = KUBERNETES_FREEZES[1]?.needs ?? [],
) => ({
  milestone,
  name,
  at: momentOfDeadline({ date: day }),
  needs,
});
const MILESTONES: Milestone[] = [
  {
    name: 'v1.37',
    freezes: [
      freeze('v1.37', 'Production Readiness Freeze', '2026-06-09'),
      freeze('v1.37', 'Enhancements Freeze', '2026-06-16'),
      freeze('v1.37', 'Code Freeze', '2026-07-22', []),
    ],
  },
  { name: 'v1.38', freezes: [freeze('v1.38', 'Enhancements Freeze', '2026-10-06')] },
];

describe('what comes next', () => {
  test.each<[string, string | undefined]>([
    ['2026-06-01T00:00Z', 'v1.37 Production Readiness Freeze'],
    ['2026-06-10T11:59:59Z', 'v1.37 Production Readiness Freeze'],
    ['2026-06-10T12:00Z', 'v1.37 Enhancements Freeze'],
    ['2026-06-17T12:00Z', 'v1.38 Enhancements Freeze'],
    ['2026-10-07T12:00Z', undefined],
  ])('at %s', (now, next) => {
    const found = nextFreeze(MILESTONES, at(now));
    expect(found && `${found.milestone} ${found.name}`).toBe(next);
  });

  test('of what is over, each once', () => {
    const names = (since: string, now: string) =>
      passedFreezes(MILESTONES, at(since), at(now)).map(({ name }) => name);
    expect(names('2026-06-10T11:59Z', '2026-06-10T12:00Z')).toEqual(['Production Readiness Freeze']);
    expect(names('2026-06-10T12:00Z', '2026-06-10T12:01Z')).toEqual([]);
    expect(names('2026-06-01T00:00Z', '2026-12-01T00:00Z')).toEqual([
      'Production Readiness Freeze',
      'Enhancements Freeze',
      'Enhancements Freeze',
    ]);
  });
});

describe('the freezes in a calendar', () => {
  const found = (...titles: string[]) =>
    freezesIn(
      'v1.37',
      titles.map((title) => ({ title, when: at('2026-06-17T12:00Z') })),
      KUBERNETES_FREEZES,
    ).map(({ name }) => name);

  test.each<[string, string[]]>([
    ['🚨 Enhancements Freeze', ['Enhancements Freeze']],
    ['Begin Enhancements Freeze', ['Enhancements Freeze']],
    ['enhancement freeze (AoE)', ['Enhancements Freeze']],
    ['🚨 Production Readiness Freeze (PRR)', ['Production Readiness Freeze']],
    ['PRR Freeze', ['Production Readiness Freeze']],
    ['⚠️ Call for PRR & Enhancement Freeze Exceptions', []],
    ['❄️ Brace Yourself, Code Freeze is Coming', []],
    ['🚨 Code & Test Freeze', []],
  ])('%s', (title, names) => {
    expect(found(title)).toEqual(names);
  });

  test('a day ends anywhere on earth; of two the later counts', () => {
    const events = [
      { title: 'Enhancements Freeze', when: at('2026-06-10T12:00Z') },
      { title: 'Enhancements Freeze', when: { date: '2026-06-16' } },
    ];
    expect(freezesIn('v1.37', events, KUBERNETES_FREEZES).map((one) => iso(one.at))).toEqual([
      '2026-06-17T12:00:00Z',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  countText,
  daysBetween,
  healthInWords,
  hoursText,
  lastKnown,
  shortDay,
  totalOf,
} from '../../src/domain/health-words.ts';
import { boats, fresh, rough, weeks } from '../charts/facts.ts';

describe('a number at a glance', () => {
  test.each([
    [0, '0'],
    [842, '842'],
    [1234, '1,234'],
    [9999, '9,999'],
    [10_000, '10k'],
    [12_345, '12.3k'],
    [123_456, '123k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [3_140_000, '3.1M'],
    [-12_345, '-12.3k'],
  ])('%d', (count, text) => expect(countText(count)).toBe(text));
});

describe('hours for a person', () => {
  test.each([
    [0, '1 min'],
    [0.01, '1 min'],
    [0.5, '30 min'],
    [0.999, '1 h'],
    [1, '1 h'],
    [2.55, '2.5 h'],
    [9.96, '10 h'],
    [47.4, '47 h'],
    [48, '2 days'],
    [60, '2.5 days'],
    [744, '31 days'],
    [50_000, '2,083 days'],
  ])('%d', (hours, text) => expect(hoursText(hours)).toBe(text));
});

test('a group without a label is told of over the same weeks', () =>
  expect(healthInWords({ ...boats, weeks: [] })).toMatch(/^SIG Boats, 12 weeks to 25 Nov 2026\./));

test('a day is told without its year', () => expect(shortDay('2026-09-07')).toBe('7 Sep'));

test('days between two dates are those of the calendar', () => {
  expect([daysBetween('2026-10-19', '2026-10-26'), daysBetween('2026-12-31', '2027-01-01')]).toEqual([7, 1]);
});

test('what is unknown is passed over, never taken for nothing', () => {
  const [first, ...rest] = weeks.map((week) => ({ ...week, open: undefined, opened: undefined }));
  const known = [{ ...first, open: 7, opened: 3 }, ...rest] as typeof weeks;
  expect(lastKnown(known, 'open')).toEqual({ value: 7, at: 0 });
  expect(totalOf(known, 'opened')).toBe(3);
  expect(totalOf(rest, 'opened')).toBeUndefined();
});

describe('a picture in words', () => {
  test('says what each panel shows', () => {
    expect(healthInWords(boats)).toBe(
      [
        'SIG Boats, 12 weeks to 25 Nov 2026.',
        'Open: 104 (112 at first); untriaged: 14.',
        'Time to triage, in the last week known: half within 19 h, 90 % within 4 days.',
        'Opened: 172; closed: 175.',
        'Triaged by: Dana Okafor 61, Noor Haddad 44, Lee Marsh 23, and 7 more.',
        'Meetings held: 8; called off: 2; without a record: 1.',
        'Met as the charter asks: 30 minutes every three weeks.',
        'Of 8 held, without notes: 2; without a recording: 5.',
        'Some weeks are estimated from what GitHub tells.',
      ].join(' '),
    );
  });

  test('says that there is nothing', () => {
    expect(healthInWords(fresh)).toBe(
      'WG Lighthouses, one week to 29 Nov 2026. Open issues: nothing yet. Time to triage: nothing yet. Opened and closed: nothing yet. Triaged by: nobody yet. Meetings: none yet. Too little is known of its meetings yet.',
    );
  });

  test('says why nothing is known of a group without a label', () => {
    const told = healthInWords({ ...boats, weeks: [], triagers: [] });
    expect(told).toContain('It has no label, so no issue is its own. Meetings held: 8;');
    expect(told).not.toContain('yet');
  });

  test('says what is unknown', () => {
    expect(healthInWords(rough)).toContain('without notes: 12; without a recording: unknown.');
  });
});

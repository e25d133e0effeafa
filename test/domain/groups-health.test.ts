import { describe, expect, test } from 'vitest';
import {
  amissIn,
  groupsCsv,
  inNeedFirst,
  type Amiss,
  type GroupStanding,
} from '../../src/domain/groups-health.ts';
import { dueReports, PLAIN_STEERING } from '../../src/domain/steering.ts';
import { DAY } from '../../src/domain/time.ts';

const NOW = Date.UTC(2026, 11, 1, 9);

/** A group in which all is well, with whatever differs. */
function standing(differs: Partial<GroupStanding> = {}): GroupStanding {
  return {
    id: 'sig-node',
    title: 'SIG Node',
    open: 120,
    untriaged: 4,
    untriagedBefore: 4,
    oldest: NOW - DAY,
    medianHours: 20.04,
    held: 4,
    off: 0,
    unrecorded: 0,
    charter: { verdict: 'met', text: 'At least one every 3 weeks' },
    notes: 0,
    thin: 0,
    ...differs,
  };
}

describe('what is amiss', () => {
  test.each<[string, Partial<GroupStanding>, Amiss[]]>([
    ['nothing', {}, []],
    ['it does not meet', { charter: { verdict: 'broken', text: 'No meeting for 5 weeks' } }, ['charter']],
    ['nobody knows whether it meets', { charter: { verdict: 'unknown', text: '' } }, []],
    ['30 days are not long', { oldest: NOW - 30 * DAY }, []],
    ['more than 30 are', { oldest: NOW - 30 * DAY - 1 }, ['waiting']],
    ['more waits than before', { untriaged: 5 }, ['rising']],
    ['nobody counted before', { untriaged: 5, untriagedBefore: undefined }, []],
    ['nobody counts', { untriaged: undefined }, []],
    ['notes are missing', { notes: 1, thin: 2 }, ['notes', 'folders']],
    ['nobody knows', { notes: undefined, thin: undefined, oldest: undefined }, []],
  ])('%s', (_what, differs, amiss) => {
    expect(amissIn(standing(differs), NOW)).toEqual(amiss);
  });

  test('most of it comes first, then the longest wait, then the name', () => {
    const groups = [
      standing({ title: 'B' }),
      standing({ title: 'none', oldest: undefined }),
      standing({ title: 'A' }),
      standing({ title: 'old', oldest: NOW - 2 * DAY }),
      standing({ title: 'one', notes: 1, oldest: undefined }),
      standing({ title: 'two', notes: 1, untriaged: 9 }),
    ];
    expect(inNeedFirst(groups, NOW).map(({ title }) => title)).toEqual([
      'two',
      'one',
      'old',
      'A',
      'B',
      'none',
    ]);
  });

  test('as CSV, what nobody knows is empty', () => {
    const unknown = standing({
      open: undefined,
      untriagedBefore: undefined,
      medianHours: undefined,
      thin: undefined,
    });
    expect(
      groupsCsv({ day: '2026-12-01', before: '2026-11-03', groups: [standing(), unknown], reading: false }),
    ).toBe(
      'group,open,untriaged,untriaged_before,oldest_untriaged,triage_median_hours,meetings_held,meetings_off,meetings_unrecorded,charter,without_notes,thin_folders\r\n' +
        'sig-node,120,4,4,2026-11-30,20,4,0,0,met,0,0\r\n' +
        'sig-node,,4,,2026-11-30,,4,0,0,met,0,\r\n',
    );
  });
});

describe('when those who steer are told', () => {
  const due = (since: string, now: string, differs = {}) =>
    dueReports({ ...PLAIN_STEERING, ...differs }, Date.parse(since), Date.parse(now)).map(({ day }) => day);

  test.each([
    ['the first workday, at nine', '2026-12-01T08:59Z', '2026-12-01T09:00Z', {}, ['2026-12-01']],
    ['not before', '2026-12-01T00:00Z', '2026-12-01T08:59Z', {}, []],
    ['once', '2026-12-01T09:00Z', '2026-12-31T00:00Z', {}, []],
    ['after a weekend on Monday', '2026-07-31T12:00Z', '2026-08-31T12:00Z', {}, ['2026-08-03']],
    ['a Sunday first is a Monday second', '2026-10-31T12:00Z', '2026-11-30T12:00Z', {}, ['2026-11-02']],
    [
      'each month that was missed',
      '2026-05-30T12:00Z',
      '2026-07-02T12:00Z',
      {},
      ['2026-06-01', '2026-07-01'],
    ],
    [
      'each Monday',
      '2026-11-29T12:00Z',
      '2026-12-07T09:00Z',
      { post: 'weekly' },
      ['2026-11-30', '2026-12-07'],
    ],
    ['in their zone', '2026-12-01T07:59Z', '2026-12-01T08:00Z', { zone: 'Europe/Berlin' }, ['2026-12-01']],
  ])('%s', (_what, since, now, differs, days) => {
    expect(due(since, now, differs)).toEqual(days);
  });
});

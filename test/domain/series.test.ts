import { expect, test } from 'vitest';
import type { Group } from '../../src/domain/group.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import { seriesOf } from '../../src/domain/series.ts';

const WRITTEN = { day: 'Thursday', time: '10:00', tz: 'UTC', frequency: 'weekly' };
const MEETING = {
  id: 'sig-tide/weekly',
  group: 'sig-tide',
  title: 'Weekly',
  sessions: [{ written: WRITTEN, reading: readSchedule(WRITTEN) }],
  dates: [],
  minutes: 60,
  private: false,
};

test('of a pause until a far day calendars are told as of one without an end', () => {
  const skipped = (until?: string) => {
    const made = {
      id: 'c',
      meeting: MEETING.id,
      change: { kind: 'pause' as const, from: '2026-12-01', until },
      by: 'U0DANA',
      at: 0,
    };
    const group = { id: 'sig-tide', title: 'SIG Tide' } as Group;
    const edition = { sequence: 0, stamp: 0, since: '2026-11-23' };
    return seriesOf(timetableOf(MEETING, [made]), group, edition).skipped;
  };
  expect(skipped('2026-12-15')).toHaveLength(2);
  expect(skipped()).toHaveLength(57);
  expect(skipped('9999-12-31')).toEqual(skipped());
});

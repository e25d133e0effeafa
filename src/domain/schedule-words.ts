import type { Reading, WrittenSchedule } from './schedule.ts';
import { readTimeOfDay } from './zone.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** Reads a schedule as a person wrote it down. */
export function readSchedule({
  time = '',
  tz = 'UTC',
  day = '',
  anchor,
  frequency,
}: WrittenSchedule): Reading {
  const at = readTimeOfDay(time);
  const zone = tz.startsWith('PT') ? 'America/Los_Angeles' : tz;
  const on = DAYS.indexOf(day) + 1;
  if (at === undefined) return { verdict: 'unschedulable', reason: 'No time.' };
  if (tz === 'IST')
    return {
      verdict: 'ambiguous',
      reason: 'IST has several readings.',
      zones: ['Asia/Kolkata', 'Asia/Jerusalem'],
      time: at,
    };
  const weeks = frequency === 'biweekly' ? 2 : 1;
  if (weeks === 2 && anchor === undefined)
    return {
      verdict: 'needs_anchor',
      reason: 'It takes place every two weeks, and nobody says in which.',
      zone,
      time: at,
      due: { days: [on], weeks: 2 },
    };
  const rrule = `FREQ=WEEKLY;INTERVAL=${weeks};BYDAY=${day.slice(0, 2).toUpperCase()}`;
  return { verdict: 'exact', reason: 'Said.', zone, time: at, rule: { rrule, time: at, zone, anchor } };
}

import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { messageOf } from './errors.ts';
import { DAY_CODES } from './schedule.ts';
import type { Recurrence } from './recurrence.ts';

/**
 * Reads the value of an RRULE (RFC 5545 §3.3.10) as a person wrote it, or says what is wrong with it and what to write.
 * What counts from a first day needs an anchor.
 */
export function readRrule(written: string): Recurrence | { problem: string } {
  const rrule = written
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  if (/DTSTART/.test(rrule)) return { problem: 'Leave DTSTART out: write the first day under anchor.' };
  if (parts.has('COUNT')) return { problem: 'Leave COUNT out: write UNTIL with the moment in UTC.' };
  if (parts.has('UNTIL') && !/^\d{8}T\d{6}Z$/.test(parts.get('UNTIL') ?? ''))
    return { problem: 'Write UNTIL as a moment in UTC: UNTIL=20271231T235959Z.' };
  if (!/^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(parts.get('FREQ') ?? ''))
    return { problem: 'Write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.' };
  const hourly = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((key) => parts.has(key));
  if (hourly) return { problem: `Leave ${hourly} out: write the time of day under time.` };
  const problem = problemOf(rrule);
  return problem === undefined ? recurrenceOf(rrule, parts) : { problem };
}

function problemOf(rrule: string): string | undefined {
  try {
    const dtstart = Temporal.PlainDate.from('2026-01-01').toZonedDateTime('UTC');
    const [first] = new RRuleTemporal({ rruleString: `RRULE:${rrule}`, dtstart, strict: true }).between(
      dtstart,
      dtstart.add({ years: 8 }),
      true,
    );
    return first === undefined && !rrule.includes('UNTIL') ? 'It never takes place.' : undefined;
  } catch (error) {
    return `It is no rule of RFC 5545: ${messageOf(error)}.`;
  }
}

function recurrenceOf(rrule: string, parts: ReadonlyMap<string, string>): Recurrence | { problem: string } {
  const days = (parts.get('BYDAY') ?? '')
    .split(',')
    .map((code) => DAY_CODES.findIndex((one) => one === code) + 1);
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const plainDays = days.every((day) => day > 0);
  if (parts.get('FREQ') === 'WEEKLY' && plainDays && interval > 1 && parts.size === 3)
    return { due: { days, weeks: interval } };
  const needs =
    interval > 1 ||
    (parts.get('FREQ') !== 'DAILY' && ![...parts.keys()].some((key) => /^BY.*DAY$/.test(key)));
  return needs ? { rrule, counts: true } : { rrule };
}

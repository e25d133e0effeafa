import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Rule } from './schedule.ts';
import { DAY, MINUTE, type Instant } from './time.ts';

/** The starts that the rule gives from `from` until before `to`, in order. */
export function startsOf(rule: Rule, from: Instant, to: Instant): Instant[] {
  const [first, last] = [from - 2 * DAY, to + 2 * DAY].map((at) => new Date(at));
  if (!first || !last) return [];
  const begin = rule.anchor ?? first.toISOString().slice(0, 10);
  return new RRuleTemporal({
    rruleString: `DTSTART:${begin.replaceAll('-', '')}T000000Z\nRRULE:${rule.rrule}`,
  })
    .between(first, last, true)
    .map((day) => startOn(day.toString().slice(0, 10), rule))
    .filter((start) => start >= from && start < to);
}

function startOn(date: string, { time, zone }: Rule): Instant {
  const wall = Date.parse(`${date}T00:00Z`) + time * MINUTE;
  return Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19)).toZonedDateTime(zone)
    .epochMilliseconds;
}

import type ICAL from 'ical.js';
import { RRuleTemporal } from 'rrule-temporal';
import { DAY, type Instant } from '../../domain/time.ts';
import { utcText, type FileZone, type Wall } from './wall.ts';

/** Most steps of one rule: daily for more than ten years. */
const MOST_STEPS = 4000;

/** The range looked at, and the zone of the times. */
interface ExpandOptions {
  from: Instant;
  to: Instant;
  zone: FileZone;
}

/**
 * The local times at which a component takes place by DTSTART and RRULE, about the range; not in order. Undefined where its
 * rule cannot be followed: it repeats within a day, which no meeting does, it is none, or it needs too many steps. Rules are expanded by rrule-temporal, which counts its steps; ical.js would look for the 30th of February
 * for ever.
 */
export function wallsOf(part: ICAL.Component, { from, to, zone }: ExpandOptions): Wall[] | undefined {
  const start = wallOf(part.getFirstPropertyValue('dtstart'));
  if (start === undefined) return undefined;
  const [first, last] = [zone.wallAt(from) - DAY, zone.wallAt(to) + DAY];
  const rules = part.getAllProperties('rrule').map((rule) => String(rule.getFirstValue()));
  try {
    const walls = rules.flatMap((rule) => repeated(start, withLocalUntil(rule, zone), first, last));
    return [...new Set([start, ...walls])];
  } catch {
    return undefined;
  }
}

/** What clocks show of a value of iCalendar; undefined where it is no time. */
export function wallOf(value: unknown): Wall | undefined {
  if (typeof value !== 'object' || value === null || !('year' in value)) return undefined;
  const { year, month, day, hour, minute, second } = value as ICAL.Time;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return Number.isFinite(wall) && Math.abs(wall) < FURTHEST ? wall : undefined;
}

/** The years 1600 to 2340 or so. */
const FURTHEST = 370 * 366 * DAY;

function repeated(start: Wall, rule: string, first: Wall, last: Wall): Wall[] {
  if (/FREQ=(?:SECOND|MINUTE|HOUR)LY|BY(?:HOUR|MINUTE|SECOND)=[^;]*,/i.test(rule))
    throw new RangeError('repeats within a day');
  return new RRuleTemporal({
    rruleString: `DTSTART:${utcText(start)}\nRRULE:${rule}`,
    maxIterations: MOST_STEPS,
    maxCandidateEvaluations: 10 * MOST_STEPS,
  })
    .between(new Date(first), new Date(last), true)
    .map(({ epochMilliseconds }) => epochMilliseconds);
}

/** UNTIL is written in UTC, and counts where the clocks of the event are. */
function withLocalUntil(rule: string, zone: FileZone): string {
  return rule.replace(/UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, (_, ...parts: string[]) => {
    const [year = 0, month = 1, ...rest] = parts.slice(0, 6).map(Number);
    return `UNTIL=${utcText(zone.wallAt(Date.UTC(year, month - 1, ...rest)))}`;
  });
}

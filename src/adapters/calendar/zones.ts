import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Rule } from '../../domain/schedule.ts';
import { DAY, MINUTE, type Instant } from '../../domain/time.ts';
import type { Wall } from './wall.ts';

/** How many years ahead a zone's clock changes are looked at: a feed is read again long before. */
const YEARS = 10;

/** A zone as a calendar file writes it. */
export interface WrittenZone {
  /** The TZID; absent for UTC, whose times need none. */
  tzid?: string | undefined;
  /** The VTIMEZONE, lines ended by CRLF; absent for UTC, and where none is known. */
  block?: string | undefined;
  shifts: readonly Shift[];
}

/** A change of the clocks at a moment; the offsets from UTC around it in milliseconds. */
interface Shift {
  at: Instant;
  before: number;
  after: number;
}

/** A start whose wall time clocks show twice, or skip. */
export interface OddStart {
  start: Instant;
  wall: Wall;
}

/** The zone under the name that its VTIMEZONE has ("US/Pacific" is a link to it), and its clock changes from then on. */
export function writtenZone(zone: string, from: Instant): WrittenZone {
  const [block, line] = [tzlib_get_ical_block(zone)].flat();
  const tzid = line?.replace(/^TZID=/, '') ?? zone;
  if (/^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu|Greenwich)$/.test(tzid)) return { shifts: [] };
  return { tzid, block: block || undefined, shifts: shiftsOf(zone, from) };
}

function shiftsOf(zone: string, from: Instant): Shift[] {
  const shifts: Shift[] = [];
  let now = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const end = now.add({ years: YEARS }).epochMilliseconds;
  for (;;) {
    const next = now.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > end) return shifts;
    const [before, after] = [next.subtract({ nanoseconds: 1 }), next].map(
      ({ offsetNanoseconds }) => offsetNanoseconds / 1_000_000,
    );
    shifts.push({ at: next.epochMilliseconds, before: before ?? 0, after: after ?? 0 });
    now = next;
  }
}

/**
 * The moments at which the rule's time of day is skipped or comes twice, by the offset before the change; it need not take
 * place on that day. Readers of calendars disagree about such times: ical.js takes the offset after.
 */
export function oddTimes(rule: Rule, { shifts }: WrittenZone): OddStart[] {
  return shifts.flatMap(({ at, before, after }) => {
    const [first, end] = [at + Math.min(before, after), at + Math.max(before, after)];
    const wall = timeFrom(first, rule.time * MINUTE);
    return wall < end ? [{ wall, start: wall - before }] : [];
  });
}

/** The first wall time from then on at which it is that time of day. */
function timeFrom(first: Wall, time: number): Wall {
  const today = Math.floor(first / DAY) * DAY + time;
  return today < first ? today + DAY : today;
}

/** Whether the moment lies within an hour that clocks there show twice. */
export function isTwofold(at: Instant, { shifts }: WrittenZone): boolean {
  return shifts.some(
    ({ at: change, before, after }) => after < before && Math.abs(at - change) <= before - after,
  );
}

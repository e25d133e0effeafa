import type ICAL from 'ical.js';
import { DAY, SECOND, type Instant } from '../../domain/time.ts';
import { isZone } from '../../domain/zone.ts';
import { wallOf, wallsOf } from './expand.ts';
import { momentOf, wallAt, type FileZone } from './wall.ts';

export const UTC: FileZone = { momentOf: (wall) => wall, wallAt: (at) => at };

/** About the range in which a VTIMEZONE's changes are looked for: sixty years, so that the last one before it is seen. */
const MARGIN = 60 * 366 * DAY;

/**
 * The zone of that TZID. A name of the IANA database counts, whatever the file says of it: files are often older than
 * the laws. Other names ("Pacific Standard Time") mean what the file's VTIMEZONE says, from `from` to `to`. Undefined
 * where nothing says it.
 */
export function feedZone(
  tzid: string,
  calendar: ICAL.Component,
  { from, to }: { from: Instant; to: Instant },
): FileZone | undefined {
  const name = ianaName(tzid);
  if (name !== undefined) return ianaZone(name);
  const block = calendar
    .getAllSubcomponents('vtimezone')
    .find((zone) => zone.getFirstPropertyValue('tzid') === tzid);
  const shifts = block ? shiftsOf(block, from - MARGIN, to + MARGIN) : [];
  if (shifts.length > 0) return zoneOf(shifts);
  return /(?:^|[/\s])utc$/i.test(tzid) ? UTC : undefined;
}

/** "Europe/Berlin" of itself, of "/Europe/Berlin" and of "/freeassociation.sourceforge.net/Europe/Berlin". */
function ianaName(tzid: string): string | undefined {
  const parts = tzid.replaceAll('"', '').trim().split('/').filter(Boolean);
  const names = [3, 2, 1].map((count) => parts.slice(-count).join('/'));
  return names.find((name, at) => (at < 2 || parts.length === 1) && isZone(name));
}

function ianaZone(zone: string): FileZone {
  return { momentOf: (wall) => momentOf(wall, zone), wallAt: (at) => wallAt(at, zone) };
}

/** A change of the clocks; the offsets in milliseconds. */
interface Shift {
  at: Instant;
  before: number;
  after: number;
}

function shiftsOf(zone: ICAL.Component, from: Instant, to: Instant): Shift[] {
  return zone
    .getAllSubcomponents()
    .flatMap((part) => {
      const [before, after] = [offsetOf(part, 'tzoffsetfrom'), offsetOf(part, 'tzoffsetto')];
      if (before === undefined || after === undefined) return [];
      const dates = part.getAllProperties('rdate').flatMap((date) => date.getValues());
      const walls = [...(wallsOf(part, { from, to, zone: UTC }) ?? []), ...dates.map(wallOf)];
      return walls.filter((wall) => wall !== undefined).map((wall) => ({ at: wall - before, before, after }));
    })
    .toSorted((one, other) => one.at - other.at);
}

function offsetOf(part: ICAL.Component, name: string): number | undefined {
  const offset = part.getFirstPropertyValue(name);
  return offset && typeof offset === 'object' && 'toSeconds' in offset
    ? offset.toSeconds() * SECOND
    : undefined;
}

/** Of a time that comes twice the first, of one that is skipped what it is by the offset before: RFC 5545 §3.3.5. */
function zoneOf(shifts: readonly Shift[]): FileZone {
  const offsetAt = (at: Instant) =>
    shifts.findLast((shift) => shift.at <= at)?.after ?? shifts[0]?.before ?? 0;
  const offsets = [...new Set(shifts.flatMap(({ before, after }) => [before, after]))];
  return {
    wallAt: (at) => at + offsetAt(at),
    momentOf(wall) {
      const moments = offsets.map((offset) => wall - offset);
      const shown = moments.filter((at) => at + offsetAt(at) === wall);
      const gap = shifts.find(({ at, before, after }) => wall >= at + before && wall < at + after);
      return shown.length > 0 ? Math.min(...shown) : wall - (gap?.before ?? offsetAt(wall));
    },
  };
}

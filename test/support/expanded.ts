import ICAL from 'ical.js';
import type { Instant } from '../../src/domain/time.ts';

/** An occurrence as ical.js finds it in a file. */
export interface Found {
  uid: string;
  start: Instant;
  minutes: number;
}

/** What a calendar file comes to before a moment, by ical.js alone: its zones, rules and overrides. In order. */
export function expanded(text: string, to: Instant): Found[] {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
  const isOverride = (event: ICAL.Component) => event.hasProperty('recurrence-id');
  return events
    .filter((event) => !isOverride(event))
    .flatMap((event) => {
      const uid = String(event.getFirstPropertyValue('uid'));
      const exceptions = events.filter(
        (other) => isOverride(other) && other.getFirstPropertyValue('uid') === uid,
      );
      return occurrencesOf(new ICAL.Event(event, { exceptions }), to).map((one) => ({ uid, ...one }));
    })
    .toSorted((one, other) => one.start - other.start);
}

function occurrencesOf(event: ICAL.Event, to: Instant): Omit<Found, 'uid'>[] {
  const found: Omit<Found, 'uid'>[] = [];
  const iterator = event.iterator();
  for (let at = iterator.next(); at && at.toUnixTime() * 1000 < to; at = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(at);
    const [start, end] = [startDate.toUnixTime(), endDate.toUnixTime()];
    found.push({ start: start * 1000, minutes: (end - start) / 60 });
  }
  return found;
}

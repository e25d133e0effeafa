import { createHash, randomBytes } from 'node:crypto';
import type { Group } from './domain/group.ts';
import { meetingTitle } from './domain/meeting.ts';
import { occurrenceName, occurrenceOf, rulesOf, zoneOf, type Timetable } from './domain/occurrence.ts';
import { seriesOf } from './domain/series.ts';
import type { Series } from './domain/schedule.ts';
import type { Instant } from './domain/time.ts';
import { dateIn } from './domain/zone.ts';
import type { CalendarPorts } from './ports/meeting.ts';
import type { Ports } from './ports.ts';
import type { NamedCalendar } from './adapters/calendar/serve.ts';
import type { Store, StoreParts } from './adapters/store/store.ts';

/** The calendar of all groups has a name that no group can have: its own calendar has the group's id. */
const ALL = 'all';

/** Where calendars are found, and names for people's own. */
export function calendarPorts(publicUrl: string | undefined): Omit<CalendarPorts, 'of'> {
  return {
    url: (name) =>
      publicUrl === undefined ? undefined : `${publicUrl}/calendar/${encodeURIComponent(name)}.ics`,
    secret() {
      const name = `${OWN}${randomBytes(24).toString('base64url')}`;
      return { name, print: printOf(name) };
    },
  };
}

const OWN = 'own-';

export interface CalendarsNeeds {
  community: string;
  store: Store;
  portsOver: (parts: StoreParts) => Ports;
  now: () => Instant;
}

/**
 * The calendar of a name: "all", a group's id, somebody's own, or a single occurrence. No private meeting is in any;
 * undefined where there is none of that name.
 */
export function calendarsBy({ community, store, portsOver, now }: CalendarsNeeds) {
  const ports = portsOver(store);

  return async (name: string): Promise<NamedCalendar | undefined> => {
    const { groups } = ports.directory.current();
    const open = (await ports.meetings.all()).filter(({ meeting }) => !meeting.private);
    const told = (timetables: readonly Timetable[]) => tell(timetables, groups, store, now());
    if (name === ALL) return { title: `${community}: all meetings`, series: await told(open) };
    const group = groups.find(({ id }) => id === name);
    if (group) return { title: `${group.title}: meetings`, series: await told(of(open, [group.id])) };
    if (name.startsWith(OWN)) {
      const own = await store.calendars.at(printOf(name));
      if (!own) return undefined;
      return { title: `${community}: my meetings`, series: await told(of(open, own.groups)), isSecret: true };
    }
    return single(name, open, told);
  };
}

const of = (timetables: readonly Timetable[], groups: readonly string[]) =>
  timetables.filter(({ meeting }) => groups.includes(meeting.group));

/** The meetings as calendars are told of them; what has changed since it was told last gets its next number. */
async function tell(
  timetables: readonly Timetable[],
  groups: readonly Group[],
  { calendars }: Store,
  now: Instant,
): Promise<Series[]> {
  const known = await calendars.editions();
  let changed = false;
  for (const timetable of timetables) {
    const draft = drawn(timetable, groups, { sequence: 0, stamp: 0, since: '' });
    const print = printOf(JSON.stringify(draft));
    const { id } = timetable.meeting;
    if (!draft || known.get(id)?.print === print) continue;
    changed = true;
    const rules = printOf(JSON.stringify(rulesOf(timetable)));
    await calendars.tell(id, { print, rules, since: dateIn(zoneOf(timetable), now), stamp: now });
  }
  const editions = changed ? await calendars.editions() : known;
  return timetables.flatMap((timetable) => {
    const edition = editions.get(timetable.meeting.id);
    return (edition && drawn(timetable, groups, edition)) ?? [];
  });
}

function drawn(timetable: Timetable, groups: readonly Group[], edition: Parameters<typeof seriesOf>[2]) {
  const group = groups.find(({ id }) => id === timetable.meeting.group);
  return group && seriesOf(timetable, group, edition);
}

/** One occurrence by itself, as it stands now: to be put into a calendar once, where those who subscribe have it too. */
async function single(
  name: string,
  timetables: readonly Timetable[],
  told: (timetables: readonly Timetable[]) => Promise<Series[]>,
): Promise<NamedCalendar | undefined> {
  for (const timetable of timetables) {
    const { meeting } = timetable;
    const rest = name.startsWith(occurrenceName(meeting.id, '')) ? name.slice(meeting.id.length + 1) : '';
    const key = rest.replace(/^(\d{4}-\d{2}-\d{2}T\d{2})\.(\d{2})\.(\d{2}Z)$/, '$1:$2:$3');
    const occurrence = rest === '' ? undefined : occurrenceOf(timetable, key);
    if (!occurrence || occurrence.skipped) continue;
    const series = await told([timetable]);
    if (series.length === 0) continue;
    return {
      title: meetingTitle(meeting),
      series: series.map((one) => ({ ...one, only: occurrence.planned })),
    };
  }
  return undefined;
}

function printOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

import { asRead, feedChange } from '../../domain/feed-change.ts';
import type { MadeChange } from '../../domain/meeting-change.ts';
import type { CalendarReading } from '../../domain/meeting.ts';
import type { Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import { announced } from '../../meeting-messages.ts';
import type { Ports } from '../../ports.ts';

/**
 * What was read of the calendars in which meetings stand, as if a lead had changed it: told in the channel, one message a
 * reading, and what stands there is edited. Each reading is told of by one replica, and an older one by none.
 */
export async function hearCalendars(now: Instant, ports: Ports): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (const timetable of await ports.meetings.all()) {
    const { meeting } = timetable;
    const reading = meeting.feed && ports.meetings.reading(meeting);
    if (!reading) continue;
    const given = await ports.meetings.told(meeting.id);
    if (given && given.at >= reading.at) continue;
    effects.push({ kind: 'meeting.read', meeting: meeting.id, reading, given });
    effects.push(...(await changesOf(timetable, reading, given, now, ports)));
  }
  return effects;
}

async function changesOf(
  timetable: Timetable,
  reading: CalendarReading,
  given: CalendarReading | undefined,
  now: Instant,
  ports: Ports,
): Promise<Effect[]> {
  const change = feedChange(timetable, given, reading, now);
  if (!change) return [];
  const { id } = timetable.meeting;
  const made: MadeChange = {
    id: `${id}/feed/${reading.at.toString(36)}`,
    meeting: id,
    change,
    by: '',
    at: now,
  };
  const before = given ? asRead(timetable, given) : timetable;
  return [{ kind: 'meeting.change', made }, ...(await announced(made, before, timetable, ports))];
}

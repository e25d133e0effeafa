import { clip } from './blocks.ts';
import type { AgendaItem } from './domain/agenda.ts';
import type { Group } from './domain/group.ts';
import type { Issue } from './domain/issue.ts';
import type { Instant } from './domain/time.ts';
import type { Effect } from './effect.ts';
import { occurrenceEdits } from './meeting-messages.ts';
import { meetingsOf, nextMeet, stillToHold, type Meet } from './meets.ts';
import type { Ports } from './ports.ts';

/** A topic about an issue, and what brings it about; none where it is a topic there already. */
export interface Scheduled {
  meet: Meet;
  item: AgendaItem;
  effects: readonly Effect[];
}

/** The group's next meeting that everybody may know of; undefined where none is known. */
export async function nextOpenMeet(group: Group, now: Instant, ports: Ports): Promise<Meet | undefined> {
  const open = (await meetingsOf(group, ports)).filter(({ meeting }) => !meeting.private);
  const next = nextMeet(group, open, now);
  return next && stillToHold(next, now, ports);
}

/** Puts an issue on the agenda of a group's next meeting, once; undefined where the group has none that is known. */
export async function schedule(
  group: Group,
  issue: Issue,
  { text, by, now }: { text: string; by: string; now: Instant },
  ports: Ports,
): Promise<Scheduled | undefined> {
  const meet = await nextOpenMeet(group, now, ports);
  if (!meet) return undefined;
  const { meeting, key } = meet.occurrence;
  const items = await ports.agenda.items(meeting);
  const there = items.find((item) => item.issue === issue.id);
  if (there) return { meet, item: there, effects: [] };
  const item: AgendaItem = {
    id: `${meeting}/${key}/issue/${issue.id}/${now.toString(36)}`,
    meeting,
    from: key,
    text: clip(text, 200),
    issue: issue.id,
    by,
    at: now,
    state: 'open',
    carried: 0,
    position: Math.floor(Math.max(0, ...items.map(({ position }) => position))) + 1,
  };
  const edits = await occurrenceEdits(meet.timetable, key, ports);
  return { meet, item, effects: [{ kind: 'agenda.put', item }, ...edits] };
}

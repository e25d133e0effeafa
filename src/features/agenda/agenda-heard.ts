import type { AgendaItem } from '../../domain/agenda.ts';
import { groupOfLabel, readAsked } from '../../domain/agenda-words.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Happening } from '../../domain/happening.ts';
import type { Issue } from '../../domain/issue.ts';
import { isPrivate } from '../../domain/privacy.ts';
import type { Effect } from '../../effect.ts';
import type { Plan } from '../../feature.ts';
import { occurrenceEdits } from '../../meeting-messages.ts';
import { meetingsOf, nextMeet, stillToHold } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { tellsPrivate } from '../../topics.ts';
import { askedTopic, isUntouched } from './plan.ts';
import { lineOf } from './words.ts';

/** What GitHub asks for: a label `agenda/<group>` puts an issue on the agenda and off it, a comment `/agenda` on it. */
export async function hearTopics(issue: Issue, heard: readonly Happening[], ports: Ports): Promise<Plan> {
  const plans: Plan[] = [];
  for (const happening of heard) plans.push(await planOf(issue, happening, ports));
  return {
    effects: plans.flatMap(({ effects }) => effects),
    because: plans.flatMap(({ because }) => because),
  };
}

const NOTHING: Plan = { effects: [], because: [] };

async function planOf(issue: Issue, happening: Happening, ports: Ports): Promise<Plan> {
  const { groups } = ports.directory.current();
  switch (happening.what) {
    case 'labelled':
    case 'unlabelled': {
      const group = groupOfLabel(happening.label, groups);
      if (!group) return NOTHING;
      const { at, by } = happening;
      if (happening.what === 'unlabelled') return takeOff(issue, group, ports);
      return putOn(issue, group, { how: 'label', text: '', at, by }, ports);
    }
    case 'agenda': {
      const asked = readAsked(happening.words, groupsWithLabels(groups, issue.labels));
      if (!asked) return why('the comment names none of the issue’s groups, so no agenda gets it');
      const { at, by } = happening;
      return putOn(issue, asked.group, { how: 'comment', text: lineOf(asked.text), at, by }, ports);
    }
    default:
      return NOTHING;
  }
}

const why = (text: string): Plan => ({ effects: [], because: [text] });

interface Asking {
  how: 'label' | 'comment';
  text: string;
  at: number;
  by: string | undefined;
}

/** One issue is one topic of an occurrence, however often it is asked for. */
async function putOn(issue: Issue, group: Group, { how, text, at, by }: Asking, ports: Ports): Promise<Plan> {
  const now = ports.calendar.now();
  const next = nextMeet(group, await meetingsOf(group, ports), now);
  if (!next) return why(`no topic: it is not known when ${group.title} meets next`);
  const { timetable, occurrence } = await stillToHold(next, now, ports);
  const { meeting } = timetable;
  const channel = ports.meetings.channelOf(meeting)?.id;
  if (isPrivate(issue, ports.policy.privacy) && !tellsPrivate(channel, ports))
    return why(`no topic: the issue is private, and ${group.title}’s channel may not show it`);
  const about = await ports.agenda.itemsAbout(issue.id);
  if (about.some((item) => item.meeting === meeting.id)) return why('it is a topic already');
  const items = await ports.agenda.items(meeting.id);
  const place = { meeting: meeting.id, key: occurrence.key, items, by: `@${by ?? ''}`, at };
  const item = askedTopic(how, text, issue, place);
  const before = await ports.agenda.item(item.id);
  if (before?.state === 'done') return why('it was talked about in this meeting already');
  return keep(
    { ...item, revision: before?.revision },
    timetable,
    `on the agenda of ${group.title} for ${occurrence.key}, by a ${how}`,
    ports,
  );
}

/** What somebody has touched since is theirs: the label's end does not take it away. */
async function takeOff(issue: Issue, group: Group, ports: Ports): Promise<Plan> {
  const own = await meetingsOf(group, ports);
  const item = (await ports.agenda.itemsAbout(issue.id)).find(
    (one) => isUntouched(one) && own.some(({ meeting }) => meeting.id === one.meeting),
  );
  const timetable = own.find(({ meeting }) => meeting.id === item?.meeting);
  if (!item || !timetable) return NOTHING;
  return keep({ ...item, state: 'dropped' }, timetable, `off the agenda of ${group.title}`, ports);
}

async function keep(
  item: AgendaItem,
  timetable: Parameters<typeof occurrenceEdits>[0],
  because: string,
  ports: Ports,
): Promise<Plan> {
  const put: Effect = { kind: 'agenda.put', item };
  return {
    effects: [put, ...(await occurrenceEdits(timetable, item.from, ports))],
    because: [because],
  };
}

import { escape, say } from '../../blocks.ts';
import { timesCarried, topicsOn, type AgendaItem } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { chooseIssue, parseIssueRef, type Issue } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { nextOccurrences, zoneOf, type Occurrence } from '../../domain/occurrence.ts';
import { mayLead, readsOnly } from '../../domain/person.ts';
import { clockText } from '../../domain/zone.ts';
import type { Effect } from '../../effect.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import { occurrenceEdits } from '../../meeting-messages.ts';
import { meetingsOf, nextMeet, stillToHold, type Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor, namesIn, topicsFor } from '../../topics.ts';
import { passedKeys } from './agenda-gather.ts';
import { ahead, meetById, meetMeant } from './agenda-meet.ts';
import { addModal, editModal, typedOf, type Shown } from './form.ts';
import { edited, moved, topicOf } from './plan.ts';
import {
  lineOf,
  readBoxAlone,
  readNumber,
  readTopic,
  withMeeting,
  type Typed,
  type TypedTopic,
  type Verb,
} from './words.ts';
import { peopleIn } from '../../domain/slack-text.ts';

/** What was typed after the group's name. */
export async function changeByWords(group: Group, typed: Typed, call: Call, ports: Ports): Promise<Reply> {
  const titles = (await meetingsOf(group, ports)).map(({ meeting }) => meetingTitle(meeting));
  const { verb = 'add', rest, of } = withMeeting(typed, titles);
  const meet = await meetMeant(group, of, call.now, ports);
  if (verb === 'add') return add(meet, readTopic(rest, await namesIn(rest.join(' '), ports)), call, ports);
  const item = await numbered(meet, readNumber(rest[0], verb), call, ports);
  await insistOnHand(item, group, call, ports);
  return changeOne(meet, item, verb, rest.slice(1), { call, ports });
}

/** The form behind "Add a topic". */
export async function openAdd(id: string, call: Call, ports: Ports): Promise<Reply> {
  await insistOnMember(call, ports);
  const meet = await stillToHold(await meetById(id, ports), call.now, ports);
  const { this: first = meet.occurrence, after } = ahead(meet, call.now);
  return { view: addModal({ ...meet, occurrence: first }, after, call.now) };
}

export async function addByForm(values: FormValues, id: string, call: Call, ports: Ports): Promise<Reply> {
  const meet = await stillToHold(await meetById(id, ports), call.now, ports);
  return add(meet, typedOf(values, await namesIn(values['text'] ?? '', ports)), call, ports);
}

/** The form behind a topic's "Edit…". */
export async function openEdit(id: string, call: Call, ports: Ports): Promise<Reply> {
  const { item, meet } = await openTopic(id, call, ports);
  await insistOnHand(item, meet.group, call, ports);
  return { view: editModal(item) };
}

export async function editByForm(
  values: FormValues,
  metadata: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const shown = JSON.parse(metadata) as Shown;
  const { item, meet } = await openTopic(shown.id, call, ports);
  await insistOnHand(item, meet.group, call, ports);
  const { text = '', box = '', owner, what = 'stay' } = values;
  const line = lineOf(text, await namesIn(text, ports));
  const topic = edited(item, shown, { text: line || shown.text, minutes: readBoxAlone(box), owner });
  if (!topic)
    throw new UserError(
      `Somebody else changed this topic while your form was open. It is now ${quoted(item)}.`,
      'Look at it with `/sig agenda`, and edit it again.',
    );
  if (what !== 'stay') return changeOne(meet, topic, what as Verb, [], { call, ports });
  return kept(meet, [topic], `Saved: ${quoted(topic)}`, ports);
}

/** Puts a topic on the agenda, or on the next one. */
async function add(meet: Meet, typed: TypedTopic, call: Call, ports: Ports): Promise<Reply> {
  await insistOnMember(call, ports);
  const issue = await issueMeant(typed, meet.group, ports);
  if (typed.text === '' && !issue)
    throw new UserError('What is it about?', 'For example `/sig agenda add "Drain timeout" 10m #12345`');
  const { this: first, after } = ahead(meet, call.now);
  const occurrence = typed.next ? after : first;
  if (!occurrence) throw new UserError('sigbot does not know of a meeting after that one.');
  const { meeting } = meet.timetable;
  const items = await ports.agenda.items(meeting.id);
  const place = { meeting: meeting.id, key: occurrence.key, items, by: call.user, at: call.now };
  const item = topicOf(typed, issue, place);
  const said = `On the agenda of ${dayOf(meet, occurrence, call)}: ${quoted(item)}`;
  return { ...(await kept({ ...meet, occurrence }, [item], said, ports)), ...(issue ? { issue } : {}) };
}

async function changeOne(
  meet: Meet,
  item: AgendaItem,
  verb: Verb,
  words: readonly string[],
  { call, ports }: { call: Call; ports: Ports },
): Promise<Reply> {
  switch (verb) {
    case 'defer': {
      const { after } = ahead(meet, call.now);
      if (!after) throw new UserError('sigbot does not know of a meeting after that one.');
      const said = `Put off to ${dayOf(meet, after, call)}: ${quoted(item)}`;
      return kept(meet, [{ ...item, from: after.key }], said, ports, after.key);
    }
    case 'drop':
      return kept(meet, [{ ...item, state: 'dropped' }], `Off the agenda: ${quoted(item)}`, ports);
    case 'owner': {
      const [owner] = peopleIn(words.join(' '));
      if (owner === undefined)
        throw new UserError('Who presents it?', 'For example `/sig agenda owner 2 @dana`');
      return kept(meet, [{ ...item, owner }], `<@${owner}> presents ${quoted(item)}`, ports);
    }
    case 'time': {
      const minutes = readBoxAlone(words.join(' '));
      if (minutes === undefined)
        throw new UserError('How long may it take?', 'For example `/sig agenda time 2 10m`');
      return kept(meet, [{ ...item, minutes }], `${minutes} minutes for ${quoted(item)}`, ports);
    }
    default:
      return move(meet, item, verb === 'up' ? -1 : 1, { call, ports });
  }
}

/** Among the topics beside which it stands: what was carried over stands in a part of its own. */
async function move(
  meet: Meet,
  item: AgendaItem,
  by: -1 | 1,
  { call, ports }: { call: Call; ports: Ports },
): Promise<Reply> {
  const { meeting } = meet.timetable;
  const { key } = meet.occurrence;
  const items = await ports.agenda.items(meeting.id);
  const on = topicsOn(items, key).map((one) => (one.id === item.id ? item : one));
  const passed = passedKeys(meet, call.now);
  const isCarried = (one: AgendaItem) => timesCarried(one, passed) > 0;
  const { shown } = await topicsFor(meeting.id, key, call.channel, ports);
  const seen = new Set(shown.map((topic) => topic.item.id));
  const beside = on.filter((one) => seen.has(one.id) && isCarried(one) === isCarried(item));
  const changed = moved(on, item.id, by, beside);
  if (changed.length === 0)
    throw new UserError(
      `It is the ${by === -1 ? 'first' : 'last'} ${isCarried(item) ? 'of those carried over' : 'topic'} already.`,
    );
  return kept(meet, changed, `Moved ${by === -1 ? 'up' : 'down'}: ${quoted(item)}`, ports);
}

/** Keeps the topics and has the messages that show them follow; `also`: another occurrence's. */
async function kept(
  { timetable, occurrence }: Meet,
  items: readonly AgendaItem[],
  said: string,
  ports: Ports,
  also?: string,
): Promise<Reply> {
  const keys = [occurrence.key, ...(also === undefined ? [] : [also])];
  const edits = (await Promise.all(keys.map((key) => occurrenceEdits(timetable, key, ports)))).flat();
  const puts = items.map((item): Effect => ({ kind: 'agenda.put', item }));
  return { message: say(said), effects: [...puts, ...edits], because: [said] };
}

async function issueMeant({ issue }: TypedTopic, group: Group, ports: Ports): Promise<Issue | undefined> {
  if (issue === undefined) return undefined;
  const labels = group.label === undefined ? [] : [group.label];
  return chooseIssue(issue, await ports.issues.like(parseIssueRef(issue)), labels);
}

/** The topic of that number, where it may be shown. */
async function numbered(
  { timetable, occurrence }: Meet,
  number: number,
  { channel }: Call,
  ports: Ports,
): Promise<AgendaItem> {
  const { shown, hidden } = await topicsFor(timetable.meeting.id, occurrence.key, channel, ports);
  const topic = shown.find((one) => one.number === number);
  if (topic) return topic.item;
  const all = shown.length + hidden;
  const why = number >= 1 && number <= all ? `Topic ${number} may not be shown here.` : undefined;
  throw new UserError(
    why ?? (all === 0 ? 'Nothing is on the agenda so far.' : `The agenda has topics 1 to ${all}.`),
    `See it: \`/sig agenda ${timetable.meeting.group}\``,
  );
}

/** How many occurrences ahead a topic may have been put off. */
const AHEAD = 20;

/** A topic that is still open, and the occurrence it is to be talked about in. */
async function openTopic(
  id: string,
  { channel, now }: Call,
  ports: Ports,
): Promise<{ item: AgendaItem; meet: Meet }> {
  const item = await ports.agenda.item(id);
  if (item?.state !== 'open') throw new UserError('That topic is no longer open.', 'See `/sig agenda`');
  const timetable = await ports.meetings.byId(item.meeting);
  const group = ports.directory.current().groups.find((one) => one.id === timetable?.meeting.group);
  const next = timetable && group && nextMeet(group, [timetable], now);
  if (!next) throw new UserError('That meeting does not take place any more.', 'See `/sig meeting`');
  const issues = await issuesFor([item], channel, ports);
  if (item.issue !== undefined && !issues.has(item.issue))
    throw new UserError('That topic is about what may not be shown here.', 'Ask in a channel that may.');
  const meet = await stillToHold(next, now, ports);
  const later = nextOccurrences(timetable, now, AHEAD).find(({ key }) => key >= item.from);
  const put = item.from > meet.occurrence.key ? (later ?? meet.occurrence) : meet.occurrence;
  return { item, meet: { ...meet, occurrence: put } };
}

async function insistOnMember({ user }: Call, { people }: Ports): Promise<void> {
  const why = readsOnly(await people.find(user));
  if (why !== undefined) throw new UserError(why, 'Ask a member of this Slack.');
}

/** A topic is in the hand of who put it there, who presents it, and the leads. */
async function insistOnHand(item: AgendaItem, group: Group, call: Call, ports: Ports): Promise<void> {
  await insistOnMember(call, ports);
  const person = await ports.people.find(call.user);
  const lead = mayLead(person, group);
  const logins = item.by.startsWith('@') ? [item.by.slice(1).toLowerCase()] : [];
  const own =
    [item.by, item.owner].includes(call.user) || person.logins.some((login) => logins.includes(login));
  if (lead || own) return;
  throw new UserError(
    'This topic is changed by who added it, who presents it, or a lead of the group.',
    `Its leads: ${group.leads.map(({ github }) => github).join(', ') || 'none in the directory'}.`,
  );
}

function dayOf({ timetable }: Meet, { start }: Occurrence, { now }: Call): string {
  return `${escape(meetingTitle(timetable.meeting), 80)}, ${clockText(start, zoneOf(timetable), now)}`;
}

function quoted({ text }: AgendaItem): string {
  return `“${escape(text, 120)}”`;
}

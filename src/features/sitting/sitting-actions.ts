import { button, escape, say, section } from '../../blocks.ts';
import type { Minute } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { zoneOf, type Timetable } from '../../domain/occurrence.ts';
import { sittingId } from '../../domain/sitting.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { dateIn, dayText, nextAt } from '../../domain/zone.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Message, Plan, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import { meetingsOf } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { issuesFor } from '../../topics.ts';
import { minuteLine } from './blocks.ts';
import { chairAsking, memberAsking, veiled } from './sitting-room.ts';

/** How many actions one answer shows. */
const SHOWN = 20;

/** "action list [group] [mine]": what is still to be done, each with a button. */
export async function list(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const mine = words.at(-1)?.toLowerCase() === 'mine';
  const group = groupMeant((mine ? words.slice(0, -1) : words).join(' '), 'action list', call, ports);
  const open = await openActions(await meetingsOf(group, ports), ports);
  const wanted = mine ? open.filter(({ owner }) => owner === call.user) : open;
  const issues = await issuesFor(wanted.slice(0, SHOWN), call.channel, ports);
  const title = `${escape(group.title)}: ${wanted.length} open ${wanted.length === 1 ? 'action' : 'actions'}${mine ? ' of yours' : ''}`;
  const rest = wanted.length - SHOWN;
  const message: Message = {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...wanted
        .slice(0, SHOWN)
        .map((minute, index) =>
          section(
            minuteLine(veiled(minute, issues), issues, 80),
            button('Done', `sitting:did.${index}`, minute.id),
          ),
        ),
      ...(rest > 0 ? [section(`and ${rest} more; only yours: \`/sig action list mine\``)] : []),
    ],
  };
  return { message };
}

/** "action done 7 [group]" */
export async function done(
  [number = '', ...name]: readonly string[],
  call: Call,
  ports: Ports,
): Promise<Reply> {
  if (!/^#?\d{1,9}$/.test(number))
    throw new UserError(
      'Which action is done?',
      'For example `/sig action done 7`; all of them: `/sig action list`',
    );
  const group = groupMeant(name.join(' '), 'action list', call, ports);
  const open = await openActions(await meetingsOf(group, ports), ports);
  const found = open.filter((minute) => minute.number === Number(number.replace('#', '')));
  const [action, ...more] = found;
  if (!action)
    throw new UserError(
      `${group.title} has no open action ${number}.`,
      `What is open: \`/sig action list ${group.id}\``,
    );
  if (more.length === 0) return doneById(action.id, call, ports);
  throw new UserError(`Several actions are called ${number}.`, 'Press Done in `/sig action list`.');
}

/** A press that an action is done: by its owner, or by who leads the group's meetings. */
export async function doneById(id: string, call: Call, ports: Ports): Promise<Reply> {
  const action = await ports.agenda.minute(id);
  if (!action) throw new UserError('That action is no longer known.', 'What is open: `/sig action list`');
  await mayEnd(action, call, ports);
  if (action.doneAt !== undefined) return { message: say('That was done already.') };
  const subject = { kind: 'sitting', id: sittingId(action) } as const;
  const posted = await ports.messages.of(subject);
  return {
    message: say(`Done: ${escape(await textFor(action, call.channel, ports), 300)}`),
    effects: [
      { kind: 'minute.put', minute: { ...action, doneAt: call.now } },
      ...posted.map(({ channel }): Effect => ({ kind: 'slack.update', channel, subject })),
    ],
    because: [`did ${id}: ${action.text}`],
  };
}

/** What an action says, as it may be told there. */
async function textFor(action: Minute, channel: string | undefined, ports: Ports): Promise<string> {
  return veiled(action, await issuesFor([action], channel, ports)).text;
}

async function mayEnd({ owner, meeting }: Minute, call: Call, ports: Ports): Promise<void> {
  await memberAsking(call, ports);
  if (owner === call.user) return;
  const timetable = await ports.meetings.byId(meeting);
  const group = ports.directory.current().groups.find(({ id }) => id === timetable?.meeting.group);
  if (!group) throw new UserError('That action is no longer known.', 'What is open: `/sig action list`');
  const also = 'whoever has the action and ';
  await chairAsking({ group, also }, call, ports, 'say that it is done');
}

async function openActions(timetables: readonly Timetable[], { agenda }: Ports): Promise<Minute[]> {
  const open = await Promise.all(timetables.map(({ meeting }) => agenda.openActions(meeting.id)));
  return open.flat().toSorted((one, other) => (one.number ?? 0) - (other.number ?? 0));
}

/** When owners are told, by the clock of the meeting: not in the night. */
const TOLD_AT = 9 * 60;

/** So long after it was due an action is still told of, in ms: then whoever has not heard does not want to. */
const CHASED = 7 * DAY;

/** Owners who asked to be told of the meeting hear of their action a day before it is due, and once when it is overdue. */
export async function chase(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const effects: Effect[] = [];
  for (const timetable of await ports.meetings.all()) {
    const { meeting } = timetable;
    const zone = zoneOf(timetable);
    if (nextAt(TOLD_AT, zone, since) > now) continue;
    const actions = (await ports.agenda.openActions(meeting.id)).filter(({ owner, due }) => owner && due);
    if (actions.length === 0) continue;
    const listeners = await ports.meetings.listeners(meeting.id);
    for (const action of actions.filter(({ owner = '' }) => listeners.includes(owner))) {
      const told = { ...action, text: await textFor(action, undefined, ports) };
      effects.push(...reminderOf(told, meetingTitle(meeting), zone, now));
    }
  }
  return { effects, because: [] };
}

function reminderOf({ id, owner, due, text }: Minute, title: string, zone: string, now: Instant): Effect[] {
  if (owner === undefined || due === undefined) return [];
  const today = dateIn(zone, now);
  const stage = today > due ? 'overdue' : dateIn(zone, now + DAY) >= due ? 'before' : undefined;
  if (stage === undefined || dateIn(zone, now - CHASED) > due) return [];
  const when = stage === 'overdue' ? `was due on ${dayText(due)}` : `is due on ${dayText(due)}`;
  return [
    {
      kind: 'slack.dm',
      user: owner,
      text: `From ${escape(title, 100)}: “${escape(text, 500)}” ${when}.`,
      choices: [{ label: 'Done', action: 'sitting:did', value: id }],
      once: `action:${id}:${stage}`,
      until: now + 2 * DAY,
    },
  ];
}

import { escape, plainLine, say as reply } from '../../blocks.ts';
import type { Minute } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { chooseIssue, parseIssueRef, type Issue } from '../../domain/issue.ts';
import { zoneOf } from '../../domain/occurrence.ts';
import { followingKey } from '../../domain/sitting.ts';
import { plainText } from '../../domain/slack-text.ts';
import { dayText } from '../../domain/zone.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { namesIn } from '../../topics.ts';
import { minuteModal } from './form.ts';
import { itemOn, minuteOf, say, type Room } from './plan.ts';
import { comments } from './sitting-post.ts';
import { chairAsking, memberAsking, mustBeOn, roomById, roomFor, roomHere } from './sitting-room.ts';
import { dueDay, dueWithin, mentionIn, readMinute, type MinuteKind, type TypedMinute } from './words.ts';

/** `decision "…" #123`, `action @who "…" by friday`, `note "…"` */
export async function sayHere(
  kind: MinuteKind,
  words: readonly string[],
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const typed = readMinute(kind, words);
  return keep(await roomHere(call, ports), kind, typed, call, ports);
}

/** The form behind the buttons. */
export async function openSay(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { id, kind } = JSON.parse(value) as { id: string; kind: MinuteKind };
  const room = await roomById(id, ports);
  mustBeOn(room);
  await mayWrite(room, kind, call, ports);
  return { view: minuteModal((await roomFor(room, call.channel, ports)).room, kind) };
}

export async function sayByForm(
  values: FormValues,
  metadata: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const { id, kind } = JSON.parse(metadata) as { id: string; kind: MinuteKind };
  const { text = '', issue, owner, due = '' } = values;
  const said = kind === 'action' && due.trim() === '' ? dueWithin(text) : { text, due };
  const typed = { ...said, issue, owner: owner === undefined ? undefined : `<@${owner}>` };
  return keep(await roomById(id, ports), kind, typed, call, ports);
}

/** A decision is the group's, so that its leads and triagers write it down; an action or a note anybody may. */
async function mayWrite(room: Room, kind: MinuteKind, call: Call, ports: Ports): Promise<void> {
  if (kind === 'decision')
    await chairAsking(
      room,
      call,
      ports,
      'write down what it decided',
      'Ask one of them, or keep it as a note.',
    );
  else await memberAsking(call, ports);
}

const NOTHING = { effects: [], because: [] };

/** What is written down after the end joins the summary, and a decision goes to its issue at once. */
async function keep(
  room: Room,
  kind: MinuteKind,
  typed: TypedMinute,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  await mayWrite(room, kind, call, ports);
  const text = plainLine(plainText(typed.text, await namesIn(typed.text, ports)));
  if (text === '') throw new UserError(`The ${kind} has no words that could be seen.`, 'Write a sentence.');
  const issue = await issueMeant(kind, typed.issue, room, call, ports);
  const said: Pick<Minute, 'kind' | 'text' | 'issue' | 'owner' | 'due' | 'number'> = {
    kind,
    text,
    ...(issue === undefined ? {} : { issue }),
    ...(kind === 'action' ? await actionOf(typed, room, call, ports) : {}),
  };
  const minute = minuteOf(room, said, call.user, call.now);
  const over = room.sitting.endedAt !== undefined;
  const sent = over ? await comments({ ...room, minutes: [minute] }, undefined, ports, call.now) : NOTHING;
  return {
    message: reply(keptText(minute, over)),
    effects: [...say(room, minute), ...sent.effects],
    because: [`${kind} in ${room.id}: ${text}`, ...sent.because],
  };
}

/** The issue that was named, else that of the topic that is on; a note belongs to one only where it is named. */
async function issueMeant(
  kind: MinuteKind,
  typed: string | undefined,
  room: Room,
  call: Call,
  { issues, directory }: Ports,
): Promise<Issue['id'] | undefined> {
  if (typed === undefined || typed.trim() === '') return kind === 'note' ? undefined : itemOn(room)?.issue;
  const labels = directory.groupsIn(call.channel).flatMap(({ label }) => label ?? []);
  return chooseIssue(typed, await issues.like(parseIssueRef(typed)), labels).id;
}

async function actionOf(
  { owner, due }: TypedMinute,
  { sitting, timetable, group }: Room,
  call: Call,
  ports: Ports,
) {
  const who = owner === undefined ? undefined : await personMeant(owner, call, ports);
  const next = followingKey(sitting, timetable, call.now);
  const by =
    due === undefined || due.trim() === '' ? undefined : dueDay(due, zoneOf(timetable), call.now, next);
  return {
    number: (await ports.agenda.lastNumber(group.id)) + 1,
    ...(who === undefined ? {} : { owner: who }),
    ...(by === undefined ? {} : { due: by }),
  };
}

async function personMeant(word: string, { user }: Call, { people }: Ports): Promise<string> {
  if (word.toLowerCase() === 'me') return user;
  const found = mentionIn(word) ?? (await people.slackOf([word.slice(1)]))[0];
  if (found !== undefined) return found;
  throw new UserError(`sigbot does not know who ${word} is in Slack.`, 'Mention them as Slack offers it.');
}

function keptText({ kind, text, owner, due, number }: Minute, over: boolean): string {
  const said = `“${escape(text, 300)}”${over ? ', in the summary of the meeting that is over' : ''}`;
  if (kind !== 'action') return `Kept as a ${kind}: ${said}`;
  const who = owner === undefined ? 'nobody yet' : `<@${owner}>`;
  return `Kept as action ${number}: ${said}, ${who}${due === undefined ? '' : `, by ${dayText(due)}`}`;
}

import { createHash } from 'node:crypto';
import type { Group } from './domain/group.ts';
import { plainTitle, safeDocument } from './domain/markdown.ts';
import { dayOfKey } from './domain/occurrence.ts';
import { outletKey, type Outlet } from './domain/outlet.ts';
import { escape } from './blocks.ts';
import { subjectKey, type Effect, type Send, type Subject } from './effect.ts';
import type { Ports } from './ports.ts';

/** Of which occurrence a subject tells whose id is "<meeting>/<key>". */
export interface Told {
  /** The group's id. */
  group: string;
  /** The meeting's id. */
  meeting: string;
  /** The occurrence's key. */
  key: string;
}

/** With the occurrence's day, "2026-12-03", where its meeting is thought of: a key with a moment is in UTC. */
export interface DatedTold extends Told {
  date: string;
}

/** "sig-node/weekly/2026-12-03" in its parts. */
export function toldOf({ id }: Subject): Told {
  const at = id.lastIndexOf('/');
  return { group: id.split('/', 1)[0] ?? '', meeting: id.slice(0, at), key: id.slice(at + 1) };
}

/** The same with its day. */
export async function datedOf(subject: Subject, { meetings }: Ports): Promise<DatedTold> {
  const told = toldOf(subject);
  const timetable = await meetings.byId(told.meeting);
  return { ...told, date: timetable ? dayOfKey(told.key, timetable) : told.key.slice(0, 10) };
}

/**
 * What brings a subject up to date wherever the operator wants it beside the messages: on GitHub, and in the canvas of
 * the group's channel. Planned with every post and edit of its message (`commit.ts`); what shows that already costs no call.
 */
export function publishing(subject: Subject, group: Group, { policy, directory }: Ports): Send[] {
  const { outlets, canvas } = policy.outlets(group);
  const channel = canvas ? directory.channelOf(group)?.id : undefined;
  return [
    ...outlets.map((outlet): Send => ({ kind: 'github.document', outlet, subject })),
    ...(channel === undefined ? [] : [{ kind: 'slack.canvas', channel, subject } as const]),
  ];
}

/**
 * Why a subject may not be written at an outlet, or (without one) into a canvas; undefined where it may. Nobody asks for
 * these effects, so it is the operator's word that counts, as it is when they are sent: the outlet is configured for the
 * group, its meeting is no private one, and `repositories` does not leave that repository to people's own hands.
 */
export async function unpublishable(
  subject: Subject,
  outlet: Outlet | undefined,
  { directory, meetings, policy }: Ports,
): Promise<string | undefined> {
  const told = toldOf(subject);
  const group = directory.current().groups.find(({ id }) => id === told.group);
  if (!group) return `there is no group "${told.group}" any more`;
  const known = await meetings.byId(told.meeting);
  if (!known || known.meeting.private) return 'its meeting is private, or gone';
  const { outlets, canvas } = policy.outlets(group);
  if (!outlet) return canvas ? undefined : 'canvases are not configured any more';
  const key = outletKey(outlet);
  if (!outlets.some((one) => outletKey(one) === key)) return `${key} is not configured any more`;
  const writing = await policy.writing({ name: outlet.repo });
  return writing?.write === 'handoff' ? `${outlet.repo} is configured as handoff` : undefined;
}

/**
 * Says once that a subject is no longer kept up to date at a place, in the thread of its own messages, where its leads
 * are; to the operator where it has none. `text`: the place for people, as mrkdwn.
 */
export async function leftAlone(
  subject: Subject,
  { key, text: place }: { key: string; text: string },
  why: string,
  { messages }: Ports,
): Promise<Effect[]> {
  const text = `This is no longer kept up to date in ${place}: ${why}. What stands there stays as it is.`;
  const once = `left:${key}:${subjectKey(subject)}`;
  const threads = (await messages.of(subject)).flatMap(({ channel, ts }): Effect[] =>
    ts === undefined ? [] : [{ kind: 'slack.reply', channel, thread: ts, text, once: `${once}:${channel}` }],
  );
  if (threads.length > 0) return threads;
  return [{ kind: 'slack.notice', text: `The ${subject.kind} ${escape(subject.id)}: ${text}`, once }];
}

/** A document as it leaves: nothing in it commands, mentions or hides; `print` is the same as long as it says the same. */
export interface Page {
  title: string;
  markdown: string;
  print: string;
}

/** What of a document has room in an issue, in characters; GitHub's limit leaves room for people's own words. */
const ROOM = 50_000;

const TITLE = 200;

export function toPage(document: { title: string; markdown: string }): Page {
  const title = plainTitle(document.title, TITLE);
  const markdown = cutLines(safeDocument(document.markdown), ROOM);
  const print = createHash('sha256').update(`${title}\n${markdown}`).digest('hex').slice(0, 16);
  return { title, markdown, print };
}

/** As many whole lines as have room in `max` characters, and how many are left out. */
export function cutLines(text: string, max: number): string {
  if (text.length <= max) return text;
  const lines = text.split('\n');
  let size = 0;
  const fit = lines.findIndex((line) => (size += line.length + 1) > max);
  return `${lines.slice(0, fit).join('\n')}\n\n… and ${lines.length - fit} more lines.`;
}

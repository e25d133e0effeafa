import { escape, fingerprint, say } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { safeLink } from '../../domain/scrub.ts';
import { lacking, lastHeard, plannedEnd } from '../../domain/sitting.ts';
import { DAY, HOUR, type Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import type { Call, FormValues, Message, Plan, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { sittingMessage } from './blocks.ts';
import { linkModal } from './form.ts';
import { change, end, shown, type Room } from './plan.ts';
import { comments } from './sitting-post.ts';
import { chairAsking, latestRoom, memberAsking, roomById, roomFor, roomOf } from './sitting-room.ts';
import { pageMessage, summaryMessage } from './summary.ts';

/** How the message about a sitting looks now. */
export async function render(held: Room, channel: string, ports: Ports): Promise<Message> {
  const { room, issues, names } = await roomFor(held, channel, ports);
  const message =
    room.sitting.endedAt === undefined
      ? sittingMessage(room, issues, ports.calendar.now())
      : summaryMessage(room, issues);
  return { ...message, names };
}

/** All that was said, for one person, page by page. */
export async function pageByPress(value: string, ports: Ports, replace: boolean): Promise<Reply> {
  const { id, page } = JSON.parse(value) as { id: string; page: number };
  const held = await roomById(id, ports);
  const { room, issues } = await roomFor(held, held.sitting.channel, ports);
  return { message: pageMessage(room, issues, page), replace };
}

/**
 * So long after its planned end, and after the last word, a meeting that nobody ended is over, in ms: people who go on
 * talking write something down within an hour, and a summary that comes later is read by nobody.
 */
const FORGOTTEN = HOUR;

/** What a minute brings: marks of time, ends that were forgotten, and links that are missing a day later. */
export async function lookAtSittings(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const plans: Plan[] = [];
  for (const sitting of await ports.agenda.openSittings()) {
    const room = await roomOf(sitting, ports);
    if (room) plans.push(await lookAt(room, now, ports));
  }
  for (const sitting of await ports.agenda.endedSittings(since - DAY, now - DAY)) {
    const room = await roomOf(sitting, ports);
    if (room) plans.push(await askForLinks(room, ports));
  }
  return {
    effects: plans.flatMap(({ effects }) => effects),
    because: plans.flatMap(({ because }) => because),
  };
}

async function lookAt(room: Room, now: Instant, ports: Ports): Promise<Plan> {
  const { sitting, timetable, minutes, id } = room;
  if (now >= Math.max(plannedEnd(sitting, timetable), lastHeard(sitting, minutes)) + FORGOTTEN) {
    const sent = await comments(room, undefined, ports, now);
    const effects = [...end(room, 'carried', now), ...sent.effects];
    return { effects, because: [`ended ${id} by itself`, ...sent.because] };
  }
  const message = await render(room, sitting.channel, ports);
  const [posted] = (await ports.messages.of({ kind: 'sitting', id })).filter(
    ({ channel }) => channel === sitting.channel,
  );
  const stale = posted?.ts !== undefined && posted.shown !== fingerprint(message);
  return { effects: stale ? [shown(sitting)] : [], because: [] };
}

/** What is missing after a day is asked for in the thread, once. Where the meeting has one place for all of them, that counts. */
async function askForLinks({ id, sitting, timetable }: Room, { messages }: Ports): Promise<Plan> {
  const missing = lacking(sitting, timetable.meeting);
  const { channel } = sitting;
  const thread = (await messages.of({ kind: 'sitting', id })).find((one) => one.channel === channel)?.ts;
  if (missing.length === 0 || thread === undefined) return { effects: [], because: [] };
  const how = missing.map((what) => `\`@sigbot meeting ${what} https://…\``).join(' or ');
  const text = `Where ${missing.length === 1 && missing[0] === 'recording' ? 'is' : 'are'} the ${missing.join(' and the ')} of this meeting? Write ${how} here, or use the buttons above. sigbot asks this once.`;
  const asked: Effect = { kind: 'slack.reply', channel, thread, text, once: `sitting-links:${id}` };
  return { effects: [asked], because: [] };
}

export type Link = 'notes' | 'recording';

/** "meeting notes https://…", "meeting recording [group] https://…" */
export async function linkHere(
  what: Link,
  words: readonly string[],
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const url = words.at(-1) ?? '';
  if (!/^<?https?:/i.test(url))
    throw new UserError(
      `Where ${what === 'notes' ? 'are the notes' : 'is the recording'}?`,
      `For example \`/sig meeting ${what} https://example.org/…\``,
    );
  return keepLink(await latestRoom(words.slice(0, -1).join(' '), call, ports), what, url, call, ports);
}

export async function openLink(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { id, what } = JSON.parse(value) as { id: string; what: Link };
  await memberAsking(call, ports);
  await roomById(id, ports);
  return { view: linkModal(id, what) };
}

export async function linkByForm(
  { url = '' }: FormValues,
  metadata: string,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const { id, what } = JSON.parse(metadata) as { id: string; what: Link };
  return keepLink(await roomById(id, ports), what, url, call, ports);
}

/** Any member says where it is; a link that stands already is replaced by those alone who lead the group's meetings. */
async function keepLink(room: Room, what: Link, typed: string, call: Call, ports: Ports): Promise<Reply> {
  const { notesUrl, recordingUrl } = room.sitting;
  const stands = (what === 'notes' ? notesUrl : recordingUrl) !== undefined;
  if (stands)
    await chairAsking(room, call, ports, `say anew where the ${what} ${what === 'notes' ? 'are' : 'is'}`);
  else await memberAsking(call, ports);
  const bare = typed.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  const url = safeLink(bare);
  if (url === undefined || !/^https:\/\/[^\s<>|]+$/i.test(url))
    throw new UserError(
      'That is no address that can be shown.',
      'Write one that begins with https://, without an e-mail address.',
    );
  const kept = what === 'notes' ? { notesUrl: url } : { recordingUrl: url };
  const stripped = url === bare ? '' : ' What looked like a passcode is left out.';
  return {
    message: say(
      `The ${what} of ${escape(meetingTitle(room.timetable.meeting))}: ${escape(url, 1000)}${stripped}`,
    ),
    effects: [change(room.sitting, kept), shown(room.sitting)],
    because: [`${what} of ${room.id}: ${url}`],
  };
}

import { actFor, decidesFor } from '../../acting.ts';
import { escape, link, preformatted, refusal, say, section } from '../../blocks.ts';
import type { Minute } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import type { Asker, Effect } from '../../effect.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { commentEffect, decisionComment } from './comment.ts';
import { shown, type Room } from './plan.ts';
import { memberAsking, onlyUserError, roomById } from './sitting-room.ts';
import { isUnderWay, unsent } from './summary.ts';

/**
 * The decisions of a meeting as comments on their issues: each for whoever wrote it down, else for who ends the meeting,
 * as far as GitHub would let them. The rest is offered in the summary. What a private meeting decided goes nowhere by
 * itself.
 * @param ender undefined where it ends by itself
 */
export async function comments(
  room: Room,
  ender: Person | undefined,
  ports: Ports,
  now: Instant,
): Promise<{ effects: Effect[]; because: string[] }> {
  const effects: Effect[] = [];
  const because: string[] = [];
  if (room.timetable.meeting.private) return { effects, because };
  for (const [key, decisions] of Map.groupBy(unsent(room.minutes), ({ issue, by }) => `${issue} ${by}`)) {
    const issue = await ports.issues.byId(decisions[0]?.issue ?? '').catch(onlyUserError);
    if (!issue || issue.gone !== undefined) continue;
    const writer = await ports.people.find(key.slice(key.indexOf(' ') + 1));
    const by =
      (await askerFor(writer, issue, room, ports)) ?? (ender && (await askerFor(ender, issue, room, ports)));
    if (!by) continue;
    effects.push(
      ...commentEffect(room, issue, decisions, { by, now, summary: await summaryOf(room, ports) }),
    );
    because.push(`decided on ${refText(issue)}, for ${by.login}`);
  }
  return { effects, because };
}

async function askerFor(person: Person, issue: Issue, room: Room, ports: Ports): Promise<Asker | undefined> {
  const way = await wayFor(person, issue, room, ports);
  return way && 'by' in way ? way.by : undefined;
}

/** How a comment on the issue goes to GitHub for the person; undefined where it may not. */
async function wayFor(
  person: Person,
  issue: Issue,
  room: Room,
  ports: Ports,
): Promise<{ by: Asker } | { handOver: string } | undefined> {
  const { group, sitting } = room;
  try {
    if (!(await decidesFor(person, group, issue, ports))) return undefined;
    const { by, way } = await actFor(person, issue, { group, actions: ['comment'] }, sitting, ports);
    return way.way === 'handoff' ? { handOver: way.because } : { by };
  } catch (error) {
    return onlyUserError(error);
  }
}

/** The address of the summary in Slack. */
async function summaryOf(
  { id, sitting: { channel } }: Room,
  { messages }: Ports,
): Promise<string | undefined> {
  const posted = await messages.of({ kind: 'sitting', id });
  const ts = posted.find((one) => one.channel === channel)?.ts;
  return ts === undefined ? undefined : messages.address(channel, ts);
}

/** "Tell GitHub…": what could not be posted for others is, for who presses; else they get the text. */
export async function postByPress(id: string, call: Call, ports: Ports): Promise<Reply> {
  const room = await roomById(id, ports);
  const person = await memberAsking(call, ports);
  const waiting = unsent(room.minutes);
  if (waiting.length === 0) {
    const underWay = room.minutes.some(isUnderWay);
    return {
      message: say(
        underWay ? 'What was decided is on its way to GitHub.' : 'Every decision is on its issue.',
      ),
    };
  }
  const told = await Promise.all(
    [...Map.groupBy(waiting, ({ issue }) => issue ?? '')].map(([issue, decisions]) =>
      tell(issue, decisions, room, person, call, ports),
    ),
  );
  const effects = told.flatMap((one) => one.effects);
  return {
    message: {
      text: 'What is on GitHub now, and what is yours to paste',
      blocks: told.flatMap(({ message }) => message.blocks).slice(0, 45),
    },
    effects: effects.length > 0 ? [...effects, shown(room.sitting)] : [],
    because: effects.length > 0 ? [`posted decisions of ${id}`] : [],
  };
}

/** One issue that may not be told of here holds up none of the others. */
function refusalOf(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

async function tell(
  id: string,
  decisions: readonly Minute[],
  room: Room,
  person: Person,
  call: Call,
  ports: Ports,
): Promise<{ effects: Effect[]; message: Message }> {
  const issue = await ports.issues.byId(id).catch(refusalOf);
  if (!issue) return { effects: [], message: say('An issue is no longer known here.') };
  if (issue instanceof UserError) return { effects: [], message: refusal(issue) };
  const name = link(issue.url, refText(issue));
  const way = await wayFor(person, issue, room, ports);
  const summary = await summaryOf(room, ports);
  if (way && 'by' in way) {
    const effects = commentEffect(room, issue, decisions, { ...way, summary, now: call.now });
    return { effects, message: say(`${name}: the comment is on its way.`) };
  }
  const why =
    way?.handOver ??
    `sigbot may not comment there for you. Paste this, or ask a lead of ${room.group.title}:`;
  const text = `${name}: ${escape(why)}`;
  const paste = preformatted(decisionComment(room, decisions, { summary }));
  return { effects: [], message: { text, blocks: [section(text), ...paste] } };
}

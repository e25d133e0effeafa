import type { Escalation } from '../../domain/escalation.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { occurrenceOf, zoneOf } from '../../domain/occurrence.ts';
import { isPrivate, isShown } from '../../domain/privacy.ts';
import { clockText } from '../../domain/zone.ts';
import type { Effect } from '../../effect.ts';
import { nameById } from '../../escalation-words.ts';
import type { Message } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { readableIn } from '../../readable.ts';
import { unveiled } from '../../topics.ts';
import { cardMessage, untoldMessage, type CaseRecord, type Shown } from './blocks.ts';
import { shown, subjectOf } from './plan.ts';

/** The card as it stands in a channel; in a few words where the channel may not show its issue any more. */
export async function render(id: string, channel: string, ports: Ports): Promise<Message | undefined> {
  const escalation = await ports.escalations.byId(id);
  if (!escalation) return undefined;
  const [issue] = await ports.work.issues([escalation.issue]);
  const { privacy } = ports.policy;
  const names = [{ issue: escalation.issue, hidden: !issue || isPrivate(issue, privacy) }];
  const isHidden =
    !issue || issue.gone === 'deleted' || !isShown(issue, ports.directory.channel(channel), privacy);
  const posted = await ports.messages.of(subjectOf(escalation));
  // What has become private on its way is not posted at all.
  if (isHidden && !posted.some((one) => one.channel === channel && one.ts !== undefined)) return undefined;
  if (isHidden) return { ...untoldMessage(issue), names };
  return { ...cardMessage(await shownOf(escalation, issue, readableIn(channel, ports))), names };
}

async function shownOf(escalation: Escalation, issue: Issue, ports: Ports): Promise<Shown> {
  const { groups } = ports.directory.current();
  const titleOf = (id: string) => nameById(groups, id);
  return {
    escalation,
    issue,
    from: titleOf(escalation.from),
    to: titleOf(escalation.to),
    titleOf,
    record: await recordOf(issue.id, ports),
    topic: await topicOf(escalation, ports),
  };
}

/** How many decisions are looked at. */
const LOOKED_AT = 20;

async function recordOf(issue: IssueId, ports: Ports): Promise<CaseRecord> {
  const [verdicts, decisions, consensus, talked] = await Promise.all([
    ports.verdicts.of(issue),
    ports.decisionLog.find({ issue, limit: LOOKED_AT }),
    ports.consensus.about(issue),
    ports.path.talked(issue),
  ]);
  const known = new Map((await ports.meetings.all()).map((one) => [one.meeting.id, one.meeting]));
  const told = talked.flatMap(({ meeting, at, how }) => {
    const its = known.get(meeting);
    return its ? [{ title: meetingTitle(its), at, how }] : [];
  });
  const oldestFirst = verdicts.toSorted((one, other) => one.at - other.at);
  return { verdicts: oldestFirst, decisions, consensus, talked: told };
}

async function topicOf({ topic }: Escalation, ports: Ports): Promise<string | undefined> {
  const item = topic === undefined ? undefined : await ports.agenda.item(topic);
  const timetable = item?.state === 'open' ? await ports.meetings.byId(item.meeting) : undefined;
  const occurrence = timetable && item && occurrenceOf(timetable, item.from);
  if (!timetable || !occurrence) return undefined;
  return `${meetingTitle(timetable.meeting)}, ${clockText(occurrence.start, zoneOf(timetable), ports.calendar.now())}`;
}

/** Its cards follow the issue while somebody may still answer, and whenever it becomes private or public. */
export async function follow(issue: Issue, ports: Ports): Promise<Effect[]> {
  const all = await ports.escalations.about(issue.id);
  return all.length === 0 ? [] : [...all.map(shown), ...(await unveiled('escalation', issue, ports))];
}

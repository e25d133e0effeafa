import { schedule } from '../../agenda-topic.ts';
import { escape, say } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels } from '../../domain/group.ts';
import { dayOf } from '../../domain/history.ts';
import { issueId, type Issue, type IssueId } from '../../domain/issue.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { zoneOf } from '../../domain/occurrence.ts';
import { readsOnly } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import { clockText } from '../../domain/zone.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Feature, Plan, Reply } from '../../feature.ts';
import { edited } from '../../meeting-messages.ts';
import type { Ports } from '../../ports.ts';

/** Keeps true what cards tell of the way that proposals go, and puts them on agendas. */
export const path: Feature = {
  name: 'path',
  presses: { 'path:schedule': putOnAgenda },
  touched: async (pull, ports) => ({ effects: await followers(pull, ports), because: [] }),
  tick: readAnew,
};

/** "Put on the agenda": of the channel's group, else of the issue's first that has a meeting. */
async function putOnAgenda(id: string, call: Call, ports: Ports): Promise<Reply> {
  const reads = readsOnly(await ports.people.find(call.user));
  if (reads !== undefined) throw new UserError(reads, 'Ask a member of this Slack.');
  const issue = await ports.issues.byId(id);
  if (!issue) throw new UserError('sigbot does not know this issue any more.', 'Look at it on GitHub.');
  const theirs = groupsWithLabels(ports.directory.current().groups, issue.labels);
  const here = ports.directory.groupsIn(call.channel).filter((group) => theirs.includes(group));
  for (const group of here.length > 0 ? here : theirs) {
    const said = { text: issue.title, by: call.user, now: call.now };
    const scheduled = await schedule(group, issue, said, ports);
    if (!scheduled) continue;
    const { meet, effects } = scheduled;
    const { timetable, occurrence } = meet;
    const day = `${escape(meetingTitle(timetable.meeting), 80)}, ${clockText(occurrence.start, zoneOf(timetable), call.now)}`;
    if (effects.length === 0) return { message: say(`It is a topic already: ${day}`) };
    const done = `On the agenda of ${day}`;
    return { message: say(done), effects, because: [`put on the agenda: ${issue.title}`], issue };
  }
  throw new UserError(
    'No meeting of its groups is known, so there is no agenda.',
    'Its leads tell when they meet: `/sig meeting`',
  );
}

/** The cards of the issues that a pull request names: what becomes of it is a step of theirs. */
async function followers(pull: Issue, ports: Ports): Promise<Effect[]> {
  return pull.isPullRequest ? cardsOf(await ports.path.namedBy(pull.id), ports) : [];
}

async function cardsOf(issues: readonly IssueId[], { messages }: Ports): Promise<Effect[]> {
  const posted = await Promise.all(issues.map((id) => messages.of({ kind: 'card', id })));
  return posted.flat().map(edited);
}

/** Proposals are read without a word about which of them have changed: when a day begins their cards are drawn again. */
async function readAnew(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  const known = dayOf(since) === dayOf(now) ? undefined : await ports.keps.known();
  const ids = (known?.all ?? []).flatMap(({ number }) =>
    number === undefined ? [] : [issueId(known?.repo.id ?? 0, number)],
  );
  return { effects: await cardsOf(ids, ports), because: [] };
}

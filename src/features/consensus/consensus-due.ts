import { when } from '../../blocks.ts';
import { afterTime, isLive, type Consensus } from '../../domain/consensus.ts';
import { dueNudge } from '../../domain/consensus-policy.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import type { Plan } from '../../feature.ts';
import { occurrenceEdits } from '../../meeting-messages.ts';
import { meetingsOf, nextMeet, stillToHold, type Meet } from '../../meets.ts';
import type { Ports } from '../../ports.ts';
import { unveiled } from '../../topics.ts';
import { DAY_AND_TIME } from './blocks.ts';
import { groupOf } from './consensus-find.ts';
import { noteEffects } from './consensus-note.ts';
import { changed, nudge, shown, stalledTopic, subjectOf } from './plan.ts';

/** What a minute brings: proposals whose time is over, and people who are asked again. */
export async function lookAtOpen(now: Instant, ports: Ports): Promise<Plan> {
  const plans: Plan[] = [];
  for (const consensus of await ports.consensus.live()) {
    if (consensus.state !== 'open') continue;
    const after = afterTime(consensus, now);
    plans.push(await (after === consensus ? askAgain(consensus, now, ports) : end(after, now, ports)));
  }
  return {
    effects: plans.flatMap(({ effects }) => effects),
    because: plans.flatMap(({ because }) => because),
  };
}

/** Accepted, it stands in the next agenda; stalled, the next meeting takes it up. */
async function end(consensus: Consensus, now: Instant, ports: Ports): Promise<Plan> {
  const meet = await meetFor(consensus, now, ports);
  const { topic, effects } = await topicFor(consensus, meet, ports);
  const ended = topic === undefined ? consensus : { ...consensus, topic };
  const agenda = meet ? await occurrenceEdits(meet.timetable, meet.occurrence.key, ports) : [];
  return {
    effects: [...changed(ended), ...(await noteEffects(ended, ports)), ...effects, ...agenda],
    because: [`consensus ${consensus.id}: ${consensus.state}`],
  };
}

/** The group's next meeting that everybody may know of. */
async function meetFor(consensus: Consensus, now: Instant, ports: Ports): Promise<Meet | undefined> {
  const group = groupOf(consensus, ports);
  const own = group ? (await meetingsOf(group, ports)).filter(({ meeting }) => !meeting.private) : [];
  const next = group && nextMeet(group, own, now);
  return next && stillToHold(next, now, ports);
}

/** One topic, also where it stalls again before a meeting came to it. */
async function topicFor(
  { state, topic, ...consensus }: Consensus,
  meet: Meet | undefined,
  { agenda }: Ports,
): Promise<{ topic?: string | undefined; effects: Effect[] }> {
  if (state !== 'stalled' || !meet) return { topic, effects: [] };
  if (topic !== undefined && (await agenda.item(topic))?.state === 'open') return { topic, effects: [] };
  const { meeting, key } = meet.occurrence;
  const item = stalledTopic({ state, ...consensus }, { meeting, key }, await agenda.items(meeting));
  return { topic: item.id, effects: [{ kind: 'agenda.put', item }] };
}

async function askAgain(consensus: Consensus, now: Instant, ports: Ports): Promise<Plan> {
  const users = dueFor(groupOf(consensus, ports), consensus, now, ports);
  const posted = users && (await ports.messages.of(subjectOf(consensus)));
  const thread = posted?.find(({ channel }) => channel === consensus.channel)?.ts;
  if (!users || thread === undefined) return { effects: [], because: [] };
  const asked: Effect = { kind: 'consensus.put', consensus: { ...consensus, nudgedAt: now } };
  if (users.length === 0) return { effects: [asked], because: [] };
  const line = nudge(consensus, users, { thread, deadline: when(consensus.deadline, DAY_AND_TIME) });
  return { effects: [asked, line], because: [`consensus ${consensus.id}: asked ${users.join(', ')} again`] };
}

function dueFor(
  group: Group | undefined,
  consensus: Consensus,
  now: Instant,
  { policy }: Ports,
): readonly string[] | undefined {
  return group && dueNudge(consensus, policy.consensus(group), policy.clocks(group).hours, now);
}

/** The cards about an issue follow it while people may still answer, when it is gone, and when it becomes private or public. */
export async function follow(issue: Issue, ports: Ports): Promise<Effect[]> {
  const all = await ports.consensus.about(issue.id);
  if (all.length === 0) return [];
  const turned = await unveiled('consensus', issue, ports);
  const notes = turned.length > 0 ? await Promise.all(all.map((one) => noteEffects(one, ports))) : [];
  return [
    ...all.filter((one) => isLive(one) || issue.gone !== undefined).map(shown),
    ...turned,
    ...notes.flat(),
  ];
}

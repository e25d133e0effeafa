import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClockPolicy } from '../../domain/clock-policy.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { clockFacts, clocksOf } from '../../domain/service-level.ts';
import type { Instant } from '../../domain/time.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Ports } from '../../ports.ts';
import { SPREAD, turnedNow, type Turned } from './due.ts';
import type { GroupClocks } from './plan.ts';

/** The clocks of an issue with those of its groups that have such levels. */
export async function clocksFor(
  issue: Issue,
  verdicts: readonly Verdict[],
  { calendar, directory, policy, work }: Ports,
): Promise<GroupClocks[]> {
  const groups = groupsWithLabels(directory.current().groups, issue.labels);
  const measured = groups.filter((group) => isMeasured(policy.clocks(group)));
  if (measured.length === 0) return [];
  const now = calendar.now();
  const heard = (await work.heard([issue.id])).has(issue.id);
  return measured.map((group) => {
    const facts = clockFacts(issue, group, { verdicts, heard, untriaged: policy.labels.untriaged }, now);
    return { group, clocks: clocksOf(facts, policy.clocks(group), now) };
  });
}

function isMeasured({ response, triage }: ClockPolicy): boolean {
  return response !== undefined || triage !== undefined;
}

/** Most issues of a group that are looked at in a minute. */
const MOST = 500;

/** The issues whose cards are to say from now on that something is overdue, by group. */
export async function overdueSince(
  since: Instant,
  now: Instant,
  ports: Ports,
): Promise<(Turned & { group: Group })[]> {
  const turned = [];
  for (const { group, label } of await groupsTurning(since - SPREAD, now, ports)) {
    const { found } = await ports.work.find({
      what: 'overdue',
      group: group.id,
      label,
      untriaged: ports.policy.labels.untriaged,
      policy: ports.policy.clocks(group),
      now,
      since: since - SPREAD,
      limit: MOST,
    });
    const due = turnedNow(found, since, now);
    if (due.issues.length > 0) turned.push({ group, ...due });
    await nextTurn();
  }
  return turned;
}

/** The groups with a channel that have an issue on which a clock may have run out meanwhile. */
async function groupsTurning(
  since: Instant,
  now: Instant,
  { directory, policy, work }: Ports,
): Promise<{ group: Group; label: string }[]> {
  const groups = directory.current().groups.flatMap((group) => {
    const { label } = group;
    const isAsked = label !== undefined && directory.channelOf(group) && isMeasured(policy.clocks(group));
    return isAsked ? [{ group, label }] : [];
  });
  const policies = new Set(groups.map(({ group }) => policy.clocks(group)));
  if (policies.size === 0) return [];
  const labels = await work.turning([...policies], since, now);
  return groups.filter(({ label }) => labels.has(label.toLowerCase()));
}

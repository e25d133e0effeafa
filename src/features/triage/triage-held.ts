import { escape, link } from '../../blocks.ts';
import { actionsOf, wayOf } from '../../domain/actions.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import { refText, type Issue, type IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { standing } from '../../domain/verdict.ts';
import type { Asker, Effect, HeldAcceptance } from '../../effect.ts';
import type { Plan } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { freedOf } from './held.ts';
import { planAccepted } from './plan.ts';

const NOTHING: Plan = { effects: [], because: [] };

/** Where all groups must accept: tells GitHub once those that have not need not any more. */
export async function acceptFreed(now: Instant, ports: Ports): Promise<Plan> {
  const plans: Plan[] = [];
  const held = await ports.held.all();
  for (const [id, acceptances] of Map.groupBy(held, ({ issue }) => issue))
    plans.push(await acceptOne(id, acceptances, now, ports));
  return {
    effects: plans.flatMap(({ effects }) => effects),
    because: plans.flatMap(({ because }) => because),
  };
}

async function acceptOne(
  id: IssueId,
  acceptances: readonly HeldAcceptance[],
  now: Instant,
  ports: Ports,
): Promise<Plan> {
  const { directory, issues, policy, verdicts } = ports;
  const issue = await issues.byId(id);
  const groups = groupsWithLabels(directory.current().groups, issue?.labels ?? []);
  const standings = issue ? standing(issue, await verdicts.of(id), groups, policy.labels, now) : [];
  const { accepted } = policy.triage;
  const freed = freedOf({ issue, acceptances, standings, accepted, now });
  if (freed === 'waits') return NOTHING;
  const release: Effect = { kind: 'acceptance.release', issue: id };
  if (!issue || freed === 'over') return { effects: [release], because: [] };
  const { effects, because } = await tell(issue, freed.held, freed.group, now, ports);
  return { effects: [...effects, release], because };
}

/** In the name of who accepted, by their right; where the bot does not write they are told that it is theirs to do. */
async function tell(
  issue: Issue,
  { by }: HeldAcceptance,
  group: Group,
  now: Instant,
  ports: Ports,
): Promise<Plan> {
  const { labels: policy, triage, writing: writingOf } = ports.policy;
  const writing = await writingOf({ name: issue.repo });
  if (!writing) return NOTHING;
  const decision = { accept: true } as const;
  const under = { ...by.under, ...writing, actions: actionsOf(decision, issue.labels, policy) };
  const { signedIn } = await ports.people.find(by.user);
  const how = wayOf(writing, { signedIn, repo: issue.repo });
  const asker = { ...by, under };
  const commented = await ports.comments.before(issue.id);
  const around = { issue, decision, group, by: asker, mode: how.way, policy, accepted: triage.accepted, now };
  const { handOff, effects, because } = planAccepted({ ...around, verdicts: [], standings: [], commented });
  if (how.way !== 'handoff' || handOff === undefined) return { effects, because };
  const why = `${link(issue.url, refText(issue))}: no other group has to accept it any more. ${escape(how.because)}`;
  return { effects: [told(`${why}\n\`\`\`${escape(handOff)}\`\`\``, issue, asker)], because };
}

function told(text: string, { id }: Issue, { user, channel }: Asker): Effect {
  const once = `freed:${id}:${user}`;
  return channel === undefined
    ? { kind: 'slack.dm', user, text, once }
    : { kind: 'slack.whisper', channel, user, text, once };
}

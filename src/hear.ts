import type { Issue } from './domain/issue.ts';
import { hasLabel, prefixOf } from './domain/label.ts';
import { factsIn, type News } from './domain/news.ts';
import { labelsAsked, labelsDropped, readCommands } from './domain/prow.ts';
import { MINUTE, SECOND, type Instant } from './domain/time.ts';
import type { Ports } from './ports.ts';
import { record, redate } from './record.ts';
import type { Hint } from './adapters/github/interpret.ts';
import type { Act, StoreParts } from './adapters/store/store.ts';

type Seen = Extract<Hint, { kind: 'issue' }>;

/**
 * What an event or a poll tells of an issue's verdicts goes to the audit, inside the caller's transaction. Returns what
 * to say of it in the ledger.
 */
export async function hear(
  seen: Seen,
  { issue, before }: { issue: Issue; before?: Issue | undefined },
  tx: StoreParts,
  ports: Ports,
): Promise<string[]> {
  const { triage, labels } = ports.policy;
  const around = { issue, groups: ports.directory.current().groups, untriaged: labels.untriaged };
  let changed = false;
  for (const news of newsIn(seen, before, triage.robots)) {
    const verdicts = await tx.verdicts.of(issue.id);
    const acts = news.added.length + news.removed.length > 0 ? await tx.outbox.acts(issue.id) : [];
    const ours = (does: 'add' | 'remove', label: string) => isOurs(acts, does, label, news.at);
    const facts = factsIn(news, { ...around, verdicts, ours });
    changed = (await record(facts, issue.id, tx, triage)) || changed;
  }
  if (before?.labels.join() !== issue.labels.join()) await redate(issue, tx, triage);
  return changed ? ['heard what bears on its verdicts'] : [];
}

/** What has happened: what an event says of itself, or how an issue differs from what we knew; and a comment. */
function newsIn(
  { snapshot, change, by, comment }: Seen,
  before: Issue | undefined,
  robots: readonly string[],
): News[] {
  const account = (sender: { login: string; bot: boolean }) => ({
    login: sender.login,
    robot: sender.bot || robots.includes(sender.login.toLowerCase()),
  });
  const nothing = { added: [], removed: [], reopened: false, commands: [] };
  const said = comment && { ...nothing, at: comment.at, by: account(comment.by), commands: comment.commands };
  const open = snapshot.state === 'open';
  const done = {
    ...nothing,
    at: snapshot.updatedAt,
    ...(change
      ? {
          by: by && account(by),
          added: change.labels?.add === undefined ? [] : [change.labels.add],
          removed: change.labels?.remove === undefined ? [] : [change.labels.remove],
          reopened: open && (change.fields?.includes('state') ?? false),
        }
      : before && snapshot.updatedAt >= before.updatedAt
        ? {
            added: snapshot.labels.filter((label) => !hasLabel(before.labels, label)),
            removed: before.labels.filter((label) => !hasLabel(snapshot.labels, label)),
            reopened: open && before.state === 'closed',
          }
        : {}),
  };
  return [...(said ? [said] : []), done];
}

/** Events are dated in whole seconds, by another clock. */
const CLOCKS = 2 * SECOND;

/** How long a robot may take to do what a comment of ours asks for. */
const ROBOT_TAKES = 15 * MINUTE;

/** Whether the bot itself changed the label then, or asked a robot to. */
function isOurs(acts: readonly Act[], does: 'add' | 'remove', label: string, at: Instant): boolean {
  return acts.some(({ effect, plannedAt, doneAt = Infinity }) => {
    if (at < plannedAt - CLOCKS) return false;
    if (effect.kind === 'github.comment') {
      const commands = readCommands(effect.body);
      const named = does === 'add' ? labelsAsked(commands) : labelsDropped(commands);
      return at <= doneAt + ROBOT_TAKES && hasLabel(named, label);
    }
    if (effect.kind !== 'github.labels' || at > doneAt + CLOCKS) return false;
    const { add, remove, exclusive } = effect;
    if (does === 'add') return hasLabel(add, label);
    const displaced =
      exclusive.includes(prefixOf(label)) && add.some((name) => prefixOf(name) === prefixOf(label));
    return hasLabel(remove, label) || displaced;
  });
}

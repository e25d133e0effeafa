import type { Fact } from './domain/fact.ts';
import type { Issue } from './domain/issue.ts';
import { hasLabel, prefixOf } from './domain/label.ts';
import { factsIn, type News } from './domain/news.ts';
import { labelsAsked, labelsDropped, readCommands } from './domain/prow.ts';
import { MINUTE, SECOND, type Instant } from './domain/time.ts';
import { kindOfLabel } from './domain/verdict.ts';
import type { Ports } from './ports.ts';
import { decidedIn, record, redate } from './record.ts';
import type { Hint } from './adapters/github/hint.ts';
import type { Act, StoreParts } from './adapters/store/store.ts';

type Seen = Extract<Hint, { kind: 'issue' }>;

/** An issue as the mirror has it now, and had it before where it was known. */
interface Known {
  issue: Issue;
  before?: Issue | undefined;
}

/**
 * What an event or a poll tells of an issue's verdicts goes to the audit, inside the caller's transaction. Returns what
 * to say of it in the ledger.
 */
export async function hear(seen: Seen, known: Known, tx: StoreParts, ports: Ports): Promise<string[]> {
  const { issue, before } = known;
  const { triage, labels } = ports.policy;
  const { groups } = ports.directory.current();
  const around = { issue, groups, named: ports.people.named, untriaged: labels.untriaged };
  let changed = false;
  for (const news of newsIn(seen, known, triage.robots)) {
    const verdicts = await tx.verdicts.of(issue.id);
    const acts = changes(news) ? await tx.outbox.acts(issue.id) : [];
    const ours = (does: 'add' | 'remove', label: string) => isOurs(acts, does, label, news.at);
    const closedByUs = () => isOurClosing(acts, news);
    const facts = [...carriedOut(acts, news), ...factsIn(news, { ...around, verdicts, ours, closedByUs })];
    changed = (await record(facts, issue.id, tx, triage)) || changed;
  }
  if (before?.labels.join() !== issue.labels.join()) await redate(issue, tx, triage);
  return changed ? ['its verdicts follow what happened on GitHub'] : [];
}

const NOTHING = { added: [], removed: [], reopened: false, commands: [] };

/** What has happened: a comment, what an event says of itself, and how else the issue differs from what we knew. */
function newsIn(
  { snapshot, change, by, comment }: Seen,
  { issue, before = issue }: Known,
  robots: readonly string[],
): News[] {
  const account = (sender: { login: string; bot: boolean }) => ({
    login: sender.login,
    robot: sender.bot || robots.includes(sender.login.toLowerCase()),
  });
  const at = snapshot.updatedAt;
  const { add, remove } = change?.labels ?? {};
  const stateTold = change?.fields?.includes('state') ?? false;
  const own: News = {
    ...NOTHING,
    at,
    by: by && account(by),
    added: add === undefined ? [] : [add],
    removed: remove === undefined ? [] : [remove],
    closed: stateTold && snapshot.state === 'closed' ? { reason: snapshot.stateReason } : undefined,
    reopened: stateTold && snapshot.state === 'open',
  };
  // Its own event may follow, or was lost, or there are none.
  const rest: News = {
    ...NOTHING,
    at,
    added: issue.labels.filter((label) => !hasLabel([...before.labels, ...own.added], label)),
    removed: before.labels.filter((label) => !hasLabel([...issue.labels, ...own.removed], label)),
    reopened: issue.state === 'open' && before.state === 'closed' && !own.reopened,
  };
  const said = comment && { ...NOTHING, at: comment.at, by: account(comment.by), commands: comment.commands };
  return [...(said ? [said] : []), own, rest].filter(
    (news) => changes(news) || news.reopened || news.commands.length > 0,
  );
}

/** Whether the bot itself may have done what the news tells. */
function changes({ added, removed, closed }: News): boolean {
  return closed !== undefined || added.length + removed.length > 0;
}

/**
 * GitHub may tell of what the bot does before it has answered the bot. Its label then stands for the verdict that it
 * carries out; without it, the other groups' cards would say for that moment that they have decided so too.
 */
function carriedOut(acts: readonly Act[], { added, at, by }: News): Fact[] {
  return acts.flatMap((act) => {
    const { effect, doneAt } = act;
    if (doneAt !== undefined || effect.kind !== 'github.labels' || !effect.verdict) return [];
    const { verdict } = effect;
    const ours = by === undefined || by.robot || by.login.toLowerCase() === verdict.by.toLowerCase();
    const shows = added.some(
      (label) => kindOfLabel(label) === verdict.kind && isOurs([act], 'add', label, at),
    );
    return ours && shows ? [decidedIn(verdict)] : [];
  });
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

/** Whether the bot itself closed it then; a robot may do so because the bot asked. */
function isOurClosing(acts: readonly Act[], { at, by }: News): boolean {
  return acts.some(({ effect, plannedAt, doneAt = Infinity }) => {
    if (at < plannedAt - CLOCKS) return false;
    if (effect.kind === 'github.close') return at <= doneAt + CLOCKS;
    if (effect.kind !== 'github.comment' || !by?.robot) return false;
    return at <= doneAt + ROBOT_TAKES && readCommands(effect.body).some(({ does }) => does === 'close');
  });
}

import type { Group } from './group.ts';
import type { Issue, IssueId } from './issue.ts';
import { isUntriaged, labelsUnder, type LabelPolicy } from './label.ts';
import { DAY, type Instant } from './time.ts';

export type VerdictKind =
  'accepted' | 'needs-information' | 'not-ours' | 'duplicate' | 'not-reproducible' | 'closed';

/** What one group decided about one issue, or somebody for all of its groups. */
export interface Verdict {
  issue: IssueId;
  /** The group's id; absent in a verdict of the whole issue. */
  group?: string | undefined;
  kind: VerdictKind;
  /** GitHub login of who decided; absent where nobody is known. */
  by?: string | undefined;
  at: Instant;
  /** The other issue, the label of the other group, the question to the author, or as what it was closed on GitHub. */
  note?: string | undefined;
  /** Why, in the words of who decided. */
  because?: string | undefined;
  /** Where it was decided. */
  via: 'slack' | 'github';
  /** From then on the group is asked again. */
  retriageAt?: Instant | undefined;
  /** Since when, and why, it counts no more. */
  ended?: Ended | undefined;
}

/** A verdict that a known person gave for a group, as it is given in Slack. */
export type GroupVerdict = Verdict & { group: string; by: string };

/** Why a verdict counts no more: its label was removed, the issue reopened, or the issue given back to the group. */
export interface Ended {
  at: Instant;
  /** GitHub login; absent where nobody is known. */
  by?: string | undefined;
  why: 'taken-back' | 'reopened' | 'returned';
}

/** Where an issue stands with one of its groups. */
export type Standing = { group: Group } & (
  | {
      state: 'waiting';
      since: Instant;
      why: 'new' | 'retriage' | 'answered' | Ended['why'];
      /** The verdict that holds no more. */
      after?: Verdict | undefined;
    }
  | { state: 'decided'; verdict: Verdict }
  /** Its labels say that it is triaged, and no verdict is known at all; `kind` where a label names one. */
  | { state: 'labelled'; kind?: VerdictKind | undefined }
);

/**
 * Where an issue stands with each of these groups. A group's own verdict holds for it, else one of the whole issue that
 * is not older than its own; a group with neither waits, whatever labels the verdict of another group has set. Where no
 * verdict is known at all, the labels tell. The queue (adapters/store/queue.ts) follows the same rules in SQL.
 */
export function standing(
  issue: Issue,
  verdicts: readonly Verdict[],
  groups: readonly Group[],
  policy: Pick<LabelPolicy, 'untriaged'>,
  now: Instant,
): Standing[] {
  return groups.map((group) => ({ group, ...standingOf(group, issue, verdicts, policy, now) }));
}

/** Whether the group of that standing is asked for a decision; of a closed issue nobody is. */
export function waits({ state }: Standing, issue: Pick<Issue, 'state'>): boolean {
  return state === 'waiting' && issue.state === 'open';
}

/** Whether the group of that standing could accept the issue: it is open, and the group has not accepted it yet. */
export function acceptable(standing: Standing, { state }: Pick<Issue, 'state'>): boolean {
  return state === 'open' && !isAccepted(standing);
}

/** Whether the group has accepted the issue, as far as anybody knows. */
export function isAccepted(standing: Standing): boolean {
  if (standing.state === 'decided') return standing.verdict.kind === 'accepted';
  return standing.state === 'labelled' && (standing.kind ?? 'accepted') === 'accepted';
}

/** Where an issue stands with a group that is named beside it. */
export type Where<S = Standing> = S extends unknown ? Omit<S, 'group'> : never;

/** As `standing`, with one group. */
export function standingOf(
  group: Pick<Group, 'id'>,
  issue: Issue,
  verdicts: readonly Verdict[],
  { untriaged }: Pick<LabelPolicy, 'untriaged'>,
  now: Instant,
): Where {
  if (verdicts.length === 0) {
    if (!isUntriaged(issue, untriaged)) return { state: 'labelled', kind: kindOfLabels(issue.labels) };
    return { state: 'waiting', since: issue.createdAt, why: 'new' };
  }
  const own = verdicts.find((verdict) => verdict.group === group.id);
  const whole = verdicts.find((verdict) => verdict.group === undefined);
  const later = own && whole ? (whole.at > own.at ? whole : own) : (own ?? whole);
  for (const verdict of [own, later]) {
    if (verdict && lapsed(verdict, issue, now) === undefined) return { state: 'decided', verdict };
  }
  const lapse = later && lapsed(later, issue, now);
  if (!lapse) return { state: 'waiting', since: issue.createdAt, why: 'new' };
  return { state: 'waiting', ...lapse, after: later };
}

/** Since when and why a verdict does not hold any more; undefined while it does. */
export function lapsed(
  { kind, at, retriageAt, ended }: Verdict,
  { authorCommentedAt }: Issue,
  now: Instant,
): { since: Instant; why: Ended['why'] | 'retriage' | 'answered' } | undefined {
  if (ended) return { since: ended.at, why: ended.why };
  if (retriageAt !== undefined && retriageAt <= now) return { since: retriageAt, why: 'retriage' };
  if (kind !== 'needs-information' || authorCommentedAt === undefined || authorCommentedAt <= at)
    return undefined;
  return { since: authorCommentedAt, why: 'answered' };
}

/** The verdicts that a label of their own stands for (label_sync, `triage/`). */
const LABELS: Readonly<Record<string, VerdictKind>> = {
  accepted: 'accepted',
  'needs-information': 'needs-information',
  duplicate: 'duplicate',
  'not-reproducible': 'not-reproducible',
};

/** The verdict that a label stands for: "triage/accepted" is accepted; undefined where it stands for none. */
export function kindOfLabel(label: string): VerdictKind | undefined {
  return kindOfLabels([label]);
}

function kindOfLabels(labels: readonly string[]): VerdictKind | undefined {
  const words = labelsUnder(
    labels.map((label) => label.toLowerCase()),
    'triage/',
  );
  return words.map((word) => LABELS[word]).find((kind) => kind !== undefined);
}

/** When accepted issues are looked at again. */
export interface Retriage {
  /** Days after which an accepted issue waits again. */
  after: number;
  /** Days by label; of several that fit the fewest count. */
  byLabel: Readonly<Record<string, number>>;
  /** An issue with one of these labels is never asked about again. */
  never: readonly string[];
}

/** How Kubernetes asks again (test-infra, sig-contribex-k8s-triage-robot.yaml: the jobs `retriage*`). */
export const KUBERNETES_RETRIAGE: Retriage = {
  after: 365,
  byLabel: { 'priority/important-soon': 90, 'priority/critical-urgent': 30 },
  never: ['lifecycle/frozen', 'help wanted'],
};

/** When an acceptance of an issue with these labels lapses; undefined where it never does. */
export function retriageAt(
  { kind, at }: Pick<Verdict, 'kind' | 'at'>,
  labels: readonly string[],
  policy: Retriage | undefined,
): Instant | undefined {
  if (kind !== 'accepted' || !policy) return undefined;
  const has = new Set(labels.map((label) => label.toLowerCase()));
  if (policy.never.some((label) => has.has(label.toLowerCase()))) return undefined;
  const fitting = Object.entries(policy.byLabel).filter(([label]) => has.has(label.toLowerCase()));
  const days = fitting.length > 0 ? Math.min(...fitting.map(([, count]) => count)) : policy.after;
  return at + days * DAY;
}

/** A community's rules about deciding. */
export interface TriagePolicy {
  /** Whether the label of acceptance is set when one of the issue's groups accepts, or when the last one does. */
  accepted: 'any' | 'all';
  /** Absent: what was accepted stays accepted. */
  retriage?: Retriage | undefined;
  /** Names of priority labels without their prefix, most urgent first: "critical-urgent". */
  priorities: readonly string[];
  /** GitHub logins, in lower case, that set labels because somebody asked them to. */
  robots: readonly string[];
}

import type { Issue } from './issue.ts';

/**
 * What "untriaged" means here: no label with this prefix, or this very label. `where` names the repositories in which
 * a robot puts that label on whatever lacks another one; elsewhere nothing is untriaged then.
 */
export type UntriagedRule =
  { without: string } | { with: string; where?: readonly RequiredLabel[] | undefined };

/** An issue must carry a label with one of these prefixes (prow, `require_matching_label`). */
export interface RequiredLabel {
  /** "owner/name", or "owner/*" for all of an owner's. */
  repository: string;
  prefixes: readonly string[];
  issues: boolean;
  pullRequests: boolean;
}

/** A community's rules about labels. */
export interface LabelPolicy {
  untriaged: UntriagedRule;
  /** Prefixes of which an issue carries one label at most: "triage/", "priority/". */
  exclusive: readonly string[];
}

/** "kind/bug" -> "kind/"; "" where the label has no prefix. */
export function prefixOf(label: string): string {
  return label.slice(0, label.indexOf('/') + 1);
}

/** The labels with this prefix, without it: labelsUnder(["kind/bug"], "kind/") -> ["bug"]. */
export function labelsUnder(labels: readonly string[], prefix: string): string[] {
  return labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
}

/** GitHub compares label names without case. */
export function hasLabel(labels: readonly string[], wanted: string): boolean {
  const lower = wanted.toLowerCase();
  return labels.some((label) => label.toLowerCase() === lower);
}

/** Whether the issue's labels say that it waits for a decision. */
export function isUntriaged(
  { labels, repo, isPullRequest }: Pick<Issue, 'labels' | 'repo' | 'isPullRequest'>,
  rule: UntriagedRule,
): boolean {
  if ('without' in rule) return lacks(labels, [rule.without]);
  if (!rule.where) return hasLabel(labels, rule.with);
  const name = repo.toLowerCase();
  const required = rule.where.find(
    ({ repository, issues, pullRequests }) =>
      (isPullRequest ? pullRequests : issues) &&
      [name, `${name.split('/', 1)[0]}/*`].includes(repository.toLowerCase()),
  );
  return required !== undefined && lacks(labels, required.prefixes);
}

function lacks(labels: readonly string[], prefixes: readonly string[]): boolean {
  const wanted = prefixes.map((prefix) => prefix.toLowerCase());
  return !labels.some((label) => wanted.some((prefix) => label.toLowerCase().startsWith(prefix)));
}

/**
 * What to add and remove so that the issue carries `wanted` and each exclusive group stays clean.
 * Nothing is added that is there, nothing removed that is not.
 */
export function labelChange(
  has: readonly string[],
  wanted: readonly string[],
  policy: LabelPolicy,
): { add: string[]; remove: string[] } {
  const add = wanted.filter((label) => !hasLabel(has, label));
  const exclusive = new Set(wanted.map(prefixOf).filter((prefix) => policy.exclusive.includes(prefix)));
  const remove = has.filter((label) => exclusive.has(prefixOf(label)) && !hasLabel(wanted, label));
  if ('with' in policy.untriaged && wanted.some((label) => prefixOf(label) === 'triage/')) {
    const waiting = policy.untriaged.with;
    if (hasLabel(has, waiting) && !remove.includes(waiting)) remove.push(waiting);
  }
  return { add, remove };
}

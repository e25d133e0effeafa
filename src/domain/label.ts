/** What "untriaged" means here: no label with this prefix, or this very label. */
export type UntriagedRule = { without: string } | { with: string };

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

/** Whether an issue with these labels still waits for a decision. */
export function isUntriaged(labels: readonly string[], rule: UntriagedRule): boolean {
  if ('with' in rule) return hasLabel(labels, rule.with);
  const prefix = rule.without.toLowerCase();
  return !labels.some((label) => label.toLowerCase().startsWith(prefix));
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

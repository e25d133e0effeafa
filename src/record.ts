import { isDeepStrictEqual } from 'node:util';
import type { Fact } from './domain/fact.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import { verdictsFrom } from './domain/story.ts';
import { retriageAt, type GroupVerdict, type TriagePolicy, type Verdict } from './domain/verdict.ts';
import type { StoreParts } from './adapters/store/store.ts';

type Parts = Pick<StoreParts, 'audit' | 'mirror' | 'verdicts'>;

/**
 * Keeps what bears on an issue's verdicts in the audit, and brings the verdicts up to date, inside the caller's
 * transaction. Returns whether that changed them. What was heard before is not kept again.
 */
export async function record(
  facts: readonly Fact[],
  issue: IssueId,
  tx: Parts,
  policy: TriagePolicy,
): Promise<boolean> {
  if (facts.length === 0) return false;
  // Two that hear of one issue at once would each write what it comes to without the other.
  const found = await tx.mirror.lock(issue);
  const known = await tx.audit.facts(issue);
  const fresh = facts.filter((fact) => !known.some((other) => isDeepStrictEqual(other, plain(fact))));
  for (const fact of fresh) await tx.audit.addFact(issue, fact);
  if (fresh.length === 0) return false;
  const [before, after] = [known, [...known, ...fresh]].map((all) => told(issue, all, found, policy));
  await tx.verdicts.set(issue, after ?? []);
  return !isDeepStrictEqual(before, after);
}

/** A verdict from Slack as the fact it is. */
export function decidedIn({ group, kind, by, at, note, because }: GroupVerdict): Fact {
  const words = { ...(note === undefined ? {} : { note }), ...(because === undefined ? {} : { because }) };
  return { what: 'decided', at, by, group, kind, ...words };
}

/** Dates the verdicts anew by the labels the issue has now: a priority says when it is looked at again. */
export async function redate(issue: Issue, tx: Pick<Parts, 'verdicts'>, policy: TriagePolicy): Promise<void> {
  const verdicts = await tx.verdicts.of(issue.id);
  const dated = verdicts.map((verdict) => dating(verdict, issue.labels, policy));
  if (!isDeepStrictEqual(verdicts.map(plain), dated.map(plain))) await tx.verdicts.set(issue.id, dated);
}

/** Makes the table of verdicts anew from the audit. */
export async function rebuild(
  tx: Parts,
  policy: TriagePolicy,
): Promise<{ verdicts: number; issues: number }> {
  const facts = await tx.audit.allFacts();
  await tx.verdicts.clear();
  let verdicts = 0;
  for (const [issue, known] of facts) {
    const all = told(issue, known, await tx.mirror.byId(issue), policy);
    await tx.verdicts.set(issue, all);
    verdicts += all.length;
  }
  return { verdicts, issues: facts.size };
}

function told(
  id: IssueId,
  facts: readonly Fact[],
  issue: Issue | undefined,
  policy: TriagePolicy,
): Verdict[] {
  return verdictsFrom(id, facts).map((verdict) => dating(verdict, issue?.labels ?? [], policy));
}

function dating(verdict: Verdict, labels: readonly string[], { retriage }: TriagePolicy): Verdict {
  return { ...verdict, retriageAt: retriageAt(verdict, labels, retriage) };
}

/** As it comes back from the store: without what is undefined. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

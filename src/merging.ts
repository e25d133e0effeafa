import { approvalNeeds, fewestApprovers, type ApproverChoice } from './domain/approvers.ts';
import type { Group } from './domain/group.ts';
import type { Issue } from './domain/issue.ts';
import { missingToMerge, type Lack, type MergeFacts, type MergeRules } from './domain/merging.ts';
import { ownersOf, type OwnersTree } from './domain/owners.ts';
import { NOTHING_GIVEN, type Given } from './domain/pull-act.ts';
import type { Pull } from './domain/pull.ts';
import type { Owed } from './domain/reply.ts';
import type { Ports } from './ports.ts';

/** What is known of a pull request on its way into the branch. */
export interface Merging {
  /** Undefined where nothing but its issue is known. */
  pull: Pull | undefined;
  /** Whose word stands on it. */
  given: Given;
  /** By what its repository merges. */
  by: MergeRules['by'];
  /** In the order in which it is waited for; empty: it can be merged, or is closed. */
  missing: readonly Lack[];
}

/** A pull request that waits, who owes the next word on it since when, and what it lacks. */
export interface WaitingPull extends Merging {
  issue: Issue;
  owed: Owed;
}

/** What the mirror, the OWNERS files and the community's rules say of a pull request. Asks GitHub nothing. */
export async function mergingOf(issue: Issue, ports: Ports): Promise<Merging> {
  const told = (await ports.pulls.about([issue.id])).get(issue.id);
  const { pull, given } = told ?? { pull: undefined, given: NOTHING_GIVEN };
  const rules = await ports.pulls.rules(issue.repo);
  const facts: MergeFacts = { issue, pull, given };
  const known = { pull, given, by: rules.by };
  const missing = missingToMerge(facts, rules);
  const unclear = missing.filter((lack) => isUnclear(lack));
  if (unclear.length === 0 || !pull?.paths) return { ...known, missing };
  const people = await ownersFor({ issue, paths: pull.paths, given, unclear }, rules, ports);
  return { ...known, missing: missingToMerge({ ...facts, ...people }, rules) };
}

/** What a group's open pull requests wait for, those first that have waited longest; drafts too. */
export async function pullsWaiting({ label }: Group, limit: number, ports: Ports): Promise<WaitingPull[]> {
  if (label === undefined) return [];
  const waiting: WaitingPull[] = [];
  for (const { issue, owed } of await ports.pulls.open({ label, limit }))
    waiting.push({ issue, owed, ...(await mergingOf(issue, ports)) });
  return waiting;
}

/** The labels of the groups that want to be told of pull requests. */
export async function labelsWithPulls({ directory, policy }: Ports): Promise<string[]> {
  const labels: string[] = [];
  for (const group of directory.current().groups) {
    const { label, paused } = group;
    if (label !== undefined && !paused && (await policy.noise(group)).pullRequests) labels.push(label);
  }
  return labels;
}

/** So many reviewers by OWNERS are named where nobody is asked. */
const NAMED = 3;

/** What is asked of the OWNERS files. */
interface Asked {
  issue: Issue;
  paths: readonly string[];
  given: Given;
  unclear: readonly Lack[];
}

/** Whether OWNERS files may tell who gives it: an approval, or a review where nobody is asked. */
function isUnclear({ what, logins }: Lack): boolean {
  return what === 'approved' || ((what === 'lgtm' || what === 'review') && logins.length === 0);
}

/** Who reviews and who approves what it changes, as far as that is asked; nothing where the OWNERS files are not known. */
async function ownersFor(
  { issue, paths, given, unclear }: Asked,
  { selfApproval }: MergeRules,
  { owners, pulls }: Ports,
): Promise<Pick<MergeFacts, 'reviewers' | 'approvers'>> {
  const tree = await owners.of(issue.repo);
  if (!tree) return {};
  const reviewers = unclear.every(({ what }) => what === 'approved')
    ? []
    : mostOften(tree, paths).slice(0, NAMED);
  if (unclear.every(({ what }) => what !== 'approved')) return { reviewers };
  const needs = approvalNeeds(tree, paths);
  const load = await pulls.load([...new Set(needs.flatMap(({ approvers }) => approvers))]);
  const approvers: ApproverChoice = fewestApprovers(needs, {
    author: issue.author,
    given: selfApproval ? [...given.approved, issue.author] : given.approved,
    load,
    away: new Set(),
  });
  return { approvers, reviewers };
}

/** The reviewers of these paths, those of most of them first. */
function mostOften(tree: OwnersTree, paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths)
    for (const { name } of ownersOf(tree, path).reviewers) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
}

import { codeownersOf, type Codeowners, type CodeownersRule } from '../../domain/codeowners.ts';
import { groupsWithLabels, type Channel, type Group } from '../../domain/group.ts';
import { foldersOf, type OwnedFolder } from '../../domain/owned.ts';
import {
  byOrigin,
  folderAbove,
  nearestOwners,
  ownersOf,
  ownersOfKind,
  type OwnersFinding,
  type OwnersOrigin,
  type OwnersTree,
} from '../../domain/owners.ts';
import type { OwnedRepository } from '../../ports/owners.ts';

/** What the files of a repository say of its owners. */
export interface Said {
  repository: OwnedRepository;
  tree: OwnersTree;
  codeowners: Codeowners | undefined;
}

/** A path and who owns it. */
export interface PathOwners {
  repository: OwnedRepository;
  /** "" is the root. */
  path: string;
  /** By Prow's OWNERS files; undefined where the repository has none. */
  owners: Readonly<Record<'approvers' | 'reviewers' | 'requiredReviewers', readonly Named[]>> | undefined;
  labels: readonly OwnedLabel[];
  /** By GitHub's file; undefined where the repository has none. `rule`: the one that holds, if any does. */
  codeowners: { path: string; rule: CodeownersRule | undefined } | undefined;
  /** Of the files that have a say about the path. */
  findings: readonly OwnersFinding[];
}

/** Those who come from one place. */
export interface Named {
  origin: OwnersOrigin;
  names: readonly string[];
}

/** A label that changes to a path get. */
export interface OwnedLabel {
  name: string;
  origin: OwnersOrigin;
  /** Whose label it is. */
  groups: readonly LabelledGroup[];
}

/** A group, and its channel where it has one. */
export interface LabelledGroup {
  group: Group;
  channel: Channel | undefined;
}

/** Who owns a path, by each of the two. */
export function pathOwners(
  { repository, tree, codeowners }: Said,
  path: string,
  groups: readonly LabelledGroup[],
): PathOwners {
  const { approvers, reviewers, requiredReviewers, labels } = ownersOf(tree, path);
  const own = tree.folders.size > 0 || tree.findings.length > 0;
  return {
    repository,
    path,
    owners: own
      ? {
          approvers: byOrigin(approvers),
          reviewers: byOrigin(reviewers),
          requiredReviewers: byOrigin(requiredReviewers),
        }
      : undefined,
    labels: labels.map(({ name, from }) => ({
      name,
      origin: from[0] ?? { folder: '' },
      groups: groups.filter(({ group }) => groupsWithLabels([group], [name]).length > 0),
    })),
    codeowners: codeowners && { path: codeowners.path, rule: ruleOf(codeowners, path) },
    findings: [...tree.findings.filter(({ file }) => hasSay(file, path)), ...(codeowners?.findings ?? [])],
  };
}

/** The rule of a path of which nobody says whether it is a file or a folder: the later of the two. */
function ruleOf(codeowners: Codeowners, path: string): CodeownersRule | undefined {
  const found = [path, `${path}/`].flatMap((one) => codeownersOf(codeowners, one) ?? []);
  return found.toSorted((one, other) => other.line - one.line)[0];
}

/** Whether an OWNERS file is above the path, or in it; the aliases are everybody's. */
function hasSay(file: string, path: string): boolean {
  const folder = folderAbove(file);
  return folder === '' || `${path}/`.startsWith(`${folder}/`);
}

/** What somebody owns in a repository. */
export interface Owned {
  repository: OwnedRepository;
  approves: readonly OwnedFolder[];
  reviews: readonly OwnedFolder[];
  /** Patterns of GitHub's file that name them; a later line may take a path away again. */
  patterns: readonly string[];
}

/** What somebody owns, by repository; those in which they own nothing are left out. */
export function ownedBy(all: readonly Said[], login: string): Owned[] {
  const name = login.toLowerCase();
  return all
    .map(({ repository, tree, codeowners }) => ({
      repository,
      approves: foldersOf(tree, name, 'approvers'),
      reviews: foldersOf(tree, name, 'reviewers'),
      patterns: (codeowners?.rules ?? [])
        .filter((rule) => rule.owners.includes(name))
        .map(({ pattern }) => pattern),
    }))
    .filter(({ approves, reviews, patterns }) => approves.length + reviews.length + patterns.length > 0);
}

/** Who reviews these files by the OWNERS files nearest to them; those of most files first. */
export function nearestReviewers(tree: OwnersTree, files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files)
    for (const name of nearestOwners(ownersOfKind(tree, file, 'reviewers')).names)
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([name]) => name);
}

import { groupsWithLabels, type Group } from './group.ts';
import { hasLabel } from './label.ts';
import type { OwnersTree } from './owners.ts';
import { groupsOwning } from './thin-folders.ts';
import { refText, type Issue } from './issue.ts';
import { suggestionsFor, type Similar } from './similar.ts';

/** Something that speaks for a group having an issue, and how surely: 0 to below 1. */
export interface Evidence {
  group: Group;
  sureness: number;
  /** In words, after the group's name: "names pkg/kubelet/cm". */
  reason: string;
}

/** A group that may be the right one, with what speaks for it, the surest first. */
export interface SuggestedGroup {
  group: Group;
  sureness: number;
  reasons: readonly string[];
}

/** Of the open issues with a label that have a group: how many there are, and how many of them each group's label has. */
export interface Precedent {
  label: string;
  issues: number;
  /** By the group's label. */
  groups: readonly { label: string; issues: number }[];
}

/** Issues that name a path which fits the glob are this group's. */
export interface PathRule {
  /** "pkg/kubelet/**": `*` stands for any run of characters but "/", `**` for any at all. */
  glob: string;
  /** The group's id. */
  group: string;
}

/** When somebody is told of an issue that no group has. */
export interface StrayPolicy {
  /** How long it may be without one, in ms. */
  after: number;
  /** How many are told of in an hour, at most. */
  perHour: number;
  paths: readonly PathRule[];
}

/** How many groups are suggested, at most. */
const SHOWN = 3;

/** Below this nothing is suggested: a wrong group costs two people their time. */
export const SURE_ENOUGH = 0.5;

/** A label tells only where so many issues had it before. */
const PRECEDENTS = 5;

/** What the operator has written down about a path is nearly sure; a text may name a path by the way. */
const PATH = 0.8;

/** What OWNERS files say of one is as sure, where they name one group; of two, either may be meant. */
const OWNED = 0.8;
const OWNED_BY_TWO = SURE_ENOUGH;

/** The groups for which enough speaks, the surest first, three at most. What speaks for one group adds up. */
export function suggestGroups(evidence: readonly Evidence[]): SuggestedGroup[] {
  const groups = [...new Map(evidence.map(({ group }) => [group.id, group])).values()];
  return groups
    .map((group) => {
      const own = evidence.filter((one) => one.group.id === group.id);
      const sorted = own.toSorted((one, other) => other.sureness - one.sureness);
      const doubt = own.reduce((product, { sureness }) => product * (1 - sureness), 1);
      return { group, sureness: 1 - doubt, reasons: sorted.map(({ reason }) => reason) };
    })
    .filter(({ sureness }) => sureness >= SURE_ENOUGH)
    .toSorted((one, other) => other.sureness - one.sureness || (one.group.id < other.group.id ? -1 : 1))
    .slice(0, SHOWN);
}

/** What a label's issues got: "area/kubelet: 14 of 15 such issues have SIG Node". A few of them tell little. */
export function fromLabels(precedents: readonly Precedent[], groups: readonly Group[]): Evidence[] {
  return precedents
    .filter(({ issues }) => issues >= PRECEDENTS)
    .flatMap(({ label, issues: all, groups: got }) =>
      got.flatMap(({ label: taken, issues }) =>
        groupsWithLabels(groups, [taken]).map((group) => ({
          group,
          sureness: issues / (all + 1),
          reason: `${label}: ${issues} of ${all} such issues have ${group.title}`,
        })),
      ),
    );
}

/** What a text names of the paths that groups look after. */
export function fromPaths(text: string, rules: readonly PathRule[], groups: readonly Group[]): Evidence[] {
  const paths = pathsIn(text);
  return groups.flatMap((group) => {
    const globs = rules.filter((rule) => rule.group === group.id).map(({ glob }) => patternOf(glob));
    const named = paths.find((path) => globs.some((pattern) => pattern.test(path)));
    return named === undefined ? [] : [{ group, sureness: PATH, reason: `names ${named}` }];
  });
}

/**
 * What the OWNERS files of the issue's repository ("owner/name") say of the paths that its text names: the nearest that
 * gives a group's label. Three groups of one folder tell nothing, nor does the root: whatever has a slash is below it.
 */
export function fromOwners(
  text: string,
  { repo, tree }: { repo: string; tree: OwnersTree },
  groups: readonly Group[],
): Evidence[] {
  const folders = pathsIn(text)
    .slice(0, MOST_PATHS)
    .flatMap((path) => placesOf(path, repo).map((place) => groupsOwning(tree, place, groups)))
    .filter(({ folder, owning }) => folder !== '' && owning.length > 0 && owning.length <= 2)
    .toSorted((one, other) => one.owning.length - other.owning.length);
  return groups.flatMap((group) => {
    const found = folders.find(({ owning }) => owning.some(({ id }) => id === group.id));
    if (!found) return [];
    const sureness = found.owning.length === 1 ? OWNED : OWNED_BY_TWO;
    return [{ group, sureness, reason: `OWNERS of ${found.folder} says ${group.label}` }];
  });
}

/**
 * Where in the repository a path may be that a text names: as it stands there, and what follows the repository's own name
 * in an address or in an import: "github.com/harbour/boats/blob/main/hull/keel.go", "boats.example/boats/hull".
 */
function placesOf(path: string, repo: string): string[] {
  const name = `/${repo.split('/')[1] ?? ''}/`;
  const at = path.toLowerCase().lastIndexOf(name.toLowerCase());
  const inside = path.slice(at + name.length).replace(/^(?:blob|tree|raw)\/[^/]+\//, '');
  return at < 0 ? [path] : [path, inside];
}

/** What issues like it have: "like #123, which SIG Node has". */
export function fromSimilar(issue: Issue, similar: readonly Similar[], groups: readonly Group[]): Evidence[] {
  const scores = new Map(similar.map((one) => [refText(one.issue), one.score]));
  return suggestionsFor(issue, similar).flatMap(({ issue: other, name, ref }) =>
    groupsWithLabels(groups, other.labels).map((group) => ({
      group,
      sureness: scores.get(ref) ?? 0,
      reason: `like ${name}, which ${group.title} has`,
    })),
  );
}

/** The labels by which issues of one kind are told from others; a group's own are none. */
export function tellingLabels({ labels }: Pick<Issue, 'labels'>, groups: readonly Group[]): string[] {
  const taken = groups.flatMap(({ label }) => label ?? []);
  return labels.filter((label) => label.toLowerCase().startsWith('area/') && !hasLabel(taken, label));
}

/** A path is no longer than this, in characters; what is, is no path. */
const LONGEST = 200;

/** So many paths of one text are looked at. */
const MOST_PATHS = 100;

/** What looks like a path in a text: words with a slash inside. */
function pathsIn(text: string): string[] {
  const words = text.split(/[^\w./-]+/).map((word) => word.replace(/^\.?\/+|[./]+$/g, ''));
  return [...new Set(words.filter((word) => word.includes('/') && word.length <= LONGEST))];
}

/** Fits the whole path, or its end from a slash on: texts name files by address as well. */
function patternOf(glob: string): RegExp {
  const pieces = glob.split(/(\*\*|\*)/).map((piece) => {
    if (piece === '**') return '.*';
    return piece === '*' ? '[^/]*' : piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`(?:^|/)${pieces.join('')}$`, 'i');
}

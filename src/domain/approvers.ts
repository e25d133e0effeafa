import { lightestCover } from './cover.ts';
import { folderAbove, inheritsFrom, nearestOwners, ownersOfKind, type OwnersTree } from './owners.ts';

/** Changed files that the same people may approve, by the same OWNERS file. */
export interface ApprovalNeed {
  /** The nearest folder whose OWNERS file names an approver of these files; "" is the root. */
  folder: string;
  /** All that is let through with it, what is in folders below that inherit from this one too; no order. */
  files: readonly string[];
  /** All who may approve them, those of the folders above as well. Logins in lower case; nobody: the files are unowned. */
  approvers: readonly string[];
  /** Of these the ones that `folder` itself names: the first to ask (Prow's “leaf”). */
  nearest: readonly string[];
}

/** What is known of the people that bears on whom to ask. Logins in any case. */
export interface ApprovalFacts {
  author: string;
  /** Who has approved; the author too, where the author's own approval counts (Prow's default). */
  given: readonly string[];
  /** How many reviews each has open; 0 where it is not known. */
  load: ReadonlyMap<string, number>;
  away: ReadonlySet<string>;
}

/** Whom to ask for approval. */
export interface ApproverChoice {
  /** By login. */
  chosen: readonly ChosenApprover[];
  /** What nobody may approve, or the author alone. */
  uncovered: readonly ApprovalNeed[];
  /** Whether it is known that fewer would not do; false only in trees far from any real one. */
  fewest: boolean;
}

/** One of those to ask. */
export interface ChosenApprover {
  /** In lower case. */
  login: string;
  /** They are away, and nobody who is there may approve some of it. */
  away: boolean;
  /** All that still lacks approval and they may approve; of two of the chosen both may have a need. */
  needs: readonly ApprovalNeed[];
}

/**
 * What of these changed files needs approval, by folder, as Prow counts it (pkg/plugins/approve/approvers): a folder that
 * inherits from another one in the list is counted with that, for whoever approves the upper approves the lower; what
 * `auto_approve_unowned_subfolders` lets through is left out. Departs from it in one thing: files that nobody owns make up
 * a need of their own and take no other's place.
 */
export function approvalNeeds(tree: OwnersTree, files: readonly string[]): ApprovalNeed[] {
  const found = new Map<string, ApprovalNeed & { files: string[] }>();
  const folders = new Set<string>();
  for (const file of files) {
    const approvers = ownersOfKind(tree, file, 'approvers');
    const { folder, names: nearest } = nearestOwners(approvers);
    const names = approvers.map(({ name }) => name);
    // Filters give the files of one folder different approvers.
    const key = [folder, ...names].join('\n');
    const need = found.get(key);
    if (need) need.files.push(file);
    else found.set(key, { folder, files: [file], approvers: names, nearest });
    if (names.length > 0 && !isLetThrough(tree, file, folder)) folders.add(folder);
  }
  const unowned = [...found.values()].filter(({ approvers }) => approvers.length === 0);
  const owned = [...found.values()].filter((need) => need.approvers.length > 0 && folders.has(need.folder));
  return [...unowned, ...gathered(tree, owned, folders)].toSorted((one, other) =>
    one.folder < other.folder ? -1 : 1,
  );
}

/** The needs of which no folder above is in the list too, each with what inherits from it (Prow's removeSubdirs). */
function gathered(
  tree: OwnersTree,
  needs: readonly ApprovalNeed[],
  folders: ReadonlySet<string>,
): ApprovalNeed[] {
  const tops = new Map<string, ApprovalNeed[]>();
  const lower: { files: readonly string[]; top: string }[] = [];
  for (const need of needs) {
    const top = topOf(tree, need.folder, folders);
    if (top === need.folder) tops.set(top, [...(tops.get(top) ?? []), need]);
    else lower.push({ files: need.files, top });
  }
  return [...tops].flatMap(([top, [first, ...others]]) => {
    const below = lower.filter((one) => one.top === top).flatMap(({ files }) => files);
    return first ? [{ ...first, files: [...first.files, ...below] }, ...others] : [];
  });
}

function topOf(tree: OwnersTree, folder: string, folders: ReadonlySet<string>): string {
  const above = inheritsFrom(tree, folder, folders);
  return above === undefined ? folder : topOf(tree, above, folders);
}

/** Whether no approval is asked for: at the root Prow takes files that are in no subfolder for ones that are. */
function isLetThrough({ folders }: OwnersTree, file: string, folder: string): boolean {
  if (!folders.get(folder)?.autoApproveUnownedSubfolders) return false;
  return folder === '' || folderAbove(file) !== folder;
}

/**
 * The fewest people, without the author, who may approve together what still lacks approval. Who is away comes in only
 * where nobody else can, as their approval would not come; of equally many those are taken whom the nearest folders
 * name, then those with the fewest open reviews, then the first by login.
 */
export function fewestApprovers(needs: readonly ApprovalNeed[], facts: ApprovalFacts): ApproverChoice {
  const { author, given, load, away } = inLowerCase(facts);
  const open = needs.filter(({ approvers }) => !approvers.some((login) => given.has(login)));
  const candidates = open.map(({ approvers }) => approvers.filter((login) => login !== author));
  const near = new Set(open.flatMap(({ nearest }) => nearest));
  const weightOf = (login: string) =>
    (away.has(login) ? WEIGHTS.away : 0) +
    WEIGHTS.person +
    (near.has(login) ? 0 : WEIGHTS.far) +
    Math.min(load.get(login) ?? 0, MOST_LOAD);
  const { names, proven } = lightestCover(candidates, weightOf);
  return {
    chosen: names.map((login) => ({
      login,
      away: away.has(login),
      needs: open.filter(({ approvers }) => approvers.includes(login)),
    })),
    uncovered: open.filter((_need, at) => candidates[at]?.length === 0),
    fewest: proven,
  };
}

/** Each so heavy that a thousand of the next do not outweigh it; a thousand of the first still are a whole number. */
const WEIGHTS = { away: 1e12, person: 1e9, far: 1e6 };
const MOST_LOAD = 999;

function inLowerCase({ author, given, load, away }: ApprovalFacts) {
  return {
    author: author.toLowerCase(),
    given: new Set(given.map((login) => login.toLowerCase())),
    load: new Map([...load].map(([login, count]) => [login.toLowerCase(), count])),
    away: new Set([...away].map((login) => login.toLowerCase())),
  };
}

import { groupsWithLabels, type Group } from './group.ts';
import { nearestOwners, ownersOfKind, type OwnersTree } from './owners.ts';

/** A folder of a group that has an OWNERS file, and who of the group's own approves there. */
export interface GroupFolder {
  /** "owner/name" */
  repo: string;
  /** "" is the root. */
  folder: string;
  /** Logins in lower case: those whom this folder names, or one above it that is the group's as well. */
  approvers: readonly string[];
}

/** A folder with fewer than two active approvers. */
export interface ThinFolder extends GroupFolder {
  active: readonly string[];
  /** How many folders below it have the same active approvers, and are left out. */
  below: number;
  /** Whether that is certain: it names fewer than two, or what they did is known for long enough. */
  sure: boolean;
}

/** With fewer active approvers than this a folder is thin: one who is away, and nothing there is merged. */
const ENOUGH = 2;

/** The groups whose labels the nearest OWNERS file gives that gives any group's, and its folder. */
export function groupsOwning(
  tree: OwnersTree,
  path: string,
  groups: readonly Group[],
): { folder: string; owning: Group[] } {
  const labels = ownersOfKind(tree, path, 'labels').filter(
    ({ name }) => groupsWithLabels(groups, [name]).length > 0,
  );
  const { folder, names } = nearestOwners(labels);
  return { folder, owning: groupsWithLabels(groups, names) };
}

/**
 * The folders of a group in a repository: those with an OWNERS file that gives its label, or of which the nearest above
 * that gives any group's does. Who approves from further up is not counted, for they approve everything; nor is whom a
 * filter names for some of its files alone.
 * @param robots logins that are no people, in any case
 */
export function groupFolders(
  { repo, tree }: { repo: string; tree: OwnersTree },
  group: Group,
  groups: readonly Group[],
  robots: readonly string[] = [],
): GroupFolder[] {
  const own = new Set(
    [...tree.folders.keys()].filter((folder) =>
      groupsOwning(tree, folder, groups).owning.some(({ id }) => id === group.id),
    ),
  );
  const noPeople = new Set(robots.map((robot) => robot.toLowerCase()));
  return [...own].map((folder) => ({
    repo,
    folder,
    approvers: ownersOfKind(tree, folder, 'approvers')
      .filter(({ name, from }) => !noPeople.has(name) && from.some((origin) => own.has(origin.folder)))
      .map(({ name }) => name),
  }));
}

/**
 * Of these folders the ones with fewer than two active approvers, those with the fewest first.
 * @param isActive by login in lower case
 * @param isKnown whether what was done there is known for as long as somebody counts as active
 */
export function thinFolders(
  folders: readonly GroupFolder[],
  isActive: (login: string) => boolean,
  isKnown: (repo: string) => boolean,
): ThinFolder[] {
  const thin = folders
    .map((one) => ({ ...one, active: one.approvers.filter(isActive) }))
    .filter(({ active }) => active.length < ENOUGH)
    .map((one) => ({ ...one, sure: one.approvers.length < ENOUGH || isKnown(one.repo) }));
  const isBelow = (one: Thin, above: Thin) =>
    one.repo === above.repo &&
    one.sure === above.sure &&
    one.folder !== above.folder &&
    (above.folder === '' || one.folder.startsWith(`${above.folder}/`)) &&
    one.active.join() === above.active.join();
  return thin
    .filter((one) => !thin.some((above) => isBelow(one, above)))
    .map((one) => ({ ...one, below: thin.filter((other) => isBelow(other, one)).length }))
    .toSorted((one, other) => one.active.length - other.active.length || (key(one) < key(other) ? -1 : 1));
}

type Thin = Omit<ThinFolder, 'below'>;

function key({ repo, folder }: GroupFolder): string {
  return `${repo}/${folder}`;
}

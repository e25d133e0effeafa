import type { Group } from '../../domain/group.ts';
import { groupFolders, thinFolders, type ThinFolder } from '../../domain/thin-folders.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ports } from '../../ports.ts';

/** A group's folders, as OWNERS files have them, and which have too few approvers who are active. */
export interface ToldFolders {
  /** How many there are. */
  all: number;
  thin: readonly ThinFolder[];
  /** Since when somebody must have done something to count as active. */
  activeSince: Instant;
  /** When the bot came to the last of their repositories: what was done there before is not known. */
  knownSince: Instant;
}

/** What OWNERS files of public repositories say of a group; undefined where they say nothing. */
export async function foldersOfGroup(
  group: Group,
  { owners, directory, policy }: Ports,
  now: Instant,
): Promise<ToldFolders | undefined> {
  const { groups } = directory.current();
  const repositories = (await owners.repositories()).filter((one) => !one.private);
  const found = [];
  for (const { name } of repositories) {
    const tree = await owners.of(name);
    if (tree) found.push(...groupFolders({ repo: name, tree }, group, groups, policy.triage.robots));
  }
  if (found.length === 0) return undefined;
  const activeSince = now - policy.health.activeFor;
  const seen = await owners.seen([...new Set(found.flatMap(({ approvers }) => approvers))], activeSince);
  const since = new Map(repositories.map((one) => [one.name, one.since]));
  const isKnown = (repo: string) => (since.get(repo) ?? now) <= activeSince;
  return {
    all: found.length,
    thin: thinFolders(found, (login) => seen.has(login), isKnown),
    activeSince,
    knownSince: Math.max(...found.map(({ repo }) => since.get(repo) ?? now)),
  };
}

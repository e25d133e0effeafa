import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readIssues, readListing, type ListedIssue, type ListedIssues, type Listing } from './community.ts';
import { each } from './pool.ts';
import type { Usergroup } from './slack/usergroups.ts';
import type { World, WorldSeed } from './world.ts';

/** The community that comes with the playground. */
const COMMUNITY = {
  directory: fileURLToPath(new URL('./community/sigs.yaml', import.meta.url)),
  issues: fileURLToPath(new URL('./community/issues.jsonl', import.meta.url)),
};

/** A community to play: its directory file, what that lists, and its issues. */
export interface Community {
  source: string;
  listing: Listing;
  listed: ListedIssues;
}

/**
 * Reads a directory file and an issues file; the invented community's where one is not given.
 * @param complain hears of lines of the issues file that were left out
 * @throws Error where a file cannot be read, or the directory lists no groups
 */
export async function readCommunity(
  { directory, issues }: { directory?: string | undefined; issues?: string | undefined },
  complain: (line: string) => void,
): Promise<Community> {
  const source = resolve(directory ?? COMMUNITY.directory);
  const listing = readListing(await readFile(source, 'utf8'));
  if (listing.entries === 0) {
    throw new Error(
      `${source} has no list of groups: a top-level key (sigs, workinggroups, …) with entries that have a name or a dir.`,
    );
  }
  const listed = readIssues(await readFile(resolve(issues ?? COMMUNITY.issues), 'utf8'));
  for (const line of listed.bad) complain(`${issues}: ${line}; left out.`);
  return { source, listing, listed };
}

/** Somebody of the invented community; `part` says in a few words what they are there. */
interface Member {
  name: string;
  id: string;
  realName: string;
  part: string;
  github?: string;
  guest?: boolean;
  /** Their own workspace, where it is another one. */
  team?: string;
  role?: 'triager';
}

/** Who lives there. */
export const PEOPLE: readonly Member[] = [
  {
    name: 'dana',
    id: 'U0DANA0001',
    realName: 'Dana Whitfield',
    github: 'danawhit',
    part: 'chair of Runtime',
  },
  { name: 'mira', id: 'U0MIRA0001', realName: 'Mira Osei', github: 'miraosei', part: 'chair of Network' },
  {
    name: 'aude',
    id: 'U0AUDE0001',
    realName: 'Aude Pellegrin',
    github: 'pellegrin-a',
    part: 'chair of Docs',
  },
  {
    name: 'ines',
    id: 'U0INES0001',
    realName: 'Ines Kovar',
    github: 'ineskovar',
    part: 'triager',
    role: 'triager',
  },
  { name: 'lee', id: 'U0LEE00001', realName: 'Lee Okafor', github: 'leeokafor', part: 'contributor' },
  { name: 'tomas', id: 'U0TOMAS001', realName: 'Tomas Brandt', guest: true, part: 'guest' },
  {
    name: 'noor',
    id: 'U0NOOR0001',
    realName: 'Noor Haddad',
    team: 'T0HARBOUR1',
    part: 'from another organisation',
  },
];

/** Whom `@leads` reaches. */
export const LEADS: Omit<Usergroup, 'id'> = {
  handle: 'leads',
  name: 'Leads of all groups',
  users: PEOPLE.filter(({ part }) => part.startsWith('chair')).map(({ id }) => id),
};

/** The world around the bot, with the channels and the GitHub accounts of its directory. */
export function lanternSeed({ groups, logins }: Listing): WorldSeed {
  const channels = groups.map(({ channel }) => channel.name);
  const labels = channels.map((channel) => channel.replace('-', '/'));
  return {
    channels: channels.map((name) => ({ name })),
    people: [...PEOPLE],
    repos: [
      { name: 'lantern/lantern', labels, prow: true, files: issueTemplates() },
      { name: 'lantern/website', labels },
    ],
    logins,
  };
}

/** As they stand in a repository. */
function issueTemplates(): Record<string, string> {
  const folder = fileURLToPath(new URL('./community/templates/', import.meta.url));
  const files = readdirSync(folder).map((name) => [
    `.github/ISSUE_TEMPLATE/${name}`,
    readFileSync(folder + name, 'utf8'),
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

/** The bot's configuration there. */
export function lanternConfig(intake: 'webhook' | 'both' = 'webhook'): Record<string, unknown> {
  return {
    community: 'Lantern',
    directory: { source: COMMUNITY.directory },
    channels: 'directory',
    repositories: [
      { name: 'lantern/lantern', intake, write: 'as-bot', through: 'prow' },
      { name: 'lantern/website', intake, write: 'as-bot', through: 'labels' },
    ],
    people: Object.fromEntries(
      PEOPLE.flatMap(({ id, github, role }) => (github ? [[id, { github, ...(role ? { role } : {}) }]] : [])),
    ),
    noise: { pullRequests: true },
    slack: { postsPerSecond: 200 },
  };
}

/** The closed issues were there before anybody looked. */
export async function closedBefore(
  world: World,
  issues: readonly ListedIssue[],
  by = 'leeokafor',
): Promise<void> {
  const closed = issues.filter(({ state }) => state === 'closed');
  await each(closed, (issue) => world.github.createBefore(issue.repo, { ...issue, state: 'closed', by }));
}

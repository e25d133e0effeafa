import { fileURLToPath } from 'node:url';
import type { ListedIssue } from './community.ts';
import { each } from './pool.ts';
import type { World, WorldSeed } from './world.ts';

/** The community that comes with the playground. */
export const COMMUNITY = {
  directory: fileURLToPath(new URL('./community/sigs.yaml', import.meta.url)),
  issues: fileURLToPath(new URL('./community/issues.jsonl', import.meta.url)),
};

/** Somebody of the invented community; `part` says in a few words what they are there. */
interface Member {
  name: string;
  id: string;
  realName: string;
  part: string;
  github?: string;
  guest?: boolean;
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
];

/** The world around the bot, with these channels. */
export function lanternSeed(channels: readonly string[]): WorldSeed {
  const labels = channels.map((channel) => channel.replace('-', '/'));
  return {
    channels: channels.map((name) => ({ name })),
    people: [...PEOPLE],
    repos: [
      { name: 'lantern/lantern', labels, prow: true },
      { name: 'lantern/website', labels },
    ],
  };
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

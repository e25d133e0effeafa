import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createWorld, type World } from '../playground/world.ts';
import { startContender, type Contender } from './contenders.ts';
import { REPOSITORY } from './webhooks.ts';

const GROUPS = Array.from({ length: 20 }, (_, index) => `berth-${index + 1}`);

/** The labels of the groups, each with a channel of its own. */
export const LABELS = GROUPS.map((name) => `sig/${name}`);

/** Who types the commands. */
export const PERSON = 'U0DANA';

const DIRECTORY = stringify({
  sigs: GROUPS.map((name) => ({ dir: `sig-${name}`, name, label: name, contact: { slack: `sig-${name}` } })),
});

const CONFIG = stringify({
  community: 'Harbour',
  directory: { source: 'sigs.yaml' },
  channels: 'directory',
  repositories: [{ name: REPOSITORY, intake: 'webhook', write: 'as-bot', through: 'labels' }],
  // As good as no pace: what is measured is the bot, not the rest it takes for Slack.
  slack: { postsPerSecond: 1000 },
});

/** The emulated Slack and GitHub, with a channel for each group. */
export function createHarbour(): Promise<World> {
  return createWorld({
    channels: GROUPS.map((name) => ({ name: `sig-${name}` })),
    people: [{ name: 'dana', id: PERSON, github: 'dana' }],
    repos: [{ name: REPOSITORY, labels: LABELS }],
  });
}

/** The bot as it is, over HTTP, on a SQLite file of its own. */
export function startBot(world: World): Promise<Contender> {
  return startContender('../src/main.ts', ['start'], (folder) => {
    writeFileSync(join(folder, 'sigbot.yml'), CONFIG);
    writeFileSync(join(folder, 'sigs.yaml'), DIRECTORY);
    return {
      ...world.env('http'),
      DATABASE_URL: `sqlite:${join(folder, 'sigbot.db')}`,
      SIGBOT_CONFIG: join(folder, 'sigbot.yml'),
    };
  });
}

/** The server that only verifies and acknowledges. */
export function startBare(world: World): Promise<Contender> {
  return startContender('bare.ts', [], () => ({
    ...world.env('http'),
    SECRET: world.github.webhookSecret,
    CHANNEL: world.slack.channel(`sig-${GROUPS[0]}`).id,
  }));
}

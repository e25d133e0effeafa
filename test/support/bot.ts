import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, type World, type WorldSeed } from '../../playground/world.ts';
import { createLog } from '../../src/adapters/log.ts';
import { loadConfig } from '../../src/config.ts';
import { start, type Running } from '../../src/start.ts';

export type Transport = 'http' | 'socket';

/** Harbourmasters' community: two SIGs with channels, one without, and a working group without a label. */
export const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    mission_statement: Keeps pods and nodes together.
    label: node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
  - dir: sig-network
    name: Network
    label: network
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: sig-network }
  - dir: sig-quiet
    name: Quiet
    label: quiet
workinggroups:
  - dir: wg-lights
    name: Lights
    contact: { slack: wg-lights }
`;

const REPO = 'harbour/boats';
export const LABELS = [
  'sig/node',
  'sig/network',
  'sig/quiet',
  'needs-sig',
  'kind/bug',
  'kind/feature',
  'priority/important-soon',
  'priority/backlog',
  'triage/accepted',
  'triage/needs-information',
  'triage/duplicate',
];

export interface StoryOptions {
  transport?: Transport;
  write?: 'labels' | 'prow' | 'handoff';
  intake?: 'webhook' | 'poll' | 'both';
  /** More lines of sigbot.yml. */
  config?: string;
  databaseUrl?: string;
  seed?: Partial<WorldSeed>;
  directory?: string;
}

/** A world with the real bot in it. */
export interface Story {
  world: World;
  repo: string;
  /** Everything that was logged, as text. */
  log(): string;
  bot: Running;
  /** Stops the bot and starts it again on the same database. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

/** Starts Slack, GitHub and the bot; the bot is ready when this resolves. */
export async function aStory(options: StoryOptions = {}): Promise<Story> {
  const { transport = 'http' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sigbot-story-'));
  const world = await createWorld({
    ...SEED,
    ...options.seed,
    repos: [{ name: REPO, labels: LABELS, prow: options.write === 'prow' }],
  });
  const lines: string[] = [];
  const open = () => openBot(world, options, folder, lines);
  const story: Story = {
    world,
    repo: REPO,
    log: () => lines.join(''),
    bot: await open(),
    async restart() {
      await story.bot.stop();
      story.bot = await open();
    },
    async end() {
      await story.bot.stop();
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
  await ready(story.bot, world, transport);
  return story;
}

const SEED: WorldSeed = {
  channels: [{ name: 'sig-node' }, { name: 'sig-network' }, { name: 'wg-lights' }, { name: 'random' }],
  people: [
    { name: 'dana', id: 'U0DANA', github: 'dana' },
    { name: 'noor', id: 'U0NOOR', github: 'noor' },
    { name: 'lee', id: 'U0LEE', github: 'lee' },
    { name: 'mori', id: 'U0MORI', github: 'mori' },
    { name: 'gast', id: 'U0GAST', guest: true },
  ],
  repos: [],
};

async function openBot(
  world: World,
  options: StoryOptions,
  folder: string,
  lines: string[],
): Promise<Running> {
  const { transport = 'http', databaseUrl = `sqlite:${join(folder, 'bot.db')}` } = options;
  writeFileSync(join(folder, 'sigbot.yml'), configFile(options));
  writeFileSync(join(folder, 'sigs.yaml'), options.directory ?? DIRECTORY);
  const environment = {
    ...world.env(transport),
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    SIGBOT_CONFIG: join(folder, 'sigbot.yml'),
  };
  const config = loadConfig(environment);
  const log = createLog('debug', [], { write: (line: string) => void lines.push(line) });
  const bot = await start(config, log);
  world.connect({ slackUrl: `${bot.url}/slack/events`, githubUrl: `${bot.url}/github/webhook`, transport });
  return bot;
}

function configFile({ write = 'labels', intake = 'webhook', config = '' }: StoryOptions): string {
  return `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories:
  - { name: ${REPO}, intake: ${intake}, write: ${write} }
people:
  U0DANA: { github: dana }
  U0NOOR: { github: noor }
  U0LEE: { github: lee, role: triager, groups: [sig-node] }
slack: { postsPerSecond: 100, timeout: 1s }
${config}
`;
}

async function ready(bot: Running, world: World, transport: Transport): Promise<void> {
  await world.until(async () => (await fetch(`${bot.url}/readyz`)).ok, 8000);
  if (transport === 'socket') await world.until(() => world.slack.socket.connections() > 0);
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../playground/slack/workspace.ts';
import type { Calendar } from '../../playground/calendar.ts';
import { createWorld, type World, type WorldSeed } from '../../playground/world.ts';
import type { Clock } from '../../src/adapters/clock.ts';
import { createLog } from '../../src/adapters/log.ts';
import { openStore, type Store } from '../../src/adapters/store/store.ts';
import { loadConfig } from '../../src/config.ts';
import type { Feature } from '../../src/feature.ts';
import { start, type Running } from '../../src/start.ts';
import { databaseFolder } from './folder.ts';

export type Transport = 'http' | 'socket';

/** Harbourmasters' community: two SIGs with channels, one without, and a working group without a label. */
const DIRECTORY = `
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

export const REPO = 'harbour/boats';
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
  /** By the bot's own hand through one of the two, the hand-off, or as whoever decides. */
  write?: 'labels' | 'prow' | 'handoff' | 'as-person';
  intake?: 'webhook' | 'poll' | 'both';
  /** How fast a channel takes messages; 100 where it does not matter. */
  postsPerSecond?: number;
  /** More lines of sigbot.yml. */
  config?: string;
  /** More lines of its `repositories`. */
  repositories?: string;
  databaseUrl?: string;
  /** More environment variables. */
  env?: Record<string, string>;
  /** More files beside sigbot.yml, by name. */
  files?: Record<string, string>;
  seed?: Partial<WorldSeed>;
  directory?: string;
  /** What happens in the world before the bot starts. */
  before?: (world: World, repo: string) => Promise<unknown>;
  /** In place of the machine's. */
  calendar?: Clock;
  /** By what GitHub and Slack tell the time, in place of the machine's. */
  worldCalendar?: Calendar;
  /** In place of all that the bot can do. */
  features?: readonly Feature[];
  /** Not waited for: the bot cannot become ready yet. */
  unready?: boolean;
}

/** A world with the real bot in it. */
export interface Story {
  world: World;
  repo: string;
  /** Everything that was logged, as text. */
  log(): string;
  bot: Running;
  databaseUrl: string;
  /** The messages in a channel, oldest first. */
  cards(channel: string): Message[];
  /** How a channel looks. */
  look(channel: string): string;
  /** Opens an issue of SIG Node and waits for its card. */
  openWithCard(title?: string): Promise<{ ref: string; ts: string }>;
  /** Types a command, waits for the answer that only this person sees, and returns how it looks. */
  ask(person: string, command: string, channel: string): Promise<string>;
  /** Until every webhook was answered and the bot has nothing left to do. */
  idle(): Promise<void>;
  /** Stops the bot and starts it again on the same database, with other environment variables where some are given. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Writes a file beside sigbot.yml. */
  write(name: string, text: string): void;
  /** Starts another bot on the same database; Slack and GitHub do not know of it. */
  another(): Promise<Running>;
  /** Stops the bot and looks into its database. */
  record<T>(read: (store: Store) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** Starts Slack, GitHub and the bot; the bot is ready when this resolves. */
export async function aStory(options: StoryOptions = {}): Promise<Story> {
  const folder = databaseFolder('story');
  const world = await createWorld(
    {
      ...SEED,
      ...options.seed,
      repos: [
        { name: REPO, labels: LABELS, prow: options.write === 'prow' || options.write === 'as-person' },
        ...(options.seed?.repos ?? []),
      ],
    },
    options.worldCalendar,
  );
  await options.before?.(world, REPO);
  const databaseUrl = options.databaseUrl ?? `sqlite:${join(folder, 'bot.db')}`;
  const environment = writeSettings(folder, { ...options, databaseUrl }, world);
  const lines: string[] = [];
  const log = createLog('debug', [], { write: (line: string) => void lines.push(line) });
  const running: Running[] = [];
  const open = async () => {
    const bot = await start(loadConfig(environment), log, options.calendar, options.features);
    running.push(bot);
    return bot;
  };
  const stop = async () => {
    for (const bot of running.splice(0)) await bot.stop();
  };
  const begin = async () => {
    const bot = await open();
    connect(world, bot.url, options.transport);
    if (!options.unready) await ready(world, bot.url, options.transport);
    return bot;
  };
  const { slack } = world;
  const story: Story = {
    world,
    repo: REPO,
    log: () => lines.join(''),
    bot: await begin(),
    databaseUrl,
    cards: (channel) => slack.channel(channel).messages(),
    look: (channel) => slack.channel(channel).render(),
    async openWithCard(title = 'Pod stays in Terminating') {
      const before = story.cards('sig-node').length;
      const ref = await world.github.as('mori').open(REPO, { title, labels: ['sig/node'] });
      await world.until(() => story.cards('sig-node').length > before, 15_000, `a card of ${ref}`);
      return { ref, ts: story.cards('sig-node').at(-1)?.ts ?? '' };
    },
    async ask(person, command, channel) {
      const said = await slack.as(person).command(command, channel);
      await world.until(() => said.responses.length > 0, 15_000, `an answer to ${command}`);
      return said.responses.map((response) => slack.render(response)).join('\n');
    },
    async idle() {
      // What the bot does on GitHub meanwhile is answered there, by Prow too.
      for (let seen = -1; seen !== world.github.happened();) {
        seen = world.github.happened();
        await world.github.quiet();
        await world.until(
          async () => (await waitingWork(story.bot.url)) === 0,
          15_000,
          'nothing to be left to do',
        );
      }
    },
    async restart(env = {}) {
      await stop();
      Object.assign(environment, env);
      story.bot = await begin();
    },
    write: (name, text) => writeFileSync(join(folder, name), text),
    another: open,
    async record(read) {
      await stop();
      const store = await openStore(databaseUrl, { log, clock: { now: Date.now } });
      try {
        return await read(store);
      } finally {
        await store.close();
      }
    },
    async end() {
      await stop();
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
  return story;
}

export const SEED: WorldSeed = {
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

/** Writes sigbot.yml and the directory into the folder; returns the environment that a bot with them needs. */
export function writeSettings(
  folder: string,
  options: StoryOptions & { databaseUrl: string },
  world: World,
): Record<string, string> {
  writeFileSync(join(folder, 'sigbot.yml'), configFile(options));
  writeFileSync(join(folder, 'sigs.yaml'), options.directory ?? DIRECTORY);
  for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(folder, name), text);
  return {
    ...world.env(options.transport ?? 'http'),
    DATABASE_URL: options.databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    SIGBOT_CONFIG: join(folder, 'sigbot.yml'),
    ...options.env,
  };
}

function configFile({
  write = 'labels',
  intake = 'webhook',
  config = '',
  repositories = '',
  postsPerSecond = 100,
}: StoryOptions): string {
  return `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories:
  - { name: ${REPO}, intake: ${intake}, ${WRITING[write]} }
${repositories}
people:
  U0DANA: { github: dana }
  U0NOOR: { github: noor }
  U0LEE: { github: lee, role: triager, groups: [sig-node] }
slack: { postsPerSecond: ${postsPerSecond}, timeout: 1s }
${config}
`;
}

const WRITING = {
  labels: 'write: as-bot, through: labels',
  prow: 'write: as-bot, through: prow',
  handoff: 'write: handoff',
  'as-person': 'write: as-person, through: prow',
};

/** Tells the world where the bot listens. */
export function connect(world: World, url: string, transport: Transport = 'http'): void {
  world.connect({ slackUrl: `${url}/slack/events`, githubUrl: `${url}/github/webhook`, transport });
}

export async function ready(world: World, url: string, transport: Transport = 'http'): Promise<void> {
  const asked = () => fetch(`${url}/readyz`).catch(() => undefined);
  await world.until(async () => (await asked())?.ok, 15_000, 'GET /readyz to answer 200');
  if (transport === 'socket') await world.until(() => world.slack.socket.connections() > 0);
}

/** Deliveries and effects that wait, from the bot's own metrics. */
export async function waitingWork(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.matchAll(/^sigbot_(?:inbox_waiting|outbox_rows\{state="(?:waiting|unknown)"\}) (\d+)/gm);
  return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
}

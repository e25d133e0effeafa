import { startBot, type Bot } from './bot.ts';
import type { ListedIssue, ListedIssues, Listing } from './community.ts';
import { closedBefore } from './lantern.ts';
import { each } from './pool.ts';
import { reportOf, type Report } from './report.ts';
import type { ChannelSeed } from './slack/roster.ts';
import type { Transport } from './slack/send.ts';
import { until } from './until.ts';
import { createWorld, type World, type WorldSeed } from './world.ts';

export interface ReplayOptions {
  /** Path of the directory file. */
  directory: string;
  listing: Listing;
  listed: ListedIssues;
  transport: Transport;
  port?: number | undefined;
  say: (line: string) => void;
}

/** Who opens the issues. */
export const AUTHORS = ['avery-issues', 'blake-issues', 'casey-issues'];

/** Plays issues on a community: the closed ones are there before the bot comes, the open ones happen before its eyes. */
export async function replay(options: ReplayOptions): Promise<Report> {
  const { listing, listed, say } = options;
  const seed = replaySeed(listing, listed);
  const channels = seed.channels;
  const world = await createWorld(seed);
  let bot: Bot | undefined;
  try {
    say(`${channels.length} channels, ${seed.repos.length} repositories, ${listed.rows} issues.`);
    await closedBefore(world, listed.issues, AUTHORS[0]);
    const closed = listed.issues.filter(({ state }) => state === 'closed');
    say(`Closed issues that were there before: ${closed.length}. The bot starts.`);
    bot = await startBot({
      world,
      transport: options.transport,
      config: replayConfig(options.directory, listing, listed),
      ...portOf(options),
    });
    const open = listed.issues.filter(({ state }) => state === 'open');
    await each(open, (issue, index) => happen(world, issue, index));
    say(`${open.length} issues were opened and labelled.`);
    await quiet(world, bot);
    return reportOf(
      world,
      listed,
      channels.map(({ name }) => name),
    );
  } catch (error) {
    throw withLog(error, bot);
  } finally {
    await bot?.stop();
    await world.close();
  }
}

/** An error with what the bot's log said last. */
export function withLog(error: unknown, bot: Bot | undefined): Error {
  const text = error instanceof Error ? error.message : String(error);
  return new Error(bot ? `${text}\nThe bot's log:\n${bot.logTail()}` : text, { cause: error });
}

/** As on GitHub: some are opened with their labels, others get them from a robot afterwards. */
async function happen(world: World, issue: ListedIssue, index: number): Promise<void> {
  const { repo, number, title, labels } = issue;
  const author = world.github.as(AUTHORS[index % AUTHORS.length] ?? '');
  if (index % 2 === 0) await author.open(repo, { number, title, labels });
  else {
    const ref = await author.open(repo, { number, title });
    if (labels.length > 0) await world.github.robot.label(ref, ...labels);
  }
}

/** Until every webhook was answered, nothing waits in the bot, and it has not called Slack for a second. */
export async function quiet(world: World, bot: Bot): Promise<void> {
  await world.github.quiet(600_000);
  let calls = -1;
  let since = Date.now();
  await until(
    async () => {
      const now = world.slack.calls().length;
      if (now !== calls || (await bot.waiting()) > 0) {
        calls = now;
        since = Date.now();
      }
      return Date.now() - since > 1000;
    },
    600_000,
    'the bot to be quiet for a second',
  );
}

/** The world that a directory and its issues ask for. */
export function replaySeed(listing: Listing, listed: ListedIssues): WorldSeed {
  return {
    channels: distinctChannels(listing),
    people: [
      { name: 'operator', id: 'U0OPERATOR', realName: 'Operator', github: 'operator' },
      { name: 'guest', id: 'U0GUEST001', realName: 'Guest', guest: true },
    ],
    repos: reposIn(listed).map((name) => ({ name, labels: labelsIn(listed.issues, name) })),
    logins: [...AUTHORS, ...listing.logins],
  };
}

/** The bot's configuration there. */
export function replayConfig(
  directory: string,
  listing: Listing,
  listed: ListedIssues,
  intake: 'webhook' | 'both' = 'webhook',
): Record<string, unknown> {
  return {
    community: 'Playground',
    directory: {
      source: directory,
      ...(Object.keys(listing.kinds).length > 0 ? { kinds: listing.kinds } : {}),
    },
    channels: 'directory',
    repositories: reposIn(listed).map((name) => ({
      name,
      intake,
      write: 'as-bot',
      through: runsProw(name) ? 'prow' : 'labels',
    })),
    people: { U0OPERATOR: { github: 'operator', role: 'operator' } },
    slack: { postsPerSecond: 200 },
  };
}

/** Whether Prow works in the repository of this name. */
export function runsProw(name: string): boolean {
  return name.startsWith('kubernetes/');
}

function reposIn({ issues }: ListedIssues): string[] {
  return [...new Map(issues.map(({ repo }) => [repo.toLowerCase(), repo])).values()];
}

/** Two groups may share a channel; a channel may be named once by id and once by name. */
function distinctChannels({ groups }: Listing): ChannelSeed[] {
  const channels = new Map<string, ChannelSeed>();
  for (const { channel } of groups) channels.set(channel.name, { ...channels.get(channel.name), ...channel });
  return [...channels.values()];
}

function labelsIn(issues: readonly ListedIssue[], repo: string): string[] {
  const theirs = issues.filter((issue) => issue.repo.toLowerCase() === repo.toLowerCase());
  return [
    ...new Map(theirs.flatMap(({ labels }) => labels).map((label) => [label.toLowerCase(), label])).values(),
  ];
}

function portOf({ port }: ReplayOptions): { port?: number } {
  return port === undefined ? {} : { port };
}

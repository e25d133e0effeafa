import { startBot, type Bot } from './bot.ts';
import type { ListedIssue, ListedIssues, Listing } from './community.ts';
import { reportOf, type Report } from './report.ts';
import type { Transport } from './slack/send.ts';
import { until } from './until.ts';
import { createWorld, type World } from './world.ts';

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
const AUTHORS = ['avery-issues', 'blake-issues', 'casey-issues'];

/** How many issues are opened at the same time. */
const AT_ONCE = 8;

/** Plays issues on a community: the closed ones are there before the bot comes, the open ones happen before its eyes. */
export async function replay(options: ReplayOptions): Promise<Report> {
  const { listing, listed, say } = options;
  const channels = distinctChannels(listing);
  const repos = [...new Map(listed.issues.map(({ repo }) => [repo.toLowerCase(), repo])).values()];
  const world = await createWorld({
    channels,
    people: [{ name: 'operator', id: 'U0OPERATOR', github: 'operator' }],
    repos: repos.map((name) => ({ name, labels: labelsIn(listed.issues, name) })),
    logins: AUTHORS,
  });
  let bot: Bot | undefined;
  try {
    say(`${channels.length} channels, ${repos.length} repositories, ${listed.rows} issues.`);
    const closed = listed.issues.filter(({ state }) => state === 'closed');
    await each(closed, ({ state, ...issue }) =>
      world.github.createBefore(issue.repo, { ...issue, state, by: AUTHORS[0] ?? '' }),
    );
    say(`${closed.length} closed issues were there before. The bot starts.`);
    bot = await startBot({
      world,
      transport: options.transport,
      config: configOf(options, repos),
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

function configOf({ directory, listing }: ReplayOptions, repos: readonly string[]): Record<string, unknown> {
  return {
    community: 'Playground',
    directory: {
      source: directory,
      ...(Object.keys(listing.kinds).length > 0 ? { kinds: listing.kinds } : {}),
    },
    channels: 'directory',
    repositories: repos.map((name) => ({
      name,
      intake: 'webhook',
      write: name.startsWith('kubernetes/') ? 'prow' : 'labels',
    })),
    people: { U0OPERATOR: { github: 'operator', role: 'operator' } },
    slack: { postsPerSecond: 200 },
  };
}

/** Two groups may share a channel; a channel may be named once by id and once by name. */
function distinctChannels({ groups }: Listing): { name: string; id?: string }[] {
  const channels = new Map<string, { name: string; id?: string }>();
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

async function each<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

import { startBot, type Bot } from '../bot.ts';
import type { ListedIssue, ListedIssues, Listing } from '../community.ts';
import { closedBefore, LEADS, lanternConfig, lanternSeed, PEOPLE, readCommunity } from '../lantern.ts';
import { each } from '../pool.ts';
import { AUTHORS, replayConfig, replaySeed, runsProw } from '../replay.ts';
import type { Transport } from '../slack/send.ts';
import { createWorld, type World, type WorldSeed } from '../world.ts';
import { createSwitches, type Switches } from './switches.ts';
import { offerUploads } from './uploads.ts';

/** The world, the bot in it, and what the page may switch. */
export interface Town {
  world: World;
  bot: Bot;
  switches: Switches;
  /** What somebody is there, by Slack id: "chair of Runtime". */
  parts: ReadonlyMap<string, string>;
  /** GitHub logins by Slack id. */
  logins: ReadonlyMap<string, string>;
  /** The speed that was asked for at the start; undefined where the calendar is the machine's clock. */
  speed: number | undefined;
  close(): Promise<void>;
}

export interface TownOptions {
  /** Path of a directory file; the invented community where neither this nor `issues` is given. */
  directory?: string | undefined;
  /** Path of an issues file. */
  issues?: string | undefined;
  transport: Transport;
  /** Minutes of the calendar in a minute; where it is given, it can be changed in the page. */
  speed?: number | undefined;
  /** What was wrong with lines of the issues file. */
  complain?: (line: string) => void;
}

/** A plan of the town: who and what is there, and how the bot is configured. */
interface Plan {
  seed: WorldSeed;
  config: Record<string, unknown>;
  parts: ReadonlyMap<string, string>;
  /** Repositories where the stand-in for Prow works from when the issues are there. */
  prow: ReadonlySet<string>;
  /** Logins that open the issues. */
  authors: readonly string[];
}

/** Builds the world, starts the bot, and lets the open issues happen before its eyes. */
export async function openTown(options: TownOptions): Promise<Town> {
  const { source, listing, listed } = await readCommunity(options, options.complain ?? (() => undefined));
  const isLantern = options.directory === undefined && options.issues === undefined;
  const plan = isLantern ? lantern(listing) : replayed(source, listing, listed);
  const world = await createWorld(plan.seed);
  const withdraw = offerUploads((id) => world.slack.files().get(id));
  if (isLantern) world.slack.addUsergroup(LEADS);
  let bot: Bot | undefined;
  const close = async (): Promise<void> => {
    withdraw();
    await bot?.stop();
    await world.close();
  };
  try {
    await closedBefore(world, listed.issues, plan.authors[0]);
    bot = await startBot({
      world,
      transport: options.transport,
      config: { ...plan.config, ...PATIENCE },
      hurried: options.speed !== undefined,
    });
    const open = listed.issues.filter(({ state }) => state === 'open');
    await each(open, (issue, index) => arrive(world, issue, plan.authors[index % plan.authors.length] ?? ''));
    for (const repo of world.github.repositories()) repo.prow ||= plan.prow.has(repo.name);
    if (options.speed !== undefined) world.calendar.go(options.speed);
    const logins = new Map(plan.seed.people.map(({ id = '', github = '' }) => [id, github]));
    const switches = createSwitches(world);
    return { world, bot, switches, parts: plan.parts, logins, speed: options.speed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Faults are to be watched, so the bot gives up a call sooner than in earnest. */
const PATIENCE = {
  slack: { postsPerSecond: 200, timeout: '3s' },
  github: { poll: '5s', timeout: '3s' },
};

function lantern(listing: Listing): Plan {
  return {
    seed: lanternSeed(listing),
    config: lanternConfig('both'),
    parts: new Map(PEOPLE.map(({ id, part }) => [id, part])),
    prow: new Set(),
    authors: ['leeokafor'],
  };
}

function replayed(source: string, listing: Listing, listed: ListedIssues): Plan {
  const seed = replaySeed(listing, listed);
  return {
    seed,
    config: replayConfig(source, listing, listed, 'both'),
    parts: new Map(seed.people.map(({ id = '', guest }) => [id, guest ? 'guest' : 'runs the bot'])),
    prow: new Set(seed.repos.map(({ name }) => name).filter(runsProw)),
    authors: AUTHORS,
  };
}

async function arrive(world: World, { repo, number, title, labels }: ListedIssue, by: string): Promise<void> {
  const ref = await world.github.as(by).open(repo, { number, title });
  if (labels.length > 0) await world.github.robot.label(ref, ...labels);
}

import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { calendarPorts, calendarsBy } from './calendars.ts';
import type { Config } from './config.ts';
import { createDeliveries } from './deliveries.ts';
import { DAY, MINUTE, SECOND, type Instant } from './domain/time.ts';
import type { Feature } from './feature.ts';
import { features } from './features.ts';
import { insist, type InsistNeeds } from './insist.ts';
import { healthBy } from './group-health.ts';
import { forgetOld } from './forget.ts';
import { guarded } from './guard.ts';
import { replyRules, weighAll } from './owing.ts';
import { createOutbox } from './outbox.ts';
import { retriage } from './retriage.ts';
import { systemClock, type Clock } from './adapters/clock.ts';
import { createClocks } from './adapters/clocks.ts';
import { createFeeds } from './adapters/calendar/feeds.ts';
import { createCalendars } from './adapters/calendar/serve.ts';
import { createDirectory } from './adapters/directory/source.ts';
import { createGithub } from './adapters/github/auth.ts';
import { createIntake } from './adapters/github/intake.ts';
import { interpret } from './adapters/github/interpret.ts';
import { notePerform } from './adapters/github/note.ts';
import { documentPerform } from './adapters/github/document.ts';
import { githubPerform } from './adapters/github/perform.ts';
import { githubWebhook } from './adapters/github/webhook.ts';
import { createHealth, watched } from './adapters/health.ts';
import { createHttp, listen } from './adapters/http.ts';
import { createMeetings } from './adapters/meetings.ts';
import { createMilestones } from './adapters/milestones.ts';
import { createMetrics } from './adapters/metrics.ts';
import { portsMaker } from './adapters/ports.ts';
import { createSlack } from './adapters/slack/bolt.ts';
import { listChannels } from './adapters/slack/channels.ts';
import { interactiveClient, outboxClient } from './adapters/slack/client.ts';
import { workspaceNews } from './adapters/slack/events.ts';
import { slackPerform } from './adapters/slack/perform.ts';
import { createServe } from './adapters/slack/serve.ts';
import { openStore, type Store } from './adapters/store/store.ts';
import { labelsWithPulls } from './merging.ts';
import { picturesBy } from './pictures.ts';
import { tickFeatures } from './ticks.ts';
import { whoIsWho } from './who.ts';

/** The bot at work. */
export interface Running {
  /** Where it listens: "http://127.0.0.1:3000". */
  url: string;
  /** Takes nothing new, finishes what it has begun, and closes. */
  stop(): Promise<void>;
}

/** The machine's time: of leases, waits and limits. */
const now = Date.now;

/** How often is looked for verdicts that lapsed: they are dated by days. */
const RETRIAGE_EVERY = 15 * MINUTE;

/**
 * Opens the store, joins the adapters to the app and starts to work. Rejects where the store or the port cannot be had.
 * @param calendar the community's time
 * @param able what the bot can do
 */
export async function start(
  config: Config,
  log: Logger,
  calendar: Clock = systemClock,
  able: readonly Feature[] = features,
): Promise<Running> {
  const replies = replyRules(config);
  const store = await openStore(config.databaseUrl, { log, clock: { now }, calendar, replies });
  const bot = assemble(config, log, store, calendar, able);
  replies.follow(bot.directory);
  try {
    if (store.embedded) await takeOver(store);
    await listen(bot.server, config.http);
  } catch (error) {
    await store.close();
    throw error;
  }
  const stopping = new AbortController();
  const beginning = begin(bot, { health: bot.health, log, signal: stopping.signal });
  const stopTicks = calendar.everyMinute((at) => tick(at, bot, config, log));
  const { port } = bot.server.address() as AddressInfo;
  log.info({ port }, 'sigbot is at work');
  return {
    url: `http://${config.http.host}:${port}`,
    async stop() {
      await stopTicks();
      stopping.abort();
      bot.server.close();
      bot.server.closeIdleConnections();
      await beginning;
      await Promise.all([bot.slack.stop(), bot.intake.stop(), bot.who.stop()]);
      await bot.serving.idle();
      await bot.deliveries.stop();
      await bot.outbox.stop();
      bot.server.closeAllConnections();
      await store.close();
    },
  };
}

type Bot = ReturnType<typeof assemble>;

/** All parts, joined; nothing is sent and nothing worked off yet. */
function assemble(config: Config, log: Logger, store: Store, calendar: Clock, able: readonly Feature[]) {
  const owner = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  const app = createApp(able);
  const health = createHealth(store.ping, ['slack', 'github', 'directory']);
  const metrics = createMetrics(store);
  const kept = { kv: store.kv, now: calendar.now, log };
  const directory = createDirectory({ ...kept, config, channels: store.channels });
  const github = createGithub(config.github, log);
  const client = interactiveClient(config, log);
  const me: { user?: string | undefined; team?: string | undefined; url?: string | undefined } = {};
  const wakeOutbox = { wake: () => outbox.wake() };
  const who = whoIsWho({ config, store, github, directory, client, me, outbox: wakeOutbox, now, log });
  const feeds = createFeeds(kept);
  const clocks = createClocks(config, kept);
  const milestones = createMilestones(config.proposals, kept);
  const meetings = createMeetings(config.meetings, directory, feeds);
  const pictures = picturesBy({ config, health: healthBy(() => portsOver(store)), now, log });
  const ports = {
    ...who.ports,
    calendars: calendarPorts(config.http.publicUrl),
    pictures: pictures.port,
    meetings,
    clocks: clocks.of,
    milestones: milestones.all,
  };
  const workspace = () => me.url;
  const portsOver = portsMaker(config, directory, ports, { now, calendar, workspace, log });
  const common = { store, app, portsOver, owner, now, log };

  const slackOutbox = slackPerform({
    client: outboxClient(config, log),
    app,
    operatorChannel,
    timeout: config.slack.timeout,
    now: calendar.now,
    log,
  });
  const comments = githubPerform({ github, tokens: who.tokens, now });
  const toGithub = notePerform({ github, app, now }, documentPerform({ github, app, now }, comments));
  const outbox = createOutbox({
    ...common,
    timeout: Math.max(config.slack.timeout, config.github.timeout),
    pace: SECOND / config.slack.postsPerSecond,
    perform: {
      slack: watched('slack', health, slackOutbox),
      github: watched('github', health, guarded(toGithub)),
    },
    observe: (effect, state) => metrics.attempted(effect.kind, state),
  });

  const serving = createServe({
    ...common,
    now: calendar.now,
    outbox,
    client,
    onEvent: workspaceNews({ health, log, botUser: () => me.user }),
  });
  const slack = createSlack({ ...common, config, inbox: store.inbox, serve: serving.serve, health });
  const deliveries = createDeliveries({
    ...common,
    outbox,
    interpret,
    lookUp: () => intake.lookUp(),
    replay: slack.replay,
    observe: metrics.delivered,
  });
  const inbox: Pick<Store['inbox'], 'put'> = {
    async put(...delivery) {
      const stored = await store.inbox.put(...delivery);
      deliveries.wake();
      return stored;
    },
  };
  const pullLabels = () => labelsWithPulls(portsOver(store));
  const intake = createIntake({ ...store, config, github, pullLabels, inbox, health, now, log });
  const webhook = githubWebhook({ secrets: config.github.webhookSecrets, inbox, log });
  const server = createHttp({
    slack: slack.listener,
    github: webhook,
    callback: who.callback,
    calendar: createCalendars({
      feed: calendarsBy({ community: config.community, store, portsOver, now: calendar.now }),
      host: config.http.publicUrl && new URL(config.http.publicUrl).host,
    }),
    pictures: pictures.handler,
    health,
    metrics,
    log,
  });
  return {
    ...common,
    health,
    directory,
    feeds,
    clocks,
    milestones,
    meetings,
    client,
    me,
    who,
    outbox,
    serving,
    slack,
    deliveries,
    intake,
    server,
  };

  async function operatorChannel(): Promise<string | undefined> {
    const wanted = config.operatorChannel;
    const known = await store.channels.all();
    return known.find(({ id, name }) => id === wanted || name === wanted)?.id ?? wanted;
  }
}

/** On SQLite this process is the only owner: what a dead one had in hand is taken up at once. */
async function takeOver({ inbox, outbox }: Store): Promise<void> {
  await inbox.reclaim();
  await outbox.reclaim(now(), true);
}

/** Connects to Slack and reads the directory, for as long as that takes; GitHub is asked in its own time. */
async function begin(bot: Bot, needs: InsistNeeds): Promise<void> {
  bot.intake.start();
  const connected = insist(
    'slack',
    async () => {
      const { user_id, team_id, url } = await bot.client.auth.test();
      Object.assign(bot.me, { user: user_id, team: team_id, url });
      if (!needs.signal.aborted) await bot.slack.start();
    },
    needs,
  );
  // Without its groups and channels every issue would seem to be nobody's: until then what comes in is only kept.
  const read = insist(
    'directory',
    async () => {
      await readDirectory(bot);
      void bot.who.refresh();
      bot.deliveries.start();
      bot.outbox.start();
    },
    needs,
  );
  await Promise.all([connected, read.then(() => weighAll(bot.store, needs))]);
}

async function readDirectory(
  bot: Pick<Bot, 'directory' | 'client' | 'who' | 'feeds' | 'clocks' | 'milestones' | 'meetings'>,
) {
  const { directory, client, who, feeds, clocks, milestones, meetings } = bot;
  const files = [who.file, clocks, milestones];
  await Promise.all([directory.refresh(), ...files.map((file) => file.refresh())]);
  const { groups, doubts } = directory.current();
  if (groups.length === 0) throw new Error(doubts[0]?.text ?? 'it names no groups');
  await directory.resolveChannels(() => listChannels(client));
  await feeds.refresh(meetings.all());
}

/** What is done by the calendar; a minute that fails is logged, and the next one comes. */
async function tick(at: Instant, bot: Bot, { directory }: Config, log: Logger): Promise<void> {
  const chores = [
    tickFeatures(at, bot),
    ...(at % directory.refreshEvery < MINUTE ? [readDirectory(bot)] : []),
    ...(at % DAY < MINUTE ? [forgetOld(at, bot.store), weighAll(bot.store, { log })] : []),
    ...(at % RETRIAGE_EVERY < MINUTE ? [retriage(at, bot)] : []),
    bot.who.refresh(),
  ];
  bot.intake.tick(at);
  for (const result of await Promise.allSettled(chores)) {
    if (result.status === 'rejected')
      log.error({ err: result.reason as unknown }, 'a chore of this minute failed');
  }
}

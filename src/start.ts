import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createDeliveries } from './deliveries.ts';
import { messageOf } from './domain/errors.ts';
import { DAY, MINUTE, SECOND } from './domain/time.ts';
import { features } from './features.ts';
import { createOutbox, type Outcome, type Perform } from './outbox.ts';
import { everyMinute } from './adapters/clock.ts';
import { createDirectory } from './adapters/directory/source.ts';
import { createGithub } from './adapters/github/auth.ts';
import { createIntake } from './adapters/github/intake.ts';
import { interpret } from './adapters/github/interpret.ts';
import { githubPerform } from './adapters/github/perform.ts';
import { githubWebhook } from './adapters/github/webhook.ts';
import { createHealth, type Health } from './adapters/health.ts';
import { createHttp } from './adapters/http.ts';
import { createMetrics } from './adapters/metrics.ts';
import { portsMaker } from './adapters/ports.ts';
import { createSlack } from './adapters/slack/bolt.ts';
import { listChannels } from './adapters/slack/channels.ts';
import { interactiveClient, outboxClient } from './adapters/slack/client.ts';
import { workspaceNews } from './adapters/slack/events.ts';
import { slackPerform } from './adapters/slack/perform.ts';
import { createServe } from './adapters/slack/serve.ts';
import { openStore, type Store } from './adapters/store/store.ts';

/** The bot at work. */
export interface Running {
  /** Where it listens: "http://127.0.0.1:3000". */
  url: string;
  /** Takes nothing new, finishes what it has begun, and closes. */
  stop(): Promise<void>;
}

/** Done rows are kept for `/sig why` this long. */
const REMEMBERED = 30 * DAY;

/** Opens the adapters, joins them to the app and starts to work. Rejects where the store or the port cannot be had. */
export async function start(config: Config, log: Logger): Promise<Running> {
  const now = Date.now;
  const owner = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  const store = await openStore(config.databaseUrl, { log, clock: { now } });
  const health = createHealth(store.ping, ['slack', 'github', 'directory']);
  const metrics = createMetrics(store);
  const app = createApp(features);
  const directory = createDirectory({ config, kv: store.kv, channels: store.channels, log });
  const portsOver = portsMaker(config, directory, now);
  const github = createGithub(config.github, log);
  const outboxSlack = outboxClient(config, log);
  const client = interactiveClient(config, log);

  const outbox = createOutbox({
    store,
    app,
    portsOver,
    now,
    log,
    owner,
    timeout: Math.max(config.slack.timeout, config.github.timeout),
    pace: SECOND / config.slack.postsPerSecond,
    perform: {
      slack: watched('slack', health, slackPerform({ client: outboxSlack, app, operatorChannel })),
      github: watched('github', health, githubPerform({ github })),
    },
    observe: (effect, state) => metrics.attempted(effect.kind, state),
  });
  const onEvent = workspaceNews(health, log);
  const serve = createServe({ app, store, portsOver, outbox, client, onEvent, now, log });
  const slack = createSlack({ config, inbox: store.inbox, app, serve, owner, now, log });
  const deliveries = createDeliveries({
    store,
    app,
    outbox,
    portsOver,
    interpret,
    lookUp: () => intake.lookUp(),
    replay: slack.replay,
    owner,
    now,
    log,
    observe: metrics.delivered,
  });
  const inbox: Pick<Store['inbox'], 'put'> = {
    async put(...delivery) {
      const stored = await store.inbox.put(...delivery);
      deliveries.wake();
      return stored;
    },
  };
  const intake = createIntake({ config, github, mirror: store.mirror, inbox, health, now, log });
  const webhook = githubWebhook({ secrets: config.github.webhookSecrets, inbox, log });
  const server = createHttp({ slack: slack.listener, github: webhook, health, metrics, log });

  async function operatorChannel(): Promise<string | undefined> {
    const wanted = config.operatorChannel;
    const known = await store.channels.all();
    return known.find(({ id, name }) => id === wanted || name === wanted)?.id ?? wanted;
  }

  async function readDirectory(): Promise<void> {
    await directory.refresh();
    const { groups, doubts } = directory.current();
    if (groups.length === 0) throw new Error(doubts[0]?.text ?? 'it names no groups');
    await directory.resolveChannels(() => listChannels(client));
  }

  async function tick(at: number): Promise<void> {
    intake.tick(at);
    if (at % config.directory.refreshEvery < MINUTE) await readDirectory();
    if (at % DAY < MINUTE)
      await Promise.all([store.inbox.forget(at - REMEMBERED), store.outbox.forget(at - REMEMBERED)]);
  }

  if (store.embedded) await reclaimAll();
  async function reclaimAll(): Promise<void> {
    await store.inbox.reclaim();
    await store.outbox.reclaim(now(), true);
  }

  server.listen(config.http.port, config.http.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stopTicks = everyMinute(
    (at) => void tick(at).catch((err: unknown) => log.error({ err }, 'a tick failed')),
  );
  const stopping = new AbortController();
  const part = (name: string, work: () => Promise<void>) =>
    insist(name, work, { health, log, signal: stopping.signal });
  const beginning = Promise.all([
    part('slack', async () => {
      await client.auth.test();
      if (!stopping.signal.aborted) await slack.start();
    }),
    // Without its groups and channels every issue would seem to be nobody's: until then what comes in is only kept.
    part('directory', async () => {
      await readDirectory();
      deliveries.start();
      outbox.start();
      log.info({ groups: directory.current().groups.length }, 'the directory is read');
    }),
  ]);
  intake.start();
  log.info({ port }, 'sigbot is at work');

  return {
    url: `http://${config.http.host}:${port}`,
    async stop() {
      await stopTicks();
      stopping.abort();
      server.close();
      server.closeIdleConnections();
      await beginning;
      await Promise.all([slack.stop(), intake.stop()]);
      await deliveries.stop();
      await outbox.stop();
      server.closeAllConnections();
      await store.close();
    },
  };
}

/** Tells the health page how a service fares, from how its effects end. */
function watched(service: 'slack' | 'github', health: Health, perform: Perform): Perform {
  return async (attempt, ports) => {
    const outcome: Outcome = await perform(attempt, ports);
    if ('retry' in outcome && outcome.whole) health.bad(service, outcome.retry);
    if ('done' in outcome) health.good(service);
    return outcome;
  };
}

/** Does what the bot cannot work without, for as long as it takes. */
async function insist(
  part: string,
  work: () => Promise<void>,
  { health, log, signal }: { health: Health; log: Logger; signal: AbortSignal },
): Promise<void> {
  for (let wait = SECOND; !signal.aborted; wait = Math.min(MINUTE, wait * 2)) {
    try {
      await work();
      return health.good(part);
    } catch (error) {
      health.bad(part, messageOf(error));
      log.error({ err: error, part }, `not ready; the next try is in ${wait / SECOND} s`);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

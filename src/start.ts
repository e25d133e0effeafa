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
import { createSlack, type Slack } from './adapters/slack/bolt.ts';
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

  async function refreshDirectory(): Promise<void> {
    await directory.refresh();
    if (directory.current().groups.length > 0) health.good('directory');
    else health.bad('directory', 'no groups could be read');
    await directory
      .resolveChannels(() => listChannels(client))
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the channels of the workspace could not be listed'),
      );
  }

  async function tick(at: number): Promise<void> {
    intake.tick(at);
    if (at % config.directory.refreshEvery < MINUTE) await refreshDirectory();
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
  await refreshDirectory();
  const stopTicks = everyMinute(
    (at) => void tick(at).catch((err: unknown) => log.error({ err }, 'a tick failed')),
  );
  const connecting = connect(slack, () => client.auth.test(), health, log);
  intake.start();
  deliveries.wake();
  outbox.wake();
  log.info({ port, groups: directory.current().groups.length }, 'sigbot is at work');

  return {
    url: `http://${config.http.host}:${port}`,
    async stop() {
      await stopTicks();
      connecting.abort();
      server.close();
      server.closeIdleConnections();
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

/** Connects to Slack, for as long as it takes. */
function connect(
  slack: Slack,
  authTest: () => Promise<unknown>,
  health: Health,
  log: Logger,
): AbortController {
  const stopping = new AbortController();
  void (async () => {
    for (let wait = SECOND; !stopping.signal.aborted; wait = Math.min(MINUTE, wait * 2)) {
      try {
        await authTest();
        await slack.start();
        return health.good('slack');
      } catch (error) {
        health.bad('slack', messageOf(error));
        log.error({ err: error }, `Slack cannot be reached; the next try is in ${wait / SECOND} s`);
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();
  return stopping;
}

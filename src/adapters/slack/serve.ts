import { randomBytes } from 'node:crypto';
import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { App } from '../../app.ts';
import { homeTab, say } from '../../blocks.ts';
import { commit } from '../../commit.ts';
import { messageOf, Overtaken } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call, Message, Reply } from '../../feature.ts';
import type { Outbox } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import type { Store, StoreParts } from '../store/store.ts';
import { show, type Asked } from './answer.ts';
import { identify, type Inbound } from './inbound.ts';
import { groupDecided, rivalOf, tooLate } from './rivals.ts';

/** Handles one stored payload: never rejects. */
export type Serve = (delivery: number, body: unknown) => Promise<void>;

type Event = Extract<Inbound, { kind: 'event' }>;

export interface ServeOptions {
  app: App;
  store: Store;
  portsOver: (parts: StoreParts) => Ports;
  outbox: Pick<Outbox, 'wake'>;
  client: WebClient;
  /** News of the workspace: a channel renamed, the bot invited. Its words go to the ledger. */
  onEvent: (event: Event, tx: StoreParts) => Promise<string>;
  now: () => Instant;
  log: Logger;
}

/** Serving, and a way to wait until nothing is being served. */
export interface Server {
  serve: Serve;
  idle(): Promise<void>;
}

/** Decide, commit, then answer: a delivery's effects and its end are one transaction. */
export function createServe(options: ServeOptions): Server {
  const running = new Set<Promise<void>>();
  return {
    async serve(delivery, body) {
      const inbound = identify(body)?.inbound;
      if (!inbound) return;
      const work = serveOne(delivery, inbound, options);
      running.add(work);
      await work.finally(() => running.delete(work));
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

async function serveOne(delivery: number, inbound: Inbound, options: ServeOptions): Promise<void> {
  try {
    if (inbound.kind === 'event') return await serveEvent(delivery, inbound, options);
    const reply = await decideAndCommit(delivery, inbound, options);
    options.outbox.wake();
    await show(reply, inbound, options);
    if (showsInHome(inbound, reply)) await publishHome(inbound, options);
  } catch (error) {
    const reference = randomBytes(4).toString('hex');
    options.log.error({ err: error, reference, delivery }, 'a payload from Slack could not be handled');
    const because = [`failed: ${messageOf(error)} (${reference})`];
    // False where the database does not answer, or had committed after all.
    const ended = await options.store.inbox.failed(delivery, { because }).catch(() => false);
    if (inbound.kind === 'home') await publishHome(inbound, options);
    else if (inbound.kind !== 'event') await show({ message: trouble(reference, ended) }, inbound, options);
  }
}

/** Somebody looks at Home, pressed something in it, or changed something in a modal that was opened there. */
function showsInHome({ kind, view, channel }: Asked, { effects = [] }: Reply): boolean {
  return kind === 'home' || view?.home === true || (channel === undefined && effects.length > 0);
}

async function serveEvent(
  delivery: number,
  event: Event,
  { store, onEvent, outbox }: ServeOptions,
): Promise<void> {
  await store.atomically(async (tx) => {
    const because = await onEvent(event, tx);
    await tx.inbox.done(delivery, { because: [because] });
  });
  outbox.wake();
}

/** What was read may be another's by the time it is committed: then it is read and decided once more. */
async function decideAndCommit(delivery: number, inbound: Asked, options: ServeOptions): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await finish(delivery, inbound, await decide(inbound, options), options);
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === TRIES) throw error;
    }
  }
}

/** So many people at most are after the same issue in the same moment. */
const TRIES = 20;

function decide(inbound: Asked, { app, store, portsOver, now }: ServeOptions): Promise<Reply> | Reply {
  if (inbound.kind === 'home') return {};
  const ports = portsOver(store);
  if (isStarting(ports)) return { message: say(STARTING) };
  const { user, channel, thread } = inbound;
  const { metadata, values } = inbound.kind === 'press' ? inbound : {};
  const call: Call = { user, channel, thread, metadata, values, now: now() };
  switch (inbound.kind) {
    case 'command':
      return app.command(inbound.text, call, ports);
    case 'press':
      return app.press(inbound.action, inbound.value, call, ports);
    case 'submit':
      return app.submit(inbound.callback, inbound.values, inbound.metadata, call, ports);
    case 'shortcut':
      return app.shortcut(inbound.callback, inbound.message, call, ports);
  }
}

/**
 * Home as it is now: when somebody looks at it, and after each press there. Nobody is written to because it fails: what was
 * done is done, and the page is drawn anew when it is next looked at.
 */
async function publishHome({ user }: Asked, options: ServeOptions): Promise<void> {
  const { client, log } = options;
  const view = await homeOf(user, options);
  try {
    await client.views.publish({ user_id: user, view });
  } catch (error) {
    log.warn({ err: error }, 'a Home tab could not be shown');
  }
}

async function homeOf(user: string, { app, portsOver, store, now, log }: ServeOptions): Promise<HomeView> {
  const ports = portsOver(store);
  if (isStarting(ports)) return homeTab([say(STARTING).blocks]);
  try {
    return await app.home({ user, channel: undefined, now: now() }, ports);
  } catch (error) {
    const reference = randomBytes(4).toString('hex');
    log.error({ err: error, reference }, 'a Home tab could not be drawn');
    return homeTab([say(`${UNDRAWN} ${reference}`).blocks]);
  }
}

const UNDRAWN =
  'sigbot could not draw this page; nothing was changed. Open it again in a minute. If it stays so, give its operator this reference:';

function isStarting({ directory }: Ports): boolean {
  return directory.current().groups.length === 0;
}

const STARTING = 'sigbot is starting and has not read the groups yet. Try again in a minute.';

/** Commits the reply and returns what to show: it itself, or who was faster. */
async function finish(
  delivery: number,
  { user }: { user: string },
  planned: Reply,
  { store, app, portsOver, now }: ServeOptions,
): Promise<Reply> {
  return store.atomically(async (tx) => {
    const ports = portsOver(tx);
    // Whoever decides about the same issue at the same time comes after us, and sees what we have done.
    if (planned.issue) await tx.mirror.lock(planned.issue.id);
    const rival = await rivalOf(planned, user, tx, now());
    const reply = rival ? tooLate(rival, planned, now()) : planned;
    const { effects = [], because = [], issue } = reply;
    await commit({ effects, issue, delivery }, tx, app, ports);
    await tx.inbox.done(delivery, { because, ...(issue ? { issue: issue.id } : {}) });
    // Who only looks, joins or goes on has done nothing that is worth a record.
    if (effects.length === 0 || because.length === 0) return reply;
    const github = (await tx.people.of(user))?.login;
    const who = github === undefined ? { slack: user } : { slack: user, github };
    const about = { group: groupDecided(effects), issue: issue?.id };
    await tx.audit.add({ at: now(), ...who, ...about, act: because.join('; ') });
    return reply;
  });
}

/** `ended`: the payload is certainly not taken up again. */
function trouble(reference: string, ended: boolean): Message {
  const fate = ended
    ? 'and nothing was changed.'
    : 'It may still happen within a minute or two: look at the issue before you repeat it.';
  return say(
    `Something went wrong in sigbot${ended ? ',' : '.'} ${fate} Give its operator this reference: ${reference}`,
  );
}

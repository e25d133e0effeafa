import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { messageOf } from './domain/errors.ts';
import type { Happening } from './domain/happening.ts';
import type { IssueId, IssueSnapshot } from './domain/issue.ts';
import { MINUTE, SECOND, type Instant } from './domain/time.ts';
import { escape } from './blocks.ts';
import type { App } from './app.ts';
import type { Named } from './feature.ts';
import { commit } from './commit.ts';
import type { Asker, Effect, Send } from './effect.ts';
import { laneOf } from './lanes.ts';
import { inShort } from './effect-words.ts';
import { happenings } from './happenings.ts';
import { createLoop } from './loop.ts';
import { edited } from './meeting-messages.ts';
import type { PublishedDocument } from './ports/meeting.ts';
import type { Ports } from './ports.ts';
import { namesOf } from './topics.ts';
import type { OutboxRow, Store, StoreParts } from './adapters/store/store.ts';

/** What came of one attempt to perform an effect. */
export type Outcome =
  | {
      done: string;
      message?: { ts: string; shown: string; names?: readonly Named[] | undefined };
      document?: PublishedDocument;
      issue?: { snapshot: IssueSnapshot };
      also?: readonly Effect[];
    }
  | { skipped: string; also?: readonly Effect[] }
  /** It cannot be done; in words, for a person. */
  | { failed: string; also?: readonly Effect[] }
  /** Nothing happened; again after so many milliseconds. `whole` rests all lanes of the service. */
  | { retry: string; after: number; whole?: boolean; also?: readonly Effect[] }
  /** It may have happened: it is looked up before it is repeated. */
  | { unknown: string };

/** One attempt. `ambiguous`: an earlier attempt may have got through. */
export interface Attempt {
  effect: Send;
  ambiguous: boolean;
  attempts: number;
  plannedAt: Instant;
}

export type Perform = (attempt: Attempt, ports: Ports) => Promise<Outcome>;

type Service = 'slack' | 'github';

export interface OutboxOptions {
  store: Store;
  app: App;
  perform: Record<Service, Perform>;
  portsOver: (parts: StoreParts) => Ports;
  now: () => Instant;
  log: Logger;
  /** This process's name in leases. */
  owner: string;
  /** How long one attempt may take at most, in ms: leases outlive it. */
  timeout: number;
  /** The rest a Slack lane takes after each message, in ms. */
  pace: number;
  /** Called with how each attempt ended. */
  observe: (effect: Send, state: string) => void;
}

/** Sends in flight at once. GitHub asks for writes one at a time (its best practices for REST). */
const IN_FLIGHT: Record<Service, number> = { slack: 8, github: 1 };

const SERVICES: readonly Service[] = ['slack', 'github'];

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Performs what the store holds, lane by lane, each effect once. One loop a process: any number of processes may
 * share one PostgreSQL. Nothing is sent before start().
 */
export function createOutbox(options: OutboxOptions) {
  const { store, now, log, owner, timeout } = options;
  const running = new Map<number, { service: Service; work: Promise<void> }>();
  const loop = createLoop(turn, (error) =>
    log.error({ err: error }, 'the outbox cannot reach its database; it tries again in a second'),
  );

  async function turn(): Promise<number> {
    await store.outbox.reclaim(now(), false);
    await startDue();
    // What has no free place is looked for when one becomes free.
    const due = await store.outbox.nextDue(
      now(),
      SERVICES.filter((service) => freeIn(service) > 0),
    );
    return due === undefined ? SECOND : Math.min(SECOND, Math.max(5, due - now()));
  }

  async function startDue(): Promise<void> {
    for (const service of SERVICES) {
      const free = freeIn(service);
      if (free <= 0) continue;
      const rows = await store.outbox.claim(owner, free, now(), now() + 2 * timeout, service);
      for (const row of rows) begin(row, service);
    }
  }

  function freeIn(service: Service): number {
    return IN_FLIGHT[service] - [...running.values()].filter((entry) => entry.service === service).length;
  }

  function begin(row: OutboxRow, service: Service): void {
    const work = attempt(row, service)
      .catch((error: unknown) => log.error({ err: error, row: row.id }, 'an effect could not be recorded'))
      .finally(() => {
        running.delete(row.id);
        loop.wake();
      });
    running.set(row.id, { service, work });
  }

  async function attempt(row: OutboxRow, service: Service): Promise<void> {
    const { effect, attempts, plannedAt } = row;
    const ambiguous = row.state === 'unknown';
    const outcome = await options.perform[service](
      { effect, ambiguous, attempts, plannedAt },
      options.portsOver(store),
    ).catch((error: unknown): Outcome => {
      log.error({ err: error, ...named(effect) }, 'an effect failed in a way nobody foresaw');
      return attempts < 5
        ? { retry: messageOf(error), after: backoff(attempts) }
        : { failed: 'an internal error' };
    });
    await insistently(() => record(row, outcome, options));
    const state = stateOf(outcome);
    options.observe(effect, state);
    if (TROUBLE.includes(state)) log.warn({ ...named(effect), attempts, ...words(outcome) }, 'not done');
  }

  return {
    start: loop.start,
    wake: loop.wake,
    /** Takes no new work and waits for what is in flight. */
    async stop(): Promise<void> {
      await loop.stop();
      await Promise.all([...running.values()].map((entry) => entry.work));
    },
  };
}

/** What was sent must be written down: a transaction that the database broke off is tried again, for some seconds. */
async function insistently(work: () => Promise<void>): Promise<void> {
  for (let wait = 50; wait < 5 * SECOND; wait *= 2) {
    try {
      return await work();
    } catch {
      await sleep(wait);
    }
  }
  await work();
}

/** Result, message, mirror and what follows from them: one transaction. */
async function record(row: OutboxRow, outcome: Outcome, options: OutboxOptions): Promise<void> {
  const { store, app, now } = options;
  await store.atomically(async (tx) => {
    const ports = options.portsOver(tx);
    // The issue before the outbox, as the worker does: two that lock in different orders wait for each other for ever.
    if (row.issue !== undefined) await tx.mirror.lock(row.issue);
    const ours = await tx.outbox.settle(row, settlement(row, outcome, now()));
    // An attempt that outlived its lease: another one has the row, and looks up what this one did.
    if (!ours) return;
    if ('retry' in outcome && outcome.whole) await tx.outbox.rest(serviceOf(row), now() + outcome.after);
    const { heard, made } = 'done' in outcome ? await keep(row, outcome, tx, options, ports) : NOTHING;
    const id = row.issue ?? made;
    const issue = id === undefined ? undefined : await ports.issues.byId(id);
    const plan = 'done' in outcome && issue ? await app.issueTouched(issue, ports, heard) : undefined;
    const also = 'also' in outcome ? (outcome.also ?? []) : [];
    const effects = [
      ...also,
      ...verdicts(row.effect, outcome),
      ...regrets(row.effect, outcome, row.id),
      ...(await decisions(row.effect, outcome, ports)),
      ...(await outdated(row.effect, outcome, ports)),
      ...(plan?.effects ?? []),
    ];
    await commit({ effects, issue, delivery: row.delivery }, tx, app, ports);
  });
}

/** What was seen to have happened, and the issue that was made. */
interface Kept {
  heard: readonly Happening[];
  made?: IssueId;
}

const NOTHING: Kept = { heard: [] };

/**
 * Keeps what was done: which message or document shows what, and what GitHub answered. The issue is looked at again
 * afterwards: it may have changed while the message, with its older content, was on its way.
 */
async function keep(
  { id, effect, lane, issue: about }: OutboxRow,
  { message, document, issue }: Extract<Outcome, { done: string }>,
  tx: StoreParts,
  { now, pace }: OutboxOptions,
  { policy }: Ports,
): Promise<Kept> {
  if (effect.kind.startsWith('slack.')) await tx.outbox.rest(lane, now() + pace);
  if (document) await tx.documents.put(document);
  if (message && 'subject' in effect && 'channel' in effect && effect.subject) {
    await tx.messages.sent({ subject: effect.subject, channel: effect.channel, ...message });
  }
  if (!issue) return NOTHING;
  // The answer to a change may be the latest that is known; the answer to an opening is the oldest there can be.
  const how = about === undefined ? { opened: true, change: {} } : { opened: false };
  const known = await tx.mirror.put(issue.snapshot, how);
  const heard = await happenings({ ...issue, ...how }, known, tx, policy.triage.robots);
  if (about !== undefined) return { heard };
  await tx.outbox.belongs(id, known.issue.id);
  return { heard, made: known.issue.id };
}

type Settlement = Parameters<Store['outbox']['settle']>[1];

function settlement(row: OutboxRow, outcome: Outcome, now: Instant): Settlement {
  if ('done' in outcome) return { state: 'done', result: outcome.done };
  if ('skipped' in outcome) return { state: 'skipped', result: outcome.skipped };
  if ('failed' in outcome) return { state: 'failed', result: outcome.failed };
  if ('unknown' in outcome) {
    return { state: 'unknown', notBefore: now + backoff(row.attempts), result: outcome.unknown };
  }
  const state = row.state === 'unknown' ? 'unknown' : 'waiting';
  return { state, notBefore: now + outcome.after, result: outcome.retry };
}

/** What was decided counts from when GitHub has it. */
function verdicts(effect: Send, outcome: Outcome): Effect[] {
  const verdict = 'verdict' in effect ? effect.verdict : undefined;
  return verdict && 'done' in outcome ? [{ kind: 'verdict.record', verdict }] : [];
}

/** A meeting's decisions count as told from when GitHub has the comment; where it is refused, its summary offers it again. */
async function decisions(effect: Send, outcome: Outcome, ports: Ports): Promise<Effect[]> {
  const minutes = ('minutes' in effect && effect.minutes) || [];
  const done = 'done' in outcome;
  if (minutes.length === 0 || !(done || 'failed' in outcome || 'skipped' in outcome)) return [];
  const sittings = new Set(minutes.map((id) => id.slice(0, id.lastIndexOf('/'))));
  const posted = await Promise.all([...sittings].map((id) => ports.messages.of({ kind: 'sitting', id })));
  return [
    { kind: 'minutes.told', minutes, how: done ? 'sent' : 'refused', at: ports.calendar.now() },
    ...posted.flat().map(edited),
  ];
}

/** What became private, or public, while the message that names it was on its way: nobody could know that it does. */
async function outdated(effect: Send, outcome: Outcome, ports: Ports): Promise<Effect[]> {
  const names = 'done' in outcome ? (outcome.message?.names ?? []) : [];
  if (names.length === 0 || !('subject' in effect && 'channel' in effect) || !effect.subject) return [];
  const now = await namesOf(names, ports);
  if (now.every(({ hidden }, index) => hidden === names[index]?.hidden)) return [];
  return [{ kind: 'slack.update', channel: effect.channel, subject: effect.subject }];
}

/** Who asked for something on GitHub that could not be done is told so. */
function regrets(effect: Send, outcome: Outcome, row: number): Effect[] {
  const asker: Asker | undefined = 'by' in effect ? effect.by : undefined;
  if (!('failed' in outcome) || asker?.channel === undefined) return [];
  const text = `Not done: ${escape(inShort(effect), 300)}.\n${escape(outcome.failed, 600)}`;
  return [{ kind: 'slack.whisper', channel: asker.channel, user: asker.user, text, once: `regret:${row}` }];
}

/** An effect in the log: what, and where; what people said in it stays out (`sigbot explain` has it). */
function named(effect: Send): object {
  return { effect: effect.kind, lane: laneOf(effect) };
}

/** Outcomes that an operator may want to know of. */
const TROUBLE: readonly string[] = ['failed', 'retry', 'unknown'];

function words(outcome: Outcome): object {
  if ('failed' in outcome) return { failed: outcome.failed };
  if ('retry' in outcome) return { retry: outcome.retry, after: outcome.after };
  return 'unknown' in outcome ? { unknown: outcome.unknown } : {};
}

function stateOf(outcome: Outcome): string {
  return Object.keys(outcome)[0] ?? 'done';
}

function serviceOf({ lane }: OutboxRow): string {
  return lane.split('/', 1)[0] ?? lane;
}

/** The wait before the next attempt, in ms: 1 s, doubling to 5 minutes. */
export function backoff(attempts: number): number {
  return Math.min(5 * MINUTE, SECOND * 2 ** Math.min(attempts - 1, 10));
}

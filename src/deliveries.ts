import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { App } from './app.ts';
import { commit } from './commit.ts';
import { happenings } from './happenings.ts';
import { hear } from './hear.ts';
import { hearPulls } from './hear-pulls.ts';
import { messageOf } from './domain/errors.ts';
import type { Happening } from './domain/happening.ts';
import { issueId, type CommentMade, type Issue } from './domain/issue.ts';
import { isPrivate } from './domain/privacy.ts';
import { MINUTE, SECOND, type Instant } from './domain/time.ts';
import { backoff, type Outbox } from './outbox.ts';
import { pushed } from './pushed.ts';
import { createLoop, type Loop } from './loop.ts';
import type { Ports } from './ports.ts';
import type { Hint } from './adapters/github/hint.ts';
import type { Delivery, Store, StoreParts } from './adapters/store/store.ts';

export interface DeliveriesOptions {
  store: Store;
  app: App;
  outbox: Pick<Outbox, 'wake'>;
  portsOver: (parts: StoreParts) => Ports;
  /** What a delivery from GitHub tells. */
  interpret: (event: string, body: string) => Hint;
  /** An App was installed or removed: the repositories are to be looked up again. */
  lookUp: () => void;
  /** Handles a payload of Slack's again that a dead process left behind. */
  replay: (delivery: Delivery) => Promise<void>;
  owner: string;
  now: () => Instant;
  log: Logger;
  observe: (source: string, state: 'done' | 'failed' | 'retried') => void;
}

/** How long one delivery may take before another process takes it over, in ms. */
const LEASE = 2 * MINUTE;
const BATCH = 20;
const ATTEMPTS = 8;

/** Works off what came in, oldest first, one at a time; nothing before start(). */
export function createDeliveries(options: DeliveriesOptions): Loop {
  const { store, log, owner, now } = options;

  async function turn(): Promise<number> {
    const deliveries = await store.inbox.claim(owner, BATCH, now() + LEASE);
    for (const delivery of deliveries) {
      await work(delivery, options).catch((error: unknown) =>
        log.error({ err: error, delivery: delivery.id }, 'a delivery waits until its lease ends'),
      );
      // SQLite answers without a turn of the event loop: without this nothing is acknowledged until the inbox is empty.
      await nextTurn();
    }
    if (deliveries.length === 0) return SECOND;
    options.outbox.wake();
    return 0;
  }

  return createLoop(turn, (error) =>
    log.error({ err: error }, 'the inbox cannot reach its database; it tries again in a second'),
  );
}

async function work(delivery: Delivery, options: DeliveriesOptions): Promise<void> {
  const { store, log, now, observe } = options;
  try {
    if (delivery.source === 'slack') await options.replay(delivery);
    else await digest(delivery, options);
    observe(delivery.source, 'done');
  } catch (error) {
    log.error(
      { err: error, delivery: delivery.id, event: delivery.event },
      'a delivery could not be worked off',
    );
    const given = delivery.attempts >= ATTEMPTS;
    observe(delivery.source, given ? 'failed' : 'retried');
    if (given) await store.inbox.failed(delivery.id, { because: [`given up: ${messageOf(error)}`] });
    else await store.inbox.later(delivery.id, now() + backoff(delivery.attempts), messageOf(error));
  }
}

/** Mirror, plan, effects and the delivery's end: one transaction. */
async function digest(delivery: Delivery, options: DeliveriesOptions): Promise<void> {
  const hint = options.interpret(delivery.event, delivery.body);
  await options.store.atomically(async (tx) => {
    const ports = options.portsOver(tx);
    const { issue, because } = await learn(hint, delivery, tx, ports, options);
    await tx.inbox.done(delivery.id, {
      because,
      event: eventText(delivery, hint),
      ...(issue ? { issue: issue.id } : {}),
    });
  });
}

/** The event as the ledger shows it: "issues.labeled sig/node". */
function eventText({ event }: Delivery, hint: Hint): string {
  const change = hint.kind === 'issue' ? hint.change : undefined;
  const about = [change?.labels, change?.assignees].flatMap((list) => list?.add ?? list?.remove ?? []);
  return [event, ...about].join(' ');
}

interface Learned {
  issue?: Issue | undefined;
  because: readonly string[];
}

async function learn(
  hint: Hint,
  delivery: Delivery,
  tx: StoreParts,
  ports: Ports,
  { app, lookUp }: DeliveriesOptions,
): Promise<Learned> {
  switch (hint.kind) {
    case 'issue': {
      const { snapshot, opened, change, activity } = hint;
      const { repo: name, repoId: id } = snapshot;
      if ((await ports.policy.writing({ name, id })) === undefined) return untracked(name);
      const comment = commentMade(hint, ports.policy.triage.robots);
      const repository = await tx.mirror.repositoryById(id);
      const known = await tx.mirror.put(snapshot, { opened, change, comment, activity });
      if (hint.pull) await tx.pulls.learn(known.issue.id, hint.pull, ports.clock.now());
      const heard = await hear(hint, known, tx, ports);
      if (repository && (known.issue.private ?? false) !== (repository.private ?? false))
        await touchAll(id, delivery, tx, ports, app);
      else if (known.before && changedPrivacy(known.before, known.issue, ports))
        await touchBeside({ repoId: id, number: snapshot.number }, delivery, tx, ports, app);
      const told = await happenings(hint, known, tx, ports.policy.triage.robots);
      const { because, issue } = await touch(known.issue, delivery, tx, ports, app, told);
      return { issue, because: [...heard, ...because] };
    }
    case 'activity': {
      const { repo, number, activity } = hint;
      if ((await ports.policy.writing(repo)) === undefined) return untracked(repo.name);
      const known = await tx.mirror.hear(issueId(repo.id, number), activity);
      if (!known) return { because: [`${repo.name}#${number} is not mirrored`] };
      return touch(known.issue, delivery, tx, ports, app);
    }
    case 'checks':
    case 'pull': {
      if ((await ports.policy.writing(hint.repo)) === undefined) return untracked(hint.repo.name);
      const because: string[] = [];
      const changed = await hearPulls(hint, tx, ports);
      for (const issue of changed) because.push(...(await touch(issue, delivery, tx, ports, app)).because);
      const [first] = changed;
      return first ? { issue: first, because } : { because: ['it tells nothing new of a pull request'] };
    }
    case 'issue-gone': {
      const issue = await tx.mirror.gone(hint.repoId, hint.number, hint.how, hint.movedTo);
      if (!issue) return { because: [`${hint.repo}#${hint.number} is not mirrored`] };
      await touchBeside({ repoId: hint.repoId, number: hint.number }, delivery, tx, ports, app);
      return touch(issue, delivery, tx, ports, app);
    }
    case 'repository':
      return learnRepository(hint, delivery, tx, ports, app);
    case 'label': {
      const { repo, kind: _kind, ...change } = hint;
      if ((await ports.policy.writing(repo)) === undefined) return untracked(repo.name);
      await tx.mirror.changeLabel(repo.id, change);
      return { because: [`the labels of ${repo.name} changed`] };
    }
    case 'pushed':
      if ((await ports.policy.writing(hint.repo)) === undefined) return untracked(hint.repo.name);
      return { because: await pushed(hint, tx, ports) };
    case 'installation':
      lookUp();
      return {
        because: [
          `installed in ${hint.added.join(', ') || 'nothing new'}; removed from ${hint.removed.join(', ') || 'nothing'}`,
        ],
      };
    case 'ignored':
      return { because: [`ignored: ${hint.why}`] };
  }
}

/** A person's comment; what robots write answers nobody. */
function commentMade(
  { comment }: Extract<Hint, { kind: 'issue' }>,
  robots: readonly string[],
): CommentMade | undefined {
  if (!comment || comment.opening || comment.by.bot || robots.includes(comment.by.login.toLowerCase()))
    return undefined;
  return { by: comment.by.login, at: comment.at, speaks: comment.speaks };
}

async function touch(
  issue: Issue,
  delivery: Delivery,
  tx: StoreParts,
  ports: Ports,
  app: App,
  heard: readonly Happening[] = [],
): Promise<Learned> {
  const { effects, because } = await app.issueTouched(issue, ports, heard);
  await commit({ effects, issue, delivery: delivery.id }, tx, app, ports);
  return { issue, because };
}

/** The cards that name an issue which may not be named any more follow at once. */
async function touchBeside(
  what: { repoId: number; number?: number },
  delivery: Delivery,
  tx: StoreParts,
  ports: Ports,
  app: App,
): Promise<void> {
  for (const issue of await tx.mirror.besides(what)) await touch(issue, delivery, tx, ports, app);
}

/** Whether the issue may be named to others than before. */
function changedPrivacy(before: Issue, issue: Issue, { policy }: Ports): boolean {
  return isPrivate(before, policy.privacy) !== isPrivate(issue, policy.privacy);
}

/** The repository was hidden, shown or deleted: every message that tells of its issues follows. */
async function touchAll(
  repoId: number,
  delivery: Delivery,
  tx: StoreParts,
  ports: Ports,
  app: App,
): Promise<void> {
  for (const issue of await tx.mirror.shown(repoId)) await touch(issue, delivery, tx, ports, app);
  await touchBeside({ repoId }, delivery, tx, ports, app);
}

async function learnRepository(
  hint: Extract<Hint, { kind: 'repository' }>,
  delivery: Delivery,
  tx: StoreParts,
  ports: Ports,
  app: App,
): Promise<Learned> {
  const { id, name, from, gone } = hint;
  const known = await tx.mirror.repositoryById(id);
  if (!known && (await ports.policy.writing({ name })) === undefined) return untracked(name);
  if (gone) {
    // Nobody may read in it any more, as if it were private.
    if (known) await tx.mirror.setRepository(id, { gone: true, private: true });
    await tx.owners.forget(id);
    await tx.keps.forget(id);
    await touchAll(id, delivery, tx, ports, app);
    return { because: [`${name} is gone`] };
  }
  await tx.mirror.track({ id, name, private: hint.private });
  if (known && hint.private !== undefined && hint.private !== known.private)
    await touchAll(id, delivery, tx, ports, app);
  return { because: [from === undefined ? `${name} is known` : `${from} is now ${name}`] };
}

function untracked(repo: string): Learned {
  return { because: [`${repo} is not one of the configured repositories`] };
}

import type { App } from './app.ts';
import { isStoreEffect, type Effect } from './effect.ts';
import { changeLink } from './links.ts';
import type { Issue } from './domain/issue.ts';
import type { Ports } from './ports.ts';
import type { StoreParts } from './adapters/store/store.ts';

/** What an act or an event leads to. */
export interface Decided {
  effects: readonly Effect[];
  issue?: Issue | undefined;
  /** The delivery that led to it. */
  delivery?: number | undefined;
}

/**
 * Writes what was decided into the store, inside the caller's transaction: effects to the outbox, verdicts and links to
 * their tables. A verdict changes what the issue's cards say, so they are looked at again. A post that was planned before
 * becomes an edit of what it made: its first version may be on its way with older content.
 */
export async function commit(
  { effects, issue, delivery }: Decided,
  tx: StoreParts,
  app: App,
  ports: Ports,
): Promise<void> {
  const verdicts = effects.flatMap((effect) => (effect.kind === 'verdict.record' ? [effect.verdict] : []));
  for (const verdict of verdicts) await tx.verdicts.record(verdict);
  for (const effect of effects) {
    if (!isStoreEffect(effect)) await enqueue(effect, issue, delivery, tx);
    else if (effect.kind !== 'verdict.record') await changeLink(effect, tx, ports.clock.now());
  }
  if (verdicts.length > 0 && issue) {
    const plan = await app.issueTouched(issue, ports);
    await commit({ effects: plan.effects, issue, delivery }, tx, app, ports);
  }
}

async function enqueue(
  effect: Effect,
  issue: Issue | undefined,
  delivery: number | undefined,
  { outbox }: StoreParts,
): Promise<void> {
  const about = issue ? { issue: issue.id } : {};
  const added = await outbox.add([{ effect, ...about }], delivery);
  if (added > 0 || effect.kind !== 'slack.post') return;
  const { channel, subject } = effect;
  await outbox.add([{ effect: { kind: 'slack.update', channel, subject }, ...about }], delivery);
}

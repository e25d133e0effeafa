import { commit } from './commit.ts';
import type { IssueId } from './domain/issue.ts';
import type { Instant } from './domain/time.ts';
import type { Ports } from './ports.ts';
import { redate } from './record.ts';
import type { Parts } from './ticks.ts';
import type { Store } from './adapters/store/store.ts';

/** Under these names the store keeps up to when lapsed verdicts were seen to, and by which policy they are dated. */
const SEEN = 'retriage seen';
const POLICY = 'retriage policy';

/**
 * Looks again at the issues of which a verdict has lapsed since the last time, so that their cards say so. Their labels
 * on GitHub stay as they are: to change them is for a person.
 */
export async function retriage(now: Instant, parts: Parts): Promise<void> {
  const { store, outbox, portsOver } = parts;
  const ports = portsOver(store);
  // Without its groups every issue would seem to be nobody's.
  if (ports.directory.current().groups.length === 0) return;
  const anew = await followPolicy(store, ports);
  const since = anew ? 0 : Number((await store.kv.get(SEEN)) ?? 0);
  const lapsed = await store.verdicts.lapsed(since, now);
  for (const id of lapsed) await touch(id, parts);
  await store.kv.set(SEEN, String(now));
  if (lapsed.length > 0) outbox.wake();
}

/** Dates all verdicts anew where the configuration now says other days; whether it did. */
async function followPolicy(store: Store, { policy: { triage } }: Ports): Promise<boolean> {
  const policy = JSON.stringify(triage.retriage ?? 'off');
  if ((await store.kv.get(POLICY)) === policy) return false;
  for (const id of new Set((await store.verdicts.all()).map(({ issue }) => issue))) {
    await store.atomically(async (tx) => {
      const issue = await tx.mirror.lock(id);
      if (issue) await redate(issue, tx, triage);
    });
  }
  await store.kv.set(POLICY, policy);
  return true;
}

async function touch(id: IssueId, { store, app, portsOver }: Parts): Promise<void> {
  await store.atomically(async (tx) => {
    const ports = portsOver(tx);
    await tx.mirror.weigh(id);
    const issue = await tx.mirror.lock(id);
    if (!issue) return;
    const { effects } = await app.issueTouched(issue, ports);
    await commit({ effects, issue }, tx, app, ports);
  });
}

import { DAY, type Instant } from './domain/time.ts';
import type { Store } from './adapters/store/store.ts';

/** Done rows are kept for `/sig why` this long. */
const REMEMBERED = 30 * DAY;
/** Issues that are closed, and have no card, stay in the mirror this long; so does what was told of issues. */
const MIRRORED = 180 * DAY;

/** Drops what nobody will ask for any more. */
export async function forgetOld(at: Instant, { inbox, outbox, mirror, ...store }: Store): Promise<void> {
  await inbox.forget(at - REMEMBERED);
  await outbox.forget(at - REMEMBERED);
  await mirror.forget(at - MIRRORED);
  await store.pulls.forget();
  await store.bundles.forget(at - MIRRORED);
  await store.digests.forget(at - MIRRORED);
  await store.claims.forget(at);
  await store.handOffs.forget(at - DAY);
}

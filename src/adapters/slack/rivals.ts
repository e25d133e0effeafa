import { say, escape } from '../../blocks.ts';
import { SECOND, type Instant } from '../../domain/time.ts';
import type { Reply } from '../../feature.ts';
import type { AuditEntry, StoreParts } from '../store/store.ts';

/** So long after somebody's decision another one was made without sight of it, in ms: the card may not show it yet. */
const UNSEEN = 10 * SECOND;

/** Who else decided about the same issue a moment ago; undefined where nobody did, or this decides nothing. */
export async function rivalOf(
  { effects = [], issue }: Reply,
  user: string,
  { audit }: Pick<StoreParts, 'audit'>,
  now: Instant,
): Promise<AuditEntry | undefined> {
  const decides = effects.some(({ kind }) => kind.startsWith('github.') || kind === 'verdict.record');
  if (!decides || !issue) return undefined;
  const acts = await audit.of(issue.id);
  return acts.findLast(({ slack, at }) => slack !== user && now - at < UNSEEN);
}

/** What somebody reads who came second: who decided, what and when, and that nothing else happened. */
export function tooLate({ slack, act, at }: AuditEntry, { issue }: Reply, now: Instant): Reply {
  const seconds = Math.max(1, Math.round((now - at) / SECOND));
  const ago = seconds === 1 ? 'a second ago' : `${seconds} seconds ago`;
  const [what = ''] = act.replace(/ \([\w, -]+\)(?=;|$)/g, '').split(';');
  const text = `<@${slack}> was faster, ${ago}: ${escape(what, 200)}.\nYour decision was not carried out. Look at the card; if you still want something else, decide again.`;
  return { message: say(text), because: [`refused: ${slack} decided ${ago}`], ...(issue ? { issue } : {}) };
}

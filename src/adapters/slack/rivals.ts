import { say, escape } from '../../blocks.ts';
import { SECOND, type Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import type { Reply } from '../../feature.ts';
import type { AuditEntry, StoreParts } from '../store/store.ts';

/** So long after somebody's decision another one was made without sight of it, in ms: the card may not show it yet. */
const UNSEEN = 10 * SECOND;

/** The group for which these effects decide; undefined where they decide nothing. */
export function groupDecided(effects: readonly Effect[]): string | undefined {
  return effects.map(groupOf).find((group) => group !== undefined);
}

function groupOf(effect: Effect): string | undefined {
  if (effect.kind === 'verdict.record') return effect.verdict.group;
  // What follows what people say decides nothing, however many say something at once.
  if (effect.kind === 'github.note') return undefined;
  return 'by' in effect && typeof effect.by === 'object' ? effect.by.under.group : undefined;
}

/** Who else decided about the same issue for the same group a moment ago; undefined where nobody did. */
export async function rivalOf(
  { effects = [], issue }: Reply,
  user: string,
  { audit }: Pick<StoreParts, 'audit'>,
  now: Instant,
): Promise<AuditEntry | undefined> {
  const group = groupDecided(effects);
  if (group === undefined || !issue) return undefined;
  const acts = await audit.of(issue.id);
  return acts.findLast((act) => act.group === group && act.slack !== user && now - act.at < UNSEEN);
}

/** What somebody reads who came second: who decided, what and when, and that nothing else happened. */
export function tooLate({ slack, act, at }: AuditEntry, { issue }: Reply, now: Instant): Reply {
  const seconds = Math.max(1, Math.round((now - at) / SECOND));
  const ago = seconds === 1 ? 'a second ago' : `${seconds} seconds ago`;
  const [what = ''] = act.replace(/ \([\w, -]+\)(?=;|$)/g, '').split(';');
  const text = `<@${slack}> was faster, ${ago}: ${escape(what, 200)}.\nYour decision was not carried out. Look at the card; if you still want something else, decide again.`;
  return { message: say(text), because: [`refused: ${slack} decided ${ago}`], ...(issue ? { issue } : {}) };
}

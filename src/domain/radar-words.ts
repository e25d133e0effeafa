import type { Freeze, KepNeed } from './freeze.ts';
import type { Kep } from './kep.ts';
import { isReady, type KepStanding } from './radar.ts';
import { DAY, HOUR, type Instant } from './time.ts';

/** What a need is called, for a proposal and a milestone: "PRR approver for beta". `optedIn` is the label. */
export function needText(
  need: KepNeed,
  { stage }: Pick<Kep, 'stage'>,
  { milestone, optedIn }: { milestone: string; optedIn: string },
): string {
  switch (need) {
    case 'opted-in':
      return `label ${optedIn}`;
    case 'milestone':
      return `latest-milestone ${milestone}`;
    case 'implementable':
      return 'status implementable';
    case 'reviewer':
      return stage === undefined ? 'stage and PRR approver' : `PRR approver for ${stage}`;
  }
}

/** "lacks label lead-opted-in, PRR approver for beta"; of what nobody knows, that it is not known. */
export function lacksText(
  { kep, missing, unknown }: Pick<KepStanding, 'missing' | 'unknown'> & { kep: Pick<Kep, 'stage'> },
  words: { milestone: string; optedIn: string },
): string {
  const named = (needs: readonly KepNeed[]) => needs.map((need) => needText(need, kep, words)).join(', ');
  return [
    ...(missing.length > 0 ? [`lacks ${named(missing)}`] : []),
    ...(unknown.length > 0 ? [`not known: ${named(unknown)}`] : []),
  ].join('; ');
}

/** "Enhancements Freeze of v1.37 in 9 days: 3 of 5 not ready" */
export function freezeText(
  freeze: Pick<Freeze, 'name' | 'milestone' | 'at'>,
  standings: readonly Pick<KepStanding, 'missing' | 'unknown'>[],
  now: Instant,
): string {
  const open = standings.filter((one) => !isReady(one)).length;
  return countedText({ ...freeze, open, total: standings.length }, now);
}

/** The same of numbers that were counted before; of a freeze that is over by now, how many missed it. */
export function countedText({ open, total, isOver, ...freeze }: CountedFreeze, now: Instant): string {
  if (isOver) return overText(freeze, open, total);
  const { name, milestone, at } = freeze;
  return `${name} of ${milestone} ${untilText(at, now)}: ${readyText(open, total)}`;
}

/** How many proposals of a freeze there are, and how many of them are not ready, or missed it. */
interface CountedFreeze extends Pick<Freeze, 'name' | 'milestone' | 'at'> {
  open: number;
  total: number;
  isOver?: true | undefined;
}

/** "Enhancements Freeze of v1.37 is over: 2 of 5 missed it"; where it was looked late, with how many days later. */
export function overText(
  { name, milestone, at, seenAt = at }: Pick<Freeze, 'name' | 'milestone' | 'at'> & { seenAt?: Instant },
  missed: number,
  total: number,
): string {
  const days = Math.floor((seenAt - at) / DAY);
  const late = days > 0 ? `, as things stood ${days === 1 ? 'a day' : `${days} days`} later` : '';
  const count = countText(missed, total, { some: 'missed it', none: 'met it', is: '' });
  return `${name} of ${milestone} is over: ${count}${late}`;
}

/** "3 of 5 not ready", "all 5 ready", "the one proposal is ready" */
export function readyText(open: number, total: number): string {
  return countText(open, total, { some: 'not ready', none: 'ready', is: 'is ' });
}

function countText(some: number, all: number, said: { some: string; none: string; is: string }): string {
  if (all === 1) return `the one proposal ${said.is}${some > 0 ? said.some : said.none}`;
  return some === 0 ? `all ${all} ${said.none}` : `${some} of ${all} ${said.some}`;
}

/** "in 9 days", "in one day", "in 5 hours", "within the hour" */
export function untilText(at: Instant, now: Instant): string {
  const [days, hours] = [Math.floor((at - now) / DAY), Math.floor((at - now) / HOUR)];
  if (days > 1) return `in ${days} days`;
  if (days === 1) return 'in one day';
  return hours > 1 ? `in ${hours} hours` : hours === 1 ? 'in one hour' : 'within the hour';
}

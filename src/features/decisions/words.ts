import { UserError } from '../../domain/errors.ts';
import { findGroup, type Group } from '../../domain/group.ts';
import { takeStart } from '../../domain/said.ts';
import type { Instant } from '../../domain/time.ts';
import { momentAt } from '../../domain/zone.ts';

/** What of the log is asked for, before an issue is looked up. */
export interface Typed {
  group?: Group | undefined;
  words: readonly string[];
  since?: Instant | undefined;
  /** An issue as typed. */
  issue?: string | undefined;
}

const ISSUE = /^(?:#\d{1,10}|[\w.-]+\/[\w.-]+#\d{1,10}|<?https?:\/\/\S+\/(?:issues|pull)\/\d+\S*)$/;

const EXAMPLE = '/sig decisions node since 2026-11-01';

/**
 * Reads `[group] [words] [since <date>] [#issue]`: a group comes first, a date after "since", an issue anywhere.
 * @throws UserError where "since" is followed by no date
 */
export function readTyped(
  words: readonly string[],
  groups: readonly Group[],
  { zone, now }: { zone: string; now: Instant },
): Typed {
  const issue = words.find((word) => ISSUE.test(word));
  const plain = words.filter((word) => word !== issue);
  const from = plain.findIndex((word) => word.toLowerCase() === 'since');
  const before = from === -1 ? plain : plain.slice(0, from);
  const group = findGroup(groups, before[0] ?? '');
  const rest = group ? before.slice(1) : before;
  const since = from === -1 ? undefined : readSince(plain.slice(from).join(' '), zone, now);
  return { group, words: rest.flatMap((word) => word.split(/\s+/)).filter(Boolean), since, issue };
}

/** The beginning of a day that is over, or of today. */
function readSince(said: string, zone: string, now: Instant): Instant {
  const read = takeStart(said, 'since', now, EXAMPLE);
  const date = read?.date(zone);
  if (date === undefined || read?.rest !== '')
    throw new UserError(`“${said}” is not understood.`, `For example \`${EXAMPLE}\``);
  const at = momentAt(date, 0, zone);
  return at <= now ? at : momentAt(aYearBefore(date), 0, zone);
}

/** Without a year a date is read as the next one; since when something was is never to come. */
function aYearBefore(date: string): string {
  const year = Number(date.slice(0, 4)) - 1;
  return date.endsWith('-02-29') ? `${year}-02-28` : `${year}${date.slice(4)}`;
}

import { Temporal } from 'temporal-polyfill';
import type { ClockName } from './clock-policy.ts';
import type { IssueId } from './issue.ts';
import { DAY, HOUR, type Instant } from './time.ts';
import { dateIn, momentOf, type TimeOfDay } from './zone.ts';

/** Which digests a group's channel gets, and when. */
export interface DigestPolicy {
  post: 'off' | 'daily' | 'weekly' | 'both';
  /** The time of day at which each comes. */
  at: TimeOfDay;
  /** IANA zone of time and days. */
  zone: string;
  /** The days of the week of the daily one (1 is Monday). */
  days: readonly number[];
  /** The day of the week of the weekly one; with `both` it comes in the daily one's place. */
  day: number;
  /** What comes where there is nothing to tell: a line that says so, or nothing. */
  empty: 'line' | 'nothing';
  /** Whether its message follows what it tells until that day is over; else it stays as posted. */
  edited: boolean;
}

/** What counts where nobody chose: none comes unasked; who switches one on has it weekly on Monday, daily on workdays, at nine. */
export const PLAIN_DIGEST: Omit<DigestPolicy, 'zone'> = {
  post: 'off',
  at: 9 * 60,
  days: [1, 2, 3, 4, 5],
  day: 1,
  empty: 'line',
  edited: false,
};

type Rhythm = 'daily' | 'weekly';

/** A digest that a group's channel gets. */
export interface PlannedDigest {
  /** What it is known by for ever, so that it comes once: "sig-node/2026-11-23/weekly". */
  id: string;
  /** When it is due. */
  at: Instant;
  /** It tells what happened since then: the digest before, or the same time a week ago. */
  from: Instant;
  /** From then on it is of no use. */
  until: Instant;
}

/** How long after its time it is still of use, in ms: a morning, or the day on which a week's is read. */
const OF_USE: Readonly<Record<Rhythm, number>> = { daily: 6 * HOUR, weekly: DAY };

/**
 * The digests that fell due after `since` until `now`, earliest first. A time that a change of the clocks leaves out
 * counts by the offset before it, one that occurs twice is the first (RFC 5545 §3.3.5).
 */
export function dueDigests(
  group: string,
  policy: DigestPolicy,
  since: Instant,
  now: Instant,
): PlannedDigest[] {
  const last = dayOf(now, policy);
  const due: PlannedDigest[] = [];
  // What is left out at midnight belongs to the day before.
  let day = dayOf(since, policy).subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const rhythm = rhythmOn(day, policy);
    const at = momentOf(day, policy.at, policy.zone);
    if (rhythm === undefined || at <= since || at > now) continue;
    const from = momentOf(dayBefore(day, rhythm, policy), policy.at, policy.zone);
    due.push({ id: `${group}/${String(day)}/${rhythm}`, at, from, until: at + OF_USE[rhythm] });
  }
  return due;
}

/** The digest of the day of `now` that has come already; undefined where that day has none, or it is still to come. */
export function digestOfToday(group: string, policy: DigestPolicy, now: Instant): PlannedDigest | undefined {
  const begin = momentOf(dayOf(now, policy), 0, policy.zone);
  return dueDigests(group, policy, begin - 1, now).at(-1);
}

/** When the next one comes; undefined where none does. */
export function nextDigest(policy: DigestPolicy, now: Instant): Instant | undefined {
  // A week and a day: what is due today at an earlier time comes again on the same day of the next week.
  return dueDigests('', policy, now, now + 8 * DAY).at(0)?.at;
}

function dayOf(at: Instant, { zone }: DigestPolicy): Temporal.PlainDate {
  return Temporal.PlainDate.from(dateIn(zone, at));
}

function rhythmOn({ dayOfWeek }: Temporal.PlainDate, { post, day, days }: DigestPolicy): Rhythm | undefined {
  if (post !== 'off' && post !== 'daily' && dayOfWeek === day) return 'weekly';
  return post !== 'off' && post !== 'weekly' && days.includes(dayOfWeek) ? 'daily' : undefined;
}

/** The day from which it tells: of a weekly one a week before, of a daily one the last day that had any. */
function dayBefore(day: Temporal.PlainDate, rhythm: Rhythm, policy: DigestPolicy): Temporal.PlainDate {
  if (rhythm === 'weekly') return day.subtract({ weeks: 1 });
  const before = [1, 2, 3, 4, 5, 6, 7].map((days) => day.subtract({ days }));
  return before.find((one) => rhythmOn(one, policy) !== undefined) ?? day.subtract({ days: 1 });
}

/** What waits, most pressing first: by the clocks, for triage, and for whose reply; at last that of which this is not known. */
export const DIGEST_PARTS = [
  'overdue',
  'soon',
  'untriaged',
  'group',
  'author',
  'assignee',
  'reviewer',
  'approver',
  'unknown',
] as const;
export type DigestPartName = (typeof DIGEST_PARTS)[number];

/** What waits in one way. */
export interface DigestPart {
  name: DigestPartName;
  total: number;
  /** What has waited longest, or is due first: the issue, the moment that its part tells of, and what is due then. */
  first?: { issue: IssueId; at: Instant; due?: ClockName | undefined } | undefined;
  /** GitHub logins of all who are waited for, where they are few; and on which issues. */
  whom?: readonly string[] | undefined;
  on?: readonly IssueId[] | undefined;
  /** Nobody could find out. */
  failed?: true | undefined;
}

/** Issues opened in some days, how many of them wait for no decision any more, and issues closed in those days. */
export interface DigestFlow {
  opened: number;
  decided: number;
  closed: number;
}

/** What a digest tells, as things stood at one moment. It holds no text of anybody's: that is looked up when it is shown. */
export interface Digest {
  /** The group's id. */
  group: string;
  from: Instant;
  /** When that was so. */
  at: Instant;
  /** What came and went since `from`; absent where that could not be counted. */
  flow?: DigestFlow | undefined;
  /** Issues that came in a common message since then, where the group wants few cards. */
  folded: number;
  parts: readonly DigestPart[];
  /** Not every repository was read by then, so there may be more of everything. */
  partial?: true | undefined;
  /** The group's next meeting: its agenda's id, its start, and how many topics it has. */
  meeting?: { agenda: string; start: Instant; topics: number } | undefined;
}

/** The issues that a part tells something of: by their titles, or by who is waited for on them. */
export function issuesNamed({ first, on = [] }: DigestPart): IssueId[] {
  return [...new Set([...(first ? [first.issue] : []), ...on])];
}

/** Whether there is nothing to tell: nothing is known to wait, and nothing came or went. */
export function isEmpty({ flow, parts }: Digest): boolean {
  const known = parts.filter(({ name }) => name !== 'unknown');
  return (
    flow?.opened === 0 && flow.closed === 0 && known.every(({ total, failed }) => total === 0 && !failed)
  );
}

/** Whether the two tell the same, whenever that was so. */
export function tellSame(one: Digest, other: Digest): boolean {
  const told = (digest: Digest) => JSON.stringify({ ...digest, at: 0 });
  return told(one) === told(other);
}

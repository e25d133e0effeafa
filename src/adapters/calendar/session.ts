import { startsOf, type Rule, type Series } from '../../domain/schedule.ts';
import { DAY, MINUTE, type Instant } from '../../domain/time.ts';
import { momentOf, utcText, wallAt, wallText } from './wall.ts';
import { isTwofold, oddTimes, type WrittenZone } from './zones.ts';

/** How a rule of a series is written: one event that repeats, what departs from it, and single ones. */
export interface Session {
  /** DTSTART: the first start that is shown and that every reader reads alike. */
  first: Instant;
  rrule: string;
  /** Values of EXDATE, in the session's zone. */
  excluded: readonly string[];
  /** RECURRENCE-ID: `key` is the start that the rule gives. */
  moved: readonly Single[];
  /** Those that a reader could not find by the rule, or would put elsewhere: events of their own. */
  single: readonly Single[];
}

/** One occurrence, known by `key`. */
export interface Single {
  key: Instant;
  start: Instant;
  minutes: number;
  note?: string | undefined;
}

/** Undefined where the rule gives no start any more. */
export function sessionOf(series: Series, rule: Rule, zone: WrittenZone): Session | undefined {
  const since = momentOf(Date.parse(`${series.since}T00:00Z`), rule.zone);
  const odd = oddTimes(rule, zone).filter(
    ({ start }) => start >= since && startsOf(rule, start, start + 1).length > 0,
  );
  const isPlain = (start: Instant) =>
    !odd.some((one) => one.start === start) && !isTwofold(start + series.minutes * MINUTE, zone);
  const [early, first] = firstStart(rule, since, isPlain);
  if (first === undefined) return undefined;
  const { skipped, moved } = departuresOf(series, rule);
  const late = odd.filter(({ start }) => start > first);
  const inRule = (key: Instant) => key >= first && !late.some(({ start }) => start === key);
  const related = moved.filter((one) => inRule(one.key) && !isTwofoldIn(one, zone));
  const loose = moved.filter((one) => !related.includes(one) && one.start >= since);
  const gone = [...skipped, ...moved.filter((one) => !related.includes(one)).map(({ key }) => key)];
  const departed = new Set([...skipped, ...moved.map(({ key }) => key)]);
  const alone = [...early, ...late.map(({ start }) => start)].filter((start) => !departed.has(start));
  return {
    first,
    rrule: withUntil(rule),
    excluded: [
      ...gone.filter(inRule).map((key) => localText(key, zone)),
      ...late.map(({ wall }) => wallText(wall)),
    ].toSorted(),
    moved: related,
    single: [...loose, ...alone.map((start) => ({ key: start, start, minutes: series.minutes }))],
  };
}

/** How far ahead the first start is looked for, in days: most rules give one within a fortnight, a yearly one next year. */
const REACHES = [15, 60, 400, 5 * 366];

/** The first start that every reader reads alike, after those before it that not every reader does. */
function firstStart(
  rule: Rule,
  since: Instant,
  isPlain: (start: Instant) => boolean,
): [early: Instant[], first: Instant | undefined] {
  const from = Math.max(since, rule.anchor ? Date.parse(`${rule.anchor}T00:00Z`) - DAY : since);
  for (const days of REACHES) {
    const starts = startsOf(rule, from, from + days * DAY);
    const at = starts.findIndex(isPlain);
    if (at >= 0) return [starts.slice(0, at), starts[at]];
  }
  return [[], undefined];
}

/** What was skipped and moved of the starts that this rule gives; another's are not its own. */
function departuresOf({ skipped, moved }: Series, rule: Rule): { skipped: Instant[]; moved: Single[] } {
  const keys = [...skipped, ...moved.map(({ key }) => key)];
  if (keys.length === 0) return { skipped: [], moved: [] };
  const given = new Set(startsOf(rule, Math.min(...keys), Math.max(...keys) + 1));
  const goes = new Map(moved.filter(({ key }) => given.has(key)).map((one) => [one.key, one]));
  const stays = new Set(skipped.filter((key) => given.has(key)));
  return { skipped: [...stays], moved: [...goes.values()].filter(({ key }) => !stays.has(key)) };
}

function isTwofoldIn({ start, minutes }: Single, zone: WrittenZone): boolean {
  return isTwofold(start, zone) || isTwofold(start + minutes * MINUTE, zone);
}

/** In UTC where the zone is. */
function localText(at: Instant, { tzid }: WrittenZone): string {
  return tzid === undefined ? utcText(at) : wallText(wallAt(at, tzid));
}

/** With UNTIL, where it has one, as the moment of its last start: RFC 5545 §3.3.10 wants it in UTC. */
function withUntil(rule: Rule): string {
  return rule.rrule.replace(/UNTIL=(\d{4})(\d\d)(\d\d)[^;]*/, (_, year, month, day) => {
    const date = Date.parse(`${year}-${month}-${day}T00:00Z`);
    return `UNTIL=${utcText(startsOf(rule, date - DAY, date + 3 * DAY).at(-1) ?? date)}`;
  });
}

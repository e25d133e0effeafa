import fc from 'fast-check';
import { startsOf, type Rule, type Series } from '../../src/domain/schedule.ts';
import { DAY, MINUTE, type Instant } from '../../src/domain/time.ts';

/** A meeting of sailors; what a test says of it goes over it. */
export function seriesOf(over: Partial<Series> = {}): Series {
  return {
    uid: 'sig-boats-weekly',
    sequence: 2,
    stamp: Date.UTC(2026, 10, 20, 9),
    title: 'SIG Boats weekly',
    minutes: 60,
    since: '2026-11-23',
    rules: [tuesdays()],
    skipped: [],
    moved: [],
    extra: [],
    ...over,
  };
}

/** Each Tuesday at 9:30 in Los Angeles. */
export function tuesdays(over: Partial<Rule> = {}): Rule {
  return { rrule: 'FREQ=WEEKLY;BYDAY=TU', time: 9 * 60 + 30, zone: 'America/Los_Angeles', ...over };
}

/** A series with one rule, until when it is looked at, and the starts that it comes to. */
export interface Case {
  series: Series;
  to: Instant;
  starts: Instant[];
}

const ZONES = [
  'America/Los_Angeles',
  'US/Pacific',
  'Europe/Warsaw',
  'Australia/Sydney',
  'Asia/Kolkata',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const day = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU', 'SU', 'SU');
const rrule = fc.oneof(
  day.map((day) => `FREQ=WEEKLY;BYDAY=${day}`),
  fc.tuple(day, fc.integer({ min: 2, max: 5 })).map(([day, n]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${day}`),
  fc
    .uniqueArray(day, { minLength: 2, maxLength: 3 })
    .map((days) => `FREQ=WEEKLY;INTERVAL=2;BYDAY=${days.join()}`),
  fc.tuple(day, fc.constantFrom(1, 2, 3, 4, 5)).map(([day, n]) => `FREQ=MONTHLY;BYDAY=${n}${day}`),
  fc.tuple(day, day).map(([one, two]) => `FREQ=MONTHLY;BYDAY=1${one},3${two}`),
  day.map((day) => `FREQ=MONTHLY;BYDAY=-1${day}`),
  day.map((day) => `FREQ=MONTHLY;INTERVAL=2;BYDAY=2${day}`),
  fc
    .tuple(day, fc.integer({ min: 2, max: 16 }))
    .map(
      ([day, n]) =>
        `FREQ=MONTHLY;BYDAY=${day};BYMONTHDAY=${Array.from({ length: 7 }, (_, i) => n + i).join()}`,
    ),
);
const time = fc.constantFrom(0, 30, 90, 120, 150, 165, 570, 1020, 1380, 1425);
const date = (days: number) => new Date(days * DAY).toISOString().slice(0, 10);
/** From 2026-09 to 2028-06. */
const since = fc.integer({ min: 20_700, max: 21_350 });

/** Any rule × zone × range, with starts skipped and moved. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    rrule,
    time,
    zone: fc.constantFrom(...ZONES),
    since,
    before: fc.integer({ min: 0, max: 60 }),
    until: fc.option(fc.integer({ min: 20, max: 300 }), { nil: undefined, freq: 4 }),
    minutes: fc.constantFrom(30, 60, 90),
    picks: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -3000, max: 3000 })), { maxLength: 5 }),
  })
  .map((drawn) => {
    const until = drawn.until && `;UNTIL=${date(drawn.since + drawn.until).replaceAll('-', '')}T235959Z`;
    const [anchor, sinceDate] = [date(drawn.since - drawn.before), date(drawn.since)];
    const rule = { rrule: `${drawn.rrule}${until ?? ''}`, time: drawn.time, zone: drawn.zone, anchor };
    return caseOf(seriesOf({ rules: [rule], since: sinceDate, minutes: drawn.minutes }), drawn.picks);
  });

/** The first year of the series, some starts of which were skipped (an even pick) or moved by so many minutes. */
function caseOf(series: Series, picks: (readonly [number, number])[]): Case {
  const [rule] = series.rules;
  const from = Date.parse(`${series.since}T00:00Z`);
  const to = from + 366 * DAY;
  const all = rule ? startsOf(rule, from - DAY, to) : [];
  const given = all.filter((start) => localDate(start, rule?.zone ?? 'UTC') >= series.since);
  const chosen = new Map(
    picks.flatMap(([pick, by]) => {
      const key = given[pick % Math.max(1, given.length)];
      return key === undefined || key > to - 30 * DAY ? [] : [[key, { skip: pick % 2 === 0, by }] as const];
    }),
  );
  const skipped = [...chosen].flatMap(([key, { skip }]) => (skip ? [key] : []));
  const moved = [...chosen]
    .filter(([, { skip }]) => !skip)
    .map(([key, { by }]) => ({ key, start: key + by * MINUTE, minutes: 45 }))
    .filter(({ start }) => localDate(start, rule?.zone ?? 'UTC') >= series.since);
  const starts = given
    .filter((start) => !skipped.includes(start))
    .map((start) => moved.find(({ key }) => key === start)?.start ?? start)
    .toSorted((one, other) => one - other);
  return { series: { ...series, skipped, moved }, to, starts };
}

function localDate(at: Instant, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}

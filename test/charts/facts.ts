import type { Health, HealthWeek } from '../../src/domain/health.ts';

const OPEN = [112, 118, 121, 117, 120, 126, 131, 124, 119, 113, 108, 104];
const WAIT = [38, 41, 40, 33, 35, 44, 47, 36, 30, 24, 19, 14];
const OPENED = [14, 19, 16, 11, 17, 21, 18, 12, 13, 11, 14, 6];
const CLOSED = [9, 13, 13, 15, 14, 15, 13, 19, 18, 17, 19, 10];
const MEDIAN = [41, 52, 47, 33, 39, 58, 61, 35, 30, 26, 22, 19];
const P90 = [210, 260, 190, 170, 220, 300, 310, 205, 160, 140, 120, 96];

/** Twelve weeks of a group that catches up; the first four are estimated. */
export const weeks: readonly HealthWeek[] = OPEN.map((open, at) => ({
  from: new Date(Date.UTC(2026, 8, 7 + 7 * at)).toISOString().slice(0, 10),
  open,
  untriaged: WAIT[at],
  opened: OPENED[at],
  closed: CLOSED[at],
  triaged: (OPENED[at] ?? 0) + 2,
  medianHours: MEDIAN[at],
  p90Hours: P90[at],
  estimated: at < 4,
}));

/** SIG Boats on 25 November 2026. */
export const boats: Health = {
  group: 'SIG Boats',
  day: '2026-11-25',
  weeks,
  triagers: [
    { name: 'Dana Okafor', login: 'dana', count: 61 },
    { name: 'Noor Haddad', login: 'noor', count: 44 },
    { name: 'Lee Marsh', login: 'lee', count: 23 },
    { name: 'Ada Brightwater-Castellanos', login: 'adabc', count: 17 },
    { name: 'Iris Vane', login: 'iris', count: 9 },
    { name: 'Sam Tiller', login: 'sam', count: 6 },
    { name: 'Jo Keel', login: 'jo', count: 4 },
    { name: 'Kim Mast', login: 'kim', count: 3 },
    { name: 'Bo Stern', login: 'bo', count: 2 },
    { name: 'Al Jib', login: 'al', count: 1 },
  ],
  meetings: [
    { date: '2026-09-08', was: 'held' },
    { date: '2026-09-15', was: 'held' },
    { date: '2026-09-22', was: 'off' },
    { date: '2026-09-29', was: 'held' },
    { date: '2026-10-06', was: 'held' },
    { date: '2026-10-13', was: 'unrecorded' },
    { date: '2026-10-20', was: 'held' },
    { date: '2026-10-27', was: 'held' },
    { date: '2026-11-03', was: 'held' },
    { date: '2026-11-10', was: 'off' },
    { date: '2026-11-24', was: 'held' },
  ],
  charter: { verdict: 'met', text: 'Met as the charter asks: 30 minutes every three weeks' },
  missing: { held: 8, notes: 2, recordings: 5 },
};

const unknown = {
  open: undefined,
  untriaged: undefined,
  opened: undefined,
  closed: undefined,
  triaged: undefined,
  medianHours: undefined,
  p90Hours: undefined,
};

/** A group of which nothing is known yet but the week. */
export const fresh: Health = {
  group: 'WG Lighthouses',
  day: '2026-11-29',
  weeks: [{ ...unknown, from: '2026-11-23', estimated: false }],
  triagers: [],
  meetings: [],
  charter: { verdict: 'unknown', text: 'Too little is known of its meetings yet' },
  missing: { held: 0, notes: undefined, recordings: undefined },
};

/** Everything at its worst: huge numbers, weeks of which nothing is known, names that cannot be set. */
export const rough: Health = {
  group: 'SIG 港湾 & <Harbours> of the Whole Northern and Southern Coast',
  day: '2026-11-25',
  weeks: weeks.map((week, at) => ({
    ...(at === 3 || at === 7 ? { ...week, ...unknown } : week),
    ...(at === 3 || at === 7
      ? {}
      : {
          open: 11_800 + 40 * at,
          untriaged: 11_700 + 45 * at,
          opened: 1200 + 100 * at,
          closed: 900 + 20 * at,
          medianHours: 900 + 10 * at,
          p90Hours: at % 2 ? undefined : 4300,
        }),
    estimated: at < 9,
  })),
  triagers: [
    { name: '山田 太郎', login: 'taro-yamada', count: 12_345 },
    { name: 'Žofie Ďurišová', count: 1200 },
    { name: '🚢 Юлия «Kapitan» Морская', count: 300 },
    { name: 'يوسف', count: 40 },
  ],
  meetings: weeks.flatMap(({ from }, at) =>
    (['unrecorded', 'held', 'off', 'held'] as const)
      .slice(0, 1 + (at % 4))
      .map((was) => ({ date: from, was })),
  ),
  charter: {
    verdict: 'broken',
    text: 'No meeting for 5 weeks, from 6 April, where the charter asks for one of 30 minutes every three weeks',
  },
  missing: { held: 48, notes: 12, recordings: undefined },
};

/** A group with one week. */
export const young: Health = {
  ...boats,
  group: 'SIG Moorings',
  weeks: weeks.slice(-1),
  triagers: boats.triagers.slice(0, 1),
  meetings: boats.meetings.slice(-1),
  missing: { held: 1, notes: 0, recordings: 1 },
};

import { isoDate } from './day-words.ts';
import { readWords, type Said } from './frequency-words.ts';
import { capital, dayName, everyText, listText } from './rule-text.ts';
import { codeOf, readIsoDate, type Due } from './schedule.ts';

/** Why no recurrence comes of the words. */
export interface Trouble {
  verdict: 'ambiguous' | 'unschedulable';
  reason: string;
}

/** The value of an RRULE, or what is known where a date must tell the rest; and the date that is named. */
export type Recurrence = ({ rrule: string } | { due: Due }) & {
  start?: string | undefined;
  /** That a date is named without its year. */
  yearless?: boolean;
  /** That the rule counts from a first day: without a date it says nothing. */
  counts?: boolean;
};

/** The recurrence that a day and a frequency say together, or why there is none. */
export function readRecurrence(day: string, frequency: string): Recurrence | Trouble {
  const [ofDay, ofFrequency] = [readWords(day), readWords(frequency)];
  const said = [...ofDay, ...ofFrequency];
  const open = ofKind(said, 'open');
  if (open[0]) return unschedulable(`It says “${open[0].text}”.`);
  const days = daysOf(said);
  const pattern = patternOf(said, days);
  const doubts = doubtsOf(ofDay, ofFrequency);
  if (ofKind(said, 'twofold').length > 0) return ambiguous(doubts);
  const start = ofKind(said, 'start')[0];
  const found = 'verdict' in pattern ? pattern : withStart(pattern, start);
  if (!('verdict' in found)) return doubts === '' ? found : { verdict: 'ambiguous', reason: doubts };
  return { verdict: found.verdict, reason: [found.reason, doubts].filter(Boolean).join(' ') };
}

type Kind = Said['kind'];

function ofKind<K extends Kind>(said: readonly Said[], kind: K): Extract<Said, { kind: K }>[] {
  return said.filter((one): one is Extract<Said, { kind: K }> => one.kind === kind);
}

function ambiguous(reason: string): Trouble {
  return { verdict: 'ambiguous', reason };
}

function unschedulable(reason: string): Trouble {
  return { verdict: 'unschedulable', reason };
}

/** In the order of the week. */
function daysOf(said: readonly Said[]): number[] {
  const days = new Set(ofKind(said, 'days').flatMap((one) => one.days));
  return [...days].toSorted((one, other) => one - other);
}

/** What speaks against the words, whatever they come to. */
function doubtsOf(ofDay: readonly Said[], ofFrequency: readonly Said[]): string {
  const said = [...ofDay, ...ofFrequency];
  const unknown = [...new Set(ofKind(said, 'unknown').map(({ word }) => word))];
  const [one, other] = [daysOf(ofDay), daysOf(ofFrequency)];
  const names = (days: readonly number[]) => listText(days.map(dayName));
  const starts = new Set(ofKind(said, 'start').map(({ text }) => text));
  return [
    ...(unknown.length > 0 ? [notUnderstood(unknown)] : []),
    ...ofKind(said, 'twofold').map(({ trouble }) => trouble),
    ...(one.length > 0 && other.length > 0 && one.join() !== other.join()
      ? [`The day is ${names(one)}, and the frequency says ${names(other)}.`]
      : []),
    ...(which(ofDay) !== '' && which(ofFrequency) !== '' && which(ofDay) !== which(ofFrequency)
      ? ['The day and the frequency name different ones of the month.']
      : []),
    ...(starts.size > 1 ? ['It names more than one date.'] : []),
  ].join(' ');
}

/** Which of the month is said, to be compared. */
function which(said: readonly Said[]): string {
  return unique(ofKind(said, 'nth').flatMap(({ nth }) => nth))
    .toSorted((one, other) => one - other)
    .join();
}

function notUnderstood(words: readonly string[]): string {
  const shown = words.slice(0, 4).map((word) => `“${word}”`);
  const [some, verb] = [listText(shown), shown.length === 1 ? 'is' : 'are'];
  return `${some}${words.length > shown.length ? ' and more' : ''} ${verb} not understood.`;
}

/** How often and on which days, before any date. */
function patternOf(said: readonly Said[], days: readonly number[]): Recurrence | Trouble {
  const weeks = unique(ofKind(said, 'weeks').map(({ count }) => count));
  const months = unique(ofKind(said, 'months').map(({ count }) => count));
  const nth = unique(ofKind(said, 'nth').flatMap((one) => one.nth));
  const [after] = ofKind(said, 'after');
  const isDaily = ofKind(said, 'daily').length > 0;
  const weekly = isDaily || (ofKind(said, 'eachWeek').length > 0 && nth.length === 0 && months.length === 0);
  const every = weeks.length === 0 && weekly ? [1] : weeks;
  if (every.length === 0 && months.length === 0 && nth.length === 0 && !after)
    return unschedulable('It does not say how often.');
  if (days.length === 0) return withoutDays(said, every, months);
  if ([...every, ...months].includes(0)) return ambiguous('Its frequency counts by none.');
  if (
    every.length > 1 ||
    months.length > 1 ||
    (every.length > 0 && (months.length > 0 || nth.length > 0 || after)) ||
    (after && !['', '1'].includes(nth.join()))
  )
    return ambiguous('It says more than one frequency.');
  if (isDaily && days.length < 5) return ambiguous(`It is daily, and on ${listText(days.map(dayName))}.`);
  const [week] = every;
  if (week !== undefined) return everyWeeks(week, days, said);
  if (after) return afterNth(days, after, months);
  return everyMonths({ days, nth, months: months[0] ?? 1, stated: months.length > 0 }, said);
}

function withoutDays(
  said: readonly Said[],
  weeks: readonly number[],
  months: readonly number[],
): Recurrence | Trouble {
  const date = ofKind(said, 'start')[0]?.date;
  const start = date !== undefined && date !== 'twofold' ? isoDate(date) : undefined;
  const day = start === undefined ? undefined : readIsoDate(start)?.dayOfWeek;
  const [week, ...others] = weeks;
  if (ofKind(said, 'daily').length > 0) return ambiguous('“daily” can mean working days, or all seven.');
  return day !== undefined && week !== undefined && others.length === 0 && months.length === 0
    ? everyWeeks(week, [day], said)
    : unschedulable('It names no day of the week.');
}

function everyWeeks(weeks: number, days: readonly number[], said: readonly Said[]): Recurrence | Trouble {
  const [times] = ofKind(said, 'times');
  if (times && times.count !== days.length)
    return ambiguous('It does not name as many days as it takes place.');
  if (ofKind(said, 'alternating').length > 0 && (weeks === 1 || days.length > 1))
    return ambiguous('It alternates, and does not say between what and from when.');
  if (weeks === 1) return { rrule: `FREQ=WEEKLY;BYDAY=${days.map(codeOf).join(',')}` };
  if (days.length === 1) return { due: { days, weeks } };
  return ambiguous(
    `${capital(everyText(weeks, 'week'))} on ${listText(days.map(dayName))}: on all of them, or by turns?`,
  );
}

/** The weekday after the n-th other one: it lies within seven days of the month. */
function afterNth(
  days: readonly number[],
  { nth, day }: { nth: number; day: number },
  months: readonly number[],
): Recurrence | Trouble {
  const [on = 0, ...others] = days;
  const first = 7 * (nth - 1) + 1 + ((on - day + 7) % 7);
  if (others.length > 0 || on === day || nth < 1 || first + 6 > 29 || (months[0] ?? 1) !== 1)
    return ambiguous('Which day comes after that one cannot be told.');
  const range = Array.from({ length: 7 }, (_, index) => first + index);
  return { rrule: `FREQ=MONTHLY;BYDAY=${codeOf(on)};BYMONTHDAY=${range.join(',')}` };
}

function everyMonths(
  { days, nth, months, stated }: { days: readonly number[]; nth: number[]; months: number; stated: boolean },
  said: readonly Said[],
): Recurrence | Trouble {
  const [times] = ofKind(said, 'times');
  const [day = 0, ...others] = days;
  if (times && times.count !== nth.length)
    return ambiguous('It does not say in which two weeks of the month.');
  if (ofKind(said, 'alternating').length > 0)
    return ambiguous('It alternates, and does not say with which month.');
  if (others.length > 0)
    return ambiguous(`It names ${listText(days.map(dayName))}: on all of them, or by turns?`);
  if (ofKind(said, 'nth').some(({ bare }) => bare) && !stated)
    return ambiguous(`It can be that ${dayName(day)} of every month, or every so many weeks.`);
  if (months > 1 && nth.length > 1) return ambiguous('It does not say in which months.');
  if (months > 1) return { due: { days, months, ...(nth.length === 0 ? {} : { nth: nth[0] }) } };
  if (nth.length === 0) return { due: { days } };
  const order = nth.toSorted((one, other) => rank(one) - rank(other));
  return { rrule: `FREQ=MONTHLY;BYDAY=${order.map((one) => `${one}${codeOf(day)}`).join(',')}` };
}

/** The last comes after all others. */
function rank(nth: number): number {
  return nth < 0 ? 9 : nth;
}

function withStart(
  pattern: Recurrence,
  start: Extract<Said, { kind: 'start' }> | undefined,
): Recurrence | Trouble {
  if (!start) return pattern;
  const { date, weekday, text } = start;
  if (date === 'twofold') return ambiguous(`“${text}” can be read day first or month first.`);
  if (date === undefined) return ambiguous(`“${text}” is no date.`);
  if (date.year === undefined) return { ...pattern, yearless: true };
  const day = isoDate(date);
  const onDay = day === undefined ? undefined : readIsoDate(day)?.dayOfWeek;
  if (day === undefined || onDay === undefined) return ambiguous(`“${text}” is no date.`);
  if (weekday !== undefined && weekday !== onDay)
    return ambiguous(`${day} is a ${dayName(onDay)}, and not a ${dayName(weekday)} as it says.`);
  return { ...pattern, start: day };
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}

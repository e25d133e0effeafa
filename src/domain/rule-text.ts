import { toText } from 'rrule-temporal/totext';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { DAY_CODES, type Rule } from './schedule.ts';
import { timeText } from './zone.ts';

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  '5': 'fifth',
  '-1': 'last',
};

/** 2 → "Tuesday" */
export function dayName(day: number): string {
  return DAY_NAMES[day - 1] ?? '';
}

/** 2 → "second", -1 → "last" */
export function nthText(nth: number): string {
  return ORDINALS[nth] ?? String(nth);
}

/** ["a", "b", "c"] → "a, b and c" */
export function listText(words: readonly string[], word: 'and' | 'or' = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`;
}

/** "every week" → "Every week" */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "every week" for 1, "every two weeks", "every 12 months" */
export function everyText(count: number, unit: 'week' | 'month'): string {
  return count === 1 ? `every ${unit}` : `every ${NUMBERS[count] ?? count} ${unit}s`;
}

/** A rule in words: "every two weeks on Tuesday, 08:00 Pacific time (America/Los_Angeles)". */
export function ruleText({ rrule, time, zone }: Rule): string {
  return `${recurrenceText(rrule)}, ${timeText(time)} ${zoneText(zone)}`;
}

function recurrenceText(rrule: string): string {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  const [frequency, interval] = [parts.get('FREQ'), Number(parts.get('INTERVAL') ?? 1)];
  const days = (parts.get('BYDAY') ?? '').split(',').map(readDay);
  const plain = [...parts.keys()].every((key) =>
    ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'WKST'].includes(key),
  );
  const monthDays = parts.get('BYMONTHDAY')?.split(',').map(Number);
  if (!plain || days.some(({ name, nth }) => name === '' || (nth !== '' && ORDINALS[nth] === undefined)))
    return otherwise(rrule);
  const names = listText([...new Set(days.map(({ name }) => name))]);
  if (frequency === 'WEEKLY' && !monthDays && days.every(({ nth }) => nth === ''))
    return days.length === 7 && interval === 1
      ? 'every day'
      : `${everyText(interval, 'week')} ${onDays(days.map(({ name }) => name))}`;
  if (frequency !== 'MONTHLY') return otherwise(rrule);
  if (monthDays) return dayWithin(names, monthDays, interval) ?? otherwise(rrule);
  const which = days.map(({ nth, name }) => ({ nth: ORDINALS[nth] ?? '', name }));
  if (which.some(({ nth }) => nth === '')) return otherwise(rrule);
  const one = new Set(which.map(({ name }) => name)).size === 1;
  const shown = one
    ? `${listText(which.map(({ nth }) => nth))} ${names}`
    : listText(which.map(({ nth, name }) => `${nth} ${name}`));
  return interval === 1 ? `every ${shown} of the month` : `${everyText(interval, 'month')} on the ${shown}`;
}

/** "on Tuesday and Thursday", "from Monday to Friday" */
function onDays(names: readonly string[]): string {
  const first = DAY_NAMES.indexOf(names[0] ?? '');
  const inRow = names.length > 2 && names.every((name, index) => name === DAY_NAMES[first + index]);
  return inRow ? `from ${names[0]} to ${names.at(-1)}` : `on ${listText(names)}`;
}

/** The weekday that comes after an n-th other one lies within seven days of the month. */
function dayWithin(names: string, monthDays: readonly number[], interval: number): string | undefined {
  const inRow = monthDays.every((day, index) => day === (monthDays[0] ?? 0) + index);
  if (!inRow || monthDays.length !== 7) return undefined;
  const [first, last] = [ordinal(monthDays[0] ?? 0), ordinal(monthDays[6] ?? 0)];
  return `${everyText(interval, 'month')} on the ${names} between the ${first} and the ${last}`;
}

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

function ordinal(number: number): string {
  return `${number}${ENDINGS[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`;
}

function readDay(written: string): { nth: string; name: string } {
  const [, nth = '', code = ''] = /^(-?\d*)([A-Z]{2})$/.exec(written) ?? [];
  return { nth, name: dayName(DAY_CODES.findIndex((known) => known === code) + 1) };
}

function otherwise(rrule: string): string {
  const dtstart = Temporal.PlainDate.from('2026-01-01').toZonedDateTime('UTC');
  return toText(new RRuleTemporal({ rruleString: `RRULE:${rrule}`, dtstart }));
}

/** "Pacific time (America/Los_Angeles)"; of what has no name but its offset, the zone alone. */
function zoneText(zone: string): string {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longGeneric' })
    .formatToParts(Date.UTC(2026, 0))
    .find(({ type }) => type === 'timeZoneName')?.value;
  if (zone.startsWith('Etc/') && name) return `${name.replace('GMT', 'UTC')} (${zone})`;
  if (name === undefined || /^(?:GMT|UTC)/.test(name)) return zone;
  return `${name.replace(/ Time$/, ' time')} (${zone})`;
}

import { readClock } from './clock-words.ts';
import { DATE, isoDate, readDate, readWeekdays, WEEKDAY } from './day-words.ts';
import { UserError } from './errors.ts';
import { DAY, type Instant } from './time.ts';
import { dateIn, isDate, nextDays, type TimeOfDay } from './zone.ts';
import { readZone } from './zone-words.ts';

/** A day that was typed, "2026-12-24", once it is known where: "tomorrow" is another one there. */
export type DateSaid = (zone: string) => string;

/** A time that was typed, and its zone where that is not the meeting's. */
export interface TimeSaid {
  time: TimeOfDay;
  zone?: string | undefined;
}

const EXAMPLE = 'Write it as year-month-day: `2026-12-24`';
const AT_START = new RegExp(`^(?:on\\s+)?(?:${WEEKDAY},?\\s+)?(${DATE})(?=[\\s,]|$)`, 'i');
const A_WEEKDAY = new RegExp(`^(?:on\\s+)?(${WEEKDAY})(?=[\\s,]|$)`, 'i');

/**
 * The date that a text begins with, in any of the ways people write one, and what follows; undefined where there is none.
 * Without a year it is the next such day.
 * @throws UserError where it can be read in two ways, or the calendar has none such
 */
export function takeDate(
  said: string,
  now: Instant,
): { date: DateSaid; text: string; rest: string; isWeekday?: boolean } | undefined {
  const [soon] = /^(?:today|tomorrow)\b/i.exec(said) ?? [];
  if (soon !== undefined) {
    const ahead = soon.toLowerCase() === 'today' ? 0 : DAY;
    return { date: (zone) => dateIn(zone, now + ahead), text: soon, rest: said.slice(soon.length).trim() };
  }
  const [whole, written] = AT_START.exec(said) ?? [];
  if (whole !== undefined && written !== undefined) {
    const rest = said.slice(whole.length).replace(/^,/, '').trim();
    return { date: dayWritten(written, whole, now), text: whole, rest };
  }
  const [, day] = A_WEEKDAY.exec(said) ?? [];
  if (day === undefined) return undefined;
  return {
    date: weekday(day, now),
    text: day,
    rest: said.slice(said.indexOf(day) + day.length).trim(),
    isWeekday: true,
  };
}

function dayWritten(written: string, whole: string, now: Instant): DateSaid {
  const date = readDate(written);
  if (date === 'twofold') throw new UserError(`“${written}” can be read day first or month first.`, EXAMPLE);
  const [named] = readWeekdays(whole.slice(0, whole.indexOf(written)));
  const onDay = (day: string): string => {
    const is = new Date(`${day}T00:00Z`).getUTCDay() || 7;
    if (named === undefined || named === is) return day;
    throw new UserError(`${day} is another day of the week than “${whole}” says.`, EXAMPLE);
  };
  const none = () => new UserError(`“${written}” is no date.`, EXAMPLE);
  if (date?.year !== undefined) {
    const day = isDate(written) ? written : isoDate(date);
    if (day === undefined) throw none();
    return () => onDay(day);
  }
  return (zone) => {
    const today = dateIn(zone, now);
    const year = Number(today.slice(0, 4));
    const days = date ? [0, 1].map((ahead) => isoDate({ ...date, year: year + ahead })) : [];
    const next = days.find((day) => day !== undefined && day >= today);
    if (next === undefined) throw none();
    return onDay(next);
  };
}

/** The next one of that name; on such a day it can be either. */
function weekday(name: string, now: Instant): DateSaid {
  return (zone) => {
    const days = readWeekdays(name);
    const [next = ''] = nextDays(days, zone, now, 1);
    if (nextDays(days, zone, now - DAY, 1)[0] === next) return next;
    throw new UserError(`“${name}”: today, or in a week?`, EXAMPLE);
  };
}

/** The date after a word such as "until". */
export function takeStart(said: string, word: string, now: Instant, example: string) {
  const [whole] = new RegExp(`^${word}(?:\\s+|$)`, 'i').exec(said) ?? [];
  if (whole === undefined) return undefined;
  const found = takeDate(said.slice(whole.length), now);
  if (found) return found;
  const [text = ''] = said.slice(whole.length).split(' ');
  throw new UserError(`“${text}” is no date.`, `For example \`${example}\``);
}

const CLOCK =
  /^(?:at\s+)?((?:12\s+)?(?:noon|midday|midnight)\b|\d[\w:.]*(?:\s*(?:[ap]\.?m\b\.?|h\b|uhr\b))?)/i;

/**
 * The time of day that a text begins with, and what follows; undefined where it begins with something else.
 * @throws UserError where it can be read in two ways, or no clock shows it
 */
export function takeTime(said: string, example: string): (TimeSaid & { rest: string }) | undefined {
  const [whole, written = ''] = CLOCK.exec(said) ?? [];
  if (whole === undefined) return undefined;
  const read = readClock(written);
  const remedy = `For example \`${example}\``;
  if ('trouble' in read) throw new UserError(read.trouble, remedy);
  if (read.rest !== '') throw new UserError(`“${written}” is no time of day.`, remedy);
  const rest = said.slice(whole.length).trim();
  const [place = ''] = /^(?:[A-Z]{2,5}|[A-Z]\w+\/\w+)(?=\s|$)/.exec(rest) ?? [];
  const zone = readZone(place);
  if (place === '' || 'unknown' in zone) return { time: read.time, rest };
  if ('trouble' in zone) throw new UserError(zone.trouble, remedy);
  return { time: read.time, zone: zone.zone, rest: rest.slice(place.length).trim() };
}

/** The length that a text begins with, "30m", "1 hour 30 minutes", and what follows; undefined where it begins otherwise. */
export function takeLength(said: string): { minutes: number; rest: string } | undefined {
  const words = said.replace(/^for\s+/i, '').split(/\s+/);
  for (let count = Math.min(5, words.length); count > 0; count -= 1) {
    const minutes = readMinutes(words.slice(0, count).join(' '));
    if (minutes !== undefined) return { minutes, rest: words.slice(count).join(' ') };
  }
  return undefined;
}

/** "45m", "1h", "1 hour 30 minutes", "1:30", "90" → minutes, from 5 minutes to 12 hours; undefined where it is none. */
export function readMinutes(text: string): number | undefined {
  const [, hours = '0', minutes = '0'] =
    LENGTH.exec(text.trim().replace(/^(\d{1,2}):(\d\d)$/, '$1h$2')) ?? [];
  const all = Number(hours.replace(',', '.')) * 60 + Number(minutes);
  return Number.isInteger(all) && all >= 5 && all <= 12 * 60 ? all : undefined;
}

const LENGTH =
  /^(?:(\d{1,2}(?:[.,]\d{1,2})?)\s*h(?:ours?|rs?)?)?(?:,?\s*(?:and\s+)?)(?:(\d{1,3})\s*(?:m|min(?:ute)?s?)?)?$/i;

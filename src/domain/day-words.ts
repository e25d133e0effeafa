import { readIsoDate } from './schedule.ts';

/** A day of the week in a pattern: "Tue", "tuesdays". */
export const WEEKDAY =
  '(?:mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?)\\b\\.?';
/** Which one of the month, in a pattern. */
export const ORDINAL = '(?:1st|first|2nd|second|3rd|third|4th|fourth|5th|fifth|last)\\b';

const BETWEEN = '(?:\\s*(?:,|/|&|\\+|and|,\\s*and)\\s*)';
/** "Tue", "Tuesday and Thursday", "Tue/Thu". */
export const WEEKDAYS = `${WEEKDAY}(?:${BETWEEN}${WEEKDAY})*`;
/** "first", "1st and 3rd". */
export const ORDINALS = `${ORDINAL}(?:${BETWEEN}(?:the )?${ORDINAL})*`;

const DAY_STARTS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The days of the week in a text, 1 is Monday, as often as they occur. */
export function readWeekdays(text: string): number[] {
  const words = text.toLowerCase().match(new RegExp(`\\b${WEEKDAY}`, 'g')) ?? [];
  return words.map((word) => DAY_STARTS.indexOf(word.slice(0, 3)) + 1);
}

const ORDINAL_STARTS = [
  /^(?:1st|first)/,
  /^(?:2nd|second)/,
  /^(?:3rd|third)/,
  /^(?:4th|fourth)/,
  /^(?:5th|fifth)/,
];

/** "1st and last" → [1, -1] */
export function readOrdinals(text: string): number[] {
  const words = text.toLowerCase().match(new RegExp(`\\b${ORDINAL}`, 'g')) ?? [];
  return words.map((word) => ORDINAL_STARTS.findIndex((start) => start.test(word)) + 1 || -1);
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const SUFFIX = '(?:st|nd|rd|th)?';
const FORMS = {
  iso: '\\d{4}-\\d{1,2}-\\d{1,2}\\b',
  digits: '\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}\\b',
  monthFirst: `${MONTH}\\s+\\d{1,2}${SUFFIX}\\b(?:,?\\s+\\d{4}\\b)?`,
  dayFirst: `\\d{1,2}${SUFFIX}(?:\\s+of)?\\s+${MONTH}(?:,?\\s+\\d{4}\\b)?`,
};

/** A date in a pattern: "2024-09-10", "Sept. 10th, 2024", "10 September", "10/9/2024". */
export const DATE = `(?:${Object.values(FORMS).join('|')})`;

/** A date as it is written; without `year` where that is left out. */
export interface WrittenDate {
  year?: number | undefined;
  month: number;
  day: number;
}

/** Reads what DATE matches; `twofold` where day and month can be either. Undefined: no month of that name. */
export function readDate(text: string): WrittenDate | 'twofold' | undefined {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  const [one = 0, two = 0, three = 0] = numbers;
  if (new RegExp(`^${FORMS.iso}`).test(text)) return { year: one, month: two, day: three };
  if (new RegExp(`^${FORMS.digits}`).test(text)) {
    const year = three < 100 ? 2000 + three : three;
    if (one <= 12 && two <= 12 && one !== two) return 'twofold';
    return one > 12 ? { year, month: two, day: one } : { year, month: one, day: two };
  }
  const word = /[a-z]{3,}/.exec(text.toLowerCase().replace(/\d+(?:st|nd|rd|th)?(?:\s+of)?/g, ' '))?.[0] ?? '';
  const month = MONTHS.findIndex((name) => name.startsWith(word)) + 1;
  return month === 0 ? undefined : { year: numbers[1], month, day: one };
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** "2024-09-10"; undefined where the calendar has no such day or no year is known. */
export function isoDate({ year, month, day }: WrittenDate): string | undefined {
  const two = (number: number) => String(number).padStart(2, '0');
  return readIsoDate(`${year}-${two(month)}-${two(day)}`)?.toString();
}

import type { TimeOfDay } from './zone.ts';

/** What a text says of the time of day: the start, with what stands behind it, or why it is not one time. */
export type ClockReading =
  { time: TimeOfDay; rest: string } | { trouble: string; verdict: 'ambiguous' | 'unschedulable' };

const TIME = String.raw`(\d{1,2})(?:(?::|\.|h)([0-5]\d))?(?::00)?\s*(h|uhr)?\s*(a\.?m\b\.?|p\.?m\b\.?)?`;
const CLOCK = new RegExp(String.raw`^(?:at\s+)?${TIME}(?:\s*(?:-|–|—|to|until)\s*${TIME})?(?![\d:])`, 'i');

/**
 * Reads "9:00", "9:00 AM", "2PM", "17h", "1730", "noon"; of "10:00-11:00" the start. Without AM or PM hours count to 24.
 */
export function readClock(written: string): ClockReading {
  const text = written.trim().replace(/^(\d{2})([0-5]\d)(?!\d)/, '$1:$2');
  const doubtful = (question: string): ClockReading => ({
    trouble: `“${written.trim()}”: ${question}`,
    verdict: 'ambiguous',
  });
  if (MIDNIGHT.test(text)) return doubtful('the day’s beginning, or its end?');
  const noon = /^(?:12\s*)?(?:noon|midday)\b/i.exec(text);
  if (noon) return alone(12 * 60, text.slice(noon[0].length), written);
  const match = CLOCK.exec(text);
  if (!match) return noTime(written);
  const [whole, hours = '', minutes, unit, half, ending, , , endingHalf] = match;
  if ((minutes ?? unit ?? half ?? endingHalf) === undefined)
    return doubtful('in the morning, or in the evening?');
  if (half === undefined && endingHalf !== undefined && Number(hours) % 12 > Number(ending) % 12)
    return doubtful('does it begin before noon?');
  const time = timeOf(Number(hours), Number(minutes ?? 0), half ?? endingHalf);
  return time === undefined ? noTime(written) : alone(time, text.slice(whole.length), written);
}

const MIDNIGHT = /^(?:(?:12\s*)?midnight\b|24[:.h]?(?:00)?(?!\d))/i;

function noTime(written: string): ClockReading {
  return { trouble: `“${written.trim()}” is no time of day.`, verdict: 'unschedulable' };
}

/** A second time beside the first makes it two; anything else that follows is for the reader of zones. */
function alone(time: TimeOfDay, rest: string, written: string): ClockReading {
  return ANOTHER.test(rest.replace(OFFSET, ''))
    ? { trouble: `“${written.trim()}” names more than one time.`, verdict: 'ambiguous' }
    : { time, rest: rest.trim() };
}

const OFFSET = /(?:utc|gmt)\s*[+-]\d+(?::\d+)?/gi;
const ANOTHER = /(?<![+-])\b\d{1,2}(?:[:.]\d\d|\s*[ap]\.?m|h)/i;

/** Undefined where no clock shows it: "25:00", "13:00 AM". */
function timeOf(hour: number, minute: number, half: string | undefined): TimeOfDay | undefined {
  const isPm = half?.toLowerCase().startsWith('p');
  if (hour > 23 || (half !== undefined && (hour === 0 || (hour > 12 && !isPm)))) return undefined;
  const shown = half !== undefined && hour <= 12 ? (hour % 12) + (isPm ? 12 : 0) : hour;
  return shown * 60 + minute;
}

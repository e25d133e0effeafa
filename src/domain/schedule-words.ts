import { readClock } from './clock-words.ts';
import { readRecurrence, type Recurrence, type Trouble } from './recurrence.ts';
import { capital, dayName, everyText, listText, nthText, ruleText } from './rule-text.ts';
import { readRrule } from './rrule.ts';
import {
  anchored,
  fallsOn,
  readIsoDate,
  type Due,
  type Reading,
  type Rule,
  type WrittenSchedule,
} from './schedule.ts';
import type { TimeOfDay } from './zone.ts';
import { readZone } from './zone-words.ts';

/**
 * Reads when a meeting takes place. Nothing is guessed: what has two senses, or holds a word that is not understood, is
 * ambiguous; what lacks something, or is misspelt, is unschedulable. Of several troubles the verdict is the worst one's,
 * and the reason has all.
 */
export function readSchedule(written: WrittenSchedule): Reading {
  if (Object.values(written).some((text: string | undefined) => (text?.length ?? 0) > LONGEST))
    return { verdict: 'ambiguous', reason: 'It is too long to be read with certainty.' };
  const { time, zone, zones, notes, troubles } = readWhere(written);
  const recurrence = recurrenceOf(written);
  if ('verdict' in recurrence) troubles.push(recurrence);
  const unanchored =
    'due' in recurrence && recurrence.start === undefined
      ? [dueText(recurrence.due, recurrence.yearless)]
      : [];
  const known = { ...(zone === undefined ? {} : { zone }), ...(time === undefined ? {} : { time }) };
  if (troubles.length === 0 && time !== undefined && zone !== undefined && !('verdict' in recurrence))
    return withDate({ recurrence, date: written.anchor ?? recurrence.start, known: { zone, time }, notes });
  const verdict = troubles.some((trouble) => trouble.verdict === 'unschedulable')
    ? 'unschedulable'
    : 'ambiguous';
  const ordered = troubles.toSorted(
    (one, other) => Number(other.verdict === verdict) - Number(one.verdict === verdict),
  );
  const reasons = [...ordered.map(({ reason }) => reason), ...unanchored];
  return { verdict, reason: reasons.join(' '), ...known, ...(zones ? { zones } : {}) };
}

/** Of one field, in characters: what is longer is a story. */
const LONGEST = 300;

interface Where {
  time?: TimeOfDay | undefined;
  zone?: string | undefined;
  zones?: readonly string[] | undefined;
  notes: string[];
  troubles: Trouble[];
}

/** The time of day and its zone; what stands behind the time ("17:00 UTC") is read as a zone. */
function readWhere(written: WrittenSchedule): Where {
  const [text, tz] = [written.time?.trim() ?? '', written.tz?.trim() ?? ''];
  const where: Where = { notes: [], troubles: [] };
  const clock = text === '' || isOpen(text) ? undefined : readClock(text);
  if (clock === undefined) where.troubles.push(missing('time', text));
  else if ('trouble' in clock) where.troubles.push({ verdict: clock.verdict, reason: clock.trouble });
  else where.time = clock.time;
  const named = [tz, clock && 'rest' in clock ? clock.rest : ''].filter((part) => part !== '').join(', ');
  const zone = named === '' || isOpen(named) ? undefined : readZone(named);
  if (zone === undefined) where.troubles.push(missing('zone', named));
  else if ('unknown' in zone)
    where.troubles.push({ verdict: 'unschedulable', reason: `“${zone.unknown}” is no zone that is known.` });
  else if ('zones' in zone) {
    where.zones = zone.zones;
    where.troubles.push({ verdict: 'ambiguous', reason: zone.trouble });
  } else {
    where.zone = zone.zone;
    where.notes.push(...(zone.note === undefined ? [] : [zone.note]));
  }
  return where;
}

/** Where a placeholder stands in place of a time or a zone. */
function isOpen(text: string): boolean {
  return /^(?:tb[adc]|to be \w+|n\/?a|none|null|\?+|-+|varies|various|flexible|on[- ]demand|as needed|ad[- ]?hoc|cancel+ed)\.?$/i.test(
    text,
  );
}

function missing(what: 'time' | 'zone', text: string): Trouble {
  const reason = text === '' ? `It names no ${what}.` : `It says “${text}” in place of a ${what}.`;
  return { verdict: 'unschedulable', reason };
}

function recurrenceOf({ day, frequency, rrule }: WrittenSchedule): Recurrence | Trouble {
  if (rrule === undefined) return readRecurrence(day ?? '', frequency ?? '');
  const read = readRrule(rrule);
  return 'problem' in read ? { verdict: 'ambiguous', reason: read.problem } : read;
}

/** What a date makes of it: the one that a person gave as anchor, else the one that the words name. */
function withDate(given: {
  recurrence: Recurrence;
  date: string | undefined;
  known: { zone: string; time: TimeOfDay };
  notes: readonly string[];
}): Reading {
  const { recurrence, date, known, notes } = given;
  const due = 'due' in recurrence ? recurrence.due : undefined;
  const yearless = recurrence.yearless === true && date === undefined;
  if (due && date === undefined)
    return { verdict: 'needs_anchor', reason: [dueText(due, yearless), ...notes].join(' '), ...known, due };
  if (yearless) return { verdict: 'ambiguous', reason: 'The date it names has no year.', ...known };
  if (recurrence.counts && date === undefined)
    return { verdict: 'ambiguous', reason: 'Its rule counts from a first day, and has none.', ...known };
  const rule = 'rrule' in recurrence ? ruleOn(recurrence.rrule, known, date) : anchoredOn(due, known, date);
  if (rule === undefined) return { verdict: 'ambiguous', reason: otherDay(date ?? '', due), ...known };
  const reason = [`${capital(ruleText(rule))}${sinceText(rule)}.`, ...notes].join(' ');
  return { verdict: 'exact', reason, ...known, rule };
}

function sinceText({ rrule, anchor }: Rule): string {
  if (anchor === undefined) return '';
  return rrule.includes('INTERVAL') ? `, counted from ${anchor}` : `, from ${anchor} on`;
}

function ruleOn(
  rrule: string,
  known: { zone: string; time: TimeOfDay },
  date: string | undefined,
): Rule | undefined {
  if (date === undefined) return { rrule, ...known };
  if (readIsoDate(date) === undefined) return undefined;
  const rule = { rrule, ...known, anchor: date };
  return fallsOn(rule, date) ? rule : undefined;
}

function anchoredOn(
  due: Due | undefined,
  known: { zone: string; time: TimeOfDay },
  date: string | undefined,
): Rule | undefined {
  return date === undefined
    ? undefined
    : anchored({ verdict: 'needs_anchor', reason: '', ...known, due }, date);
}

function otherDay(date: string, due: Due | undefined): string {
  const day = readIsoDate(date)?.dayOfWeek;
  if (day === undefined) return `“${date}” is no date.`;
  return due?.days.includes(day) === false
    ? `The date it names, ${date}, is a ${dayName(day)} and not a ${listText(due.days.map(dayName), 'or')}.`
    : `By its rule it does not take place on ${date}.`;
}

/** "Every two weeks on a Tuesday; no date is named." */
function dueText({ days, weeks, months = 1, nth }: Due, yearless = false): string {
  const often = weeks === undefined ? everyText(months, 'month') : everyText(weeks, 'week');
  return `${capital(often)} on ${nth === undefined ? 'a' : `the ${nthText(nth)}`} ${listText(days.map(dayName), 'or')}; ${yearless ? 'the date it names has no year' : 'no date is named'}.`;
}

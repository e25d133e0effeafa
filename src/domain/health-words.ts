import type { Health, HealthWeek, MeetingWas } from './health.ts';
import { MEETING_WAS } from './health.ts';
import { DAY } from './time.ts';
import { WEEKS } from './weeks.ts';

/** "842", "9,999", "12.4k", "3.1M": a number that is read at a glance, in full below `full`. */
export function countText(count: number, full = 10_000): string {
  if (Math.abs(count) < full) return plainCount(count);
  const [unit, by] = Math.abs(count) < 999_500 ? (['k', 1000] as const) : (['M', 1_000_000] as const);
  const shown = count / by;
  return `${Math.abs(shown) < 100 ? Number(shown.toFixed(1)) : Math.round(shown)}${unit}`;
}

function plainCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 min" at least, "40 min", "19 h", "2.5 days", "31 days": hours for a person to read; days from 48 hours on. */
export function hoursText(hours: number, days: 'days' | 'd' = 'days'): string {
  if (hours < 0.995) return `${Math.max(1, Math.round(hours * 60))} min`;
  if (hours < 48) return `${rounded(hours)} h`;
  return `${rounded(hours / 24)} ${days}`;
}

function rounded(number: number): string {
  return number < 9.95 ? String(Number(number.toFixed(1))) : plainCount(number);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "7 Sep" of "2026-09-07". */
export function shortDay(date: string): string {
  const [, month = 0, day = 0] = date.split('-').map(Number);
  return `${day} ${MONTHS[month - 1] ?? ''}`;
}

/** How many days the second date is after the first. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / DAY);
}

/** The last week of which a number is known; undefined where none is. */
export function lastKnown(
  weeks: readonly HealthWeek[],
  key: Exclude<keyof HealthWeek, 'from' | 'estimated'>,
): { value: number; at: number } | undefined {
  const at = weeks.findLastIndex((week) => week[key] !== undefined);
  const value = weeks[at]?.[key];
  return value === undefined ? undefined : { value, at };
}

/** The sum of what is known; undefined where nothing is. */
export function totalOf(
  weeks: readonly HealthWeek[],
  key: 'opened' | 'closed' | 'triaged',
): number | undefined {
  const known = weeks.flatMap((week) => week[key] ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
}

/** How many meetings were held, called off, and passed without anybody having said anything of them. */
export function meetingCounts({ meetings }: Pick<Health, 'meetings'>): Record<MeetingWas, number> {
  const count = (was: MeetingWas) => meetings.filter((meeting) => meeting.was === was).length;
  const [held, off, unrecorded] = MEETING_WAS.map(count) as [number, number, number];
  return { held, off, unrecorded };
}

/** Why nothing is known of the issues of a group: where it has no label no week of it is told. */
export function noIssuesText({ length }: readonly HealthWeek[], otherwise: string): string {
  return length === 0 ? 'It has no label.' : otherwise;
}

/** What a group's picture shows, for whoever does not see it: a sentence a panel, in the picture's order. */
export function healthInWords(health: Health): string {
  const { group, day, weeks, charter } = health;
  return [
    `${group}, ${weeks.length === 1 ? 'one week' : `${weeks.length || WEEKS} weeks`} to ${shortDay(day)} ${day.slice(0, 4)}.`,
    ...(weeks.length === 0
      ? ['It has no label, so no issue is its own.']
      : [openInWords(weeks), paceInWords(weeks), flowInWords(weeks), loadInWords(health)]),
    meetingsInWords(health),
    `${charter.text}.`,
    missingInWords(health),
    weeks.some(({ estimated }) => estimated) ? 'Some weeks are estimated from what GitHub tells.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function openInWords(weeks: readonly HealthWeek[]): string {
  const [open, untriaged] = [lastKnown(weeks, 'open'), lastKnown(weeks, 'untriaged')];
  if (!open && !untriaged) return 'Open issues: nothing yet.';
  const before = weeks.find((week) => week.open !== undefined)?.open;
  const change =
    open && before !== undefined && before !== open.value ? ` (${countText(before)} at first)` : '';
  return `Open: ${open ? countText(open.value) : 'unknown'}${change}; untriaged: ${untriaged ? countText(untriaged.value) : 'unknown'}.`;
}

function paceInWords(weeks: readonly HealthWeek[]): string {
  const [median, p90] = [lastKnown(weeks, 'medianHours'), lastKnown(weeks, 'p90Hours')];
  if (!median) return 'Time to triage: nothing yet.';
  const slowest = p90 ? `, 90 % within ${hoursText(p90.value)}` : '';
  return `Time to triage, in the last week known: half within ${hoursText(median.value)}${slowest}.`;
}

function flowInWords(weeks: readonly HealthWeek[]): string {
  const [opened, closed] = [totalOf(weeks, 'opened'), totalOf(weeks, 'closed')];
  if (opened === undefined && closed === undefined) return 'Opened and closed: nothing yet.';
  const text = (count: number | undefined) => (count === undefined ? 'unknown' : countText(count));
  return `Opened: ${text(opened)}; closed: ${text(closed)}.`;
}

function loadInWords({ triagers }: Health): string {
  if (triagers.length === 0) return 'Triaged by: nobody yet.';
  const named = triagers.slice(0, 3).map(({ name, count }) => `${name} ${countText(count)}`);
  const more = triagers.length - named.length;
  return `Triaged by: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}

function meetingsInWords(health: Health): string {
  if (health.meetings.length === 0) return 'Meetings: none yet.';
  const { held, off, unrecorded } = meetingCounts(health);
  return `Meetings held: ${held}; called off: ${off}; without a record: ${unrecorded}.`;
}

function missingInWords({ missing }: Health): string {
  if (missing.held === 0) return '';
  const text = (count: number | undefined) => (count === undefined ? 'unknown' : String(count));
  return `Of ${missing.held} held, without notes: ${text(missing.notes)}; without a recording: ${text(missing.recordings)}.`;
}

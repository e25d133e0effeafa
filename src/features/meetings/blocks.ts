import type { Button, KnownBlock } from '@slack/types';
import {
  actions,
  button,
  clip,
  context,
  escape,
  fitting,
  header,
  link,
  section,
  when,
} from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { ClashNote } from '../../domain/meeting-change.ts';
import { meetingTitle, type Meeting, type Session } from '../../domain/meeting.ts';
import { capital, everyText, ruleText } from '../../domain/rule-text.ts';
import { dayOfKey, zoneOf, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import type { Instant } from '../../domain/time.ts';
import { clockText, dayText, placeText, thereText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import type { Clash, Question } from './plan.ts';

/** A meeting with its next dates, as `/sig meeting` shows it. */
export interface Upcoming {
  timetable: Timetable;
  dates: readonly Occurrence[];
  questions: readonly Question[];
  /** For its leads alone. */
  clashes: readonly Clash[];
}

/** How many meetings are shown, as far as their texts have room. */
const MEETINGS_SHOWN = 12;
/** How many questions are asked beside them, two blocks each: Slack refuses a message of more than 50. */
const QUESTIONS_ASKED = 15;

/** When a group meets next, in the reader's zone and the meeting's. */
export function meetingsMessage(
  group: Group,
  upcoming: readonly Upcoming[],
  { mayChange, now }: { mayChange: boolean; now: Instant },
): Message {
  const title = `When ${group.title} meets`;
  if (upcoming.length === 0) {
    const text = `The directory knows no meeting of ${escape(group.title)}.`;
    return { text, blocks: [section(text)] };
  }
  const texts = upcoming.slice(0, MEETINGS_SHOWN).map((one) => clip(meetingText(one, now), LONGEST));
  const shown = upcoming.slice(0, fitting(texts).length);
  const rest = upcoming.length - shown.length;
  const open = mayChange ? shown.flatMap(({ questions }) => questions) : [];
  const asked = new Set(open.slice(0, QUESTIONS_ASKED));
  return {
    text: escape(title),
    blocks: [
      header(title),
      ...shown.flatMap(({ timetable: { meeting }, questions }, index) => [
        section(
          texts[index] ?? '',
          mayChange ? button('Change…', `meetings:change.${index}`, meeting.id) : undefined,
        ),
        ...questions.flatMap((question, at) =>
          asked.has(question) ? [context(askText(question)), answersOf(question, `${index}-${at}`)] : [],
        ),
      ]),
      ...(open.length > asked.size ? [context('More is open: it is asked once these are answered.')] : []),
      ...(rest > 0 ? [context(`And ${rest} more: \`/sig info ${escape(group.id)}\``)] : []),
      context(mayChange ? CHANGES : 'Be told before it, by a direct message: `/sig meeting remind me`'),
    ],
  };
}

const CHANGES =
  'Or in words: `/sig meeting skip 2026-12-24 holiday` · `move 2026-12-24 to 2026-12-29 18:00` · `pause until …` · `extra …` · `duration 45m` · `undo`';

/** Longest text of one meeting, in characters: several sessions, each with a reason. */
const LONGEST = 2500;

function meetingText({ timetable, dates, clashes }: Upcoming, now: Instant): string {
  const { meeting, sessions } = timetable;
  const lines = [
    `*${escape(meetingTitle(meeting), 120)}*`,
    ...sessions.map((session) => sessionLine(session)),
    ...dates.map((date) => `• ${dateLine(date, timetable, now)}`),
    ...clashes.slice(0, 3).map((clash) => `⚠ ${clashLine(clash, timetable, now)}`),
    linksOf(meeting),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function sessionLine({ name, written, reading }: Session): string {
  const named = (words: string) => escape(name === undefined ? words : `${name}: ${words}`, 250);
  if (reading.rule) return capital(named(ruleText(reading.rule)));
  const words = [written.frequency, written.day, written.time, written.tz].filter(
    (word) => word !== undefined,
  );
  return `${named(words.join(', '))}\n_${escape(reading.reason, 300)}_`;
}

/** A date in the reader's zone and in the meeting's; one that was called off is struck through. */
export function dateLine(occurrence: Occurrence, timetable: Timetable, now: Instant): string {
  const { start, skipped, moved, planned, reason } = occurrence;
  const zone = zoneOf(timetable);
  const there = thereText(start, zone, now);
  const why = reason === undefined ? '' : `: ${escape(reason, 150)}`;
  if (skipped) return `~${dayText(dayOfKey(occurrence.key, timetable), now)}~ no meeting${why}`;
  const note = moved ? `, moved from ${clockText(planned, zone, now)}${why}` : why;
  return `${when(start, '{date_short_pretty}, {time}')} (${there})${note}`;
}

function clashLine({ one, with: other, leads, room }: Clash, timetable: Timetable, now: Instant): string {
  return clashText({ kind: 'clash', with: '', at: one.start, leads, room }, timetable, other, now);
}

function clashText(
  { at: start, leads, room }: ClashNote,
  timetable: Timetable,
  other: Timetable,
  now: Instant,
): string {
  const at = clockText(start, zoneOf(timetable), now);
  const shared = leads.slice(0, 3).map((login) => escape(login, 40));
  const why = [
    ...(room ? ['in the same room'] : []),
    ...(shared.length > 0 ? [`with ${shared.join(', ')} leading both`] : []),
  ];
  return `On ${at} ${escape(meetingTitle(other.meeting), 80)} (${escape(other.meeting.group, 60)}) meets too, ${why.join(', ')}.`;
}

/** That a group's meeting cannot be attended beside another: to its leads, once. */
export function clashMessage(
  note: ClashNote,
  timetable: Timetable,
  other: Timetable,
  { leads, now }: { leads: readonly string[]; now: Instant },
): Message {
  const title = escape(meetingTitle(timetable.meeting), 120);
  const text = `${title} clashes with another meeting`;
  const to = leads.length > 0 ? `${leads.map((user) => `<@${user}>`).join(' ')}: ` : '';
  return {
    text,
    blocks: [
      section(`${to}⚠ *${text}.* ${clashText(note, timetable, other, now)}`),
      context('Its leads can move it: `/sig meeting`. This is said once.'),
    ],
  };
}

/** Where one joins, its notes, its recordings. */
export function linksOf({ url, notesUrl, recordingsUrl }: Meeting): string {
  const links = [
    ...(url === undefined ? [] : [link(url, 'join')]),
    ...(notesUrl === undefined ? [] : [link(notesUrl, 'notes')]),
    ...(recordingsUrl === undefined ? [] : [link(recordingsUrl, 'recordings')]),
  ];
  return links.join(' · ');
}

/** The post that asks a group's leads, once, for what the directory leaves open. */
export function questionMessage(
  group: Group,
  questions: readonly Question[],
  leads: readonly string[],
): Message {
  if (questions.length === 0) {
    const text = `The meetings of ${escape(group.title)} are all in the calendar. Thank you.`;
    return { text, blocks: [section(text), context('When they are: `/sig meeting`')] };
  }
  const asked = questions.slice(0, 15);
  const text = `${escape(group.title)}: sigbot cannot tell when ${asked.length === 1 ? 'a meeting takes' : 'some meetings take'} place`;
  const to = leads.length > 0 ? `${leads.map((user) => `<@${user}>`).join(' ')}: ` : '';
  return {
    text,
    blocks: [
      section(`${to}*${text}.* One press is enough; until then nothing is announced.`),
      ...asked.flatMap((question, index) => [
        section(questionLine(question)),
        answersOf(question, String(index)),
      ]),
      context('Its leads answer. Later changes: `/sig meeting`'),
    ],
  };
}

function questionLine({ title, asks }: Question): string {
  const often = asks.what === 'date' ? ` takes place ${oftenText(asks)}.` : ':';
  return `*${escape(title, 120)}*${often} ${askText({ asks })}`;
}

function askText({ asks }: Pick<Question, 'asks'>): string {
  if (asks.what === 'zone') return 'Which zone is meant?';
  return asks.weeks === undefined ? 'Which of these is one of its days?' : 'Which of these is the next?';
}

function oftenText({
  weeks,
  months = 1,
}: {
  weeks?: number | undefined;
  months?: number | undefined;
}): string {
  return weeks === undefined ? everyText(months, 'month') : everyText(weeks, 'week');
}

function answersOf({ meeting, session, asks }: Question, place: string): KnownBlock {
  const answers =
    asks.what === 'zone'
      ? asks.zones.map((zone) => [placeText(zone), { kind: 'zone', session, zone }] as const)
      : asks.dates.map((date) => [dayText(date), { kind: 'anchor', session, date }] as const);
  const buttons: Button[] = answers
    .slice(0, 10)
    .map(([label, change], index) =>
      button(label, `meetings:answer.${place}${index}`.replace('-', ''), JSON.stringify({ meeting, change })),
    );
  return actions(...buttons);
}

/** 90 → "1 hour 30 minutes" */
export function lengthText(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  return said.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

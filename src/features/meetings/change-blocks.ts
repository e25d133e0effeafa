import { context, escape, section } from '../../blocks.ts';
import type {
  ClashNote,
  FeedChange,
  FeedDate,
  MadeChange,
  MeetingChange,
} from '../../domain/meeting-change.ts';
import { meetingTitle } from '../../domain/meeting.ts';
import { dayOfKey, zoneOf, type Occurrence, type Timetable } from '../../domain/occurrence.ts';
import { ruleText } from '../../domain/rule-text.ts';
import type { Instant } from '../../domain/time.ts';
import { dayText, placeText, thereText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import { dateLine, lengthText } from './blocks.ts';

/** What is told in the channel of a change, at once; a change that was taken back says so in its place. */
export function changeMessage(
  made: MadeChange,
  timetable: Timetable,
  next: Occurrence | undefined,
  now: Instant,
): Message {
  const title = escape(meetingTitle(timetable.meeting), 120);
  const follows = next ? `Next: ${dateLine(next, timetable, now)}` : '';
  if (made.change.kind === 'clash') return { text: title, blocks: [section(title)] };
  if (made.change.kind === 'feed') return feedMessage(made.change, title, timetable, { follows, now });
  const said = changeText(made.change, title, timetable, now);
  if (made.undone) {
    const text = `Taken back by <@${made.undone.by}>: ~${said}~`;
    return { text, blocks: [section(text), ...(follows ? [context(follows)] : [])] };
  }
  return { text: said, blocks: [section(`*${said}*`), context(`By <@${made.by}>`, follows)] };
}

/** What changed in the calendar in which a meeting stands: of more than a few dates how many they are. */
function feedMessage(
  { first, dates, more }: FeedChange,
  title: string,
  timetable: Timetable,
  { follows, now }: { follows: string; now: Instant },
): Message {
  const lines = dates.map((date) => feedText(date, timetable, now));
  const [only, ...others] = lines;
  const said = first
    ? 'its dates come from a calendar now'
    : only !== undefined && others.length === 0
      ? only
      : `${dates.length + more} of its dates have changed`;
  const text = `${title}: ${said}`;
  const named = others.length > 0 ? lines.map((line) => `\n• ${line}`).join('') : '';
  return {
    text,
    blocks: [
      section(`*${text}*${named}`),
      context(
        first ? '' : 'From the calendar in which it stands',
        follows || 'That calendar has no date of it.',
      ),
    ],
  };
}

function feedText({ key, what, start }: FeedDate, timetable: Timetable, now: Instant): string {
  const day = dayText(dayOfKey(key, timetable), now);
  const clock = thereText(start, zoneOf(timetable), now);
  switch (what) {
    case 'off':
      return `no meeting on ${day}`;
    case 'on':
      return `the meeting of ${day} takes place, on ${clock}`;
    case 'moved':
      return `the meeting of ${day} is on ${clock}`;
    case 'added':
      return `a new meeting on ${clock}`;
  }
}

function changeText(
  change: Exclude<MeetingChange, FeedChange | ClashNote>,
  title: string,
  timetable: Timetable,
  now: Instant,
): string {
  const zone = zoneOf(timetable);
  const clock = (at: Instant) => thereText(at, zone, now);
  const day = (key: string) => dayText(dayOfKey(key, timetable), now);
  const why = 'reason' in change && change.reason !== undefined ? `: ${escape(change.reason, 200)}` : '';
  switch (change.kind) {
    case 'skip':
      return `${title}: no meeting on ${day(change.key)}${why}`;
    case 'move':
      return `${title}: the meeting of ${day(change.key)} is on ${clock(change.to)}${why}`;
    case 'extra':
      return `${title}: an extra meeting on ${clock(change.at)}${why}`;
    case 'pause':
      return `${title}: no meetings from ${dayText(change.from, now)} ${change.until === undefined ? 'on' : `until ${dayText(change.until, now)}`}${why}`;
    case 'anchor':
      return `${title}: ${ruleOf(timetable, change.session)}, beginning on ${dayText(change.date, now)}`;
    case 'zone':
      return `${title}: ${ruleOf(timetable, change.session)}`;
    case 'duration':
      return `${title}: it takes ${lengthText(change.minutes)}`;
    case 'remind':
      return change.stages.length === 0
        ? `${title}: no reminders here any more`
        : `${title}: reminders come ${change.stages.map(lengthText).join(' and ')} before`;
  }
}

/** What the session comes to, as far as it is known by now. */
function ruleOf({ sessions }: Timetable, session: number): string {
  const { rule, zone = '' } = sessions[session]?.reading ?? {};
  return rule ? escape(ruleText(rule), 200) : `its times are those of ${placeText(zone)}`;
}

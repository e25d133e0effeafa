import * as z from 'zod';
import { readClock } from '../domain/clock-words.ts';
import { readRrule } from '../domain/rrule.ts';
import { readIsoDate } from '../domain/schedule.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { readTimeOfDay } from '../domain/zone.ts';
import { readZone } from '../domain/zone-words.ts';
import { documentsFields } from './outlets.ts';
import { agendaSchema } from './agenda.ts';
import { channel, duration, LIST, MAP, source, text, yesNo } from './parts.ts';

const TIME = 'Write a time of day in quotes: "10:00".';
const ZONE = 'Write a zone of the IANA database: Europe/Berlin.';
const DATE = 'Write a day in quotes: "2026-12-03".';
const MOMENT = 'Write a day and a time in quotes: "2026-12-24 10:00".';
const LINK = 'Write an https address.';

const link = z.string({ error: LINK }).regex(/^https?:\/\/\S+$/, { error: LINK });

/** How long one takes, in milliseconds. */
const length = duration.refine((ms) => ms >= MINUTE && ms <= DAY, {
  error: 'Write a time between 1m and 24h.',
});

const BEFORE = 'Write a list of times from 1m to 7d: [1d, 10m].';
const before = duration.refine((ms) => ms >= MINUTE && ms <= 7 * DAY, { error: BEFORE });

/** When it takes place: each in place of what the directory says. */
const schedule = {
  day: text('Write a day: Tuesday.')
    .optional()
    .describe('The day in place of the directory’s: `Tuesday`, `2nd Tuesday`.'),
  time: text(TIME)
    .refine((time) => 'time' in readClock(time), { error: TIME })
    .optional()
    .describe('The time of day in place of the directory’s: `"10:00"`.'),
  tz: text(ZONE)
    .refine((zone) => 'zone' in readZone(zone), { error: ZONE })
    .optional()
    .describe('The zone in place of the directory’s: `Europe/Berlin`.'),
  frequency: text('Write how often: weekly, biweekly, or 2nd and 4th Tuesday.')
    .optional()
    .describe('How often, in place of the directory’s: `weekly`, `biweekly`, `first Tuesday of the month`.'),
  anchor: z
    .string({ error: DATE })
    .refine((date) => readIsoDate(date) !== undefined, { error: DATE })
    .optional()
    .describe('A day on which it takes place, from which weeks are counted: `"2026-12-03"`.'),
  rrule: text('Write the value of an RRULE: FREQ=MONTHLY;BYDAY=2TU.')
    .transform((written, context) => {
      const read = readRrule(written);
      if ('problem' in read) context.addIssue(read.problem);
      return written;
    })
    .optional()
    .describe('In place of day and frequency, the value of an RRULE (RFC 5545): `FREQ=MONTHLY;BYDAY=2TU`.'),
};

const moment = z.string({ error: MOMENT }).refine(
  (written) => {
    const [date = '', time = '', ...rest] = written.split(' ');
    return readIsoDate(date) !== undefined && readTimeOfDay(time) !== undefined && rest.length === 0;
  },
  { error: MOMENT },
);

const session = z.strictObject(
  {
    name: text('Write the session’s name: APAC.')
      .optional()
      .describe('What tells it from the others: `APAC`.'),
    ...schedule,
  },
  { error: MAP },
);

const feed = z.strictObject(
  {
    url: source.describe('An https address of an iCalendar file, or a path seen from this file.'),
    title: text('Write a part of the event’s title.')
      .optional()
      .describe('Only events whose title contains this, without case.'),
  },
  { error: MAP },
);

const meeting = z
  .strictObject(
    {
      description: text('Write the meeting’s description, as the directory has it.').describe(
        'Which line of the directory, without case; one it does not have is a new meeting.',
      ),
      subproject: text('Write the subproject’s name.')
        .optional()
        .describe('The subproject under which the line stands, where that must be said.'),
      ...schedule,
      dates: z
        .array(moment, { error: LIST })
        .min(1, { error: MOMENT })
        .optional()
        .describe('In place of a rule: when it takes place, in tz: `"2026-12-24 10:00"`.'),
      sessions: z
        .array(session, { error: LIST })
        .min(1, { error: LIST })
        .optional()
        .describe('Rules of one meeting that takes place at several times, as EU and APAC.'),
      feed: feed.optional().describe('In place of a rule: an iCalendar feed in which it stands.'),
      duration: length.optional().describe('How long it takes: `"45m"`.'),
      url: link.optional().describe('Where one joins.'),
      notes: link.optional().describe('Where its notes are.'),
      recordings: link.optional().describe('Where its recordings are.'),
      private: yesNo.optional().describe('true: it is announced nowhere but in channel below.'),
      channel: channel.optional().describe('The channel that may hear of a private meeting, by name or id.'),
      ignore: yesNo.optional().describe('true: it is no meeting for the bot.'),
    },
    { error: MAP },
  )
  .refine(
    ({ rrule, dates, feed: calendar, sessions }) =>
      [rrule, dates, calendar, sessions].filter(Boolean).length < 2,
    {
      error: 'Keep one of rrule, dates, feed and sessions: each says when it takes place.',
    },
  );

/** What the operator says of a group's meetings: `groups.<id>.meetings`. */
export const groupMeetingsSchema = z.array(meeting, { error: LIST });

/** `meetings` in sigbot.yml. */
export const meetingsSchema = z.strictObject(
  {
    duration: length.prefault('1h').describe('How long a meeting takes of which nobody says it.'),
    remind: z
      .array(before, { error: BEFORE })
      .max(3, { error: 'Keep three at most.' })
      .prefault(['1d', '10m'])
      .describe('How long before a meeting its channel is reminded; `[]` for never.'),
    agenda: agendaSchema.prefault({}).describe('What meetings’ agendas are made of.'),
    pin: yesNo
      .default(true)
      .describe(
        'Whether an agenda is pinned in its channel until its meeting is over; needs the scope pins:write, without which nothing is pinned (docs/operating.md).',
      ),
    ask: yesNo
      .default(true)
      .describe('Whether leads are asked, once, in their channel for what the directory leaves open.'),
    ...documentsFields,
  },
  { error: MAP },
);

import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: sig/node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "10:00", tz: PT (Pacific Time), frequency: weekly, url: "https://zoom.example/j/77?pwd=letmein", archive_url: "https://docs.example/notes" }
  - dir: sig-network
    name: Network
    label: sig/network
    leadership: { chairs: [{ github: noor, name: Noor Haddad }] }
    contact: { slack: sig-network }
    meetings:
      - { description: Fortnightly Meeting, day: Wednesday, time: "17:00", tz: UTC, frequency: biweekly }
      - { description: Bug Scrub, day: Monday, time: "09:00", tz: IST, frequency: weekly }
`;

/** Agendas have their own stories. */
const QUIET = 'meetings: { agenda: { publish: off } }';

async function begin(at: string, options: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(at);
  const config = `${QUIET}\n${options.config ?? ''}`;
  story = await aStory({ directory: DIRECTORY, calendar, ...options, config });
  await calendar.to(at);
  return calendar;
}

const shows = (channel: string, text: string | RegExp) =>
  story.world.until(
    () => new RegExp(text).test(story.look(channel)),
    15_000,
    `#${channel} to show ${String(text)}:\n${story.look(channel)}`,
  );

/** The text of what a channel shows, once nothing is left to do. */
async function settled(channel: string): Promise<string> {
  await story.idle();
  return story.look(channel);
}

describe('reminders of a weekly meeting, Thursdays 10:00 in Los Angeles', () => {
  test('a day before and ten minutes before, once each, with the link to join', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await calendar.to('2026-12-02T17:59Z');
    expect(await settled('sig-node')).toBe('');
    await calendar.to('2026-12-02T18:00Z');
    await shows('sig-node', 'Weekly Meeting');
    await calendar.to('2026-12-02T18:01Z');
    await calendar.to('2026-12-03T17:50Z');
    await shows('sig-node', 'Weekly Meeting begins in 10 minutes');
    await calendar.to('2026-12-03T17:51Z');
    expect(await settled('sig-node')).not.toContain('letmein');
    expect(story.cards('sig-node')).toHaveLength(2);
    await calendar.to('2026-12-03T18:00Z');
    await shows('sig-node', 'Weekly Meeting began at 2026-12-03 18:00');
    expect(await settled('sig-node')).not.toContain('begins in');
    await calendar.to('2026-12-03T19:00Z');
    await shows('sig-node', /Weekly Meeting was[\s\S]*Weekly Meeting was/);
  });

  test('come at the same hour of the clock after the change to summer time', async () => {
    const calendar = await begin('2027-03-10T12:00Z');
    await calendar.to('2027-03-18T16:49Z');
    await story.idle();
    const before = story.cards('sig-node').length;
    await calendar.to('2027-03-18T16:50Z');
    await shows('sig-node', 'begins in 10 minutes');
    expect(story.cards('sig-node')).toHaveLength(before + 1);
  });

  test('while the bot was away: what is too late is left out and said to the operator, the rest comes once', async () => {
    const calendar = await begin('2026-12-01T12:00Z', { config: 'operator: { channel: random }' });
    calendar.turn('2026-12-03T18:05Z');
    await story.restart();
    await calendar.to('2026-12-03T18:05Z');
    await shows('sig-node', 'Weekly Meeting began at 2026');
    await shows('random', 'No reminder of Weekly Meeting');
    await calendar.to('2026-12-03T18:06Z');
    await story.idle();
    expect(story.cards('sig-node')).toHaveLength(1);
    expect(story.cards('random')).toHaveLength(1);
  });
});

describe('what a lead changes', () => {
  test('a skipped occurrence is told at once and where its reminder would have been, and can be taken back', async () => {
    const calendar = await begin('2026-12-21T12:00Z');
    const said = await story.ask('dana', '/sig meeting skip 2026-12-24 public holiday', 'sig-node');
    expect(said).toContain('Weekly Meeting: no meeting on Thu 24 Dec: public holiday');
    await shows('sig-node', 'no meeting on Thu 24 Dec: public holiday');
    expect(await settled('sig-node')).toMatch(/Next: .*Thu 31 Dec/);

    await calendar.to('2026-12-23T18:00Z');
    await story.world.until(
      () => story.cards('sig-node').length === 2,
      15_000,
      'the announcement in place of the reminder',
    );
    expect(story.look('sig-node')).not.toContain('begins');

    await story.ask('dana', '/sig meeting undo', 'sig-node');
    await shows('sig-node', 'Taken back by');
    await calendar.to('2026-12-24T17:50Z');
    await shows('sig-node', 'begins in 10 minutes');
  });

  test('what is off is said where the first reminder would have been, and not again at the second', async () => {
    const calendar = await begin('2026-12-21T12:00Z');
    await story.ask('dana', '/sig meeting skip 2026-12-24', 'sig-node');
    await calendar.to('2026-12-23T18:00Z');
    await story.world.until(() => story.cards('sig-node').length === 2, 15_000, 'the announcement');
    await story.idle();
    await calendar.to('2026-12-24T17:50Z');
    await story.idle();
    expect(story.cards('sig-node')).toHaveLength(2);
  });

  test('a moved one is reminded of at its new time alone', async () => {
    const calendar = await begin('2026-12-21T12:00Z');
    await calendar.to('2026-12-23T18:00Z');
    await shows('sig-node', 'Weekly Meeting');
    const said = await story.ask('dana', '/sig meeting move 2026-12-24 to 2026-12-29 18:00', 'sig-node');
    expect(said).toContain('the meeting of Thu 24 Dec is on Tue 29 Dec, 18:00 in Los Angeles');
    await shows('sig-node', 'Weekly Meeting is moved to Tue 29 Dec, 18:00');
    const before = story.cards('sig-node').length;
    await calendar.to('2026-12-24T17:50Z');
    await story.idle();
    expect(story.cards('sig-node')).toHaveLength(before);
    await calendar.to('2026-12-30T01:50Z');
    await shows('sig-node', 'begins in 10 minutes');
  });

  test('by the form, what is missing is said beside the field, and a moved one is moved', async () => {
    await begin('2026-12-21T12:00Z');
    const { slack } = story.world;
    const dana = slack.as('dana');
    const said = await dana.command('/sig meeting', 'sig-node');
    await story.world.until(() => said.responses.length > 0);
    await dana.press('sig-node', said.responses[0] ?? '', 'Change…');
    await story.world.until(() => dana.modal()?.['callback_id'] === 'meetings:change', 15_000, 'the form');
    const refused = await dana.submit(undefined, { what: 'move', key: '2026-12-24' });
    expect(refused.errors).toEqual({ date: 'Choose a day.' });
    await dana.submit(undefined, { what: 'move', key: '2026-12-24', date: '2026-12-28' });
    await shows('sig-node', 'the meeting of Thu 24 Dec is on Mon 28 Dec, 10:00 in Los Angeles');
  });

  test('an extra one in the evening is known by its own day, not by that of UTC', async () => {
    const calendar = await begin('2026-12-21T12:00Z');
    await story.ask('dana', '/sig meeting extra 2026-12-30 18:00 30m', 'sig-node');
    expect(await story.ask('dana', '/sig meeting skip 2026-12-30', 'sig-node')).toContain(
      'no meeting on Wed 30 Dec',
    );
    expect(await story.ask('dana', '/sig meeting', 'sig-node')).toContain('~Wed 30 Dec~ no meeting');
    await calendar.to('2026-12-21T12:01Z');
    await story.ask('dana', '/sig meeting skip 2026-12-31', 'sig-node');
    await calendar.to('2026-12-30T02:00Z');
    await shows('sig-node', /no meeting on Thu 31 Dec[^]*Weekly Meeting: no meeting on Wed 30 Dec/);
    await calendar.to('2026-12-31T17:50Z');
    expect(await settled('sig-node')).not.toContain('begins');
  });

  test.each([
    ['pause until 2020-01-01', '2020-01-01 is over'],
    ['move 2026-12-24 to 2027-06-01', '2027-06-01 is too far from the day it is moved from'],
    ['extra 9999-12-31 23:00', '9999-12-31 is more than a year ahead'],
    ['anchor 2026-12-25', 'no meeting of the group takes place on Fri 25 Dec'],
  ])('%s is refused, and nothing is told', async (words, why) => {
    await begin('2026-12-21T12:00Z');
    expect(await story.ask('dana', `/sig meeting ${words}`, 'sig-node')).toContain(why);
    expect(await settled('sig-node')).toBe('');
  });

  test('“of” in a reason is no title, and after a date it is one', async () => {
    await begin('2026-12-21T12:00Z');
    const skip = (words: string) => story.ask('dana', `/sig meeting skip ${words}`, 'sig-node');
    expect(await skip('next of triage')).toContain('No meeting of SIG Node is called “triage”');
    expect(await skip('2026-12-24 most of us are away')).toContain(
      'Weekly Meeting: no meeting on Thu 24 Dec: most of us are away',
    );
  });

  test('resume ends the pause that is on, and leaves one that is over', async () => {
    const calendar = await begin('2026-12-21T12:00Z');
    await story.ask('dana', '/sig meeting pause until 2026-12-28', 'sig-node');
    await calendar.to('2026-12-27T12:00Z');
    expect(await story.ask('dana', '/sig meeting resume', 'sig-node')).toContain('Taken back');
    await story.ask('dana', '/sig meeting pause until 2026-12-28', 'sig-node');
    await calendar.to('2026-12-29T12:00Z');
    expect(await story.ask('dana', '/sig meeting resume', 'sig-node')).toContain(
      'No meeting of the group pauses',
    );
  });

  test('others are told who may', async () => {
    await begin('2026-12-21T12:00Z');
    const said = await story.ask('lee', '/sig meeting skip next', 'sig-node');
    expect(said).toContain('Only the leads of SIG Node change its meetings: dana.');
    expect(await settled('sig-node')).toBe('');
  });
});

describe('what the directory leaves open', () => {
  test('its leads are asked once, in one message, by day; two presses settle it', async () => {
    const calendar = await begin('2026-12-01T06:00Z');
    await calendar.to('2026-12-01T06:01Z');
    expect(await settled('sig-network')).toBe('');
    await calendar.to('2026-12-01T10:00Z');
    await shows(
      'sig-network',
      'Fortnightly Meeting.* takes place every two weeks. Which of these is the next?',
    );
    expect(story.look('sig-network')).toContain('Wed 2 Dec');
    await calendar.to('2026-12-02T10:00Z');
    await story.idle();
    expect(story.cards('sig-network')).toHaveLength(1);

    const { slack } = story.world;
    const [question] = story.cards('sig-network');
    const press = (label: string) => slack.as('noor').press('sig-network', question?.ts ?? '', label);
    await press('Wed 9 Dec');
    await press('Kolkata');
    await shows('sig-network', 'The meetings of SIG Network are all in the calendar');
    await calendar.to('2026-12-09T16:50Z');
    await shows('sig-network', 'Fortnightly Meeting begins in 10 minutes');
  });
});

const FEED = (status: string, start: string) => `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//harbour//tides//EN
BEGIN:VEVENT
UID:tide-1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Pacific Standard Time:20261203T100000
DURATION:PT45M
RRULE:FREQ=WEEKLY
SUMMARY:SIG Node weekly
ATTENDEE:mailto:dana@users.example.invalid
END:VEVENT
BEGIN:VEVENT
UID:tide-1
DTSTAMP:20261101T000000Z
RECURRENCE-ID;TZID=Pacific Standard Time:20261210T100000
DTSTART;TZID=Pacific Standard Time:${start}
DURATION:PT45M
STATUS:${status}
SUMMARY:SIG Node weekly
END:VEVENT
BEGIN:VEVENT
UID:other
DTSTAMP:20261101T000000Z
DTSTART:20261202T150000Z
DURATION:PT45M
SUMMARY:Somebody’s dentist
END:VEVENT
BEGIN:VTIMEZONE
TZID:Pacific Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
END:VCALENDAR
`;

describe('a meeting that stands in somebody’s calendar', () => {
  const config = `
groups:
  sig-node:
    meetings:
      - { description: Weekly Meeting, tz: America/Los_Angeles, feed: { url: tides.ics, title: sig node } }
`;
  const withFeed = (status: string, start: string) => {
    const files = { 'tides.ics': FEED(status, start).replaceAll('\n', '\r\n') };
    return begin('2026-12-01T12:00Z', { config, files });
  };

  test('a cancelled occurrence is not announced as one, a moved one at its new time', async () => {
    const calendar = await withFeed('CANCELLED', '20261210T100000');
    await calendar.to('2026-12-03T17:50Z');
    await shows('sig-node', 'Weekly Meeting begins in 10 minutes');
    await calendar.to('2026-12-09T18:00Z');
    await shows('sig-node', 'Weekly Meeting: no meeting on Thu 10 Dec');
    await story.end();

    const moved = await withFeed('CONFIRMED', '20261211T113000');
    await moved.to('2026-12-10T17:50Z');
    expect(await settled('sig-node')).not.toContain('begins');
    await moved.to('2026-12-11T19:20Z');
    await shows('sig-node', 'Weekly Meeting begins in 10 minutes');
    expect(await settled('sig-node')).not.toContain('dentist');
  });
});

describe('what changes in that calendar', () => {
  const config = `
groups:
  sig-node:
    meetings:
      - { description: Weekly Meeting, tz: America/Los_Angeles, feed: { url: tides.ics, title: sig node } }
`;
  const feed = (status: string, start = '20261210T100000') => FEED(status, start).replaceAll('\n', '\r\n');
  /** The minutes in which the calendar is read, and in which what it says is told. */
  const reads = async (calendar: HandCalendar, hour: string) => {
    await calendar.to(`${hour}:00Z`);
    await calendar.to(`${hour}:01Z`);
    await story.idle();
  };
  const told = () => story.cards('sig-node').map(({ text }) => text);

  test('is told at once as if a lead had changed it, once, and edits the reminder that stands', async () => {
    const calendar = await begin('2026-12-09T12:00Z', { config, files: { 'tides.ics': feed('CONFIRMED') } });
    await shows('sig-node', 'Weekly Meeting: its dates come from a calendar now');
    await calendar.to('2026-12-09T18:00Z');
    await shows('sig-node', 'Weekly Meeting: 2026-12-10');
    story.write('tides.ics', feed('CANCELLED'));
    await reads(calendar, '2026-12-09T19');
    const off = 'Weekly Meeting: no meeting on Thu 10 Dec';
    expect(told()).toEqual(['Weekly Meeting: its dates come from a calendar now', off, off]);
    expect(story.look('sig-node')).toContain('From the calendar in which it stands');
    expect(story.look('sig-node')).toContain('Next: 2026-12-17');
    await calendar.to('2026-12-10T17:50Z');
    await reads(calendar, '2026-12-10T18');
    expect(told()).toHaveLength(3);
    await story.restart();
    story.write('tides.ics', feed('CONFIRMED', '20261218T090000').replaceAll('61210T10', '61217T10'));
    await reads(calendar, '2026-12-10T19');
    expect(told().slice(3)).toEqual([
      'Weekly Meeting: the meeting of Thu 17 Dec is on Fri 18 Dec, 09:00 in Los Angeles',
    ]);
    expect(await story.ask('dana', '/sig meeting undo', 'sig-node')).toContain('Nothing was changed');
  });

  test('edits the agenda that stands', async () => {
    const calendar = handCalendar('2026-12-09T12:00Z');
    const files = { 'tides.ics': feed('CONFIRMED') };
    story = await aStory({ directory: DIRECTORY, calendar, config, files });
    await calendar.to('2026-12-09T12:00Z');
    await shows('sig-node', 'Nothing is on the agenda');
    story.write('tides.ics', feed('CANCELLED'));
    await reads(calendar, '2026-12-09T13');
    expect(told().filter((text) => text.includes('no meeting on Thu 10 Dec'))).toHaveLength(2);
    expect(story.look('sig-node')).not.toContain('Nothing is on the agenda');
  });

  test('is one line where much changes at once, and none where a lead has said so before', async () => {
    const calendar = await begin('2026-12-09T12:00Z', { config, files: { 'tides.ics': feed('CONFIRMED') } });
    await story.ask('dana', '/sig meeting skip 2026-12-17 away', 'sig-node');
    await story.idle();
    const before = told().length;
    story.write(
      'tides.ics',
      feed('CONFIRMED').replaceAll('61210T10', '61217T10').replace('CONFIRMED', 'CANCELLED'),
    );
    await reads(calendar, '2026-12-09T13');
    expect(told()).toHaveLength(before);
    story.write('tides.ics', feed('CONFIRMED').replaceAll('T100000', 'T110000'));
    await reads(calendar, '2026-12-09T14');
    expect(told()).toHaveLength(before + 1);
    expect(told().at(-1)).toMatch(/^Weekly Meeting: 5\d of its dates have changed$/);
  });
});

describe('who is told', () => {
  test('a person who asked is, directly; who asked no longer is not', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    expect(await story.ask('mori', '/sig meeting remind me', 'sig-node')).toContain(
      'You are told before Weekly Meeting',
    );
    await calendar.to('2026-12-02T18:00Z');
    const { slack } = story.world;
    const told = () => {
      const direct = slack.directs().find(({ partner }) => partner === 'U0MORI');
      return direct ? slack.channel(direct.id).render() : '';
    };
    await story.world.until(() => told().includes('Weekly Meeting'), 15_000, 'the direct message');
    expect(told()).toMatch(/Weekly Meeting: .* · join · notes/);
    await story.ask('mori', '/sig meeting remind me not', 'sig-node');
    const before = told();
    await calendar.to('2026-12-03T17:50Z');
    await shows('sig-node', 'begins in 10 minutes');
    expect(told()).toBe(before);
  });

  test('a lead says when, or that the channel is not', async () => {
    const calendar = await begin('2026-12-01T12:00Z');
    await story.ask('dana', '/sig meeting remind 2h', 'sig-node');
    await calendar.to('2026-12-02T18:00Z');
    await calendar.to('2026-12-03T16:00Z');
    await shows('sig-node', 'Weekly Meeting');
    await story.ask('dana', '/sig meeting remind off', 'sig-node');
    await shows('sig-node', 'no reminders here any more');
    const before = story.cards('sig-node').length;
    await calendar.to('2026-12-10T18:00Z');
    await story.idle();
    expect(story.cards('sig-node')).toHaveLength(before);
  });

  test('nobody is of a private meeting, but the channel the operator named', async () => {
    const directory = DIRECTORY.replace(
      'description: Weekly Meeting,',
      'description: Weekly Meeting, private: true,',
    );
    const quiet = await begin('2026-12-01T12:00Z', { directory });
    await quiet.to('2026-12-03T17:50Z');
    expect(await settled('sig-node')).toBe('');
    expect(await story.ask('dana', '/sig meeting', 'sig-node')).toContain('knows no meeting');
    await story.end();

    const config =
      'groups: { sig-node: { meetings: [{ description: Weekly Meeting, channel: wg-lights }] } }';
    const named = await begin('2026-12-01T12:00Z', { directory, config });
    await named.to('2026-12-03T17:50Z');
    await shows('wg-lights', 'Weekly Meeting begins in 10 minutes');
    expect(await story.ask('dana', '/sig meeting node', 'sig-node')).not.toContain('Weekly');
    expect(await story.ask('dana', '/sig meeting node', 'wg-lights')).toContain('Weekly Meeting');
    expect(await settled('sig-node')).toBe('');
  });
});

test('a meeting with a session for each side of the world is reminded of at both times', async () => {
  const config = `
groups:
  sig-node:
    meetings:
      - description: Weekly Meeting
        sessions:
          - { name: EU, day: Thursday, time: "16:00", tz: Europe/Berlin, frequency: biweekly, anchor: "2026-12-03" }
          - { name: APAC, day: Thursday, time: "10:00", tz: Asia/Tokyo, frequency: biweekly, anchor: "2026-12-10" }
`;
  const calendar = await begin('2026-12-01T12:00Z', { config });
  const said = await story.ask('dana', '/sig meeting', 'sig-node');
  expect(said).toContain('EU: every two weeks on Thursday, 16:00');
  expect(said).toContain('APAC: every two weeks on Thursday, 10:00');
  await calendar.to('2026-12-03T14:50Z');
  await shows('sig-node', 'begins in 10 minutes');
  await calendar.to('2026-12-10T00:50Z');
  const begun = /begins in 10 minutes/g;
  await story.world.until(() => story.look('sig-node').match(begun)?.length === 2, 15_000, 'the second');
});

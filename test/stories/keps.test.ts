import { afterEach, expect, test } from 'vitest';
import { aStory, REPO, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const NODE = 'sig-node';
const DIRECTORY = `
sigs:
  - dir: sig-node
    name: Node
    label: node
    leadership: { chairs: [{ github: dana, name: Dana Okafor }] }
    contact: { slack: sig-node }
    meetings:
      - { description: Weekly Meeting, day: Thursday, time: "18:00", tz: UTC, frequency: weekly }
`;
/** Two milestones, the first with both freezes in June 2027; the second in a calendar. */
const CONFIG = `
noise: { budget: 0 }
digest: { post: daily, at: '07:00', zone: UTC, days: sun-sat }
meetings: { remind: [], agenda: { sections: [topics, freeze] } }
proposals:
  repository: ${REPO}
  exceptions: https://harbour.example/exceptions
  milestones:
    - name: v1.37
      freezes: { Production Readiness Freeze: 2027-06-08, Enhancements Freeze: 2027-06-15 }
    - { name: v1.38, calendar: v1.38.ics }
`;
const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:1',
  'DTSTART:20271006T120000Z',
  'SUMMARY:🚨 Enhancements Freeze',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

const kepYaml = (number: number, title: string, differs = '') => `title: ${title}
kep-number: ${number}
authors: ["@mori"]
owning-sig: sig-node
status: implementable
creation-date: 2027-03-01
stage: beta
latest-milestone: "v1.37"
milestone: { beta: "v1.37", stable: "v1.38" }
${differs}`;
const kepPath = (number: number) => `keps/sig-node/${number}-plank/kep.yaml`;
const reviewPath = (number: number) => `keps/prod-readiness/sig-node/${number}.yaml`;

/** Two proposals with their issues: the first lacks nothing, the second a lead's word and a reviewer. */
async function begin(at: string, more: StoryOptions = {}): Promise<HandCalendar> {
  const calendar = handCalendar(at);
  story = await aStory({
    calendar,
    directory: DIRECTORY,
    config: CONFIG,
    files: { 'v1.38.ics': CALENDAR },
    before: async ({ github }, repo) => {
      await github.createLabel(repo, 'lead-opted-in');
      await github.as('mori').open(repo, { title: 'Tar the planks', labels: ['sig/node', 'lead-opted-in'] });
      await github.as('mori').open(repo, { title: 'Lean less', labels: ['sig/node'] });
      await github.push(repo, kepPath(1), kepYaml(1, 'Tar the planks'));
      await github.push(repo, kepPath(2), kepYaml(2, 'Lean less'));
      await github.push(repo, reviewPath(1), 'kep-number: 1\nbeta: { approver: "@lee" }\n');
    },
    ...more,
  });
  await story.world.until(() => story.log().includes('the first sync is done'));
  await calendar.to(at);
  await story.world.until(() => story.log().includes('read the proposals'));
  return calendar;
}

const said = (text: string) =>
  story
    .cards(NODE)
    .map((message) => story.world.slack.render(message))
    .filter((look) => look.includes(text));
const shows = (what: string, text: RegExp) =>
  story.world.until(
    () => said(what).some((look) => text.test(look)),
    15_000,
    () => `${what} with ${String(text)}:\n${said(what).join('\n---\n')}`,
  );

const keps = (words = '', person = 'lee') => story.ask(person, `/sig keps ${words}`, NODE);

/** A minute begins; what a push changed is read soon after, and then it is known. */
async function knows(calendar: HandCalendar, at: string, text: RegExp): Promise<string> {
  await story.idle();
  await calendar.to(at);
  let known = '';
  await story.world.until(
    async () => text.test((known = await keps('', 'dana'))),
    15_000,
    () => `proposals with ${String(text)}:\n${known}`,
  );
  return known;
}

test('a proposal that misses a freeze: on the radar of agenda and digest, then told as missed, as it stood at that time', async () => {
  const calendar = await begin('2027-05-20T12:00Z');
  expect(await keps()).toContain('Production Readiness Freeze in 20 days, 1 of 2 not ready');
  await calendar.to('2027-05-26T07:00Z');
  await story.idle();
  expect(said('Freeze')).toEqual([]);
  await calendar.to('2027-06-02T07:00Z');
  await shows(
    'since',
    /Production Readiness Freeze of v1\.37 in 7 days: 1 of 2 not ready.*#2.* lacks label lead-opted-in, PRR/,
  );
  await calendar.to('2027-06-08T18:00Z');
  await shows('Thu 10 Jun', /Production Readiness Freeze of v1\.37 in 18 hours: 1 of 2 not ready/);
  await shows('Thu 10 Jun', /boats#2 Lean less.* · lacks label lead-opted-in, PRR approver for beta/);
  await story.world.github.as('dana').label(`${REPO}#2`, 'lead-opted-in');
  await shows('Thu 10 Jun', /boats#2 Lean less.* · lacks PRR approver for beta/);

  await calendar.to('2027-06-09T12:00Z');
  await shows('Thu 10 Jun', /Production Readiness Freeze of v1\.37 is over: 1 of 2 missed it/);
  await shows('Thu 10 Jun', /boats#2 Lean less.* · lacked PRR approver for beta/);
  await shows('Thu 10 Jun', /An exception is asked for here: .*harbour\.example\/exceptions/);
  await calendar.to('2027-06-10T07:00Z');
  await shows(
    'since Wed 9 Jun',
    /Production Readiness Freeze of v1\.37 is over: 1 of 2 missed it.*#2.* lacked PRR/,
  );

  // Too late: what it lacked then stays, also when the next meeting no longer tells of it.
  await story.world.github.push(REPO, reviewPath(2), 'kep-number: 2\nbeta: { approver: "@lee" }\n');
  await knows(calendar, '2027-06-10T20:00Z', /Enhancements Freeze in 5 days, all 2 ready/);
  await calendar.to('2027-06-15T18:00Z');
  await shows('Thu 17 Jun', /Enhancements Freeze of v1\.37 in 18 hours: all 2 ready/);
  expect(said('Thu 17 Jun').at(-1)).not.toContain('Production Readiness');
  const now = await keps();
  expect(now).toContain('Enhancements Freeze in 18 hours, all 2 ready');
  expect(now).toMatch(/is over: 1 of 2 missed it\*\n.*Lean less.* · lacked PRR approver for beta/);
});

test('what breaks upstream counts as it was until it is mended; its leads are told', async () => {
  const calendar = await begin('2027-05-20T12:00Z');
  const { github } = story.world;
  await github.push(REPO, kepPath(1), kepYaml(1, 'Tar the planks', 'status: ['));
  const broken = /#1 kep\.yaml.*: It is not YAML: .*\. What it said before is used\./;
  expect(await knows(calendar, '2027-05-20T12:01Z', broken)).toMatch(/Ready\*\n.*#1 Tar the planks/);
  expect(await keps('', 'lee')).not.toContain('YAML');
  await github.push(REPO, 'README.md', 'Boats');
  await github.push(REPO, kepPath(1), kepYaml(1, 'Tar all planks'));
  expect(await knows(calendar, '2027-05-20T12:02Z', /#1 Tar all planks/)).not.toContain('YAML');
});

test('two milestones, the second with its freeze from a calendar', async () => {
  const calendar = await begin('2027-05-20T12:00Z');
  await story.world.github.push(
    REPO,
    kepPath(2),
    kepYaml(2, 'Lean less').replaceAll('v1.38', 'v1.39').replaceAll('v1.37', 'v1.38'),
  );
  await knows(calendar, '2027-05-20T12:01Z', /v1\.37: .* Freeze in 19 days, the one proposal is ready/);
  expect(await keps('v1.38')).toContain('SIG Node, v1.38: Enhancements Freeze in 138 days, 2 of 2 not ready');
  await calendar.to('2027-06-20T12:00Z');
  expect(await keps('node')).toContain('SIG Node, v1.38: Enhancements Freeze in 108 days');
  expect(await keps('all')).toContain('SIG Node: 2 open proposals');
});

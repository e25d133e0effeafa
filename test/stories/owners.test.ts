import { afterEach, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';
import { handCalendar, type HandCalendar } from '../support/calendar.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

const FILES: Readonly<Record<string, string>> = {
  OWNERS: 'approvers: [harbourmaster]',
  OWNERS_ALIASES: 'aliases: { hull-leads: [dana, noor] }',
  'hull/OWNERS': `
approvers: [hull-leads]
reviewers: [lee, mori]
labels: [sig/node, area/hull]`,
  'hull/keel/OWNERS': `
options: { no_parent_owners: true }
filters:
  ".*": { reviewers: [dana] }
  "\\\\.go$": { approvers: [lee], required_reviewers: [noor] }`,
  'mast/OWNERS': 'approvers: dana',
  '.github/CODEOWNERS': '* @harbour/masters\n/hull/ @noor harbour@example.com\n!/mast/ @lee\n',
};

const ask = (words: string) => story.ask('gast', `/sig owners ${words}`, 'random');

/** Read, and read again after a push, within a minute. */
async function begin(): Promise<HandCalendar> {
  const calendar = handCalendar('2027-01-11T09:00Z');
  story = await aStory({
    calendar,
    worldCalendar: calendar.world,
    before: async ({ github }, repo) => {
      for (const [path, text] of Object.entries(FILES)) await github.push(repo, path, text);
    },
  });
  await read(calendar, '2027-01-11T09:01Z', 1);
  return calendar;
}

async function read(calendar: HandCalendar, at: string, times: number): Promise<void> {
  const told = () => story.log().split('read the OWNERS files').length - 1;
  await story.world.until(async () => {
    await calendar.to(at);
    return told() >= times;
  });
}

test('who owns a path is told with where it comes from, and nothing is asked of GitHub', async () => {
  await begin();
  const asked = story.world.github.calls(/./).length;
  expect(await ask('boats hull/old/plank.go')).toBe(`sigbot (only gast sees this)
  *Owners of \`hull/old/plank.go\` in harbour/boats*
  *Approvers*
  • hull/OWNERS, as hull-leads: dana, noor
  • OWNERS: harbourmaster
  *Reviewers*
  • hull/OWNERS: lee, mori
  *Labels*
  • \`area/hull\`: hull/OWNERS
  • \`sig/node\` (SIG Node in #sig-node): hull/OWNERS
  *.github/CODEOWNERS*, GitHub’s own
  • line 2, \`/hull/\`: noor, and one by e-mail address
  *Amiss*
  • .github/CODEOWNERS: Line 3 does not count: GitHub takes no “!” before a pattern.
  The files were read 2027-01-11 09:01 UTC.`);
  const keel = await ask('Harbour/Boats /hull/keel/bolt.go');
  expect(keel).toContain(
    '• hull/keel/OWNERS, where `\\.go$`: lee\n  *Reviewers*\n  • hull/keel/OWNERS: dana',
  );
  expect(keel).toContain('*Required reviewers*\n  • hull/keel/OWNERS, where `\\.go$`: noor');
  expect(await ask('boats mast')).toContain('mast/OWNERS: approvers is text where a list is due');
  expect(await ask('boats')).toContain('Owners of the root');
  expect(story.world.github.calls(/./).length).toBe(asked);
});

test('what a push changes is told within a minute, GitHub’s own file too', async () => {
  const calendar = await begin();
  const { github } = story.world;
  await github.push(story.repo, 'README.md', 'Boats');
  await github.push(story.repo, '.github/CODEOWNERS', '/hull/ @mori');
  await story.idle();
  expect(await ask('boats hull/a.go')).toContain('`/hull/`: noor');
  await read(calendar, '2027-01-11T09:02Z', 2);
  expect(await ask('boats hull/a.go')).toContain('`/hull/`: mori');
  expect(await ask('boats mast/a.go')).toContain('No line of it fits.');
});

test('what somebody owns is told by folder, of who is linked or named by their login', async () => {
  await begin();
  const dana = await ask('<@U0DANA>');
  expect(dana).toContain(
    '*What dana owns*\n  *harbour/boats*\n  • Approves: `hull`\n  • Reviews: `hull/keel`',
  );
  expect(await ask('@Noor')).toContain('• Approves: `hull`\n  • In CODEOWNERS: `/hull/`');
  expect(await ask('@harbourmaster')).toContain('• Approves: everything');
  expect(await ask('@walrus')).toContain('names walrus in the one repository whose owners are known here');
  expect(await ask('me')).toContain('Link your account: `/sig link`');
  expect(await ask('<@U0MORI>')).toContain('Write their GitHub login: `/sig owners @login`');
});

test('of a private repository nothing is told where nothing private is shown', async () => {
  await begin();
  const { github } = story.world;
  const id = github.repositories().find(({ name }) => name === story.repo)?.id;
  const payload = { action: 'privatized', repository: { id, full_name: story.repo, private: true } };
  const { init } = signedWebhook(github.webhookSecret, 'repository', payload);
  await fetch(`${story.bot.url}/github/webhook`, init);
  await story.idle();
  expect(await ask('boats hull')).toContain('knows no repository "boats" that may be named here');
  expect(await ask('@dana')).toContain('names dana in the 0 repositories');
});

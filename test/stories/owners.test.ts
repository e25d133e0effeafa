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
  'deck/OWNERS': 'approvers: [walrus]\nlabels: [sig/node]',
  'bow/OWNERS': 'approvers: [dana, walrus]\nlabels: [sig/node]',
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

test('who owns a path, and what somebody owns, is told without asking GitHub, and not of a private repository', async () => {
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

  const dana = await ask('<@U0DANA>');
  expect(dana).toContain(
    '*What dana owns*\n  *harbour/boats*\n  • Approves: `bow`, `hull`\n  • Reviews: `hull/keel`',
  );
  expect(await ask('@Noor')).toContain('• Approves: `hull`\n  • In CODEOWNERS: `/hull/`');
  expect(await ask('@harbourmaster')).toContain('• Approves: everything');
  expect(await ask('@seal')).toContain('names seal in the one repository whose owners are known here');
  expect(await ask('me')).toContain('Link your account: `/sig link`');
  expect(await ask('<@U0MORI>')).toContain('Write their GitHub login: `/sig owners @login`');

  const { github } = story.world;
  const id = github.repositories().find(({ name }) => name === story.repo)?.id;
  const payload = { action: 'privatized', repository: { id, full_name: story.repo, private: true } };
  const { init } = signedWebhook(github.webhookSecret, 'repository', payload);
  await fetch(`${story.bot.url}/github/webhook`, init);
  await story.idle();
  expect(await ask('boats hull')).toContain('knows no repository "boats" that may be named here');
  expect(await ask('@dana')).toContain('is not known of any repository');
});

test('what a push changes is told within a minute; a lead is told of folders with too few active approvers', async () => {
  const calendar = await begin();
  const { github } = story.world;
  await github.push(story.repo, 'README.md', 'Boats');
  await github.push(story.repo, '.github/CODEOWNERS', '/hull/ @mori');
  await story.idle();
  expect(await ask('boats hull/a.go')).toContain('`/hull/`: noor');
  await read(calendar, '2027-01-11T09:02Z', 2);
  expect(await ask('boats hull/a.go')).toContain('`/hull/`: mori');
  expect(await ask('boats mast/a.go')).toContain('No line of it fits.');

  const pullRequest = {
    draft: false,
    change: { files: ['hull/a.go', 'deck/b.go', 'mast/c.go'], additions: 3, deletions: 1 },
  };
  const pull = await github
    .as('mori')
    .open(story.repo, { title: 'Mend the keel', labels: ['sig/node'], pullRequest });
  await story.idle();
  expect(await ask(pull)).toContain('What harbour/boats#1 changes is not read yet.');
  let minute = 2;
  await story.world.until(async () => {
    await calendar.to(new Date(Date.UTC(2027, 0, 11, 9, ++minute)).toISOString());
    return (await ask(pull)).includes('Owners of its');
  });
  expect(await ask(pull)).toContain('• the root, for 3 files: harbourmaster');
  const ref = await github.as('noor').open(story.repo, { title: 'Water inside', labels: ['sig/node'] });
  await github.as('dana').comment(ref, 'Which bolt?');
  await story.idle();
  const told = await story.ask('dana', '/sig health', 'sig-node');
  expect(told).toContain(`  *Fewer than two active approvers*, of the group’s 4 folders
  • \`deck\` in harbour/boats: its one approver was not seen
  Active: opened, wrote or reviewed something since 15 Jul.`);
  expect(told).toContain('Of one more folder it is not known: sigbot came on 11 Jan.');
  expect(await story.ask('dana', '/sig health --csv', 'sig-node')).toContain('harbour/boats,bow,dana,2,0,no');
});

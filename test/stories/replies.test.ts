import { afterEach, describe, expect, test } from 'vitest';
import { say } from '../../src/blocks.ts';
import { SECOND } from '../../src/domain/time.ts';
import type { Feature } from '../../src/feature.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

/** `/sig owed` and `/sig owed lee`: who owes the next reply, in so many words. */
const owed: Feature = {
  name: 'owed',
  commands: [
    {
      name: 'owed',
      usage: ['owed [login]'],
      summary: 'Tells who owes the next reply.',
      who: 'Anyone.',
      examples: ['owed'],
      run: async ([login], _call, { work }) => {
        const sides = await (login === undefined
          ? work.owed({ label: 'sig/node', limit: 9 })
          : work.owedBy({ login, limit: 9 }));
        const told = sides.flatMap(({ by, first }) =>
          first.map(({ issue, owed: { why, logins } }) => {
            const answered = issue.respondedAt === undefined ? [] : ['answered'];
            return [issue.number, by, why, ...logins, ...answered].join(' ');
          }),
        );
        return { message: say(told.join('; ') || 'nobody') };
      },
    },
  ],
};

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory({ features: [owed], ...options });
  const { github } = story.world;
  return {
    repo: story.repo,
    github,
    mori: github.as('mori'),
    dana: github.as('dana'),
    lee: github.as('lee'),
  };
}

async function told(who = ''): Promise<string> {
  await story.idle();
  return story.ask('dana', `/sig owed ${who}`, 'sig-node');
}

describe('by webhook', () => {
  test('whoever speaks passes the turn on; robots and commands do not', async () => {
    const { repo, github, mori, dana } = await begin();
    const ref = await mori.open(repo, { title: 'Pod stays in Terminating', labels: ['sig/node'] });
    expect(await told()).toContain('1 group untriaged');
    await github.robot.comment(ref, 'This issue is currently awaiting triage.');
    await dana.comment(ref, '/kind bug');
    expect(await told()).toContain('1 group untriaged');
    expect(await told()).not.toContain('answered');
    await dana.comment(ref, 'Which version is it?');
    expect(await told()).toContain('1 author spoken-to mori answered');
    expect(await told('Mori')).toContain('1 author spoken-to mori');
    await github.robot.comment(ref, 'Thank you.');
    expect(await told()).toContain('1 author spoken-to mori');
    await mori.close(ref);
    expect(await told()).toContain('nobody');
  });

  test('a review is asked for, given, and asked for again by a push; in any order', async () => {
    const { repo, github, mori, lee } = await begin();
    github.order = 'shuffled';
    const ref = await mori.open(repo, { title: 'Let go of pods', labels: ['sig/node'], pullRequest: true });
    expect(await told()).toContain('1 group no-reviewer');
    await mori.askForReview(ref, 'lee', 'dana');
    expect(await told()).toContain('1 reviewer review lee dana');
    expect(await told('lee')).toContain('1 reviewer');
    await lee.review(ref, 'changes_requested');
    expect(await told()).toContain('1 author changes-requested mori answered');
    const second = Math.floor(Date.now() / SECOND);
    await story.world.until(() => Date.now() / SECOND >= second + 1);
    await mori.push(ref);
    expect(await told()).toMatch(/1 reviewer review (dana lee|lee dana)/);
    await github.robot.label(ref, 'lgtm', 'approved');
    expect(await told()).toContain('1 nobody merging');
  });

  test('a restart weighs everything again, and comes to the same', async () => {
    const { repo, mori, dana } = await begin();
    const ref = await mori.open(repo, { title: 'Pod stays in Terminating', labels: ['sig/node'] });
    await dana.comment(ref, 'Which version is it?');
    const before = await told();
    await story.restart();
    expect(await told()).toBe(before);
  });
});

describe('by poll', () => {
  const polled = { intake: 'poll', config: 'github: { poll: 100ms }' } as const;
  const until = (text: string) => story.world.until(async () => (await told()).includes(text));

  test('comments come to the same', async () => {
    const { repo, github, mori, dana } = await begin(polled);
    const open = () => mori.open(repo, { title: 'Pod stays in Terminating', labels: ['sig/node'] });
    const ref = await github.silently(open);
    await until('1 group untriaged');
    await github.silently(() => dana.comment(ref, 'Which version is it?'));
    await until('1 author spoken-to mori answered');
    await github.silently(() => github.robot.comment(ref, 'This bot waits as well.'));
    await github.silently(() => mori.comment(ref, 'The last one.'));
    await until('1 group answered');
    expect(github.deliveries()).toEqual([]);
  });

  test('what was said before the bot came is known; reviews of a pull request are not, and that is said', async () => {
    const before: StoryOptions['before'] = async ({ github }, repo) => {
      const issue = { title: 'Old', labels: ['sig/node'], by: 'mori' };
      const ref = await github.createBefore(repo, issue);
      await github.silently(() => github.as('dana').comment(ref, 'Is it still so?'));
      await github.createBefore(repo, { ...issue, title: 'Change', pullRequest: true });
    };
    await begin({ ...polled, before });
    await until('1 author spoken-to mori answered');
    expect(await told()).toContain('2 unknown unheard');
  });
});

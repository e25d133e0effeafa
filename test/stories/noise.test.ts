import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/adapters/clock.ts';
import { DAY, iso, MINUTE } from '../../src/domain/time.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo } = story;
  return { world, repo, slack: world.slack, github: world.github };
}

const inChannel = (count: number) =>
  story.world.until(() => story.cards('sig-node').length === count, 15_000, `${count} messages in #sig-node`);

async function openMany(titles: readonly string[], labels = ['sig/node']): Promise<string[]> {
  const refs = [];
  for (const title of titles) {
    refs.push(await story.world.github.as('mori').open(story.repo, { title, labels }));
    await story.idle();
  }
  return refs;
}

describe('a budget of two cards an hour', () => {
  const config = 'noise: { budget: 2 }';

  test('the third and fourth issue share one message, which stays true', async () => {
    const { github, slack } = await begin({ config });
    const [, , third = ''] = await openMany(['Hull', 'Mast', 'Anchor', 'Rudder']);
    await inChannel(3);
    await story.world.until(() => story.look('sig-node').includes('2 new issues for SIG Node'));
    expect(story.look('sig-node')).toContain('Anchor');
    await github.as('dana').label(third, 'triage/accepted');
    await story.world.until(
      () => /Anchor.*Accepted/.test(story.look('sig-node')),
      15_000,
      'the line to follow',
    );
    expect(story.cards('sig-node')).toHaveLength(3);

    const bundle = story.cards('sig-node')[2]?.ts ?? '';
    const { number } = github.issue(third);
    await slack.as('dana').press('sig-node', bundle, 'cards:show', `${story.repo}#${number} Anchor`);
    await story.world.until(() => slack.as('dana').ephemeral('sig-node').length === 1);
    const [card] = slack.as('dana').ephemeral('sig-node');
    expect(card && slack.render(card)).toContain('Anchor');
  });

  test('survives a restart: no issue is shown twice, none is lost', async () => {
    await begin({ config });
    await openMany(['Hull', 'Mast', 'Anchor']);
    await inChannel(3);
    await story.restart();
    await openMany(['Rudder']);
    await story.world.until(() => story.look('sig-node').includes('2 new issues for SIG Node'));
    expect(story.cards('sig-node')).toHaveLength(3);
  });

  test('counts the hours of the calendar, which may be ahead of the machine’s clock', async () => {
    const calendar = handCalendar('2031-01-06T09:00Z');
    await begin({ config, calendar });
    await openMany(['Hull', 'Mast']);
    await inChannel(2);
    await calendar.to('2031-01-06T10:01Z');
    await openMany(['Anchor']);
    await inChannel(3);
    expect(story.look('sig-node')).not.toContain('new issue for SIG Node');
  });
});

test('an issue that was closed before its bundle came is told of when it is opened again', async () => {
  const { github, slack, repo } = await begin({ config: 'noise: { budget: 0 }' });
  await slack.removeBot('sig-node');
  const ref = await github.as('mori').open(repo, { title: 'Hull', labels: ['sig/node'] });
  await story.world.until(() => story.log().includes('not_in_channel'), 15_000, 'the bundle to wait');
  await github.as('mori').close(ref);
  await github.quiet();
  await slack.inviteBot('sig-node');
  await story.idle();
  expect(story.cards('sig-node')).toEqual([]);
  await github.as('mori').reopen(ref);
  await inChannel(1);
  expect(story.look('sig-node')).toContain('1 new issue for SIG Node');
  expect(story.look('sig-node')).toContain('Hull');
});

test('a daily message comes when it is due, with all that came before it, once, also over a restart', async () => {
  const ticks = new Set<(now: number) => Promise<void>>();
  const calendar: Clock = {
    now: Date.now,
    everyMinute(tick) {
      ticks.add(tick);
      return () => Promise.resolve(void ticks.delete(tick));
    },
  };
  const minute = async (at: number) => {
    for (const tick of ticks) await tick(at);
    await story.idle();
  };
  await begin({ config: "noise: { cards: daily, dailyAt: '00:00' }", calendar });
  const midnight = Math.floor(Date.now() / DAY) * DAY + DAY;
  await openMany(['Hull', 'Mast']);
  await minute(midnight - MINUTE);
  expect(story.cards('sig-node')).toEqual([]);
  await story.restart();
  await minute(midnight);
  await minute(midnight + MINUTE);
  expect(story.cards('sig-node')).toHaveLength(1);
  expect(story.look('sig-node')).toMatch(/2 new issues for SIG Node\n.*Hull.*\n.*Mast/);
});

test('quiet labels and robots make no cards; why says so', async () => {
  const { github } = await begin({
    config: "noise: { quiet: ['priority/backlog'], robots: false }\ntriage: { robots: [mori] }",
    seed: { logins: ['sol'] },
  });
  const [robot = ''] = await openMany(['By a robot']);
  const quiet = await github
    .as('sol')
    .open(story.repo, { title: 'Some day', labels: ['sig/node', 'priority/backlog'] });
  await story.idle();
  expect(story.cards('sig-node')).toHaveLength(0);
  expect(await story.ask('lee', `/sig why ${github.issue(robot).number}`, 'sig-node')).toContain(
    'mori is a robot',
  );
  expect(await story.ask('lee', `/sig why ${github.issue(quiet).number}`, 'sig-node')).toContain(
    'quiet label',
  );
});

describe('settings', () => {
  test('a lead changes them in a form that checks; the next issue obeys; a preview tells what it comes to', async () => {
    const { slack } = await begin();
    await openMany(['Hull', 'Mast']);
    await inChannel(2);
    const lead = slack.as('dana');
    await lead.command('/sig settings', 'sig-node');
    await story.world.until(() => lead.modal() !== undefined, 15_000, 'the form');
    const { errors } = await lead.submit(undefined, { zone: 'Nowhere', hours: 'always', budget: 'few' });
    expect(Object.keys(errors ?? {})).toEqual(['zone', 'hours', 'budget']);
    await lead.submit(undefined, { cards: 'daily', zone: 'Europe/Berlin', dailyAt: '09:00' });
    const answer = await story.world.until(() => lead.ephemeral('sig-node').at(-1), 15_000, 'an answer');
    expect(slack.render(answer)).toContain('In the last 14 days this would have posted 1 message');
    await openMany(['Anchor']);
    expect(story.cards('sig-node')).toHaveLength(2);
    expect(await story.ask('mori', '/sig settings node', 'random')).toContain(
      'one message a day, at 09:00 (Europe/Berlin)',
    );
    expect(await story.ask('mori', '/sig preview node instant', 'random')).toContain(
      '3 messages, 3 on the busiest day',
    );
  });

  test('a preview counts what was opened before the bot came, closed or not; nothing is posted', async () => {
    await begin({
      before: async ({ github }, repo) => {
        const old = { labels: ['sig/node'], createdAt: iso(Date.now() - DAY) };
        await github.createBefore(repo, { title: 'Hull', ...old, state: 'closed' });
        await github.createBefore(repo, { title: 'Mast', ...old });
      },
    });
    await story.world.until(() => story.log().includes('the first sync is done'));
    const said = await story.ask('mori', '/sig preview', 'sig-node');
    expect(said).toContain('would have posted 2 messages, 2 on the busiest day');
    expect(said).toContain('Hull');
    expect(story.cards('sig-node')).toEqual([]);
  });

  test('whoever leads nothing sees them, and is told who may change them', async () => {
    const { slack } = await begin();
    expect(await story.ask('lee', '/sig settings', 'sig-node')).toContain('The group’s leads change them');
    expect(slack.as('lee').modal()).toBeUndefined();
  });

  test('what the operator locked is not in the form, and counts', async () => {
    const { slack } = await begin({ config: 'noise: { budget: 2, locked: [budget] }' });
    await slack.as('dana').command('/sig settings', 'sig-node');
    const form = await story.world.until(() => slack.as('dana').modal(), 15_000, 'the form');
    expect(slack.renderModal(form)).toContain('The operator decides: budget');
    expect(JSON.stringify(form)).not.toContain('"block_id":"budget"');
  });
});

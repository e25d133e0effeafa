import { afterEach, expect, test } from 'vitest';
import { REPO } from '../support/bot.ts';
import { aMortalStory, type MortalStory } from '../support/child.ts';

let story: MortalStory;
afterEach(() => story.end());

test('a group’s health and year are told on the command line while the bot runs', async () => {
  story = await aMortalStory();
  await story.start();
  const { github, slack, until } = story.world;
  await github.as('mori').open(REPO, { title: 'Anchor slips', labels: ['sig/node'] });
  await until(() => slack.channel('sig-node').render().includes('Anchor slips'), 15_000);

  const [head, ...weeks] = (await story.sigbot('health', '--group', 'node', '--csv')).split('\r\n');
  expect(head).toMatch(/^week_from,open,untriaged,opened,/);
  expect(weeks).toHaveLength(13);
  expect(weeks.at(-2)).toMatch(/^\d{4}-\d\d-\d\d,1,1,1,0,0,,,(?:yes|no)$/);
  expect(weeks.at(-1)).toBe('');
  expect(await story.sigbot('health', '--group', 'sig/node')).toMatch(
    /^SIG Node, 12 weeks to .*untriaged: 1\./,
  );

  const report = await story.sigbot('report', '--group', 'node');
  expect(report).toMatch(/^# 20\d\d: the numbers of SIG Node\n/);
  expect(report).toContain('- Issues: 1 opened, 0 closed, 1 open');
}, 40_000);

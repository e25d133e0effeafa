import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { aMortalStory, type MortalStory } from '../support/child.ts';

let story: MortalStory;
afterEach(() => story.end());

test('what was decided is exported while the bot runs, lost with its table, and made again from the audit', async () => {
  story = await aMortalStory({ config: 'triage: { retriage: kubernetes }' });
  await story.start();
  const { github, slack, until } = story.world;
  const look = () => slack.channel('sig-node').render();
  const ref = await github
    .as('mori')
    .open(story.repo, { title: 'Keep me', labels: ['sig/node', 'sig/network'] });
  await until(() => look().includes('Waiting for triage'), 15_000);
  const { number } = github.issue(ref);
  await github.as('noor').label(ref, 'triage/needs-information');
  await until(() => look().includes('network: needs information by noor'), 15_000);
  await github.as('mori').unlabel(ref, 'triage/needs-information');
  await until(() => look().includes('taken back by mori'), 15_000);
  await slack.as('dana').command(`/sig triage ${number} accept important-soon`, 'sig-node');
  await until(() => look().includes('node: accepted by dana'), 15_000);
  await story.idle();

  const before = await story.sigbot('export');
  expect(await story.sigbot('export', 'verdicts')).toBe(before);
  expect(lines(before)).toMatchObject([
    {
      issue: ref,
      group: 'sig-network',
      kind: 'needs-information',
      by: 'noor',
      via: 'github',
      ended: { by: 'mori', why: 'taken-back' },
    },
    { issue: ref, group: 'sig-node', kind: 'accepted', by: 'dana', via: 'slack' },
  ]);
  const { at = '', retriageAt = '' } = lines(before)[1] ?? {};
  expect(Date.parse(String(retriageAt)) - Date.parse(String(at))).toBe(90 * 86_400_000);
  const history = lines(await story.sigbot('export', 'verdicts', '--history'));
  expect(history.map(({ what, by }) => [what, by])).toEqual([
    ['labelled', 'noor'],
    ['unlabelled', 'mori'],
    ['decided', 'dana'],
  ]);

  await story.kill();
  using file = new DatabaseSync(story.database);
  file.exec('delete from verdicts');
  file.close();
  expect(await story.sigbot('export', 'verdicts')).toBe('');
  expect(await story.sigbot('rebuild', 'verdicts')).toBe('2 verdicts about 1 issue, from the audit.\n');
  expect(await story.sigbot('export', 'verdicts')).toBe(before);
  await expect(story.sigbot('rebuild', 'cards')).rejects.toThrow('Rebuild what?');
  await expect(story.sigbot('export', 'cards')).rejects.toThrow('Export what?');
}, 40_000);

function lines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

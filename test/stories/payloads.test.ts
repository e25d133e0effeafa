import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueId } from '../../src/domain/issue.ts';
import { aStory, type Story } from '../support/bot.ts';
import { signedWebhook } from '../support/signed.ts';

interface Payload {
  action?: string;
  issue?: { number: number };
  pull_request?: { number: number };
  repository?: { id: number; full_name: string };
}

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
const definitions = JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: Payload[] }[];
const recorded = definitions.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));

/** The issues and pull requests that the payloads show as being there. */
const shown = new Set(
  recorded.flatMap(({ name, payload: { action = '', issue, pull_request, repository } }) => {
    const number = (issue ?? pull_request)?.number;
    if (!['issues', 'pull_request', 'issue_comment'].includes(name)) return [];
    if (['deleted', 'transferred'].includes(action) && name === 'issues') return [];
    return repository && number !== undefined ? [issueId(repository.id, number)] : [];
  }),
);

describe('every payload that GitHub is known to send', () => {
  let story: Story;
  let statuses: number[];

  beforeAll(async () => {
    const rules = ['Codertocat/*', 'octo-org/*'].map(
      (name) => `  - { name: '${name}', intake: webhook, write: as-bot, through: labels }`,
    );
    story = await aStory({ repositories: rules.join('\n') });
    statuses = [];
    for (let from = 0; from < recorded.length; from += 32)
      statuses.push(...(await Promise.all(recorded.slice(from, from + 32).map(send))));
    await story.idle();
  });
  afterAll(() => story.end());

  async function send({ name, payload }: { name: string; payload: Payload }): Promise<number> {
    const { init } = signedWebhook(story.world.github.webhookSecret, name, payload);
    return (await fetch(`${story.bot.url}/github/webhook`, init)).status;
  }

  test('is answered with 202 and worked off; nothing fails, nothing ends the bot', async () => {
    expect(recorded).toHaveLength(329);
    expect(statuses.filter((status) => status !== 202)).toEqual([]);
    const metrics = await (await fetch(`${story.bot.url}/metrics`)).text();
    const counts = [...metrics.matchAll(/^sigbot_deliveries_total\{.*state="(\w+)"\} (\d+)$/gm)];
    expect(counts.map(([, state, count]) => [state, count])).toEqual([['done', '329']]);
    const { ref } = await story.openWithCard('Still there');
    expect(ref).toBe('harbour/boats#1');
  });

  test('leaves its issue or pull request in the mirror, without its title where it was deleted', async () => {
    const titles = await story.record(({ mirror }) =>
      Promise.all([...shown].map(async (id) => [id, (await mirror.byId(id))?.title])),
    );
    expect(titles).toEqual([
      ['186853002#1', ''],
      ['186853002#2', 'Update the README with new information.'],
    ]);
  });
});

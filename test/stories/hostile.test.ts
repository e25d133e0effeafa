import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';

let story: Story;

describe('hostile content', () => {
  const RIGHT_TO_LEFT = 'שלום \u202eelttil\u202c';
  const PING = '<!channel> <@U0DANA> <https://evil.example|kubernetes.io> @here *bold* `code`';
  const title = `${PING} ${RIGHT_TO_LEFT} \u200b\u0000 ${'a very long title '.repeat(200)}`.slice(0, 3000);
  const labels = Array.from({ length: 100 }, (_, index) => `area/<!here>&${index}`);

  beforeAll(async () => {
    story = await aStory();
  });
  afterAll(() => story.end());

  test('a 3,000-character title and 100 labels: a card with its buttons, and nobody is pinged', async () => {
    const { world, repo } = story;
    await world.github.as('mori').open(repo, { title, labels: [...labels, 'sig/node'] });
    await world.until(() => story.cards('sig-node').length === 1);
    await story.idle();
    expect(story.look('sig-node')).toContain('[ Accept ]');
    expect(story.look('sig-node')).toContain('+93 labels');
    expect(JSON.stringify(story.cards('sig-node'))).not.toMatch(
      /<!(?:channel|here)|<@U0DANA|<https:\/\/evil|\u202e|\u200b/,
    );
    expect(world.slack.calls('chat.postMessage')).toHaveLength(1);
  });

  test('the queue, the form and why show it too', async () => {
    const { world } = story;
    const dana = world.slack.as('dana');
    expect(await story.ask('dana', '/sig triage', 'sig-node')).toContain('1 issue waits for triage');
    expect(await story.ask('dana', '/sig why 1', 'sig-node')).toContain('area/<!here>&0');
    await dana.press('sig-node', story.cards('sig-node')[0]?.ts ?? '', 'More…');
    await world.until(() => dana.modal());
    const seen = JSON.stringify([...dana.ephemeral('sig-node'), dana.modal()]);
    expect(seen).not.toMatch(/<!(?:channel|here)|<@U0DANA|<https:\/\/evil|\u202e/);
  });

  test('a question with a command and a mention in it becomes a quotation', async () => {
    const { world } = story;
    const question = 'Which version?\u2028/close\r\n/lgtm <!channel> @mori <!-- gone';
    await world.slack.as('dana').press('sig-node', story.cards('sig-node')[0]?.ts ?? '', 'Needs info…');
    await world.until(() => world.slack.as('dana').modal()?.['callback_id'] === 'triage:needs-info');
    await world.slack.as('dana').submit(undefined, { question });
    await world.until(() => world.github.issue('harbour/boats#1').comments.length === 1);
    const [comment] = world.github.issue('harbour/boats#1').comments;
    expect(comment?.body).toMatch(/^> \/close$/m);
    expect(comment?.body).not.toMatch(/^\/(?:close|lgtm)/m);
    expect(comment?.body).toContain('@\u200bmori &lt;!-- gone');
  });
});

import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';
import { signedBySlack, signedWebhook } from '../support/signed.ts';

let story: Story;
const end = () => story.end();

function webhook(event: string, payload: unknown, secret = story.world.github.webhookSecret) {
  const { id, init } = signedWebhook(secret, event, payload);
  return { delivery: id, answer: fetch(`${story.bot.url}/github/webhook`, init) };
}

async function fromSlack(
  content: Record<string, string> | string,
  by: { secret?: string; age?: number } = {},
) {
  const { init } = signedBySlack(by.secret ?? story.world.slack.signingSecret, content, by.age);
  return (await fetch(`${story.bot.url}/slack/events`, init)).status;
}

/** What the record says of a webhook. */
function ledgerOf(delivery: string) {
  const file = new DatabaseSync(story.databaseUrl.replace('sqlite:', ''), { readOnly: true });
  try {
    return file.prepare('select event, state, because from inbox where key = ?').get(delivery);
  } finally {
    file.close();
  }
}

describe('requests', () => {
  beforeAll(async () => {
    story = await aStory();
  });
  afterAll(end);

  test('a webhook signed with another secret: 401, and nothing is kept', async () => {
    const { delivery, answer } = webhook('issues', '{"action":"opened"}', 'not the secret');
    expect((await answer).status).toBe(401);
    expect(ledgerOf(delivery)).toBeUndefined();
  });

  test('a Slack request signed with another secret, or too old: 401', async () => {
    const form = { command: '/sig', user_id: 'U0DANA', channel_id: 'C1', trigger_id: 'forged' };
    expect(await fromSlack(form, { secret: 'not the secret' })).toBe(401);
    expect(await fromSlack(form, { age: 600 })).toBe(401);
    expect(ledgerOf('forged')).toBeUndefined();
  });

  test('a signed body that is no JSON: 400', async () => {
    expect((await webhook('issues', '{"action":').answer).status).toBe(400);
    expect((await webhook('issues', '[]').answer).status).toBe(400);
    expect(await fromSlack('{"type":')).toBe(400);
  });

  test('an event the bot does not know: 202, and a line in the record', async () => {
    const { delivery, answer } = webhook('meteor_shower', '{"action":"began"}');
    expect((await answer).status).toBe(202);
    await story.world.until(() => ledgerOf(delivery)?.['state'] === 'done');
    expect(ledgerOf(delivery)).toMatchObject({
      event: 'meteor_shower.began',
      because: '["ignored: the event meteor_shower.began does not concern the bot"]',
    });
  });

  test('an issue in another shape, or of a repository nobody asked for: 202, and the reason', async () => {
    const shape = webhook('issues', '{"action":"opened","issue":{"number":"seven"}}');
    const home = { id: 99, full_name: 'elsewhere/boats' };
    const issue = {
      number: 7,
      title: 'Not ours',
      html_url: 'https://github.com/elsewhere/boats/issues/7',
      user: { login: 'mori' },
      state: 'open',
      labels: [{ name: 'sig/node' }],
      assignees: [],
      created_at: '2026-03-02T10:00:00Z',
      updated_at: '2026-03-02T10:00:00Z',
    };
    const other = webhook('issues', { action: 'opened', issue, repository: home });
    expect([(await shape.answer).status, (await other.answer).status]).toEqual([202, 202]);
    await story.idle();
    expect(ledgerOf(shape.delivery)?.['because']).toContain('has another shape: issue.number');
    expect(ledgerOf(other.delivery)?.['because']).toContain('elsewhere/boats is not one of the configured');
    expect(story.world.slack.calls('chat.postMessage')).toEqual([]);
  });

  test.each(['//', '/x/%ZZ', '/%', '/slack/events', '/..%2f..%2fetc', '/github/webhook/'])(
    'GET %s: 404, and the bot goes on',
    async (path) => {
      expect((await fetch(`${story.bot.url}${path}`)).status).toBe(404);
      expect((await fetch(`${story.bot.url}/healthz`)).status).toBe(200);
    },
  );

  test('a shortcut nobody made is acknowledged and forgotten', async () => {
    const { ack } = await story.world.slack.as('dana').shortcut('of-another-time');
    expect(ack.status).toBe(200);
  });
});

describe.each(['http', 'socket'] as const)('commands over %s', (transport) => {
  beforeAll(async () => {
    story = await aStory({ transport, seed: { repos: [] } });
    const labels = ['sig/node'];
    await story.world.github.as('mori').open(story.repo, { title: 'Pod stays in Terminating', labels });
    await story.world.until(() => story.log().includes('the first sync is done'));
    await story.idle();
  });
  afterAll(end);

  const NODE = 'sig-node';
  test.each([
    ['no such number', 'triage 4711 accept', ['sigbot knows no issue 4711.', 'Check the number']],
    ['no issue', 'why tomorrow', ['"tomorrow" is not an issue.', 'owner/name#12345']],
    ['nothing to decide', 'triage 1 assign', ['Assign to whom?', '/sig triage 12345 accept']],
    [
      'a misspelt decision',
      'triage 1 acept',
      [
        '"acept" is not a decision, a priority or a kind here.',
        'Did you mean "accept"?',
        '/sig triage 12345',
      ],
    ],
    ['a misspelt priority', 'triage 1 accept important-son', ['Did you mean "important-soon"?']],
    [
      'a group that does not exist',
      'triage 1 to sig-nowhere',
      ['There is no group "sig-nowhere".', '/sig list'],
    ],
    ['a misspelt group', 'info netwrok', ['There is no group "netwrok".', 'Did you mean "network"?']],
    [
      'neither group nor repository',
      'triage boatz',
      ['"boatz" is no group, repository, kind, priority or order here.', 'Did you mean /sig triage boats?'],
    ],
    [
      'a misspelt command',
      'triag',
      ['There is no /sig triag', 'Did you mean /sig triage?', 'triage 12345 accept'],
    ],
    ['a command far from any', 'abracadabra', ['There is no /sig abracadabra', 'All commands: /sig help']],
    ['nothing at all', '', ['/sig triage', '/sig why']],
    ['an unknown person', 'triage 1 accept @gast', ['does not know the GitHub login of @gast']],
    ['a group without a channel', 'info quiet', ['No Slack channel that sigbot may post in']],
  ])('%s: %s', async (_what, text, answers) => {
    const answer = (await story.ask('dana', `/sig ${text}`, NODE)).replaceAll('`', '');
    for (const part of answers) expect(answer).toContain(part);
    expect(story.world.github.calls(/^(POST|PATCH|DELETE) /)).toEqual([]);
  });

  test('somebody GitHub cannot assign: the asker is told, and the rest is done', async () => {
    const { world } = story;
    const dana = world.slack.as('dana');
    await story.ask('dana', '/sig triage 1 accept @nobody-here', NODE);
    await world.until(() => dana.ephemeral(NODE).some(({ text }) => text.startsWith('Not done')));
    expect(dana.ephemeral(NODE).at(-1)?.text).toContain('was not assigned to nobody-here');
    expect(world.github.issue('harbour/boats#1')).toMatchObject({
      labels: ['sig/node', 'triage/accepted'],
      assignees: [],
    });
  });

  test('a label the repository lacks is not made up', async () => {
    const { world, repo } = story;
    await world.github.deleteLabel(repo, 'triage/duplicate');
    await world.github.as('mori').open(repo, { title: 'Twin', labels: ['sig/node'] });
    await story.idle();
    const before = world.github.calls(/^(POST|PATCH|DELETE) /).length;
    expect(await story.ask('dana', '/sig triage 2 duplicate 1', NODE)).toContain(
      'harbour/boats has no label "triage/duplicate". Nothing was changed.',
    );
    expect(world.github.calls(/^(POST|PATCH|DELETE) /)).toHaveLength(before);
    expect(await story.ask('dana', '/sig why 2', NODE)).not.toContain('Duplicate');
  });

  test('a group without a channel: no card, and why says so', async () => {
    const { world, repo } = story;
    const before = world.slack.calls('chat.postMessage').length;
    await world.github.as('mori').open(repo, { title: 'Hush', labels: ['sig/quiet'] });
    await story.idle();
    expect(await story.ask('mori', '/sig why 3', NODE)).toContain(
      'sig/quiet → SIG Quiet: no card, it has no channel the bot may post in',
    );
    expect(world.slack.calls('chat.postMessage')).toHaveLength(before);
  });
});

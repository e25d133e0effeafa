import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { signedBySlack } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo, cards, look } = story;
  return { world, repo, slack: world.slack, github: world.github, cards, look };
}

const OPERATOR = { config: 'operator: { channel: random }' };
const postsTo = (channel: string) =>
  story.world.slack
    .calls('chat.postMessage')
    .filter(({ args }) => args['channel'] === story.world.slack.channel(channel).id);

async function readiness() {
  const response = await fetch(`${story.bot.url}/readyz`);
  return { status: response.status, text: await response.text() };
}

describe('a channel that is closed to the bot', () => {
  test('not invited: the operator hears of it once, the cards wait, and go out on the invitation', async () => {
    const { world, slack, github, repo, cards, look } = await begin(OPERATOR);
    await slack.removeBot('sig-node');
    for (const title of ['First', 'Second'])
      await github.as('mori').open(repo, { title, labels: ['sig/node'] });
    await world.until(() => cards('random').length === 1);
    expect(look('random')).toContain('sigbot is not in #sig-node. Its cards wait');
    await github.quiet();
    expect(postsTo('sig-node')).toHaveLength(1);

    await slack.inviteBot('sig-node');
    await world.until(() => cards('sig-node').length === 2);
    await story.idle();
    expect(look('sig-node').indexOf('First')).toBeLessThan(look('sig-node').indexOf('Second'));
    expect(cards('random')).toHaveLength(1);
  });

  test('archived: a new card and an edit wait alike', async () => {
    const { world, slack, github, repo, cards, look } = await begin(OPERATOR);
    const { ref } = await story.openWithCard();
    await slack.archive('sig-node');
    await github.as('mori').edit(ref, { title: 'Edited meanwhile' });
    await github.as('mori').open(repo, { title: 'Opened meanwhile', labels: ['sig/node'] });
    await world.until(() => cards('random').length === 1);
    expect(look('random')).toContain('#sig-node is archived. Its cards wait');

    await slack.unarchive('sig-node');
    await world.until(() => cards('sig-node').length === 2);
    await world.until(() => look('sig-node').includes('Edited meanwhile'));
    await story.idle();
    expect(cards('random')).toHaveLength(1);
  });

  test('another channel’s card does not wait for it', async () => {
    const { world, slack, github, repo, cards } = await begin();
    await slack.removeBot('sig-node');
    await github.as('mori').open(repo, { title: 'Both', labels: ['sig/node', 'sig/network'] });
    await world.until(() => cards('sig-network').length === 1);
    expect(cards('sig-node')).toEqual([]);
  });
});

describe('Slack in trouble', () => {
  test('a revoked token: not ready, in words; the work waits and goes out when the token is good again', async () => {
    const { world, slack, github, repo, cards } = await begin();
    slack.botToken.revoke();
    await github.as('mori').open(repo, { title: 'Later', labels: ['sig/node', 'sig/network'] });
    await world.until(async () => (await readiness()).status === 503);
    expect((await readiness()).text).toContain('Slack does not take the token (token_revoked)');
    slack.botToken.restore();
    await world.until(() => cards('sig-node').length === 1 && cards('sig-network').length === 1);
    await world.until(async () => (await readiness()).status === 200);
  });

  test('429: that channel rests for as long as Slack says, and no other', async () => {
    const { world, slack, github, repo, cards } = await begin();
    slack.fault({ method: 'chat.postMessage', channel: 'sig-node', kind: '429', retryAfter: 1 });
    await github.as('mori').open(repo, { title: 'Busy', labels: ['sig/node', 'sig/network'] });
    await world.until(() => cards('sig-network').length === 1);
    await world.until(() => cards('sig-node').length === 1);
    const [refused, taken, ...more] = postsTo('sig-node').map(({ at }) => at);
    const [other] = postsTo('sig-network').map(({ at }) => at);
    expect(more).toEqual([]);
    expect((taken ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(1000);
    expect(other).toBeLessThan(taken ?? 0);
  });

  test('errors, timeouts and answers that got lost: one card each', async () => {
    const kinds = ['500', 'timeout', 'drop-before', 'drop-after', 'hang-after', 'fatal_error'] as const;
    const names = kinds.map((_kind, index) => `sig-${index}`);
    const groups = names.map((name) => `{ dir: ${name}, name: ${name}, contact: { slack: ${name} } }`);
    const { world, slack, github, repo, cards } = await begin({
      directory: `sigs: [${groups.map((group, index) => group.replace('name:', `label: l${index}, name:`)).join(', ')}]`,
      seed: { channels: names.map((name) => ({ name })) },
    });
    for (const [index, kind] of kinds.entries())
      slack.fault({ method: 'chat.postMessage', channel: `sig-${index}`, kind });
    const labels = names.map((_name, index) => `sig/l${index}`);
    const ref = await github.as('mori').open(repo, { title: 'Six ways to fail', labels });
    await world.until(() => names.every((name) => cards(name).length > 0), 15_000);
    await story.idle();
    expect(names.map((name) => cards(name).length)).toEqual(names.map(() => 1));
    await github.as('mori').edit(ref, { title: 'Still one each' });
    await world.until(() => names.every((name) => story.look(name).includes('Still one each')));
  });

  test('blocks that this workspace refuses: the words alone are sent', async () => {
    const { slack, look } = await begin();
    slack.fault({ method: 'chat.postMessage', kind: 'invalid_blocks' });
    await story.openWithCard('No blocks here');
    expect(look('sig-node')).toContain('harbour/boats#1: No blocks here · Waiting for triage');
    expect(look('sig-node')).not.toContain('[ Accept ]');
  });

  test('an edit that Slack refuses for good holds up no other card of the channel', async () => {
    const { world, slack, github, cards } = await begin();
    const { ref } = await story.openWithCard();
    slack.fault({ method: 'chat.update', kind: 'cant_update_message' });
    await github.as('mori').edit(ref, { title: 'Not to be edited' });
    await world.until(() => slack.calls('chat.update').length >= 1);
    await story.openWithCard('The next one');
    expect(cards('sig-node')).toHaveLength(2);
  });

  test('a trigger that is too old: the person is asked to press again', async () => {
    const { world, slack } = await begin();
    const { ts } = await story.openWithCard();
    slack.fault({ method: 'views.open', kind: 'expired_trigger_id' });
    const dana = slack.as('dana');
    await dana.press('sig-node', ts, 'More…');
    await world.until(() => dana.ephemeral('sig-node').length === 1);
    expect(dana.ephemeral('sig-node')[0]?.text).toContain('Try it once more');
    await dana.press('sig-node', ts, 'More…');
    await world.until(() => dana.modal());
  });

  test.each(['http', 'socket'] as const)(
    'Slack down at the start (%s): webhooks are kept, and handled when Slack is there',
    async (transport) => {
      const { world, slack, github, repo, cards } = await begin({
        transport,
        unready: true,
        before: async ({ slack }) => slack.fault({ method: /./, kind: 'drop-before', times: 1000 }),
      });
      await github.as('mori').open(repo, { title: 'Nobody listens', labels: ['sig/node'] });
      await github.quiet();
      expect(github.deliveries('issues').flatMap(({ attempts }) => attempts)).toMatchObject([
        { status: 202 },
        { status: 202 },
      ]);
      expect((await readiness()).status).toBe(503);
      slack.clearFaults();
      await world.until(() => cards('sig-node').length === 1, 15_000);
      await world.until(async () => (await readiness()).status === 200);
    },
  );

  test('a command that comes while the bot is still connecting is answered', async () => {
    await begin({
      unready: true,
      before: async ({ slack }) =>
        slack.fault({ method: /^(auth\.test|conversations)/, kind: '500', times: 1000 }),
    });
    expect((await readiness()).status).toBe(503);
    expect(await story.ask('dana', '/sig help', 'sig-node')).toMatch(/sigbot is starting|\/sig triage/);
  });

  test('a signed request that comes twice acts once', async () => {
    const { world, slack, github } = await begin({ write: 'prow' });
    const { ref } = await story.openWithCard();
    const { init } = signedBySlack(slack.signingSecret, {
      command: '/sig',
      text: `triage ${github.issue(ref).number} needs-info "Which version?"`,
      user_id: 'U0DANA',
      channel_id: slack.channel('sig-node').id,
      trigger_id: '1.2.seen-before',
    });
    const send = () => fetch(`${story.bot.url}/slack/events`, init);
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    await world.until(() => github.issue(ref).comments.length > 0);
    await story.idle();
    const ours = github.issue(ref).comments.filter(({ body }) => body.includes('Which version?'));
    expect(ours).toHaveLength(1);
  });
});

describe('GitHub in trouble', () => {
  test.each(['502', '429', 'drop-after', 'timeout'] as const)(
    'a label write that ends in %s is repeated until it is there',
    async (kind) => {
      const { world, slack, github } = await begin({ config: 'github: { timeout: 500ms }' });
      const { ref, ts } = await story.openWithCard();
      github.fault({ match: /^POST .*\/labels$/, kind });
      await slack.as('dana').press('sig-node', ts, 'Accept');
      await world.until(() => github.issue(ref).labels.includes('triage/accepted'));
      await story.idle();
      expect(github.calls(/^POST .*\/labels$/)).toHaveLength(2);
      expect(github.issue(ref).labels).toEqual(['sig/node', 'triage/accepted']);
    },
  );

  test('a comment whose answer got lost is not made twice', async () => {
    const { world, slack, github } = await begin({ write: 'prow' });
    const { ref, ts } = await story.openWithCard();
    github.fault({ match: /^POST .*\/comments$/, kind: 'drop-after' });
    await slack.as('dana').press('sig-node', ts, 'Accept');
    await world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await story.idle();
    const ours = github.issue(ref).comments.filter(({ body }) => body.includes('/triage accepted'));
    expect(ours).toHaveLength(1);
    expect(github.calls(/^POST .*\/comments$/)).toHaveLength(1);
  });

  test('403: whoever asked is told what the bot lacks', async () => {
    const { world, slack, github } = await begin();
    const { ref, ts } = await story.openWithCard();
    github.permission = 'read';
    const dana = slack.as('dana');
    await dana.press('sig-node', ts, 'Accept');
    await world.until(() => dana.ephemeral('sig-node').some(({ text }) => text.startsWith('Not done')));
    const text = dana.ephemeral('sig-node').map(slack.render).join('\n');
    expect(text).toContain('Not done: labels +triage/accepted on harbour/boats#1.');
    expect(text).toContain('GitHub does not let the bot do this on harbour/boats');
    expect(text).toContain('It needs “Issues: write” there.');
    expect(github.issue(ref).labels).toEqual(['sig/node']);
    await story.idle();
    expect(story.look('sig-node')).not.toContain('accepted by');
  });

  test('404: the repository is hidden from the bot: whoever asked is told', async () => {
    const { world, slack, github } = await begin();
    const { ts } = await story.openWithCard();
    await github.silently(() => github.deleteRepository('harbour/boats'));
    const dana = slack.as('dana');
    await dana.press('sig-node', ts, 'Accept');
    await world.until(() => dana.ephemeral('sig-node').some(({ text }) => text.startsWith('Not done')));
    expect(dana.ephemeral('sig-node').map(slack.render).join('\n')).toContain(
      'harbour/boats#1 is not there, or the bot’s account cannot see it.',
    );
  });
});

test('what people ask stays out of the log when it cannot be sent; where it was to go does not', async () => {
  const { world, github } = await begin({ write: 'prow' });
  const { ref } = await story.openWithCard();
  const heal = github.fault({ match: /^POST .*\/comments$/, kind: '502' });
  const { number } = github.issue(ref);
  await story.ask('dana', `/sig triage ${number} needs-info "Is the password xyzzy?"`, 'sig-node');
  await world.until(() => story.log().includes('"not done"'));
  heal();
  await world.until(() => github.issue(ref).comments.length > 0, 15_000);
  expect(github.issue(ref).comments[0]?.body).toContain('xyzzy');
  expect(story.log()).not.toContain('xyzzy');
  expect(story.log()).toContain(`"github.comment","lane":"github/${ref}"`);
});

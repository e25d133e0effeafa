import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { signedWebhook } from '../support/signed.ts';

let story: Story;
afterEach(() => story.end());

const OLD = { title: 'Pod stays in Terminating after a node reboot', labels: ['sig/node'] };
const BODY = '### What happened?\n\nThe kubelet came back and the pod was never removed.';

/** A bot to which an issue from before is known. */
async function begin(options: StoryOptions = {}) {
  story = await aStory({
    before: (world, repo) =>
      world.github.createBefore(repo, { ...OLD, body: BODY, createdAt: '2026-01-05T08:00:00Z' }),
    ...options,
  });
  const { world, repo, cards, idle } = story;
  await world.until(() => story.log().includes('the first sync is done'));
  const open = async (title: string, body = BODY) => {
    const ref = await world.github.as('mori').open(repo, { title, body, labels: ['sig/node'] });
    await idle();
    return { ref, card: cards('sig-node').length - 1 };
  };
  return { github: world.github, repo, idle, open };
}

/** How the card looks that came as so manieth to #sig-node. */
function cardText(index: number): string {
  const card = story.cards('sig-node')[index];
  return card ? story.world.slack.render(card) : '';
}

const updates = () => story.world.slack.calls('chat.update').length;

describe('what a new issue is like', () => {
  test('stands small on its card, with what it is closed or not; what is like nothing says nothing', async () => {
    const { github, repo, open } = await begin();
    const alike = await open('Pods stay Terminating when the node was rebooted');
    expect(cardText(alike.card)).toContain(`also like #1 ${OLD.title}`);
    const other = await open('Wrong exit code of kubectl drain', 'It is 0 also where eviction was refused.');
    expect(cardText(other.card)).not.toContain('also like');
    await github.as('noor').close(`${repo}#1`);
    const third = await open('Terminating pod stays after its node rebooted');
    expect(cardText(third.card)).toContain(`#1 ${OLD.title} (closed)`);
    expect(cardText(third.card)).toContain('#2 Pods stay');
  });

  test('is what the new one duplicates, in one press; who may not is told who may', async () => {
    const { github, repo, open, idle } = await begin();
    const { ref, card } = await open('Pods stay Terminating when the node was rebooted');
    const ts = story.cards('sig-node')[card]?.ts ?? '';
    await story.world.slack.as('mori').press('sig-node', ts, 'Duplicate of #1');
    const refusal = await story.world.until(() => story.world.slack.as('mori').ephemeral('sig-node')[0]);
    expect(story.world.slack.render(refusal)).toContain('Only the leads and triagers of SIG Node decide');
    expect(github.issue(ref).state).toBe('open');
    await story.world.slack.as('lee').press('sig-node', ts, 'Duplicate of #1');
    await story.world.until(() => github.issue(ref).state === 'closed', 15_000, 'the duplicate to be closed');
    await idle();
    expect(github.issue(ref).labels).toContain('triage/duplicate');
    expect(github.issue(ref).comments[0]?.body).toContain('Duplicate of #1');
    expect(github.issue(`${repo}#1`)).toMatchObject({ state: 'open', labels: ['sig/node'] });
    expect(cardText(card)).toMatch(/duplicate \(#1\) by lee/);
    expect(cardText(card)).not.toContain('[ Duplicate of');
  });

  test('goes when somebody has decided', async () => {
    const { github, open, idle } = await begin();
    const { ref, card } = await open(OLD.title);
    expect(cardText(card)).toContain('also like #1');
    await github.as('noor').label(ref, 'triage/accepted');
    await idle();
    expect(cardText(card)).not.toContain('also like');
  });

  test('stays as it was found, whatever is opened later, and follows the issue’s own words', async () => {
    const { github, open, idle } = await begin();
    const { ref, card } = await open('Pods stay Terminating when the node was rebooted');
    const before = updates();
    await open('Pod stays Terminating: node rebooted');
    expect(updates()).toBe(before);
    expect(cardText(card)).toContain('also like #1');
    const body = 'It prints 0 although eviction was refused.';
    await github.as('mori').edit(ref, { title: 'Wrong exit code of drain', body });
    await idle();
    expect(cardText(card)).not.toContain('also like');
  });

  test('what was deleted is not named any more, on no card', async () => {
    const { github, repo, open, idle } = await begin();
    const { card } = await open('Pods stay Terminating when the node was rebooted');
    expect(cardText(card)).toContain('also like #1');
    await github.delete(`${repo}#1`);
    await idle();
    expect(cardText(card)).not.toContain('also like');
    const later = await open('Terminating pods stay after node reboot');
    expect(cardText(later.card)).toContain('also like #2');
    expect(cardText(later.card)).not.toContain('#1 ');
  });
});

describe('issues of a private repository', () => {
  const VAULT = { id: 900, full_name: 'harbour/vault', private: true };
  const config = {
    repositories: `  - { name: ${VAULT.full_name}, intake: webhook, write: as-bot, through: labels }`,
    config: 'private: { channels: [sig-node] }',
  };

  /** GitHub tells of an issue there, opened so many seconds ago. */
  async function tell(number: number, ago: number, repository = VAULT) {
    const at = new Date(Date.now() - ago * 1000).toISOString();
    const issue = {
      number,
      title: OLD.title,
      body: BODY,
      html_url: `https://github.com/harbour/vault/issues/${number}`,
      user: { login: 'mori' },
      state: 'open',
      labels: [{ name: 'sig/node' }],
      assignees: [],
      comments: 0,
      created_at: at,
      updated_at: at,
    };
    await send('issues', { action: 'opened', issue, repository });
  }

  async function send(event: string, payload: object) {
    const { init } = signedWebhook(story.world.github.webhookSecret, event, payload);
    expect((await fetch(`${story.bot.url}/github/webhook`, init)).status).toBe(202);
    await story.idle();
  }

  test('are named on no card of a public one; on theirs both are', async () => {
    const { open } = await begin(config);
    await tell(7, 60);
    const here = await open(OLD.title);
    expect(cardText(here.card)).toContain('also like #1');
    expect(cardText(here.card)).not.toContain('vault');
    await tell(8, -60);
    const card = cardText(story.cards('sig-node').length - 1);
    expect(card).toContain('#7');
    expect(card).toContain('harbour/boats#1');
  });

  test('are named nowhere else any more once it is made private', async () => {
    const { open } = await begin(config);
    const visible = { ...VAULT, private: false };
    await tell(7, 60, visible);
    const { card } = await open(OLD.title);
    expect(cardText(card)).toContain('harbour/vault#7');
    await send('repository', { action: 'privatized', repository: VAULT });
    expect(cardText(card)).not.toContain('vault');
    expect(cardText(card)).toContain('also like #1');
  });
});

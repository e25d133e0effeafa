import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo } = story;
  return { world, repo, slack: world.slack, github: world.github };
}

const cards = (channel: string) => story.world.slack.channel(channel).messages();
const look = (channel: string) => story.world.slack.channel(channel).render();

describe.each(['http', 'socket'] as const)('over %s', (transport) => {
  test('an issue gets a SIG’s label → one card → Dana accepts → the label is on GitHub → the card says so', async () => {
    const { world, repo, slack, github } = await begin({ transport });
    const ref = await github
      .as('mori')
      .open(repo, { title: 'Pod stays in Terminating', labels: ['needs-sig'] });
    await github.robot.label(ref, 'sig/node');
    await world.until(() => cards('sig-node').length === 1);
    expect(look('sig-node')).toContain('Waiting for triage');

    const [card] = cards('sig-node');
    const { ack } = await slack.as('dana').press('sig-node', card?.ts ?? '', 'Accept');
    expect(ack.ms).toBeLessThan(3000);
    await world.until(() => github.issue(ref).labels.includes('triage/accepted'));
    await world.until(() => look('sig-node').includes('node: accepted by dana'));
    expect(look('sig-node')).toContain('Accepted');
    expect(cards('sig-node')).toHaveLength(1);
    expect(cards('sig-network')).toHaveLength(0);
  });

  test('/sig triage shows the queue to the asker alone; one line decides', async () => {
    const { world, repo, slack, github } = await begin({ transport });
    const ref = await github
      .as('mori')
      .open(repo, { title: 'Node loses its lease', labels: ['sig/node', 'kind/bug'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack.as('lee').command('/sig triage list', 'sig-node');
    await world.until(() => slack.as('lee').ephemeral('sig-node').length === 1);
    const [queue] = slack.as('lee').ephemeral('sig-node');
    expect(queue && slack.render(queue)).toContain('SIG Node: 1 issue waits for triage');
    expect(slack.as('dana').ephemeral('sig-node')).toEqual([]);

    const { number } = github.issue(ref);
    await slack.as('lee').command(`/sig triage ${number} accept important-soon @lee`, 'sig-node');
    await world.until(() => github.issue(ref).assignees.includes('lee'));
    expect(github.issue(ref).labels).toEqual(
      expect.arrayContaining(['triage/accepted', 'priority/important-soon']),
    );
    await world.until(() => look('sig-node').includes('assigned to'));
  });

  test('a form: opened at once, refused with a reason, then done', async () => {
    const { world, repo, slack, github } = await begin({ transport });
    const ref = await github.as('mori').open(repo, { title: 'Card me', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack.as('dana').press('sig-node', cards('sig-node')[0]?.ts ?? '', 'More…');
    await world.until(() => slack.as('dana').modal() !== undefined);
    const refused = await slack.as('dana').submit(undefined, {});
    expect(JSON.stringify(refused)).toContain('Choose at least one thing to do.');
    await slack.as('dana').submit(undefined, { to: 'sig-network' });
    await world.until(() => cards('sig-network').length === 1);
    await world.until(() => look('sig-node').includes('now with SIG Network'));
    expect(github.issue(ref).labels).toEqual(['sig/network']);
  });

  test('a guest is refused, and told who may', async () => {
    const { world, repo, slack, github } = await begin({ transport });
    const ref = await github.as('mori').open(repo, { title: 'Card me', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack.as('gast').press('sig-node', cards('sig-node')[0]?.ts ?? '', 'Accept');
    await world.until(() => slack.as('gast').ephemeral('sig-node').length === 1);
    const [refusal] = slack.as('gast').ephemeral('sig-node');
    expect(refusal && slack.render(refusal)).toContain(
      'Only the leads and triagers of SIG Node decide here: dana, lee.',
    );
    expect(github.issue(ref).labels).toEqual(['sig/node']);
  });

  test('/sig why tells the whole way', async () => {
    const { world, repo, slack, github } = await begin({ transport });
    const ref = await github.as('mori').open(repo, { title: 'Why me', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack.as('mori').command(`/sig why ${github.issue(ref).number}`, 'random');
    await world.until(() => slack.as('mori').ephemeral('random').length === 1);
    const [answer] = slack.as('mori').ephemeral('random');
    const text = answer ? slack.render(answer) : '';
    expect(text).toContain('webhook issues.opened');
    expect(text).toContain('sig/node → SIG Node → #sig-node: card');
    expect(text).toContain('done');
  });
});

describe('on a Prow repository', () => {
  test('one comment holds the commands; Prow applies them; the card follows', async () => {
    const { world, repo, slack, github } = await begin({ write: 'prow' });
    const ref = await github.as('mori').open(repo, { title: 'For Prow', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack
      .as('dana')
      .command(`/sig triage ${github.issue(ref).number} accept important-soon @lee`, 'sig-node');
    await world.until(() => github.issue(ref).labels.includes('priority/important-soon'));
    await world.until(() => look('sig-node').includes('Accepted'));
    await world.until(() => github.issue(ref).assignees.join() === 'lee');
    const ours = github.issue(ref).comments.filter(({ body }) => body.includes('/triage accepted'));
    expect(ours).toHaveLength(1);
  });
});

describe('where the bot may not write', () => {
  test('it hands the comment over', async () => {
    const { world, repo, slack, github } = await begin({ write: 'handoff' });
    await github.as('mori').open(repo, { title: 'By hand', labels: ['sig/node'] });
    await world.until(() => cards('sig-node').length === 1);
    await slack.as('dana').press('sig-node', cards('sig-node')[0]?.ts ?? '', 'Accept');
    await world.until(() => slack.as('dana').ephemeral('sig-node').length === 1);
    const [answer] = slack.as('dana').ephemeral('sig-node');
    expect(answer && slack.render(answer)).toContain('/triage accepted');
    expect(github.calls(/^(POST|PATCH|DELETE) /)).toEqual([]);
  });
});

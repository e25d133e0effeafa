import { afterEach, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/domain/verdict.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const NODE = 'sig-node';
const NET = 'sig-network';

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world } = story;
  const ref = await world.github
    .as('mori')
    .open(story.repo, { title: 'Whose is it', labels: ['sig/node', 'sig/network'] });
  await says(NODE, 'Waiting for triage');
  await says(NET, 'Waiting for triage');
  const press = async (person: string, channel: string, button: string) => {
    await world.slack.as(person).press(channel, story.cards(channel)[0]?.ts ?? '', button);
  };
  return { world, ref, press, github: world.github, slack: world.slack };
}

/** Until the card in the channel says so. */
async function says(channel: string, text: string): Promise<void> {
  await story.world.until(() => story.look(channel).includes(text), 15_000, `"${text}" in #${channel}`);
}

/** GitHub tells times in seconds: within one of them nobody knows what was first. */
async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await story.world.until(() => Math.floor(Date.now() / 1000) > now);
}

/** What is known in the end: "sig-node accepted by dana via slack". */
async function known(): Promise<string[]> {
  await story.idle();
  const verdicts = await story.record((store) => store.verdicts.all());
  return verdicts.map(told);
}

function told({ group = 'all', kind, by = 'nobody', via, ended }: Verdict): string {
  return `${group} ${kind} by ${by} via ${via}${ended ? `, ${ended.why}` : ''}`;
}

describe('two groups on one issue decide for themselves', () => {
  test('the one’s acceptance leaves the other waiting, on its card and in its queue', async () => {
    const { press, github, ref } = await begin();
    await press('dana', NODE, 'Accept');
    await says(NODE, 'node: accepted by dana');
    await says(NET, 'network: waiting');
    expect(github.issue(ref).labels).toContain('triage/accepted');
    expect(story.look(NODE)).not.toContain('[ Accept ]');
    expect(story.look(NET)).toContain('Waiting for triage');
    expect(await story.ask('noor', '/sig triage list', NET)).toContain('SIG Network: 1 issue waits');
    expect(await story.ask('dana', '/sig triage list', NODE)).toContain(
      'Nothing waits for triage in SIG Node',
    );

    await press('noor', NET, 'Accept');
    await says(NODE, 'network: accepted by noor');
    expect(await story.ask('noor', '/sig triage list', NET)).toContain(
      'Nothing waits for triage in SIG Network',
    );
    expect(await known()).toEqual([
      'sig-network accepted by noor via slack',
      'sig-node accepted by dana via slack',
    ]);
  });

  test('what the one takes back stays on GitHub for the other', async () => {
    const { press, github, ref } = await begin();
    await press('dana', NODE, 'Accept');
    await says(NET, 'network: waiting');
    await press('noor', NET, 'Accept');
    await says(NET, 'network: accepted by noor');
    const answer = await story.ask('dana', '/sig triage undo', NODE);
    expect(answer).toContain('triage/accepted stays: another group decided so too.');
    await says(NODE, 'node: waiting');
    await story.idle();
    expect(github.issue(ref).labels).toContain('triage/accepted');
    expect(await known()).toEqual(['sig-network accepted by noor via slack']);
  });

  test('where all must accept, GitHub is told when the last one does', async () => {
    const { press, github, ref, slack } = await begin({ config: 'triage: { accepted: all }' });
    await press('dana', NODE, 'Accept');
    await says(NODE, 'node: accepted by dana');
    await says(NET, 'network: waiting');
    const [answer] = slack.as('dana').ephemeral(NODE);
    expect(answer && slack.render(answer)).toContain(
      'It is recorded. GitHub is told when SIG Network has accepted too.',
    );
    expect(github.issue(ref).labels).not.toContain('triage/accepted');

    await press('noor', NET, 'Accept');
    await says(NET, 'network: accepted by noor');
    expect(github.issue(ref).labels).toContain('triage/accepted');
    expect(await known()).toEqual([
      'sig-network accepted by noor via slack',
      'sig-node accepted by dana via slack',
    ]);
  });
});

test('where all must accept, and who has not loses the issue, GitHub is told in the name of who has', async () => {
  const calendar = handCalendar(new Date(Date.now() - 16 * MINUTE).toISOString());
  const { press, github, ref } = await begin({ config: 'triage: { accepted: all }', calendar });
  await press('dana', NODE, 'Accept');
  await says(NODE, 'node: accepted by dana');
  await github.as('mori').unlabel(ref, 'sig/network');
  await story.idle();
  expect(github.issue(ref).labels).not.toContain('triage/accepted');
  await calendar.to(new Date().toISOString());
  await story.world.until(() => github.issue(ref).labels.includes('triage/accepted'), 15_000, 'the label');
  await says(NODE, 'node: accepted by dana');
  expect(await known()).toEqual(['sig-node accepted by dana via slack']);
  await story.record(async (store) => expect(await store.held.all()).toEqual([]));
});

test('where all must accept and do so in the same moment, GitHub is told once', async () => {
  const { press, github, ref } = await begin({ config: 'triage: { accepted: all }', write: 'prow' });
  await Promise.all([press('dana', NODE, 'Accept'), press('noor', NET, 'Accept')]);
  await says(NODE, 'network: accepted by noor');
  await says(NET, 'node: accepted by dana');
  await story.idle();
  expect(github.issue(ref).labels).toContain('triage/accepted');
  expect(github.calls(/^POST .*\/comments$/)).toHaveLength(1);
});

describe.each(['parallel', 'shuffled'] as const)('on GitHub, its events %s', (order) => {
  const prow = {
    write: 'prow',
    seed: { logins: ['zoe', 'stranger'], orgMembers: ['dana', 'noor', 'lee', 'zoe', 'mori'] },
  } as const;

  test('a lead’s comment counts for her group', async () => {
    const { github, ref } = await begin(prow);
    github.order = order;
    await github.as('dana').comment(ref, 'Seen that too.\n/triage accepted');
    await says(NODE, 'node: accepted by dana');
    await says(NET, 'network: waiting');
    expect(await known()).toEqual(['sig-node accepted by dana via github']);
  });

  test('anybody else’s counts for the whole issue', async () => {
    const { github, ref } = await begin(prow);
    github.order = order;
    await github.as('zoe').comment(ref, '/triage accepted');
    await says(NODE, 'node, network: accepted by zoe');
    expect(await known()).toEqual(['all accepted by zoe via github']);
  });

  test('that of somebody whom Prow refuses counts for nothing, also when the label is there', async () => {
    const { github, ref, press } = await begin(prow);
    github.order = order;
    await github.as('stranger').comment(ref, '/triage accepted');
    await story.idle();
    await press('dana', NODE, 'Accept');
    await says(NODE, 'node: accepted by dana');
    await story.idle();
    await github.as('stranger').comment(ref, '/triage accepted');
    await story.idle();
    expect(story.look(NET)).toContain('Waiting for triage');
    expect(await known()).toEqual(['sig-node accepted by dana via slack']);
  });

  test('a label removed takes back what it stands for', async () => {
    const { github, ref, press } = await begin(prow);
    await press('dana', NODE, 'Accept');
    await says(NODE, 'node: accepted by dana');
    await story.idle();
    github.order = order;
    await github.as('mori').unlabel(ref, 'triage/accepted');
    await says(NODE, 'node: waiting again (accepted taken back by mori');
    expect(story.look(NODE)).toContain('Waiting for triage again');
    expect(await known()).toEqual(['sig-node accepted by dana via slack, taken-back']);
  });
});

describe('closed and relabelled on GitHub', () => {
  const prow = {
    write: 'prow',
    seed: { orgMembers: ['dana', 'noor', 'lee', 'mori'] },
  } as const;

  test('a lead’s closing is her group’s verdict, until it is reopened', async () => {
    const { github, ref } = await begin();
    await github.as('noor').close(ref, 'not_planned');
    await says(NODE, 'network: closed (not planned) by noor');
    await nextSecond();
    await github.as('mori').reopen(ref);
    await says(NET, 'network: waiting again (reopened by mori');
    expect(await known()).toEqual(['sig-network closed by noor via github, reopened']);
  });

  test('what Prow closes for a lead’s comment is hers', async () => {
    const { github, ref } = await begin(prow);
    await github.as('dana').comment(ref, '/close');
    await says(NET, 'node: closed (completed) by dana');
    expect(await known()).toEqual(['sig-node closed by dana via github']);
  });

  test.each([
    ['by hand', {}],
    ['through Prow', prow],
  ])('relabelled %s it is handed over, and both cards say so', async (_how, options) => {
    story = await aStory(options);
    const { github } = story.world;
    const ref = await github.as('mori').open(story.repo, { title: 'Whose is it', labels: ['sig/node'] });
    await says(NODE, 'Waiting for triage');
    if ('write' in options) await github.as('dana').comment(ref, '/remove-sig node\n/sig network');
    else {
      await github.as('dana').label(ref, 'sig/network');
      await github.as('dana').unlabel(ref, 'sig/node');
    }
    await says(NODE, 'handed to SIG Network');
    await says(NET, 'from SIG Node, by dana');
    expect(await known()).toEqual(['sig-node not-ours by dana via github']);
  });
});

describe('with labels alone', () => {
  test('a label set by hand is a verdict of whoever set it', async () => {
    const { github, ref } = await begin();
    await github.as('noor').label(ref, 'triage/needs-information');
    await says(NET, 'network: needs information by noor');
    await says(NODE, 'node: waiting');
    await nextSecond();
    await github.as('mori').comment(ref, 'It is 1.33.');
    await says(NET, 'network: waiting again (the author answered');
    expect(await known()).toEqual(['sig-network needs-information by noor via github']);
  });

  test('what closed the issue counts no more when it is open again', async () => {
    const { github, ref, slack } = await begin();
    const { number } = github.issue(ref);
    await slack.as('dana').command(`/sig triage ${number} accept`, NODE);
    await says(NODE, 'node: accepted by dana');
    await slack.as('dana').command(`/sig triage ${number} close "see the KEP"`, NODE);
    await says(NODE, 'node: closed (see the KEP) by dana');
    await says(NODE, 'Closed as not planned');
    await github.as('mori').reopen(ref);
    await says(NODE, 'node: accepted by dana');
    expect(await known()).toEqual(['sig-node accepted by dana via slack']);
  });
});

test('without webhooks, what is found triaged counts for everybody, and what is not any more for nobody', async () => {
  story = await aStory({ intake: 'poll', config: 'github: { poll: 100ms }' });
  const { github } = story.world;
  const ref = await github
    .as('mori')
    .open(story.repo, { title: 'Polled', labels: ['sig/node', 'sig/network'] });
  await says(NODE, 'Waiting for triage');
  await nextSecond();
  await github.silently(() => github.as('dana').label(ref, 'triage/accepted'));
  await says(NODE, 'node, network: accepted on GitHub');
  await nextSecond();
  await github.silently(() => github.as('dana').unlabel(ref, 'triage/accepted'));
  await says(NODE, 'node, network: waiting again (accepted taken back');
  expect(await known()).toEqual(['all accepted by nobody via github, taken-back']);
});

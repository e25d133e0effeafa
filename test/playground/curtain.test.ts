import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { perform } from '../../playground/serve/acts.ts';
import { openTown, type Town } from '../../playground/serve/town.ts';
import { stateOf } from '../../playground/serve/state.ts';

const DANA = 'U0DANA0001';
const AUDE = 'U0AUDE0001';

let town: Town;
beforeAll(async () => {
  town = await openTown({ transport: 'socket' });
  const cards = ['sig-docs', 'sig-runtime'];
  await town.world.until(() => cards.every((channel) => said(channel) !== ''), 15_000, 'the first cards');
}, 60_000);
afterAll(() => town?.close());

const act = (name: string, said = {}) => perform(town, { act: name, ...said });

function page(issue = '') {
  const look = { person: DANA, channel: '', repo: issue.split('#')[0] ?? '', issue, curtain: true };
  return stateOf(town, look, {}, 0);
}

function said(channel: string): string {
  return town.world.slack.channel(channel).render();
}

/** Waits until the bot knows an issue. */
function cardOf(ref: string, channel: string): Promise<unknown> {
  return town.world.until(() => said(channel).includes(ref), 15_000, `a card of ${ref}`);
}

describe('GitHub’s side', () => {
  test('a pull request is reviewed with commands and merged; comments say when they were made', async () => {
    const opened = await act('open', {
      person: 'U0LEE00001',
      repo: 'lantern/lantern',
      title: 'Trim the wick',
      pullRequest: true,
    });
    const ref = String(opened['ref']);
    await act('comment', { person: DANA, ref, text: '/lgtm\n/approve' });
    await town.world.until(
      () => town.world.github.issue(ref).labels.includes('approved'),
      15_000,
      'approved',
    );
    await act('merge', { person: DANA, ref });
    const { issue } = page(ref).github;
    expect(issue).toMatchObject({ state: 'closed', merged: true, isPullRequest: true });
    expect(issue?.labels).toEqual(expect.arrayContaining(['lgtm', 'approved']));
    expect(Date.parse(issue?.comments[0]?.createdAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  test('where it may only read, the bot says that it cannot do what it was asked', async () => {
    const labels = () => town.world.github.issue('lantern/website#7').labels;
    await cardOf('lantern/website#7', 'sig-docs');
    await act('fault', { id: 'github:readonly', on: true });
    await act('command', { person: AUDE, channel: 'sig-docs', text: '/sig triage lantern/website#7 accept' });
    const heard = () => JSON.stringify(town.world.slack.as('aude').ephemeral('sig-docs'));
    await town.world.until(() => heard().includes('does not let the bot'), 15_000, 'a refusal');
    expect(labels()).not.toContain('triage/accepted');
    await act('fault', { id: 'github:readonly', on: false });
    await act('command', { person: AUDE, channel: 'sig-docs', text: '/sig triage lantern/website#7 accept' });
    await town.world.until(() => labels().includes('triage/accepted'), 15_000, 'the label');
  });
});

describe('behind the curtain', () => {
  test('a webhook that got lost can be sent again; it shows its answer, and leads to the ledger', async () => {
    await act('fault', { id: 'github:lost', on: true });
    const { github, until } = town.world;
    const ref = await github.as('leeokafor').open('lantern/website', { title: 'Lost', labels: ['sig/docs'] });
    await github.quiet();
    const lost = page().traffic.find(({ delivery, issue }) => delivery && issue === ref);
    expect(lost).toMatchObject({ answer: 'no answer', failed: true, received: '' });
    await act('fault', { id: 'github:lost', on: false });
    expect(await act('redeliver', { delivery: lost?.delivery })).toEqual({ status: 202 });
    await until(() => said('sig-docs').includes('Lost'), 15_000, 'its card');
    const again = page().traffic.find(({ delivery }) => delivery === lost?.delivery);
    expect(again).toMatchObject({ answer: '202', failed: false, received: 'accepted' });
  });

  test('a command and the bot’s calls for it are about the same issue, each with its answer', async () => {
    const ref = 'lantern/lantern#101';
    await cardOf(ref, 'sig-runtime');
    await act('command', { person: DANA, channel: 'sig-runtime', text: `/sig triage ${ref} accept` });
    const about = () => page().traffic.filter(({ issue }) => issue === ref);
    const comment = await town.world.until(
      () => about().find(({ what, ms }) => what.startsWith('POST') && ms !== undefined),
      15_000,
      'a comment',
    );
    expect(comment).toMatchObject({ answer: '201', from: 'bot', to: 'github' });
    expect(comment.received).toContain('/triage accepted');
    expect(about().some(({ what }) => what === `/sig triage ${ref} accept`)).toBe(true);
  });

  test('where connections drop, that of Socket Mode breaks too', async () => {
    const { slack, until } = town.world;
    expect(slack.socket.connections()).toBeGreaterThan(0);
    await act('fault', { id: 'slack:drop-before', on: true });
    await until(() => slack.socket.connections() === 0, 15_000, 'no connection');
    await act('fault', { id: 'slack:drop-before', on: false });
  });

  test('every fault can be switched on and off, and only these', async () => {
    for (const { id } of page().switches) {
      await act('fault', { id, on: true });
      expect(page().switches.filter(({ on }) => on)).toMatchObject([{ id }]);
      await act('fault', { id, on: false });
    }
    await expect(act('fault', { id: 'github:rain', on: true })).rejects.toThrow('github:rain');
  });
});

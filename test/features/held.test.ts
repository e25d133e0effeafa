import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { features } from '../../src/features.ts';
import { anAuthority, anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';

const app = createApp(features);
const shared = anIssue({ labels: ['sig/node', 'sig/network'] });
const lost = anIssue({ labels: ['sig/node'] });
const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority() };
const held = { issue: shared.id, group: 'sig-node', by, at: NOW - 60 * MINUTE };
const danas: Verdict = {
  issue: shared.id,
  group: 'sig-node',
  kind: 'accepted',
  by: 'dana',
  at: held.at,
  via: 'slack',
};

/** What a minute brings where Dana has accepted for SIG Node an hour ago, and SIG Network has not. */
async function minute(differs: Partial<State> = {}) {
  const triage = { accepted: 'all', priorities: [], robots: [] } as const;
  const state = { issues: [shared], held: [held], verdicts: [danas], triage, ...differs };
  return (await app.tick(NOW, portsOf(state), NOW)).effects;
}

const release = { kind: 'acceptance.release', issue: shared.id };

test('nothing, as long as the other group has the issue', async () => {
  expect(await minute()).toEqual([]);
});

test.each<[string, Partial<State>]>([
  ['loses the issue', { issues: [lost] }],
  ['is paused', { groups: [sigNode, { ...sigNetwork, paused: true }] }],
  ['is gone', { groups: [sigNode] }],
  ['need not accept any more', { triage: { accepted: 'any', priorities: [], robots: [] } }],
])('the label, in Dana’s name and by her right, where the other group %s', async (_how, state) => {
  const effects = await minute(state);
  expect(effects).toMatchObject([
    { kind: 'github.labels', add: ['triage/accepted'], by: { ...by, under: { actions: ['accept'] } } },
    release,
  ]);
  expect(effects[0]).not.toHaveProperty('verdict');
});

describe('the label', () => {
  test('by a comment on a Prow repository, once a minute at most', async () => {
    const effects = await minute({ issues: [lost], mode: 'prow' });
    expect(effects).toMatchObject([
      { kind: 'github.comment', body: '/triage accepted\n\nDecided in Slack by dana for SIG Node.' },
      release,
    ]);
    expect(await minute({ issues: [lost], mode: 'prow' })).toEqual(effects);
  });

  test('where the bot does not write, Dana is told once that it is hers to do', async () => {
    const [told, ...rest] = await minute({ issues: [lost], mode: 'handoff' });
    expect(told).toMatchObject({ kind: 'slack.whisper', channel: 'C0NODE', user: 'U0DANA' });
    const text = told && 'text' in told ? told.text : '';
    expect(text).toContain('no other group has to accept it any more');
    expect(text).toContain('/triage accepted');
    expect(rest).toEqual([release]);
  });

  test('is left to whoever accepted just now', async () => {
    const just = { ...danas, group: 'sig-network', by: 'noor', at: NOW - MINUTE };
    expect(await minute({ verdicts: [danas, just] })).toEqual([]);
  });
});

test.each<[string, Partial<State>]>([
  ['the label is there', { issues: [{ ...shared, labels: [...shared.labels, 'triage/accepted'] }] }],
  ['the issue is closed', { issues: [{ ...lost, state: 'closed' }] }],
  ['the issue is not mirrored any more', { issues: [] }],
  ['Dana has taken it back', { issues: [lost], verdicts: [] }],
  ['her own group has lost the issue', { issues: [{ ...shared, labels: ['sig/network'] }] }],
])('nothing ever, where %s', async (_why, state) => {
  expect(await minute(state)).toEqual([release]);
});

import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { createApp } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { leftovers, planUndo, reversalOf, type Since } from '../../src/features/triage/undo.ts';
import type { LabelPolicy } from '../../src/domain/label.ts';
import type { Standing, VerdictKind } from '../../src/domain/verdict.ts';
import { anAuthority, anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf } from '../support/ports.ts';
import { words } from '../support/words.ts';

const policy = { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/'] };
const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority() };

function made(decision: Decision, before: Partial<Issue> = {}) {
  const { labels, assignees, state } = anIssue(before);
  const was = { labels, assignees, state };
  return { user: 'U0DANA', issue: anIssue().id, group: 'sig-node', decision, before: was, at: NOW };
}

const undone = (
  decision: Decision,
  before: Partial<Issue>,
  issue: Partial<Issue>,
  more: Partial<Since> = {},
) =>
  reversalOf(made(decision, before), {
    issue: anIssue(issue),
    group: sigNode,
    standings: [],
    policy,
    accepted: 'any',
    now: NOW + MINUTE,
    ...more,
  });

const network = (kind: VerdictKind): Standing => ({
  group: sigNetwork,
  state: 'decided',
  verdict: { issue: anIssue().id, group: sigNetwork.id, kind, by: 'noor', at: NOW, via: 'slack' },
});

describe('taking back', () => {
  test.each<[string, Decision, Partial<Issue>, Partial<Issue>, object]>([
    ['an acceptance', { accept: true }, {}, {}, { remove: ['triage/accepted'] }],
    [
      'a priority puts back the one it displaced',
      { priority: 'backlog' },
      { labels: ['sig/node', 'priority/important-soon'] },
      { labels: ['sig/node', 'priority/backlog'] },
      { remove: ['priority/backlog'], add: ['priority/important-soon'] },
    ],
    [
      'also where GitHub has not told of the new one yet',
      { priority: 'backlog' },
      { labels: ['sig/node', 'priority/important-soon'] },
      { labels: ['sig/node', 'priority/important-soon'] },
      { remove: ['priority/backlog'], add: ['priority/important-soon'] },
    ],
    [
      'but not where somebody has set another one since',
      { priority: 'backlog' },
      { labels: ['sig/node', 'priority/important-soon'] },
      { labels: ['sig/node', 'priority/critical-urgent'] },
      { remove: ['priority/backlog'], add: [] },
    ],
    ['an assignment', { assign: ['lee', 'dana'] }, { assignees: ['dana'] }, {}, { unassign: ['lee'] }],
    ['a close', { close: true }, {}, { state: 'closed' }, { reopen: true }],
    [
      'handing over',
      { notOurs: { from: 'sig/node', to: 'sig/network' } },
      { labels: ['sig/node'] },
      { labels: ['sig/network'] },
      { remove: ['sig/network'], add: ['sig/node'] },
    ],
  ])('%s', (_what, decision, before, issue, expected) => {
    const nothing = { add: [], remove: [], kept: [], unassign: [], reopen: false };
    expect(undone(decision, before, issue)).toEqual({ ...nothing, ...expected });
  });

  test('what another group has decided too stays', () => {
    const standings = [network('accepted')];
    const before = { labels: ['sig/node', 'sig/network', 'triage/needs-information'] };
    expect(undone({ accept: true, kind: 'bug' }, before, before, { standings })).toMatchObject({
      remove: ['kind/bug'],
      kept: ['triage/accepted'],
      add: [],
    });
    expect(undone({ close: true }, {}, {}, { standings: [network('closed')] }).reopen).toBe(false);
    expect(undone({ close: true }, {}, {}, { standings }).reopen).toBe(true);
  });

  test('where all must accept, the label goes with one of them, and where it waited nothing does', () => {
    const all = (standings: Standing[]) => undone({ accept: true }, {}, {}, { standings, accepted: 'all' });
    expect(all([network('accepted')])).toMatchObject({ remove: ['triage/accepted'], kept: [] });
    expect(all([{ group: sigNetwork, state: 'waiting', since: 0, why: 'new' }]).remove).toEqual([]);
  });

  test('the label of what waits comes back, on Prow repositories by itself', () => {
    const waiting: LabelPolicy = { untriaged: { with: 'needs-triage' }, exclusive: ['triage/'] };
    const decision: Decision = { accept: true };
    const before = { labels: ['sig/node', 'needs-triage'] };
    const reversal = undone(decision, before, {}, { policy: waiting });
    expect(reversal.add).toEqual(['needs-triage']);
    const facts = { made: made(decision, before), issue: anIssue(), group: sigNode, reversal, by, now: NOW };
    const [comment] = planUndo({ ...facts, mode: 'prow', policy: waiting }).effects.slice(-1);
    expect(comment && 'body' in comment && comment.body.split('\n')[0]).toBe('/remove-triage accepted');
    expect(JSON.stringify(comment)).not.toContain('needs-triage');
    const accepted = { standings: [network('accepted')], policy: waiting };
    expect(undone(decision, before, {}, accepted)).toMatchObject({ add: [], remove: [] });
  });

  test('is over after ten minutes', () => {
    const late = () => undone({ accept: true }, {}, {}, { now: NOW + 10 * MINUTE + 1 });
    expect(late).toThrow('more than ten minutes ago');
  });
});

describe('where the last decision was handed to the person', () => {
  const handed = {
    user: 'U0DANA',
    issue: anIssue().id,
    what: 'accepted',
    because: '',
    text: '/triage accepted',
  };
  const undo = (at: number) => {
    const state = { issues: [anIssue()], made: made({ close: true }), handed: [{ ...handed, at }] };
    return createApp(features).command('triage undo', { ...by, now: NOW + MINUTE }, portsOf(state));
  };

  test('nothing older is taken back, and it says what there is to take back on GitHub', async () => {
    const { effects, message } = await undo(NOW + 1);
    expect(effects).toBeUndefined();
    expect(words(message)).toEqual([
      'Your last decision was handed to you, to be done on GitHub: kubernetes/kubernetes#4711, accepted. sigbot changed nothing there.',
      'What you did with its text, take back on GitHub.',
    ]);
  });

  test('what sigbot did since is taken back as ever', async () => {
    expect((await undo(NOW - 1)).effects).toContainEqual({
      kind: 'decision.undone',
      user: 'U0DANA',
      at: NOW,
    });
  });
});

describe('how it is told to GitHub', () => {
  const decision: Decision = { accept: true, assign: ['lee'], close: true };
  const plan = (mode: 'labels' | 'prow' | 'handoff') => {
    const reversal = undone(decision, {}, { state: 'closed', assignees: ['lee'] });
    const facts = { made: made(decision), issue: anIssue(), group: sigNode, reversal, by, mode, now: NOW };
    return planUndo({ ...facts, policy });
  };

  test('by labels, assignees and state', () => {
    expect(plan('labels').effects.map(({ kind }) => kind)).toEqual([
      'decision.undone',
      'verdict.undo',
      'github.labels',
      'github.unassign',
      'github.reopen',
    ]);
  });

  test('by one comment of Prow’s commands, once', () => {
    const comment = plan('prow').effects.at(-1);
    expect(comment).toMatchObject({
      kind: 'github.comment',
      once: expect.stringMatching(/^undo:/) as string,
    });
    expect(comment && 'body' in comment && comment.body.split('\n').slice(0, 3)).toEqual([
      '/remove-triage accepted',
      '/unassign @lee',
      '/reopen',
    ]);
    expect(plan('prow').effects.at(-1)).toEqual(comment);
  });

  test('by hand', () => {
    const { effects, handOff } = plan('handoff');
    expect(effects.filter(({ kind }) => kind.startsWith('github.'))).toEqual([]);
    expect(handOff).toContain('/remove-triage accepted');
  });

  test.each<[string, Decision, 'labels' | 'prow', string]>([
    ['nothing', { accept: true }, 'labels', ''],
    ['the question', { needsInformation: { question: 'Which?' } }, 'labels', 'The comment stays on GitHub.'],
    ['both comments', { accept: true }, 'prow', 'Both comments stay on GitHub.'],
  ])('%s stays', (_what, what, mode, words) => {
    expect(leftovers(made(what), undone(what, {}, {}), mode)).toBe(words);
  });

  test('what stays for another group is named', () => {
    const reversal = undone({ accept: true }, {}, {}, { standings: [network('accepted')] });
    expect(leftovers(made({ accept: true }), reversal, 'prow')).toBe(
      'triage/accepted stays: another group decided so too.',
    );
  });
});

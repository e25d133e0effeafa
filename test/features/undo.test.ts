import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { leftovers, planUndo, reversalOf } from '../../src/features/triage/undo.ts';
import { anAuthority, anIssue, NOW, sigNode } from '../support/facts.ts';

const policy = { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/'] };
const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority() };

function made(decision: Decision, before: Partial<Issue> = {}) {
  const { labels, assignees, state } = anIssue(before);
  const was = { labels, assignees, state };
  return { user: 'U0DANA', issue: anIssue().id, group: 'sig-node', decision, before: was, at: NOW };
}

const undone = (decision: Decision, before: Partial<Issue>, issue: Partial<Issue>) =>
  reversalOf(made(decision, before), anIssue(issue), policy, NOW + MINUTE);

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
      'but not where somebody has done so already',
      { priority: 'backlog' },
      { labels: ['sig/node', 'priority/important-soon'] },
      { labels: ['sig/node', 'priority/important-soon'] },
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
    const nothing = { add: [], remove: [], unassign: [], reopen: false };
    expect(undone(decision, before, issue)).toEqual({ ...nothing, ...expected });
  });

  test('is over after ten minutes', () => {
    const late = () => reversalOf(made({ accept: true }), anIssue(), policy, NOW + 10 * MINUTE + 1);
    expect(late).toThrow('more than ten minutes ago');
  });
});

describe('how it is told to GitHub', () => {
  const decision: Decision = { accept: true, assign: ['lee'], close: true };
  const plan = (mode: 'labels' | 'prow' | 'handoff') => {
    const reversal = undone(decision, {}, { state: 'closed', assignees: ['lee'] });
    const facts = { made: made(decision), issue: anIssue(), group: sigNode, reversal, by, mode, now: NOW };
    return planUndo(facts);
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
    expect(leftovers(made(what), mode)).toBe(words);
  });
});

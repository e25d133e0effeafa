import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { KUBERNETES_RETRIAGE, retriageAt, standing, type Verdict } from '../../src/domain/verdict.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';

const policy = { untriaged: { without: 'triage/' } };
const shared = anIssue({ labels: ['sig/node', 'sig/network'] });
const accepted = ['sig/node', 'sig/network', 'triage/accepted'];

function verdict(differs: Partial<Verdict> = {}): Verdict {
  return { issue: shared.id, kind: 'accepted', by: 'dana', at: NOW - HOUR, via: 'slack', ...differs };
}

const ofNode = verdict({ group: 'sig-node' });
const takenBack = { at: NOW - 1, by: 'mori', why: 'taken-back' } as const;

/** "node accepted, network waiting (new)" */
function told(differs: Partial<Issue>, verdicts: readonly Verdict[]): string {
  const all = standing({ ...shared, ...differs }, verdicts, [sigNode, sigNetwork], policy, NOW);
  return all
    .map((one) => {
      const name = one.group.id.replace('sig-', '');
      if (one.state === 'decided') return `${name} ${one.verdict.kind}`;
      return one.state === 'waiting' ? `${name} waiting (${one.why})` : `${name} labelled ${one.kind}`;
    })
    .join(', ');
}

describe('where an issue stands with its groups', () => {
  test.each<[string, Partial<Issue>, Verdict[], string]>([
    ['nothing decided: both wait', {}, [], 'node waiting (new), network waiting (new)'],
    [
      'labels of before the bot count',
      { labels: accepted },
      [],
      'node labelled accepted, network labelled accepted',
    ],
    [
      'also one that stands for no verdict of ours',
      { labels: ['sig/node', 'triage/unresolved'] },
      [],
      'node labelled undefined, network labelled undefined',
    ],
    [
      'who has not decided waits, whatever label the other’s verdict has set',
      { labels: accepted },
      [ofNode],
      'node accepted, network waiting (new)',
    ],
    ['a verdict of the whole issue is everybody’s', {}, [verdict()], 'node accepted, network accepted'],
    [
      'but one’s own counts more',
      {},
      [verdict({ at: NOW }), verdict({ group: 'sig-node', kind: 'needs-information' })],
      'node needs-information, network accepted',
    ],
    [
      'lapsed: it waits again',
      {},
      [verdict({ group: 'sig-node', retriageAt: NOW })],
      'node waiting (retriage), network waiting (new)',
    ],
    [
      'not lapsed yet',
      {},
      [verdict({ group: 'sig-node', retriageAt: NOW + 1 })],
      'node accepted, network waiting (new)',
    ],
    [
      'lapsed, but the whole issue was accepted later',
      {},
      [verdict({ group: 'sig-node', retriageAt: NOW }), verdict({ at: NOW })],
      'node accepted, network accepted',
    ],
    [
      'lapsed, and the whole issue was accepted before',
      {},
      [verdict({ group: 'sig-node', retriageAt: NOW }), verdict({ at: NOW - DAY })],
      'node waiting (retriage), network accepted',
    ],
    [
      'the author answered',
      { authorCommentedAt: NOW },
      [verdict({ group: 'sig-node', kind: 'needs-information' })],
      'node waiting (answered), network waiting (new)',
    ],
    [
      'the author wrote before the question',
      { authorCommentedAt: NOW - 2 * HOUR },
      [verdict({ group: 'sig-node', kind: 'needs-information' })],
      'node needs-information, network waiting (new)',
    ],
    [
      'an answer takes no acceptance back',
      { authorCommentedAt: NOW },
      [verdict()],
      'node accepted, network accepted',
    ],
    ['taken back', {}, [{ ...ofNode, ended: takenBack }], 'node waiting (taken-back), network waiting (new)'],
    [
      'taken back from the whole issue',
      {},
      [verdict({ ended: takenBack })],
      'node waiting (taken-back), network waiting (taken-back)',
    ],
    [
      'a verdict taken back is a verdict known: labels alone count no more',
      { labels: accepted },
      [verdict({ ended: takenBack })],
      'node waiting (taken-back), network waiting (taken-back)',
    ],
  ])('%s', (_name, differs, verdicts, expected) => {
    expect(told(differs, verdicts)).toBe(expected);
  });
});

describe('an acceptance lapses', () => {
  const own = { after: 100, byLabel: { 'priority/backlog': 400 }, never: [] };
  test.each<[string, string[], Parameters<typeof retriageAt>[2], number | undefined]>([
    ['never, where nothing is configured', ['priority/important-soon'], undefined, undefined],
    ['in Kubernetes after a year', [], KUBERNETES_RETRIAGE, 365],
    ['after 90 days where it is important', ['Priority/Important-Soon'], KUBERNETES_RETRIAGE, 90],
    [
      'after 30 where it is urgent',
      ['priority/critical-urgent', 'priority/important-soon'],
      KUBERNETES_RETRIAGE,
      30,
    ],
    [
      'never, where it is frozen',
      ['priority/critical-urgent', 'lifecycle/frozen'],
      KUBERNETES_RETRIAGE,
      undefined,
    ],
    ['later where the configuration says so', ['priority/backlog'], own, 400],
  ])('%s', (_name, labels, retriage, days) => {
    const at = retriageAt({ kind: 'accepted', at: NOW }, labels, retriage);
    expect(at).toBe(days === undefined ? undefined : NOW + days * DAY);
  });

  test('other verdicts do not', () => {
    expect(retriageAt({ kind: 'needs-information', at: NOW }, [], KUBERNETES_RETRIAGE)).toBeUndefined();
  });
});

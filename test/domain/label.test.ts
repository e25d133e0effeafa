import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import { isUntriaged, labelChange, labelsUnder, prefixOf } from '../../src/domain/label.ts';
import { anIssue } from '../support/facts.ts';

const policy = { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/', 'lifecycle/'] };

describe('an issue is untriaged', () => {
  test.each([
    [[], { without: 'triage/' }, true],
    [['sig/node', 'kind/bug'], { without: 'triage/' }, true],
    [['needs-triage'], { without: 'triage/' }, true],
    [['triage/accepted'], { without: 'triage/' }, false],
    [['Triage/Needs-Information'], { without: 'triage/' }, false],
    [['needs-triage'], { with: 'needs-triage' }, true],
    [['Needs-Triage', 'triage/accepted'], { with: 'needs-triage' }, true],
    [['sig/node'], { with: 'needs-triage' }, false],
  ])('%j by %j: %s', (labels, rule, expected) => {
    expect(isUntriaged(anIssue({ labels }), rule)).toBe(expected);
  });

  test.each<[string, Partial<Issue>, boolean]>([
    ['in a repository named, by what it lacks', { labels: ['kind/bug'] }, true],
    ['until it has that', { labels: ['triage/accepted', 'needs-triage'] }, false],
    ['in all of an owner’s', { repo: 'kubernetes-sigs/kueue', labels: [] }, true],
    ['nowhere else', { repo: 'etcd-io/etcd', labels: ['needs-triage'] }, false],
    ['as a pull request where these are meant', { isPullRequest: true, labels: [] }, true],
    [
      'as a pull request, and not where they are not',
      { repo: 'kubernetes-sigs/kueue', isPullRequest: true },
      false,
    ],
  ])('as Prow’s rules say: %s', (_name, differs, expected) => {
    const all = { prefixes: ['triage/'], issues: true, pullRequests: true };
    const where = [
      { ...all, repository: 'Kubernetes/kubernetes' },
      { ...all, repository: 'kubernetes-sigs/*', pullRequests: false },
    ];
    expect(isUntriaged(anIssue(differs), { with: 'needs-triage', where })).toBe(expected);
  });
});

describe('setting labels keeps exclusive groups clean', () => {
  test.each([
    ['adds what is missing', ['sig/node'], ['triage/accepted'], ['triage/accepted'], []],
    [
      'replaces one of the same group',
      ['priority/backlog'],
      ['priority/important-soon'],
      ['priority/important-soon'],
      ['priority/backlog'],
    ],
    ['leaves other groups alone', ['sig/node', 'kind/bug'], ['kind/flake'], ['kind/flake'], []],
    ['does nothing twice', ['triage/accepted'], ['triage/accepted'], [], []],
    ['compares without case', ['Triage/Accepted'], ['triage/accepted'], [], []],
    [
      'clears all others of the group',
      ['triage/duplicate', 'triage/unresolved'],
      ['triage/accepted'],
      ['triage/accepted'],
      ['triage/duplicate', 'triage/unresolved'],
    ],
    ['keeps needs-triage to its robot', ['needs-triage'], ['triage/accepted'], ['triage/accepted'], []],
  ])('%s', (_what, has, wanted, add, remove) => {
    expect(labelChange(has, wanted, policy)).toEqual({ add, remove });
  });

  test('where needs-triage is what "untriaged" means, deciding takes it away', () => {
    const own = { ...policy, untriaged: { with: 'needs-triage' } };
    expect(labelChange(['needs-triage'], ['triage/accepted'], own)).toEqual({
      add: ['triage/accepted'],
      remove: ['needs-triage'],
    });
  });
});

test('prefixes', () => {
  expect(['kind/bug', 'needs-sig', 'area/provider/aws', ''].map(prefixOf)).toEqual([
    'kind/',
    '',
    'area/',
    '',
  ]);
  expect(labelsUnder(['kind/bug', 'sig/node', 'kind/flake'], 'kind/')).toEqual(['bug', 'flake']);
});

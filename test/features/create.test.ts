import { describe, expect, test } from 'vitest';
import {
  checkDraft,
  draftOf,
  filledIn,
  issueOf,
  openingOf,
  type Draft,
} from '../../src/features/create/plan.ts';
import { anAuthority, NOW, sigNode } from '../support/facts.ts';

const draft: Draft = {
  repo: 'kubernetes/kubernetes',
  group: sigNode,
  kind: 'kind/bug',
  title: 'Pod hangs',
  text: 'It hangs.',
  source: { channel: 'C0NODE', thread: '1.1', permalink: 'https://x.slack.com/archives/C0NODE/p11' },
};
const labels = new Set(['sig/node', 'kind/bug']);
const BOT = { write: 'as-bot', through: 'labels', login: 'dana', labels, mayLabel: true } as const;

describe('a draft’s issue', () => {
  test.each([
    ['labels', BOT, ['sig/node', 'kind/bug'], [], ''],
    ['no right to label', { ...BOT, mayLabel: false }, [], ['sig/node', 'kind/bug'], ''],
    ['a label that is not there', { ...BOT, labels: new Set(['sig/node']) }, ['sig/node'], ['kind/bug'], ''],
    ['labels nobody knows', { ...BOT, labels: undefined }, [], ['sig/node', 'kind/bug'], ''],
    ['Prow', { ...BOT, through: 'prow' as const, mayLabel: false }, [], [], '/sig node\n/kind bug\n\n'],
  ])('%s', (_what, ways, set, left, before) => {
    const issue = issueOf(draft, ways);
    expect(issue).toMatchObject({ labels: set, left });
    const footer =
      '---\n\nFrom a conversation in Slack: https://x.slack.com/archives/C0NODE/p11 Opened for dana.';
    expect(issue.body).toBe(`${before}It hangs.\n\n${footer}`);
  });

  test('names nobody where the person opens it themselves', () => {
    expect(issueOf(draft, { ...BOT, write: 'handoff' }).body).not.toContain('dana');
  });

  test('the same words of one person within a minute are one issue, later or of another they are not', () => {
    const by = { login: 'dana', user: 'U0DANA', under: anAuthority() };
    const key = (user: string, at: number) => {
      const effect = openingOf({ ...draft, repoId: 1 }, issueOf(draft, BOT), { ...by, user }, at);
      return 'once' in effect ? effect.once : '';
    };
    const keys = [
      key('U0DANA', NOW),
      key('U0DANA', NOW + 500),
      key('U0DANA', NOW + 120_000),
      key('U0LEE', NOW),
    ];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('GitHub’s form, filled in', () => {
  test.each([
    ['short', 'It hangs.', true],
    ['long', 'line\n'.repeat(2000), false],
    ['in signs that take nine characters each', '船'.repeat(2000), false],
    ['of half a sign', `\ud83d${'🚢'.repeat(1000)}`, false],
  ])('%s', (_what, text, whole) => {
    const issue = { ...issueOf({ ...draft, text }, BOT), title: '船'.repeat(150) };
    const filled = filledIn('https://github.com/kubernetes/kubernetes', issue);
    expect(filled.whole).toBe(whole);
    expect(filled.url.length).toBeLessThanOrEqual(3000);
    const { searchParams } = new URL(filled.url);
    expect(searchParams.get('labels')).toBe('sig/node,kind/bug');
    expect(searchParams.get('body')?.includes('(Shortened:')).toBe(!whole);
  });
});

test('a message becomes a title and a text; the form says what is missing', () => {
  expect(draftOf('\n first line \nsecond')).toEqual({ title: 'first line', text: 'first line \nsecond' });
  expect(draftOf('```\npanic\n```\n**It** panics').title).toBe('panic');
  expect(draftOf('**It** panics').title).toBe('It panics');
  expect(checkDraft({ 'create:repository': 'a/b', title: 'x' })).toBeUndefined();
  expect(Object.keys(checkDraft({ title: '\u200b' }) ?? {})).toEqual(['create:repository', 'title']);
});

import { describe, expect, test } from 'vitest';
import {
  checkDraft,
  draftOf,
  filledIn,
  issueOf,
  openingOf,
  type Draft,
} from '../../src/features/create/plan.ts';
import type { Answers, Input, Template } from '../../src/domain/template.ts';
import { openedMessage } from '../../src/features/create/blocks.ts';
import { anAuthority, anIssue, NOW, sigNode } from '../support/facts.ts';

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

const aText = (differs: Partial<Input>): Input => ({
  kind: 'text',
  label: 'What happened?',
  description: '',
  value: '',
  required: false,
  options: [],
  several: false,
  ...differs,
});

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

describe('a draft with a template', () => {
  const template: Template = {
    file: 'bug.yml',
    name: 'Bug',
    about: '',
    title: '',
    labels: ['Kind/Bug', 'help wanted', 'odd; label'],
    text: '',
    fields: [
      aText({ id: 'version', kind: 'line' }),
      aText({ id: 'problem' }),
      aText({ id: 'body' }),
      aText({ kind: 'boxes', options: [{ label: 'I looked', required: true }] }),
    ],
  };
  const from = (answers: Answers) => ({ ...draft, template, answers });

  test.each([
    ['labels', BOT, ['sig/node', 'kind/bug', 'help wanted', 'odd; label'], []],
    [
      'no right to label',
      { ...BOT, mayLabel: false },
      [],
      ['sig/node', 'kind/bug', 'help wanted', 'odd; label'],
    ],
    ['what Prow cannot be told', { ...BOT, through: 'prow' as const }, [], ['odd; label']],
  ])('its labels are held against rights as any: %s', (_what, ways, set, left) => {
    const all = new Set([...labels, 'help wanted', 'odd; label']);
    expect(issueOf(from({}), { ...ways, labels: all })).toMatchObject({ labels: set, left });
  });

  test('hands over a form’s texts by their ids, what surrounds them in the first', () => {
    const { template: handed } = issueOf(from({ 0: '1.30 @dana', 1: '/close' }), { ...BOT, through: 'prow' });
    expect(handed).toMatchObject({ file: 'bug.yml', whole: true });
    expect(handed?.fields).toEqual({
      version: '1.30 @\u200Bdana',
      problem: expect.stringMatching(/^\/sig node\n\/kind bug\n\n\\\/close\n\n---/) as string,
    });
  });

  test.each<[string, Answers, boolean]>([
    ['nothing more', { 0: 'x', 1: 'y' }, true],
    ['boxes', { 1: 'y', 3: '0' }, false],
    ['a line, beside which nothing can stand', { 0: 'x' }, false],
    ['a field whose id an address has for something else', { 1: 'y', 2: 'x' }, false],
  ])('says whether that is all: %s', (_what, answers, whole) => {
    expect(issueOf(from(answers), BOT).template?.whole).toBe(whole);
  });

  test('leaves out of an address what has no room', () => {
    const issue = issueOf(from({ 0: '船'.repeat(2000), 1: 'It hangs.' }), BOT);
    const { url, whole } = filledIn('https://github.com/kubernetes/kubernetes', issue);
    const { searchParams } = new URL(url);
    expect(whole).toBe(false);
    expect(url.length).toBeLessThanOrEqual(3000);
    expect(searchParams.get('template')).toBe('bug.yml');
    expect([searchParams.has('version'), searchParams.get('problem')?.startsWith('It hangs.')]).toEqual([
      false,
      true,
    ]);
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

test.each([
  [{}, true, 'Opened from this conversation: <https://github.com/kubernetes/kubernetes/issues/4711|'],
  [{ gone: 'deleted' as const }, true, 'kubernetes/kubernetes#4711 was deleted on GitHub'],
  [{}, false, 'An issue that is private now'],
  [
    { private: true as const, gone: 'deleted' as const },
    false,
    'An issue of a repository that is private now',
  ],
])('the conversation reads of its issue %j (to be shown: %s) “%s”', (differs, mayShow, expected) => {
  const { text, untold } = openedMessage(anIssue(differs), mayShow);
  expect(text).toContain(expected);
  expect(untold ?? false).toBe(!expected.startsWith('Opened'));
});

test('a message becomes a title and a text; the form says what is missing', () => {
  expect(draftOf('\n first line \nsecond')).toEqual({ title: 'first line', text: 'first line \nsecond' });
  expect(draftOf('```\npanic\n```\n**It** panics').title).toBe('panic');
  expect(draftOf('**It** panics').title).toBe('It panics');
  expect(checkDraft({ 'create:repository': 'a/b', title: 'x' })).toBeUndefined();
  expect(Object.keys(checkDraft({ title: '\u200b' }) ?? {})).toEqual(['create:repository', 'title']);
});

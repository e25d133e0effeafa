import { describe, expect, test } from 'vitest';
import { LIMITS } from '../src/blocks.ts';
import type { Mover, Move, Path } from '../src/domain/path.ts';
import { escalatedText } from '../src/escalation-words.ts';
import { nextText, pathText } from '../src/path-words.ts';
import { anIssue, NOW } from './support/facts.ts';

const pull = {
  repo: 'harbour/boats',
  number: 12,
  title: 'Plug it',
  url: 'https://github.com/harbour/boats/pull/12',
  state: 'open' as const,
  labels: [],
  closes: true,
};

const said = (move: Move, by: Mover, assignees: string[] = [], groups = ['SIG Node']) =>
  nextText({ steps: [], next: { move, by, on: pull, until: NOW } }, anIssue({ assignees }), groups);

describe('what comes next, in words', () => {
  const link = '<https://github.com/harbour/boats/pull/12|boats#12>';
  test.each<[Move, Mover, string[], string]>([
    ['search', 'anybody', [], 'Next: somebody looks whether it was asked for before'],
    ['give', 'anybody', [], 'Next: somebody gives it to a group: `/sig triage 4711 to …`'],
    ['accept', 'group', [], 'Next: SIG Node accepts it, or says what is missing'],
    ['schedule', 'leads', [], 'Next: the leads of SIG Node put it on an agenda'],
    ['meet', 'group', [], 'Next: SIG Node talks about it in a meeting'],
    ['settle', 'leads', [], 'Next: the leads of SIG Node settle what was not agreed on'],
    ['design', 'author', [], 'Next: mori links a design, or opens a pull request with the KEP'],
    ['propose', 'author', [], 'Next: mori opens a pull request with the KEP'],
    ['merge-proposal', 'approvers', [], `Next: the KEP’s approvers merge ${link}`],
    ['approve-proposal', 'leads', [], 'Next: the leads of SIG Node make the KEP implementable'],
    [
      'review-readiness',
      'readiness',
      [],
      'Next: a production readiness reviewer is named for the KEP’s stage',
    ],
    ['build', 'anybody', [], 'Next: whoever takes it opens a pull request'],
    ['build', 'assignees', ['lee', 'kim'], 'Next: lee or kim opens a pull request'],
    ['review', 'reviewers', [], `Next: a reviewer looks at ${link}`],
    ['approve', 'approvers', [], `Next: an approver approves ${link}`],
    ['conclude', 'author', [], 'Next: mori closes it, or says what is left'],
  ])('%s by %s', (move, by, assignees, words) => {
    expect(said(move, by, assignees)).toBe(words);
  });

  test('several groups do what one does', () => {
    const both = ['SIG Node', 'SIG Network'];
    expect(said('accept', 'group', [], both)).toBe(
      'Next: SIG Node and SIG Network accept it, or say what is missing',
    );
  });

  test('nothing where nothing comes; until when, where that is known; however long the names are', () => {
    expect(nextText({ steps: [] }, anIssue(), [])).toBe('');
    expect(said('agree', 'group')).toContain('until <!date^');
    const groups = Array.from({ length: 17 }, () => '<!channel>'.repeat(20));
    const text = said('accept', 'group', [], groups);
    expect(text).not.toContain('<!channel>');
    expect(text.length).toBeLessThan(LIMITS.contextText);
  });
});

test('a path that ended says as what', () => {
  const path: Path = {
    steps: [
      { step: 'issue', state: 'done' },
      { step: 'code', state: 'next' },
    ],
    ended: 'deferred',
  };
  expect(pathText(path)).toBe('Path: issue ✓ · code · *the KEP is deferred*');
});

test('what somebody said when they gave it back mentions nobody and is escaped', () => {
  const escalation = {
    id: 'sig-node/1#1/committee-steering/x',
    issue: '1#1',
    from: 'sig-node',
    to: 'committee-steering',
    by: 'U0DANA',
    at: NOW,
    channel: 'C0STEER',
    state: 'returned' as const,
    answer: { by: 'U0NOOR', at: NOW, text: 'Ask <!channel> & <@U0LEE>' },
  };
  const text = escalatedText({ escalation, from: 'SIG Node', to: 'the Steering Committee' });
  expect(text).toContain('given back by <@U0NOOR>');
  expect(text).toContain('“Ask &lt;!channel&gt; &amp; &lt;@U0LEE&gt;”');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begin,
  decidedIn,
  endView,
  marked,
  onTo,
  progress,
  readWalk,
  shownIn,
  walkView,
  written,
} from '../../src/features/triage/walk.ts';
import { refusalOfView } from '../../playground/slack/blocks.ts';
import { anIssue, sigNode } from '../support/facts.ts';

const start = begin({ group: 'sig-node', offset: 0 }, 3);
const id = (number: number) => `20580498#${number}`;

describe('a walk', () => {
  test('counts as it goes, and comes back from Slack as it went', () => {
    const there = onTo(onTo(start, id(1)), id(2));
    expect(progress(there)).toBe('2 of 3');
    expect(shownIn(there)).toBe(id(2));
    expect(readWalk(written(there))).toEqual(there);
  });

  test('counts on where more came meanwhile', () => {
    const all = [1, 2, 3, 4].reduce((walk, number) => onTo(walk, id(number)), start);
    expect(progress(all)).toBe('4 of 4');
  });

  test('knows what became of each issue, also where one is decided anew', () => {
    const two = onTo(onTo(start, id(1)), id(2));
    const decided = marked(marked(two, id(1), 's'), id(2), 'd');
    expect(decidedIn(decided)).toEqual([id(2)]);
    expect(decidedIn(marked(decided, id(1), 'd'))).toEqual([id(1), id(2)]);
    expect(marked(decided, id(9), 'd')).toEqual(decided);
    const end = { group: sigNode, said: [], undo: false, waiting: 1, elsewhere: 1 };
    expect(JSON.stringify(endView(decided, end))).toContain('You are through: 1 decided, 1 skipped.');
  });

  test('of any length fits into a modal’s metadata, and forgets only its far past', () => {
    const long = Array.from({ length: 500 }, (_, number) => number + 100_000).reduce(
      (walk, number) => marked(onTo(walk, id(number)), id(number), number % 2 === 0 ? 'd' : 's'),
      begin({ group: 'sig-api-machinery', kind: 'kind/bug', repo: 'kubernetes/kubernetes', offset: 0 }, 500),
    );
    const metadata = JSON.stringify({ data: written(long), channel: 'C0123456789', answer: 'x'.repeat(120) });
    expect(metadata.length).toBeLessThan(3000);
    expect(progress(long)).toBe('500 of 500');
    const end = { group: sigNode, said: [], undo: false, waiting: 0, elsewhere: 0 };
    expect(JSON.stringify(endView(long, end))).toContain('250 decided, 250 skipped');
  });
});

test('whatever an issue says, Slack takes the modal', () => {
  const wild = fc.record({
    title: fc.string({ unit: 'binary', maxLength: 400 }),
    author: fc.string({ unit: 'binary', maxLength: 60 }),
    labels: fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(wild, fc.string({ unit: 'binary', maxLength: 5000 }), (differs, excerpt) => {
      const issue = anIssue(differs);
      const suggestions = [{ issue, name: '#1', ref: '#1', closed: true }];
      const others = Array.from({ length: 9 }, (_, index) => `U${index}`);
      const looking = {
        group: sigNode,
        issue,
        excerpt,
        suggestions,
        others,
        waits: true,
        said: [],
        undo: true,
      };
      const view = walkView(onTo(start, issue.id), looking);
      expect(refusalOfView(view)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

import { expect, test } from 'vitest';
import type { Send } from '../src/effect.ts';
import { collapseKeyOf, issueOf, laneOf } from '../src/lanes.ts';
import { anAuthority } from './support/facts.ts';

const by = { login: 'dana', user: 'U0DANA', under: anAuthority() };
const issue = { repo: 'harbour/boats', number: 1 };
const note = (id: string): Send => ({ kind: 'github.note', issue, subject: { kind: 'consensus', id }, by });

test('a comment that follows a subject waits for what else goes to its issue; of two about one subject one is enough', () => {
  const comment: Send = { kind: 'github.comment', issue, body: '/close', once: 'x', by };
  expect(laneOf(note('sig-node/1#1/a'))).toBe(laneOf(comment));
  expect(collapseKeyOf(note('sig-node/1#1/a'))).toBe(collapseKeyOf(note('sig-node/1#1/a')));
  expect(collapseKeyOf(note('sig-node/1#1/a'))).not.toBe(collapseKeyOf(note('sig-node/1#1/b')));
});

test('all about a consensus is known as its issue’s', () => {
  const subject = { kind: 'consensus', id: 'sig-node/20580498#12/a' } as const;
  expect(issueOf({ kind: 'slack.update', channel: 'C0NODE', subject })).toBe('20580498#12');
  expect(issueOf(note(subject.id))).toBe('20580498#12');
});

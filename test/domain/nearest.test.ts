import { expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.ts';

const COMMANDS = ['triage', 'list', 'info', 'help', 'why'];

test.each([
  ['triage', 'triage'],
  ['Triage', 'triage'],
  ['traige', 'triage'],
  ['trige', 'triage'],
  ['triagee', 'triage'],
  ['tri', 'triage'],
  ['hepl', 'help'],
  ['lsit', 'list'],
  ['wyh', 'why'],
  ['meeting', undefined],
  ['xy', undefined],
  ['', undefined],
])('%j is meant as %j', (word, meant) => {
  expect(nearest(word, COMMANDS)).toBe(meant);
});

test('the nearest wins over the first, the first of equals over the later', () => {
  expect(nearest('sig-nodes', ['sig-docs', 'sig-node'])).toBe('sig-node');
  expect(nearest('sig-xode', ['sig-code', 'sig-node'])).toBe('sig-code');
});

import { describe, expect, test } from 'vitest';
import { isPrivate, privateRefusal, showsPrivate } from '../../src/domain/privacy.ts';
import { anIssue } from '../support/facts.ts';

const labels = ['kind/security'];

describe('an issue is private', () => {
  test.each<[string, Parameters<typeof anIssue>[0], boolean]>([
    ['where its repository is', { private: true }, true],
    ['where a label says so, whatever its case', { labels: ['sig/node', 'Kind/Security'] }, true],
    ['not else', {}, false],
  ])('%s', (_name, differs, expected) => {
    expect(isPrivate(anIssue(differs), { labels })).toBe(expected);
  });
});

describe('private issues are shown', () => {
  const node = { id: 'C0NODE', name: 'sig-node' };

  test.each<[string, typeof node | undefined, string[], boolean]>([
    ['in a channel named', node, ['sig-node'], true],
    ['in a channel named by its id', { id: 'C0NODE', name: '' }, ['C0NODE'], true],
    ['not in another', node, ['sig-network'], false],
    ['not in a channel whose name is not known', { id: 'C0NODE', name: '' }, ['sig-node'], false],
    ['nowhere where none is named', node, [], false],
    ['not outside of channels', undefined, ['sig-node'], false],
  ])('%s', (_name, channel, channels, expected) => {
    expect(showsPrivate(channel, { channels, labels })).toBe(expected);
  });
});

test.each<[string[], string]>([
  [['sig-node-private'], 'Ask in #sig-node-private.'],
  [['sig-node', 'C0123456789'], 'Ask in #sig-node or <#C0123456789>.'],
  [[], 'Look at it on GitHub: no channel here may show it.'],
])('elsewhere it is said where to ask: %s', (channels, remedy) => {
  expect(privateRefusal({ channels, labels })).toMatchObject({ message: 'This issue is private.', remedy });
});

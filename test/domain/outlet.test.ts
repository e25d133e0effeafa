import { expect, test } from 'vitest';
import { branchFor, outletKey, outletText, pathFor, type Outlet } from '../../src/domain/outlet.ts';

test.each<[Outlet, string, string]>([
  [{ to: 'issue', repo: 'harbour/notes' }, 'issue harbour/notes', 'an issue of harbour/notes'],
  [{ to: 'issue', repo: 'harbour/notes', number: 7 }, 'issue harbour/notes 7', 'an issue of harbour/notes'],
  [
    { to: 'discussion', repo: 'harbour/notes', category: 'Meetings' },
    'discussion harbour/notes Meetings',
    'a discussion of harbour/notes',
  ],
  [{ to: 'file', repo: 'harbour/notes', path: 'a.md' }, 'file harbour/notes a.md', 'a file of harbour/notes'],
])('%j is known by its own key', (outlet, key, words) => {
  expect(outletKey(outlet)).toBe(key);
  expect(outletText(outlet)).toBe(words);
});

test('a path names the group and the day', () => {
  const of = { group: 'sig-node', date: '2026-12-03' };
  expect(pathFor('{group}/meetings/{date}.md', of)).toBe('sig-node/meetings/2026-12-03.md');
  expect(pathFor('notes.md', of)).toBe('notes.md');
});

test.each([
  ['sig-node/meetings/2026-12-03.md', 1, 'sigbot/sig-node-meetings-2026-12-03'],
  ['sig-node/meetings/2026-12-03.md', 3, 'sigbot/sig-node-meetings-2026-12-03-3'],
  ['.github/notes..md', 1, 'sigbot/github-notes'],
  ['a b/~c^d.md', 2, 'sigbot/a-b-c-d-2'],
])('%s, round %i: the branch %s', (path, round, branch) => {
  expect(branchFor(path, round)).toBe(branch);
});

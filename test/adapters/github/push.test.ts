import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../../src/adapters/github/interpret.ts';

const repository = { id: 7, full_name: 'org/project', default_branch: 'main' };
const commit = (changed: Record<string, string[]>) => ({ added: [], modified: [], removed: [], ...changed });
const read = (push: Record<string, unknown>) =>
  interpret(
    'push',
    JSON.stringify({ ref: 'refs/heads/main', forced: false, commits: [], repository, ...push }),
  );

const told = (paths: string[] | undefined) => ({
  kind: 'pushed',
  repo: { id: 7, name: 'org/project' },
  paths,
});

describe('a push tells which files of the default branch have changed', () => {
  test.each<[name: string, push: Record<string, unknown>, paths: string[] | undefined]>([
    ['of each commit', { commits: [commit({ modified: ['a'] }), commit({ modified: ['b'] })] }, ['a', 'b']],
    [
      'added, changed or removed',
      { commits: [{ added: ['a'], modified: ['b'], removed: ['c'] }] },
      ['a', 'b', 'c'],
    ],
    ['of a commit that says only some', { commits: [{ removed: ['c'] }] }, ['c']],
    ['any, where what was there was pushed away', { forced: true }, undefined],
    [
      'any, where it has more commits than GitHub tells of',
      { commits: Array.from({ length: 2048 }, () => commit({})) },
      undefined,
    ],
  ])('%s', (_name, push, paths) => {
    expect(read(push)).toEqual(told(paths));
  });

  test.each<[name: string, push: Record<string, unknown>]>([
    ['where none does', { commits: [commit({})] }],
    ['where it is of another branch', { ref: 'refs/heads/old', commits: [commit({ added: ['a'] })] }],
    ['where it is of a tag', { ref: 'refs/tags/main', commits: [commit({ added: ['a'] })] }],
    ['where a branch is deleted', { commits: null }],
  ])('not %s', (_name, push) => {
    expect(read(push)).toEqual({
      kind: 'ignored',
      why: 'the push changes no file of the default branch',
    });
  });

  test('not where it has another shape', () => {
    expect(read({ repository: { id: 7, full_name: 'org/project' } })).toEqual({
      kind: 'ignored',
      why: 'the payload of push has another shape: repository.default_branch',
    });
  });
});

test('the recorded ones of @octokit/webhooks-examples are understood', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const definitions = JSON.parse(readFileSync(file, 'utf8')) as WebhookDefinition[];
  const pushes = definitions.find(({ name }) => name === 'push')?.examples ?? [];
  expect(pushes).toHaveLength(7);
  for (const push of pushes)
    expect(interpret('push', JSON.stringify(push))).toMatchObject({
      kind: expect.stringMatching(/^(?:pushed|ignored)$/) as unknown,
    });
});

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

const OWNERS = [commit({ modified: ['hull/OWNERS'] })];
const CHANGED = { kind: 'owners', repo: { id: 7, name: 'org/project' } };

describe('a push tells that OWNERS files have changed', () => {
  test.each<[name: string, push: Record<string, unknown>]>([
    ['where a commit changes one', { commits: OWNERS }],
    ['where it adds one', { commits: [commit({}), commit({ added: ['README.md', 'OWNERS'] })] }],
    ['where it removes one', { commits: [commit({ removed: ['mast/OWNERS'] })] }],
    ['where it changes the aliases', { commits: [commit({ modified: ['OWNERS_ALIASES'] })] }],
    ['where it changes GitHub’s own', { commits: [commit({ modified: ['.github/CODEOWNERS'] })] }],
    ['where what was there was pushed away', { forced: true }],
    [
      'where it has more commits than GitHub tells of',
      { commits: Array.from({ length: 2048 }, () => commit({})) },
    ],
  ])('%s', (_name, push) => {
    expect(read(push)).toEqual(CHANGED);
  });

  test.each<[name: string, push: Record<string, unknown>]>([
    ['where other files change', { commits: [commit({ modified: ['docs/OWNERS.md', 'hull/owners'] })] }],
    ['where it is of another branch', { ref: 'refs/heads/old', commits: OWNERS }],
    ['where it is of a tag', { ref: 'refs/tags/main', commits: OWNERS }],
    ['where a branch is deleted', { commits: null }],
    [
      'where neither Prow nor GitHub looks at them',
      { commits: [commit({ added: ['vendor/a/b/OWNERS', 'hull/OWNERS_ALIASES', 'hull/CODEOWNERS'] })] },
    ],
  ])('not %s', (_name, push) => {
    expect(read(push)).toEqual({
      kind: 'ignored',
      why: 'the push changes no OWNERS or CODEOWNERS file of the default branch',
    });
  });

  test('not where it has another shape', () => {
    expect(read({ repository: { id: 7, full_name: 'org/project' } })).toEqual({
      kind: 'ignored',
      why: 'the payload of push has another shape: repository.default_branch',
    });
  });
});

test('the recorded ones of @octokit/webhooks-examples are understood, and change none', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const definitions = JSON.parse(readFileSync(file, 'utf8')) as WebhookDefinition[];
  const pushes = definitions.find(({ name }) => name === 'push')?.examples ?? [];
  expect(pushes).toHaveLength(7);
  for (const push of pushes)
    expect(interpret('push', JSON.stringify(push))).toMatchObject({
      why: expect.stringContaining('changes no OWNERS or CODEOWNERS file'),
    });
});

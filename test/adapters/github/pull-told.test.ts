import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../../src/adapters/github/interpret.ts';
import { pathsOf, pullTold, runCheck, statusCheck } from '../../../src/adapters/github/pull-told.ts';
import { MOST_PATHS } from '../../../src/domain/pull.ts';

const AT = '2026-11-02T11:00:00Z';
const at = Date.parse(AT);
const pull = { updated_at: AT, head: { sha: 'a1' }, base: { ref: 'main' } };
const repository = { id: 7, full_name: 'org/project' };

describe('what a payload tells of a pull request', () => {
  test.each<[string, object, object]>([
    ['its commit and branch', {}, { mergeable: 'unknown' }],
    [
      'its size',
      { additions: 4, deletions: 1, changed_files: 2 },
      { mergeable: 'unknown', extent: { additions: 4, deletions: 1, files: 2 } },
    ],
    ['half a size is none', { additions: 4 }, { mergeable: 'unknown' }],
    ['that it can be merged', { mergeable: true }, { mergeable: 'yes' }],
    ['that it cannot', { mergeable: false }, { mergeable: 'no' }],
    ['that GitHub computes that', { mergeable: null }, { mergeable: 'unknown' }],
    ['that it was merged', { merged_at: AT }, { mergeable: 'unknown', mergedAt: at }],
    ['what nobody expects', { additions: 'many', merged_at: 'never' }, { mergeable: 'unknown' }],
  ])('%s', (_what, differs, told) => {
    expect(pullTold({ ...pull, ...differs })).toEqual({ at, base: 'main', head: 'a1', ...told });
  });

  test('of another shape is nothing', () => {
    expect(pullTold({ ...pull, head: null })).toBeUndefined();
    expect(pullTold(undefined)).toBeUndefined();
  });
});

describe('a check', () => {
  test.each([
    ['success', 'passing'],
    ['pending', 'pending'],
    ['failure', 'failing'],
    ['error', 'failing'],
  ])('by the status %s is %s', (state, is) => {
    expect(statusCheck({ context: 'unit', state, updated_at: AT })).toEqual({ name: 'unit', state: is, at });
  });

  test.each([
    ['queued', null, 'pending'],
    ['in_progress', null, 'pending'],
    ['completed', 'success', 'passing'],
    ['completed', 'neutral', 'passing'],
    ['completed', 'skipped', 'passing'],
    ['completed', 'failure', 'failing'],
    ['completed', 'cancelled', 'failing'],
    ['completed', 'timed_out', 'failing'],
    ['completed', 'action_required', 'failing'],
    ['completed', 'stale', 'pending'],
  ])('by a run that is %s, %s is %s', (status, conclusion, is) => {
    const run = { name: 'lint', status, conclusion, started_at: AT, completed_at: null };
    expect(runCheck(run)).toEqual({ name: 'lint', state: is, at });
  });

  test('of another shape is none', () => {
    expect([statusCheck({}), runCheck({ name: 'lint', status: 'queued' }), runCheck(null)]).toEqual(
      Array.from({ length: 3 }),
    );
  });
});

test('paths are told once, of a rename both, and no more than are kept', () => {
  const files = [{ filename: 'b', previous_filename: 'a' }, { filename: 'b' }, 'odd', { filename: 'c' }];
  expect(pathsOf(files)).toEqual(['b', 'a', 'c']);
  const many = Array.from({ length: MOST_PATHS + 1 }, (_one, n) => ({ filename: `${n}` }));
  expect(pathsOf(many)).toHaveLength(MOST_PATHS);
});

describe('events of checks', () => {
  const told = (event: string, payload: object) =>
    interpret(event, JSON.stringify({ repository, ...payload }));
  const hint = { kind: 'checks', repo: { id: 7, name: 'org/project' }, sha: 'a1' };

  test('tell of a commit', () => {
    const status = { sha: 'a1', context: 'unit', state: 'failure', updated_at: AT };
    expect(told('status', status)).toEqual({ ...hint, checks: [{ name: 'unit', state: 'failing', at }] });
    const check_run = { name: 'lint', head_sha: 'a1', status: 'queued', conclusion: null, started_at: AT };
    expect(told('check_run.created', { check_run })).toEqual({
      ...hint,
      checks: [{ name: 'lint', state: 'pending', at }],
    });
    const check_suite = { head_sha: 'a1', conclusion: 'failure' };
    expect(told('check_suite.completed', { check_suite })).toEqual({ ...hint, checks: [] });
    expect(told('check_suite.requested', { check_suite })).toMatchObject({ kind: 'ignored' });
  });

  test('of another shape are ignored, with the reason', () => {
    expect(told('status', {})).toMatchObject({ kind: 'ignored', why: expect.stringMatching(/shape: sha/) });
    expect(told('check_run.created', { check_run: {} })).toMatchObject({ kind: 'ignored' });
  });
});

test('nothing that comes makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (said) => {
      expect(
        [pullTold(said), statusCheck(said), runCheck(said)].length + pathsOf([said]).length,
      ).toBeGreaterThan(2);
      for (const event of ['status', 'check_run.created', 'check_suite.completed', 'poll.pull'])
        expect(interpret(event, JSON.stringify(said)).kind).toBe('ignored');
    }),
  );
});

describe('the recorded payloads of @octokit/webhooks-examples', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const recorded = (JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: object[] }[]).flatMap(
    ({ name, examples }) => examples.map((payload) => ({ name, payload: payload as { action?: string } })),
  );
  const hints = (name: string) =>
    recorded
      .filter((one) => one.name === name)
      .map(({ payload }) => interpret(`${name}.${payload.action ?? ''}`, JSON.stringify(payload)));

  test('every pull request tells its last commit, and nearly all their size', () => {
    const told = hints('pull_request').flatMap((hint) => (hint.kind === 'issue' ? [hint.pull] : []));
    expect(told.length).toBeGreaterThan(15);
    expect(told.filter((one) => !one?.head)).toEqual([]);
    expect(told.filter((one) => one?.extent).length).toBeGreaterThan(15);
  });

  test.each(['status', 'check_run'])('every %s is a check of a commit', (name) => {
    const all = hints(name);
    expect(all.length).toBeGreaterThan(0);
    for (const hint of all)
      expect(hint).toMatchObject({ kind: 'checks', sha: expect.any(String), checks: [{}] });
  });
});

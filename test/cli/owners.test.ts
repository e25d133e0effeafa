import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LARGEST } from '../../src/adapters/owners-text.ts';
import { UserError } from '../../src/domain/errors.ts';
import { ownersReport, type OwnersOptions } from '../../src/cli/owners.ts';

const FILES = {
  OWNERS: 'approvers: [harbourmaster]\nlabels: [area/boats]',
  OWNERS_ALIASES: 'aliases: {hull-leads: [noor, Dana]}',
  'hull/OWNERS': `filters:
  ".*": {approvers: [hull-leads], labels: [sig/hull]}
  "\\\\.go$": {reviewers: [lee, dana], required_reviewers: [mori]}`,
  'mast/OWNERS': 'approvers: dana',
  'sail/OWNERS': `# ${'x'.repeat(LARGEST)}`,
  'vendor/rope/knots/OWNERS': 'approvers: [stranger]',
  '.git/OWNERS': 'approvers: [stranger]',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sigbot-owners-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'keel'));
  symlinkSync(join(root, 'hull/OWNERS'), join(root, 'keel/OWNERS'));
});

afterAll(() => rmSync(root, { recursive: true }));

const report = (paths: string[], options: OwnersOptions = {}) =>
  ownersReport({ tree: root, ...options }, paths);

test('JSON: each path as it was asked for, with sorted lists', async () => {
  const { text } = await report(['hull/plank.go', 'hull', 'keel/x', 'vendor/rope/knots/x'], { json: true });
  const root = { approvers: ['harbourmaster'], reviewers: [], requiredReviewers: [], labels: ['area/boats'] };
  expect(JSON.parse(text)).toEqual([
    {
      path: 'hull/plank.go',
      approvers: ['dana', 'harbourmaster', 'noor'],
      reviewers: ['dana', 'lee'],
      requiredReviewers: ['mori'],
      labels: ['area/boats', 'sig/hull'],
    },
    {
      ...root,
      path: 'hull',
      approvers: ['dana', 'harbourmaster', 'noor'],
      labels: ['area/boats', 'sig/hull'],
    },
    { ...root, path: 'keel/x' },
    { ...root, path: 'vendor/rope/knots/x' },
  ]);
});

test('for people, whom a path has by where they come from, in 120 columns', async () => {
  const { text } = await report(['hull/plank.go', 'x']);
  const lines = text.split('\n');
  expect(lines.map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
    'hull/plank.go',
    '  approvers  hull, by hull-leads  dana noor',
    '  /  harbourmaster',
    '  reviewers  hull, where \\.go$  dana lee',
    '  required reviewers  hull, where \\.go$  mori',
    '  labels  hull  sig/hull',
    '  /  area/boats',
    '',
    'x',
    '  approvers  /  harbourmaster',
    '  labels  /  area/boats',
    '',
  ]);
  expect(lines.every((line) => line.length <= 120)).toBe(true);
});

test('what does not count is noted, and does not stop it', async () => {
  const { notes } = await report(['x']);
  expect(notes.toSorted()).toEqual([
    'mast/OWNERS: approvers is text where a list is due: none of its plain keys counts.',
    'sail/OWNERS: It is larger than 256 KB: it is not read.',
  ]);
});

test('a path of nobody says so', async () => {
  expect((await report(['y'], { tree: join(root, 'mast') })).text).toBe('y\n  nobody\n');
});

test.each<[string, string[], OwnersOptions, string]>([
  ['no tree', ['x'], { tree: undefined }, 'Of which tree?'],
  ['no path', [], {}, 'The owners of what?'],
  ['no folder', ['x'], { tree: '/nowhere' }, 'There is no folder "/nowhere".'],
  ['a path that leads out of it', ['hull/../../x'], {}, '"hull/../../x" may lead out of the tree.'],
])('%s is refused', async (_what, paths, options, problem) => {
  const error: unknown = await report(paths, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toBe(problem);
});

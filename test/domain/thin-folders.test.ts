import { describe, expect, test } from 'vitest';
import { groupFolders, thinFolders, type GroupFolder } from '../../src/domain/thin-folders.ts';
import { sigNetwork, sigNode } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';

const BOATS = {
  OWNERS: 'approvers: [root]',
  'hull/OWNERS': 'approvers: [dana, noor]\nlabels: [sig/node, area/hull]',
  'hull/keel/OWNERS': 'approvers: [lee]',
  'hull/radio/OWNERS': 'approvers: [mori]\nlabels: [sig/network]',
  'hull/shared/OWNERS': 'labels: [sig/network, sig/node]',
  'hull/alone/OWNERS': 'options: {no_parent_owners: true}\napprovers: [lee, robot]',
  'mast/OWNERS': 'approvers: [dana]\nlabels: [area/mast]',
};

/** "hull/keel: dana lee noor" */
function foldersOf(group: typeof sigNode, files: Readonly<Record<string, string>> = BOATS): string[] {
  const found = groupFolders({ repo: 'boats', tree: treeOf(files) }, group, [sigNode, sigNetwork], ['Robot']);
  return found.map(({ folder, approvers }) => `${folder}: ${approvers.join(' ')}`).toSorted();
}

test('a folder is a group’s by its label, or by the nearest above that gives any group’s', () => {
  expect(foldersOf(sigNode)).toEqual([
    'hull/alone: lee',
    'hull/keel: dana lee noor',
    'hull/shared: dana noor',
    'hull: dana noor',
  ]);
  expect(foldersOf(sigNetwork)).toEqual(['hull/radio: mori', 'hull/shared: ']);
});

test('the root is a folder like any other', () => {
  expect(foldersOf(sigNode, { OWNERS: 'approvers: [root]\nlabels: [sig/node]', 'hull/OWNERS': '' })).toEqual([
    ': root',
    'hull: root',
  ]);
});

describe('a folder is thin', () => {
  const folder = (name: string, ...approvers: string[]): GroupFolder => ({
    repo: 'boats',
    folder: name,
    approvers,
  });
  const active = new Set(['dana', 'noor']);
  const told = (folders: readonly GroupFolder[], known = true) =>
    thinFolders(
      folders,
      (login) => active.has(login),
      () => known,
    ).map((one) =>
      [
        one.folder || '/',
        one.active.join('+') || '-',
        one.approvers.length,
        one.below,
        one.sure ? 'sure' : 'unsure',
      ].join(' '),
    );

  test.each<[name: string, folders: GroupFolder[], known: boolean, expected: string[]]>([
    ['not with two who are active', [folder('hull', 'dana', 'lee', 'noor')], true, []],
    ['with one of many', [folder('hull', 'dana', 'lee', 'mori')], true, ['hull dana 3 0 sure']],
    ['with none', [folder('hull', 'lee')], true, ['hull - 1 0 sure']],
    ['with nobody at all', [folder('hull')], true, ['hull - 0 0 sure']],
    [
      'perhaps, where what they did is not known for long enough',
      [folder('hull', 'dana', 'lee'), folder('mast', 'lee')],
      false,
      ['mast - 1 0 sure', 'hull dana 2 0 unsure'],
    ],
    [
      'and once, where the folders below have the same active approvers',
      [
        folder('hull', 'dana'),
        folder('hull/a', 'dana', 'lee'),
        folder('hull/a/b', 'dana'),
        folder('hulls', 'dana'),
      ],
      true,
      ['hull dana 1 2 sure', 'hulls dana 1 0 sure'],
    ],
    [
      'and by itself, where these are others',
      [folder('', 'dana'), folder('hull', 'noor'), folder('hull/a', 'lee')],
      true,
      ['hull/a - 1 0 sure', '/ dana 1 0 sure', 'hull noor 1 0 sure'],
    ],
  ])('%s', (_name, folders, known, expected) => {
    expect(told(folders, known)).toEqual(expected);
    expect(told(folders.toReversed(), known)).toEqual(expected);
  });
});

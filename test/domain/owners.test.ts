import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOwnersPath,
  nearestOwners,
  ownersOf,
  type Owner,
  type OwnersTree,
} from '../../src/domain/owners.ts';
import { filesBelow, hasOwners, OWNERS_DATA, treeOf } from '../support/owners.ts';

const names = (owners: readonly Owner[]) => owners.map(({ name }) => name);

type Files = Readonly<Record<string, string>>;

/** "approvers: dana noor · labels: area/hull", without what nobody is named for. */
function told(files: Files, path: string): string {
  return Object.entries(ownersOf(treeOf(files), path))
    .filter(([, owners]) => owners.length > 0)
    .map(([kind, owners]) => `${kind}: ${names(owners).join(' ')}`)
    .join(' · ');
}

type Row = [name: string, files: Files, path: string, expected: string];

describe('(a) plain keys or filters', () => {
  test.each<Row>([
    [
      'a plain key with a value disables the filters',
      { OWNERS: 'labels: [area/hull]\nfilters: {".*": {approvers: [dana]}}' },
      'hull/keel.go',
      'labels: area/hull',
    ],
    [
      'empty ones do not',
      { OWNERS: 'approvers: []\nreviewers:\nfilters: {".*": {approvers: [dana]}}' },
      'hull/keel.go',
      'approvers: dana',
    ],
    [
      'an entry that is nothing is a value',
      { OWNERS: 'approvers: [~]\nfilters: {".*": {approvers: [dana]}}' },
      'hull/keel.go',
      '',
    ],
    [
      'emeriti are no plain key',
      { OWNERS: 'emeritus_approvers: [noor]\nfilters: {".*": {approvers: [dana]}}' },
      'hull/keel.go',
      'approvers: dana',
    ],
    [
      'options count beside either',
      {
        OWNERS: 'approvers: [root]',
        'hull/OWNERS': 'options: {no_parent_owners: true}\nfilters: {"\\\\.go$": {approvers: [dana]}}',
      },
      'hull/keel.go',
      'approvers: dana',
    ],
    ['keys are compared without case', { OWNERS: 'Approvers: [dana]' }, 'keel.go', 'approvers: dana'],
  ])('%s', (_name, files, path, expected) => {
    expect(told(files, path)).toBe(expected);
  });
});

describe('(b) a pattern is searched in the path as seen from the folder', () => {
  const files = (pattern: string) => ({ 'hull/OWNERS': `filters: {'${pattern}': {approvers: [dana]}}` });
  test.each<[name: string, pattern: string, path: string, fits: boolean]>([
    ['in its middle', 'keel', 'hull/old/keel.go', true],
    ['from its beginning', '^old/', 'hull/old/keel.go', true],
    ['not from the root’s', '^hull/', 'hull/old/keel.go', false],
    ['to its end', '\\.go$', 'hull/keel.gob', false],
    ['with a flag that JavaScript lacks', '(?i)charter.md', 'hull/CHARTER.md', true],
    ['a folder is “.” to itself', '^\\.$', 'hull', true],
    ['everything, also a folder itself', '.*', 'hull', true],
    ['nothing beside its folder', '.*', 'mast/keel.go', false],
    ['what Go does not take fits nothing', 'keel(?=\\.go)', 'hull/keel.go', false],
  ])('%s', (_name, pattern, path, fits) => {
    expect(told(files(pattern), path)).toBe(fits ? 'approvers: dana' : '');
  });
});

describe('(c) no_parent_owners', () => {
  const last = 'options: {no_parent_owners: true}';
  const root = { OWNERS: 'approvers: [root]\nreviewers: [root]\nlabels: [area/boat]' };
  test.each<Row>([
    [
      'ends the way of what was found alone: kinds inherit differently',
      { ...root, 'hull/OWNERS': `${last}\napprovers: [dana]` },
      'hull/keel.go',
      'approvers: dana · reviewers: root · labels: area/boat',
    ],
    [
      'ends it also for what was found below',
      { ...root, 'hull/OWNERS': last, 'hull/old/OWNERS': 'reviewers: [noor]' },
      'hull/old/keel.go',
      'approvers: root · reviewers: noor · labels: area/boat',
    ],
    ['alone ends nothing', { ...root, 'hull/OWNERS': last }, 'hull/keel.go', told(root, 'keel.go')],
    [
      'ends nothing where its own filters do not fit',
      { ...root, 'hull/OWNERS': `${last}\nfilters: {mast: {approvers: [dana]}}` },
      'hull/keel.go',
      told(root, 'keel.go'),
    ],
    [
      'false is as if it were not there',
      { ...root, 'hull/OWNERS': 'options: {no_parent_owners: false}\napprovers: [dana]' },
      'hull/keel.go',
      'approvers: dana root · reviewers: root · labels: area/boat',
    ],
  ])('%s', (_name, files, path, expected) => {
    expect(told(files, path)).toBe(expected);
  });
});

test('(d) all patterns that fit add up', () => {
  const filters = `filters:
  ".*": {approvers: [dana], labels: [area/hull]}
  "\\\\.go$": {approvers: [noor, dana], reviewers: [lee]}
  "^old/": {labels: [area/old, area/hull]}
  "mast": {approvers: [mori]}`;
  expect(told({ 'hull/OWNERS': filters }, 'hull/old/keel.go')).toBe(
    'approvers: dana noor · reviewers: lee · labels: area/hull area/old',
  );
});

describe('(e) parents', () => {
  const files = {
    OWNERS: 'approvers: [root, dana]\nrequired_reviewers: [root]',
    'hull/OWNERS': 'approvers: [dana]\nreviewers: [noor]',
    'hull/old/OWNERS': 'reviewers: [lee]\nrequired_reviewers: [lee]',
  };

  test('count, each with where it comes from, the nearest folder first', () => {
    const { approvers } = ownersOf(treeOf(files), 'hull/old/keel.go');
    expect(approvers).toEqual([
      { name: 'dana', from: [{ folder: 'hull' }, { folder: '' }] },
      { name: 'root', from: [{ folder: '' }] },
    ]);
    expect(told(files, 'hull/old/keel.go')).toBe(
      'approvers: dana root · reviewers: lee noor · requiredReviewers: lee root',
    );
  });

  test('the nearest of each kind are those to ask first', () => {
    const { approvers, reviewers, labels } = ownersOf(treeOf(files), 'hull/old/keel.go');
    expect(nearestOwners(approvers)).toEqual({ folder: 'hull', names: ['dana'] });
    expect(nearestOwners(reviewers)).toEqual({ folder: 'hull/old', names: ['lee'] });
    expect(nearestOwners(labels)).toEqual({ folder: '', names: [] });
  });

  test.each<[string, string]>([
    ['a folder has its own file', 'hull/old'],
    ['a slash at the end changes nothing', 'hull/old/'],
    ['nor does “./”', './hull/old/none/there.go'],
  ])('%s', (_name, path) => {
    expect(names(ownersOf(treeOf(files), path).reviewers)).toEqual(['lee', 'noor']);
  });

  test('the root itself', () => {
    for (const path of ['', '.', './'])
      expect(names(ownersOf(treeOf(files), path).approvers)).toEqual(['dana', 'root']);
  });
});

describe('(f) names and lists', () => {
  const aliases = `aliases:
  Harbour-Masters: ["@Dana", noor]
  crew: [harbour-masters, lee]
  nobody:
  flow: {lee, mori}
  odd: dana`;
  test.each<[string, string, string]>([
    ['an alias stands for its members', '[harbour-masters]', 'dana noor'],
    ['in any case, with an “@”', '["@HARBOUR-masters"]', 'dana noor'],
    ['its members are no aliases', '[crew]', 'harbour-masters lee'],
    ['a member of two aliases stands there once', '[crew, flow]', 'harbour-masters lee mori'],
    ['one may have nobody', '[nobody, dana]', 'dana'],
    ['one that is no list is a name', '[odd]', 'odd'],
    ['in lower case, without one “@”', '[Dana, "@@Lee"]', '@lee dana'],
    ['once, however often', '[dana, Dana, "@dana"]', 'dana'],
    ['an entry that is nothing names nobody', '[dana, "", ~]', 'dana'],
    ['a login of digits is one', '[007]', '007'],
    ['a list may be nothing', '', ''],
  ])('%s', (_name, list, expected) => {
    const tree = treeOf({ OWNERS_ALIASES: aliases, OWNERS: `approvers: ${list}` });
    expect(names(ownersOf(tree, 'keel.go').approvers).join(' ')).toBe(expected);
  });

  test('whom an alias brings says so, whom the file names as well does not', () => {
    const tree = treeOf({
      OWNERS_ALIASES: aliases,
      OWNERS: 'filters: {keel: {approvers: [harbour-masters, noor]}}',
    });
    expect(ownersOf(tree, 'keel.go').approvers).toEqual([
      { name: 'dana', from: [{ folder: '', pattern: 'keel', alias: 'harbour-masters' }] },
      { name: 'noor', from: [{ folder: '', pattern: 'keel' }] },
    ]);
  });

  test('labels stay as they are written', () => {
    expect(told({ OWNERS: 'labels: [Area/Hull, "@x"]' }, 'keel.go')).toBe('labels: @x Area/Hull');
  });

  test.each<[name: string, text: string, expected: string, finding: string]>([
    ['text for a list', 'approvers: dana\nreviewers: [noor]', '', 'approvers is text where a list is due'],
    ['a map for a list', 'reviewers: {noor: x}', '', 'reviewers is a map where a list is due'],
    ['a map in a list', 'approvers: [dana, {noor: x}]', '', 'approvers has a map where text is due'],
    [
      'text for a list beside filters, which count',
      'approvers: dana\nfilters: {".*": {approvers: [noor]}}',
      'approvers: noor',
      'approvers is text',
    ],
    [
      'text for a list in a filter: none counts',
      'filters: {".*": {approvers: [noor]}, x: {labels: a}}',
      '',
      'In the filter x labels is text where a list is due: none counts.',
    ],
    ['filters that are a list', 'filters: [a]', '', 'filters is a list where a map is due.'],
    ['a filter that is text', 'filters: {x: dana}', '', 'The filter x is text: none counts.'],
    [
      'a pattern that is none: the others count',
      'filters: {"(": {approvers: [dana]}, keel: {approvers: [noor]}}',
      'approvers: noor',
      'The filter ( is no regular expression',
    ],
    ['options that are text', 'options: yes\napprovers: [dana]', '', 'options is text where a map is due'],
    [
      'an option that is neither',
      'options: {no_parent_owners: perhaps}\napprovers: [dana]',
      '',
      'neither true nor false',
    ],
    ['keys of another time', 'assignees: [dana]', '', 'It names nobody: assignees does not count.'],
    ['a list', '- dana', '', 'It is a list where a map is due.'],
    ['no YAML', 'approvers: [dana', '', 'It is not YAML'],
    [
      'filters beside plain keys',
      'approvers: [dana]\nfilters: {x: {labels: [a]}}',
      'approvers: dana',
      'Its filters do not count',
    ],
  ])('%s', (_name, text, expected, finding) => {
    const files = { OWNERS: text };
    expect(told(files, 'keel.go')).toBe(expected);
    expect(treeOf(files).findings).toEqual([{ file: 'OWNERS', text: expect.stringContaining(finding) }]);
  });

  test.each<[string, string]>([
    ['empty', ''],
    ['nothing but a remark', '# approvers: [dana]'],
    ['nothing but emeriti', 'emeritus_approvers: [dana]'],
  ])('a file that is %s is no finding', (_name, text) => {
    expect(treeOf({ OWNERS: text }).findings).toEqual([]);
  });

  test('aliases of another shape name nobody, and are found', () => {
    for (const text of ['- dana', 'aliases: [dana]', '{'])
      expect(treeOf({ OWNERS_ALIASES: text }).findings).toMatchObject([{ file: 'OWNERS_ALIASES' }]);
  });
});

describe('(g) patterns are linear', () => {
  test.each(['(a+)+$', '(a|a)*b', '(.*)*x', '(x+x+)+y', '(a|b|ab)*c', '(?i)(a+){1,100}$'])(
    '%s',
    (pattern) => {
      const tree = treeOf({ OWNERS: `filters: {'${pattern}': {approvers: [dana]}}` });
      const from = performance.now();
      ownersOf(tree, `${'a'.repeat(20_000)}!`);
      expect(performance.now() - from).toBeLessThan(1000);
    },
  );

  test('what would grow beyond measure is no pattern', () => {
    const tree = treeOf({
      OWNERS: `filters: {'((a{1,100}){1,100}){1,100}': {labels: [a]}, ${'x'.repeat(1001)}: {labels: [b]}}`,
    });
    expect(tree.findings).toHaveLength(2);
    expect(names(ownersOf(tree, 'x'.repeat(2000)).labels)).toEqual([]);
  });
});

test.each<[string, boolean]>([
  ['OWNERS', true],
  ['hull/OWNERS', true],
  ['OWNERS_ALIASES', true],
  ['hull/OWNERS_ALIASES', false],
  ['hull/owners', false],
  ['hull/MY_OWNERS', false],
  ['vendor/OWNERS', true],
  ['vendor/boats/OWNERS', true],
  ['vendor/boats/keel/OWNERS', false],
  ['old/vendor/boats/keel/deep/OWNERS', false],
  ['_output/OWNERS', false],
  ['hull/_output/keel/OWNERS', false],
  ['.git/OWNERS', false],
])('%s counts: %s', (path, counts) => {
  expect(isOwnersPath(path)).toBe(counts);
});

test('whatever a file holds, it is read without an exception', () => {
  const key = fc.constantFrom(
    'approvers',
    'reviewers',
    'labels',
    'filters',
    'options',
    'no_parent_owners',
    'aliases',
    '__proto__',
    '<<',
  );
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('', '~', 'yes', '.*', '(', '@dana'),
      fc.string(),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('data'), { maxLength: 3 }),
    map: fc.dictionary(fc.oneof(key, fc.string()), tie('data'), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(data, data, fc.string(), (owners, aliases, path) => {
      const tree = treeOf({ OWNERS: JSON.stringify(owners), OWNERS_ALIASES: JSON.stringify(aliases) });
      const found = names(ownersOf(tree, path).approvers);
      expect(found).toEqual([...new Set(found)].toSorted());
    }),
    { numRuns: 300 },
  );
});

test('a file made to exhaust the process is a finding', () => {
  const bomb = `a0: &a0 [x]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`).join('\n')}`;
  const deep = `approvers: ${'['.repeat(50_000)}`;
  for (const text of [bomb, deep]) expect(treeOf({ OWNERS: text }).findings).toHaveLength(1);
});

interface Worked {
  path: string;
  approvers: string[];
  reviewers: string[];
  required_reviewers: string[];
  labels: string[];
  leaf_approvers: string[];
  leaf_reviewers: string[];
  approvers_dir: string;
  reviewers_dir: string;
}

describe.skipIf(!hasOwners)('Kubernetes (skipped without ../shared/data)', () => {
  test('twenty paths of kubernetes/test-infra that were worked out', () => {
    const tree = treeOf(filesBelow(join(OWNERS_DATA, 'kubernetes-test-infra')));
    expect(tree.findings).toEqual([]);
    const lines = readFileSync(join(OWNERS_DATA, 'kubernetes-test-infra.worked-examples.jsonl'), 'utf8');
    const worked = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Worked);
    expect(worked).toHaveLength(20);
    expect(worked.map(({ path }) => workedOut(tree, path))).toEqual(worked);
  });

  function workedOut(tree: OwnersTree, path: string): Worked {
    const { approvers, reviewers, requiredReviewers, labels } = ownersOf(tree, path);
    const [ofApprovers, ofReviewers] = [nearestOwners(approvers), nearestOwners(reviewers)];
    return {
      path,
      approvers: names(approvers),
      reviewers: names(reviewers),
      required_reviewers: names(requiredReviewers),
      labels: names(labels),
      leaf_approvers: [...ofApprovers.names],
      leaf_reviewers: [...ofReviewers.names],
      approvers_dir: ofApprovers.folder,
      reviewers_dir: ofReviewers.folder,
    };
  }

  test('files of different years', () => {
    const mixed = treeOf(filesBelow(join(OWNERS_DATA, 'kubernetes-kubernetes-mixed')));
    expect(mixed.folders.size).toBe(5);
    expect(mixed.findings).toEqual([
      { file: 'legacy-2016/OWNERS', text: 'It names nobody: assignees does not count.' },
    ]);
    expect(names(ownersOf(mixed, 'pkg/kubelet/cm/manager.go').labels)).toEqual(['area/kubelet', 'sig/node']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approvalNeeds,
  fewestApprovers,
  type ApprovalFacts,
  type ApprovalNeed,
} from '../../src/domain/approvers.ts';
import { treeOf } from '../support/owners.ts';

type Files = Readonly<Record<string, string>>;

const BOAT: Files = {
  OWNERS: 'approvers: [root]',
  'hull/OWNERS': 'approvers: [dana, noor]',
  'hull/keel/OWNERS': 'approvers: [lee]',
  'mast/OWNERS': 'approvers: [mori, noor]',
};

/** "hull: dana noor root", a need a line. */
function needed(owners: Files, files: readonly string[]): string[] {
  return approvalNeeds(treeOf(owners), files).map(
    ({ folder, approvers }) => `${folder || '/'}: ${approvers.join(' ') || 'nobody'}`,
  );
}

describe('what needs approval', () => {
  const apart = { ...BOAT, 'hull/keel/OWNERS': 'options: {no_parent_owners: true}\napprovers: [lee]' };
  const free = {
    ...BOAT,
    'hull/OWNERS': 'options: {auto_approve_unowned_subfolders: true}\napprovers: [dana]',
  };
  const byKind = {
    'hull/OWNERS': 'filters: {"\\\\.go$": {approvers: [dana]}, "\\\\.md$": {approvers: [noor]}}',
  };
  test.each<[name: string, owners: Files, files: string[], expected: string[]]>([
    ['a folder, for all its files', BOAT, ['hull/a.go', 'hull/b.go'], ['hull: dana noor root']],
    [
      'each folder beside another',
      BOAT,
      ['hull/a.go', 'mast/a.go'],
      ['hull: dana noor root', 'mast: mori noor root'],
    ],
    ['the upper of two', BOAT, ['hull/a.go', 'hull/keel/a.go'], ['hull: dana noor root']],
    ['the upper of two, however far', BOAT, ['README.md', 'hull/keel/a.go'], ['/: root']],
    ['the lower by itself', BOAT, ['hull/keel/a.go'], ['hull/keel: dana lee noor root']],
    [
      'a folder that has no file of its own: the one above',
      BOAT,
      ['hull/old/a.go'],
      ['hull: dana noor root'],
    ],
    [
      'both where the lower stands for itself',
      apart,
      ['hull/a.go', 'hull/keel/a.go', 'hull/keel/deep/a.go'],
      ['hull: dana noor root', 'hull/keel: lee'],
    ],
    ['by filter', byKind, ['hull/a.go', 'hull/a.md'], ['hull: dana', 'hull: noor']],
    ['what no filter fits: nobody may', byKind, ['hull/a.txt', 'hull/a.go'], ['/: nobody', 'hull: dana']],
    ['nothing below a folder that lets it through', free, ['hull/old/a.go'], []],
    ['but the folder itself', free, ['hull/a.go', 'hull/old/a.go'], ['hull: dana root']],
    ['and what has an OWNERS file of its own', free, ['hull/keel/a.go'], ['hull/keel: dana lee root']],
    [
      'at the root that lets through everything of its own',
      { OWNERS: 'options: {auto_approve_unowned_subfolders: true}\napprovers: [root]' },
      ['a.go', 'hull/a.go'],
      [],
    ],
    ['nobody’s files', {}, ['hull/a.go', 'b.go'], ['/: nobody']],
    [
      'a folder whose file names no approver: the one above',
      { ...BOAT, 'bow/OWNERS': 'labels: [area/bow]' },
      ['bow/a.go'],
      ['/: root'],
    ],
    ['nothing', BOAT, [], []],
  ])('%s', (_name, owners, files, expected) => {
    expect(needed(owners, files)).toEqual(expected);
  });

  test('tells the files, those below too, and whom the folder itself names', () => {
    const files = ['hull/keel/a.go', 'hull/b.go', 'hull/a.go'];
    expect(approvalNeeds(treeOf(BOAT), files)).toEqual([
      {
        folder: 'hull',
        files: ['hull/b.go', 'hull/a.go', 'hull/keel/a.go'],
        approvers: ['dana', 'noor', 'root'],
        nearest: ['dana', 'noor'],
      },
    ]);
  });
});

const FACTS: ApprovalFacts = { author: 'sam', given: [], load: new Map(), away: new Set() };

/** "noor: hull mast · without: keel", "" where nobody has to be asked. */
function asked(owners: Files, files: readonly string[], facts: Partial<ApprovalFacts> = {}): string {
  const { chosen, uncovered } = fewestApprovers(approvalNeeds(treeOf(owners), files), { ...FACTS, ...facts });
  const folders = (needs: readonly ApprovalNeed[]) => needs.map(({ folder }) => folder || '/').join(' ');
  return [
    ...chosen.map(({ login, away, needs }) => `${login}${away ? ' (away)' : ''}: ${folders(needs)}`),
    ...(uncovered.length > 0 ? [`without: ${folders(uncovered)}`] : []),
  ].join(' · ');
}

describe('whom to ask', () => {
  const two = ['hull/a.go', 'mast/a.go'];
  const fleet: Files = {
    'hull/OWNERS': 'approvers: [dana, noor]',
    'mast/OWNERS': 'approvers: [mori, noor]',
    'bow/OWNERS': 'approvers: [lee]',
  };
  test.each<[name: string, files: string[], facts: Partial<ApprovalFacts>, expected: string]>([
    ['one who may approve both', two, {}, 'noor: hull mast'],
    ['two where the one is the author', two, { author: 'Noor' }, 'dana: hull · mori: mast'],
    ['for what was not approved yet', two, { given: ['Dana'] }, 'mori: mast'],
    ['nobody where all is approved', two, { given: ['noor'] }, ''],
    ['the author’s own approval where it counts', two, { author: 'noor', given: ['noor'] }, ''],
    ['the present, be they more', two, { away: new Set(['Noor']) }, 'dana: hull · mori: mast'],
    ['the away where nobody else can', ['bow/a.go'], { away: new Set(['lee']) }, 'lee (away): bow'],
    ['the idle', ['hull/a.go'], { load: new Map([['Dana', 4]]) }, 'noor: hull'],
    ['the first of equals', ['hull/a.go'], {}, 'dana: hull'],
    [
      'nobody where only the author may',
      [...two, 'bow/a.go'],
      { author: 'lee' },
      'noor: hull mast · without: bow',
    ],
    ['nobody where nobody may', ['hull/a.go', 'a.go'], {}, 'dana: hull · without: /'],
  ])('%s', (_name, files, facts, expected) => {
    expect(asked(fleet, files, facts)).toBe(expected);
  });

  test('those whom the folder itself names before those above it, be these idle', () => {
    const load = new Map([['lee', 9]]);
    expect(asked({ ...BOAT, OWNERS: 'approvers: [abe]' }, ['hull/keel/a.go'], { load })).toBe(
      'lee: hull/keel',
    );
  });

  test('the one above all where there are fewer then', () => {
    expect(asked(BOAT, two, { author: 'noor' })).toBe('root: hull mast');
  });
});

const LOGINS = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus'];
const login = fc.constantFrom(...LOGINS);
const folder = fc.constantFrom('', 'a', 'b', 'c', 'a/a', 'a/b', 'b/a', 'a/a/a');
const ownersText = fc
  .record({ approvers: fc.uniqueArray(login, { maxLength: 3 }), alone: fc.boolean() })
  .map(
    ({ approvers, alone }) => `options: {no_parent_owners: ${alone}}\napprovers: [${approvers.join(', ')}]`,
  );
const pathIn = (one: string) => (one === '' ? 'x.go' : `${one}/x.go`);
const trees = fc.dictionary(
  folder.map((one) => pathIn(one).replace('x.go', 'OWNERS')),
  ownersText,
);
const facts = fc.record({
  author: login,
  given: fc.uniqueArray(login, { maxLength: 1 }),
  load: fc.uniqueArray(fc.tuple(login, fc.nat(3)), { selector: ([one]) => one }).map((all) => new Map(all)),
  away: fc.uniqueArray(login, { maxLength: 3 }).map((all) => new Set(all)),
});

/** How good a choice is, the smaller the better, what counts most first. */
function price(
  logins: readonly string[],
  open: readonly ApprovalNeed[],
  { load, away }: ApprovalFacts,
): number[] {
  const near = new Set(open.flatMap(({ nearest }) => nearest));
  return [
    logins.filter((one) => away.has(one)).length,
    logins.length,
    logins.filter((one) => !near.has(one)).length,
    logins.reduce((all, one) => all + (load.get(one) ?? 0), 0),
  ];
}

test('nobody finds a better choice by trying all of them', () => {
  fc.assert(
    fc.property(trees, fc.uniqueArray(folder), facts, (owners, changed, known) => {
      const needs = approvalNeeds(treeOf(owners), changed.map(pathIn));
      const open = needs.filter(({ approvers }) => !known.given.some((one) => approvers.includes(one)));
      const possible = open.filter(({ approvers }) => approvers.some((one) => one !== known.author));
      const best = subsetsOf(LOGINS.filter((one) => one !== known.author))
        .filter((some) => possible.every(({ approvers }) => approvers.some((one) => some.includes(one))))
        .map((some) => price(some, open, known))
        .reduce((least, one) => (compare(one, least) < 0 ? one : least));
      const { chosen, uncovered, fewest } = fewestApprovers(needs, known);
      expect(
        price(
          chosen.map((one) => one.login),
          open,
          known,
        ),
      ).toEqual(best);
      expect(uncovered).toEqual(open.filter((need) => !possible.includes(need)));
      expect(fewest).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the order in which files are told changes nothing', () => {
  const changed = fc
    .uniqueArray(folder)
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(trees, changed, facts, (owners, [one, other], known) => {
      const chosen = (folders: readonly string[]) =>
        fewestApprovers(approvalNeeds(treeOf(owners), folders.map(pathIn)), known).chosen.map(
          ({ login: name }) => name,
        );
      expect(chosen(other)).toEqual(chosen(one));
    }),
    { numRuns: 100 },
  );
});

function subsetsOf(names: readonly string[]): string[][] {
  return names.reduce<string[][]>((all, name) => [...all, ...all.map((some) => [...some, name])], [[]]);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

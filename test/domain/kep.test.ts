import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCheckout } from '../../src/adapters/checkout.ts';
import { readKepText } from '../../src/adapters/kep-text.ts';
import { KUBERNETES_KEPS, readKep, type Kep } from '../../src/domain/kep.ts';
import { kepPaths, KUBERNETES_PLACES, readKeps } from '../../src/domain/kep-tree.ts';

const PATH = 'keps/sig-hull/1287-tar-the-planks/kep.yaml';
const GOOD = `title: Tar the planks
kep-number: 1287
authors: ["@dana"]
owning-sig: sig-hull
participating-sigs: [sig-mast]
status: implementable
creation-date: 2026-03-02
reviewers: ["@lee"]
approvers: ["@noor"]
stage: beta
latest-milestone: "v1.37"
milestone: { alpha: "v1.36", beta: "v1.37", stable: "v1.38" }
`;
const REVIEW = 'kep-number: 1287\nalpha: { approver: "@mori" }\nbeta: { approver: "@mori" }\n';
const REVIEW_PATH = 'keps/prod-readiness/sig-hull/1287.yaml';

const review = (text: string) => ({ path: REVIEW_PATH, said: readKepText(text) });
const kepOf = (text: string, path = PATH, reviewed = REVIEW) =>
  readKep({ path, said: readKepText(text), review: review(reviewed) }, KUBERNETES_KEPS, (name) =>
    ['sig-hull', 'sig-mast'].includes(name),
  );
/** The good file with one of its lines in place of another, or without it. */
const but = (key: string, line = '') => GOOD.replace(new RegExp(`^${key}:.*\n`, 'm'), line && `${line}\n`);

const wartsOf = ({ findings, trifles }: Kep) => [...findings, ...trifles];

test('a file without a wart has no findings', () => {
  expect(kepOf(GOOD)).toEqual({
    path: PATH,
    number: 1287,
    title: 'Tar the planks',
    owningSig: 'sig-hull',
    participatingSigs: ['sig-mast'],
    status: 'implementable',
    stage: 'beta',
    latestMilestone: 'v1.37',
    milestones: { alpha: 'v1.36', beta: 'v1.37', stable: 'v1.38' },
    authors: ['dana'],
    prrApprovers: { alpha: 'mori', beta: 'mori' },
    isTemplate: false,
    findings: [],
    trifles: [],
  });
});

describe('a wart is a finding', () => {
  test.each<[string, Partial<Kep>, string | string[]]>([
    [
      but('status', 'status: imlpemented'),
      { status: 'implemented' },
      'status is “imlpemented”; “implemented” is taken as meant.',
    ],
    [but('status', 'status: Implementable'), { status: 'implementable' }, []],
    [
      but('status', 'status: done'),
      { status: undefined },
      'status is “done”, which is none of provisional, implementable, implemented, deferred, rejected, withdrawn, replaced.',
    ],
    [
      but('status', 'status: provisional|implementable'),
      { status: undefined },
      'status is “provisional|implementable”, a placeholder.',
    ],
    [but('status', 'status: [implemented]'), { status: undefined }, 'status is a list where text is due.'],
    [but('title', 'title: {a: b}'), { title: undefined }, 'title is a map where text is due.'],
    [but('title', 'title: TBD'), { title: undefined }, 'title is “TBD”, a placeholder.'],
    [but('title'), { title: undefined }, 'Missing: title.'],
    [but('title', 'title: ~'), { title: undefined }, 'Without a value: title.'],
    [
      but('kep-number', 'kep-number: "1287"'),
      { number: 1287 },
      'kep-number is the text "1287" where a number is due.',
    ],
    [but('kep-number', 'kep-number: 0001287'), { number: 1287 }, []],
    [
      but('kep-number', 'kep-number: 1288'),
      { number: 1288 },
      [
        'kep-number is 1288, and its folder’s is 1287.',
        'Its production readiness file: kep-number is “1287”.',
      ],
    ],
    [but('kep-number', 'kep-number: soon'), { number: 1287 }, 'kep-number is “soon”, which is no number.'],
    [but('kep-number', 'kep-number: NNNN'), { number: 1287 }, 'kep-number is “NNNN”, a placeholder.'],
    [
      but('latest-milestone', "latest-milestone: '0.0'"),
      { latestMilestone: undefined },
      'latest-milestone is “0.0”, which is no milestone.',
    ],
    [
      but('latest-milestone', 'latest-milestone: 1.37'),
      { latestMilestone: 'v1.37' },
      'latest-milestone is “1.37”; v1.37 is taken as meant.',
    ],
    [
      but('latest-milestone', 'latest-milestone: v1.30')
        .replaceAll('v1.37', '1.30')
        .replace('v1.36', 'v1.29'),
      { latestMilestone: 'v1.30', milestones: { alpha: 'v1.29', beta: 'v1.30', stable: 'v1.38' } },
      'milestone.beta is “1.30”; v1.30 is taken as meant.',
    ],
    [
      but('latest-milestone', 'latest-milestone: null'),
      { latestMilestone: undefined },
      'Without a value: latest-milestone.',
    ],
    [
      but('latest-milestone', 'latest-milestone: v1.39'),
      {},
      'latest-milestone is v1.39, which is none of its milestones.',
    ],
    [
      but('latest-milestone', 'latest-milestone: v1.36'),
      {},
      'latest-milestone is that of alpha, and the stage is beta.',
    ],
    [
      but('milestone', 'milestone: {alpha: v1.36, beta: v1.37, stable: TBD}'),
      { milestones: { alpha: 'v1.36', beta: 'v1.37' } },
      'milestone.stable is “TBD”, a placeholder.',
    ],
    [
      but('milestone', 'milestone: {alpha: v1.38, beta: v1.37}'),
      {},
      'The milestone of alpha is later than that of the stage after it.',
    ],
    [
      but('milestone', 'milestone: v1.37'),
      { milestones: {} },
      ['milestone is text where a map is due.', 'The stage is beta, and milestone has none for it.'],
    ],
    [
      but('milestone', 'milestone: {alhpa: v1.36, beta: v1.37}'),
      { milestones: { alpha: 'v1.36', beta: 'v1.37' } },
      'A key of milestone is “alhpa”; “alpha” is taken as meant.',
    ],
    [but('milestone'), {}, 'The stage is beta, and milestone has none for it.'],
    [
      but('stage', 'stage: stable'),
      {},
      [
        'latest-milestone is that of beta, and the stage is stable.',
        'It is implementable, and nobody is named to approve its production readiness for stable.',
      ],
    ],
    [
      but('owning-sig', 'owning-sig: sig-xyz'),
      { owningSig: undefined },
      'owning-sig is “sig-xyz”, a placeholder.',
    ],
    [but('owning-sig', 'owning-sig: sig-mast'), {}, 'It lies in sig-hull, and its owning-sig is “sig-mast”.'],
    [
      but('participating-sigs', 'participating-sigs: [sig-keel]'),
      {},
      'No group of the directory: “sig-keel”.',
    ],
    [
      but('participating-sigs', 'participating-sigs: sig-mast'),
      { participatingSigs: ['sig-mast'] },
      'participating-sigs is text where a list is due.',
    ],
    [
      but('creation-date', 'creation-date: 2026-30-01'),
      {},
      'creation-date is “2026-30-01”, which is no day.',
    ],
    [but('reviewers', 'reviewers: ["“@lee”"]'), {}, 'reviewers has “@lee” in typographic quotes.'],
    [
      but('authors', 'authors: [dana.okafor@boats.example]'),
      { authors: [] },
      'authors has “(address removed)”, which is no GitHub login.',
    ],
    [`${GOOD}editor: TBD\n`, {}, 'editor is “TBD”, a placeholder.'],
    [`${GOOD}see-also:\n`, {}, 'Without a value: see-also.'],
  ])('%#: %s', (text, differs, findings) => {
    const kep = kepOf(text);
    expect(kep).toMatchObject(differs);
    expect(wartsOf(kep)).toEqual([findings].flat());
  });

  test.each<[string, string, Kep['prrApprovers']]>([
    ['beta: { approver: TBD }', 'beta.approver is “TBD”, a placeholder.', {}],
    ['beta: mori', 'beta is text where a map is due.', {}],
    ['- beta', 'It is a list where a map is due.', {}],
    [
      'beta: [',
      'It is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
      {},
    ],
    ['beta: { approver: mori }\nkep-number: 12', 'kep-number is “12”.', { beta: 'mori' }],
  ])('in the file of its review: %s', (text, finding, prrApprovers) => {
    const kep = kepOf(GOOD, PATH, text);
    expect(kep.prrApprovers).toEqual(prrApprovers);
    expect(kep.findings[0]?.replace(/ at line.*\.$/, '.')).toBe(`Its production readiness file: ${finding}`);
  });

  test('what is no YAML counts as it was before, or not at all', () => {
    const trouble = 'It is not YAML.';
    const before = readKepText(GOOD);
    const broken = (said: Parameters<typeof readKep>[0]['said']) => readKep({ path: PATH, said });
    expect('data' in before && broken({ trouble, before })).toMatchObject({
      title: 'Tar the planks',
      findings: expect.arrayContaining([`${trouble} What it said before is used.`]) as unknown,
    });
    expect(broken({ trouble })).toMatchObject({ number: 1287, title: undefined });
    expect(broken({ trouble }).findings[0]).toBe(trouble);
  });
});

test('another community’s shape: its keys and its words', () => {
  const shape = {
    keys: { ...KUBERNETES_KEPS.keys, number: 'dep', owningSig: 'team', latestMilestone: 'release' },
    statuses: { accepted: 'implementable' },
    stages: { preview: 'beta' },
  } as const;
  const text =
    'dep: 7\nteam: rigging\nstatus: accepted\nstage: preview\nrelease: v2.1\ntitle: Rig it\nmilestone: {preview: v2.1}\n';
  const kep = readKep({ path: 'proposals/7-rig/dep.yaml', said: readKepText(text) }, shape);
  expect(kep).toMatchObject({
    number: 7,
    owningSig: 'rigging',
    status: 'implementable',
    stage: 'beta',
    latestMilestone: 'v2.1',
  });
});

describe('a tree', () => {
  const files = (texts: Record<string, string>) =>
    Object.entries(texts).map(([path, text]) => ({ path, said: readKepText(text) }));

  test('each proposal has the review of its number, the nearest one', () => {
    const keps = readKeps(
      files({
        [PATH]: GOOD,
        [REVIEW_PATH]: REVIEW,
        'old/keps/prod-readiness/sig-hull/1287.yaml': 'beta: {approver: lee}',
        'keps/prod-readiness/sig-hull/12.yaml': REVIEW,
        'keps/sig-hull/README.md': '',
      }),
    );
    expect(keps).toMatchObject([{ path: PATH, prrApprovers: { beta: 'mori' }, findings: [] }]);
  });

  test('two of one number say so; a template is told from a proposal about templates', () => {
    const other = 'keps/sig-hull/1287-cluster-template/kep.yaml';
    const template = 'keps/NNNN-kep-template/kep.yaml';
    const keps = readKeps(files({ [PATH]: GOOD, [other]: GOOD, [template]: GOOD, [REVIEW_PATH]: REVIEW }));
    expect(keps.map(({ path, isTemplate }) => [path, isTemplate])).toEqual([
      [template, true],
      [other, false],
      [PATH, false],
    ]);
    expect(keps[1]?.findings).toContain(`${template} has the same number.`);
  });
});

test.each<[string, boolean]>([
  ['keps/sig-hull/7-tar/kep.yaml', true],
  ['kep.yaml', true],
  ['keps/prod-readiness/sig-hull/7.yaml', true],
  ['prod-readiness/sig-hull/7.yaml', true],
  ['keps/prod-readiness/7.yaml', false],
  ['keps/prod-readiness/sig-hull/old/7.yaml', false],
  ['keps/sig-hull/7-tar/kep.yaml.orig', false],
  ['keps/sig-hull/7-tar/kepxyaml', false],
])('whether %s is read', (path, isRead) => {
  expect(kepPaths(KUBERNETES_PLACES)(path)).toBe(isRead);
});

test('whatever stands in a file, it is read', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const keys = [...Object.values(KUBERNETES_KEPS.keys), 'creation-date', 'alpha', 'constructor', '__proto__'];
  const map = fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, fc.dictionary(fc.string(), value)));
  const said = fc.oneof(map, value).map((data) => ({ data, quoted: [] }));
  fc.assert(
    fc.property(said, said, fc.string(), (file, reviewed, path) => {
      const { findings } = readKep({ path, said: file, review: { path: 'x', said: reviewed } });
      expect(findings.filter((finding) => !finding.endsWith('.'))).toEqual([]);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readKep({ path: PATH, said: readKepText(text) }).path).toBe(PATH);
    }),
  );
});

const REAL = '../shared/data/keps/kubernetes-enhancements';
describe.skipIf(!existsSync(REAL))('Kubernetes’ own (skipped without ../shared/data/keps)', async () => {
  const keps = existsSync(REAL)
    ? readKeps(await readCheckout(REAL, kepPaths(KUBERNETES_PLACES), readKepText))
    : [];
  const findingsOf = (number: number) => keps.flatMap((kep) => (kep.number === number ? wartsOf(kep) : []));
  const CLEAN = [859, 1164, 2433, 3178, 3720, 3895, 5018, 5328, 5978];

  test('all are read; those without a wart have no finding', () => {
    expect(keps).toHaveLength(35);
    expect(
      keps
        .filter((kep) => wartsOf(kep).length === 0)
        .map(({ number }) => number)
        .toSorted((a = 0, b = 0) => a - b),
    ).toEqual(CLEAN);
    expect(keps.filter(({ number }) => number === undefined)).toHaveLength(1);
  });

  // Each was looked at by eye.
  test.each<[number, string[]]>([
    [
      19,
      [
        'reviewers has “@mortent” in typographic quotes.',
        'latest-milestone is v1.22, which is none of its milestones.',
        'Without a value: see-also.',
      ],
    ],
    [617, ['Missing: stage, latest-milestone.', 'Without a value: participating-sigs.']],
    [
      630,
      [
        'Missing: stage, latest-milestone.',
        'It lies in provider-aws, and its owning-sig is “sig-cloud-provider”.',
        'editor is “TBD”, a placeholder.',
      ],
    ],
    [
      689,
      [
        'latest-milestone is “0.0”, which is no milestone.',
        'The stage is stable, and milestone has none for it.',
        'editor is “TBD”, a placeholder.',
      ],
    ],
    [
      986,
      [
        'reviewers has “@sjenning” in typographic quotes.',
        'latest-milestone is “0.0”, which is no milestone.',
        'It lies in sig-scheduling, and its owning-sig is “sig-api-machinery”.',
        'The stage is stable, and milestone has none for it.',
        'Without a value: see-also, replaces, superseded-by.',
        'editor is “TBD”, a placeholder.',
      ],
    ],
    [
      1790,
      [
        'latest-milestone is v1.36, which is none of its milestones.',
        'Without a value: see-also, replaces, superseded-by.',
        'editor is “TBD”, a placeholder.',
      ],
    ],
    [3041, ['The stage is beta, and milestone has none for it.']],
    [3094, ['milestone.stable is “1.33”; v1.33 is taken as meant.']],
    [
      3203,
      [
        'kep-number is the text "3203" where a number is due.',
        'milestone.stable is “TBD”, a placeholder.',
        'Without a value: see-also.',
      ],
    ],
    [3850, ['Without a value: participating-sigs.']],
    [
      4322,
      [
        'latest-milestone is v1.34, which is none of its milestones.',
        'Without a value: feature-gates, metrics.',
      ],
    ],
    [4960, ['kep-number is the text "4960" where a number is due.', 'Without a value: milestone.stable.']],
    [5008, ['Missing: stage, latest-milestone.', 'Without a value: see-also, replaces.']],
    [
      5075,
      [
        'creation-date is “2025-30-01”, which is no day.',
        'latest-milestone is v1.37, which is none of its milestones.',
      ],
    ],
  ])('%i', (number, findings) => {
    expect(findingsOf(number)).toEqual(findings);
  });
});

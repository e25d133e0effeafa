import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LARGEST } from '../../src/adapters/owners-text.ts';
import { kepsReport } from '../../src/cli/keps.ts';

const FILES = {
  'keps/sig-mast/12-lean-less/kep.yaml':
    'title: Lean less\nkep-number: 12\nowning-sig: sig-mast\nstatus: [\n',
  'keps/sig-hull/7-tar-the-planks/kep.yaml':
    'title: Tar the planks\nkep-number: 7\nowning-sig: sig-hull\nstatus: provisional\nstage: alpha\nlatest-milestone: 1.30\n',
  'keps/sig-hull/8-large/kep.yaml': `# ${'x'.repeat(LARGEST)}`,
  'keps/sig-hull/7-tar-the-planks/README.md': 'Tar them.',
  'keps/prod-readiness/sig-hull/7.yaml': 'kep-number: 8',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sigbot-keps-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'keps/sig-keel/9-link'), { recursive: true });
  symlinkSync(join(root, 'keps/sig-hull/8-large/kep.yaml'), join(root, 'keps/sig-keel/9-link/kep.yaml'));
});

afterAll(() => rmSync(root, { recursive: true }));

const unknown = { title: null, owningSig: null, status: null, stage: null, latestMilestone: null };

test('JSON: sorted by path, what is unknown as null, what is wrong as findings', async () => {
  const rows: unknown = JSON.parse(await kepsReport({ tree: root, json: true }));
  expect(rows).toEqual([
    {
      path: 'keps/sig-hull/7-tar-the-planks/kep.yaml',
      number: 7,
      title: 'Tar the planks',
      owningSig: 'sig-hull',
      status: 'provisional',
      stage: 'alpha',
      latestMilestone: 'v1.30',
      findings: [
        'latest-milestone is “1.30”; v1.30 is taken as meant.',
        'Its production readiness file: kep-number is “8”.',
      ],
    },
    {
      path: 'keps/sig-hull/8-large/kep.yaml',
      number: 8,
      ...unknown,
      findings: ['It is larger than 256 KB: it is not read.'],
    },
    {
      path: 'keps/sig-mast/12-lean-less/kep.yaml',
      number: 12,
      ...unknown,
      findings: [expect.stringMatching(/^It is not YAML: .*\.$/)],
    },
  ]);
});

test('for people: a proposal a line, its findings below it, in 120 columns', async () => {
  const lines = (await kepsReport({ tree: root })).split('\n');
  expect(lines.map((line) => line.replace(/ {2,}/g, '  ')).slice(0, 4)).toEqual([
    '7  Tar the planks  sig-hull  provisional  alpha  v1.30',
    '  latest-milestone is “1.30”; v1.30 is taken as meant.',
    '  Its production readiness file: kep-number is “8”.',
    '8  keps/sig-hull/8-large/kep.yaml  –  –  –  –',
  ]);
  expect(lines.every((line) => line.length <= 120)).toBe(true);
});

test('a tree without proposals, and no tree', async () => {
  expect(await kepsReport({ tree: join(root, 'keps/prod-readiness') })).toBe(
    'There is no kep.yaml below it.\n',
  );
  expect(await kepsReport({ tree: join(root, 'keps/prod-readiness'), json: true })).toBe('[]\n');
  await expect(kepsReport({})).rejects.toThrow('Of which tree?');
  await expect(kepsReport({ tree: '/nowhere' })).rejects.toThrow('There is no folder "/nowhere".');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import {
  likeliest,
  likeness,
  SHOWN,
  suggestionsFor,
  tellingTerms,
  THRESHOLD,
  weightBy,
} from '../../src/domain/similar.ts';
import { termsOf, type Terms } from '../../src/domain/terms.ts';
import { anIssue } from '../support/facts.ts';

const calm = weightBy([]);
const like = (a: [string, string?], b: [string, string?]) =>
  likeness(termsOf(a[0], a[1] ?? ''), termsOf(b[0], b[1] ?? ''), calm);

describe('two issues', () => {
  test.each<[string, [string, string?], [string, string?], boolean]>([
    ['in the same words', ['Kubelet leaks memory on reboot'], ['Kubelet leaks memory on reboot'], true],
    ['in other forms of the words', ['Pods hang when node reboots'], ['Pod hanging: rebooted nodes'], true],
    ['a name written apart', ['NodePublishVolume times out twice'], ['node publish volume timed out'], true],
    [
      'the same complaint in a title, told differently',
      ['Volume stays attached after pod is deleted', 'The claim is gone, the disk is not.'],
      ['Volume stays attached, pod deleted', 'Our cloud still bills the disk.'],
      true,
    ],
    [
      'of the same area',
      ['kube-proxy writes no iptables rules'],
      ['kube-proxy locks up in nftables mode'],
      false,
    ],
    ['with one word in common', ['kubelet'], ['kubelet'], false],
    ['with nothing to go by', [''], [''], false],
    [
      'with nothing but the form in common',
      ['Scheduler ignores taints', '### What happened?\nno idea\n### Kubernetes version\nv1.33.0'],
      ['Wrong exit code of drain', '### What happened?\nlook\n### Kubernetes version\nv1.33.0'],
      false,
    ],
  ])('%s', (_name, a, b, alike) => {
    expect(like(a, b) >= THRESHOLD).toBe(alike);
  });

  test('are less alike by a word that many issues have', () => {
    const [a, b] = [termsOf('pod stuck terminating', ''), termsOf('pod stuck creating terminating', '')];
    const many = Array.from({ length: 50 }, () => termsOf('pod stuck', ''));
    expect(likeness(a, b, weightBy(many))).toBeLessThan(likeness(a, b, calm));
  });
});

const word = fc.constantFrom(
  ...'pod node volume claim proxy rule leak stuck drain taint cache watch'.split(' '),
);
const terms: fc.Arbitrary<Terms> = fc
  .tuple(fc.uniqueArray(word, { maxLength: 6 }), fc.uniqueArray(word))
  .map(([title, body]) => ({ title, body: body.filter((term) => !title.includes(term)) }));
const shuffled = (of: Terms) =>
  fc.record({
    title: fc.shuffledSubarray([...of.title], { minLength: of.title.length }),
    body: fc.shuffledSubarray([...of.body], { minLength: of.body.length }),
  });

describe('likeness', () => {
  test('is symmetric, from 0 to 1, and the same whatever the order of the words', () => {
    const pair = fc
      .tuple(terms, terms)
      .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), shuffled(a)));
    fc.assert(
      fc.property(pair, fc.array(terms), ([a, b, mixed], background) => {
        const weight = weightBy(background);
        const score = likeness(a, b, weight);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(1);
        expect(likeness(b, a, weight)).toBeCloseTo(score, 10);
        expect(likeness(mixed, b, weight)).toBeCloseTo(score, 10);
        expect(likeness(a, a, weight)).toBeGreaterThanOrEqual(score - 1e-9);
      }),
      { seed: 7 },
    );
  });
});

describe('the likeliest', () => {
  const candidates = (all: readonly Terms[]) =>
    all.map((terms, index) => ({ issue: anIssue({ number: index + 1 }), terms }));

  test('are three at most, none below the threshold, in the same order whatever theirs was', () => {
    const some = fc
      .array(terms, { maxLength: 12 })
      .map(candidates)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(terms, some, (of, [straight, mixed]) => {
        const found = likeliest(of, straight, calm);
        expect(likeliest(of, mixed, calm)).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(SHOWN);
        expect(found.filter(({ score }) => score < THRESHOLD)).toEqual([]);
        expect(found.map(({ score }) => score)).toEqual(
          found.map(({ score }) => score).toSorted((a, b) => b - a),
        );
      }),
      { seed: 7 },
    );
  });
});

describe('what is offered', () => {
  const issue = anIssue();
  const alike = (score: number, differs: Partial<Issue>) => ({ issue: anIssue(differs), score });

  test('is what is there, most alike first, never itself, never below the threshold, three at most', () => {
    const offered = suggestionsFor(issue, [
      alike(THRESHOLD - 0.01, { number: 1 }),
      alike(0.5, { number: 2, state: 'closed' }),
      alike(0.9, {}),
      alike(0.8, { number: 3, gone: 'transferred' }),
      alike(0.6, { number: 4, repo: 'kubernetes/website' }),
      alike(0.55, { number: 5 }),
      alike(0.46, { number: 6 }),
    ]);
    expect(offered.map(({ name, ref, closed }) => ({ name, ref, closed }))).toEqual([
      { name: 'kubernetes/website#4', ref: 'kubernetes/website#4', closed: false },
      { name: '#5', ref: 'kubernetes/kubernetes#5', closed: false },
      { name: '#2', ref: 'kubernetes/kubernetes#2', closed: true },
    ]);
  });
});

test('the terms to look for are the rare ones, those of the title first', () => {
  const many = Array.from({ length: 80 }, () => termsOf('pod stuck', ''));
  const asked = tellingTerms(termsOf('Pod stuck in volume attach', 'The claim of the pod'), weightBy(many));
  expect(asked).toEqual(['attach', 'volum', 'claim']);
});

import { describe, expect, test } from 'vitest';
import { KEP_NEEDS, type KepNeed } from '../../src/domain/freeze.ts';
import type { Kep } from '../../src/domain/kep.ts';
import { compareMilestones, readMilestone } from '../../src/domain/milestone.ts';
import { byMissing, isMeantFor, isReady, standingOf } from '../../src/domain/radar.ts';
import { lacksText, overText } from '../../src/domain/radar-words.ts';
import { DAY } from '../../src/domain/time.ts';
import { anIssue } from '../support/facts.ts';
import { aKep } from '../support/keps.ts';

describe('whether a proposal is meant for v1.37', () => {
  const about = { next: 'v1.37', milestones: ['v1.36', 'v1.37', 'v1.38'] };
  test.each<[string, Partial<Kep>, boolean, boolean]>([
    ['it works at it', {}, false, true],
    ['a stage is planned for it', { latestMilestone: 'v1.36', milestones: { stable: 'v1.37' } }, false, true],
    ['it is done in it', { status: 'implemented' }, false, true],
    ['it was for another', { latestMilestone: 'v1.30', milestones: { beta: 'v1.30' } }, false, false],
    ['a lead opted it in, its file is behind', { latestMilestone: 'v1.30', milestones: {} }, true, true],
    ['a lead opted it in, its file says nothing', { latestMilestone: undefined, milestones: {} }, true, true],
    [
      'the label is left over from the one in work',
      { latestMilestone: 'v1.36', milestones: {} },
      true,
      false,
    ],
    ['opted in, and done', { status: 'implemented', latestMilestone: 'v1.30', milestones: {} }, true, false],
    ['withdrawn', { status: 'withdrawn' }, true, false],
    ['deferred', { status: 'deferred' }, true, false],
    ['nobody can read its status', { status: undefined }, false, true],
    ['a template', { isTemplate: true }, true, false],
  ])('%s', (_what, differs, isOptedIn, meant) => {
    expect(isMeantFor(aKep(7, differs), 'v1.37', { ...about, isOptedIn })).toBe(meant);
  });

  test('a lead’s word is for the milestone that comes next', () => {
    const kep = aKep(7, { latestMilestone: 'v1.30', milestones: {} });
    expect(isMeantFor(kep, 'v1.38', { ...about, isOptedIn: true })).toBe(false);
  });
});

const freeze = (needs: readonly KepNeed[] = KEP_NEEDS) => ({ milestone: 'v1.37', needs });
const opted = anIssue({ labels: ['Lead-Opted-In'] });

describe('what a proposal lacks', () => {
  test.each<[string, Partial<Kep>, typeof opted | undefined, string]>([
    ['nothing', {}, opted, ''],
    ['done', { status: 'implemented' }, opted, ''],
    ['the label', {}, anIssue({ labels: [] }), 'lacks label lead-opted-in'],
    ['its issue is not known', {}, undefined, 'not known: label lead-opted-in'],
    ['another milestone', { latestMilestone: 'v1.36' }, opted, 'lacks latest-milestone v1.37'],
    ['provisional', { status: 'provisional' }, opted, 'lacks status implementable'],
    ['a review of another stage', { stage: 'stable' }, opted, 'lacks PRR approver for stable'],
    ['no stage', { stage: undefined }, opted, 'lacks stage and PRR approver'],
    [
      'all of it',
      { status: undefined, latestMilestone: undefined, prrApprovers: {} },
      undefined,
      'lacks latest-milestone v1.37, status implementable, PRR approver for beta; not known: label lead-opted-in',
    ],
  ])('%s', (_what, differs, issue, text) => {
    const standing = standingOf(aKep(7, differs), issue, freeze(), 'lead-opted-in');
    expect(lacksText(standing, { milestone: 'v1.37', optedIn: 'lead-opted-in' })).toBe(text);
    expect(isReady(standing)).toBe(text === '');
  });

  test('only what the freeze asks', () => {
    const kep = aKep(7, { status: 'provisional', prrApprovers: {} });
    expect(standingOf(kep, opted, freeze(['reviewer']), 'lead-opted-in').missing).toEqual(['reviewer']);
    expect(standingOf(kep, opted, freeze([]), 'lead-opted-in').missing).toEqual([]);
  });

  test('those that lack most come first, then what nobody knows, then by number', () => {
    const of = (number: number, missing: KepNeed[], unknown: KepNeed[] = []) => ({
      kep: aKep(number),
      issue: undefined,
      missing,
      unknown,
    });
    const sorted = byMissing([
      of(5, []),
      of(4, []),
      of(3, [], ['opted-in']),
      of(2, ['milestone']),
      of(1, [...KEP_NEEDS]),
    ]);
    expect(sorted.map(({ kep }) => kep.number)).toEqual([1, 2, 3, 4, 5]);
  });
});

test.each([
  ['v1.37', 'v1.37'],
  ['1.30', 'v1.30'],
  [' V1.9 ', 'v1.9'],
  ['0.0', undefined],
  ['v0.1', 'v0.1'],
  ['1.37.2', undefined],
  ['v1', undefined],
  ['TBD', undefined],
])('the milestone of “%s”', (text, milestone) => {
  expect(readMilestone(text)).toBe(milestone);
});

test('milestones by their numbers', () => {
  expect(['v1.10', 'v2.0', 'v1.9', 'later'].toSorted(compareMilestones)).toEqual([
    'later',
    'v1.9',
    'v1.10',
    'v2.0',
  ]);
});

test.each([
  [0, 'Enhancements Freeze of v1.37 is over: 2 of 5 missed it'],
  [1, 'Enhancements Freeze of v1.37 is over: 2 of 5 missed it, as things stood a day later'],
  [3, 'Enhancements Freeze of v1.37 is over: 2 of 5 missed it, as things stood 3 days later'],
])('of a freeze that was looked at %i days late', (days, text) => {
  const freeze = {
    name: 'Enhancements Freeze',
    milestone: 'v1.37',
    at: DAY,
    seenAt: DAY + days * DAY + 60_000,
  };
  expect(overText(freeze, 2, 5)).toBe(text);
});

import { describe, expect, test } from 'vitest';
import {
  isBlocking,
  KUBERNETES_RULES,
  missingToMerge,
  type Lack,
  type MergeFacts,
  type MergeRules,
} from '../../src/domain/merging.ts';
import { NOTHING_GIVEN } from '../../src/domain/pull-act.ts';
import type { Check } from '../../src/domain/pull.ts';
import { anIssue, NOW } from '../support/facts.ts';

const READY = ['sig/node', 'lgtm', 'approved'];
const REVIEWS: MergeRules = { ...KUBERNETES_RULES, by: 'reviews', requires: [] };

/** "rebase: author mori": what is missing, from whom, and who that is. */
function missing(differs: Partial<MergeFacts>, rules = KUBERNETES_RULES): string[] {
  const issue = anIssue({ isPullRequest: true, labels: READY });
  return missingToMerge({ issue, pull: undefined, given: NOTHING_GIVEN, ...differs }, rules).map(told);
}

function told({ what, label, checks, count, from, logins }: Lack): string {
  const about = what === 'label' || what === 'required' ? ` ${label}` : '';
  const more = [...(checks ?? []), ...(count === undefined ? [] : [String(count)])];
  return `${what}${about}${more.map((one) => ` ${one}`).join('')}: ${[from, ...logins].join(' ')}`;
}

const labels = (...names: string[]): Partial<MergeFacts> => ({ issue: pull({ labels: names }) });
const pull = (differs: Parameters<typeof anIssue>[0] = {}) =>
  anIssue({ isPullRequest: true, labels: READY, ...differs });
const check = (name: string, state: Check['state']): Check => ({ name, state, at: NOW });
const checks = (...all: Check[]): Partial<MergeFacts> => ({ pull: { mergeable: 'unknown', checks: all } });

describe('what a pull request lacks where Prow merges', () => {
  test.each<[string, Partial<MergeFacts>, string[]]>([
    ['nothing', {}, []],
    ['nothing, whatever the case of its labels', labels('LGTM', 'Approved'), []],
    ['both labels', labels(), ['lgtm: reviewer', 'approved: approver']],
    ['approved alone', labels('lgtm'), ['approved: approver']],
    ['a member’s word', labels(...READY, 'needs-ok-to-test'), ['ok-to-test: member']],
    ['a rebase, by its label', labels(...READY, 'needs-rebase'), ['rebase: author mori']],
    ['a rebase, by GitHub', { pull: { mergeable: 'no' } }, ['rebase: author mori']],
    [
      'a rebase, by both: once',
      { ...labels(...READY, 'needs-rebase'), pull: { mergeable: 'no' } },
      ['rebase: author mori'],
    ],
    ['readiness: a draft', { issue: pull({ draft: true }) }, ['draft: author mori']],
    ['readiness, by its label', labels(...READY, 'do-not-merge/work-in-progress'), ['draft: author mori']],
    ['a kind', labels(...READY, 'do-not-merge/needs-kind'), ['label do-not-merge/needs-kind: anybody']],
    ['a group', labels(...READY, 'needs-sig'), ['label needs-sig: anybody']],
    [
      'a release note',
      labels(...READY, 'do-not-merge/release-note-label-needed'),
      ['label do-not-merge/release-note-label-needed: author mori'],
    ],
    ['a signature', labels(...READY, 'cncf-cla: no'), ['label cncf-cla: no: author mori']],
    [
      'leave for a release branch',
      labels(...READY, 'do-not-merge/cherry-pick-not-approved'),
      ['label do-not-merge/cherry-pick-not-approved: maintainer'],
    ],
    ['nothing that triage is for', labels(...READY, 'needs-triage', 'needs-priority'), []],
    [
      'the end of a hold',
      { ...labels(...READY, 'do-not-merge/hold'), given: { ...NOTHING_GIVEN, held: ['lee'] } },
      ['hold: holder lee'],
    ],
    ['the end of a hold nobody was heard to say', labels(...READY, 'do-not-merge/hold'), ['hold: holder']],
    [
      'a passing check',
      checks(check('lint', 'passing'), check('unit', 'failing')),
      ['failing unit: author mori'],
    ],
    ['the end of a check', checks(check('unit', 'pending')), ['pending unit: robot']],
    ['nothing that tide says of it', checks(check('tide', 'pending')), []],
    ['nothing once it is closed', { issue: pull({ labels: [], state: 'closed' }) }, []],
    [
      'all of it, in the order in which it is waited for',
      {
        issue: pull({ labels: ['do-not-merge/hold', 'needs-rebase', 'needs-ok-to-test'], draft: true }),
        pull: { mergeable: 'no', checks: [check('unit', 'failing')] },
      },
      [
        'draft: author mori',
        'ok-to-test: member',
        'rebase: author mori',
        'failing unit: author mori',
        'lgtm: reviewer',
        'approved: approver',
        'hold: holder',
      ],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(missing(facts)).toEqual(expected);
  });

  test.each<[string, Partial<MergeFacts>, string]>([
    [
      'who is asked',
      { issue: pull({ labels: ['approved'], reviewers: ['noor', 'harbour/hull'] }) },
      'noor harbour/hull',
    ],
    [
      'who is assigned, each once',
      { issue: pull({ labels: ['approved'], reviewers: ['noor'], assignees: ['noor', 'lee'] }) },
      'noor lee',
    ],
    ['never the author', { issue: pull({ labels: ['approved'], assignees: ['Mori', 'lee'] }) }, 'lee'],
    ['by OWNERS where nobody is asked', { ...labels('approved'), reviewers: ['dana', 'mori'] }, 'dana'],
    [
      'not by OWNERS where somebody is',
      { issue: pull({ labels: ['approved'], reviewers: ['noor'] }), reviewers: ['dana'] },
      'noor',
    ],
  ])('an lgtm comes from %s', (_who, facts, logins) => {
    expect(missing(facts)).toEqual([`lgtm: reviewer ${logins}`]);
  });

  test('an approval comes from the fewest who cover it', () => {
    const chosen = [{ login: 'dana', away: false, needs: [] }];
    const approvers = { chosen, uncovered: [], fewest: true };
    const [lack] = missingToMerge(
      { issue: pull({ labels: ['lgtm'] }), pull: undefined, given: NOTHING_GIVEN, approvers },
      KUBERNETES_RULES,
    );
    expect(lack).toMatchObject({ what: 'approved', logins: ['dana'], approvers });
  });

  test('a community’s own labels are asked for', () => {
    const rules = { ...KUBERNETES_RULES, requires: ['lgtm', 'docs-reviewed'] };
    expect(missing(labels('lgtm'), rules)).toEqual(['required docs-reviewed: maintainer']);
  });
});

describe('what a pull request lacks where GitHub’s reviews count', () => {
  test.each<[string, Partial<MergeFacts>, string[]]>([
    ['a review', labels(), ['review 1: reviewer']],
    [
      'a review of who is asked',
      { issue: pull({ labels: [], reviewers: ['noor'] }) },
      ['review 1: reviewer noor'],
    ],
    ['nothing once one approves', { ...labels(), given: { ...NOTHING_GIVEN, reviewed: ['noor'] } }, []],
    [
      'a review that asked for changes',
      { ...labels(), given: { ...NOTHING_GIVEN, reviewed: ['dana'], refused: ['noor'] } },
      ['changes: reviewer noor'],
    ],
    [
      'the labels that block are the same',
      labels('do-not-merge/hold'),
      ['review 1: reviewer', 'hold: holder'],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(missing(facts, REVIEWS)).toEqual(expected);
  });

  test('two, where two are asked for', () => {
    const given = { ...NOTHING_GIVEN, reviewed: ['noor'] };
    expect(missing({ ...labels(), given }, { ...REVIEWS, approvals: 2 })).toEqual(['review 1: reviewer']);
  });
});

describe('the labels with which nothing is merged', () => {
  test.each([
    ['do-not-merge', true],
    ['Do-Not-Merge/Blocked-Paths', true],
    ['do-not-mergers', false],
    ['needs-rebase', true],
    ['needs-triage', false],
    ['kind/needs-rebase', false],
    ['cncf-cla: yes', false],
  ])('%s: %s', (label, blocks) => {
    expect(isBlocking(label, KUBERNETES_RULES)).toBe(blocks);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import { firstResponse, nextReply, type ReplyRules } from '../../src/domain/reply.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { history } from '../support/activity.ts';
import { anIssue, NOW } from '../support/facts.ts';

const OPENED = NOW - 4 * DAY;

const rules: ReplyRules = {
  untriaged: { without: 'triage/' },
  robots: ['prow-robot'],
  knows: (login) => login === 'noor',
};

/** Opened by mori; every comment told of is known of, unless `comments` says that there are more. */
function exchange(differs: Partial<Issue>, told: string, verdicts: Verdict[] = []) {
  const activity = history(told, OPENED);
  const comments = activity.filter(({ kind, gone }) => kind === 'comment' && !gone).length;
  const issue = anIssue({ createdAt: OPENED, updatedAt: OPENED + 90 * HOUR, comments, ...differs });
  return { issue, activity, verdicts };
}

/** "author asked 2: mori": who, why, hours after the opening, and the logins. */
function told(differs: Partial<Issue>, said: string, verdicts?: Verdict[]): string {
  const { by, why, since, logins } = nextReply(exchange(differs, said, verdicts), rules, NOW);
  const hours = (since - OPENED) / HOUR;
  return `${by} ${why} ${hours}${logins.length > 0 ? `: ${logins.join(' ')}` : ''}`;
}

const verdict = (kind: Verdict['kind'], hours: number, differs: Partial<Verdict> = {}): Verdict => ({
  issue: '1#4711',
  group: 'sig-node',
  kind,
  by: 'dana',
  at: OPENED + hours * HOUR,
  via: 'slack',
  ...differs,
});

const labels = (...names: string[]) => ({ labels: ['sig/node', ...names] });
const accepted = labels('triage/accepted');
const lapse = verdict('accepted', 1, { retriageAt: OPENED + 50 * HOUR });
const takenBack = verdict('accepted', 1, { ended: { at: OPENED + 5 * HOUR, why: 'taken-back' } });

describe('who owes the next reply on an issue', () => {
  test.each<[string, Partial<Issue>, string, string, Verdict[]?]>([
    ['nobody has said anything', {}, '', 'group untriaged 0'],
    ['robots have', {}, '1 prow* says; 2 prow-robot says; 3 Prow-Robot says', 'group untriaged 0'],
    ['the author goes on by themselves', {}, '1 mori says; 2 mori says', 'group untriaged 0'],
    ['a passer-by has the same', {}, '1 pat says', 'group untriaged 0'],
    ['a member spoke to the author', {}, '1 dana+ says', 'author spoken-to 1: mori'],
    ['in the second it was opened in', {}, '0 dana+ says', 'author spoken-to 0: mori'],
    ['twice: since the first', {}, '1 dana+ says; 4 dana+ says', 'author spoken-to 1: mori'],
    ['and a robot after that', {}, '1 dana+ says; 2 prow* says', 'author spoken-to 1: mori'],
    ['and a passer-by', {}, '1 dana+ says; 2 pat says', 'author spoken-to 1: mori'],
    ['a lead whose membership is hidden', {}, '1 Noor says', 'author spoken-to 1: mori'],
    ['the author answered', {}, '1 dana+ says; 3 mori says; 5 mori says', 'group answered 3'],
    ['under another spelling', {}, '1 dana+ says; 3 MORI says', 'group answered 3'],
    ['by a command alone', {}, '1 dana+ says; 3 mori commands', 'author spoken-to 1: mori'],
    ['and deleted it', {}, '1 dana+ says; 3 mori deleted', 'author spoken-to 1: mori'],
    ['a member deleted their question', {}, '1 dana+ deleted', 'group untriaged 0'],
    ['a member only commanded', {}, '1 dana+ commands', 'group untriaged 0'],
    ['the account that spoke is gone', {}, '1 -+ says', 'group untriaged 0'],
    ['the author’s account is gone', { author: 'ghost' }, '1 dana+ says', 'group author-gone 1'],
    ['a member’s own issue', {}, '1 mori+ says', 'group untriaged 0'],
    ['older words are not known', { comments: 9 }, '', 'group untriaged 0'],

    ['asked by a verdict', {}, '', 'author asked 2: mori', [verdict('needs-information', 2)]],
    ['and silent since', {}, '1 mori says', 'author asked 2: mori', [verdict('needs-information', 2)]],
    ['and answered', {}, '3 mori says; 4 mori says', 'group answered 3', [verdict('needs-information', 2)]],
    ['and commanded', {}, '3 mori commands', 'author asked 2: mori', [verdict('needs-information', 2)]],
    [
      'answered, as the mirror heard it',
      { authorCommentedAt: OPENED + 6 * HOUR },
      '',
      'group answered 6',
      [verdict('needs-information', 2)],
    ],
    ['asked by the label', labels('triage/needs-information'), '', 'author asked 90: mori'],
    [
      'whose moment is known',
      labels('triage/needs-information'),
      '1 mori says; 2 prow-robot sets triage/needs-information',
      'author asked 2: mori',
    ],
    [
      'by the label, with a question',
      labels('triage/needs-information'),
      '1 dana+ says',
      'author asked 1: mori',
    ],
    [
      'by the label, and answered',
      labels('triage/needs-information'),
      '1 dana+ says; 2 mori says',
      'group answered 2',
    ],
    [
      'by one group, accepted by another',
      {},
      '',
      'author asked 2: mori',
      [verdict('needs-information', 2), verdict('accepted', 3, { group: 'sig-network' })],
    ],

    ['accepted, free to be taken', accepted, '', 'nobody free 0'],
    ['a member spoke last', accepted, '1 mori says; 2 dana+ says', 'nobody free 2'],
    ['the author asks the group', accepted, '1 dana+ says; 2 mori says', 'group answered 2'],
    ['a member reports on their own', accepted, '1 dana+ says; 2 mori+ says', 'nobody free 2'],
    ['accepted after the author spoke', {}, '1 mori says', 'nobody free 1', [verdict('accepted', 2)]],
    ['and the author spoke again', {}, '3 mori says', 'group answered 3', [verdict('accepted', 2)]],
    ['accepted, and what was said is not known', { ...accepted, comments: 3 }, '', 'unknown unheard 90'],
    ['but the last of it is', { ...accepted, comments: 3 }, '5 mori says', 'group answered 5'],
    ['assigned', { ...accepted, assignees: ['lee'] }, '', 'assignee assigned 0: lee'],
    [
      'assigned later',
      { ...accepted, assignees: ['lee', 'prow-robot'] },
      '3 lee assigns lee',
      'assignee assigned 3: lee',
    ],
    [
      'the author asked who has it',
      { ...accepted, assignees: ['lee'] },
      '3 mori says',
      'assignee assigned 3: lee',
    ],
    ['the author has it', { ...accepted, assignees: ['mori'] }, '', 'assignee assigned 0: mori'],
    ['assigned, no member, and spoke', { assignees: ['lee'] }, '3 lee says; 4 mori says', 'group answered 4'],
    ['frozen', labels('lifecycle/frozen'), '2 mori says', 'nobody frozen 2'],
    ['a duplicate, still open', labels('triage/duplicate'), '1 mori says', 'nobody settled 1'],
    ['closed by a verdict, still open', {}, '', 'nobody settled 0', [verdict('duplicate', 2)]],
    ['lapsed: asked again', accepted, '1 dana+ says', 'group untriaged 50', [lapse]],
    ['and spoken of since', accepted, '51 dana+ says', 'author spoken-to 51: mori', [lapse]],
    ['taken back', {}, '1 dana+ says', 'group untriaged 5', [takenBack]],
    ['lapsed for one of two groups', accepted, '', 'nobody free 0', [lapse, verdict('accepted', 2)]],
  ])('%s', (_what, differs, said, expected, verdicts) => {
    expect(told(differs, said, verdicts)).toBe(expected);
  });
});

describe('who owes the next reply on a pull request', () => {
  const pull = (differs: Partial<Issue> = {}) => ({ isPullRequest: true, reviewers: [], ...differs });
  const lee = pull({ reviewers: ['lee'] });
  const both = pull({ assignees: ['lee', 'dana', 'mori'] });

  test.each<[string, Partial<Issue>, string, string]>([
    ['nobody was asked', pull(), '', 'group no-reviewer 0'],
    ['a review is requested', lee, '', 'reviewer review 0: lee'],
    ['later', lee, '3 mori asks lee', 'reviewer review 3: lee'],
    ['of a team', pull({ reviewers: ['harbour/deck'] }), '', 'reviewer review 0: harbour/deck'],
    [
      'of a team of which one answered',
      pull({ reviewers: ['harbour/deck'] }),
      '2 dana+ remarks',
      'author spoken-to 2: mori',
    ],
    ['by assignment', both, '', 'reviewer review 0: lee dana'],
    ['one of two answered', both, '2 lee reviews', 'reviewer review 0: dana'],
    ['both have', both, '2 lee reviews; 3 dana+ remarks', 'author spoken-to 2: mori'],
    [
      'and the author answered',
      both,
      '2 lee reviews; 3 dana says; 4 mori says',
      'reviewer review 4: lee dana',
    ],
    ['a comment, then a push', both, '2 lee says; 2 dana says; 4 mori pushes', 'reviewer review 4: lee dana'],
    ['a push by a robot', both, '2 lee says; 2 dana says; 4 ci* pushes', 'reviewer review 4: lee dana'],
    ['the author reviews themselves', pull(), '2 mori reviews', 'group no-reviewer 2'],
    ['a robot reviews', lee, '2 ci* refuses', 'reviewer review 0: lee'],
    ['a passer-by approves', lee, '2 pat approves', 'reviewer review 0: lee'],
    ['a member whom nobody asked', pull(), '2 dana+ says', 'author spoken-to 2: mori'],
    ['changes were requested', pull(), '2 dana+ refuses', 'author changes-requested 2: mori'],
    ['by one, another is asked still', lee, '2 dana+ refuses', 'author changes-requested 2: mori'],
    ['and made', pull(), '2 dana+ refuses; 5 mori pushes', 'reviewer review 5: dana'],
    ['and argued about', pull(), '2 dana+ refuses; 5 mori says', 'reviewer review 5: dana'],
    ['and dismissed', pull(), '2 dana+ refuses; 3 dana+ dismissed', 'author spoken-to 2: mori'],
    ['and approved then', pull(), '2 dana+ refuses; 5 dana+ approves', 'approver approval 5'],
    [
      'one approves, one refuses',
      pull(),
      '1 dana+ approves; 2 noor refuses',
      'author changes-requested 2: mori',
    ],
    [
      'the requests of an earlier reviewer',
      pull(),
      '1 lee asks lee; 2 lee refuses',
      'author changes-requested 2: mori',
    ],
    ['approved by a review', pull({ assignees: ['dana'] }), '2 noor approves', 'approver approval 2: dana'],
    ['and pushed after that', pull(), '2 noor approves; 3 mori pushes', 'reviewer review 3: noor'],
    [
      'a reviewer asked no more, after a push',
      pull(),
      '1 mori asks lee; 2 lee remarks; 3 mori pushes',
      'reviewer review 3: lee',
    ],
    ['a member who only spoke, after a push', pull(), '2 dana+ says; 3 mori pushes', 'group no-reviewer 3'],
    ['approved by a review and the label', pull(labels('approved')), '2 noor approves', 'nobody merging 2'],
    [
      'lgtm alone says when',
      pull(labels('LGTM')),
      '1 dana+ commands; 2 prow* sets lgtm',
      'approver approval 2',
    ],
    [
      'lgtm, assigned for approval',
      pull({ ...labels('lgtm'), assignees: ['noor', 'mori'] }),
      '',
      'approver approval 90: noor',
    ],
    ['approved, but not reviewed', { ...lee, ...labels('approved') }, '', 'reviewer review 0: lee'],
    ['lgtm and approved', pull(labels('lgtm', 'approved')), '3 mori says', 'nobody merging 3'],
    ['and on hold', pull(labels('lgtm', 'approved', 'do-not-merge/hold')), '', 'nobody held 0'],
    [
      'and not to be merged with main',
      pull(labels('lgtm', 'approved', 'needs-rebase')),
      '',
      'author blocked 90: mori',
    ],
    ['a draft', pull({ draft: true, reviewers: ['lee'] }), '2 dana+ says', 'nobody draft 2'],
    ['work in progress', pull(labels('do-not-merge/work-in-progress')), '', 'nobody draft 0'],
    ['frozen', pull(labels('lifecycle/frozen')), '', 'nobody frozen 0'],
    ['to be tested', pull(labels('needs-ok-to-test')), '', 'group ok-to-test 0'],
    [
      'no event of it was heard',
      { isPullRequest: true, assignees: ['lee'] },
      '2 lee says',
      'unknown unheard 90',
    ],
    ['older than the bot', { ...both, existedBefore: true }, '', 'unknown unheard 90'],
    [
      'older, and pushed since',
      { ...both, existedBefore: true },
      '4 mori pushes',
      'reviewer review 4: lee dana',
    ],
    ['older, and asked as GitHub says', { ...lee, existedBefore: true }, '', 'reviewer review 0: lee'],
    [
      'older, labels still tell',
      { ...pull(labels('lgtm')), existedBefore: true },
      '',
      'approver approval 90',
    ],
    ['its author is gone', pull({ author: 'ghost' }), '2 dana+ refuses', 'group author-gone 2'],
  ])('%s', (_what, differs, said, expected) => {
    expect(told(differs, said)).toBe(expected);
  });
});

describe('the first response', () => {
  test.each<[string, Partial<Issue>, string, number | undefined]>([
    ['nobody has said anything', {}, '', undefined],
    ['a robot, the author, a passer-by', {}, '1 prow* says; 2 mori says; 3 pat says', undefined],
    ['the author, who is a member', {}, '2 mori+ says', undefined],
    ['a member', {}, '1 mori says; 2 dana+ says; 4 noor says', 2],
    ['after a command', {}, '1 dana+ commands; 3 noor says', 3],
    ['deleted', {}, '1 dana+ deleted; 3 noor says', 3],
    ['an earlier word may be missing', { comments: 2 }, '3 noor says', undefined],
    ['a review', { isPullRequest: true, reviewers: [] }, '3 dana+ approves', 3],
    ['a review, of those there may be others', { isPullRequest: true }, '3 dana+ reviews', undefined],
  ])('%s', (_what, differs, said, hours) => {
    const at = firstResponse(exchange(differs, said), rules);
    expect(at === undefined ? undefined : (at - OPENED) / HOUR).toBe(hours);
  });
});

test('the order in which it was heard, and robots and commands among it, change nothing', () => {
  const people = ['mori', 'dana+', 'noor', 'lee', 'pat'];
  const verbs = ['says', 'reviews', 'approves', 'refuses', 'remarks', 'pushes', 'deleted'];
  const line = fc
    .tuple(fc.nat(60), fc.constantFrom(...people), fc.constantFrom(...verbs))
    .map((words) => words.join(' '));
  const noise = fc.constantFrom(
    '3 prow* says',
    '7 prow-robot approves',
    '9 dana+ commands',
    '4 mori commands',
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      fc.array(noise, { maxLength: 4 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (said, more, isPullRequest, random) => {
        const differs = { isPullRequest, reviewers: ['lee'], labels: ['sig/node'] };
        const plain = exchange(differs, said.join(';'));
        const noisy = exchange(differs, [...said, ...more].join(';'));
        const shuffled = noisy.activity
          .map((activity) => ({ activity, key: random.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ activity }) => activity);
        const owed = nextReply(plain, rules, NOW);
        expect(nextReply({ ...noisy, activity: shuffled }, rules, NOW)).toEqual(owed);
        expect(owed.since).toBeGreaterThanOrEqual(OPENED);
        expect(owed.since).toBeLessThanOrEqual(plain.issue.updatedAt);
      },
    ),
  );
});

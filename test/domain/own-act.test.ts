import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byOwnHand,
  HOLD,
  keyOfAct,
  ownComment,
  ownWordIn,
  refuseAct,
  saidAlready,
  whyOwnHand,
  type ActFacts,
  type OwnAct,
  type SaidBefore,
} from '../../src/domain/own-act.ts';
import { readCommands } from '../../src/domain/prow.ts';
import type { Writing } from '../../src/domain/rights.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { anIssue, NOW } from '../support/facts.ts';

const ACTS: readonly OwnAct[] = ['lgtm', 'approve', 'hold', 'hold cancel'];
const pull = anIssue({ isPullRequest: true });

describe('the comment', () => {
  test.each(ACTS)('/%s is one line', (act) => {
    expect(ownComment(act)).toBe(`/${act}`);
    expect(ownWordIn(ownComment(act))).toBe(`/${act}`);
  });

  test('a reason is a quotation, whatever stands in it: of commands only the one is there', () => {
    const wild = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom('/lgtm', '\n', '\r', '\u2028', '\u0085', '/override all', '@dana', '<!--', 'x'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(wild, (because) => {
        const [first = '', ...rest] = ownComment('hold', because).split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
        expect(first).toBe('/hold');
        expect(rest.every((line) => line === '' || line.startsWith('> '))).toBe(true);
        expect(readCommands(ownComment('hold', because))).toEqual([]);
        expect(ownComment('hold', because)).not.toMatch(/@(?!\u200B)|<!--/);
      }),
    );
  });
});

test.each([
  ['/lgtm', '/lgtm'],
  ['Thanks.\n/LGTM no-issue', '/LGTM no-issue'],
  ['\r/approve cancel', '/approve cancel'],
  ['/remove-hold', '/remove-hold'],
  ['/unhold', '/unhold'],
  ['/override ci/test', '/override ci/test'],
  ['> /lgtm', undefined],
  ['see /lgtm', undefined],
  ['/holding a meeting', undefined],
  ['/triage accepted', undefined],
])('of %j the word that only people say is %j', (text, word) => {
  expect(ownWordIn(text)).toBe(word);
});

describe('what cannot be said', () => {
  const facts = (differs: Partial<ActFacts>): ActFacts => ({
    act: 'lgtm',
    pull,
    person: { logins: ['dana'] },
    through: 'prow',
    labels: undefined,
    ...differs,
  });
  const mine = { person: { logins: ['mori'] } };
  const plain = { through: 'labels', labels: new Set([HOLD]) } as const;

  test.each<[string, Partial<ActFacts>, string]>([
    ['of an issue', { pull: anIssue() }, 'is an issue. `/lgtm` is said of pull requests'],
    ['of one that is closed', { pull: { ...pull, state: 'closed' } }, 'is closed'],
    ['of one that is gone', { pull: { ...pull, gone: 'transferred' } }, 'is closed'],
    ['lgtm of one’s own', mine, 'from everybody but its author'],
    ['lgtm of one’s own, by another spelling', { ...mine, pull: { ...pull, author: 'Mori' } }, 'is your own'],
    ['lgtm of one’s own, without Prow', { ...mine, ...plain }, 'GitHub lets nobody approve their own'],
    ['approve without Prow', { act: 'approve', ...plain }, 'knows one approval only'],
    [
      'a hold without the label',
      { act: 'hold', ...plain, labels: new Set() },
      'no label "do-not-merge/hold"',
    ],
    ['a hold where labels are unknown', { act: 'hold', through: 'labels' }, 'no label'],
    ['why, without Prow', { act: 'hold', because: 'flaky', ...plain }, 'says nothing of why'],
  ])('%s', (_what, differs, words) => {
    expect(refuseAct(facts(differs))?.message).toContain(words);
  });

  test.each<[string, Partial<ActFacts>]>([
    ['lgtm of somebody else’s', {}],
    ['approve of one’s own: an approver’s own counts', { act: 'approve', ...mine }],
    ['a hold of one’s own, and why', { act: 'hold', because: 'flaky', ...mine }],
    ['lgtm without Prow', plain],
    ['the end of a hold without Prow', { act: 'hold cancel', ...plain }],
  ])('but: %s', (_what, differs) => {
    expect(refuseAct(facts(differs))).toBeUndefined();
  });
});

describe('by whose hand', () => {
  const known = { act: 'lgtm', repo: 'harbour/boats', signedIn: true, head: 'abc' } as const;
  const through = 'prow';

  test.each<[string, Writing, Partial<Omit<Parameters<typeof whyOwnHand>[1], 'repo'>>, string | undefined]>([
    ['signed in', { write: 'as-person', through }, {}, undefined],
    ['not signed in', { write: 'as-person', through }, { signedIn: false }, '`/sig link` gives it one'],
    ['by the bot', { write: 'as-bot', through }, {}, 'its own account, which never says `/lgtm`'],
    ['by hand', { write: 'handoff', through: 'labels' }, {}, 'may not write in harbour/boats'],
    [
      'of no known commit',
      { write: 'as-person', through },
      { head: undefined },
      'which commit is its latest',
    ],
    ['a hold needs none', { write: 'as-person', through }, { head: undefined, act: 'hold' }, undefined],
  ])('%s', (_who, writing, differs, words) => {
    const why = whyOwnHand(writing, { ...known, ...differs });
    if (words === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(words);
  });

  test('what is handed over is the comment, or the step', () => {
    expect(byOwnHand('hold', 'prow', 'flaky')).toBe('/hold\n\n> flaky');
    expect(ACTS.map((act) => byOwnHand(act, 'labels'))).toEqual([
      expect.stringContaining('Review changes'),
      expect.stringContaining('Review changes'),
      `Add the label ${HOLD}`,
      `Remove the label ${HOLD}`,
    ]);
  });
});

describe('once', () => {
  const dana = { act: 'lgtm', head: 'abc', githubId: 101 } as const;
  const said = (differs: Partial<SaidBefore> = {}): SaidBefore => ({
    ...dana,
    state: 'done',
    at: NOW,
    ...differs,
  });
  const hold = { act: 'hold', head: undefined, githubId: 101 } as const;

  test.each<[string, Pick<SaidBefore, 'act' | 'head' | 'githubId'>, SaidBefore[], string | undefined]>([
    ['the first time', dana, [], undefined],
    ['while it is on its way', dana, [said({ state: 'going', at: NOW - 60 * MINUTE })], 'going'],
    ['a moment after', dana, [said()], 'done'],
    ['two minutes after', dana, [said({ at: NOW - 2 * MINUTE })], undefined],
    ['after it was refused', dana, [said({ state: 'failed' })], undefined],
    ['of another commit', dana, [said({ head: 'def' })], undefined],
    ['by somebody else', dana, [said({ githubId: 102 })], undefined],
    ['hold, cancelled since', hold, [said(hold), said({ ...hold, act: 'hold cancel' })], undefined],
    ['hold, and lgtm since', hold, [said(hold), said()], 'done'],
  ])('%s', (_when, saying, before, expected) => {
    expect(saidAlready(saying, before, NOW)).toBe(expected);
  });

  test('two at once have one key, whatever the clock says; what is said anew has another', () => {
    const first = keyOfAct('1#5', dana, []);
    expect(keyOfAct('1#5', dana, [])).toBe(first);
    expect(keyOfAct('1#5', dana, [said()])).not.toBe(first);
    const others = [
      keyOfAct('1#6', dana, []),
      keyOfAct('1#5', { ...dana, head: 'def' }, []),
      keyOfAct('1#5', { ...dana, githubId: 102 }, []),
      keyOfAct('1#5', { ...dana, act: 'approve' }, []),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(keyOfAct('1#5', dana, [said({ head: 'def' }), said({ githubId: 102 })])).toBe(first);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/fact.ts';
import { verdictsFrom } from '../../src/domain/story.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { NOW } from '../support/facts.ts';

const at = (seconds: number) => NOW + seconds * SECOND;
const L = 'triage/accepted';

const slack = (
  seconds: number,
  group: string,
  kind: 'accepted' | 'duplicate' | 'closed' | 'not-ours' = 'accepted',
) => ({ what: 'decided', at: at(seconds), by: 'dana', group, kind }) as const;
const asks = (seconds: number, by: string, groups: string[], there = false, label = L) =>
  ({ what: 'commanded', at: at(seconds), by, groups, label, does: 'add', there }) as const;
const unasks = (seconds: number, by: string) =>
  ({ what: 'commanded', at: at(seconds), by, groups: [], label: L, does: 'remove', there: true }) as const;
const robot = (seconds: number, label = L) =>
  ({ what: 'labelled', at: at(seconds), groups: [], label }) as const;
const hand = (seconds: number, by: string, groups: string[] = []) =>
  ({ what: 'labelled', at: at(seconds), by, groups, label: L }) as const;
const off = (seconds: number, by?: string, bare = true) =>
  ({ what: 'unlabelled', at: at(seconds), by, label: L, bare }) as const;
const closes = (seconds: number, by?: string, groups: string[] = [], reason?: 'completed' | 'duplicate') =>
  ({ what: 'closed', at: at(seconds), by, groups, reason }) as const;
const asksToClose = (seconds: number, by: string, groups: string[] = []) =>
  ({ what: 'close-asked', at: at(seconds), by, groups }) as const;
const leaves = (seconds: number, by?: string, groups: string[] = ['sig-node'], label = 'sig/node') =>
  ({ what: 'unlabelled', at: at(seconds), by, groups, label, bare: false }) as const;
const joins = (seconds: number, by?: string, label = 'sig/net') =>
  ({ what: 'labelled', at: at(seconds), by, groups: [], label }) as const;
const reopened = (seconds: number) => ({ what: 'reopened', at: at(seconds), by: 'mori' }) as const;

/** "sig-node accepted by dana", "all accepted" */
function told(facts: readonly Fact[]): string[] {
  return verdictsFrom('1#1', facts).map(({ group = 'all', kind, by, ended }) => {
    const end = ended ? ` until ${ended.why} by ${ended.by}` : '';
    return `${group} ${kind}${by === undefined ? '' : ` by ${by}`}${end}`;
  });
}

const undone = (seconds: number, of: number): Fact => ({
  what: 'undone',
  at: at(seconds),
  by: 'dana',
  group: 'sig-node',
  of: at(of),
});

const cases: [string, Fact[], string[]][] = [
  ['a decision in Slack', [slack(0, 'sig-node')], ['sig-node accepted by dana']],
  [
    'two groups decide',
    [slack(0, 'sig-node'), slack(1, 'sig-net', 'closed')],
    ['sig-node accepted by dana', 'sig-net closed by dana'],
  ],
  ['a lead asks, the robot labels', [asks(0, 'dana', ['sig-node']), robot(3)], ['sig-node accepted by dana']],
  ['somebody else asks, the robot labels', [asks(0, 'zoe', []), robot(3)], ['all accepted by zoe']],
  ['a stranger asks, nothing follows', [asks(0, 'mori', [])], []],
  ['a lead asks, nothing follows', [asks(0, 'dana', ['sig-node'])], []],
  [
    'a stranger asks for what is there',
    [slack(0, 'sig-node'), asks(60, 'mori', [], true)],
    ['sig-node accepted by dana'],
  ],
  [
    'a lead asks for what is there',
    [slack(0, 'sig-node'), asks(60, 'noor', ['sig-net'], true)],
    ['sig-node accepted by dana', 'sig-net accepted by noor'],
  ],
  [
    'a stranger in vain, then a member',
    [asks(0, 'mori', []), asks(60, 'zoe', []), robot(63)],
    ['all accepted by zoe'],
  ],
  [
    'a stranger in vain, then a lead',
    [asks(0, 'mori', []), asks(60, 'dana', ['sig-node']), robot(63)],
    ['sig-node accepted by dana'],
  ],
  [
    'a stranger in vain, then a lead, heard of after the label',
    [asks(0, 'mori', []), asks(60, 'dana', ['sig-node'], true), robot(63)],
    ['sig-node accepted by dana'],
  ],
  [
    'a stranger in vain, then somebody by hand',
    [asks(0, 'mori', []), hand(60, 'dana', ['sig-node'])],
    ['sig-node accepted by dana'],
  ],
  [
    'two leads, one label',
    [asks(0, 'dana', ['sig-node']), asks(1, 'noor', ['sig-net']), robot(3)],
    ['sig-node accepted by dana', 'sig-net accepted by noor'],
  ],
  ['a label by hand, of a lead', [hand(0, 'dana', ['sig-node'])], ['sig-node accepted by dana']],
  ['a label by hand, of anybody', [hand(0, 'zoe')], ['all accepted by zoe']],
  ['a label that nobody is known to have set', [robot(0)], ['all accepted']],
  [
    'a poll tells what an event told',
    [hand(0, 'dana', ['sig-node']), robot(50)],
    ['sig-node accepted by dana'],
  ],
  [
    'a poll tells of what was decided in Slack',
    [slack(0, 'sig-node'), robot(50)],
    ['sig-node accepted by dana'],
  ],
  [
    'a comment long ago explains no label',
    [asks(0, 'mori', []), robot((16 * MINUTE) / SECOND)],
    ['all accepted'],
  ],
  [
    'taken back by hand',
    [slack(0, 'sig-node'), off(9, 'mori')],
    ['sig-node accepted by dana until taken-back by mori'],
  ],
  [
    'taken back from all groups',
    [slack(0, 'sig-node'), slack(1, 'sig-net'), off(9, 'mori')],
    [
      'sig-node accepted by dana until taken-back by mori',
      'sig-net accepted by dana until taken-back by mori',
    ],
  ],
  [
    'taken back by a command',
    [slack(0, 'sig-node'), unasks(8, 'zoe'), off(9)],
    ['sig-node accepted by dana until taken-back by zoe'],
  ],
  ['taken back, and nothing was known', [off(9, 'mori')], ['all accepted until taken-back by mori']],
  ['taken back, but another label stays', [off(9, 'mori', false)], []],
  [
    'other verdicts stay',
    [slack(0, 'sig-node', 'duplicate'), off(9, 'mori')],
    ['sig-node duplicate by dana'],
  ],
  [
    'taken back, and accepted again',
    [slack(0, 'sig-node'), off(9, 'mori'), hand(20, 'dana', ['sig-node'])],
    ['sig-node accepted by dana'],
  ],
  [
    'taken back, and a poll finds the label again',
    [slack(0, 'sig-node'), off(9, 'mori'), robot(80)],
    ['sig-node accepted by dana until taken-back by mori', 'all accepted'],
  ],
  [
    'reopened: what was before counts again',
    [slack(0, 'sig-node'), slack(5, 'sig-node', 'closed'), reopened(9)],
    ['sig-node accepted by dana'],
  ],
  [
    'reopened: nothing was before',
    [slack(5, 'sig-node', 'duplicate'), reopened(9)],
    ['sig-node duplicate by dana until reopened by mori'],
  ],
  ['closed by a lead', [closes(5, 'dana', ['sig-node'])], ['sig-node closed by dana']],
  ['closed by anybody', [closes(5, 'mori')], ['all closed by mori']],
  ['closed as a duplicate', [closes(5, 'mori', [], 'duplicate')], ['all duplicate by mori']],
  [
    'closed by a robot that a lead asked',
    [asksToClose(0, 'dana', ['sig-node']), closes(3)],
    ['sig-node closed by dana'],
  ],
  ['closed by a robot that was asked long before', [asksToClose(0, 'dana'), closes(61)], []],
  ['closed by a robot of itself', [closes(3)], []],
  ['a robot asked to close, nothing follows', [asksToClose(0, 'mori')], []],
  [
    'a closed duplicate stays one',
    [slack(0, 'sig-node', 'duplicate'), closes(5, 'dana', ['sig-node'], 'completed')],
    ['sig-node duplicate by dana'],
  ],
  [
    'closed on GitHub and reopened: what was before counts again',
    [slack(0, 'sig-node'), closes(5, 'dana', ['sig-node']), reopened(9)],
    ['sig-node accepted by dana'],
  ],
  [
    'closed on GitHub, reopened, and closed again',
    [closes(5, 'mori'), reopened(9), closes(20, 'mori')],
    ['all closed by mori'],
  ],
  [
    'closed for everybody and reopened',
    [closes(5, 'mori'), reopened(9)],
    ['all closed by mori until reopened by mori'],
  ],
  ['relabelled by a lead', [leaves(0, 'dana'), joins(60, 'dana')], ['sig-node not-ours by dana']],
  ['relabelled the other way round', [joins(0, 'dana'), leaves(120, 'dana')], ['sig-node not-ours by dana']],
  ['relabelled too late', [leaves(0, 'dana'), joins(121, 'dana')], []],
  ['relabelled by two people', [leaves(0, 'dana'), joins(60, 'noor')], []],
  ['relabelled by who leads neither', [leaves(0, 'noor', []), joins(60, 'noor')], []],
  ['a label that comes back', [leaves(0, 'dana'), joins(60, 'dana', 'sig/node')], []],
  [
    'relabelled by a robot that a lead asked',
    [
      { ...asks(0, 'dana', ['sig-node'], true, 'sig/node'), does: 'remove' },
      asks(0, 'dana', [], false, 'sig/net'),
      leaves(3, undefined, []),
      joins(3),
    ],
    ['sig-node not-ours by dana'],
  ],
  ['relabelled by a robot of itself', [leaves(0, undefined, []), joins(1)], []],
  ['reopened: an acceptance stays', [slack(5, 'sig-node'), reopened(9)], ['sig-node accepted by dana']],
  [
    'given back',
    [slack(5, 'sig-node', 'not-ours'), { what: 'returned', at: at(9), by: 'noor', group: 'sig-node' }],
    ['sig-node not-ours by dana until returned by noor'],
  ],
  [
    'taken back twice at once: what was before holds',
    [slack(0, 'sig-node'), slack(5, 'sig-node', 'closed'), undone(9, 5), undone(10, 5)],
    ['sig-node accepted by dana'],
  ],
  [
    'taken back, and GitHub had refused it: what was before holds',
    [slack(0, 'sig-node'), undone(9, 5)],
    ['sig-node accepted by dana'],
  ],
  [
    'not reproducible',
    [asks(0, 'dana', ['sig-node'], false, 'triage/not-reproducible'), robot(2, 'triage/not-reproducible')],
    ['sig-node not-reproducible by dana'],
  ],
];

describe('verdicts from facts', () => {
  test.each(cases)('%s', (_name, facts, expected) => {
    expect(told(facts)).toEqual(expected);
  });

  test.each(cases)('%s, heard in any order, and twice', (_name, facts, expected) => {
    const heard = fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length });
    fc.assert(
      fc.property(heard, (some) => {
        expect(told(some).toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 30 },
    );
  });
});

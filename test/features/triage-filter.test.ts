import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import {
  filterText,
  orderText,
  parseFilter,
  queryOf,
  type QueueFilter,
} from '../../src/features/triage/filter.ts';
import { NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf } from '../support/ports.ts';

const KNOWN = {
  groups: [sigNode, sigNetwork],
  here: [sigNode],
  repositories: ['kubernetes/kubernetes', 'kubernetes/website', 'kubernetes/node'],
  priorities: ['critical-urgent', 'backlog'],
  personOf: (id: string) => (id === 'U0LEE' ? { github: 'lee' } : {}),
};
const read = (text: string) => parseFilter(text.split(' ').filter(Boolean), KNOWN);

describe('the words of a queue', () => {
  test.each<[string, Partial<QueueFilter>]>([
    ['', {}],
    ['network', { group: 'sig-network' }],
    ['sig-network', { group: 'sig-network' }],
    ['kind/bug', { kind: 'kind/bug' }],
    ['Kind/Bug', { kind: 'kind/bug' }],
    ['priority/backlog', { priority: 'priority/backlog' }],
    ['priority/of-our-own', { priority: 'priority/of-our-own' }],
    ['critical-urgent', { priority: 'priority/critical-urgent' }],
    ['Backlog', { priority: 'priority/backlog' }],
    ['website', { repo: 'website' }],
    ['Kubernetes/Website', { repo: 'kubernetes/website' }],
    ['network node', { group: 'sig-network', repo: 'node' }],
    ['oldest', { order: 'oldest' }],
    ['age', { order: 'oldest' }],
    ['NEWEST', { order: 'newest' }],
    ['reactions', { order: 'reactions' }],
    ['comments', { order: 'comments' }],
    ['priority', { order: 'priority' }],
    ['answered', { answered: true }],
    ['first-timers', { firstTimers: true }],
    ['first-timer', { firstTimers: true }],
    ['@mori', { author: 'mori' }],
    ['@Mori-Two', { author: 'Mori-Two' }],
    ['@dependabot[bot]', { author: 'dependabot[bot]' }],
    ['<@U0LEE>', { author: 'lee' }],
    ['<@U0LEE|lee.w>', { author: 'lee' }],
    [
      'newest network kind/bug @mori website answered backlog first-timers',
      {
        group: 'sig-network',
        kind: 'kind/bug',
        priority: 'priority/backlog',
        repo: 'website',
        author: 'mori',
        order: 'newest',
        answered: true,
        firstTimers: true,
      },
    ],
    ['kind/bug kind/flake newest oldest', { kind: 'kind/flake', order: 'oldest' }],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual({ group: 'sig-node', offset: 0, ...expected });
  });

  test.each<[string, RegExp, RegExp]>([
    ['netwrok', /"netwrok" is no group/, /Did you mean `\/sig triage network`/],
    ['reaction', /no group, repository/, /Did you mean `\/sig triage reactions`/],
    ['anwsered', /priority or order/, /Did you mean `\/sig triage answered`/],
    ['first-timerz', /no group/, /Did you mean `\/sig triage first-timers?`/],
    ['critical-urgnt', /no group/, /Did you mean `\/sig triage critical-urgent`/],
    [
      'constructor',
      /"constructor" is no group/,
      /^Orders: oldest, newest, reactions, comments, priority\. .*All groups/,
    ],
    ['kind/', /"kind\/" is no group/, /All groups/],
    ['@', /"@" is no group/, /All groups/],
    ['node network', /"network" is a second group/, /one queue at a time/],
    ['<@U0DANA>', /does not know who <@U0DANA> is on GitHub/, /`\/sig triage @login`/],
  ])('%j is refused', (text, problem, remedy) => {
    const refused = (() => {
      try {
        return read(text);
      } catch (error) {
        return error;
      }
    })();
    expect.assert(refused instanceof UserError);
    expect(refused.message).toMatch(problem);
    expect(refused.remedy).toMatch(remedy);
  });

  test('travel in a button as few characters', () => {
    expect(JSON.stringify(read('newest'))).toBe('{"order":"newest","group":"sig-node","offset":0}');
  });
});

test('a queue says what it is narrowed to, and what comes first', () => {
  const filter = read('network kind/bug backlog website @mori first-timers answered reactions');
  expect(filterText(filter)).toBe(
    'kind/bug priority/backlog in website, opened by mori, by first-timers, answered',
  );
  expect([orderText(filter), orderText(read('')), filterText(read(''))]).toEqual([
    'most reactions first',
    'oldest first',
    '',
  ]);
});

test('a filter asks the store by the group’s label and the community’s policy', () => {
  expect(queryOf(read('@mori priority'), sigNode, portsOf().policy, NOW)).toEqual({
    group: 'sig-node',
    label: 'sig/node',
    untriaged: { without: 'triage/' },
    priorities: ['critical-urgent', 'important-soon', 'backlog'],
    author: 'mori',
    order: 'priority',
    now: NOW,
    offset: 0,
  });
});

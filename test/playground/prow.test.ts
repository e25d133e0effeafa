import { describe, expect, test } from 'vitest';
import { ordersOf, upkeep, type Facts, type Orders } from '../../playground/github/prow.ts';

const KNOWN = [
  'sig/node',
  'sig/storage',
  'kind/bug',
  'triage/accepted',
  'triage/duplicate',
  'lifecycle/stale',
  'lifecycle/frozen',
  'needs-sig',
  'needs-triage',
];
const known = new Map(KNOWN.map((label) => [label, label]));

const facts: Facts = {
  author: 'member',
  members: new Set(['member', 'other']),
  participants: ['author', 'commenter'],
  labels: [],
  known,
  state: 'open',
  isPullRequest: false,
};

function orders(comment: string, more: Partial<Facts> = {}): Partial<Orders> {
  const given = ordersOf(comment, { ...facts, ...more });
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}

describe('commands', () => {
  test.each<[string, Partial<Facts>, Partial<Orders>]>([
    ['/sig node', {}, { add: ['sig/node'] }],
    ['/sig node storage', {}, { add: ['sig/node', 'sig/storage'] }],
    ['/SIG Node', {}, {}],
    ['/sig Node', {}, { add: ['sig/node'] }],
    ['thanks\r\n/kind bug\r\n/triage accepted', {}, { add: ['kind/bug', 'triage/accepted'] }],
    ['```\n/kind bug\n```', {}, { add: ['kind/bug'] }],
    ['see /kind bug', {}, {}],
    [' /kind bug', {}, {}],
    ['> /kind bug', {}, {}],
    ['<!-- /kind bug -->', {}, {}],
    ['<!--\n/kind bug\n-->', {}, {}],
    ['/sig node', { labels: ['sig/node'] }, {}],
    ['/triage duplicate', { author: 'stranger' }, { add: ['triage/duplicate'] }],
    ['/remove-sig node', { labels: ['sig/node'] }, { remove: ['sig/node'], add: ['needs-sig'] }],
    ['/remove-sig node', {}, { add: ['needs-sig'] }],
    ['/remove-sig node', { labels: ['sig/storage'] }, {}],
    ['/triage accepted', { labels: ['triage/duplicate'] }, { add: ['triage/accepted'] }],
    [
      '/lifecycle frozen',
      { labels: ['lifecycle/stale'] },
      { add: ['lifecycle/frozen'], remove: ['lifecycle/stale'] },
    ],
    ['/remove-lifecycle stale', { labels: ['lifecycle/stale'] }, { remove: ['lifecycle/stale'] }],
    ['/assign', { author: 'stranger', participants: ['author', 'stranger'] }, { assign: ['stranger'] }],
    ['/assign @other @commenter', {}, { assign: ['other', 'commenter'] }],
    ['/unassign', {}, { unassign: ['member'] }],
    ['/lgtm\n/approve\n/hold', { isPullRequest: true }, { add: ['lgtm', 'approved', 'do-not-merge/hold'] }],
    ['/lgtm cancel', { isPullRequest: true, labels: ['lgtm'] }, { remove: ['lgtm'] }],
    ['/hold cancel', { isPullRequest: true }, {}],
    ['/hold', { isPullRequest: true, author: 'stranger' }, { add: ['do-not-merge/hold'] }],
    ['/lgtm', {}, {}],
    ['/close', {}, { close: 'completed' }],
    ['/close not-planned', { author: 'author' }, { close: 'not_planned' }],
    ['/close', { author: 'stranger', labels: ['lifecycle/stale'] }, { close: 'completed' }],
    ['/reopen', { state: 'closed' }, { reopen: true }],
  ])('%j', (comment, more, expected) => {
    expect(orders(comment, more)).toEqual(expected);
  });

  test.each<[string, Partial<Facts>, string]>([
    ['/sig nowhere', {}, 'doesn’t have them'],
    ['/triage accepted', { author: 'stranger' }, 'organization members'],
    ['/assign @nobody', {}, 'nobody'],
    ['/close', { author: 'stranger' }, 'can’t close'],
    ['/close not-planned', { isPullRequest: true }, 'PRs cannot be closed'],
    ['/reopen', { author: 'stranger', state: 'closed' }, 'can’t reopen'],
    ['/lgtm', { author: 'stranger', isPullRequest: true }, 'collaborators'],
    ['/lgtm', { participants: ['member'], isPullRequest: true }, 'your own'],
  ])('%j is answered, and nothing else happens', (comment, more, words) => {
    const given = orders(comment, more);
    expect(Object.keys(given)).toEqual(['replies']);
    expect(given.replies?.join()).toContain(words);
  });
});

describe('needs-… labels', () => {
  test.each<[string[], boolean, string[], string[]]>([
    [[], false, ['needs-sig', 'needs-triage'], []],
    [[], true, ['needs-triage'], []],
    [['sig/node', 'needs-sig'], false, ['needs-triage'], ['needs-sig']],
    [['triage/duplicate', 'needs-triage', 'sig/node'], false, [], ['needs-triage']],
    [['wg/batch', 'triage/accepted'], false, [], []],
  ])('%j', (labels, isPullRequest, add, remove) => {
    expect(upkeep(labels, known, isPullRequest)).toEqual({ add, remove });
  });

  test('a repository without these labels gets none', () => {
    expect(upkeep([], new Map(), false)).toEqual({ add: [], remove: [] });
  });
});

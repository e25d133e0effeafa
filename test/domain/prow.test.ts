import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordersOf, upkeep } from '../../playground/github/prow.ts';
import { readCommands, speaks } from '../../src/domain/prow.ts';
import { applyCommands, type Commenter, type ProwRules, type ProwState } from '../support/prow.ts';

const KNOWN = [
  'sig/node',
  'sig/network',
  'wg/batch',
  'committee/steering',
  'area/kubelet',
  'kind/bug',
  'kind/feature',
  'priority/backlog',
  'priority/important-soon',
  'triage/accepted',
  'triage/needs-information',
  'triage/not-reproducible',
  'triage/duplicate',
  'lifecycle/active',
  'lifecycle/frozen',
  'lifecycle/stale',
  'lifecycle/rotten',
  'language/de',
  'needs-sig',
  'needs-triage',
  'needs-kind',
  'tide/merge-method-squash',
  'cherry-pick-approved',
];

/** kubernetes/kubernetes, as far as its commands go (test-infra, config/prow/plugins.yaml). */
const rules: ProwRules = {
  known: KNOWN,
  membersOnly: ['triage/accepted'],
  restricted: { 'cherry-pick-approved': ['release-manager'] },
  additional: ['tide/merge-method-squash'],
  required: [
    { missing: 'needs-sig', prefixes: ['sig/', 'wg/', 'committee/'] },
    { missing: 'needs-triage', prefixes: ['triage/'] },
  ],
  assignable: ['dana', 'lee'],
};

const stranger: Commenter = { login: 'mori', member: false, collaborator: false };
const member: Commenter = { login: 'dana', member: true, collaborator: true };
const manager: Commenter = { login: 'release-manager', member: true, collaborator: false };

const issue: ProwState = {
  labels: ['sig/node', 'needs-triage'],
  open: true,
  isPullRequest: false,
  author: 'ines',
  assignees: [],
};

interface Row {
  says: string;
  who?: Commenter;
  on?: Partial<ProwState>;
  /** What changes: "+sig/network", "-needs-triage", "closed", "open", "@lee". */
  does?: string;
  refused?: string;
}

const rows: Record<string, Row[]> = {
  'one label a line': [
    { says: '/sig network', does: '+sig/network' },
    { says: '/kind bug', does: '+kind/bug' },
    { says: '/priority backlog', does: '+priority/backlog' },
    { says: '/area kubelet', does: '+area/kubelet' },
    { says: '/wg batch', does: '+wg/batch' },
    { says: '/committee steering', does: '+committee/steering' },
    { says: '/language de', does: '+language/de' },
    { says: '/triage needs-information', does: '+triage/needs-information -needs-triage' },
    { says: '/triage not-reproducible', does: '+triage/not-reproducible -needs-triage' },
    { says: '/triage duplicate', does: '+triage/duplicate -needs-triage' },
    { says: '/kind Bug', does: '+kind/bug' },
    { says: '/kind bug  ', does: '+kind/bug' },
    { says: '/sig node', does: '' },
    { says: '/sig NODE', does: '' },
  ],
  'several labels': [
    { says: '/sig network node', does: '+sig/network' },
    { says: '/kind bug feature', does: '+kind/bug +kind/feature' },
    { says: '/kind bug\n/priority backlog', does: '+kind/bug +priority/backlog' },
    { says: '/kind bug\r\n/priority backlog\r\n', does: '+kind/bug +priority/backlog' },
    { says: 'Thanks.\n\n/kind bug\n\nSee you', does: '+kind/bug' },
    { says: '/kind bug bug', does: '+kind/bug' },
    { says: '/sig network\n/remove-sig node', does: '+sig/network -sig/node' },
    { says: '/remove-sig node\n/sig network', does: '+sig/network -sig/node' },
    { says: '/kind  bug', does: '+kind/bug', refused: 'kind/' },
    // The plugin's pattern wants no space after the word, and lets space be a line's end.
    { says: '/kindly bug', does: '+kind/bug' },
    { says: '/kind\nplease bug', does: '+kind/bug' },
  ],
  'what is no command': [
    { says: 'please /kind bug' },
    { says: ' /kind bug' },
    { says: '> /kind bug' },
    { says: '- /kind bug' },
    { says: '\\/kind bug' },
    { says: '/kind' },
    { says: '/kindbug' },
    { says: '/KIND bug' },
    { says: '/kind\tbug' },
    { says: '/label tide/merge-method-squash now' },
    { says: '/lifecycle  stale' },
    { says: '/assign @lee, @dana' },
    { says: '/close  not-planned', who: member },
    { says: '/sort bug' },
    { says: '/ kind bug' },
    { says: '//kind bug' },
    { says: '<!-- /kind bug -->' },
    { says: '<!--\n/kind bug\n-->' },
    { says: '' },
  ],
  'what does not protect': [
    { says: '```\n/kind bug\n```', does: '+kind/bug' },
    { says: '<details>\n/kind bug\n</details>', does: '+kind/bug' },
    { says: '<!-- why -->\n/kind bug', does: '+kind/bug' },
    // The label plugin alone leaves out what stands in an HTML comment.
    { says: '<!--\n/close\n-->', who: member, does: 'closed' },
    { says: '<!--\n/lifecycle stale\n-->', does: '+lifecycle/stale' },
  ],
  'labels that are not there': [
    { says: '/kind wish', refused: 'kind/wish' },
    { says: '/kind bug wish', does: '+kind/bug', refused: 'kind/wish' },
    { says: '/triage later', refused: 'triage/later' },
    { says: '/remove-area kubelet', refused: 'area/kubelet' },
    { says: '/remove-kind bug', does: '+needs-kind', refused: 'kind/bug' },
    { says: '/remove-kind wish', does: '+needs-kind', refused: 'kind/wish' },
    { says: '/kind bug\n/remove-kind bug', does: '+kind/bug', refused: 'kind/bug' },
  ],
  'removal brings needs-* back': [
    { says: '/remove-sig node', does: '-sig/node +needs-sig' },
    { says: '/remove-sig node', on: { labels: ['sig/node', 'wg/batch'] }, does: '-sig/node +needs-triage' },
    {
      says: '/remove-triage accepted',
      on: { labels: ['triage/accepted'] },
      does: '-triage/accepted +needs-sig +needs-triage',
    },
    {
      says: '/remove-triage accepted',
      on: { labels: ['sig/node', 'triage/accepted', 'triage/duplicate'] },
      does: '-triage/accepted',
    },
    {
      says: '/remove-triage accepted\n/triage duplicate',
      on: { labels: ['sig/node', 'triage/accepted'] },
      does: '-triage/accepted +triage/duplicate',
    },
    {
      says: '/remove-kind bug',
      on: { labels: ['sig/node', 'needs-triage', 'kind/bug'] },
      does: '-kind/bug +needs-kind',
    },
    {
      says: '/remove-kind bug',
      on: { labels: ['sig/node', 'needs-triage', 'kind/bug', 'kind/feature'] },
      does: '-kind/bug',
    },
    {
      says: '/remove-kind bug\n/kind feature',
      on: { labels: ['sig/node', 'needs-triage', 'kind/bug'] },
      does: '-kind/bug +kind/feature',
    },
    {
      says: '/remove-area kubelet',
      on: { labels: ['sig/node', 'needs-triage', 'area/kubelet'] },
      does: '-area/kubelet',
    },
    { says: '/sig node', on: { labels: ['needs-sig', 'needs-triage'] }, does: '+sig/node -needs-sig' },
  ],
  'one lifecycle at a time': [
    { says: '/lifecycle stale', does: '+lifecycle/stale' },
    {
      says: '/lifecycle frozen',
      on: { labels: ['sig/node', 'needs-triage', 'lifecycle/rotten'] },
      does: '+lifecycle/frozen -lifecycle/rotten',
    },
    { says: '/lifecycle stale\n/lifecycle rotten', does: '+lifecycle/rotten' },
    { says: '/lifecycle frozen', on: { isPullRequest: true }, refused: 'lifecycle/frozen' },
    { says: '/lifecycle old' },
    { says: '/Lifecycle Stale', does: '+lifecycle/stale' },
    { says: '/remove-lifecycle stale' },
    {
      says: '/remove-lifecycle stale',
      on: { labels: ['sig/node', 'needs-triage', 'lifecycle/stale'] },
      does: '-lifecycle/stale',
    },
    // Other groups are exclusive by custom alone: Prow leaves both.
    {
      says: '/priority backlog',
      on: { labels: ['sig/node', 'needs-triage', 'priority/important-soon'] },
      does: '+priority/backlog',
    },
    {
      says: '/triage duplicate',
      on: { labels: ['sig/node', 'triage/needs-information'] },
      does: '+triage/duplicate',
    },
  ],
  'who may': [
    { says: '/triage accepted', who: member, does: '+triage/accepted -needs-triage' },
    { says: '/triage accepted', refused: 'triage/accepted' },
    { says: '/triage accepted', on: { labels: ['sig/node', 'triage/accepted'] }, does: '' },
    {
      says: '/triage accepted duplicate',
      does: '+triage/duplicate -needs-triage',
      refused: 'triage/accepted',
    },
    { says: '/label tide/merge-method-squash', does: '+tide/merge-method-squash' },
    { says: '/label kind/bug', refused: 'kind/bug' },
    { says: '/label cherry-pick-approved', who: member, refused: 'cherry-pick-approved' },
    { says: '/label cherry-pick-approved', who: manager, does: '+cherry-pick-approved' },
    {
      says: '/remove-label cherry-pick-approved',
      on: { labels: ['sig/node', 'needs-triage', 'cherry-pick-approved'] },
      refused: 'cherry-pick-approved',
    },
    { says: '/close', refused: '/close' },
    { says: '/close', who: member, does: 'closed' },
    { says: '/close not-planned', who: member, does: 'closed' },
    { says: '/Close', on: { author: 'mori' }, does: 'closed' },
    { says: '/close not-planned', who: member, on: { isPullRequest: true }, refused: '/close not-planned' },
    { says: '/close', who: member, on: { isPullRequest: true }, does: 'closed' },
    { says: '/close', on: { open: false } },
    { says: '/reopen' },
    { says: '/close', on: { labels: ['sig/node', 'needs-triage', 'lifecycle/rotten'] }, does: 'closed' },
    { says: '/reopen', on: { open: false }, refused: '/reopen' },
    { says: '/reopen', on: { open: false, author: 'mori' }, does: 'open' },
    { says: '/assign', who: member, does: '@dana' },
    { says: '/assign @lee', does: '@lee' },
    { says: '/assign @lee dana', does: '@lee @dana' },
    { says: '/assign @nobody', refused: '/assign nobody' },
    { says: '/unassign @lee', on: { assignees: ['lee', 'dana'] }, does: '@dana' },
  ],
};

describe.each(Object.entries(rows))('Prow: %s', (_name, table) => {
  test.each(table)('$says → $does', ({ says, who = stranger, on = {}, does = '', refused = '' }) => {
    const before = { ...issue, ...on };
    const after = applyCommands(before, readCommands(says), who, rules);
    expect(changes(before, after).toSorted()).toEqual(does.split(' ').filter(Boolean).toSorted());
    expect(after.refused.join(' ')).toBe(refused);
  });
});

test('there are sixty rows and more', () => {
  expect(Object.values(rows).flat().length).toBeGreaterThanOrEqual(60);
});

test.each([
  ['/sig node', false],
  ['/sig node\n\n/kind bug\n', false],
  ['<!-- template -->\n/sig node', false],
  ['It was 1.33.\n/triage accepted', true],
  ['', false],
])('%j says more than commands: %s', (text, expected) => {
  expect(speaks(text)).toBe(expected);
});

const word = fc.constantFrom(
  'node',
  'network',
  'bug',
  'feature',
  'accepted',
  'duplicate',
  'wish',
  'Backlog',
  'stale',
);
const line = fc.oneof(
  fc.tuple(
    fc.constantFrom('/sig', '/kind', '/triage', '/priority', '/Area'),
    fc.array(word, { maxLength: 3 }),
  ),
  fc.tuple(
    fc.constantFrom('/remove-sig', '/remove-kind', '/remove-triage'),
    fc.array(word, { minLength: 1, maxLength: 2 }),
  ),
  fc.tuple(
    fc.constantFrom(' /sig', 'please', '> /kind', '/sort', '', '```'),
    fc.array(word, { maxLength: 2 }),
  ),
);

test('the playground’s Prow, written by itself, comes to the same labels', () => {
  const labels = fc.uniqueArray(
    fc.constantFrom(...KNOWN.filter((name) => !/^(lifecycle|needs-)/.test(name))),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), labels, fc.boolean(), (lines, has, isMember) => {
      const text = lines.map(([command, words]) => [command, ...words].join(' ')).join('\n');
      const who = { ...stranger, member: isMember };
      const ours = applyCommands({ ...issue, labels: has }, readCommands(text), who, rules);
      const known = new Map(KNOWN.map((name) => [name, name]));
      const orders = ordersOf(text, {
        author: 'mori',
        members: new Set(isMember ? ['mori'] : []),
        participants: ['ines'],
        isPullRequest: false,
        labels: has,
        known,
        state: 'open',
      });
      const told = new Set([...has, ...orders.add].filter((name) => !orders.remove.includes(name)));
      const kept = upkeep([...told], known, false);
      const theirs = [...told, ...kept.add].filter((name) => !kept.remove.includes(name));
      expect([...ours.labels].toSorted()).toEqual(theirs.toSorted());
    }),
  );
});

function changes(before: ProwState, after: ProwState): string[] {
  return [
    ...after.labels.filter((label) => !before.labels.includes(label)).map((label) => `+${label}`),
    ...before.labels.filter((label) => !after.labels.includes(label)).map((label) => `-${label}`),
    ...(before.open === after.open ? [] : [after.open ? 'open' : 'closed']),
    ...(before.assignees.join() === after.assignees.join()
      ? []
      : after.assignees.map((login) => `@${login}`)),
  ];
}

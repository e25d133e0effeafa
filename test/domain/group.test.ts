import { describe, expect, test } from 'vitest';
import {
  allowsChannel,
  findChannel,
  findGroup,
  groupsWithLabels,
  readChannel,
  type Group,
} from '../../src/domain/group.ts';

function group(id: string, more: Partial<Group>): Group {
  return {
    id,
    kind: 'sig',
    name: id,
    title: id,
    leads: [],
    meetings: [],
    subprojects: [],
    paused: false,
    pullRequests: false,
    ...more,
  };
}

const GROUPS = [
  group('sig-node', { name: 'Node', title: 'SIG Node', label: 'sig/node', channel: { name: 'sig-node' } }),
  group('sig-contributor-experience', {
    name: 'Contributor Experience',
    title: 'SIG Contributor Experience',
    label: 'sig/contributor-experience',
    channel: { name: 'sig-contribex' },
  }),
  group('wg-node-lifecycle', {
    kind: 'wg',
    name: 'Node Lifecycle',
    title: 'WG Node Lifecycle',
    label: 'wg/node-lifecycle',
  }),
  group('committee-steering', {
    kind: 'committee',
    name: 'Steering',
    title: 'Steering Committee',
    label: 'committee/steering',
    channel: { id: 'C0STEER0001' },
  }),
  group('docs', { name: 'Docs', title: 'SIG Docs', label: 'area/docs' }),
];

test.each([
  ['sig-node', 'sig-node'],
  ['SIG-NODE', 'sig-node'],
  ['sig/node', 'sig-node'],
  ['SIG Node', 'sig-node'],
  ['  node ', 'sig-node'],
  ['#sig-node', 'sig-node'],
  ['<#C0NODE00001|sig-node>', 'sig-node'],
  ['sig-contribex', 'sig-contributor-experience'],
  ['contributor experience', 'sig-contributor-experience'],
  ['wg/node-lifecycle', 'wg-node-lifecycle'],
  ['node-lifecycle', 'wg-node-lifecycle'],
  ['steering', 'committee-steering'],
  ['steering committee', 'committee-steering'],
  ['C0STEER0001', 'committee-steering'],
  ['docs', 'docs'],
  ['area/docs', 'docs'],
  ['storage', undefined],
  ['', undefined],
  ['/', undefined],
])('%j finds %j', (text, id) => {
  expect(findGroup(GROUPS, text)?.id).toBe(id);
});

test.each([
  [['sig/node', 'kind/bug'], ['sig-node']],
  [
    ['SIG/Node', 'wg/node-lifecycle'],
    ['sig-node', 'wg-node-lifecycle'],
  ],
  [['node'], []],
  [[], []],
])('the groups of %j are %j', (labels, ids) => {
  expect(groupsWithLabels(GROUPS, labels).map(({ id }) => id)).toEqual(ids);
});

test('a group without a label belongs to no issue', () => {
  expect(groupsWithLabels([group('wg-data', {})], ['', 'undefined'])).toEqual([]);
});

describe('a channel as people write it', () => {
  test.each([
    ['sig-node', { name: 'sig-node' }],
    ['#sig-node', { name: 'sig-node' }],
    ['#SIG-Node (on our Slack)', { name: 'sig-node' }],
    ['sig_réseau', { name: 'sig_réseau' }],
    ['C08MR0FQRCM', { id: 'C08MR0FQRCM' }],
    ['<#C08MR0FQRCM|sig-node>', { id: 'C08MR0FQRCM', name: 'sig-node' }],
    ['https://cilium.slack.com/archives/C08MR0FQRCM', { id: 'C08MR0FQRCM' }],
    ['https://cilium.slack.com/archives/C0123/p1700000000', { id: 'C0123' }],
    ['cilium.slack.com/archives/sig-policy', { name: 'sig-policy' }],
    ['https://kubernetes.slack.com/messages/sig-node/', { name: 'sig-node' }],
    ['https://app.slack.com/client/T0123ABCD/C0123ABCD', { id: 'C0123ABCD' }],
    ['ci', { name: 'ci' }],
    ['CLI', { name: 'cli' }],
  ])('%j', (text, channel) => {
    expect(readChannel(text)).toEqual(channel);
  });

  test.each([
    '',
    'TBD',
    'none',
    'N/A',
    '-',
    'null',
    'example-channel',
    'your-channel',
    'cilium.slack.com/archives/example-channel',
    'https://slack.k8s.io',
    'https://discord.com/channels/1/2',
    'sig node',
    'sig-a, sig-b',
    'see the website',
  ])('%j is none', (text) => {
    expect(readChannel(text)).toBeUndefined();
  });
});

test('a channel is found by its id alone where one is written, else by its name', () => {
  const channels = [
    { id: 'C1AAAAAAA', name: 'sig-node' },
    { id: 'C2AAAAAAA', name: 'random' },
  ];
  expect(findChannel({ id: 'C2AAAAAAA', name: 'sig-node' }, channels)?.name).toBe('random');
  expect(findChannel({ id: 'C3AAAAAAA', name: 'sig-node' }, channels)).toBeUndefined();
  expect(findChannel({ name: 'sig-node' }, channels)?.id).toBe('C1AAAAAAA');
});

test.each<['directory' | string[], boolean]>([
  ['directory', true],
  [['sig-node'], true],
  [['#SIG-Node'], true],
  [['C1AAAAAAA'], true],
  [['random', 'C2AAAAAAA'], false],
  [[], false],
])('a list of %j allows #sig-node: %j', (allowed, expected) => {
  expect(allowsChannel(allowed, { id: 'C1AAAAAAA', name: 'sig-node' })).toBe(expected);
});

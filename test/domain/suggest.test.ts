import { describe, expect, test } from 'vitest';
import {
  fromLabels,
  fromOwners,
  fromPaths,
  fromSimilar,
  suggestGroups,
  SURE_ENOUGH,
  tellingLabels,
  type Evidence,
} from '../../src/domain/suggest.ts';
import { treeOf } from '../support/owners.ts';
import { anIssue, sigNetwork, sigNode } from '../support/facts.ts';

const groups = [sigNode, sigNetwork];

/** "sig-node 0.88: why" */
function told({ group, sureness, reason }: Evidence): string {
  return `${group.id} ${sureness.toFixed(2)}: ${reason}`;
}

describe('labels tell', () => {
  test.each<[string, number, Record<string, number>, string[]]>([
    [
      'whose such issues are',
      15,
      { 'sig/node': 14, 'sig/network': 2 },
      [
        'sig-node 0.88: area/kubelet: 14 of 15 such issues have SIG Node',
        'sig-network 0.13: area/kubelet: 2 of 15 such issues have SIG Network',
      ],
    ],
    ['nothing where they are few', 4, { 'sig/node': 4 }, []],
    ['nothing of groups that are not there', 9, { 'sig/gone': 9 }, []],
  ])('%s', (_name, issues, got, expected) => {
    const counts = Object.entries(got).map(([label, count]) => ({ label, issues: count }));
    const found = fromLabels([{ label: 'area/kubelet', issues, groups: counts }], groups);
    expect(found.map(told)).toEqual(expected);
  });

  test('those of areas alone, and none that is a group’s own', () => {
    const areas = { ...sigNode, label: 'area/node' };
    const labels = ['area/kubelet', 'Area/CRI', 'area/node', 'kind/bug', 'needs-sig'];
    expect(tellingLabels({ labels }, [areas])).toEqual(['area/kubelet', 'Area/CRI']);
  });
});

describe('OWNERS files tell', () => {
  const tree = treeOf({
    OWNERS: 'labels: [sig/network]',
    'pkg/OWNERS': 'labels: [area/all, sig/gone]',
    'pkg/kubelet/OWNERS': 'labels: [area/kubelet, SIG/Node]',
    'pkg/kubelet/both/OWNERS': 'labels: [sig/node, sig/network]',
    'test/OWNERS': 'filters: {"^net/": {labels: [sig/network]}}',
  });
  const told = (text: string) =>
    fromOwners(text, { repo: 'kubernetes/kubernetes', tree }, groups).map(
      ({ group, sureness, reason }) => `${group.id} ${sureness}: ${reason}`,
    );
  const node = 'sig-node 0.8: OWNERS of pkg/kubelet says sig/node';

  test.each<[string, string, string[]]>([
    ['whose a path is', 'panic in pkg/kubelet/cm/manager.go:12', [node]],
    ['whose a folder is', 'see pkg/kubelet.', [node]],
    [
      'of an address in the repository',
      'https://github.com/Kubernetes/kubernetes/blob/master/pkg/kubelet/pod.go#L3',
      [node],
    ],
    ['of an import', 'k8s.io/kubernetes/pkg/kubelet.(*Kubelet).syncPod(0x1)', [node]],
    ['nothing of another repository', 'https://github.com/harbour/boats/blob/main/pkg/kubelet/pod.go', []],
    ['by a filter', 'test/net/dns.go', ['sig-network 0.8: OWNERS of test says sig/network']],
    [
      'that a folder has two groups, each less surely',
      'pkg/kubelet/both/x.go',
      [
        'sig-node 0.5: OWNERS of pkg/kubelet/both says sig/node',
        'sig-network 0.5: OWNERS of pkg/kubelet/both says sig/network',
      ],
    ],
    [
      'most surely, where several paths are named',
      'pkg/kubelet/both/x.go and pkg/kubelet/pod.go',
      [node, 'sig-network 0.5: OWNERS of pkg/kubelet/both says sig/network'],
    ],
    ['nothing by the root: whatever has a slash is below it', 'yes and/or no; pkg/proxy/x.go', []],
    ['nothing without a path', 'the kubelet hangs', []],
  ])('%s', (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('nothing where a folder has three groups', () => {
    const three = [...groups, { ...sigNode, id: 'sig-apps', label: 'sig/apps' }];
    const crowded = treeOf({ 'pkg/OWNERS': 'labels: [sig/node, sig/network, sig/apps]' });
    expect(fromOwners('pkg/x.go', { repo: 'a/b', tree: crowded }, three)).toEqual([]);
  });

  test('a long text of nothing but paths is read in time', () => {
    const from = performance.now();
    told('pkg/kubelet/a/b/c/d/e/f/g.go '.repeat(5000));
    told(Array.from({ length: 5000 }, (_, at) => `pkg/kubelet/${at}.go`).join(' '));
    expect(performance.now() - from).toBeLessThan(1000);
  });
});

describe('a path tells', () => {
  const rules = [
    { glob: 'pkg/kubelet/**', group: 'sig-node' },
    { glob: 'pkg/*/proxy.go', group: 'sig-network' },
    { glob: 'x/**', group: 'sig-gone' },
  ];

  test.each<[string, string, string[]]>([
    ['below its glob', 'panic in pkg/kubelet/cm/manager.go:12', ['names pkg/kubelet/cm/manager.go']],
    ['with dots before it', 'see ./pkg/kubelet/kubelet.go.', ['names pkg/kubelet/kubelet.go']],
    [
      'in an address',
      'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/pod.go#L3',
      ['names github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/pod.go'],
    ],
    ['where a star is one folder', 'pkg/kube/proxy.go', ['names pkg/kube/proxy.go']],
    ['not where it is two', 'pkg/kube/more/proxy.go', []],
    ['not in the middle of a name', 'mypkg/kubelet/pod.go', []],
    ['not where there is none', 'the kubelet hangs', []],
    ['not of nobody', 'x/y', []],
  ])('%s', (_name, text, expected) => {
    expect(fromPaths(text, rules, groups).map(({ reason }) => reason)).toEqual(expected);
  });

  test('a long text of nothing but slashes is read in time', () => {
    expect(fromPaths('a/'.repeat(50_000), rules, groups)).toEqual([]);
    expect(fromPaths('pkg/'.repeat(40), [{ glob: '**/**/**/**x', group: 'sig-node' }], groups)).toEqual([]);
  });
});

test('similar issues tell what groups have them', () => {
  const issue = anIssue({ labels: [] });
  const similar = [
    { issue: anIssue({ number: 1 }), score: 0.7 },
    { issue: anIssue({ number: 2, labels: [] }), score: 0.9 },
    { issue: anIssue({ number: 3, labels: ['sig/network'] }), score: 0.2 },
  ];
  expect(fromSimilar(issue, similar, groups).map(told)).toEqual([
    'sig-node 0.70: like #1, which SIG Node has',
  ]);
});

describe('what speaks for groups becomes a suggestion', () => {
  const says = (group: typeof sigNode, sureness: number, reason = 'r') => ({ group, sureness, reason });

  test.each<[string, Evidence[], string[]]>([
    ['nothing, where nothing speaks', [], []],
    ['nothing below what is sure enough', [says(sigNode, SURE_ENOUGH - 0.01)], []],
    ['what is', [says(sigNode, SURE_ENOUGH)], ['sig-node']],
    ['what adds up', [says(sigNode, 0.4), says(sigNode, 0.4)], ['sig-node']],
    ['the surest first', [says(sigNode, 0.6), says(sigNetwork, 0.9)], ['sig-network', 'sig-node']],
    ['the same order for equals', [says(sigNode, 0.6), says(sigNetwork, 0.6)], ['sig-network', 'sig-node']],
    [
      'three at most',
      ['a', 'b', 'c', 'd'].map((id, index) => says({ ...sigNode, id }, 0.9 - index / 10)),
      ['a', 'b', 'c'],
    ],
  ])('%s', (_name, evidence, expected) => {
    expect(suggestGroups(evidence).map(({ group }) => group.id)).toEqual(expected);
  });

  test('with its reasons, the surest first', () => {
    const [only] = suggestGroups([says(sigNode, 0.3, 'weak'), says(sigNode, 0.8, 'strong')]);
    expect(only).toMatchObject({ reasons: ['strong', 'weak'] });
  });
});

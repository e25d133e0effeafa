import { expect, test } from 'vitest';
import { handoversOf } from '../../src/domain/handover.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';

const handed: Verdict = {
  issue: '1#4711',
  group: 'sig-node',
  kind: 'not-ours',
  by: 'dana',
  at: NOW,
  note: 'SIG/Network',
  because: 'kube-proxy, not us',
  via: 'slack',
};

const toNetwork = ['sig-node to sig-network by dana: kube-proxy, not us'];

test.each<[string, string[], readonly Partial<Verdict>[], string[]]>([
  ['one that holds', ['sig/network'], [{}], toNetwork],
  ['before the old label is gone', ['sig/node', 'sig/network'], [{}], toNetwork],
  ['without a reason', ['sig/network'], [{ because: undefined }], ['sig-node to sig-network by dana']],
  ['not when it was passed on by hand', ['sig/storage'], [{}], []],
  ['not when it was given back', ['sig/network'], [{ ended: { at: NOW, why: 'returned' } }], []],
  ['not another verdict', ['sig/network'], [{ kind: 'accepted', note: undefined }], []],
  ['not of a group that is no more', ['sig/network'], [{ group: 'sig-gone' }], []],
  [
    'the latest first',
    ['sig/network', 'sig/node'],
    [{}, { group: 'sig-network', note: 'sig/node', by: 'noor', at: NOW + 1, because: undefined }],
    ['sig-network to sig-node by noor', ...toNetwork],
  ],
])('%s', (_name, labels, verdicts, expected) => {
  const found = handoversOf(
    anIssue({ labels }),
    verdicts.map((differs) => ({ ...handed, ...differs })),
    [sigNode, sigNetwork],
  );
  const told = found.map(
    ({ from, to, by, because }) =>
      `${from.id} to ${to.id} by ${by}${because === undefined ? '' : `: ${because}`}`,
  );
  expect(told).toEqual(expected);
});

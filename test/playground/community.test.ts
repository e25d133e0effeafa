import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readIssues, readListing } from '../../playground/community.ts';

describe('a directory file', () => {
  test.each<[string, unknown]>([
    ['contact: { slack: sig-a }', { name: 'sig-a' }],
    ['contact: { slack: "#Sig-A" }', { name: 'sig-a' }],
    ['chat_link: https://x.slack.com/archives/C08MR0FQRCM', { id: 'C08MR0FQRCM', name: 'C08MR0FQRCM' }],
    ['chat_link: https://x.slack.com/messages/sig-a/', { name: 'sig-a' }],
    ['contact: { slack: { id: C01N7PP1THC, name: "#otel" } }', { id: 'C01N7PP1THC', name: 'otel' }],
    ['slack: sig-a', { name: 'sig-a' }],
  ])('%s', (channel, expected) => {
    expect(readListing(`sigs:\n- dir: sig-a\n  ${channel}\n`).groups).toEqual([
      { name: 'sig-a', channel: expected },
    ]);
  });

  test('a group without a channel is left out, an unknown list gets a kind', () => {
    const listing = readListing(`
sigs: [{ name: A }, { name: B, contact: { slack: b } }]
workinggroups: []
specialgroups: [{ dir: wg-x, contact: { slack: x } }]
tags: [{ name: T, contact: { slack: t } }]
version: 3
`);
    expect(listing.groups.map(({ channel }) => channel.name)).toEqual(['b', 'x', 't']);
    expect(listing.kinds).toEqual({ specialgroups: 'wg', tags: 'group' });
  });

  test('the GitHub logins that it names are found wherever they stand', () => {
    const listing = readListing(`
sigs:
  - name: A
    leadership: { chairs: [{ github: ann-1, name: Ann }], tech_leads: [{ github: bob }, { github: ann-1 }] }
    repos: [{ github: https://github.com/a/b }]
`);
    expect(listing.logins).toEqual(['ann-1', 'bob']);
  });
});

describe('an issues file', () => {
  test('good lines are read, lines about one issue are one, bad lines are named', () => {
    const { issues, rows, bad } = readIssues(
      [
        '{"repo":"a/b","number":1,"title":"t","labels":["sig/x"],"state":"open","other":1}',
        '{"repo":"A/b","number":1,"title":"t2","labels":["sig/y"]}',
        '',
        'nonsense',
        '{"repo":"ab","number":1,"title":"t"}',
        '{"repo":"a/b","number":"x","title":"t"}',
        '{"repo":"a/b","number":2,"title":"t","state":"merged"}',
        '{"repo":"a/b","number":2,"title":"t","labels":"sig/x"}',
        '{"repo":"a/b","number":3,"labels":null,"state":"closed"}',
      ].join('\n'),
    );
    expect(issues).toEqual([
      { repo: 'a/b', number: 1, title: 't', labels: ['sig/x', 'sig/y'], state: 'open' },
      { repo: 'a/b', number: 3, title: 'Issue 3', labels: [], state: 'closed' },
    ]);
    expect(rows).toBe(3);
    expect(bad).toEqual([
      'line 4: not a JSON object',
      'line 5: repo is not "owner/name"',
      'line 6: number is not a positive whole number',
      'line 7: state is neither open nor closed',
      'line 8: labels is not a list',
    ]);
  });
});

const DATA = new URL('../../../shared/data/', import.meta.url);

describe.skipIf(!existsSync(DATA))('real files (skipped without ../shared/data)', () => {
  test.each([
    ['kubernetes-community/sigs.yaml', 30, {}],
    ['communities/kubeflow-community/wgs.yaml', 1, {}],
    ['communities/cilium-community/sigs.yaml', 3, {}],
  ])('%s', (path, atLeast, kinds) => {
    const listing = readListing(readFileSync(new URL(path, DATA), 'utf8'));
    expect(listing.groups.length).toBeGreaterThanOrEqual(atLeast);
    expect(listing.kinds).toEqual(kinds);
  });

  test('every line of the issues is one', () => {
    const { rows, bad } = readIssues(readFileSync(new URL('issues/issues.jsonl', DATA), 'utf8'));
    expect([rows, bad]).toEqual([201, []]);
  });
});

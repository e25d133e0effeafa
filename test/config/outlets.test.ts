import { expect, test } from 'vitest';
import { loadConfig, type Config } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';

const FILE = `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories: [{ name: harbour/boats }]
`;

function load(more: string, env: Record<string, string> = { GITHUB_TOKEN: 'ghp_tide' }): Config {
  const environment = { SLACK_BOT_TOKEN: 'xoxb-1-tide', SLACK_APP_TOKEN: 'xapp-1-tide', ...env };
  return loadConfig(environment, () => FILE + more);
}

function problems(more: string, env?: Record<string, string>): string[] {
  try {
    load(more, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, remedy }) => `${key}: ${remedy}`);
    throw error;
  }
  return [];
}

const outlets = (list: string) => `meetings: { outlets: [${list}] }`;

test('outlets are for all groups, or for one in their place', () => {
  const { documents, overlay } = load(`
meetings:
  canvas: true
  outlets:
    - { to: issue, repo: harbour/notes }
    - { to: issue, repo: harbour/notes, number: 7 }
    - { to: discussion, repo: harbour/notes, category: Meetings }
groups:
  sig-node: { outlets: [{ to: file, repo: harbour/notes, path: '{group}/{date}.md' }] }
  sig-network: { outlets: [] }
`);
  expect(documents).toEqual({
    canvas: true,
    outlets: [
      { to: 'issue', repo: 'harbour/notes', number: undefined },
      { to: 'issue', repo: 'harbour/notes', number: 7 },
      { to: 'discussion', repo: 'harbour/notes', category: 'Meetings' },
    ],
  });
  expect(overlay['sig-node']?.outlets).toEqual([
    { to: 'file', repo: 'harbour/notes', path: '{group}/{date}.md' },
  ]);
  expect(overlay['sig-network']?.outlets).toEqual([]);
});

test.each([
  ['{ to: wiki, repo: harbour/notes }', /outlets\[0\]\.to.*Write issue, discussion or file/],
  ['{ to: issue, repo: notes }', /outlets\[0\]\.repo.*Write owner\/name/],
  ['{ to: file, repo: harbour/notes }', /outlets\[0\]\.path.*needs path: below it/],
  ['{ to: discussion, repo: harbour/notes }', /outlets\[0\]\.category.*needs category: below it/],
  ['{ to: issue, repo: harbour/notes, path: a.md }', /outlets\[0\]\.path.*Only “to: file” has this/],
  ['{ to: file, repo: harbour/notes, path: ../a.md }', /outlets\[0\]\.path.*Write a path/],
  ['{ to: file, repo: harbour/notes, path: /a.md }', /outlets\[0\]\.path.*Write a path/],
  ['{ to: file, repo: harbour/notes, path: run.sh }', /outlets\[0\]\.path.*ends in \.md/],
  ['{ to: issue, repo: harbour/notes, number: -1 }', /outlets\[0\]\.number.*Write the issue’s number/],
])('%s is told with its remedy', (written, words) => {
  expect(problems(outlets(written))).toEqual([expect.stringMatching(words)]);
});

test('without a credential nothing could be written', () => {
  const given = outlets('{ to: issue, repo: harbour/notes }');
  expect(problems(given, {})).toEqual([expect.stringMatching(/meetings\.outlets: Set GITHUB_TOKEN/)]);
  const ofGroup = 'groups: { sig-node: { outlets: [{ to: issue, repo: harbour/notes }] } }';
  expect(problems(ofGroup, {})).toHaveLength(1);
});

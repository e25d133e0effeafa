import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portsMaker } from '../../src/adapters/ports.ts';
import { openStore, type Store } from '../../src/adapters/store/store.ts';
import { loadConfig, type Config } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { KUBERNETES_RULES } from '../../src/domain/merging.ts';
import type { Ports } from '../../src/ports.ts';
import { sigNode } from '../support/facts.ts';
import { databaseFolder } from '../support/folder.ts';
import { silent } from '../support/github.ts';

const FILE = `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories: [{ name: harbour/boats, through: prow }, { name: 'harbour/*', write: as-bot, through: labels }]
`;
const ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'xoxb-1-tide',
  SLACK_APP_TOKEN: 'xapp-1-tide',
  GITHUB_TOKEN: 'ghp_tide',
};

const load = (more: string): Config => loadConfig(ENVIRONMENT, () => FILE + more);

let store: Store;
let folder: string;

beforeAll(async () => {
  folder = databaseFolder('merging');
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => 0 } });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function portsWith(more: string): Ports {
  return portsMaker(load(more), {} as never, { meetings: {} } as never, {} as never)(store);
}

test.each([
  ['', 'harbour/boats', 'prow'],
  ['', 'harbour/ropes', 'reviews'],
  ['merging: { by: reviews }', 'harbour/boats', 'reviews'],
  ['merging: { by: prow }', 'harbour/ropes', 'prow'],
])('with “%s” %s merges by %s', async (more, repo, by) => {
  expect(await portsWith(more).pulls.rules(repo)).toEqual({ ...KUBERNETES_RULES, by });
});

test('a community says what it merges by', () => {
  const { merging } = load(`
merging:
  requires: [lgtm, docs-reviewed]
  blocks: [on-ice]
  harmless: []
  approvals: 2
  ignores: [tide, coverage]
  selfApproval: false
`);
  expect(merging).toEqual({
    by: undefined,
    requires: ['lgtm', 'docs-reviewed'],
    blocks: ['on-ice'],
    harmless: [],
    approvals: 2,
    ignores: ['tide', 'coverage'],
    selfApproval: false,
  });
});

test.each([
  ['merging: { by: tide }', 'Write prow or reviews.'],
  ['merging: { requires: lgtm }', 'Write a list of whole labels: [lgtm, approved].'],
  ['merging: { approvals: some }', 'Write a number: 1.'],
  ['merging: { approvals: -1 }', 'Write a number from 0.'],
])('“%s” is refused', (more, remedy) => {
  expect(() => load(more)).toThrow(ConfigError);
  expect(() => load(more)).toThrow(remedy);
});

test.each<[string, string, object, boolean]>([
  ['nobody chose', '', {}, false],
  ['the operator wants them', 'noise: { pullRequests: true }', {}, true],
  [
    'the operator wants them of this group',
    'groups: { sig-node: { noise: { pullRequests: true } } }',
    {},
    true,
  ],
  ['the leads do', '', { pullRequests: true }, true],
  ['the leads do not', 'noise: { pullRequests: true }', { pullRequests: false }, false],
  [
    'the leads may not choose',
    'noise: { pullRequests: true, locked: [pullRequests] }',
    { pullRequests: false },
    true,
  ],
])('cards of pull requests, where %s', async (who, more, chosen, wanted) => {
  // Each with leads of its own, but for who chose nothing.
  const group = { ...sigNode, id: 'pullRequests' in chosen ? who : sigNode.id };
  await store.settings.change(group.id, { noise: chosen }, 'U0DANA', 0);
  expect((await portsWith(more).policy.noise(group)).pullRequests).toBe(wanted);
});

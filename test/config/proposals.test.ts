import { describe, expect, test } from 'vitest';
import { loadConfig, type Config } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { KEP_NEEDS, KUBERNETES_FREEZES } from '../../src/domain/freeze.ts';
import { KUBERNETES_KEPS } from '../../src/domain/kep.ts';
import { KUBERNETES_PLACES } from '../../src/domain/kep-tree.ts';
import { PATH_STEPS, PLAIN_PATH } from '../../src/domain/path.ts';
import { PLAIN_STEERING } from '../../src/domain/steering.ts';
import { DAY, iso } from '../../src/domain/time.ts';

const FILE = `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories: [{ name: harbour/* }]
`;
const ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'xoxb-1-tide',
  SLACK_APP_TOKEN: 'xapp-1-tide',
  SIGBOT_CONFIG: '/srv/harbour/sigbot.yml',
};

const load = (more: string): Config => loadConfig(ENVIRONMENT, () => FILE + more);
const proposals = (more: string) => load(`proposals:\n  repository: harbour/designs\n${more}`).proposals;

function problems(more: string): string[] {
  try {
    proposals(more);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, remedy }) => `${key}: ${remedy}`);
    throw error;
  }
  return [];
}

describe('proposals', () => {
  test('are not followed unless their repository is named; then in Kubernetes’ shape', () => {
    expect(load('').proposals).toBeUndefined();
    expect(proposals('')).toEqual({
      repository: 'harbour/designs',
      places: KUBERNETES_PLACES,
      shape: KUBERNETES_KEPS,
      optedIn: 'lead-opted-in',
      radar: 14 * DAY,
      kinds: KUBERNETES_FREEZES,
      milestones: [],
    });
  });

  test('say which issues are proposals, and which steps they take', () => {
    expect(load('').path).toEqual(PLAIN_PATH);
    const path = (more: string) => load(`proposals:\n${more}`).path;
    expect(path('  repository: harbour/designs\n')).toEqual({ labels: PLAIN_PATH.labels, steps: PATH_STEPS });
    expect(path('  path: [code, discussion, design, proposal]\n  labels: [idea]\n')).toEqual({
      labels: ['idea'],
      steps: ['discussion', 'design', 'code'],
    });
    expect(load('proposals: { path: [issue, code] }\n').proposals).toBeUndefined();
  });

  test('have milestones whose freezes are days, anywhere on earth, or moments', () => {
    const policy = proposals(`  milestones:
    - name: v1.37
      freezes:
        Code Freeze: { at: '2026-07-23 12:00', zone: Europe/Berlin }
        enhancements freeze: 2026-06-16
    - { name: '1.38', calendar: releases/v1.38.ics }
    - { name: v1.39, calendar: 'https://harbour.example/v1.39.ics' }
`);
    expect(policy?.milestones.map(({ name, calendar }) => [name, calendar])).toEqual([
      ['v1.37', undefined],
      ['v1.38', '/srv/harbour/releases/v1.38.ics'],
      ['v1.39', 'https://harbour.example/v1.39.ics'],
    ]);
    expect(policy?.milestones[0]?.freezes.map(({ name, at, needs }) => [name, iso(at), needs])).toEqual([
      ['enhancements freeze', '2026-06-17T12:00:00Z', KEP_NEEDS],
      ['Code Freeze', '2026-07-23T10:00:00Z', []],
    ]);
  });

  test('may have other keys, words and freezes', () => {
    const policy = proposals(`  files: 'proposals/**/*.yaml'
  keys: { number: dep, owningSig: team }
  statuses: { accepted: implementable }
  stages: { preview: beta }
  radar: 7d
  freezes:
    - { name: Feature freeze, needs: [milestone] }
    - { name: Tide, match: '(?i)^high tide', needs: [] }
  milestones: [{ name: v2.1, freezes: { Feature Freeze: 2026-06-16 } }]
`);
    expect(policy?.places).toEqual({ ...KUBERNETES_PLACES, files: 'proposals/**/*.yaml' });
    expect(policy?.shape.keys).toEqual({ ...KUBERNETES_KEPS.keys, number: 'dep', owningSig: 'team' });
    expect(policy?.shape).toMatchObject({
      statuses: { accepted: 'implementable' },
      stages: { preview: 'beta' },
    });
    expect(policy?.milestones[0]?.freezes[0]?.needs).toEqual(['milestone']);
    expect(policy?.kinds.map(({ match }) => match?.fits('🌊 FEATURE FREEZE (high tide)'))).toEqual([
      true,
      false,
    ]);
  });

  test.each<[string, string, string]>([
    ['  files: 7\n', 'proposals.files', 'Write a path in the repository'],
    ['  keys: { nummer: dep }\n', 'proposals.keys.nummer', 'There is no such key. Did you mean number?'],
    [
      '  statuses: { accepted: done }\n',
      'proposals.statuses.accepted',
      'Write one of provisional, implementable',
    ],
    [
      '  milestones: [{ name: next }]\n',
      'proposals.milestones[0].name',
      'Write the milestone as its proposals do',
    ],
    [
      '  milestones: [{ name: 1.37 }]\n',
      'proposals.milestones[0].name',
      'Write the milestone as its proposals do',
    ],
    [
      '  milestones: [{ name: v1.37, freezes: { A: 16 June } }]\n',
      'proposals.milestones[0].freezes.A',
      'Write a day',
    ],
    [
      '  milestones: [{ name: v1.37, freezes: { A: 2026-06-31 } }]\n',
      'proposals.milestones[0].freezes.A',
      'Write a day',
    ],
    [
      "  milestones: [{ name: v1.37, freezes: { A: '2026-06-16 12:00' } }]\n",
      'proposals.milestones[0].freezes.A',
      'Write a day',
    ],
    [
      "  freezes: [{ name: A, match: '(?=b)', needs: [] }]\n",
      'proposals.freezes[0].match',
      'Write a regular expression',
    ],
    [
      '  freezes: [{ name: A, needs: [luck] }]\n',
      'proposals.freezes[0].needs[0]',
      'Write a list of opted-in',
    ],
    ['  path: [luck]\n', 'proposals.path[0]', 'Write a list of issue, duplicates'],
    ['  exceptions: http://harbour.example\n', 'proposals.exceptions', 'Write an https address.'],
  ])('%s is refused', (more, key, remedy) => {
    const [problem = ''] = problems(more);
    expect(problem.replace(/^sigbot\.yml:\d+ /, '')).toContain(key);
    expect(problem).toContain(remedy);
  });
});

test('those who steer are told of nothing unless they are named; then monthly, of SIGs and working groups', () => {
  expect(load('').steering).toEqual(PLAIN_STEERING);
  const steering =
    'steering: { group: committee-steering, channel: bridge, post: weekly, at: "07:30", zone: Europe/Berlin, kinds: [sig], private: [] }\n';
  expect(load(steering).steering).toEqual({
    group: 'committee-steering',
    channel: 'bridge',
    post: 'weekly',
    at: 450,
    zone: 'Europe/Berlin',
    kinds: ['sig'],
    private: [],
  });
});

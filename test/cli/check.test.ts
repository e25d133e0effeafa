import { describe, expect, test } from 'vitest';
import { checkReport, type CheckFacts } from '../../src/cli/check.ts';
import { kepPolicy } from '../support/keps.ts';
import type { Directory, Group } from '../../src/domain/group.ts';

function group(id: string, more: Partial<Group> = {}): Group {
  return {
    id,
    kind: 'sig',
    name: id,
    title: `SIG ${id.slice(4)}`,
    label: id.replace('-', '/'),
    channel: { name: id },
    leads: [{ github: `lead-of-${id}`, name: id, role: 'chair' }],
    meetings: [],
    subprojects: [],
    paused: false,
    pullRequests: false,
    ...more,
  };
}

const GOOD: CheckFacts = {
  config: {
    community: 'Harbor',
    channels: 'directory',
    repositories: [{ pattern: 'harbor/*', intake: 'poll', write: 'as-bot', through: 'prow', owners: true }],
    people: [
      { slack: 'U1', github: 'lead-of-sig-tide', role: 'member' },
      { slack: 'U2', github: 'Lead-of-sig-locks', role: 'member' },
    ],
  },
  directory: { groups: [group('sig-tide'), group('sig-locks')], doubts: [] },
  channels: [
    { id: 'C0TIDE00001', name: 'sig-tide' },
    { id: 'C0LOCKS0001', name: 'sig-locks' },
  ],
  repositories: [{ pattern: 'harbor/*', found: ['harbor/pier', 'harbor/quay'] }],
  takenOver: [],
};

function doubtsOf(
  change: { config?: Partial<CheckFacts['config']>; directory?: Partial<Directory> } & Partial<
    Pick<CheckFacts, 'channels' | 'repositories' | 'takenOver'>
  >,
) {
  const { config, directory, ...rest } = change;
  const { lines, exitCode } = checkReport({
    ...GOOD,
    ...rest,
    config: { ...GOOD.config, ...config },
    directory: { ...GOOD.directory, ...directory },
  });
  return {
    exitCode,
    doubts: lines.filter((line) => /^(?:error|warning|note) /.test(line)),
    verdict: lines.at(-1),
  };
}

test('where nothing is wrong: groups, repositories, verdict', () => {
  expect(checkReport(GOOD)).toEqual({
    exitCode: 0,
    lines: [
      'Harbor: 2 groups',
      '',
      'GROUP      LABEL      CHANNEL',
      'sig-tide   sig/tide   #sig-tide (C0TIDE00001)',
      'sig-locks  sig/locks  #sig-locks (C0LOCKS0001)',
      '',
      'REPOSITORIES  INTAKE  WRITE   THROUGH  FOUND',
      'harbor/*      poll    as-bot  prow     2',
      '',
      'Ready: no errors, 0 warnings.',
    ],
  });
});

test('what stands in the way of documents is an error', () => {
  const obstacles = [
    { about: 'issue harbor/notes', wrong: 'harbor/notes has no issues: turn them on there.' },
  ];
  const { lines, exitCode } = checkReport({ ...GOOD, obstacles });
  expect(lines).toContain('error  issue harbor/notes: harbor/notes has no issues: turn them on there.');
  expect(exitCode).toBe(1);
});

test('what lacks and what is paused shows in the table', () => {
  const { lines } = checkReport({
    ...GOOD,
    directory: {
      groups: [
        group('sig-tide', { paused: true }),
        group('sig-x', { label: undefined, channel: undefined }),
        group('sig-y', { channel: { id: 'C0NONE00001' } }),
      ],
      doubts: [],
    },
  });
  expect(lines.slice(2, 6)).toEqual([
    'GROUP     LABEL     CHANNEL',
    'sig-tide  sig/tide  #sig-tide (C0TIDE00001), paused',
    'sig-x     -         -',
    'sig-y     sig/y     C0NONE00001 (not resolved)',
  ]);
});

describe('doubts', () => {
  test.each<[string, Parameters<typeof doubtsOf>[0], string, 0 | 1]>([
    [
      'a channel that is not on the list',
      { config: { channels: ['sig-tide'] } },
      'warning  sig-locks: Its channel #sig-locks is not among the configuration’s channels: it gets no cards.',
      0,
    ],
    [
      'a channel that does not exist',
      { directory: { groups: [group('sig-tide'), group('sig-locks', { channel: { name: 'sig-lokcs' } })] } },
      'warning  sig-locks: Its channel (sig-lokcs) is no public channel of this Slack. A private one is named by its id, and the bot invited. Did you mean #sig-locks?',
      0,
    ],
    [
      'a listed channel that does not exist',
      { config: { channels: ['sig-tide', 'sig-locks', 'sig-tides'] } },
      'warning  sig-tides: This channel of the configuration (sig-tides) is no public channel of this Slack. A private one is named by its id, and the bot invited. Did you mean #sig-tide?',
      0,
    ],
    [
      'the operator’s channel that does not exist',
      { config: { operatorChannel: '#harbor-bots' } },
      'warning  #harbor-bots: This channel of the configuration (#harbor-bots) is no public channel of this Slack. A private one is named by its id, and the bot invited.',
      0,
    ],
    [
      'a channel for private issues that does not exist',
      { config: { privacy: { channels: ['harbor-secret'], labels: [] } } },
      'warning  harbor-secret: This channel of the configuration (harbor-secret) is no public channel of this Slack. A private one is named by its id, and the bot invited.',
      0,
    ],
    [
      'a path of a group that is not there',
      {
        config: {
          strays: {
            channel: 'sig-tide',
            after: 1,
            perHour: 1,
            paths: [{ glob: 'hull/**', group: 'sig-tied' }],
          },
        },
      },
      'warning  strays.paths.hull/**: The directory has no group sig-tied. Did you mean sig-tide?',
      0,
    ],
    [
      'proposals of a repository that is not followed',
      { config: { proposals: kepPolicy() } },
      'error  proposals.repository: harbour/designs is none of the repositories that are followed, so no proposal is read. Add it to repositories.',
      1,
    ],
    [
      'no channel at all',
      { config: { channels: ['sig-tides'] } },
      'error    channels: No group has a channel the bot may post in: there would be no cards at all.',
      1,
    ],
    [
      'Slack that does not answer',
      { channels: { reason: 'invalid_auth' } },
      'error  Slack: The channels could not be asked for: invalid_auth',
      1,
    ],
    [
      'a pattern that fits nothing',
      { repositories: [{ pattern: 'harbor/*', found: [] }] },
      'error  harbor/*: No repository fits this pattern, or the bot’s account cannot see it.',
      1,
    ],
    [
      'a repository that does not exist',
      { repositories: [{ pattern: 'harbor/peer', found: [] }] },
      'error  harbor/peer: There is no such repository, or the bot’s account cannot see it.',
      1,
    ],
    [
      'GitHub that does not answer',
      { repositories: [{ pattern: 'harbor/*', found: { reason: 'Bad credentials' } }] },
      'error  harbor/*: It could not be looked up: Bad credentials',
      1,
    ],
    [
      'a group that nobody may triage',
      { config: { people: [{ slack: 'U1', github: 'lead-of-sig-tide', role: 'member' }] } },
      'warning  people: Nobody may triage for SIG locks: map their leads, or name a triager.',
      0,
    ],
    [
      'leads without a Slack id',
      { config: { people: [{ slack: 'U1', github: 'lead-of-sig-tide', role: 'member' }] } },
      'note     people: 1 of 2 leads can triage; the others have no Slack id there yet.',
      0,
    ],
    [
      'a person limited to an unknown group',
      {
        config: {
          people: [
            ...GOOD.config.people,
            { slack: 'U3', github: 'ivo-sand', role: 'triager', groups: ['sig-tied'] },
          ],
        },
      },
      'warning  people.U3: The directory has no group sig-tied. Did you mean sig-tide?',
      0,
    ],
  ])('%s', (_, change, line, exitCode) => {
    const found = doubtsOf(change);
    expect(found.doubts).toContain(line);
    expect(found.exitCode).toBe(exitCode);
  });

  test('a person who leads nothing is no matter', () => {
    const people = [...GOOD.config.people, { slack: 'U3', github: 'ivo-sand', role: 'member' as const }];
    expect(doubtsOf({ config: { people } }).doubts).toEqual([]);
  });

  test('the directory’s own come too, errors first', () => {
    const found = doubtsOf({
      directory: {
        doubts: [
          { severity: 'note', about: 'a', text: 'n.' },
          { severity: 'warning', about: 'b', text: 'w.' },
          { severity: 'error', about: 'c', text: 'e.' },
        ],
      },
    });
    expect(found).toEqual({
      exitCode: 1,
      doubts: ['error    c: e.', 'warning  b: w.', 'note     a: n.'],
      verdict: 'Not ready: 1 error, 1 warning.',
    });
  });
});

test('a login that another account has taken is a warning that says what to do', () => {
  const { doubts, exitCode } = doubtsOf({ takenOver: ['dana'] });
  expect(doubts).toEqual([
    expect.stringMatching(
      /^warning +dana: This GitHub login belongs to another account.*sigbot trust dana\.$/,
    ),
  ]);
  expect(exitCode).toBe(0);
  const unread = doubtsOf({ takenOver: { reason: 'no such file' } });
  expect(unread.doubts).toEqual([
    expect.stringMatching(/^note +people: The database could not be read \(no such file\)/),
  ]);
});

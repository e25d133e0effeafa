import { PLAIN_AGENDA } from '../src/domain/agenda-policy.ts';
import { PLAIN_CLOCKS } from '../src/domain/clock-policy.ts';
import { PLAIN_CONSENSUS } from '../src/domain/consensus-policy.ts';
import { PLAIN_DIGEST } from '../src/domain/digest.ts';
import { KUBERNETES_RULES } from '../src/domain/merging.ts';
import { PLAIN_NOISE } from '../src/domain/noise.ts';
import { PLAIN_PATH } from '../src/domain/path.ts';
import { PLAIN_STEERING } from '../src/domain/steering.ts';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DAY } from '../src/domain/time.ts';
import { loadConfig, secretsOf, type Config } from '../src/config.ts';
import { ConfigError, type Problem } from '../src/config/problems.ts';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1-tide',
  SLACK_APP_TOKEN: 'xapp-1-tide',
  SIGBOT_CONFIG: '/srv/harbor/sigbot.yml',
};
const FILE = `
community: Harbor
directory: {source: sigs.yaml}
channels: [sig-tide]
repositories:
  - name: harbor/*
`;

/** The configuration of these files, by path; the environment adds to ENV, and undefined takes away. */
function load(
  file = FILE,
  env: Record<string, string | undefined> = {},
  files: Record<string, string> = {},
): Config {
  const all: Record<string, string> = { [ENV.SIGBOT_CONFIG]: file, ...files };
  return loadConfig({ ...ENV, ...env }, (path) => {
    const text = all[path];
    if (text === undefined) throw new Error('ENOENT: no such file');
    return text;
  });
}

function problems(
  file?: string,
  env?: Record<string, string | undefined>,
  files?: Record<string, string>,
): readonly Problem[] {
  try {
    load(file, env, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a good configuration', () => {
  test('is complete with its defaults', () => {
    expect(load()).toEqual({
      slack: {
        botToken: 'xoxb-1-tide',
        appToken: 'xapp-1-tide',
        signingSecret: undefined,
        apiUrl: undefined,
        postsPerSecond: 1,
        timeout: 10_000,
      },
      github: {
        auth: undefined,
        webhookSecrets: [],
        oauth: undefined,
        apiUrl: 'https://api.github.com',
        pollEvery: 60_000,
        timeout: 15_000,
      },
      http: { host: '0.0.0.0', port: 3000, publicUrl: undefined },
      databaseUrl: 'sqlite:./sigbot.db',
      logLevel: 'info',
      noise: PLAIN_NOISE,
      merging: { ...KUBERNETES_RULES, by: undefined },
      digest: PLAIN_DIGEST,
      digestLocked: [],
      agenda: PLAIN_AGENDA,
      health: { activeFor: 180 * DAY },
      privacy: { channels: [], labels: [] },
      path: PLAIN_PATH,
      steering: PLAIN_STEERING,
      strays: undefined,
      noiseLocked: [],
      agendaLocked: [],
      documents: { outlets: [], canvas: false },
      meetings: { minutes: 60, remind: [1440, 10], ask: true, pin: true },
      community: 'Harbor',
      directory: {
        source: '/srv/harbor/sigs.yaml',
        refreshEvery: 3_600_000,
        kinds: {
          sigs: 'sig',
          workinggroups: 'wg',
          wgs: 'wg',
          usergroups: 'ug',
          committees: 'committee',
          tags: 'group',
        },
      },
      overlay: {},
      channels: ['sig-tide'],
      repositories: [
        { pattern: 'harbor/*', intake: 'poll', write: 'handoff', through: 'prow', owners: true },
      ],
      triage: {
        accepted: 'any',
        retriage: undefined,
        priorities: [
          'critical-urgent',
          'important-soon',
          'important-longterm',
          'backlog',
          'awaiting-more-evidence',
        ],
        robots: ['k8s-ci-robot', 'k8s-triage-robot'],
      },
      labels: { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/', 'lifecycle/'] },
      clocks: PLAIN_CLOCKS,
      consensus: { ...PLAIN_CONSENSUS, nudge: 0.33 },
      people: [],
      usersFile: undefined,
      triagers: {},
      keys: [],
      operatorChannel: undefined,
      sweepAt: '03:10',
    });
  });

  test('says what agendas are made of, for all groups and for one', () => {
    const section = (name: string, limit: number, labels = ['kind/kep']) => ({ name, limit, labels });
    const config = load(`
${FILE}
meetings: {agenda: {publish: 90m, sections: [topics, {name: stale, limit: 9}, {name: enhancements, labels: [kind/plan]}]}}
groups: {sig-tide: {agenda: {publish: off}}, sig-reef: {agenda: {sections: []}}}
`);
    expect(config.agenda).toEqual({
      publish: 90,
      sections: [section('topics', 12), section('stale', 9), section('enhancements', 5, ['kind/plan'])],
    });
    expect(config.overlay).toEqual({
      'sig-tide': { agenda: { publish: undefined } },
      'sig-reef': { agenda: { sections: [] } },
    });
  });

  test('says how consensus is sought, by all groups and by one', () => {
    const config = load(`
${FILE}
consensus: {within: 5d, least: 2, nudge: off}
groups: {sig-tide: {consensus: {lazy: false, shortest: 24h}}}
`);
    expect(config.consensus).toEqual({
      ...PLAIN_CONSENSUS,
      within: { ms: 5 * DAY, in: 'days' },
      least: 2,
      nudge: undefined,
    });
    expect(config.overlay).toEqual({
      'sig-tide': { consensus: { lazy: false, shortest: { ms: DAY, in: 'hours' } } },
    });
  });

  test('says everything there is to say', () => {
    const config = load(
      `
community: Harbor
directory: {source: https://harbor.example/sigs.yaml, refresh: 5m, kinds: {crews: group}}
overlay: more.yml
groups: {sig-tide: {channel: C0TIDE00001}}
channels: directory
repositories:
  - {name: harbor/pier, intake: both, write: as-bot}
  - {name: harbor/*, intake: webhook, write: as-bot, through: labels}
labels: {untriaged: {with: needs-triage}, exclusive: [triage/]}
people: {U0MARA0001: {github: mara-quill, role: triager, groups: [sig-tide]}, U0IVO00001: {github: ivo-sand}}
operator: {channel: "#harbor-bots"}
slack: {postsPerSecond: 0.5, timeout: 500ms}
github: {poll: 2h, timeout: 30s}
sweep: "23:59"
`,
      {
        SLACK_APP_TOKEN: '',
        SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
        GITHUB_TOKEN: 'ghp_tide',
        GITHUB_WEBHOOK_SECRET: 'new, old,',
        DATABASE_URL: 'postgres://bot:pier@db/harbor',
        PORT: '0',
        HOST: '127.0.0.1',
        PUBLIC_URL: 'https://bot.harbor.example/',
        LOG_LEVEL: 'debug',
        SLACK_API_URL: 'http://127.0.0.1:4000',
        GITHUB_API_URL: 'http://127.0.0.1:4001/',
      },
      {
        '/srv/harbor/more.yml':
          'sig-tide: {channel: sig-tide, paused: true}\nsig-locks: {label: area/locks}\n',
      },
    );
    expect(config).toMatchObject({
      slack: {
        appToken: undefined,
        signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
        apiUrl: 'http://127.0.0.1:4000/api/',
        postsPerSecond: 0.5,
        timeout: 500,
      },
      github: {
        auth: { token: 'ghp_tide' },
        webhookSecrets: ['new', 'old'],
        apiUrl: 'http://127.0.0.1:4001',
        pollEvery: 7_200_000,
        timeout: 30_000,
      },
      http: { host: '127.0.0.1', port: 0, publicUrl: 'https://bot.harbor.example' },
      databaseUrl: 'postgres://bot:pier@db/harbor',
      logLevel: 'debug',
      directory: {
        source: 'https://harbor.example/sigs.yaml',
        refreshEvery: 300_000,
        kinds: { sigs: 'sig', crews: 'group' },
      },
      overlay: { 'sig-tide': { channel: 'C0TIDE00001', paused: true }, 'sig-locks': { label: 'area/locks' } },
      channels: 'directory',
      repositories: [
        { pattern: 'harbor/pier', intake: 'both', write: 'as-bot', through: 'prow', owners: true },
        { pattern: 'harbor/*', intake: 'webhook', write: 'as-bot', through: 'labels', owners: true },
      ],
      labels: { untriaged: { with: 'needs-triage' }, exclusive: ['triage/'] },
      people: [
        { slack: 'U0MARA0001', github: 'mara-quill', role: 'triager', groups: ['sig-tide'] },
        { slack: 'U0IVO00001', github: 'ivo-sand', role: 'member' },
      ],
      operatorChannel: '#harbor-bots',
      sweepAt: '23:59',
    });
  });

  test('a GitHub App’s key may have its line ends escaped', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' })).trim();
    const { auth } = load(FILE, {
      GITHUB_APP_ID: '123',
      GITHUB_PRIVATE_KEY: pem.replaceAll('\n', '\\n'),
    }).github;
    expect(auth).toEqual({ appId: '123', privateKey: pem });
  });

  test('a meeting’s feed is seen from the file in which it is written', () => {
    const meetings =
      'meetings: [{description: Boats, duration: 45m, feed: {url: ./boats.ics, title: Boats}}]';
    const file = `${FILE}overlay: ../more.yml\ngroups: {sig-tide: {${meetings}}}\nmeetings: {duration: 30m}\n`;
    const config = load(file, {}, { '/srv/more.yml': `sig-locks: {${meetings}}` });
    const feeds = Object.values(config.overlay).map((group) => group.meetings?.[0]);
    expect(feeds).toEqual([
      { description: 'Boats', duration: 2_700_000, feed: { url: '/srv/boats.ics', title: 'Boats' } },
      { description: 'Boats', duration: 2_700_000, feed: { url: '/srv/harbor/boats.ics', title: 'Boats' } },
    ]);
    expect(config.meetings).toEqual({ minutes: 30, remind: [1440, 10], ask: true, pin: true });
  });

  test('an overlay file may have the key groups around it, or nothing in it', () => {
    const file = `${FILE}overlay: ../more.yml\n`;
    expect(load(file, {}, { '/srv/more.yml': 'groups: {sig-tide: {paused: true}}' }).overlay).toEqual({
      'sig-tide': { paused: true },
    });
    expect(load(file, {}, { '/srv/more.yml': '# nothing yet\n' }).overlay).toEqual({});
  });

  test('a key without a value counts as absent', () => {
    expect(load(`${FILE}groups:\noperator:\nlabels:\n  untriaged:\n`).labels.untriaged).toEqual({
      without: 'triage/',
    });
  });

  test('Prow’s rules are taken as plugins.yaml has them', () => {
    const rules = `
labels:
  untriaged: { with: needs-triage }
  required:
    - { missing_label: needs-triage, org: harbor, repo: pier, issues: true, prs: true, regexp: ^triage/ }
    - { missing_label: needs-sig, org: harbor, repo: pier, issues: true, regexp: "^(sig|wg|committee)/" }
    - { missing_label: Needs-Triage, org: harbor-labs, issues: true, prs: false, regexp: "^(triage|lifecycle)/", branch: main }
`;
    expect(load(`${FILE}${rules}`).labels.untriaged).toEqual({
      with: 'needs-triage',
      where: [
        { repository: 'harbor/pier', prefixes: ['triage/'], issues: true, pullRequests: true },
        {
          repository: 'harbor-labs/*',
          prefixes: ['triage/', 'lifecycle/'],
          issues: true,
          pullRequests: false,
        },
      ],
    });
  });

  test.each([
    ['off', undefined],
    [
      'kubernetes',
      { after: 365, byLabel: { 'priority/important-soon': 90, 'priority/critical-urgent': 30 } },
    ],
    ['{ after: 60, never: [lifecycle/frozen] }', { after: 60, byLabel: {}, never: ['lifecycle/frozen'] }],
  ])('what is accepted is looked at again: %s', (written, retriage) => {
    const { triage } = load(`${FILE}triage: { retriage: ${written}, accepted: all, robots: [Tide-Bot] }\n`);
    expect(triage).toMatchObject({ accepted: 'all', robots: ['tide-bot'], ...(retriage && { retriage }) });
    if (!retriage) expect(triage.retriage).toBeUndefined();
  });

  test('sigbot.example.yml works as it stands', () => {
    const example = fileURLToPath(new URL('../sigbot.example.yml', import.meta.url));
    const config = load(readFileSync(example, 'utf8'), { GITHUB_TOKEN: 'ghp_tide' });
    expect(config).toMatchObject({
      community: 'Kubernetes',
      directory: { source: 'https://raw.githubusercontent.com/kubernetes/community/master/sigs.yaml' },
      channels: 'directory',
      repositories: [
        { pattern: 'kubernetes/kubernetes', write: 'as-bot', through: 'prow', owners: true },
        { pattern: 'kubernetes/enhancements' },
      ],
    });
    expect(config.people).toHaveLength(1);
  });
});

describe('the file', () => {
  test.each<[string, string, string, string]>([
    ['community: 2024', 'community', '2024', 'Write the community’s name'],
    ['sweep: 3:10', 'sweep', '"3:10"', 'Write a time of day'],
    ['slack: {timeout: 10}', 'slack.timeout', '10', 'Write a number and its unit'],
    ['slack: {timeout: 60d}', 'slack.timeout', '"60d"', 'Write a time between'],
    ['slack: {postsPerSecond: fast}', 'slack.postsPerSecond', '"fast"', 'Write a number'],
    ['groups: {sig-tide: {paused: no}}', 'groups.sig-tide.paused', '"no"', 'Write true or false'],
    ['groups: {sig-tide: {channel: TBD}}', 'groups.sig-tide.channel', '"TBD"', 'placeholder'],
    ['groups: [sig-tide]', 'groups', 'a list', 'Write a map'],
    ...(
      [
        ['time: late', 'time', '"late"', 'Write a time of day'],
        ['tz: IST', 'tz', '"IST"', 'Write a zone'],
        ['anchor: 2026-13-01', 'anchor', '"2026-13-01"', 'Write a day in quotes'],
        ['rrule: FREQ=DAILY;COUNT=3', 'rrule', '"FREQ=DAILY;COUNT=3"', 'Leave COUNT out'],
        ['rrule: every day', 'rrule', '"every day"', 'Write FREQ=DAILY'],
        ['dates: ["2026-12-24"]', 'dates[0]', '"2026-12-24"', 'Write a day and a time'],
        ['sessions: [{name: EU, hour: 9}]', 'sessions[0].hour', '9', 'There is no such key'],
        [
          'feed: {url: "http://harbor.example/a.ics"}',
          'feed.url',
          '"http://harbor.example/a.ics"',
          'an https address',
        ],
        ['duration: 25h', 'duration', '"25h"', 'between 1m and 24h'],
        ['url: zoom', 'url', '"zoom"', 'Write an https address'],
      ] as const
    ).map(([line, key, value, remedy]): [string, string, string, string] => [
      `groups: {sig-tide: {meetings: [{description: Boats, ${line}}]}}`,
      `groups.sig-tide.meetings[0].${key}`,
      value,
      remedy,
    ]),
    [
      'groups: {sig-tide: {meetings: [{description: Boats, rrule: FREQ=DAILY, dates: ["2026-12-24 10:00"]}]}}',
      'groups.sig-tide.meetings[0]',
      'a map',
      'Keep one of rrule, dates, feed and sessions',
    ],
    ['meetings: {duration: 1}', 'meetings.duration', '1', 'Write a number and its unit'],
    ['channels: all', 'channels', '"all"', 'Write “directory”'],
    ['channels: []', 'channels', 'a list', 'list those the bot may post in'],
    ['repositories: [{name: harbor}]', 'repositories[0].name', '"harbor"', 'owner/*'],
    ['repositories: [harbor/pier]', 'repositories[0]', '"harbor/pier"', '- name: owner/name'],
    ['repositories: []', 'repositories', 'a list', 'Name a repository'],
    [
      'repositories: [{name: harbor/pier, write: label}]',
      'repositories[0].write',
      '"label"',
      'handoff, as-person or as-bot',
    ],
    ['repositories: [{name: harbor/pier, write: prow}]', 'repositories[0].write', '"prow"', 'through: prow'],
    ['triagers: {teams: [bugs]}', 'triagers.teams[0]', '"bugs"', 'org/team'],
    [
      'usersFile: http://harbor.example/users.yaml',
      'usersFile',
      '"http://harbor.example/users.yaml"',
      'https',
    ],
    ['labels: {untriaged: needs-triage}', 'labels.untriaged', '"needs-triage"', 'with: needs-triage'],
    ['labels: {exclusive: [priority]}', 'labels.exclusive[0]', '"priority"', 'with its slash'],
    [
      'meetings: {agenda: {locked: [topics]}}',
      'meetings.agenda.locked[0]',
      '"topics"',
      'publish or sections',
    ],
    ['meetings: {agenda: {publish: 1}}', 'meetings.agenda.publish', '1', 'Write a number and its unit'],
    ['meetings: {agenda: {sections: [gossip]}}', 'meetings.agenda.sections[0]', '"gossip"', 'one of topics'],
    [
      'groups: {sig-tide: {agenda: {sections: stale}}}',
      'groups.sig-tide.agenda.sections',
      '"stale"',
      'Write a list',
    ],
    ['triage: {accepted: most}', 'triage.accepted', '"most"', 'any or all'],
    ['triage: {retriage: yearly}', 'triage.retriage', '"yearly"', 'Write off, kubernetes'],
    [
      'labels: {required: [{missing_label: needs-triage, org: harbor, regexp: "triage"}]}',
      'labels.required[0].regexp',
      '"triage"',
      'beginning of the labels',
    ],
    ['people: {mara: {github: mara-quill}}', 'people.mara', '"mara"', 'Slack member id'],
    [
      'people: {U0MARA0001: {github: "@mara-quill"}}',
      'people.U0MARA0001.github',
      '"@mara-quill"',
      'without @',
    ],
    ['people: {U0MARA0001: {role: triager}}', 'people.U0MARA0001.github', 'not set', 'GitHub login'],
    [
      'directory: {source: http://harbor.example/sigs.yaml}',
      'directory.source',
      '"http://harbor.example/sigs.yaml"',
      'https',
    ],
    [
      'directory: {source: https://github.com/a/b/blob/main/sigs.yaml}',
      'directory.source',
      '"https://github.com/a/b/blob/main/sigs.yaml"',
      'raw',
    ],
    ['directory: {source: a, kinds: {crews: crew}}', 'directory.kinds.crews', '"crew"', 'Write sig, wg'],
  ])('%s', (line, key, value, remedy) => {
    const [name] = line.split(':');
    const kept =
      name === 'repositories'
        ? FILE.slice(0, FILE.indexOf('repositories'))
        : FILE.replace(new RegExp(`^${name}:.*\n`, 'm'), '');
    const found = problems(`${line}\n${kept}`);
    expect(found).toMatchObject([{ key: `sigbot.yml:1 ${key}`, value }]);
    expect(found[0]?.remedy).toContain(remedy);
  });

  test.each([
    ['chanels: directory', 'chanels', 'Did you mean channels?'],
    ['sweeep: "03:10"', 'sweeep', 'Did you mean sweep?'],
    ['directory: {source: a, refrehs: 1h}', 'directory.refrehs', 'Did you mean refresh?'],
    [
      'groups: {sig-tide: {pullrequests: true}}',
      'groups.sig-tide.pullrequests',
      'Did you mean pullRequests?',
    ],
    ['operator: {room: x}', 'operator.room', 'Known here: channel.'],
  ])('the unknown key in %s', (line, key, hint) => {
    const [name] = line.split(':');
    const found = problems(`${FILE.replace(new RegExp(`^${name}:.*\n`, 'm'), '')}${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]?.key).toMatch(new RegExp(`^sigbot.yml:\\d+ ${key.replaceAll('.', '\\.')}$`));
    expect(found[0]?.remedy).toContain(hint);
  });

  test('an empty one lacks what is required', () => {
    expect(problems('').map(({ key }) => key)).toEqual(['sigbot.yml:1']);
    expect(problems('sweep: "03:10"').map(({ key, value }) => [key, value])).toEqual([
      ['sigbot.yml:1 community', 'not set'],
      ['sigbot.yml:1 directory', 'not set'],
      ['sigbot.yml:1 channels', 'not set'],
      ['sigbot.yml:1 repositories', 'not set'],
    ]);
  });

  test('that is not YAML is pointed into', () => {
    expect(problems('community: Harbor\nchannels: [sig-tide\nsweep: x\n')[0]).toMatchObject({
      key: 'sigbot.yml',
      value: expect.stringMatching(/^unreadable at line 3, column \d+$/),
    });
    expect(problems(`${FILE}community: Twice\n`)).toMatchObject([
      { key: 'sigbot.yml', value: 'unreadable at line 7, column 1' },
    ]);
  });

  test('that is not there, and an overlay that is not', () => {
    expect(problems(FILE, { SIGBOT_CONFIG: '/srv/none.yml' })).toMatchObject([
      {
        key: 'SIGBOT_CONFIG',
        value: '"/srv/none.yml" cannot be read (ENOENT: no such file)',
        remedy: expect.stringContaining('sigbot.example.yml'),
      },
    ]);
    expect(problems(`${FILE}overlay: none.yml\n`)).toMatchObject([
      { key: 'overlay', value: expect.stringContaining('/srv/harbor/none.yml') },
    ]);
  });

  test('the overlay file is checked as well', () => {
    expect(
      problems(`${FILE}overlay: more.yml\n`, {}, { '/srv/harbor/more.yml': 'sig-tide:\n  chanel: x\n' }),
    ).toMatchObject([{ key: 'more.yml:2 sig-tide.chanel', remedy: expect.stringContaining('channel') }]);
  });
});

describe('the environment', () => {
  test.each<[Record<string, string | undefined>, string, string, string]>([
    [{ SLACK_BOT_TOKEN: undefined }, 'SLACK_BOT_TOKEN', 'not set', 'OAuth & Permissions'],
    [
      { SLACK_BOT_TOKEN: 'xapp-1-secret' },
      'SLACK_BOT_TOKEN',
      'an app-level token (xapp-…) of 13 characters',
      'it belongs in SLACK_APP_TOKEN',
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxp-1-secret' },
      'SLACK_BOT_TOKEN',
      'a user token (xoxp-…) of 13 characters',
      'sigbot uses none',
    ],
    [{ SLACK_BOT_TOKEN: 'secret' }, 'SLACK_BOT_TOKEN', 'a text of 6 characters', 'xoxb-'],
    [
      { SLACK_APP_TOKEN: 'xoxb-1-secret' },
      'SLACK_APP_TOKEN',
      'a bot token (xoxb-…) of 13 characters',
      'it belongs in SLACK_BOT_TOKEN',
    ],
    [
      { SLACK_SIGNING_SECRET: 'xoxb-1-secret' },
      'SLACK_SIGNING_SECRET',
      'a bot token (xoxb-…) of 13 characters',
      'Basic Information',
    ],
    [{ SLACK_APP_TOKEN: ' ' }, 'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET', 'not set', 'Socket Mode'],
    [
      { GITHUB_TOKEN: 'xoxb-1-secret' },
      'GITHUB_TOKEN',
      'a bot token (xoxb-…) of 13 characters',
      'SLACK_BOT_TOKEN',
    ],
    [{ GITHUB_APP_ID: '12' }, 'GITHUB_PRIVATE_KEY', 'not set', '.pem'],
    [
      { GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY: '/etc/secret.pem' },
      'GITHUB_PRIVATE_KEY',
      'a text of 15 characters',
      'BEGIN and END',
    ],
    [
      { GITHUB_APP_ID: '12', GITHUB_PRIVATE_KEY: 'ghp_secret' },
      'GITHUB_PRIVATE_KEY',
      'a GitHub token of 10 characters',
      'GITHUB_TOKEN',
    ],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'DATABASE_URL', 'a text of 24 characters', 'sqlite:'],
    [{ PORT: 'eighty' }, 'PORT', '"eighty"', '1 to 65535'],
    [{ PORT: '70000' }, 'PORT', '"70000"', '1 to 65535'],
    [{ PUBLIC_URL: 'bot.harbor.example' }, 'PUBLIC_URL', '"bot.harbor.example"', 'https://'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL', '"loud"', 'info'],
    [{ GITHUB_WEBHOOK_SECRET: ',' }, 'GITHUB_WEBHOOK_SECRET', 'a text of 1 characters', 'Give the secret'],
  ])('%j', (env, key, value, remedy) => {
    const found = problems(FILE, env).find((problem) => problem.key === key);
    expect(found).toMatchObject({ key, value });
    expect(found?.remedy).toContain(remedy);
    expect(JSON.stringify(problems(FILE, env))).not.toContain('secret@');
    expect(JSON.stringify(problems(FILE, env))).not.toContain('-secret');
  });

  test('a name nearly right is pointed at', () => {
    expect(problems(FILE, { SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKN: 'xoxb-1' })[0]?.remedy).toMatch(
      /^SLACK_BOT_TOKN is set: is it this one\?/,
    );
  });

  test('another Slack may have tokens of its own', () => {
    expect(
      problems(FILE, { SLACK_BOT_TOKEN: 'anything', SLACK_API_URL: 'http://127.0.0.1:4000/api/' }),
    ).toEqual([]);
  });

  test('a token beside an App is one too many', () => {
    expect(problems(FILE, { GITHUB_TOKEN: 'ghp_x', GITHUB_APP_ID: '1' }).map(({ key }) => key)).toContain(
      'GITHUB_TOKEN',
    );
  });
});

describe('what does not go together', () => {
  test.each([
    ['webhook', {}, ['sigbot.yml repositories[0].intake (harbor/pier)']],
    ['both', {}, ['sigbot.yml repositories[0].intake (harbor/pier)']],
    ['webhook', { GITHUB_WEBHOOK_SECRET: 's' }, []],
    ['poll', {}, []],
  ])('intake %s with %j', (intake, env, keys) => {
    const file = FILE.replace('harbor/*', `harbor/pier\n    intake: ${intake}`);
    expect(problems(file, env).map(({ key }) => key)).toEqual(keys);
  });

  test.each([
    ['as-bot', {}, ['sigbot.yml repositories[0].write (harbor/pier)']],
    ['as-bot', { GITHUB_TOKEN: 'ghp_x' }, []],
    ['as-person', {}, ['sigbot.yml repositories[0].write (harbor/pier)']],
    ['as-person', { GITHUB_CLIENT_ID: 'Iv23liharbor' }, ['sigbot.yml repositories[0].write (harbor/pier)']],
    ['as-person', { GITHUB_CLIENT_ID: 'Iv23liharbor', SIGBOT_KEYS: `a:${'A'.repeat(43)}=` }, []],
    ['handoff', {}, []],
  ])('write %s with %j', (write, env, keys) => {
    const file = FILE.replace('harbor/*', `harbor/pier\n    write: ${write}`);
    expect(problems(file, env).map(({ key }) => key)).toEqual(keys);
  });
});

test('all that is wrong is told at once, and no secret with it', () => {
  const file = `${FILE}chanels: x\nslack: {token: xoxb-12-secret}\nsweep: late\n`;
  let message = '';
  try {
    load(file, { SLACK_BOT_TOKEN: 'xapp-secret', PORT: 'x' });
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatchInlineSnapshot(`
    "ConfigError: The configuration has 5 problems:
      SLACK_BOT_TOKEN: an app-level token (xapp-…) of 11 characters. That is an app-level token (xapp-…): it belongs in SLACK_APP_TOKEN. The bot token (xoxb-…) is in the app’s settings under OAuth & Permissions.
      PORT: "x". Write a port, 1 to 65535; 0 takes any free one.
      sigbot.yml:8 slack.token: a bot token (xoxb-…) of 14 characters. There is no such key. Secrets belong in the environment.
      sigbot.yml:9 sweep: "late". Write a time of day, 00:00 to 23:59: "03:10".
      sigbot.yml:7 chanels: "x". There is no such key. Did you mean channels?"
  `);
});

test('what must never show in a log', () => {
  const env = {
    GITHUB_TOKEN: 'ghp_tide',
    GITHUB_WEBHOOK_SECRET: 'new,old',
    DATABASE_URL: 'postgres://bot:p%40er@db/harbor',
  };
  expect(secretsOf(load(FILE, env))).toEqual([
    'xoxb-1-tide',
    'xapp-1-tide',
    'ghp_tide',
    'new',
    'old',
    'p%40er',
  ]);
  expect(secretsOf(load())).toEqual(['xoxb-1-tide', 'xapp-1-tide']);
});

test('the App’s secret and the keys are secrets too, and a wrong key is not shown', () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  const env = { GITHUB_CLIENT_ID: 'Iv23liharbor', GITHUB_CLIENT_SECRET: 'a-client-secret' };
  const config = load(FILE, { ...env, SIGBOT_KEYS: `b:${key},a:${key}` });
  expect(config.keys.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(secretsOf(config)).toEqual(expect.arrayContaining(['a-client-secret', key]));
  const wrong = problems(FILE, { SIGBOT_KEYS: `a:${key.slice(4)}`, GITHUB_CLIENT_SECRET: 'a-client-secret' });
  expect(wrong.map((problem) => problem.key)).toEqual(['SIGBOT_KEYS', 'GITHUB_CLIENT_ID']);
  expect(JSON.stringify(wrong)).not.toContain(key.slice(4));
});

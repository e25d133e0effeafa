import { describe, expect, test } from 'vitest';
import { loadConfig, type Config } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';
import { KUBERNETES_STALE } from '../../src/domain/stale.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1-tide',
  SLACK_APP_TOKEN: 'xapp-1-tide',
  SIGBOT_CONFIG: '/srv/harbor/sigbot.yml',
};
const FILE = `
community: Harbor
directory: {source: sigs.yaml}
channels: directory
repositories: [{name: harbor/pier}]
`;
const load = (clocks: string, more = ''): Config =>
  loadConfig(ENV, (path) => (path.endsWith('more.yml') ? more : `${FILE}${clocks}\n`));

describe('clocks', () => {
  test('nobody is measured unasked, and what is stale is Kubernetes’ own', () => {
    expect(load('').clocks).toEqual(PLAIN_CLOCKS);
  });

  test.each<[string, Partial<Config['clocks']>]>([
    ['triage: 3d', { triage: { within: { ms: 3 * DAY, in: 'days' }, byLabel: {} } }],
    ['response: 8h', { response: { within: { ms: 8 * HOUR, in: 'hours' }, byLabel: {} } }],
    ['response: 90m', { response: { within: { ms: 90 * MINUTE, in: 'hours' }, byLabel: {} } }],
    ['triage: off', { triage: undefined }],
    [
      'triage: {within: 3d, byLabel: {priority/critical-urgent: 4h}}',
      {
        triage: {
          within: { ms: 3 * DAY, in: 'days' },
          byLabel: { 'priority/critical-urgent': { ms: 4 * HOUR, in: 'hours' } },
        },
      },
    ],
    ['soon: 50%', { soon: { share: 0.5 } }],
    ['soon: 1d', { soon: { ms: DAY, in: 'days' } }],
    ['stale: off', { stale: {} }],
    ['stale: kubernetes', { stale: KUBERNETES_STALE }],
    ['stale: {no-pull: 14, idle: 60}', { stale: { 'no-pull': 14 * DAY, idle: 60 * DAY } }],
    [
      'hours: [{open: sun-thu 08:00-16:00, zone: Asia/Amman, holidays: days/amman.ics}]',
      {
        hours: [
          {
            days: [1, 2, 3, 4, 7],
            from: 480,
            to: 960,
            zone: 'Asia/Amman',
            holidays: '/srv/harbor/days/amman.ics',
          },
        ],
      },
    ],
  ])('%s', (written, expected) => {
    const plain = { ...PLAIN_CLOCKS, response: undefined, triage: undefined };
    expect(load(`clocks: {${written}}`).clocks).toEqual({ ...plain, ...expected });
  });

  test('a group has its own, in sigbot.yml or in the overlay; files are seen from where they are named', () => {
    const office = 'hours: [{open: mon-fri 09:00-17:00, zone: UTC, holidays: days.txt}]';
    const file = `overlay: ../more.yml\ngroups: {sig-reef: {clocks: {${office}, triage: off}}}`;
    const { overlay } = load(file, `sig-tide: {clocks: {${office}}}`);
    const read = { days: [1, 2, 3, 4, 5], from: 540, to: 1020, zone: 'UTC' };
    expect(overlay).toEqual({
      'sig-reef': { clocks: { hours: [{ ...read, holidays: '/srv/harbor/days.txt' }], triage: undefined } },
      'sig-tide': { clocks: { hours: [{ ...read, holidays: '/srv/days.txt' }] } },
    });
    expect('triage' in (overlay['sig-reef']?.clocks ?? {})).toBe(true);
  });

  test.each([
    ['triage: 3', 'triage', '3', '"8h" or "3d"'],
    ['triage: 3w', 'triage', '"3w"', '"8h" or "3d"'],
    ['triage: 0h', 'triage', '"0h"', '"8h" or "3d"'],
    ['triage: 400d', 'triage', '"400d"', '"8h" or "3d"'],
    ['triage: {}', 'triage', 'a map', 'within: 3d'],
    ['triage: {within: soon}', 'triage', 'a map', '"8h" or "3d"'],
    ['triage: {byLabel: {priority/backlog: 5}}', 'triage', 'a map', '"8h" or "3d"'],
    ['response: {after: 3d}', 'response.after', '"3d"', 'There is no such key. Known here: within, byLabel'],
    ['soon: 150%', 'soon', '"150%"', '"25%"'],
    ['soon: 0%', 'soon', '"0%"', '"25%"'],
    ['stale: ubernetes', 'stale', '"ubernetes"', 'Write off, kubernetes'],
    ['stale: {idle: 0}', 'stale', 'a map', 'a map of days'],
    ['stale: {asleep: 9}', 'stale.asleep', '9', 'unanswered, no-pull, idle, unmoved'],
    ['hours: mon-fri 09:00-17:00', 'hours', '"mon-fri 09:00-17:00"', 'Write a list'],
    ['hours: [mon-fri 09:00-17:00]', 'hours[0]', '"mon-fri 09:00-17:00"', '- open: mon-fri'],
    ['hours: [{open: 17:00-09:00, zone: UTC}]', 'hours[0].open', '"17:00-09:00"', 'over midnight'],
    ['hours: [{open: mon 09:00-17:00, zone: IST}]', 'hours[0].zone', '"IST"', 'Write a zone'],
    ['hours: [{open: mon 09:00-17:00}]', 'hours[0].zone', 'not set', 'Write a zone'],
    [
      'hours: [{open: mon 09:00-17:00, zone: UTC, holidays: "http://a.example/b"}]',
      'hours[0].holidays',
      '"http://a.example/b"',
      'https',
    ],
  ])('%s is refused', (written, key, value, remedy) => {
    const found = problemsOf(`clocks: {${written}}`);
    expect(found[0]).toMatchObject({ key: `sigbot.yml:6 clocks.${key}`, value });
    expect(found[0]?.remedy).toContain(remedy);
  });
});

function problemsOf(clocks: string) {
  try {
    load(clocks);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
}

import { expect, test } from 'vitest';
import { loadConfig, type Config } from '../../src/config.ts';
import { ConfigError } from '../../src/config/problems.ts';

const FILE = `
community: Harbour
directory: { source: sigs.yaml }
channels: directory
repositories: [{ name: harbour/boats }]
`;
const ENVIRONMENT = { SLACK_BOT_TOKEN: 'xoxb-1-tide', SLACK_APP_TOKEN: 'xapp-1-tide' };

const load = (more: string): Config => loadConfig(ENVIRONMENT, () => FILE + more);

function problems(more: string): string[] {
  try {
    load(more);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, remedy }) => `${key}: ${remedy}`);
    throw error;
  }
  return [];
}

test('digests are chosen for all groups, and for one in their place', () => {
  const { digest, digestLocked, overlay } = load(`
digest: { post: weekly, day: Thursday, at: '08:30', zone: Asia/Tokyo, empty: nothing, edited: true, locked: [post, at] }
groups:
  sig-node: { digest: { post: both, days: 'sun-thu' } }
`);
  expect(digest).toEqual({
    post: 'weekly',
    day: 4,
    at: 510,
    zone: 'Asia/Tokyo',
    days: [1, 2, 3, 4, 5],
    empty: 'nothing',
    edited: true,
  });
  expect(digestLocked).toEqual(['post', 'at']);
  expect(overlay['sig-node']?.digest).toEqual({ post: 'both', days: [1, 2, 3, 4, 7] });
});

test.each([
  ['digest: { post: monthly }', 'post', 'Write off, daily, weekly or both.'],
  ['digest: { day: mon-fri }', 'day', 'Write a day of the week: monday.'],
  ['digest: { day: some }', 'day', 'Write a day of the week: monday.'],
  ['digest: { days: 09:00 }', 'days', 'Write days of the week: mon-fri, or sun,mon,tue.'],
  ['digest: { at: nine }', 'at', 'Write a time of day in quotes: "09:00".'],
  ['digest: { zone: Berlin }', 'zone', 'Write a zone of the IANA database: Europe/Berlin.'],
  ['digest: { empty: silence }', 'empty', 'Write line or nothing.'],
  ['digest: { edited: sometimes }', 'edited', 'Write true or false.'],
  [
    'digest: { locked: [time] }',
    'locked[0]',
    'Write keys of digest: post, at, zone, days, day, empty, edited.',
  ],
])('%s', (written, key, remedy) => {
  expect(problems(written)).toEqual([`sigbot.yml:6 digest.${key}: ${remedy}`]);
});

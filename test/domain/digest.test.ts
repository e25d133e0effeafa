import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  digestOfToday,
  dueDigests,
  isEmpty,
  nextDigest,
  PLAIN_DIGEST,
  type Digest,
  type DigestPolicy,
} from '../../src/domain/digest.ts';
import { DAY, HOUR, iso, MINUTE } from '../../src/domain/time.ts';

const at = (text: string) => Date.parse(text);
const policy = (differs: Partial<DigestPolicy>): DigestPolicy => ({
  ...PLAIN_DIGEST,
  zone: 'UTC',
  ...differs,
});
const told = (differs: Partial<DigestPolicy>, since: string, now: string) =>
  dueDigests('sig-node', policy(differs), at(since), at(now)).map(
    ({ id, ...due }) => `${id.replace('sig-node/', '')} at ${iso(due.at)} from ${iso(due.from)}`,
  );

describe('which digests fall due', () => {
  // 2026-03-02 is a Monday.
  test.each<[string, Partial<DigestPolicy>, string, string, string[]]>([
    ['none where it is off', { post: 'off' }, '2026-03-01T00:00Z', '2026-03-20T00:00Z', []],
    [
      'a weekly one on its day',
      { post: 'weekly', day: 4 },
      '2026-03-01T00:00Z',
      '2026-03-12T09:00Z',
      [
        '2026-03-05/weekly at 2026-03-05T09:00:00Z from 2026-02-26T09:00:00Z',
        '2026-03-12/weekly at 2026-03-12T09:00:00Z from 2026-03-05T09:00:00Z',
      ],
    ],
    ['none a minute before', { post: 'weekly' }, '2026-02-23T09:00Z', '2026-03-02T08:59Z', []],
    ['none a second time', { post: 'weekly' }, '2026-03-02T09:00Z', '2026-03-02T09:01Z', []],
    [
      'a daily one on workdays; Monday’s tells of the weekend',
      { post: 'daily' },
      '2026-03-06T08:00Z',
      '2026-03-09T12:00Z',
      [
        '2026-03-06/daily at 2026-03-06T09:00:00Z from 2026-03-05T09:00:00Z',
        '2026-03-09/daily at 2026-03-09T09:00:00Z from 2026-03-06T09:00:00Z',
      ],
    ],
    [
      'a weekend on Friday and Saturday',
      { post: 'daily', days: [1, 2, 3, 4, 7] },
      '2026-03-05T08:00Z',
      '2026-03-08T12:00Z',
      [
        '2026-03-05/daily at 2026-03-05T09:00:00Z from 2026-03-04T09:00:00Z',
        '2026-03-08/daily at 2026-03-08T09:00:00Z from 2026-03-05T09:00:00Z',
      ],
    ],
    [
      'both: the weekly one in the daily one’s place, and the next counts from it',
      { post: 'both' },
      '2026-03-02T00:00Z',
      '2026-03-03T23:00Z',
      [
        '2026-03-02/weekly at 2026-03-02T09:00:00Z from 2026-02-23T09:00:00Z',
        '2026-03-03/daily at 2026-03-03T09:00:00Z from 2026-03-02T09:00:00Z',
      ],
    ],
    [
      'both, the weekly one on a day without a daily one',
      { post: 'both', day: 7 },
      '2026-03-07T00:00Z',
      '2026-03-09T23:00Z',
      [
        '2026-03-08/weekly at 2026-03-08T09:00:00Z from 2026-03-01T09:00:00Z',
        '2026-03-09/daily at 2026-03-09T09:00:00Z from 2026-03-08T09:00:00Z',
      ],
    ],
    [
      'a week that has an hour less, and one that has an hour more',
      { post: 'weekly', zone: 'Europe/Berlin' },
      '2026-03-29T12:00Z',
      '2026-03-31T12:00Z',
      ['2026-03-30/weekly at 2026-03-30T07:00:00Z from 2026-03-23T08:00:00Z'],
    ],
    [
      'where the clocks change the other way round',
      { post: 'weekly', zone: 'Australia/Sydney' },
      '2026-04-04T12:00Z',
      '2026-04-06T12:00Z',
      ['2026-04-06/weekly at 2026-04-05T23:00:00Z from 2026-03-29T22:00:00Z'],
    ],
    [
      'a time that the change leaves out',
      { post: 'daily', days: [7], at: 150, zone: 'Europe/Berlin' },
      '2026-03-28T12:00Z',
      '2026-03-29T12:00Z',
      ['2026-03-29/daily at 2026-03-29T01:30:00Z from 2026-03-22T01:30:00Z'],
    ],
    [
      'a time that occurs twice: the first',
      { post: 'daily', days: [7], at: 150, zone: 'Europe/Berlin' },
      '2026-10-24T12:00Z',
      '2026-10-25T12:00Z',
      ['2026-10-25/daily at 2026-10-25T00:30:00Z from 2026-10-18T00:30:00Z'],
    ],
    [
      'at midnight, where the change leaves midnight out',
      { post: 'daily', days: [7], at: 0, zone: 'Africa/Cairo' },
      '2023-04-27T12:00Z',
      '2023-04-30T12:00Z',
      ['2023-04-30/daily at 2023-04-29T21:00:00Z from 2023-04-22T22:00:00Z'],
    ],
    ['never on no day', { post: 'daily', days: [] }, '2026-03-01T00:00Z', '2026-03-20T00:00Z', []],
  ])('%s', (_what, differs, since, now, expected) => {
    expect(told(differs, since, now)).toEqual(expected);
  });

  test('a daily one is of use for six hours, a weekly one for a day', () => {
    const [weekly, daily] = dueDigests(
      'sig-node',
      policy({ post: 'both' }),
      at('2026-03-02'),
      at('2026-03-04'),
    );
    expect((weekly?.until ?? 0) - (weekly?.at ?? 0)).toBe(DAY);
    expect((daily?.until ?? 0) - (daily?.at ?? 0)).toBe(6 * HOUR);
  });

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'];
  const anyPolicy = fc.record({
    post: fc.constantFrom('daily' as const, 'weekly' as const, 'both' as const),
    at: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    zone: fc.constantFrom(...zones),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
    day: fc.integer({ min: 1, max: 7 }),
  });

  test('however time is cut into looks, each comes once, and each tells from where the one before ended', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 30 * 60 }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(anyPolicy, fc.integer({ min: 0, max: 400 }), looks, (differs, begin, steps) => {
        const chosen = policy(differs);
        const first = at('2026-01-01T00:00Z') + begin * DAY;
        let [since, seen] = [first, [] as string[]];
        for (const step of steps) {
          const now = since + step * MINUTE;
          seen = [...seen, ...dueDigests('g', chosen, since, now).map(({ id }) => id)];
          since = now;
        }
        const all = dueDigests('g', chosen, first, since);
        expect(seen).toEqual(all.map(({ id }) => id));
        expect(new Set(seen).size).toBe(seen.length);
        if (chosen.post !== 'both')
          for (const [index, one] of all.slice(1).entries()) expect(one.from).toBe(all[index]?.at);
      }),
    );
  });

  test('the next one is the first that falls due', () => {
    fc.assert(
      fc.property(anyPolicy, fc.integer({ min: 0, max: 500_000 }), (differs, minutes) => {
        const now = at('2026-01-01T00:00Z') + minutes * MINUTE;
        const chosen = policy(differs);
        expect(nextDigest(chosen, now)).toBe(dueDigests('g', chosen, now, now + 15 * DAY)[0]?.at);
      }),
    );
  });
});

test.each([
  ['2026-03-02T08:59Z', undefined],
  ['2026-03-02T09:00Z', 'sig-node/2026-03-02/weekly'],
  ['2026-03-02T23:59Z', 'sig-node/2026-03-02/weekly'],
  ['2026-03-03T00:00Z', undefined],
])('at %s the digest of the day is %s', (now, id) => {
  expect(digestOfToday('sig-node', policy({ post: 'weekly' }), at(now))?.id).toBe(id);
});

describe('a digest with nothing to tell', () => {
  const digest: Digest = {
    group: 'sig-node',
    from: 0,
    at: 1,
    flow: { opened: 0, decided: 0, closed: 0 },
    folded: 0,
    parts: [],
  };
  test.each<[string, Partial<Digest>, boolean]>([
    ['nothing at all', {}, true],
    ['a meeting alone', { meeting: { agenda: 'a', start: 2, topics: 3 } }, true],
    ['parts without anything', { parts: [{ name: 'untriaged', total: 0 }] }, true],
    ['something that waits', { parts: [{ name: 'untriaged', total: 1 }] }, false],
    ['a part nobody could read', { parts: [{ name: 'author', total: 0, failed: true }] }, false],
    ['what came and went, uncounted', { flow: undefined }, false],
    ['something new', { flow: { opened: 1, decided: 0, closed: 0 } }, false],
    ['something closed', { flow: { opened: 0, decided: 0, closed: 1 } }, false],
  ])('%s', (_what, differs, empty) => {
    expect(isEmpty({ ...digest, ...differs })).toBe(empty);
  });
});

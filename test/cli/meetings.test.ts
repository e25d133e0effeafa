import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { meetingsReport, type MeetingsOptions } from '../../src/cli/meetings.ts';

const HARBOUR = `
sigs:
  - dir: sig-tide
    name: Tide
    meetings:
      - {description: Regular SIG Meeting, day: Tuesday, time: "9:00", tz: PT (Pacific Time), frequency: biweekly}
      - {description: Harbour Round, day: Friday, time: 17h, tz: UTC, frequency: first Friday of the month}
      - {description: Private Round, day: Friday, time: "8:00", tz: UTC, frequency: weekly}
    subprojects:
      - name: hulls
        meetings:
          - {description: Boats}
`;
const OVERLAY = `
sig-tide:
  meetings:
    - {description: Regular SIG Meeting, anchor: "2026-12-01"}
    - description: Boats
      tz: Asia/Tokyo
      time: "10:00"
      sessions: [{name: EU, rrule: FREQ=MONTHLY;BYDAY=1MO}, {name: APAC, day: Monday, frequency: 3rd Monday}]
    - {description: Launch, tz: Europe/Berlin, dates: ["2026-12-24 10:00", "2026-11-01 10:00"]}
`;
const NOW = '2026-11-23T08:00:00Z';

let folder = '';
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbot-meetings-'));
  writeFileSync(file('sigs.yaml'), HARBOUR);
  writeFileSync(file('overlay.yml'), OVERLAY);
  writeFileSync(file('wrong.yml'), 'sig-tide: {meetings: [{description: Boats, rrule: FREQ=DAILY;COUNT=3}]}');
});

afterAll(() => rmSync(folder, { recursive: true }));

const noFile = () => {
  throw new Error('sigbot.yml is read');
};
const report = (options: MeetingsOptions) =>
  meetingsReport({ directory: file('sigs.yaml'), now: NOW, ...options }, noFile, { now: () => 0 });
const rows = async (options: MeetingsOptions = {}) =>
  JSON.parse(await report({ ...options, json: true })) as Record<string, unknown>[];

test('every meeting with what is written, what it comes to, and the next three starts', async () => {
  const [regular, harbour, closed, boats, ...others] = await rows();
  expect(regular).toEqual({
    group: 'sig-tide',
    description: 'Regular SIG Meeting',
    day: 'Tuesday',
    time: '9:00',
    tz: 'PT (Pacific Time)',
    frequency: 'biweekly',
    verdict: 'needs_anchor',
    zone: 'America/Los_Angeles',
    reason: 'Every two weeks on a Tuesday; no date is named.',
    next: [],
  });
  expect(harbour?.['next']).toEqual(['2026-12-04T17:00:00Z', '2027-01-01T17:00:00Z', '2027-02-05T17:00:00Z']);
  expect(closed).toMatchObject({ private: true, verdict: 'exact' });
  expect(boats).toMatchObject({
    subproject: 'hulls',
    day: null,
    time: null,
    tz: null,
    frequency: null,
    verdict: 'unschedulable',
    zone: null,
  });
  expect(others).toEqual([]);
});

test('an overlay counts in place of the directory; sessions are rows of their own', async () => {
  const all = await rows({ overlay: file('overlay.yml') });
  expect(all.map(({ description, session, verdict, next }) => [description, session, verdict, next])).toEqual(
    [
      [
        'Regular SIG Meeting',
        undefined,
        'exact',
        ['2026-12-01T17:00:00Z', '2026-12-15T17:00:00Z', '2026-12-29T17:00:00Z'],
      ],
      ['Harbour Round', undefined, 'exact', expect.any(Array)],
      ['Private Round', undefined, 'exact', expect.any(Array)],
      ['Boats', 'EU', 'exact', ['2026-12-07T01:00:00Z', '2027-01-04T01:00:00Z', '2027-02-01T01:00:00Z']],
      ['Boats', 'APAC', 'exact', ['2026-12-21T01:00:00Z', '2027-01-18T01:00:00Z', '2027-02-15T01:00:00Z']],
      ['Launch', undefined, 'exact', ['2026-12-24T09:00:00Z']],
    ],
  );
});

test('for people, a table that fits 120 columns', async () => {
  const text = await report({});
  expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  expect(text).toContain('In need of an anchor: somebody must name a date on which it takes place (1)');
  expect(text).toMatch(/sig-tide +Harbour Round +2026-12-04 17:00 {2}Every first Friday of the month/);
  expect(text).toContain('Private Round (private)');
  expect(text).toMatch(
    /\n4 meetings: 2 exact, 1 in need of an anchor, 0 ambiguous, 1 unschedulable; 1 private\.\n$/,
  );
});

test('without --directory it is that of sigbot.yml, and what sigbot.yml says of groups', async () => {
  const configured = () => ({
    directory: { source: file('sigs.yaml'), refreshEvery: 1, kinds: { sigs: 'sig' as const } },
    overlay: { 'sig-tide': { meetings: [{ description: 'Boats', ignore: true }] } },
  });
  const json = await meetingsReport({ json: true }, configured, { now: () => Date.parse(NOW) });
  expect(JSON.parse(json)).toHaveLength(3);
});

test.each<[string, MeetingsOptions, string]>([
  ['a moment that is none', { now: 'tomorrow' }, '--now "tomorrow" is no moment.'],
  ['a moment without its zone', { now: '2026-11-23T08:00' }, 'is no moment'],
  ['no file', { directory: '/nowhere/sigs.yaml' }, 'there is no such file'],
  ['no overlay', { overlay: '/nowhere/overlay.yml' }, '--overlay: "/nowhere/overlay.yml" cannot be read'],
])('%s is refused', async (_what, options, problem) => {
  const error: unknown = await report(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toContain(problem);
});

test('where sigbot.yml is not there, it is told how to do without', async () => {
  const none = () => {
    throw new UserError('The configuration has a problem.');
  };
  await expect(meetingsReport({}, none, { now: () => 0 })).rejects.toMatchObject({
    message: 'The configuration has a problem.',
    remedy: 'With --directory FILE no configuration is needed.',
  });
});

test('an overlay that is wrong is refused with the key and what to write', async () => {
  await expect(report({ overlay: file('wrong.yml') })).rejects.toThrow(
    /wrong\.yml:1 sig-tide\.meetings\[0\]\.rrule: "FREQ=DAILY;COUNT=3"\. Leave COUNT out/,
  );
});

const SIGS = '../shared/data/kubernetes-community/sigs.yaml';
describe.skipIf(!existsSync(SIGS))('Kubernetes (skipped without ../shared/data)', () => {
  test('all 102 meetings have a verdict', async () => {
    const all = await rows({ directory: SIGS });
    expect(all).toHaveLength(102);
    expect(all.filter(({ verdict }) => verdict === 'exact')).toHaveLength(44);
    expect(all.every(({ reason }) => reason !== '')).toBe(true);
    expect(JSON.stringify(all)).not.toMatch(/https?:|pwd/);
  });
});

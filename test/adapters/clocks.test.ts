import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { createClocks } from '../../src/adapters/clocks.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigbot-clocks-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ADDRESS = 'https://calendar.harbour.example/secret-7/days.ics';
const office = (holidays?: string) => ({
  days: [1],
  from: 540,
  to: 1020,
  zone: 'UTC',
  ...(holidays === undefined ? {} : { holidays }),
});
const node = { id: 'sig-node' };

/** The clocks of groups whose holidays stand there; `answers`: what the address says, one after the other. */
function clocksWith(holidays: string | undefined, answers: (Response | Promise<Response> | Error)[] = []) {
  const kept = new Map<string, string>();
  const asked: (string | null)[] = [];
  const make = () =>
    createClocks(
      { clocks: { ...PLAIN_CLOCKS, hours: [office(holidays)] }, overlay: {} },
      {
        kv: {
          get: (key) => Promise.resolve(kept.get(key)),
          set: (key, value) => Promise.resolve(void kept.set(key, value)),
        },
        log: pino({ level: 'silent' }),
        now: () => Date.parse('2026-11-23T12:00Z'),
        fetch: (_address, options) => {
          asked.push(new Headers(options?.headers).get('if-none-match'));
          const answer = answers.shift() ?? new Error('nobody answers');
          return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
        },
      },
    );
  return { make, asked };
}

const daysOf = (clocks: ReturnType<typeof createClocks>) => clocks.of(node).hours[0]?.holidays;

test('holidays are read from a file, and a wrong one leaves what was known', async () => {
  const path = join(folder, 'days.txt');
  writeFileSync(path, '2026-12-25 Christmas\n');
  const { make } = clocksWith(path);
  const clocks = make();
  expect(daysOf(clocks)).toEqual([]);
  await clocks.refresh();
  expect(daysOf(clocks)).toEqual(['2026-12-25']);
  expect(clocks.doubts()).toEqual([]);
  writeFileSync(path, '2026-12-25\nsome day\n');
  await clocks.refresh();
  expect(daysOf(clocks)).toEqual(['2026-12-25']);
  expect(clocks.doubts()).toEqual([
    {
      severity: 'warning',
      about: 'clocks.hours.holidays',
      text: 'The file days.txt: Line 2, “some day”, does not begin with a day. The copy of 2026-11-23T12:00:00Z is used. Write one a line: 2026-12-25 Christmas.',
    },
  ]);
});

test.each([
  ['is not there', 'none.txt', undefined, 'there is no such file'],
  ['names nothing', 'empty.txt', '# nothing yet', 'names no days'],
  ['is half a calendar', 'half.ics', 'BEGIN:VCALENDAR\r\n', 'iCalendar'],
  ['is too large', 'large.txt', '#'.repeat(1024 * 1024 + 1), 'larger than 1 MB'],
])('a file that %s is told of, and no holidays are known', async (_what, name, text, trouble) => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  const clocks = clocksWith(path).make();
  await clocks.refresh();
  expect(daysOf(clocks)).toEqual([]);
  expect(clocks.doubts()).toMatchObject([{ severity: 'error' }]);
  expect(clocks.doubts()[0]?.text).toContain(trouble);
  expect(clocks.doubts()[0]?.text).toContain('No holidays are known from it.');
  expect(clocks.doubts()[0]?.text.split('The file')).toHaveLength(2);
});

test('an address is asked by its ETag; its last good answer outlives a restart, and it is named in no message', async () => {
  const ics =
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
  const { make, asked } = clocksWith(ADDRESS, [
    new Response(ics, { headers: { etag: '"1"' } }),
    new Response(null, { status: 304 }),
    new Response('gone', { status: 404 }),
  ]);
  const clocks = make();
  await clocks.refresh();
  expect(daysOf(clocks)).toEqual(['2026-12-25']);
  await clocks.refresh();
  const again = make();
  await again.refresh();
  expect(daysOf(again)).toEqual(['2026-12-25']);
  expect(asked).toEqual([null, '"1"', '"1"']);
  expect(again.doubts()[0]?.text).toContain('The file at calendar.harbour.example');
  expect(again.doubts()[0]?.text).not.toContain('secret-7');
});

test('while an address is slow to answer after a restart its last good answer counts', async () => {
  const slow = Promise.withResolvers<Response>();
  const { make, asked } = clocksWith(ADDRESS, [new Response('2026-12-25'), slow.promise]);
  await make().refresh();
  const again = make();
  const reading = again.refresh();
  await expect.poll(() => asked.length).toBe(2);
  expect(daysOf(again)).toEqual(['2026-12-25']);
  slow.resolve(new Response('2026-12-26'));
  await reading;
  expect(daysOf(again)).toEqual(['2026-12-26']);
});

test('a group’s clocks are its own over the common ones, and the same object until holidays change', async () => {
  const path = join(folder, 'more.txt');
  writeFileSync(path, '2026-12-25\n');
  const level = { within: { ms: 3_600_000, in: 'hours' }, byLabel: {} } as const;
  const needs = {
    kv: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    log: pino({ level: 'silent' }),
  };
  const config = {
    clocks: { ...PLAIN_CLOCKS, hours: [office(path)], triage: level },
    overlay: { 'sig-node': { clocks: { triage: undefined, response: level } }, 'sig-network': {} },
  };
  const clocks = createClocks(config, needs);
  await clocks.refresh();
  const [own, common] = [clocks.of(node), clocks.of({ id: 'sig-network' })];
  expect(own).toMatchObject({ response: level, triage: undefined });
  expect(common).toMatchObject({ triage: level });
  expect(clocks.of({ id: 'sig-else' })).toBe(common);
  expect(own.hours).toBe(common.hours);
  await clocks.refresh();
  expect(clocks.of(node)).toBe(own);
  writeFileSync(path, '2026-12-26\n');
  await clocks.refresh();
  expect(clocks.of(node)).not.toBe(own);
  expect(clocks.of(node).hours[0]?.holidays).toEqual(['2026-12-26']);
});

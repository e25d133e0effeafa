import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchFeed, withoutPeople } from '../../../src/adapters/calendar/fetch.ts';
import { readFeed } from '../../../src/adapters/calendar/read.ts';
import { calendarText } from '../../../src/adapters/calendar/write.ts';
import { seriesOf } from '../../support/series.ts';
import { databaseFolder } from '../../support/folder.ts';

const TEXT = calendarText('SIG Boats', [seriesOf({ url: 'https://harbour.zoom.us/j/1' })]);
const ADDRESS = 'https://calendar.harbour.example/private-a1b2c3/basic.ics';
const NOW = Date.UTC(2026, 10, 23, 9);

let kept: Map<string, string>;
let answers: (() => Response | Promise<Response>)[];
let asked: (string | null)[];

beforeEach(() => {
  kept = new Map();
  answers = [];
  asked = [];
});

/** Fetches from a calendar that gives the answers in turn. */
function fetchIt(source = ADDRESS) {
  return fetchFeed(source, {
    kv: { get: async (key) => kept.get(key), set: async (key, value) => void kept.set(key, value) },
    fetch: async (_, init) => {
      asked.push(new Headers(init?.headers).get('if-none-match'));
      return (answers.shift() ?? Response.error)();
    },
    now: () => NOW,
  });
}

const wish = { title: 'boats', from: NOW, to: NOW + 30 * 86_400_000 };
const gives = (etag?: string) => () => new Response(TEXT, etag ? { headers: { etag } } : {});
const read = (text: string) => readFeed(text, wish);

describe('a calendar at an address', () => {
  test('is fetched, and asked for by its ETag the next time', async () => {
    answers = [gives('"1"'), () => new Response(null, { status: 304 })];
    const first = await fetchIt();
    expect(read(first.text)).toEqual(read(TEXT));
    expect(await fetchIt()).toEqual(first);
    expect(asked).toEqual([null, '"1"']);
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['it answers 503', () => new Response('', { status: 503 }), 'answers 503'],
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed')), 'cannot be read'],
    ['a page comes', () => new Response('<!doctype html>'), 'is not an iCalendar file'],
    ['half of it comes', () => new Response(TEXT.slice(0, 500)), 'is not an iCalendar file'],
    ['it is endless', () => new Response('BEGIN:VCALENDAR\r\n'.repeat(200_000)), 'larger than 2 MB'],
  ])('where %s the last good copy is used; without one it is said', async (_, answer, words) => {
    answers = [answer, gives(), answer];
    const first = await fetchIt().catch((error: unknown) => error);
    expect(first).toMatchObject({ name: 'UserError', message: expect.stringContaining(words) });
    expect(String(first)).not.toContain('a1b2c3');
    const good = await fetchIt();
    const after = await fetchIt();
    expect(after.text).toBe(good.text);
    expect(after.trouble).toContain(words);
    expect(after.trouble).toContain('The copy of 2026-11-23T09:00:00Z is used.');
    expect(after.trouble).not.toContain('a1b2c3');
  });

  test('is not read without encryption', async () => {
    await expect(fetchIt('http://calendar.harbour.example/a.ics')).rejects.toThrow('is not encrypted');
    expect(asked).toEqual([]);
  });
});

test('a calendar in a file is read', async () => {
  const file = join(databaseFolder('feed'), 'boats.ics');
  await writeFile(file, TEXT);
  expect(read((await fetchIt(file)).text)).toEqual(read(TEXT));
  await expect(fetchIt(`${file}.old`)).rejects.toThrow(
    'The calendar boats.ics.old cannot be read: there is no such file.',
  );
});

describe('what is kept', () => {
  test('names nobody, and reads the same', () => {
    const people = TEXT.replace(
      'SEQUENCE:2',
      [
        'SEQUENCE:2',
        'ORGANIZER;CN=Dana Okafor:mailto:dana@harbour.example',
        'ATTENDEE;CN="Dana Okafor";EMAIL=dana@harbour.example:mailto:dana@harb',
        ' our.example',
        'DESCRIPTION:Dana hosts.\\nhttps://harbour.zoom.us/j/2?pwd=s3cret\\nPasscode: 77777\\nask dana',
        ' @harbour.example',
        'X-DANA:dana@harbour.example',
      ].join('\r\n'),
    );
    const clean = withoutPeople(people);
    expect(clean).not.toMatch(/dana|s3cret|77777|harb\b/i);
    expect(clean).toContain('DESCRIPTION:https://harbour.zoom.us/j/2');
    expect(read(clean)).toEqual(read(people));
  });
});

import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttp, type HttpOptions } from '../../../src/adapters/http.ts';
import { createCalendars, type NamedCalendar } from '../../../src/adapters/calendar/serve.ts';
import { calendarText } from '../../../src/adapters/calendar/write.ts';
import { seriesOf } from '../../support/series.ts';

const boats: NamedCalendar = { title: 'SIG Boats', series: [seriesOf()] };
const calendars = new Map<string, NamedCalendar>();
const asked: string[] = [];
const handler = createCalendars({
  feed: async (name) => {
    asked.push(name);
    return calendars.get(name);
  },
});
const nowhere = () => {
  throw new Error('not asked for');
};
const server = createHttp({
  slack: undefined,
  github: nowhere,
  callback: nowhere,
  calendar: handler,
  health: { problems: nowhere },
  metrics: { text: nowhere, contentType: 'text/plain' },
  log: pino({ level: 'silent' }),
} as unknown as HttpOptions);

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());
beforeEach(() => {
  calendars.clear();
  calendars.set('sig-boats', boats);
  asked.length = 0;
});

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The path goes out as it is written: fetch would tidy it. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, path, method, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

const FEED = '/calendar/sig-boats.ics';
const TEXT = calendarText('SIG Boats', boats.series);

describe('a calendar', () => {
  test('comes as a calendar, with what a reader needs to ask again', async () => {
    const { status, headers, body } = await ask(FEED);
    expect({ status, text: body.toString() }).toEqual({ status: 200, text: TEXT });
    expect(headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'last-modified': 'Fri, 20 Nov 2026 09:00:00 GMT',
      'content-length': String(Buffer.byteLength(TEXT)),
      vary: 'Accept-Encoding',
    });
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
  });

  test('comes without its text to HEAD', async () => {
    const [full, head] = [await ask(FEED), await ask(FEED, {}, 'HEAD')];
    const { date: _, ...expected } = full.headers;
    expect(head.headers).toMatchObject(expected);
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  test.each([
    ['gzip', true],
    ['deflate, gzip;q=0.5, br', true],
    ['gzip;q=0', false],
    ['gzip;q=0.000', false],
    ['br', false],
    ['gzipped', false],
  ])('Accept-Encoding: %s: compressed %s', async (accepted, isZipped) => {
    const { headers, body } = await ask(FEED, { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(isZipped ? 'gzip' : undefined);
    expect((isZipped ? gunzipSync(body) : body).toString()).toBe(TEXT);
  });

  test('has another strong ETag when it is compressed', async () => {
    const [full, zipped] = [await ask(FEED), await ask(FEED, { 'accept-encoding': 'gzip' })];
    expect(zipped.headers.etag).toBe(full.headers.etag?.replace(/"$/, '-gzip"'));
  });

  test.each([
    ['its ETag', (etag: string) => ({ 'if-none-match': etag }), 304],
    ['its ETag, weakly', (etag: string) => ({ 'if-none-match': `W/${etag}` }), 304],
    ['its ETag among others', (etag: string) => ({ 'if-none-match': `"a", ${etag} , W/"b"` }), 304],
    ['any', () => ({ 'if-none-match': '*' }), 304],
    ['another', () => ({ 'if-none-match': '"a"' }), 200],
    ['its time', () => ({ 'if-modified-since': 'Fri, 20 Nov 2026 09:00:00 GMT' }), 304],
    ['a time before it', () => ({ 'if-modified-since': 'Fri, 20 Nov 2026 08:59:59 GMT' }), 200],
    ['no time', () => ({ 'if-modified-since': 'yesterday' }), 200],
    [
      'another ETag and its time',
      () => ({ 'if-none-match': '"a"', 'if-modified-since': 'Fri, 20 Nov 2026 09:00:00 GMT' }),
      200,
    ],
  ])('to who knows %s', async (_, headersOf, status) => {
    const { headers } = await ask(FEED);
    const again = await ask(FEED, headersOf(headers.etag ?? ''));
    expect(again.status).toBe(status);
    expect(again.headers.etag).toBe(headers.etag);
    expect(again.body.length).toBe(status === 304 ? 0 : TEXT.length);
  });

  test('has another ETag once a meeting is skipped', async () => {
    const before = await ask(FEED);
    calendars.set('sig-boats', {
      ...boats,
      series: [seriesOf({ skipped: [Date.UTC(2026, 10, 24, 17, 30)] })],
    });
    const after = await ask(FEED, { 'if-none-match': before.headers.etag ?? '' });
    expect([after.status, after.headers.etag === before.headers.etag]).toEqual([200, false]);
  });

  test('of one person is kept by nothing on the way', async () => {
    calendars.set('secret', { ...boats, isSecret: true });
    expect((await ask('/calendar/secret.ics')).headers['cache-control']).toBe('private, max-age=300');
  });
});

describe('what is no calendar', () => {
  test.each([
    '/calendar/sig-nets.ics',
    '/calendar/sig-boats',
    '/calendar/.ics',
    '/calendar/..%2Fsig-boats.ics',
    '/calendar/..ics',
    '/calendar/%2e%2e.ics',
    '/calendar/a/sig-boats.ics',
    '/calendar/%ZZ.ics',
    '/calendar/%00.ics',
    '/calendar/sig%2Fboats.ics',
    '/calendar/sig%5Cboats.ics',
    `/calendar/${'a'.repeat(5000)}.ics`,
  ])('%s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
    expect(body.toString()).toContain('There is no calendar at this address');
    expect(asked.filter((name) => name !== 'sig-nets')).toEqual([]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PROPFIND'])('%s is refused', async (method) => {
    const { status, headers } = await ask(FEED, {}, method);
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

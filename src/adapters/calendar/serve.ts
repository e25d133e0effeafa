import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Series } from '../../domain/schedule.ts';
import type { Instant } from '../../domain/time.ts';
import { calendarText } from './write.ts';

/** A calendar as it is asked for by its name. */
export interface NamedCalendar {
  title: string;
  series: readonly Series[];
  /** Its address is known to one person only: nothing on the way keeps it. */
  isSecret?: boolean;
}

export interface CalendarsOptions {
  /** The calendar of that name ("sig-boats"); undefined where there is none, or no longer. */
  feed: (name: string) => Promise<NamedCalendar | undefined>;
  /** As calendarText has it. */
  host?: string | undefined;
}

/** Answers GET and HEAD of "/calendar/<name>.ics" (RFC 9110: ETag, 304, gzip); whatever else in words. */
export type CalendarHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A calendar as it goes out, in full and compressed. */
interface Rendered {
  text: Buffer;
  gzip: Promise<Buffer>;
  /** Of the full text, without quotes; the compressed one's has "-gzip" after it. */
  etag: string;
  modified: Instant;
}

/** How many calendars are kept rendered: those of a community's groups, and some people's. */
const KEPT = 200;
/** How long a reader, or what stands between, need not ask again, in seconds. */
const FRESH = 300;

const compress = promisify(gzip);

/** Calendars by name. A text is made again only when the series have changed. */
export function createCalendars({ feed, host }: CalendarsOptions): CalendarHandler {
  const kept = new Map<string, Rendered>();

  function render(calendar: NamedCalendar): Rendered {
    const key = hashOf(JSON.stringify([calendar.title, calendar.series]));
    const rendered = kept.get(key) ?? rendering(calendar, host);
    kept.delete(key);
    kept.set(key, rendered);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return rendered;
  }

  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'A calendar is read by GET.', { allow: 'GET, HEAD' });
    const name = nameIn(request.url ?? '');
    const calendar = name === undefined ? undefined : await feed(name);
    if (!calendar) return refuse(response, 404, NONE, { 'cache-control': 'no-store' });
    await send(request, response, render(calendar), calendar.isSecret === true);
  };
}

const NONE =
  'There is no calendar at this address, or no longer. /sig calendar in Slack gives the addresses.';

/** "sig-boats" of "/calendar/sig-boats.ics"; undefined where it cannot be the name of a calendar. */
function nameIn(url: string): string | undefined {
  const [, written = ''] = /^\/calendar\/([^/?]{1,300})\.ics(?:\?|$)/.exec(url) ?? [];
  try {
    const name = decodeURIComponent(written);
    return /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u.test(name) && !name.includes('..') ? name : undefined;
  } catch {
    return undefined;
  }
}

function rendering({ title, series }: NamedCalendar, host: string | undefined): Rendered {
  const text = Buffer.from(calendarText(title, series, { host }));
  const modified = Math.max(0, ...series.map(({ stamp }) => stamp));
  return { text, gzip: compress(text), etag: hashOf(text), modified };
}

function hashOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { text, gzip, etag, modified }: Rendered,
  isSecret: boolean,
): Promise<void> {
  const zipped = takesGzip(request);
  const headers = {
    etag: zipped ? `"${etag}-gzip"` : `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    'cache-control': `${isSecret ? 'private' : 'public'}, max-age=${FRESH}`,
    vary: 'Accept-Encoding',
  };
  if (isKnown(request, etag, modified)) return void response.writeHead(304, headers).end();
  const body = zipped ? await gzip : text;
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/calendar; charset=utf-8',
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** RFC 9110 §12.5.3: "gzip", not "gzip;q=0". */
function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = (headers['accept-encoding'] ?? '').toLowerCase().split(',');
  return accepted.some((coding) => /^\s*(?:x-)?gzip\s*(?:;\s*q=(?:1|0\.\d*[1-9])|$)/.test(coding));
}

/** RFC 9110 §13.1: If-None-Match, compared weakly; If-Modified-Since only without it. */
function isKnown({ headers }: IncomingMessage, etag: string, modified: Instant): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) {
    const tags = known.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    return tags.some((tag) => tag === '*' || tag === `"${etag}"` || tag === `"${etag}-gzip"`);
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Math.floor(modified / 1000) * 1000 <= since;
}

function refuse(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
}

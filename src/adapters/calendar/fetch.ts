import { createHash } from 'node:crypto';
import { messageOf, UserError } from '../../domain/errors.ts';
import { safeLink, scrub } from '../../domain/scrub.ts';
import { iso, type Instant } from '../../domain/time.ts';
import { readSource } from '../source.ts';
import { notACalendar } from './read.ts';

/** Largest calendar that is read, in bytes: a community's of ten years has less than 1 MB. */
const LARGEST = 2 * 1024 * 1024;
const REMEDY = 'Have its owner publish a calendar of the meetings alone.';

/** What a feed needs from outside. */
export interface FeedNeeds {
  /** Where the last good copy is kept. */
  kv: { get(key: string): Promise<string | undefined>; set(key: string, value: string): Promise<void> };
  fetch?: typeof globalThis.fetch;
  /** In milliseconds; 15 s where absent. */
  timeout?: number;
  now?: () => Instant;
}

/** A calendar's text, to be read by `readFeed`. */
export interface FeedCopy {
  text: string;
  /** When it was last seen as it is. */
  at: Instant;
  /** Why it is an earlier copy, for people. */
  trouble?: string | undefined;
}

interface KeptCopy {
  version: 1;
  at: Instant;
  etag?: string | undefined;
  text: string;
}

/**
 * The calendar at an https address or in a file, at most 2 MB; where it cannot be read, the last good copy. Nobody's name
 * or e-mail address is kept of it. Its address may be a secret, and is in no message.
 * @throws UserError where it cannot be read and there is no copy
 */
export async function fetchFeed(source: string, needs: FeedNeeds): Promise<FeedCopy> {
  const { kv, fetch = globalThis.fetch, timeout = 15_000, now = Date.now } = needs;
  const key = `calendar/${createHash('sha256').update(source).digest('hex')}`;
  const copy = copyOf(await kv.get(key));
  const options = { fetch, timeout, largest: LARGEST, remedy: REMEDY, called: nameOf(source) };
  try {
    const read = await readSource(source, { ...options, etag: copy?.etag });
    if (!read && copy) return { text: copy.text, at: now() };
    const text = withoutPeople(read?.text ?? '');
    if (text !== copy?.text || read?.etag !== copy.etag)
      await kv.set(key, JSON.stringify({ version: 1, at: now(), etag: read?.etag, text } satisfies KeptCopy));
    return { text, at: now() };
  } catch (error) {
    if (!(error instanceof UserError) || !copy) throw error;
    return {
      text: copy.text,
      at: copy.at,
      trouble: `${messageOf(error)} The copy of ${iso(copy.at)} is used.`,
    };
  }
}

function copyOf(kept: string | undefined): KeptCopy | undefined {
  if (kept === undefined) return undefined;
  const copy = JSON.parse(kept) as KeptCopy;
  return copy.version === 1 ? copy : undefined;
}

/** "The calendar at calendar.example.org", "The calendar boats.ics". */
function nameOf(source: string): string {
  return URL.canParse(source) && /^https?:/i.test(source)
    ? `The calendar at ${new URL(source).host}`
    : `The calendar ${source.split('/').at(-1)}`;
}

const KEPT =
  /^(?:BEGIN|END|VERSION|METHOD|X-WR-TIMEZONE|TZ[A-Z]+|UID|SEQUENCE|STATUS|DT[A-Z]+|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID)[;:]/i;
const LINKED = /^(DESCRIPTION|LOCATION|URL|CONFERENCE|X-GOOGLE-CONFERENCE)[;:]/i;

/**
 * The lines that `readFeed` reads: of the texts of an event its title and links alone, without passcodes and e-mail
 * addresses.
 * @throws UserError where the text does not begin and end as a calendar
 */
export function withoutPeople(text: string): string {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) || !/END:VCALENDAR\s*$/i.test(text)) throw notACalendar();
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  return lines.flatMap(keptOf).join('\r\n');
}

function keptOf(line: string): string[] {
  if (KEPT.test(line)) return [line];
  if (/^SUMMARY[;:]/i.test(line)) return [scrub(line.replace(/\\n/gi, ' '))];
  const [, name] = LINKED.exec(line) ?? [];
  const links = name === undefined ? [] : (line.match(/https?:\/\/[^\s<>"\\]+/gi) ?? []);
  const shown = links.flatMap((link) => safeLink(link) ?? []);
  return shown.length > 0 ? [`${name}:${shown.join(' ')}`] : [];
}

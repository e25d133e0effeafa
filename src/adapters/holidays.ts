import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { messageOf, UserError } from '../domain/errors.ts';
import type { Doubt } from '../domain/group.ts';
import { iso, type Instant } from '../domain/time.ts';
import { isCalendar, readCalendarDays } from './calendar/days.ts';
import { readDays } from '../domain/holidays.ts';
import { readSource } from './source.ts';

/** Largest file of holidays that is read, in bytes: a country's of fifty years has less than 0.2 MB. */
const LARGEST = 1024 * 1024;
const REMEDY = 'Keep the holidays of one place, and of some years.';

/** What reading holidays needs from outside. */
export interface HolidayNeeds {
  /** Paths and https addresses. */
  sources: readonly string[];
  /** Where the last good copies are kept. */
  kv: { get(key: string): Promise<string | undefined>; set(key: string, value: string): Promise<void> };
  log: Logger;
  fetch?: typeof globalThis.fetch;
  /** Of one of them, in milliseconds; 15 s where absent. */
  timeout?: number;
  now?: () => Instant;
}

/** The days on which offices are shut, as last read. */
export interface Holidays {
  /** "2026-12-25", in order; none where the file could never be read. */
  of(source: string): readonly string[];
  /** What could not be read, and what follows from it. */
  doubts(): readonly Doubt[];
  /** Reads all of them again. Never fails for what it reads: the last good copy stays, with a doubt. */
  refresh(): Promise<void>;
}

interface Copy {
  version: 1;
  at: Instant;
  etag?: string | undefined;
  days: readonly string[];
}

/** No holidays until the first refresh. */
export function createHolidays(needs: HolidayNeeds): Holidays {
  const known = new Map<string, readonly string[]>();
  let doubts: readonly Doubt[] = [];

  async function read(source: string): Promise<Doubt[]> {
    const { days, doubt } = await daysOf(source, needs);
    const before = known.get(source);
    if (!before || before.join() !== days.join()) known.set(source, days);
    if (doubt) needs.log.warn({ source: doubt.about, why: doubt.text }, 'holidays could not be read');
    return doubt ? [doubt] : [];
  }

  /** An address may be slow to answer: until then the last good copy counts. */
  async function recall(source: string): Promise<void> {
    const copy = copyOf(await needs.kv.get(keyOf(source)));
    if (copy) known.set(source, copy.days);
  }

  return {
    of: (source) => known.get(source) ?? NONE,
    doubts: () => doubts,
    async refresh() {
      const sources = [...new Set(needs.sources)];
      await Promise.all(sources.filter((source) => !known.has(source)).map(recall));
      const found = [];
      for (const source of sources) found.push(...(await read(source)));
      doubts = found;
    },
  };
}

const NONE: readonly string[] = [];

async function daysOf(
  source: string,
  { kv, fetch = globalThis.fetch, timeout = 15_000, now = Date.now }: HolidayNeeds,
): Promise<{ days: readonly string[]; doubt?: Doubt }> {
  const key = keyOf(source);
  const copy = copyOf(await kv.get(key));
  const called = nameOf(source);
  try {
    const options = { fetch, timeout, largest: LARGEST, remedy: REMEDY, called, etag: copy?.etag };
    const got = await readSource(source, options);
    if (!got && copy) return { days: copy.days };
    const days = holidaysIn(got?.text ?? '', now());
    if (days.join() !== copy?.days.join() || got?.etag !== copy.etag)
      await kv.set(key, JSON.stringify({ version: 1, at: now(), etag: got?.etag, days } satisfies Copy));
    return { days };
  } catch (error) {
    return { days: copy?.days ?? NONE, doubt: doubtOf(error, called, copy) };
  }
}

/**
 * The days that a list or an iCalendar file names, in order.
 * @throws UserError where it is neither, or names none
 */
function holidaysIn(text: string, now: Instant): readonly string[] {
  const days = isCalendar(text) ? readCalendarDays(text, now) : readDays(text);
  if (days.length > 0) return days;
  throw new UserError('It names no days.', 'Write one a line: 2026-12-25 Christmas.');
}

function keyOf(source: string): string {
  return `holidays/${createHash('sha256').update(source).digest('hex')}`;
}

function copyOf(kept: string | undefined): Copy | undefined {
  if (kept === undefined) return undefined;
  const copy = JSON.parse(kept) as Copy;
  return copy.version === 1 ? copy : undefined;
}

/** An address may be a secret: "The file at calendar.example.org", "The file days.txt". */
function nameOf(source: string): string {
  return URL.canParse(source) && /^https?:/i.test(source)
    ? `The file at ${new URL(source).host}`
    : `The file ${source.split('/').at(-1)}`;
}

function doubtOf(error: unknown, called: string, copy: Copy | undefined): Doubt {
  const remedy = error instanceof UserError && error.remedy !== undefined ? ` ${error.remedy}` : '';
  const why = messageOf(error);
  const trouble = why.startsWith(called) ? why : `${called}: ${why}`;
  const used = copy ? `The copy of ${iso(copy.at)} is used.` : 'No holidays are known from it.';
  return {
    severity: copy ? 'warning' : 'error',
    about: 'clocks.hours.holidays',
    text: `${trouble} ${used}${remedy}`,
  };
}

import type { Logger } from 'pino';
import { createClocks } from '../adapters/clocks.ts';
import { createDirectory } from '../adapters/directory/source.ts';
import { createMeetings } from '../adapters/meetings.ts';
import { readStore, type Reading } from '../adapters/store/store.ts';
import type { Config } from '../config.ts';
import { UserError } from '../domain/errors.ts';
import type { Group } from '../domain/group.ts';
import { healthInWords } from '../domain/health-words.ts';
import { weeksCsv } from '../domain/health-table.ts';
import { dayOf } from '../domain/history.ts';
import { timetableOf } from '../domain/occurrence.ts';
import type { Instant } from '../domain/time.ts';
import { yearMarkdown } from '../features/health/report.ts';
import { groupHealth, type HealthNeeds } from '../group-health.ts';
import { groupNamed } from '../group-meant.ts';
import { groupYear } from '../group-year.ts';

/** The options of `sigbot health` and `sigbot report`, as they are written. */
export interface HealthOptions {
  group?: string | undefined;
  csv?: boolean | undefined;
  year?: string | undefined;
}

interface Around {
  log: Logger;
  clock: { now(): Instant };
}

/**
 * How a group fares: `sigbot health`; its weeks as CSV where that is wanted.
 * @throws UserError where the group is not named or not known
 */
export async function healthReport(options: HealthOptions, config: Config, around: Around): Promise<string> {
  return ofGroup(options, config, around, async (group, needs, now) => {
    const { health } = await groupHealth(group, dayOf(now), needs, now);
    return options.csv ? weeksCsv(health.weeks) : `${healthInWords(health)}\n`;
  });
}

/**
 * The numbers of a group's year as Markdown: `sigbot report`.
 * @throws UserError where the group or the year is none
 */
export async function annualReport(options: HealthOptions, config: Config, around: Around): Promise<string> {
  const { year } = options;
  if (year !== undefined && !/^20\d\d$/.test(year))
    throw new UserError(`"${year}" is no year.`, 'For example --year 2026');
  return ofGroup(options, config, around, async (group, needs, now) => {
    const thisYear = new Date(now).getUTCFullYear();
    const asked = year === undefined ? thisYear : Number(year);
    if (asked > thisYear) throw new UserError(`${asked} has not begun.`, `For example --year ${thisYear}`);
    return `${yearMarkdown(await groupYear(group, asked, needs, now))}\n`;
  });
}

async function ofGroup(
  { group }: HealthOptions,
  config: Config,
  around: Around,
  tell: (group: Group, needs: HealthNeeds, now: Instant) => Promise<string>,
): Promise<string> {
  if (group === undefined) throw new UserError('Of which group?', 'For example --group sig-node');
  const store = readStore(config.databaseUrl, around);
  try {
    const { needs, groups } = await needsOver(store, config, around);
    return await tell(groupNamed(group, groups), needs, around.clock.now());
  } finally {
    await store.close();
  }
}

/** The directory as it is now, over the record as the bot keeps it. Calendars of others are not asked. */
async function needsOver(
  store: Reading,
  config: Config,
  { log, clock }: Around,
): Promise<{ needs: HealthNeeds; groups: readonly Group[] }> {
  const kv = { get: store.kv.get, set: () => Promise.resolve() };
  const channels = { all: store.channels.all, put: () => Promise.resolve() };
  const directory = createDirectory({ config, kv, channels, log });
  const clocks = createClocks(config, { kv, now: clock.now, log });
  await Promise.all([directory.refresh(), clocks.refresh()]);
  const meetings = createMeetings(config.meetings, directory, { readingOf: () => undefined });
  const changes = await store.meetings.changes();
  const timetables = meetings.all().map((meeting) => timetableOf(meeting, changes));
  const { labels, privacy, triage } = config;
  const needs: HealthNeeds = {
    history: store.history,
    issues: store.mirror,
    work: store.work,
    agenda: store.sittings,
    meetings: { all: () => Promise.resolve(timetables) },
    policy: { labels, privacy, triage, clocks: clocks.of },
  };
  return { needs, groups: directory.current().groups };
}

import { parseDirectory } from '../adapters/directory/parse.ts';
import { readText as readSource } from '../adapters/directory/read.ts';
import { columns } from './columns.ts';
import type { Config } from '../config.ts';
import { DEFAULT_KINDS } from '../config/file.ts';
import { readOverlayFile, readText, type Overlay } from '../config/read.ts';
import { UserError } from '../domain/errors.ts';
import type { Group, GroupKind } from '../domain/group.ts';
import { overlaidLines, timesOf, writtenOf, type OverlaidLine } from '../domain/meeting.ts';
import { nextStarts, type Reading, type ScheduleVerdict, type WrittenSchedule } from '../domain/schedule.ts';
import { iso, type Instant } from '../domain/time.ts';

/** The options of `sigbot meetings`, as they are written. */
export interface MeetingsOptions {
  /** A path or an https address; without it, sigbot.yml's. */
  directory?: string | undefined;
  overlay?: string | undefined;
  now?: string | undefined;
  json?: boolean | undefined;
}

/** One meeting of the directory, or one session of it: what is written, and what it comes to. */
interface Row {
  group: string;
  subproject?: string;
  description: string;
  session?: string;
  day: string | null;
  time: string | null;
  tz: string | null;
  frequency: string | null;
  private?: true;
  verdict: ScheduleVerdict;
  zone: string | null;
  reason: string;
  /** The next three starts, in UTC. */
  next: string[];
}

/**
 * What can be made of every meeting of a directory: `sigbot meetings`. Needs no token and, where the directory is named,
 * no sigbot.yml.
 * @throws UserError where an option or a file cannot be used
 */
export async function meetingsReport(
  options: MeetingsOptions,
  configuration: () => Pick<Config, 'directory' | 'overlay'>,
  clock: { now(): Instant },
): Promise<string> {
  const now = options.now === undefined ? clock.now() : readMoment(options.now);
  const rows = meetingRows(await groupsOf(options, configuration), now);
  return options.json ? `${JSON.stringify(rows, null, 2)}\n` : `${meetingsTable(rows).join('\n')}\n`;
}

async function groupsOf(
  { directory, overlay }: MeetingsOptions,
  configuration: () => Pick<Config, 'directory' | 'overlay'>,
): Promise<readonly Group[]> {
  const said = overlay === undefined ? undefined : readGroups(overlay);
  if (directory !== undefined) return readGroupsOf(directory, DEFAULT_KINDS, said ?? {});
  const config = configured(configuration);
  return readGroupsOf(config.directory.source, config.directory.kinds, said ?? config.overlay);
}

function configured<T>(configuration: () => T): T {
  try {
    return configuration();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, 'With --directory FILE no configuration is needed.');
  }
}

function readGroups(path: string): Overlay {
  return readOverlayFile(
    { key: '--overlay', path, remedy: 'Name a file as docs/configuration.md has it.' },
    readText,
  );
}

async function readGroupsOf(
  source: string,
  kinds: Readonly<Record<string, GroupKind>>,
  overlay: Overlay,
): Promise<readonly Group[]> {
  const text = await readSource(source, { fetch, timeout: 15_000 });
  return parseDirectory(text, { kinds, overlay }).groups;
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

function readMoment(text: string): Instant {
  const moment = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment))
    throw new UserError(`--now "${text}" is no moment.`, 'Write it with its zone: 2026-11-23T08:00:00Z.');
  return moment;
}

/** A row for every line of the directory, and for every meeting that only the operator names; for every session of one. */
function meetingRows(groups: readonly Group[], now: Instant): Row[] {
  return groups.flatMap((group) => overlaidLines(group).flatMap((line) => rowsOf(group, line, now)));
}

function rowsOf(group: Group, overlaid: OverlaidLine, now: Instant): Row[] {
  const { line, overlay } = overlaid;
  const { sessions, dates, feed } = timesOf(overlaid);
  const named = {
    group: group.id,
    ...(line.subproject === undefined ? {} : { subproject: line.subproject }),
    description: line.description,
    ...((overlay?.private ?? line.private) ? { private: true as const } : {}),
  };
  if (sessions.length > 0)
    return sessions.map(({ name, written, reading }) => ({
      ...named,
      ...(name === undefined ? {} : { session: name }),
      ...asWritten(written),
      ...outcome(reading, now),
    }));
  const reason = feed
    ? 'Its times are read from a calendar while the bot runs.'
    : 'It takes place on the dates listed.';
  const next = dates.filter((start) => start >= now).slice(0, 3);
  const written = asWritten(writtenOf(line, overlay));
  return [{ ...named, ...written, verdict: 'exact', zone: null, reason, next: next.map(iso) }];
}

function asWritten({ day, time, tz, frequency }: WrittenSchedule) {
  return { day: day ?? null, time: time ?? null, tz: tz ?? null, frequency: frequency ?? null };
}

function outcome({ verdict, zone, reason, rule }: Reading, now: Instant) {
  return { verdict, zone: zone ?? null, reason, next: rule ? nextStarts(rule, now, 3).map(iso) : [] };
}

/** The verdicts, how many meetings they are said of, and their headings. */
const SECTIONS: readonly [verdict: ScheduleVerdict, word: string, title: string][] = [
  ['exact', 'exact', 'Computed, with the next start in UTC'],
  [
    'needs_anchor',
    'in need of an anchor',
    'In need of an anchor: somebody must name a date on which it takes place',
  ],
  ['ambiguous', 'ambiguous', 'Ambiguous: somebody must say which is meant'],
  ['unschedulable', 'unschedulable', 'Unschedulable: something is missing, or it takes place on demand'],
];

/** The rows for people, 120 columns wide, under a heading for each verdict. */
function meetingsTable(rows: readonly Row[]): string[] {
  const found = SECTIONS.map(([verdict, word, title]) => {
    const these = rows.filter((row) => row.verdict === verdict);
    return { word, title, rows: these };
  });
  const counts = found.map(({ word, rows: these }) => `${these.length} ${word}`);
  const closed = rows.filter((row) => row.private).length;
  return [
    ...found.flatMap(({ title, rows: these }) =>
      these.length === 0 ? [] : [`${title} (${these.length})`, '', ...these.flatMap(lines), ''],
    ),
    `${rows.length} meetings: ${counts.join(', ')}${closed > 0 ? `; ${closed} private` : ''}.`,
  ];
}

const COLUMNS = [28, 38, 50] as const;

function lines({ group, description, session, private: closed, next, reason }: Row): string[] {
  const [first] = next;
  const when = first === undefined ? '' : `${first.slice(0, 16).replace('T', ' ')}  `;
  const name = [
    description,
    ...(session === undefined ? [] : [`(${session})`]),
    ...(closed ? ['(private)'] : []),
  ];
  return columns([group, name.join(' '), `${when}${reason}`], COLUMNS);
}

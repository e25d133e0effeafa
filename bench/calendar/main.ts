import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCalendars, type NamedCalendar } from '../../src/adapters/calendar/serve.ts';
import { calendarText } from '../../src/adapters/calendar/write.ts';
import { startsOf, type Rule, type Series } from '../../src/domain/schedule.ts';
import { DAY } from '../../src/domain/time.ts';
import { percentile } from '../figures.ts';

/** As many as Kubernetes has. */
const MEETINGS = 102;
/** How often each thing is done. */
const TURNS = 100;

/** Measures how long a community's calendar takes to be made and to be served, and prints it; the exit code. */
export async function measureCalendar(): Promise<number> {
  const series = Array.from({ length: MEETINGS }, (_, at) => meeting(at));
  const from = performance.now();
  const text = calendarText('All meetings', series);
  const first = performance.now() - from;
  const before = process.cpuUsage();
  const made = await timesOf(() => calendarText('All meetings', series));
  const { user, system } = process.cpuUsage(before);
  const { full, unchanged } = await served({ title: 'All meetings', series });
  const lines = [
    `${MEETINGS} meetings in 9 zones, half of them with moved and skipped occurrences, ${(text.length / 1024).toFixed(0)} KB, ${TURNS} times each, ms`,
    line('', ['min', 'p50', 'p90', 'p99']),
    lineOf('made', made),
    lineOf('served again, in full', full),
    lineOf('served again, as a 304', unchanged),
    `Made it took ${((user + system) / 1000 / TURNS).toFixed(1)} ms of CPU time, the first of the process ${first.toFixed(1)} ms.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'Europe/Warsaw',
  'Europe/London',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Australia/Sydney',
  'America/St_Johns',
  'UTC',
];
const RULES = ['FREQ=WEEKLY;BYDAY=TU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'FREQ=MONTHLY;BYDAY=2TU'];

/** Every other one has a start skipped and another moved. */
function meeting(at: number): Series {
  const rule: Rule = {
    rrule: RULES[at % RULES.length] ?? '',
    time: (1 + (at % 23)) * 60,
    zone: ZONES[at % ZONES.length] ?? 'UTC',
    anchor: '2026-11-10',
  };
  const [, key, other] = at % 2 === 0 ? startsOf(rule, Date.UTC(2026, 10, 24), Date.UTC(2027, 4, 1)) : [];
  return {
    uid: `meeting-${at}`,
    sequence: at % 4,
    stamp: Date.UTC(2026, 10, 20),
    title: `SIG Harbour ${at}, regular meeting`,
    description: 'Notes: https://harbour.example/notes\nRecordings: https://harbour.example/recordings',
    url: `https://meet.harbour.example/${at}`,
    minutes: 60,
    rules: [rule],
    since: '2026-11-23',
    skipped: other === undefined ? [] : [other],
    moved: key === undefined ? [] : [{ key, start: key + DAY, minutes: 60, note: 'A day later' }],
    extra: [],
  };
}

/** Over a connection on this machine, a request at a time. */
async function served(calendar: NamedCalendar): Promise<{ full: number[]; unchanged: number[] }> {
  const handler = createCalendars({ feed: () => Promise.resolve(calendar) });
  const server = createServer((request, response) => void handler(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/calendar/all.ics`;
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(address, { headers });
    await response.arrayBuffer();
    return response.headers.get('etag') ?? '';
  };
  const etag = await ask({});
  const full = await timesOf(() => ask({}));
  const unchanged = await timesOf(() => ask({ 'if-none-match': etag }));
  server.closeAllConnections();
  server.close();
  return { full, unchanged };
}

async function timesOf(work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times;
}

function lineOf(what: string, took: readonly number[]): string {
  return line(
    what,
    [0, 50, 90, 99].map((percent) => percentile(took, percent).toFixed(1)),
  );
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(24), ...cells.map((cell) => cell.padStart(10))].join('').trimEnd();
}

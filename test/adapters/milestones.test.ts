import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createMilestones } from '../../src/adapters/milestones.ts';
import { KUBERNETES_FREEZES } from '../../src/domain/freeze.ts';
import { iso } from '../../src/domain/time.ts';
import { silent } from '../support/github.ts';
import { aMilestone } from '../support/keps.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigbot-milestones-'));
afterAll(() => rmSync(folder, { recursive: true }));
const FILE = join(folder, 'v1.38.ics');
const NOW = Date.parse('2026-09-01T12:00Z');

let kept: Map<string, string>;
beforeEach(() => void (kept = new Map()));

const calendar = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((event, at) => ['BEGIN:VEVENT', `UID:${at}`, ...event.split(' | '), 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const milestonesOf = (source: string, freezes = aMilestone('v1.38', []).freezes) =>
  createMilestones(
    { milestones: [{ name: 'v1.38', freezes, calendar: source }], kinds: KUBERNETES_FREEZES },
    {
      kv: {
        get: (key) => Promise.resolve(kept.get(key)),
        set: (key, value) => Promise.resolve(void kept.set(key, value)),
      },
      log: silent,
      now: () => NOW,
    },
  );

async function readOf(source: string, freezes = aMilestone('v1.38', []).freezes) {
  const milestones = milestonesOf(source, freezes);
  await milestones.refresh();
  const [milestone] = milestones.all();
  return {
    freezes: milestone?.freezes.map(({ name, at }) => `${name} ${iso(at)}`),
    doubts: milestones.doubts().map(({ text }) => text),
  };
}

describe('the freezes of a calendar', () => {
  test('at a time of day, or on a day that ends anywhere on earth; what is cancelled is none', async () => {
    writeFileSync(
      FILE,
      calendar(
        'DTSTART:20261006T120000Z | SUMMARY:🚨 Enhancements Freeze',
        'DTSTART;VALUE=DATE:20260928 | DTEND;VALUE=DATE:20260929 | SUMMARY:PRR Freeze',
        'DTSTART;VALUE=DATE:20261231 | SUMMARY:PRR Freeze | STATUS:CANCELLED',
        'DTSTART:20261231T120000Z | SUMMARY:Enhancements Freeze | STATUS:CANCELLED',
      ),
    );
    expect(await readOf(FILE)).toEqual({
      freezes: [
        'Production Readiness Freeze 2026-09-29T12:00:00Z',
        'Enhancements Freeze 2026-10-06T12:00:00Z',
      ],
      doubts: [],
    });
  });

  test('count more than what is written beside it; where it is none, that stays', async () => {
    const written = aMilestone('v1.38', ['2026-09-20', '2026-09-30']).freezes;
    writeFileSync(FILE, calendar('DTSTART:20261006T120000Z | SUMMARY:Enhancements Freeze'));
    expect((await readOf(FILE, written)).freezes).toEqual([
      'Production Readiness Freeze 2026-09-21T12:00:00Z',
      'Enhancements Freeze 2026-10-06T12:00:00Z',
    ]);
  });

  test('that cannot be read stay as they were, and are a doubt', async () => {
    writeFileSync(FILE, calendar('DTSTART:20261006T120000Z | SUMMARY:Enhancements Freeze'));
    const milestones = milestonesOf(FILE);
    await milestones.refresh();
    writeFileSync(FILE, 'no calendar');
    await milestones.refresh();
    expect(milestones.all()[0]?.freezes).toHaveLength(1);
    expect(milestones.doubts()).toHaveLength(1);
    const never = await readOf(join(folder, 'none.ics'));
    expect(never).toEqual({ freezes: [], doubts: [expect.stringContaining('there is no such file')] });
  });

  test('that has none is a doubt', async () => {
    writeFileSync(FILE, calendar('DTSTART:20261006T120000Z | SUMMARY:Tea'));
    expect((await readOf(FILE)).doubts).toEqual([
      'The calendar of v1.38: None of its events is called as a freeze.',
    ]);
  });

  const REAL = '../shared/data/releases/release-1.35/schedule.ics';
  test.skipIf(!existsSync(REAL))(
    'Kubernetes’ of v1.35 (skipped without ../shared/data/releases)',
    async () => {
      expect(await readOf(REAL)).toEqual({
        freezes: [
          'Production Readiness Freeze 2025-10-10T12:00:00Z',
          'Enhancements Freeze 2025-10-17T12:00:00Z',
        ],
        doubts: [],
      });
    },
  );
});

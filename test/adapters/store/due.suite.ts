import { describe, expect, it } from 'vitest';
import {
  PLAIN_CLOCKS,
  type Allowance,
  type ClockPolicy,
  type ServiceLevel,
} from '../../../src/domain/clock-policy.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { clockFacts, clocksOf } from '../../../src/domain/service-level.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import type { DueWork } from '../../../src/ports/work.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const hours = (count: number): Allowance => ({ ms: count * HOUR, in: 'hours' });
const URGENT = 'priority/critical-urgent';
/** A Monday, noon. */
const NOW = START;
const OFFICE = { zone: 'UTC', days: [1, 2, 3, 4, 5], from: 540, to: 1020, holidays: [] };
const level = (within: Allowance, byLabel: ServiceLevel['byLabel'] = {}) => ({ within, byLabel });
const DECK = { id: 'sig-deck', label: 'sig/deck' };
const UNTRIAGED = { without: 'triage/' };

export function dueSuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, ago: number, labels: string[] = [], over: Partial<IssueSnapshot> = {}) =>
    world.store.mirror.put(
      snapshot(number, { labels: ['SIG/Deck', ...labels], createdAt: NOW - ago * HOUR, ...over }),
      { opened: true },
    );
  const decide = (number: number, ...verdicts: Partial<Verdict>[]) =>
    world.store.verdicts.set(
      `1#${number}`,
      verdicts.map((over) => ({
        issue: `1#${number}`,
        group: DECK.id,
        kind: 'accepted',
        at: NOW - HOUR,
        via: 'slack',
        by: 'dana',
        ...over,
      })),
    );
  const plain: ClockPolicy = { ...PLAIN_CLOCKS, triage: level(hours(4)) };
  const ask = async (what: DueWork['what'], over: Partial<DueWork> & { limit?: number } = {}) => {
    const query = { what, group: DECK.id, label: DECK.label, untriaged: UNTRIAGED, policy: plain, now: NOW };
    const { found, total } = await world.store.work.find({ ...query, limit: 10, ...over });
    const told = found.map(({ issue, clocks = [] }) =>
      [issue.number, ...clocks.map((clock) => `${clock.what} ${(clock.due - NOW) / HOUR}h`)].join(' '),
    );
    return total === found.length ? told : [...told, `of ${total}`];
  };

  const turning = async (since: number, now: number, policy = plain) =>
    [...(await world.store.work.turning([policy, PLAIN_CLOCKS], since, now))].toSorted();

  it('which labels have an issue whose time may just have run out', async () => {
    await put(1, 4);
    await put(2, 4, ['sig/hull'], { state: 'closed' });
    await put(3, 3, [URGENT]);
    expect(await turning(NOW - MINUTE, NOW)).toEqual(['sig/deck']);
    expect(await turning(NOW, NOW + MINUTE)).toEqual([]);
    const triage = level(hours(4), { [URGENT]: hours(3) });
    expect(await turning(NOW - MINUTE, NOW, { ...plain, triage })).toEqual([URGENT, 'sig/deck']);
    const response = level(hours(3));
    expect(await turning(NOW - MINUTE, NOW, { ...PLAIN_CLOCKS, response })).toContain(URGENT);
    world.statements.length = 0;
    const weekend = NOW - 44 * HOUR;
    expect(await turning(weekend, weekend + HOUR, { ...plain, hours: [OFFICE] })).toEqual([]);
    expect(world.statements).toEqual([]);
  });

  it('finds an answer of the author’s as the beginning of a wait', async () => {
    await world.store.mirror.put(snapshot(1, { labels: ['sig/deck'], createdAt: NOW - 30 * HOUR }), {
      opened: true,
      comment: { by: 'maro', at: NOW - 6 * HOUR, speaks: true },
    });
    await decide(1, { kind: 'needs-information', at: NOW - 20 * HOUR });
    expect(await ask('overdue')).toEqual(['1 triage -2h']);
    expect(await turning(NOW - 2 * HOUR - 1, NOW - 2 * HOUR)).toEqual(['sig/deck']);
    expect(await turning(NOW - 2 * HOUR, NOW)).toEqual([]);
  });

  it('what has waited too long for a decision, and what soon will have; the oldest first', async () => {
    await put(1, 4);
    await put(2, 3);
    await put(3, 2.9);
    await put(4, 30);
    await put(5, 30, ['triage/accepted']);
    await put(6, 30, [], { state: 'closed' });
    await put(7, 30, [], { isPullRequest: true });
    expect(await ask('overdue')).toEqual(['4 triage -26h', '1 triage 0h']);
    expect(await ask('overdue', { limit: 1 })).toEqual(['4 triage -26h', 'of 2']);
    expect(await ask('soon')).toEqual(['2 triage 1h']);
    expect(await ask('overdue', { policy: PLAIN_CLOCKS })).toEqual([]);
    expect(await ask('overdue', { since: NOW - 5 * HOUR })).toEqual(['1 triage 0h']);
    expect(await ask('overdue', { since: NOW - 30 * HOUR })).toEqual(['4 triage -26h', '1 triage 0h']);
  });

  it('counts by the priority, and in business time', async () => {
    await put(1, 2, [URGENT]);
    await put(2, 2);
    await put(3, 50, ['Priority/Backlog']);
    const triage = level(hours(4), { [URGENT]: hours(1), 'priority/backlog': hours(100) });
    expect(await ask('overdue', { policy: { ...plain, triage } })).toEqual(['1 triage -1h']);
    expect(await ask('overdue', { policy: { ...plain, hours: [OFFICE] } })).toEqual([]);
    const monday = { policy: { ...plain, hours: [OFFICE] }, now: NOW + HOUR };
    expect(await ask('overdue', monday)).toEqual(['3 triage 1h']);
  });

  it('leaves out what is private where it is asked to', async () => {
    await put(1, 30, ['kind/security']);
    await put(2, 30);
    const query = { group: DECK.id, label: DECK.label, untriaged: UNTRIAGED, policy: plain, now: NOW };
    const found = await world.store.work.find({
      ...query,
      what: 'overdue',
      hide: ['kind/security'],
      limit: 9,
    });
    expect(found.found.map(({ issue }) => issue.number)).toEqual([2]);
  });

  describe('a decision that holds no more is asked for anew', () => {
    it.each<[string, Partial<Verdict>[], string[]]>([
      ['it holds', [{ at: NOW - 20 * HOUR }], []],
      ['another group’s', [{ group: 'sig-hull', at: NOW - 20 * HOUR }], ['1 triage -26h']],
      ['it has lapsed a while ago', [{ at: NOW - 20 * HOUR, retriageAt: NOW - 5 * HOUR }], ['1 triage -1h']],
      ['it has just lapsed', [{ at: NOW - 20 * HOUR, retriageAt: NOW - HOUR }], []],
      [
        'taken back a while ago',
        [{ at: NOW - 20 * HOUR, ended: { at: NOW - 6 * HOUR, why: 'taken-back' } }],
        ['1 triage -2h'],
      ],
      ['taken back just now', [{ at: NOW - 20 * HOUR, ended: { at: NOW - HOUR, why: 'taken-back' } }], []],
      [
        'handed over a while ago',
        [{ group: 'sig-hull', kind: 'not-ours', note: 'SIG/deck', at: NOW - 9 * HOUR }],
        ['1 triage -5h'],
      ],
      ['just handed over', [{ group: 'sig-hull', kind: 'not-ours', note: 'SIG/deck', at: NOW - HOUR }], []],
    ])('%s', async (_what, verdicts, found) => {
      await put(1, 30);
      await decide(1, ...verdicts);
      expect(await ask('overdue')).toEqual(found);
      for (const line of found) {
        const due = NOW + Number.parseFloat(line.split(' ')[2] ?? '') * HOUR;
        expect(await turning(due - 1, due)).toContain(DECK.label);
        expect(await turning(due, due + MINUTE)).toEqual([]);
      }
    });
  });

  describe('the first answer', () => {
    const policy: ClockPolicy = { ...PLAIN_CLOCKS, response: level(hours(4)) };

    it('is waited for where every comment was heard, also of what is triaged', async () => {
      await put(1, 9);
      await put(2, 9, ['triage/accepted']);
      await put(3, 9, [], { comments: 2 });
      expect(await ask('overdue', { policy })).toEqual(['1 response -5h', '2 response -5h']);
      expect(await world.store.work.heard(['1#1', '1#3', '1#9'])).toEqual(new Set(['1#1']));
    });

    it('and the decision: what is late with either', async () => {
      await put(1, 9);
      await put(2, 9, ['triage/accepted']);
      await put(3, 9, [], { comments: 2 });
      const both = { ...policy, triage: level(hours(6)) };
      expect(await ask('overdue', { policy: both })).toEqual([
        '1 response -5h triage -3h',
        '2 response -5h',
        '3 triage -3h',
      ]);
    });
  });

  it('finds of many issues those that clocksOf() says', async () => {
    const labels = (n: number) => [
      ...(n % 3 === 0 ? [URGENT] : []),
      ...(n % 7 === 0 ? ['triage/accepted'] : []),
    ];
    for (let n = 1; n <= 60; n += 1) await put(n, (n * 37) % 290, labels(n));
    for (let n = 2; n <= 60; n += 5) {
      const lapse = n % 2 ? { retriageAt: NOW - ((n * 13) % 90) * HOUR } : {};
      await decide(n, { at: NOW - 100 * HOUR, group: n % 4 ? DECK.id : undefined, ...lapse });
    }
    const policy: ClockPolicy = {
      ...plain,
      hours: [OFFICE],
      triage: level({ ms: 3 * DAY, in: 'days' }, { [URGENT]: hours(5) }),
      response: level(hours(20)),
    };
    const all = Array.from({ length: 60 }, (_, index) => `1#${index + 1}`);
    const issues = await world.store.work.issues(all);
    for (const what of ['overdue', 'soon'] as const) {
      const expected = [];
      for (const issue of issues) {
        const verdicts = await world.store.verdicts.of(issue.id);
        const facts = clockFacts(issue, DECK, { verdicts, heard: true, untriaged: UNTRIAGED }, NOW);
        if (clocksOf(facts, policy, NOW).some(({ state }) => state === what)) expected.push(issue.number);
      }
      const query = { what, group: DECK.id, label: DECK.label, untriaged: UNTRIAGED, policy, now: NOW };
      const { found } = await world.store.work.find({ ...query, limit: 500 });
      expect(found.every(({ clocks = [] }) => clocks.length > 0)).toBe(true);
      expect(found.map(({ issue }) => issue.number).toSorted((one, other) => one - other)).toEqual(
        expected.toSorted((one, other) => one - other),
      );
      expect(expected.length).toBeGreaterThan(3);
    }
  });
}

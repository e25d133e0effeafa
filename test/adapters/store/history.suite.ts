import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/domain/fact.ts';
import type { GroupDay } from '../../../src/domain/history.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const aDay = (day: string, over: Partial<GroupDay> = {}): GroupDay => ({
  day,
  open: 10,
  untriaged: 4,
  pulls: 2,
  opened: 3,
  closed: 1,
  pullsOpened: 5,
  pullsClosed: 6,
  triaged: 2,
  waits: [{ from: START - DAY, to: START }],
  deciders: { dana: 2 },
  estimated: false,
  ...over,
});
const RECKONED = { untriaged: undefined, triaged: undefined, waits: [], deciders: {}, estimated: true };

export function historySuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, over: Partial<IssueSnapshot> = {}) =>
    world.store.mirror.put(snapshot(number, { labels: ['sig/deck'], ...over }), { opened: false });
  const kept = (group = 'sig-deck') => world.store.history.days(group, '2026-01-01', '2027-01-01');

  it('keeps days as they are, each group’s its own, oldest first', async () => {
    const days = [aDay('2026-03-01', RECKONED), aDay('2026-03-02')];
    await world.store.history.keep('sig-deck', days.toReversed());
    await world.store.history.keep('sig-hull', [aDay('2026-03-02', { open: 99 })]);
    expect(await kept()).toEqual(days);
    expect(await world.store.history.days('sig-deck', '2026-03-01', '2026-03-02')).toHaveLength(1);
  });

  it('leaves the state of a day that was counted, and follows what came and went on it', async () => {
    await world.store.history.keep('sig-deck', [aDay('2026-03-02')]);
    await world.store.history.keep('sig-deck', [
      aDay('2026-03-02', { ...RECKONED, open: 77, opened: 8, triaged: 5, deciders: { lee: 5 } }),
    ]);
    const flows = { opened: 8, triaged: 5, waits: [], deciders: { lee: 5 } };
    expect(await kept()).toEqual([{ ...aDay('2026-03-02'), ...flows }]);
  });

  it('takes a better state for one that was only reckoned', async () => {
    await world.store.history.keep('sig-deck', [aDay('2026-03-02', { ...RECKONED, open: 1 })]);
    await world.store.history.keep('sig-deck', [aDay('2026-03-02')]);
    expect(await kept()).toEqual([aDay('2026-03-02')]);
  });

  it('knows since when the bot hears anything', async () => {
    expect(await world.store.history.heardSince()).toBeUndefined();
    await put(1);
    expect(await world.store.history.heardSince()).toBe(START - (START % 1000));
  });

  it('knows that a repository is still being read, for two days at most', async () => {
    const { history, mirror } = world.store;
    expect(await history.reading(START)).toBe(false);
    await put(1);
    expect(await history.reading(START + DAY)).toBe(true);
    expect(await history.reading(START + 2 * DAY)).toBe(false);
    await mirror.setRepository(1, { synced: true });
    expect(await history.reading(START + DAY)).toBe(false);
  });

  describe('what came and went', () => {
    const hide = ['kind/security'];
    const spans = async () =>
      (await world.store.history.spans(START - 7 * DAY, hide))
        .map(({ createdAt, closedAt }) => [createdAt, closedAt].map((at) => at && (at - START) / DAY))
        .toSorted(([one = 0, end = 0], [other = 0, otherEnd = 0]) => one - other || end - otherEnd);

    it('is what was opened or closed since then, each once', async () => {
      await put(1, { createdAt: START - 8 * DAY });
      await put(2, { createdAt: START - 6 * DAY });
      await put(3, { createdAt: START - 6 * DAY, state: 'closed', closedAt: START - DAY });
      await put(4, { createdAt: START - 90 * DAY, state: 'closed', closedAt: START - 2 * DAY });
      await put(5, { createdAt: START - 90 * DAY, state: 'closed', closedAt: START - 8 * DAY });
      await put(6, { createdAt: START - 5 * DAY, isPullRequest: true });
      expect(await spans()).toEqual([
        [-90, -2],
        [-6, -1],
        [-6, undefined],
        [-5, undefined],
      ]);
    });

    it('is nothing private, and nothing that is gone', async () => {
      const fresh = { createdAt: START - DAY };
      await put(1, { ...fresh, labels: ['sig/deck', 'Kind/Security'] });
      await put(2, { ...fresh, repoId: 2, repo: 'ahoy/hidden', private: true });
      await put(3, fresh);
      await world.store.mirror.gone(1, 3, 'deleted');
      expect(await spans()).toEqual([]);
    });
  });

  it('counts what was opened and closed again, and the group did not decide about', async () => {
    const { history, verdicts } = world.store;
    const closed = { createdAt: START - DAY, state: 'closed', closedAt: START } as const;
    for (const number of [1, 2, 3, 4, 5, 6]) await put(number, closed);
    await put(7, { createdAt: START - DAY });
    await put(8, { ...closed, createdAt: START - 8 * DAY });
    await put(9, { ...closed, isPullRequest: true });
    await put(10, { ...closed, labels: ['sig/deck', 'kind/security'] });
    const [group, at] = ['sig-deck', START];
    const decided = (number: number, over: Partial<Verdict>) => {
      const issue = `1#${number}`;
      return verdicts.set(issue, [{ issue, kind: 'closed', at, via: 'github', ...over }]);
    };
    await decided(1, {});
    await decided(2, { group });
    await decided(3, { kind: 'accepted' });
    await decided(4, { group: 'sig-hull' });
    await decided(5, { group, ended: { at, why: 'taken-back' } });
    const deck = { id: group, label: 'sig/deck' };
    const dropped = (hide?: string[]) => history.closedUndecided(deck, START - 7 * DAY, hide);
    // The outsider's, the other group's, the one taken back, the one of which nobody said anything; the private one.
    expect(await dropped(['kind/security'])).toBe(4);
    expect(await dropped()).toBe(5);
  });

  it('tells all decisions about issues that were decided about since then, also earlier ones', async () => {
    const by = { by: 'dana', group: 'sig-deck' };
    const decided = (at: number, kind: 'accepted' | 'closed'): Fact => ({ what: 'decided', at, kind, ...by });
    for (const number of [1, 2, 3, 4]) await put(number, { createdAt: START - 20 * DAY });
    await put(4, { labels: ['sig/deck', 'kind/security'], updatedAt: START });
    await put(5, { isPullRequest: true });
    const { audit, history } = world.store;
    await audit.addFact('1#1', decided(START - 10 * DAY, 'accepted'));
    await audit.addFact('1#1', decided(START - DAY, 'closed'));
    await audit.addFact('1#2', decided(START - 10 * DAY, 'accepted'));
    await audit.addFact('1#4', decided(START - DAY, 'accepted'));
    await audit.addFact('1#5', decided(START - DAY, 'accepted'));
    await audit.addFact('1#99', decided(START - DAY, 'accepted'));
    const told = await history.decisions(START - 7 * DAY, ['kind/security']);
    expect(told).toMatchObject([
      {
        issue: { labels: ['sig/deck'], createdAt: START - 20 * DAY, existedBefore: true },
        verdicts: [{ kind: 'accepted' }, { kind: 'closed' }],
      },
    ]);
  });

  it('knows of many at once', async () => {
    await world.store.atomically(async (tx) => {
      for (let number = 1; number <= 600; number += 1) {
        await tx.mirror.put(snapshot(number, { labels: ['sig/deck'] }), { opened: true });
        const fact = { what: 'decided', at: START, by: 'dana', group: 'sig-deck', kind: 'accepted' } as const;
        await tx.audit.addFact(`1#${number}`, fact);
      }
    });
    expect(await world.store.history.decisions(START - DAY, [])).toHaveLength(600);
  });
}

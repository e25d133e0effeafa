import { describe, expect, it } from 'vitest';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { gate, untilSomebodyWaits, useWorld, type Backend } from './backend.ts';
import { snapshot, update } from './facts.ts';
import { START } from './start.ts';

/** What is held while something is decided about it, and what is forgotten. */
export function issuesSuite(backend: Backend): void {
  const world = useWorld(backend);
  const seen = { opened: false };

  it('gives an issue also where it is to be locked', async () => {
    const { store } = world;
    const { issue } = await store.mirror.put(snapshot(1), seen);
    const locked = await store.atomically(async (tx) => [
      await tx.mirror.lock('1#1'),
      await tx.mirror.lock('1#2'),
    ]);
    expect(locked).toEqual([issue, undefined]);
  });

  it('tells of a private repository only where GitHub has said that it is', async () => {
    const { mirror } = world.store;
    expect((await mirror.put(snapshot(1), seen)).issue).not.toHaveProperty('private');
    expect((await mirror.put(snapshot(2, { private: true }), seen)).issue.private).toBe(true);
    expect((await mirror.byId('1#1'))?.private).toBe(true);
    await mirror.track({ id: 1, name: 'ahoy/boats', private: false });
    expect(await mirror.byId('1#1')).not.toHaveProperty('private');
  });

  it('finds what stands in a message, as a card or in a bundle', async () => {
    const { mirror, messages, bundles } = world.store;
    for (const number of [1, 2, 3]) await mirror.put(snapshot(number), seen);
    await mirror.put(snapshot(1, { repoId: 2, repo: 'ahoy/anchors' }), seen);
    const card = { channel: 'C1', ts: '1.1', shown: 'a' };
    await messages.sent({ subject: { kind: 'card', id: '1#3' }, ...card });
    await messages.sent({ subject: { kind: 'card', id: '2#1' }, ...card });
    await bundles.join({ bundle: 'sig-deck/x', channel: 'C1', issue: '1#1', due: START }, START);
    expect((await mirror.shown(1)).map(({ number }) => number)).toEqual([1, 3]);
  });

  it('forgets what has ended long ago and is not shown, nothing else', async () => {
    const { mirror, messages } = world.store;
    const put = (number: number, over: Partial<IssueSnapshot>) =>
      mirror.put(snapshot(number, { updatedAt: START - 2, state: 'closed', ...over }), seen);
    await put(1, {});
    await put(2, { state: 'open' });
    await put(3, { updatedAt: START });
    await put(4, {});
    await put(5, { state: 'open' });
    await put(6, { repoId: 2, repo: 'ahoy/anchors' });
    const shown = { channel: 'C1', ts: '1.1', shown: 'a' };
    await messages.sent({ subject: { kind: 'card', id: '1#4' }, ...shown });
    await messages.sent({ subject: { kind: 'card', id: '2#61' }, ...shown });
    await put(8, {});
    const agenda = { kind: 'agenda', id: 'sig-deck/weekly/2026-12-03' } as const;
    await messages.sent({ subject: agenda, ...shown, names: [{ issue: '1#8', hidden: false }] });
    world.clock.at = START - 1;
    await mirror.gone(1, 5, 'deleted');
    await mirror.gone(1, 7, 'deleted');
    expect(await mirror.forget(START - 1)).toBe(2);
    const left = await world.database.query('select number from issues order by number');
    expect(left.map(({ number }) => Number(number))).toEqual([2, 3, 4, 5, 7, 8]);
    expect(await mirror.forget(START)).toBe(2);
    const open = await world.database.query(
      "select distinct number from issue_labels where name = 'sig/deck'",
    );
    expect(open.map(({ number }) => Number(number))).toEqual([2]);
  });

  if (!backend.shared) return;

  describe('an issue that is locked', () => {
    it('makes news of it wait, and what is locked then is the news', async () => {
      const other = await world.another();
      await world.store.mirror.put(snapshot(1), { opened: true });
      const [held, commit] = [gate(), gate()];
      const deciding = world.store.atomically(async (tx) => {
        expect(await tx.mirror.lock('1#1')).toMatchObject({ id: '1#1', title: 'Leak number 1' });
        held.open();
        await commit.opened;
        await tx.outbox.add([update('C1', '1#1')]);
      });
      await held.opened;
      const told = other.atomically(async (tx) => {
        await tx.mirror.put(snapshot(1, { updatedAt: START, title: 'Flood' }), { opened: false });
        return (await tx.outbox.depth()).waiting;
      });
      await untilSomebodyWaits(world);
      commit.open();
      await deciding;
      expect(await told).toBe(1);
      expect(await other.mirror.byId('1#1')).toMatchObject({ title: 'Flood' });
    });

    it('is seen as the news leave it that came first', async () => {
      const other = await world.another();
      await world.store.mirror.put(snapshot(1), { opened: true });
      const [told, commit] = [gate(), gate()];
      const telling = world.store.atomically(async (tx) => {
        await tx.mirror.put(snapshot(1, { updatedAt: START, title: 'Flood' }), { opened: false });
        told.open();
        await commit.opened;
      });
      await told.opened;
      const seen = other.atomically((tx) => tx.mirror.lock('1#1'));
      await untilSomebodyWaits(world);
      commit.open();
      await telling;
      expect(await seen).toMatchObject({ title: 'Flood' });
    });
  });
}

import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { label, NO_ROW, post, saying } from './facts.ts';
import { START } from './start.ts';

export function lanesSuite(backend: Backend): void {
  const world = useWorld(backend);
  const claim = (now = START) => world.store.outbox.claim('x', 50, now, now + MINUTE);
  const done = (row = NO_ROW) => world.store.outbox.settle(row, { state: 'done', result: 'ok' });

  describe('order', () => {
    it('gives out the first of each lane only, and the next when that has ended', async () => {
      await world.store.outbox.add([
        post('C1', '1#1'),
        post('C1', '1#2'),
        post('C2', '1#3'),
        post('C1', '1#4'),
      ]);
      const first = await claim();
      expect(first.map(saying)).toEqual(['post 1#1 in slack/C1', 'post 1#3 in slack/C2']);
      expect(await claim()).toEqual([]);
      await done(first[0]);
      expect((await claim()).map(saying)).toEqual(['post 1#2 in slack/C1']);
    });

    it('lets nothing pass a row that is to be tried again or looked up', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1'), post('C1', '1#2')]);
      for (const state of ['waiting', 'unknown'] as const) {
        const [row] = await claim(START + MINUTE);
        await outbox.settle(row ?? NO_ROW, { state, notBefore: START + MINUTE, result: 'away' });
        expect(await claim(START + MINUTE - 1)).toEqual([]);
      }
      expect((await claim(START + MINUTE)).map(saying)).toEqual(['post 1#1 in slack/C1']);
    });

    it('goes on after what failed or was skipped', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1'), post('C1', '1#2'), post('C1', '1#3')]);
      for (const state of ['failed', 'skipped'] as const) {
        await outbox.settle((await claim())[0] ?? NO_ROW, { state, result: 'no' });
      }
      expect((await claim()).map(saying)).toEqual(['post 1#3 in slack/C1']);
    });

    it('takes no more than asked, the oldest of the heads', async () => {
      await world.store.outbox.add([post('C9', '1#1'), post('C5', '1#2'), post('C1', '1#3')]);
      const two = await world.store.outbox.claim('x', 2, START, START + MINUTE);
      expect(two.map(saying)).toEqual(['post 1#1 in slack/C9', 'post 1#2 in slack/C5']);
    });
  });

  describe('rest', () => {
    it('delays that lane and no other', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1'), post('C2', '1#2')]);
      await outbox.rest('slack/C1', START + SECOND);
      expect((await claim()).map(saying)).toEqual(['post 1#2 in slack/C2']);
      expect(await claim(START + SECOND - 1)).toEqual([]);
      expect((await claim(START + SECOND)).map(saying)).toEqual(['post 1#1 in slack/C1']);
    });

    it('of a service delays all its lanes', async () => {
      const { outbox } = world.store;
      const issue = { repo: 'ahoy/boats', number: 1 };
      await outbox.add([post('C1', '1#1'), label(issue, 'kind/bug'), post('C2', '1#2')]);
      await outbox.rest('slack', START + SECOND);
      expect((await claim()).map(saying)).toEqual(['labels  in github/ahoy/boats#1']);
      expect(await claim(START + SECOND)).toHaveLength(2);
    });

    it('is never shortened by a shorter one', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1')]);
      await outbox.rest('slack/C1', START + MINUTE);
      await outbox.rest('slack/C1', START + SECOND);
      expect(await claim(START + MINUTE - 1)).toEqual([]);
      expect(await outbox.nextDue(START)).toBe(START + MINUTE);
    });

    it('ends when the lane is woken, also for what was put off', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1')]);
      await outbox.settle((await claim())[0] ?? NO_ROW, {
        state: 'waiting',
        notBefore: START + 60 * MINUTE,
        result: 'not_in_channel',
      });
      await outbox.rest('slack/C1', START + 60 * MINUTE);
      await outbox.wake('slack/C1');
      expect((await claim()).map(saying)).toEqual(['post 1#1 in slack/C1']);
    });

    it('ends for what is to be looked up too', async () => {
      const { outbox } = world.store;
      const away = { state: 'unknown', notBefore: START + 15 * MINUTE, result: 'not_in_channel' } as const;
      await outbox.add([post('C1', '1#1')]);
      await outbox.settle((await claim())[0] ?? NO_ROW, away);
      await outbox.wake('slack/C1');
      expect(await claim()).toMatchObject([{ state: 'unknown', lane: 'slack/C1' }]);
    });

    it('does not end sooner for what a dead process may still be sending', async () => {
      const { outbox } = world.store;
      await outbox.add([post('C1', '1#1')]);
      await claim();
      await outbox.reclaim(START, true);
      await outbox.wake('slack/C1');
      expect(await claim(START + MINUTE - 1)).toEqual([]);
      const [row] = await claim(START + MINUTE);
      const away = { state: 'unknown', notBefore: START + 60 * MINUTE, result: 'not_in_channel' } as const;
      await outbox.settle(row ?? NO_ROW, away);
      await outbox.wake('slack/C1');
      expect(await claim(START + MINUTE)).toMatchObject([{ state: 'unknown', attempts: 3 }]);
    });
  });

  describe('next due', () => {
    it('is the earliest moment at which a head can go', async () => {
      const { outbox } = world.store;
      expect(await outbox.nextDue(START)).toBeUndefined();
      await outbox.add([post('C1', '1#1'), post('C1', '1#2'), post('C2', '1#3'), post('C3', '1#4')]);
      await outbox.rest('slack/C1', START + 3 * SECOND);
      await outbox.rest('slack/C2', START + 2 * SECOND);
      expect(await outbox.nextDue(START)).toBe(START);
      const [third] = await claim();
      expect(await outbox.nextDue(START)).toBe(START + 2 * SECOND);
      await outbox.settle(third ?? NO_ROW, { state: 'waiting', notBefore: START + SECOND, result: '429' });
      expect(await outbox.nextDue(START)).toBe(START + SECOND);
      await outbox.rest('slack', START + MINUTE);
      expect(await outbox.nextDue(START)).toBe(START + MINUTE);
    });

    it('is undefined while everything is under way', async () => {
      await world.store.outbox.add([post('C1', '1#1'), post('C1', '1#2')]);
      await claim();
      expect(await world.store.outbox.nextDue(START)).toBeUndefined();
    });
  });
}

import { describe, expect, it } from 'vitest';
import { consensusId } from '../../../src/domain/consensus.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { aConsensus, agreedBy, concernOf } from '../../support/consensus.ts';
import { useWorld, type Backend } from './backend.ts';
import { START } from './start.ts';

const NODE = 'sig-node';

export function consensusSuite(backend: Backend): void {
  const world = useWorld(backend);
  const kept = async (differs: Parameters<typeof aConsensus>[0] = {}) => {
    const one = aConsensus({ revision: undefined, ...differs });
    expect(await world.store.consensus.put(one)).toBe(true);
    return { ...one, revision: 1 };
  };
  const ended = (issue: string, at: number, differs: Parameters<typeof aConsensus>[0] = {}) =>
    kept({ id: consensusId(NODE, issue, at), issue, state: 'accepted', endedAt: at, ...differs });

  describe('what groups seek consensus on', () => {
    it('is kept with all that was said, and changed by whoever read it last', async () => {
      const { consensus } = world.store;
      const first = await kept({ concerns: [concernOf('U0MORI')], writer: undefined });
      const [read] = await consensus.about(first.issue);
      expect(read).toEqual({ ...first, writer: undefined });
      const agreed = { ...first, agreed: agreedBy('U0LEE') };
      expect(await consensus.put(agreed)).toBe(true);
      expect(await consensus.put({ ...first, agreed: agreedBy('U0NOOR') })).toBe(false);
      expect(await consensus.byId(first.id)).toMatchObject({ agreed: agreedBy('U0LEE'), revision: 2 });
      expect(await consensus.byId('sig-node/1#1/x')).toBeUndefined();
    });

    it('is one a group and issue at a time', async () => {
      const { consensus } = world.store;
      const first = await kept();
      const second = { ...aConsensus({ revision: undefined }), id: consensusId(NODE, first.issue, START) };
      expect(await consensus.put(second)).toBe(false);
      expect(await consensus.put({ ...first, state: 'stalled', endedAt: START })).toBe(true);
      expect(await consensus.put(second)).toBe(false);
      expect(
        await consensus.put({ ...second, id: `sig-network/${first.issue}/1`, group: 'sig-network' }),
      ).toBe(true);
      expect(await consensus.put({ ...first, state: 'stopped', endedAt: START, revision: 2 })).toBe(true);
      expect(await consensus.put(second)).toBe(true);
      expect((await consensus.about(first.issue)).map(({ state }) => state)).toHaveLength(3);
      expect((await consensus.live(NODE)).map(({ id }) => id)).toEqual([second.id]);
    });

    it('is live until it is accepted or stopped, the first to end at the beginning', async () => {
      const { consensus } = world.store;
      const late = await kept({ id: 'sig-node/1#2/a', issue: '1#2', deadline: START + 2 * DAY });
      const soon = await kept({ id: 'sig-node/1#3/a', issue: '1#3', deadline: START + DAY });
      await ended('1#4', START);
      const other = await kept({
        id: 'sig-network/1#2/a',
        issue: '1#2',
        group: 'sig-network',
        deadline: START,
      });
      expect((await consensus.live()).map(({ id }) => id)).toEqual([other.id, soon.id, late.id]);
      expect((await consensus.live(NODE)).map(({ id }) => id)).toEqual([soon.id, late.id]);
    });

    it('counts as accepted from when its time was over', async () => {
      const { consensus } = world.store;
      await ended('1#1', START);
      const second = await ended('1#2', START + HOUR);
      await ended('1#3', START + 2 * HOUR, { state: 'stopped' });
      expect(await consensus.acceptedBetween(NODE, START, START + DAY)).toEqual([second]);
      expect(await consensus.acceptedBetween('sig-network', START, START + DAY)).toEqual([]);
    });
  });

  describe('what groups decided', () => {
    const said = (id: string, at: number, differs = {}) =>
      world.store.sittings.say({
        id,
        meeting: 'sig-node/weekly',
        key: '2026-11-26',
        kind: 'decision',
        text: `Decision ${id}`,
        by: 'U0DANA',
        at,
        ...differs,
      });

    it('is found in one list, the newest first', async () => {
      await world.store.sittings.put({
        meeting: 'sig-node/weekly',
        key: '2026-11-26',
        startedAt: START,
        by: 'U0DANA',
        channel: 'C0NODE',
      });
      await said('m1', START, { issue: '1#7' });
      await said('m2', START + 2 * HOUR, { item: 't1' });
      await said('m3', START + 3 * HOUR, { kind: 'note' });
      await said('m4', START + 4 * HOUR, { meeting: 'sig-node-e2e/weekly' });
      await world.store.agendas.put({
        id: 't1',
        meeting: 'sig-node/weekly',
        from: '2026-11-26',
        text: 'Masts',
        issue: '1#8',
        by: 'U0DANA',
        at: START,
        state: 'done',
        carried: 0,
        position: 1,
      });
      const accepted = await ended('1#9', START + HOUR);
      const log = world.store.decisionLog;
      const ids = async (query: object) => (await log.find({ limit: 9, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual(['m4', 'm2', accepted.id, 'm1']);
      expect(await ids({ group: NODE })).toEqual(['m2', accepted.id, 'm1']);
      expect(await ids({ group: NODE, limit: 2 })).toEqual(['m2', accepted.id]);
      expect(await ids({ since: START + HOUR, group: NODE })).toEqual(['m2', accepted.id]);
      expect(await ids({ issue: '1#9' })).toEqual([accepted.id]);
      // What was said while a topic was on is about its issue.
      expect(await log.find({ issue: '1#8', limit: 9 })).toEqual([
        {
          id: 'm2',
          group: NODE,
          text: 'Decision m2',
          at: START + 2 * HOUR,
          issue: '1#8',
          by: { what: 'meeting', meeting: 'sig-node/weekly', key: '2026-11-26', channel: 'C0NODE' },
        },
      ]);
    });
  });
}

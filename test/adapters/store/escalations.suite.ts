import { describe, expect, it } from 'vitest';
import type { AgendaItem, Sitting } from '../../../src/domain/agenda.ts';
import { escalationId, type Escalation } from '../../../src/domain/escalation.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY } from '../../../src/domain/time.ts';
import { history } from '../../support/activity.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

/** SIG Node hands an issue to those who steer. */
function anEscalation(differs: Partial<Escalation> = {}): Escalation {
  const one = {
    issue: '1#1',
    from: 'sig-node',
    to: 'committee-steering',
    by: 'U0DANA',
    at: START,
    channel: 'C0STEER',
    state: 'waiting' as const,
    ...differs,
  };
  return { id: escalationId(one), ...one };
}

/** What groups handed to others, and what else the way of a proposal is told by. */
export function escalationsSuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, over: Partial<IssueSnapshot> = {}, said = '') =>
    world.store.mirror.put(snapshot(number, over), { opened: true, activity: history(said, START) });

  describe('escalations', () => {
    it('are kept with all that was said, and changed by whoever read them last', async () => {
      const { escalations } = world.store;
      const first = anEscalation({ why: 'We do not agree', topic: 'steering/monthly/1' });
      expect(await escalations.put(first)).toBe(true);
      expect(await escalations.byId(first.id)).toEqual({ ...first, revision: 1 });
      const answer = { by: 'U0NOOR', at: START + DAY, text: 'Ask again' };
      expect(await escalations.put({ ...first, revision: 1, state: 'taken', answer })).toBe(true);
      expect(await escalations.put({ ...first, revision: 1, state: 'returned', answer })).toBe(false);
      expect(await escalations.byId(first.id)).toMatchObject({ state: 'taken', answer, revision: 2 });
    });

    it('are one an issue and group at a time; the latest come first', async () => {
      const { escalations } = world.store;
      await escalations.put(anEscalation());
      const again = anEscalation({ at: START + DAY, from: 'sig-network' });
      expect(await escalations.put(again)).toBe(false);
      expect(await escalations.put(anEscalation({ to: 'sig-quiet', at: START - DAY }))).toBe(true);
      expect(await escalations.put(anEscalation({ revision: 1, state: 'returned' }))).toBe(true);
      expect(await escalations.put(again)).toBe(true);
      const about = await escalations.about('1#1');
      expect(about.map(({ at }) => at)).toEqual([START + DAY, START, START - DAY]);
      expect(await escalations.about('1#2')).toEqual([]);
    });
  });

  describe('the way of a proposal', () => {
    it('knows whether an issue was compared, and who other than its author spoke', async () => {
      const { paths } = world.store;
      expect(await paths.said('1#9', [])).toEqual({ searched: false, voices: 0 });
      await put(1, {}, '1 lee says; 2 maro says; 3 noor commands; 4 prow* says; 5 dana says; 6 helper says');
      expect(await paths.said('1#1', ['helper'])).toEqual({ searched: true, voices: 2 });
    });

    it('knows which issues a pull request names, by whatever name its repository has', async () => {
      const { paths } = world.store;
      await put(1);
      await put(2, { isPullRequest: true, body: 'Fixes #1, see ahoy/boats#7 and other/repo#3' });
      expect((await paths.namedBy('1#2')).toSorted()).toEqual(['1#1', '1#7']);
      expect(await paths.namedBy('1#1')).toEqual([]);
    });

    it('knows that a pull request that names an issue was merged', async () => {
      await put(1);
      await put(2, { isPullRequest: true, body: 'Fixes #1', state: 'closed' });
      await put(3, { isPullRequest: true, body: 'Fixes #1' });
      await world.store.pulls.learn('1#2', { at: START, base: 'main', head: 'a1', mergedAt: START }, START);
      const linked = await world.store.mirror.linked('1#1');
      expect(linked.map(({ number, merged }) => [number, merged])).toEqual([
        [3, undefined],
        [2, true],
      ]);
    });

    it('knows the meetings that talked about an issue', async () => {
      const { agendas, sittings, paths } = world.store;
      await agendas.put(topic);
      await sittings.put({
        ...sitting,
        key: '2026-11-12',
        startedAt: START - DAY,
        endedAt: START,
        covered: [covered('carried')],
      });
      await sittings.put({ ...sitting, endedAt: START + 1, covered: [covered('done')] });
      await sittings.put({
        ...sitting,
        key: '2026-11-26',
        startedAt: START + DAY,
        covered: [covered('done')],
      });
      expect(await paths.talked('1#1')).toEqual([
        { meeting: 'sig-node/weekly', key: '2026-11-19', at: START, how: 'done' },
        { meeting: 'sig-node/weekly', key: '2026-11-12', at: START - DAY, how: 'carried' },
      ]);
      expect(await paths.talked('1#2')).toEqual([]);
    });
  });
}

const topic: AgendaItem = {
  id: 'sig-node/weekly/1',
  meeting: 'sig-node/weekly',
  from: '2026-11-12',
  text: 'The light',
  issue: '1#1',
  by: 'U0DANA',
  at: START,
  state: 'open',
  carried: 0,
  position: 1,
};

const sitting: Omit<Sitting, 'present'> = {
  meeting: 'sig-node/weekly',
  key: '2026-11-19',
  startedAt: START,
  by: 'U0DANA',
  channel: 'C0NODE',
};

const covered = (how: 'done' | 'carried') => ({
  item: topic.id,
  text: topic.text,
  issue: '1#1',
  how,
  carried: 0,
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueQuery } from '../../../src/ports/issue.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const QUERY: QueueQuery = {
  group: 'sig-deck',
  label: 'sig/deck',
  untriaged: { without: 'triage/' },
  now: START,
  limit: 10,
  offset: 0,
};

export function queueSuite(backend: Backend): void {
  const world = useWorld(backend);
  const seen = { opened: false };
  const ask = async (over: Partial<QueueQuery> = {}) => {
    const query = { ...QUERY, ...over };
    const { issues, total } = await world.store.mirror.queue(query);
    return { numbers: issues.map(({ number }) => number), total };
  };

  beforeEach(async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(3, { createdAt: START - 3 }), seen);
    await mirror.put(snapshot(1, { createdAt: START - 9, labels: ['SIG/Deck', 'kind/feature'] }), seen);
    await mirror.put(snapshot(2, { createdAt: START - 5, labels: ['sig/deck', 'Triage/accepted'] }), seen);
    await mirror.put(snapshot(4, { labels: ['sig/decks', 'needs-triage'] }), seen);
    await mirror.put(snapshot(5, { isPullRequest: true }), seen);
    await mirror.put(snapshot(6, { state: 'closed' }), seen);
    await mirror.put(
      snapshot(8, {
        repoId: 2,
        repo: 'ahoy/anchors',
        createdAt: START - 4,
        labels: ['sig/deck', 'Needs-Triage'],
      }),
      seen,
    );
  });

  it('holds the open untriaged issues of a label, oldest first, whatever their case', async () => {
    expect(await ask()).toEqual({ numbers: [1, 8, 3], total: 3 });
    expect(await ask({ label: 'SIG/DECK' })).toEqual({ numbers: [1, 8, 3], total: 3 });
    expect(await ask({ label: 'sig/none' })).toEqual({ numbers: [], total: 0 });
  });

  it('leaves out what is private where it is asked to', async () => {
    const { mirror } = world.store;
    await mirror.track({ id: 2, name: 'ahoy/anchors', private: true });
    await mirror.put(snapshot(9, { createdAt: START - 2, labels: ['sig/deck', 'Kind/Security'] }), seen);
    expect(await ask()).toEqual({ numbers: [1, 8, 3, 9], total: 4 });
    expect(await ask({ hide: [] })).toEqual({ numbers: [1, 3, 9], total: 3 });
    expect(await ask({ hide: ['kind/security'] })).toEqual({ numbers: [1, 3], total: 2 });
  });

  it('knows those that were opened since a moment', async () => {
    expect(await ask({ openedSince: START - 4 })).toEqual({ numbers: [8, 3], total: 2 });
    expect(await ask({ openedSince: START })).toEqual({ numbers: [], total: 0 });
  });

  it('knows both rules of what is untriaged', async () => {
    expect(await ask({ untriaged: { with: 'needs-triage' } })).toEqual({ numbers: [8], total: 1 });
    expect(await ask({ untriaged: { without: 'kind/' } })).toEqual({ numbers: [2, 8], total: 2 });
    expect(await ask({ untriaged: { without: '%' } })).toMatchObject({ total: 4 });
  });

  it('filters by kind and by repository, with its owner or without', async () => {
    expect(await ask({ kind: 'Kind/Bug' })).toEqual({ numbers: [3], total: 1 });
    expect(await ask({ repo: 'Ahoy/Anchors' })).toEqual({ numbers: [8], total: 1 });
    expect(await ask({ repo: 'boats' })).toEqual({ numbers: [1, 3], total: 2 });
    expect(await ask({ repo: 'oats' })).toEqual({ numbers: [], total: 0 });
    expect(await ask({ repo: 'boats', kind: 'kind/feature' })).toEqual({ numbers: [1], total: 1 });
  });

  it('has pages, and the count of all of them on each', async () => {
    expect(await ask({ limit: 2 })).toEqual({ numbers: [1, 8], total: 3 });
    expect(await ask({ limit: 2, offset: 2 })).toEqual({ numbers: [3], total: 3 });
    expect(await ask({ limit: 2, offset: 4 })).toEqual({ numbers: [], total: 3 });
  });

  it('follows labels, closing, reopening, deletion and the end of a repository', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1, { updatedAt: START, labels: ['sig/hull'] }), seen);
    await mirror.put(snapshot(3, { updatedAt: START, state: 'closed' }), seen);
    expect(await ask()).toEqual({ numbers: [8], total: 1 });
    await mirror.put(snapshot(3, { updatedAt: START + 1, createdAt: START - 3 }), seen);
    await mirror.setRepository(2, { gone: true });
    expect(await ask()).toEqual({ numbers: [3], total: 1 });
    await mirror.gone(1, 3, 'deleted');
    expect(await ask()).toEqual({ numbers: [], total: 0 });
  });

  describe('has what one asks for', () => {
    const label = 'sig/keel';
    const labelled = (...more: string[]) => ({ labels: [label, ...more] });
    const sorted = async (order: QueueQuery['order'], over: Partial<QueueQuery> = {}) =>
      (await ask({ label, order, priorities: ['Critical-Urgent', 'backlog'], ...over })).numbers;

    beforeEach(async () => {
      const { mirror } = world.store;
      await mirror.put(snapshot(21, { ...labelled('priority/backlog'), reactions: 2, comments: 5 }), seen);
      await mirror.put(snapshot(22, { ...labelled('kind/flake'), reactions: 9, firstTimer: true }), seen);
      await mirror.put(
        snapshot(23, { ...labelled('Priority/critical-urgent', 'priority/backlog'), author: 'Mara' }),
        seen,
      );
      await mirror.put(snapshot(24, { ...labelled('priority/unheard-of'), reactions: 2 }), seen);
    });

    it('first, whatever that is', async () => {
      expect(await sorted(undefined)).toEqual([21, 22, 23, 24]);
      expect(await sorted('oldest')).toEqual([21, 22, 23, 24]);
      expect(await sorted('newest')).toEqual([24, 23, 22, 21]);
      expect(await sorted('reactions')).toEqual([22, 21, 24, 23]);
      expect(await sorted('comments')).toEqual([21, 22, 23, 24]);
      expect(await sorted('priority')).toEqual([23, 21, 22, 24]);
      expect(await sorted('priority', { priorities: [] })).toEqual([21, 22, 23, 24]);
      expect(await sorted('newest', { limit: 2, offset: 1 })).toEqual([23, 22]);
    });

    it('alone', async () => {
      expect(await ask({ label, priority: 'priority/Backlog' })).toEqual({ numbers: [21, 23], total: 2 });
      expect(await ask({ label, firstTimers: true })).toEqual({ numbers: [22], total: 1 });
      expect(await ask({ label, author: 'mARA' })).toEqual({ numbers: [23], total: 1 });
      expect(await ask({ label, kind: 'kind/flake', author: 'mara' })).toEqual({ numbers: [], total: 0 });
      expect(await ask({ label, answered: true })).toEqual({ numbers: [], total: 0 });
    });

    it('but for what was seen', async () => {
      expect(await ask({ label, without: ['1#21', '1#23', '2#22', '1#2'] })).toEqual({
        numbers: [22, 24],
        total: 2,
      });
      expect(await ask({ label, without: [] })).toMatchObject({ total: 4 });
      const many = Array.from({ length: 2000 }, (_, index) => `1#${index + 22}`);
      expect(await ask({ label, without: many })).toEqual({ numbers: [21], total: 1 });
    });

    it('but for what somebody else of the group has before them', async () => {
      const claim = (number: number, group: string, user: string, until: number) =>
        world.database.query(`insert into claims values (1, ${number}, '${group}', '${user}', ${until})`);
      await claim(21, 'sig-deck', 'U0LEE', START + 1);
      await claim(22, 'sig-deck', 'U0DANA', START + 1);
      await claim(23, 'sig-deck', 'U0LEE', START);
      await claim(24, 'sig-hull', 'U0LEE', START + 1);
      const freeFor = { user: 'U0DANA', now: START };
      expect(await ask({ label, freeFor })).toEqual({ numbers: [22, 23, 24], total: 3 });
      expect(await ask({ label })).toMatchObject({ total: 4 });
    });
  });

  it('shows labels as they are written', async () => {
    const { issues } = await world.store.mirror.queue({ ...QUERY, limit: 1 });
    expect(issues[0]?.labels).toEqual(['SIG/Deck', 'kind/feature']);
  });
}

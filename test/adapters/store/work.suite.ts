import { beforeEach, describe, expect, it } from 'vitest';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { KUBERNETES_STALE } from '../../../src/domain/stale.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { WorkKind, WorkQuery } from '../../../src/ports/work.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const REPO = { repoId: 1, repo: 'ahoy/boats' };

export function workSuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, over: Partial<IssueSnapshot>, more: string[] = []) =>
    world.store.mirror.put(snapshot(number, { labels: ['SIG/Deck', ...more], ...over }), { opened: false });
  const ask = async (kind: WorkKind, over: Partial<WorkQuery> = {}) => {
    const query = { ...kind, label: 'sig/deck', limit: 10, ...over } as WorkQuery;
    const { found, total } = await world.store.work.find(query);
    return {
      found: found.map(({ issue, stale }) => [issue.number, ...(stale ? [stale] : [])].join(' ')),
      total,
    };
  };
  const unassigned = { what: 'unassigned', priorities: ['critical-urgent', 'backlog'] } as const;

  it('accepted and nobody’s: the most urgent first, then the oldest', async () => {
    await put(1, {}, ['triage/accepted']);
    await put(2, {}, ['Triage/Accepted', 'priority/backlog']);
    await put(3, {}, ['triage/accepted', 'priority/critical-urgent']);
    await put(4, { assignees: ['lee'] }, ['triage/accepted']);
    await put(5, {});
    await put(6, { state: 'closed' }, ['triage/accepted']);
    expect(await ask(unassigned)).toEqual({ found: ['3', '2', '1'], total: 3 });
    expect(await ask(unassigned, { limit: 1 })).toEqual({ found: ['3'], total: 3 });
    expect(await ask(unassigned, { label: 'sig/hull' })).toEqual({ found: [], total: 0 });
  });

  it('pull requests that lack a review or an approval, the oldest first, without drafts', async () => {
    const pull = { isPullRequest: true };
    await put(1, pull, ['lgtm', 'approved']);
    await put(2, pull, ['LGTM']);
    await put(3, { ...pull, createdAt: START - 9 * DAY });
    await put(4, { ...pull, draft: true });
    await put(5, pull, ['do-not-merge/work-in-progress']);
    await put(6, { ...pull, state: 'closed' });
    await put(7, {});
    await put(8, { ...pull, labels: ['sig/decks', 'x"sig/deck"x'] });
    expect(await ask({ what: 'review' })).toEqual({ found: ['3', '2'], total: 2 });
    await put(4, { ...pull, draft: false, updatedAt: START });
    expect(await ask({ what: 'review' })).toEqual({ found: ['3', '2', '4'], total: 3 });
  });

  it('a draft that GitHub says nothing of stays one', async () => {
    await put(4, { isPullRequest: true, draft: true });
    await put(4, { isPullRequest: true, updatedAt: START });
    expect(await world.store.mirror.byId('1#4')).toMatchObject({ draft: true, updatedAt: START });
  });

  it('those with a label, the one that moved last first', async () => {
    await put(1, {}, ['kind/kep']);
    await put(2, { updatedAt: START }, ['Tracked/Yes']);
    await put(3, {});
    expect(await ask({ what: 'labelled', labels: ['Kind/KEP', 'tracked/yes'] })).toEqual({
      found: ['2', '1'],
      total: 2,
    });
    expect(await ask({ what: 'labelled', labels: [] })).toEqual({ found: [], total: 0 });
  });

  describe('what is stale by the guide’s clocks', () => {
    const rests = (days: number) => ({ createdAt: START - 200 * DAY, updatedAt: START - days * DAY });
    const stale = { what: 'stale', limits: KUBERNETES_STALE, now: START } as const;
    const needs = 'triage/needs-information';

    it.each<[string, number, Partial<IssueSnapshot>, string[], string[]]>([
      ['asked 20 days ago', 20, {}, [needs], ['1 unanswered']],
      ['asked 19 days ago', 19, {}, [needs], []],
      ['assigned, at rest for 30 days', 30, { assignees: ['lee'] }, [], ['1 no-pull']],
      ['at rest for 30 days', 30, {}, [], ['1 unmoved']],
      ['at rest for 29 days', 29, { assignees: ['lee'] }, [], []],
      ['at rest for 90 days', 90, {}, [], ['1 idle']],
      ['at rest for 90 days, and frozen', 90, {}, ['Lifecycle/frozen'], []],
    ])('%s', async (_what, days, over, labels, found) => {
      await put(1, { ...rests(days), ...over }, labels);
      expect(await ask(stale)).toEqual({ found, total: found.length });
    });

    it('the weightiest reason first, then what rests for longest', async () => {
      await put(1, rests(40));
      await put(2, rests(100));
      await put(3, rests(50));
      await put(4, rests(25), [needs]);
      await put(5, { ...rests(31), assignees: ['lee'] });
      expect(await ask(stale)).toEqual({
        found: ['4 unanswered', '5 no-pull', '2 idle', '3 unmoved', '1 unmoved'],
        total: 5,
      });
      expect(await ask(stale, { limit: 2 })).toMatchObject({ total: 5 });
    });

    it('an open pull request that names it keeps an assigned one from being so', async () => {
      await put(1, { ...rests(40), assignees: ['lee'] });
      await put(2, { isPullRequest: true, body: 'Fixes #1' });
      expect(await ask(stale)).toEqual({ found: ['1 unmoved'], total: 1 });
      await put(2, { isPullRequest: true, body: 'Fixes #1', state: 'closed', updatedAt: START });
      expect(await ask(stale)).toEqual({ found: ['1 no-pull'], total: 1 });
    });

    it('counts from when the author was asked, whatever others say since, and until they answer', async () => {
      const issue = '1#1';
      await put(1, rests(5), [needs]);
      const verdict = { issue, kind: 'needs-information', via: 'slack', group: 'sig-deck' } as const;
      await world.store.verdicts.set(issue, [{ ...verdict, at: START - 21 * DAY, by: 'dana' }]);
      expect(await ask(stale)).toEqual({ found: ['1 unanswered'], total: 1 });
      const comment = { by: 'maro', at: START - 6 * DAY, speaks: true };
      await world.store.mirror.put(snapshot(1, { ...rests(5), labels: ['sig/deck', needs] }), {
        opened: false,
        comment,
      });
      expect(await ask(stale)).toEqual({ found: [], total: 0 });
    });
  });

  it('counts what is open, and what came and went since a moment', async () => {
    const since = START - 7 * DAY;
    await put(1, { createdAt: START - 8 * DAY });
    await put(2, { createdAt: START - 6 * DAY });
    await put(3, { createdAt: START - 6 * DAY, state: 'closed', closedAt: START - DAY });
    await put(4, { createdAt: START - 9 * DAY, state: 'closed', closedAt: START - 8 * DAY });
    await put(5, { isPullRequest: true, createdAt: START - DAY });
    const counts = await world.store.work.counts({ label: 'sig/deck', since });
    expect(counts).toEqual({ open: 2, pulls: 1, opened: 2, closed: 1 });
  });

  describe('leaves out what is private where it is asked to', () => {
    const hide = ['kind/Security'];
    const kinds: WorkKind[] = [
      unassigned,
      { what: 'review' },
      { what: 'stale', limits: KUBERNETES_STALE, now: START + 100 * DAY },
      { what: 'labelled', labels: ['kind/kep'] },
    ];

    beforeEach(async () => {
      const labels = ['triage/accepted', 'kind/kep'];
      for (const isPullRequest of [false, true]) {
        const base = isPullRequest ? 10 : 0;
        await put(base + 1, { isPullRequest }, labels);
        await put(base + 2, { isPullRequest }, [...labels, 'Kind/Security']);
        await put(base + 3, { isPullRequest, repoId: 2, repo: 'ahoy/hidden', private: true }, labels);
      }
    });

    it.each(kinds)('$what', async (kind) => {
      expect(await ask(kind)).toMatchObject({ total: 3 });
      const { found, total } = await ask(kind, { hide });
      expect([found.map((one) => one.split(' ', 1)[0]), total]).toEqual([
        [kind.what === 'review' ? '11' : '1'],
        1,
      ]);
    });

    it('also in the counts', async () => {
      const since = START - 7 * DAY;
      const counts = (over: { hide?: string[] }) =>
        world.store.work.counts({ label: 'sig/deck', since, ...over });
      expect(await counts({})).toEqual({ open: 3, pulls: 3, opened: 3, closed: 0 });
      expect(await counts({ hide })).toEqual({ open: 1, pulls: 1, opened: 1, closed: 0 });
    });
  });

  it('knows many issues at once', async () => {
    await put(1, {});
    await put(2, { isPullRequest: true });
    const ids = Array.from({ length: 1200 }, (_, index) => `1#${index}`);
    const issues = await world.store.work.issues(['nonsense', ...ids]);
    expect(new Set(issues.map(({ number }) => number))).toEqual(new Set([1, 2]));
    expect(await world.store.work.issues([])).toEqual([]);
  });

  it('says nothing of what is gone', async () => {
    await put(1, {}, ['triage/accepted', 'kind/kep']);
    await put(11, { isPullRequest: true });
    await world.store.mirror.gone(1, 1, 'deleted');
    await world.store.mirror.setRepository(REPO.repoId, { gone: true });
    expect((await ask(unassigned)).total + (await ask({ what: 'review' })).total).toBe(0);
  });
}

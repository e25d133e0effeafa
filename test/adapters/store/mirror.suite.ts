import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IssueChange, IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

export function mirrorSuite(backend: Backend): void {
  const world = useWorld(backend);
  const seen = { opened: false };

  it('gives back what GitHub said', async () => {
    const { mirror } = world.store;
    const said = snapshot(1, {
      isPullRequest: true,
      state: 'closed',
      stateReason: 'not_planned',
      locked: true,
      assignees: ['maro'],
      labels: ['SIG/Deck', 'kind/bug'],
      closedAt: START,
    });
    const { repoId, ...rest } = said;
    const untold = { reactions: 0, firstTimer: false };
    const issue = { ...rest, ...untold, id: `${repoId}#1`, existedBefore: true };
    expect(await mirror.put(said, seen)).toEqual({ issue, changed: true, isNew: true });
    expect(await mirror.byId('1#1')).toEqual(issue);
    expect(await mirror.find({ repo: 'Ahoy/BOATS', number: 1 })).toEqual(issue);
    expect(await mirror.byNumber(1)).toEqual([issue]);
    expect(await mirror.find({ repo: 'ahoy/boats', number: 2 })).toBeUndefined();
    expect(await mirror.byId('2#1')).toBeUndefined();
    expect(await mirror.byId('nonsense')).toBeUndefined();
  });

  it('finds a number in every repository', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(7), seen);
    await mirror.put(snapshot(7, { repoId: 2, repo: 'ahoy/anchors' }), seen);
    expect((await mirror.byNumber(7)).map(({ repo }) => repo)).toEqual(['ahoy/anchors', 'ahoy/boats']);
  });

  it('takes what is newer, and other content of the same moment', async () => {
    const { mirror } = world.store;
    const at = (updatedAt: number, title: string) => mirror.put(snapshot(1, { updatedAt, title }), seen);
    expect(await at(START, 'first')).toMatchObject({ changed: true, isNew: true });
    expect(await at(START - 1, 'older')).toMatchObject({
      changed: false,
      isNew: false,
      issue: { title: 'first' },
    });
    expect(await at(START, 'first')).toMatchObject({ changed: false });
    expect(await at(START, 'same moment')).toMatchObject({ changed: true, issue: { title: 'same moment' } });
    expect(await at(START + 1, 'newer')).toMatchObject({ changed: true, issue: { title: 'newer' } });
  });

  it('of events of one second takes each for its own change, whatever their order', async () => {
    const { mirror } = world.store;
    const all = { labels: ['sig/deck', 'kind/bug'], assignees: ['maro'], title: 'Second title' };
    const events: [Partial<IssueSnapshot>, IssueChange][] = [
      [{ labels: ['needs-sig'] }, { fields: [] }],
      [{ labels: ['needs-sig', 'sig/deck'] }, { labels: { add: 'sig/deck' } }],
      [{ labels: ['sig/deck'] }, { labels: { remove: 'needs-sig' } }],
      [{ labels: ['sig/deck', 'kind/bug'] }, { labels: { add: 'kind/bug' } }],
      [{ ...all, title: 'First title' }, { assignees: { add: 'maro' } }],
      [all, { fields: ['title'] }],
    ];
    let number = 0;
    await fc.assert(
      fc.asyncProperty(shuffled(events.length), async (order) => {
        number += 1;
        for (const at of order) {
          const [said, change] = events[at] ?? [{}, {}];
          const first = { labels: ['needs-sig'], assignees: [], title: 'First title', ...said };
          await mirror.put(snapshot(number, { ...first, updatedAt: START }), { opened: false, change });
        }
        const issue = await mirror.byId(`1#${number}`);
        expect({ ...issue, labels: issue?.labels.toSorted() }).toMatchObject({
          ...all,
          labels: all.labels.toSorted(),
        });
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  it('ends the same whatever the order of arrival', async () => {
    let repoId = 100;
    const order = fc
      .array(state, { minLength: 2, maxLength: 6 })
      .chain((states) => fc.tuple(fc.constant(states), shuffled(states.length)));
    await fc.assert(
      fc.asyncProperty(order, fc.option(fc.nat(6)), async ([states, arrival], end) => {
        const straight = await told((repoId += 1), states, [...states.keys()], end);
        const mixed = await told((repoId += 1), states, arrival, end);
        expect(mixed).toEqual(straight);
      }),
      { numRuns: 15, seed: 7 },
    );
  });

  /** Tells the mirror of an issue's states in that order (and of its end, after so many), and reads it back. */
  async function told(
    repoId: number,
    states: readonly State[],
    order: readonly number[],
    end: number | null,
  ) {
    const { mirror } = world.store;
    world.clock.at = START;
    for (const [turn, at] of [...order, -1].entries()) {
      if (turn === end) await mirror.gone(repoId, 1, 'transferred', 'ahoy/anchors#9');
      const said = states[at];
      if (said) await mirror.put(snapshotOf(repoId, at, said), { opened: said.opened });
    }
    const {
      id: _id,
      url: _url,
      repo,
      ...issue
    } = (await mirror.byId(`${repoId}#1`)) ?? {
      id: '',
      url: '',
      repo: '',
      labels: [],
    };
    const labelled = await mirror.queue({
      label: `sig/${repoId}`,
      group: 'sig-deck',
      now: START,
      untriaged: { without: 'triage/' },
      limit: 9,
      offset: 0,
    });
    const labels = issue.labels?.map((label) => label.replace(String(repoId), ''));
    return { issue: { ...issue, labels }, renamed: repo.startsWith('ahoy/new'), queue: labelled.total };
  }

  describe('issues that existed before', () => {
    it('are those older than the tracking, unless they were seen to open', async () => {
      const { mirror } = world.store;
      await mirror.track({ id: 1, name: 'ahoy/boats' });
      const put = (number: number, createdAt: number, opened: boolean) =>
        mirror.put(snapshot(number, { createdAt }), { opened });
      expect(await put(1, START - 1, false)).toMatchObject({ issue: { existedBefore: true } });
      expect(await put(2, START, false)).toMatchObject({ issue: { existedBefore: false } });
      expect(await put(3, START - 1, true)).toMatchObject({ issue: { existedBefore: false } });
    });

    it('stay so when they change', async () => {
      const { mirror } = world.store;
      await mirror.put(snapshot(1, { updatedAt: START }), seen);
      world.clock.at = START - 10 * DAY;
      expect(await mirror.put(snapshot(1, { updatedAt: START + 1 }), seen)).toMatchObject({
        issue: { existedBefore: true },
      });
    });

    it('are none of them once the news of their opening arrives, however late', async () => {
      const { mirror } = world.store;
      await mirror.put(snapshot(1, { labels: ['sig/deck'], updatedAt: START }), seen);
      const late = await mirror.put(snapshot(1, { labels: [], updatedAt: START - 5 }), { opened: true });
      expect(late).toMatchObject({ changed: true, issue: { existedBefore: false, labels: ['sig/deck'] } });
    });
  });

  it('knows when somebody last commented, and when the author said something', async () => {
    const { mirror } = world.store;
    const say = (by: string, at: number, speaks = true) =>
      mirror.put(snapshot(1), { opened: false, comment: { by, at, speaks } });
    await mirror.put(snapshot(1), { opened: true });
    expect((await say('maro', START)).changed).toBe(true);
    await say('mori', START + 2);
    expect((await say('mori', START + 1)).changed).toBe(false);
    await say('maro', START + 3, false);
    await mirror.put(snapshot(1, { updatedAt: START + 9 }), { opened: false });
    expect(await mirror.byId('1#1')).toMatchObject({
      authorCommentedAt: START,
      commentedAt: START + 3,
      commentedBy: 'maro',
    });
  });

  it('gives an issue back as it was before', async () => {
    const { mirror } = world.store;
    expect(await mirror.put(snapshot(1), { opened: true })).not.toHaveProperty('before');
    const { before } = await mirror.put(snapshot(1, { updatedAt: START, labels: [] }), { opened: false });
    expect(before?.labels).toEqual(['sig/deck', 'kind/bug']);
  });

  describe('issues that are gone', () => {
    it('say where they went', async () => {
      const { mirror } = world.store;
      await mirror.put(snapshot(1), seen);
      const gone = await mirror.gone(1, 1, 'transferred', 'ahoy/anchors#9');
      expect(gone).toMatchObject({ id: '1#1', gone: 'transferred', movedTo: 'ahoy/anchors#9' });
      expect(await mirror.find({ repo: 'ahoy/boats', number: 1 })).toEqual(gone);
      expect(await mirror.open(1)).toEqual([]);
    });

    it('do not come back with news from before, also when they were never seen', async () => {
      const { mirror } = world.store;
      expect(await mirror.gone(1, 1, 'deleted')).toBeUndefined();
      expect(await mirror.byNumber(1)).toEqual([]);
      expect(await mirror.put(snapshot(1), { opened: true })).toMatchObject({
        isNew: true,
        issue: { gone: 'deleted', title: '' },
      });
      expect(await mirror.put(snapshot(1, { updatedAt: START }), seen)).toMatchObject({
        issue: { gone: 'deleted' },
      });
    });

    it('come back when something happens to them later: they had only been out of sight', async () => {
      const { mirror } = world.store;
      await mirror.put(snapshot(1), seen);
      await mirror.gone(1, 1, 'deleted');
      const { issue } = await mirror.put(snapshot(1, { updatedAt: START + MINUTE }), seen);
      expect(issue.gone).toBeUndefined();
      expect(await mirror.open(1)).toEqual([{ number: 1, updatedAt: START + MINUTE, reactions: 0 }]);
    });
  });

  it('lists what is open for the sweep, pull requests included', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1), seen);
    await mirror.put(snapshot(2, { isPullRequest: true }), seen);
    await mirror.put(snapshot(3, { state: 'closed' }), seen);
    await mirror.put(snapshot(4, { repoId: 2, repo: 'ahoy/anchors' }), seen);
    expect((await mirror.open(1)).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('keeps one row where the same issue arrives many times at once', async () => {
    const { mirror } = world.store;
    const puts = Array.from({ length: 12 }, (_, n) =>
      mirror.put(snapshot(1, { updatedAt: START + n, title: `title ${n}`, labels: [`sig/${n}`] }), seen),
    );
    const results = await Promise.all(puts);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await mirror.byId('1#1')).toMatchObject({ title: 'title 11', labels: ['sig/11'] });
    expect(await world.database.query('select name from issue_labels')).toEqual([{ name: 'sig/11' }]);
  });
}

interface State {
  title: string;
  labels: string[];
  state: 'open' | 'closed';
  opened: boolean;
}

const state: fc.Arbitrary<State> = fc.record({
  title: fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
  labels: fc.subarray(['sig/', 'SIG/', 'kind/bug', 'triage/accepted']),
  state: fc.constantFrom('open', 'closed'),
  opened: fc.boolean(),
});

function shuffled(length: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length }, (_, n) => n);
  return fc.shuffledSubarray(all, { minLength: length });
}

function snapshotOf(repoId: number, at: number, { title, labels, state }: State): IssueSnapshot {
  return snapshot(1, {
    repoId,
    repo: at < 2 ? `ahoy/old-${repoId}` : `ahoy/new-${repoId}`,
    title,
    state,
    labels: labels.map((label) => (/^sig\/$/i.test(label) ? `${label}${repoId}` : label)),
    createdAt: START - DAY,
    updatedAt: START - DAY + at,
  });
}

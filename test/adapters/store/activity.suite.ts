import { expect, it } from 'vitest';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import type { WaitingFor } from '../../../src/ports/work.ts';
import { history } from '../../support/activity.ts';
import { repeat, useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

/** How long that may take, in ms. It takes about 6; the bound is for machines that have much else to do. */
const FAST = 100;

interface Owing {
  label?: string;
  login?: string;
  hide?: string[];
  limit?: number;
  beside?: WaitingFor;
}

export function activitySuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, over: Partial<IssueSnapshot> = {}, told = '') =>
    world.store.mirror.put(snapshot(number, over), {
      opened: true,
      activity: history(told, START - DAY),
    });
  const hear = (number: number, told: string) =>
    world.store.mirror.hear(`1#${number}`, history(told, START - DAY));
  /** "author 2: 4 (asked, maro)": who, how many, and of each the number, why and the logins. */
  const owed = async (of: Owing = {}) => {
    const { label = 'sig/deck', login, limit = 10, hide, beside } = of;
    const found = await (login === undefined
      ? world.store.work.owed({ label, limit, hide, beside })
      : world.store.work.owedBy({ login, limit, hide }));
    return found.map(({ by, total, first }) => {
      const issues = first.map(({ issue, owed: { why, logins } }) =>
        [issue.number, why, ...logins].join(' '),
      );
      return `${by} ${total}: ${issues.join(', ')}`;
    });
  };

  it('who owes the next reply, the oldest debt first, so many of each', async () => {
    await put(1, { createdAt: START - 9 * DAY });
    await put(2, { createdAt: START - 8 * DAY, comments: 1 }, '3 dana+ says');
    await put(3, { labels: ['SIG/Deck', 'triage/accepted'], assignees: ['lee'] });
    await put(4, { createdAt: START - 10 * DAY });
    await put(5, { isPullRequest: true, reviewers: ['Lee', 'ahoy/hands'] });
    await put(6, { state: 'closed' });
    await put(7, { labels: ['sig/hull'] });
    expect(await owed()).toEqual([
      'author 1: 2 spoken-to maro',
      'group 2: 4 untriaged, 1 untriaged',
      'assignee 1: 3 assigned lee',
      'reviewer 1: 5 review Lee ahoy/hands',
    ]);
    expect(await owed({ limit: 1, label: 'SIG/DECK' })).toContain('group 2: 4 untriaged');
    expect(await owed({ limit: 0 })).toContain('group 2: ');
    expect(await owed({ login: 'LEE' })).toEqual([
      'assignee 1: 3 assigned lee',
      'reviewer 1: 5 review Lee ahoy/hands',
    ]);
    expect(await owed({ login: 'dana' })).toEqual([]);
    const [author] = await world.store.work.owed({ label: 'sig/deck', limit: 1 });
    expect(author).toMatchObject({ oldest: START - DAY + 3 * HOUR });
  });

  it('what waits in the queue is told beside what the group owes, and what nobody knows', async () => {
    const accepted = { labels: ['sig/deck', 'sig/hull', 'triage/accepted'] };
    await put(1);
    await put(2, { comments: 2 }, '3 dana+ says; 4 maro says');
    await put(3, { comments: 1 }, '3 dana+ says');
    await put(4, { ...accepted, comments: 1 }, '5 maro says');
    await put(5, { ...accepted, comments: 3 });
    await put(6, { isPullRequest: true });
    await put(7, { labels: ['sig/hull'] });
    const author = 'author 1: 3 spoken-to maro';
    expect(await owed()).toEqual([
      author,
      'group 3: 1 untriaged, 2 answered, 4 answered',
      'unknown 2: 5 unheard, 6 unheard',
    ]);
    const beside = { group: 'sig-deck', untriaged: { without: 'triage/' }, now: START };
    expect(await owed({ beside })).toEqual([
      author,
      'group 1: 4 answered',
      'unknown 2: 5 unheard, 6 unheard',
    ]);
    // Another group has accepted: of this one a decision is waited for still.
    const verdict = { kind: 'accepted', group: 'sig-hull', at: START - DAY, via: 'slack' } as const;
    for (const issue of ['1#4', '1#5']) await world.store.verdicts.set(issue, [{ ...verdict, issue }]);
    expect(await owed({ beside })).toEqual([author, 'unknown 1: 6 unheard']);
  });

  it('follows labels, closing, and what is gone', async () => {
    await put(1);
    await put(2);
    const later = { updatedAt: START };
    await put(1, { ...later, labels: ['sig/hull'] });
    expect(await owed()).toEqual(['group 1: 2 untriaged']);
    expect(await owed({ label: 'sig/hull' })).toEqual(['group 1: 1 untriaged']);
    await put(1, { ...later, updatedAt: START + 1, state: 'closed' });
    await world.store.mirror.gone(1, 2, 'deleted');
    expect([await owed(), await owed({ label: 'sig/hull' })]).toEqual([[], []]);
    expect(await world.database.query('select * from activity')).toEqual([]);
  });

  it('hides what is private', async () => {
    await put(1, { private: true });
    await put(2, { repoId: 2, repo: 'ahoy/sails', labels: ['sig/deck', 'Embargo'] });
    await put(3, { repoId: 2, repo: 'ahoy/sails' });
    expect(await owed()).toEqual(['group 3: 1 untriaged, 2 untriaged, 3 untriaged']);
    expect(await owed({ hide: [] })).toEqual(['group 2: 2 untriaged, 3 untriaged']);
    expect(await owed({ hide: ['embargo'] })).toEqual(['group 1: 3 untriaged']);
  });

  it('follows the verdicts in their transaction', async () => {
    await put(1);
    const verdict = { issue: '1#1', group: 'deck', by: 'dana', via: 'slack', at: START } as const;
    await world.store.verdicts.set('1#1', [{ ...verdict, kind: 'needs-information' }]);
    expect(await owed()).toEqual(['author 1: 1 asked maro']);
    const failing = world.store.atomically(async (tx) => {
      await tx.verdicts.set('1#1', []);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await owed()).toEqual(['author 1: 1 asked maro']);
    await world.store.verdicts.set('1#1', [{ ...verdict, kind: 'accepted', retriageAt: START + DAY }]);
    expect(await owed()).toEqual(['nobody 1: 1 free']);
    world.clock.at = START + DAY;
    await world.store.mirror.weigh('1#1');
    expect(await owed()).toEqual(['group 1: 1 untriaged']);
  });

  it('keeps the first answer of somebody of the project, once every comment is known', async () => {
    await put(1, { comments: 2 }, '3 dana+ says');
    expect((await world.store.mirror.byId('1#1'))?.respondedAt).toBeUndefined();
    const heard = await hear(1, '3 dana+ says; 2 lee+ says');
    expect(heard?.before.respondedAt).toBeUndefined();
    expect(heard?.issue.respondedAt).toBe(START - DAY + 2 * HOUR);
    expect(await world.store.mirror.byId('1#1')).toEqual(heard?.issue);
  });

  it('comes to the same in whatever order, and however often, it is heard', async () => {
    const told = ['2 dana+ says', '5 maro says', '6 dana+ says', '6 dana+ deleted'];
    const all = history(told.join(';'), START - DAY).map((one) => ({
      ...one,
      id: one.by === 'dana' && one.at > START - DAY + 3 * HOUR ? 'comment/3' : one.id,
    }));
    for (const [number, order] of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [3, 0, 2, 0, 1, 3, 2],
    ].entries()) {
      await put(number + 1, { comments: 2, createdAt: START - DAY });
      for (const place of order) {
        const one = all[place];
        if (one) await world.store.mirror.hear(`1#${number + 1}`, [one]);
      }
    }
    expect(await owed()).toEqual(['group 3: 1 answered, 2 answered, 3 answered']);
    const [one, , three] = await Promise.all(
      [1, 2, 3].map((number) => world.store.mirror.byId(`1#${number}`)),
    );
    expect(one?.respondedAt).toBe(START - DAY + 2 * HOUR);
    expect(three?.respondedAt).toBe(one?.respondedAt);
    expect(three?.authorCommentedAt).toBe(one?.authorCommentedAt);
  });

  it('a comment from a list is one also for whoever asks who spoke last', async () => {
    await put(1, { comments: 2 });
    await hear(1, '2 maro says; 3 dana+ commands; 4 prow* says');
    const at = START - DAY;
    expect(await world.store.mirror.byId('1#1')).toMatchObject({
      authorCommentedAt: at + 2 * HOUR,
      commentedAt: at + 3 * HOUR,
      commentedBy: 'dana',
    });
    expect(await hear(9, '2 maro says')).toBeUndefined();
  });

  it('a comment that is heard before its issue counts once that is mirrored', async () => {
    expect(await hear(1, '2 dana+ says')).toBeUndefined();
    await put(1, { comments: 1 });
    expect(await owed()).toEqual(['author 1: 1 spoken-to maro']);
    expect((await world.store.mirror.byId('1#1'))?.respondedAt).toBe(START - DAY + 2 * HOUR);
    expect(await world.store.work.heard(['1#1'])).toEqual(new Set(['1#1']));
  });

  it('weighs all open issues anew, page by page', async () => {
    for (let number = 1; number <= 5; number += 1) await put(number);
    await world.database.query('delete from owed_under');
    await world.database.query('delete from owed');
    const { mirror } = world.store;
    const pages = [];
    for (let after: string | undefined = ''; after !== undefined; pages.push(after))
      after = await mirror.weighNext(after === '' ? undefined : after, 2);
    expect(pages).toEqual(['1#2', '1#4', undefined]);
    expect(await owed()).toEqual([
      'group 5: 1 untriaged, 2 untriaged, 3 untriaged, 4 untriaged, 5 untriaged',
    ]);
  });

  it('forgets what happened on what it forgets', async () => {
    await put(1, { state: 'closed', comments: 1 }, '1 dana+ says');
    await put(2, { comments: 1 }, '1 dana+ says');
    await world.store.mirror.forget(START);
    expect(await world.database.query('select number from activity')).toEqual([
      { number: backend.shared ? '2' : 2 },
    ]);
  });

  it('answers fast among 5,000 open issues', async () => {
    await put(1);
    await put(2, { labels: ['sig/deck', 'triage/accepted'], assignees: ['lee'] });
    await put(3, { labels: ['sig/hull'], isPullRequest: true, reviewers: ['lee'] });
    for (const table of ['issues', 'owed', 'owed_under']) await repeat(world, table, 5000);
    if (backend.shared) await world.database.query('analyze');
    const { work } = world.store;
    const beside = { group: 'sig-deck', untriaged: { without: 'triage/' }, now: START };
    const query = { label: 'sig/deck', limit: 5, hide: ['embargo'], beside };
    const times = [];
    for (let round = 0; round < 9; round += 1) {
      world.statements.length = 0;
      const from = performance.now();
      const found = await work.owed(query);
      times.push(performance.now() - from);
      expect(found.reduce((sum, { total }) => sum + total, 0)).toBe(3333);
    }
    expect(world.statements.length).toBeLessThanOrEqual(9);
    expect(times.toSorted((a, b) => a - b)[4]).toBeLessThan(FAST);
  });
}

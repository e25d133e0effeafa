import { expect, it } from 'vitest';
import type { Activity } from '../../../src/domain/activity.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import type { PullTold } from '../../../src/domain/pull.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { history } from '../../support/activity.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

/** What is known of pull requests beside their issues. */
export function pullsSuite(backend: Backend): void {
  const world = useWorld(backend);
  const pulls = () => world.store.pulls;
  const learn = (differs: Partial<PullTold> = {}, id = '1#1') =>
    pulls().learn(id, { at: START, base: 'main', head: 'a1', ...differs }, START);
  const known = async (id = '1#1') => (await pulls().about([id])).get(id);
  const put = (number: number, over: Partial<IssueSnapshot> = {}, activity: readonly Activity[] = []) =>
    world.store.mirror.put(snapshot(number, { isPullRequest: true, ...over }), { opened: true, activity });
  const due = async (at = START, labels = ['sig/deck']) =>
    (await pulls().due({ repos: [1, 3], labels, at, limit: 10 })).map(({ number }) => number);
  const check = (name: string, state: 'failing' | 'passing', at = START) => ({ name, state, at });

  it('is what was told last, however it came', async () => {
    await put(1);
    expect(await known()).toMatchObject({ pull: undefined });
    const extent = { additions: 12, deletions: 3, files: 2 };
    expect(await learn({ extent, mergeable: 'yes' })).toBe(true);
    expect(await learn({ extent, mergeable: 'unknown' })).toBe(false);
    expect(await learn({ at: START - MINUTE, base: 'release-1.0' })).toBe(false);
    expect((await known())?.pull).toEqual({ id: '1#1', base: 'main', head: 'a1', extent, mergeable: 'yes' });
    expect(await learn({ at: START + MINUTE, mergedAt: START + MINUTE })).toBe(true);
    expect((await known())?.pull).toMatchObject({ extent, mergedAt: START + MINUTE });
  });

  it('is told of no more once another commit is the last', async () => {
    await put(1);
    await learn({ extent: { additions: 1, deletions: 1, files: 1 }, mergeable: 'no' });
    await pulls().read('1#1', { head: 'a1', paths: ['hull/keel.go'], checks: [check('unit', 'failing')] });
    expect((await known())?.pull).toMatchObject({
      paths: ['hull/keel.go'],
      checks: [check('unit', 'failing')],
    });
    await learn({ at: START + MINUTE, head: 'b2' });
    expect((await known())?.pull).toEqual({ id: '1#1', base: 'main', head: 'b2', mergeable: 'unknown' });
    expect(await pulls().read('1#1', { head: 'a1', paths: ['mast/sail.go'] })).toBe(false);
    expect((await known())?.pull?.paths).toBeUndefined();
  });

  it('hears the checks of its last commit alone', async () => {
    await put(1);
    await learn();
    expect(await pulls().hear(1, 'zz', [check('unit', 'failing')])).toEqual([]);
    expect(await pulls().hear(2, 'a1', [check('unit', 'failing')])).toEqual([]);
    expect(await pulls().hear(1, 'a1', [check('unit', 'failing')])).toEqual(['1#1']);
    expect(await pulls().hear(1, 'a1', [check('unit', 'failing')])).toEqual([]);
    await pulls().read('1#1', { head: 'a1', checks: [check('unit', 'passing', START - HOUR)] });
    expect((await known())?.pull?.checks).toEqual([check('unit', 'failing')]);
    expect(await pulls().hear(1, 'a1', [check('unit', 'passing', START + 1)])).toEqual(['1#1']);
  });

  it('knows whose word stands', async () => {
    const [said, push] = history('1 noor says; 2 mori pushes', START);
    await put(1, {}, said && push ? [{ ...said, acts: ['lgtm', 'approve', 'hold'] }] : []);
    expect((await known())?.given).toMatchObject({ lgtm: ['noor'], approved: ['noor'], held: ['noor'] });
    await world.store.mirror.hear('1#1', push ? [push] : []);
    expect((await known())?.given).toMatchObject({ lgtm: [], approved: ['noor'], held: ['noor'] });
  });

  it('is none of an issue, of what is gone, or was forgotten', async () => {
    await put(1, { isPullRequest: false });
    await put(2);
    await learn({}, '1#2');
    await world.store.mirror.gone(1, 2, 'deleted');
    expect(await pulls().about(['1#1', '1#9', 'nonsense'])).toEqual(new Map());
    expect(await world.database.query('select * from pulls')).toEqual([]);
    await put(3, { state: 'closed' });
    await learn({}, '1#3');
    await world.store.mirror.forget(START + DAY);
    await pulls().forget();
    expect(await world.database.query('select * from pulls')).toEqual([]);
  });

  it('is due where a group wants it and GitHub has not told it, once', async () => {
    await put(1, { updatedAt: START - 3 });
    await put(2, { updatedAt: START - 1, labels: ['Sig/Deck'] });
    await put(3, { labels: ['sig/hull'] });
    await put(4, { draft: true });
    await put(5, { state: 'closed' });
    await put(6, { isPullRequest: false });
    await put(7, { repoId: 2, repo: 'ahoy/sails' });
    expect(await due()).toEqual([2, 1]);
    expect(await due(START, [])).toEqual([]);
    await pulls().want('1#4');
    expect(await due(START, [])).toEqual([4]);
    await pulls().rest('1#4', START + 2 * DAY);
    expect(await pulls().take('1#2', START, START + HOUR)).toBe(true);
    expect(await pulls().take('1#2', START, START + HOUR)).toBe(false);
    expect(await due()).toEqual([1]);
    expect(await due(START + HOUR)).toEqual([2, 1]);
    await pulls().take('1#1', START, START + HOUR);
    await learn();
    expect(await due()).toEqual([]);
    await learn({ head: 'b2' });
    expect(await due()).toEqual([1]);
    await pulls().rest('1#1', START + DAY);
    expect(await due(START + HOUR)).toEqual([2]);
    await pulls().ask(1, 'b2');
    expect(await due()).toEqual([1]);
    await pulls().rest('1#1', START + DAY);
    await pulls().hear(1, 'b2', [check('unit', 'passing')]);
    await pulls().ask(1, 'b2');
    expect(await due()).toEqual([]);
  });

  it('tells the open ones of a label with who owes the next word, and how many each reviews', async () => {
    await put(1, { reviewers: ['Lee'] });
    await put(2, { reviewers: ['lee', 'noor'], createdAt: START - 2 * DAY });
    await put(3, { draft: true });
    await put(4, { isPullRequest: false });
    await put(5, { reviewers: ['lee'], labels: ['sig/deck', 'embargo'] });
    const open = async (limit: number) =>
      (await pulls().open({ label: 'sig/deck', hide: ['embargo'], limit })).map(
        ({ issue, owed }) => `${issue.number} ${owed.by}`,
      );
    expect(await open(10)).toEqual(['2 reviewer', '1 reviewer', '3 nobody']);
    expect(await open(1)).toEqual(['2 reviewer']);
    expect(await pulls().load(['LEE', 'noor', 'dana'])).toEqual(
      new Map([
        ['LEE', 3],
        ['noor', 1],
        ['dana', 0],
      ]),
    );
    expect(await pulls().load([])).toEqual(new Map());
  });
}

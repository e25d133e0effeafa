import { expect, it } from 'vitest';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

export function linksSuite(backend: Backend): void {
  const world = useWorld(backend);
  const put = (number: number, over: Partial<IssueSnapshot> = {}, repo: 'boats' | 'anchors' = 'boats') =>
    world.store.mirror.put(
      snapshot(number, {
        private: false,
        updatedAt: START,
        ...(repo === 'anchors' && { repoId: 2, repo: 'ahoy/anchors' }),
        ...over,
      }),
      { opened: true },
    );
  const pull = (number: number, body: string, over: Partial<IssueSnapshot> = {}, repo?: 'anchors') =>
    put(number, { isPullRequest: true, body, ...over }, repo);
  const linked = async (id = '1#1') =>
    (await world.store.mirror.linked(id)).map(
      ({ repo, number, state, closes }) => `${repo}#${number} ${state}${closes ? ' closes' : ''}`,
    );

  it('tells the pull requests that name an issue: open first, then those that close it, then the newest', async () => {
    await put(1);
    await pull(2, 'For #1');
    await pull(3, 'Fixes #1', { state: 'closed' });
    await pull(4, 'Fixes ahoy/boats#1');
    await pull(5, 'See https://github.com/Ahoy/Boats/issues/1', {}, 'anchors');
    await pull(6, 'For #1', { createdAt: START });
    await pull(7, 'For #1', {}, 'anchors');
    expect(await linked()).toEqual([
      'ahoy/boats#4 open closes',
      'ahoy/boats#6 open',
      'ahoy/anchors#5 open',
      'ahoy/boats#2 open',
      'ahoy/boats#3 closed closes',
    ]);
    expect(await linked('2#1')).toEqual(['ahoy/anchors#7 open']);
    const [first] = await world.store.mirror.linked('1#1');
    expect(first).toMatchObject({ title: 'Leak number 4', url: 'https://github.com/ahoy/boats/issues/4' });
  });

  it('stays true with the text, whatever the order in which it comes', async () => {
    await put(1);
    await pull(2, 'Fixes #1');
    await pull(2, 'Fixes #3', { updatedAt: START - 1 });
    expect(await linked()).toEqual(['ahoy/boats#2 open closes']);
    await pull(2, 'For #1', { updatedAt: START + 1 });
    expect(await linked()).toEqual(['ahoy/boats#2 open']);
    await pull(2, 'Fixes #3', { updatedAt: START + 2 });
    expect([await linked(), await linked('1#3')]).toEqual([[], ['ahoy/boats#2 open closes']]);
  });

  it('ends with the pull request', async () => {
    const { mirror } = world.store;
    await put(1);
    await pull(2, 'Fixes #1', { state: 'closed' });
    await pull(3, 'Fixes #1');
    await mirror.gone(1, 3, 'deleted');
    expect(await linked()).toEqual(['ahoy/boats#2 closed closes']);
    await mirror.forget(START + 1);
    expect(await world.database.query('select * from links')).toEqual([]);
  });

  it('names no pull request of a repository that is not known to be public beside another’s issue', async () => {
    await put(1);
    await put(1, {}, 'anchors');
    await pull(2, 'Fixes ahoy/boats#1 and fixes #1', { private: true }, 'anchors');
    expect([await linked(), await linked('2#1')]).toEqual([[], ['ahoy/anchors#2 open closes']]);
    await world.store.mirror.track({ id: 2, name: 'ahoy/anchors', private: false });
    expect(await linked()).toEqual(['ahoy/anchors#2 open closes']);
    await world.store.mirror.setRepository(2, { gone: true });
    expect(await linked()).toEqual([]);
  });

  it('follows the repository’s name', async () => {
    await put(1);
    await pull(2, 'Fixes #1');
    await pull(3, 'Fixes ahoy/ships#1', {}, 'anchors');
    await world.store.mirror.setRepository(1, { name: 'ahoy/ships' });
    expect(await linked()).toEqual(['ahoy/anchors#3 open closes', 'ahoy/ships#2 open closes']);
  });

  it('keeps what is said of reactions and of the author, and what was known where nothing is said', async () => {
    const known = async () => {
      const issue = await world.store.mirror.byId('1#1');
      return [issue?.reactions, issue?.firstTimer];
    };
    await put(1);
    expect(await known()).toEqual([0, false]);
    await put(1, { reactions: 7, firstTimer: true });
    expect(await known()).toEqual([7, true]);
    await put(1, { updatedAt: START + 1, title: 'It leaks' });
    expect(await known()).toEqual([7, true]);
    await put(1, { updatedAt: START + 2, reactions: 8, firstTimer: false });
    await put(1, { updatedAt: START, reactions: 1 });
    expect(await known()).toEqual([8, false]);
  });
}

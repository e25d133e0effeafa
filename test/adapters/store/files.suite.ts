import { describe, expect, it } from 'vitest';
import type { Files } from '../../../src/adapters/store/store.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const DAY = 86_400_000;

/** The files of one kind of repositories. */
export function filesSuite(backend: Backend): void {
  const world = useWorld(backend);
  describe.each(['owners', 'keps'] as const)('%s', (kind) => {
    filesOfKind(() => world.store[kind]);
  });

  it('of another kind are others', async () => {
    await world.store.owners.learn('b1', { data: 1 }, START);
    await world.store.owners.keep(1, { sha: 't1', files: [{ path: 'OWNERS', sha: 'b1' }] }, START);
    expect(await world.store.keps.unknown(['b1'])).toEqual(['b1']);
    expect(await world.store.keps.treeOf(1)).toBeUndefined();
  });

  it('know when somebody was last seen, by whatever case their login is written in', async () => {
    const activity = (id: string, by: string | undefined, at: number) => ({
      id,
      kind: 'comment' as const,
      at,
      changedAt: at,
      by,
      robot: false,
      insider: true,
      speaks: true,
    });
    const opened = snapshot(1, { author: 'Noor', createdAt: START });
    const told = [
      activity('comment/1', 'Dana', START + 1),
      activity('comment/2', 'dana', START + 3),
      activity('comment/3', 'noor', START - 1),
      activity('comment/4', 'lee', START - 1),
      activity('comment/5', undefined, START + 4),
    ];
    await world.store.mirror.put(opened, { opened: false, activity: told });
    expect(await world.store.owners.seen(['dana', 'noor', 'lee', 'mori'], START)).toEqual(
      new Map([
        ['dana', START + 3],
        ['noor', START],
      ]),
    );
    expect(await world.store.owners.seen([], START)).toEqual(new Map());
  });
}

function filesOfKind(owners: () => Files<object>): void {
  const tree = (sha: string, files: Record<string, string>) => ({
    sha,
    files: Object.entries(files).map(([path, content]) => ({ path, sha: content })),
  });

  it('are kept with what they hold, whatever that is', async () => {
    expect(await owners().treeOf(1)).toBeUndefined();
    await owners().learn('b1', { data: { approvers: ['dana'] } }, START);
    await owners().learn('b2', { trouble: 'It is not YAML.' }, START);
    await owners().learn('b2', { trouble: 'It is not YAML.' }, START);
    await owners().keep(1, tree('t1', { 'hull/OWNERS': 'b1', OWNERS: 'b2', 'mast/OWNERS': 'b1' }), START);
    expect(await owners().treeOf(1)).toBe('t1');
    expect(await owners().sources(1)).toEqual([
      { path: 'OWNERS', trouble: 'It is not YAML.' },
      { path: 'hull/OWNERS', data: { approvers: ['dana'] } },
      { path: 'mast/OWNERS', data: { approvers: ['dana'] } },
    ]);
    expect(await owners().sources(2)).toEqual([]);
  });

  it('give way to those of a newer tree; what no tree has is kept for a day', async () => {
    for (const sha of ['b1', 'b2', 'b3']) await owners().learn(sha, { data: sha }, START);
    await owners().keep(1, tree('t1', { OWNERS: 'b1' }), START);
    await owners().keep(2, tree('t2', { OWNERS: 'b2' }), START);
    await owners().keep(1, tree('t3', { 'hull/OWNERS': 'b2' }), START + DAY);
    expect(await owners().sources(1)).toEqual([{ path: 'hull/OWNERS', data: 'b2' }]);
    expect(await owners().unknown(['b1', 'b2', 'b3', 'b4', 'b4'])).toEqual(['b4']);
    await owners().keep(1, tree('t3', {}), START + DAY + 1);
    expect(await owners().unknown(['b1', 'b2', 'b3'])).toEqual(['b1', 'b3']);
    expect(await owners().sources(2)).toHaveLength(1);
  });

  it('are kept all or not at all', async () => {
    await owners().learn('b1', { data: 1 }, START);
    await owners().keep(1, tree('t1', { OWNERS: 'b1' }), START);
    await expect(owners().keep(1, tree('t2', { OWNERS: 'b1', 'hull/OWNERS': 'b2' }), START)).rejects.toThrow(
      /constraint/i,
    );
    expect(await owners().treeOf(1)).toBe('t1');
    expect(await owners().sources(1)).toEqual([{ path: 'OWNERS', data: 1 }]);
  });

  it('that are forgotten leave nothing behind', async () => {
    await owners().learn('b1', { data: 1 }, START);
    await owners().learn('b2', { data: 2 }, START);
    await owners().keep(1, tree('t1', { OWNERS: 'b1' }), START);
    await owners().keep(2, tree('t2', { OWNERS: 'b2' }), START);
    await owners().forget(1);
    expect(await owners().unknown(['b1', 'b2'])).toEqual(['b1']);
    expect(await owners().sources(2)).toHaveLength(1);
  });

  it('may be many', async () => {
    const shas = Array.from({ length: 2500 }, (_, at) => `b${at}`);
    await owners().learn('b7', { data: null }, START);
    expect(await owners().unknown(shas)).toHaveLength(2499);
    const files = shas.map((sha) => ({ path: `${sha}/OWNERS`, sha: 'b7' }));
    await owners().keep(1, { sha: 't1', files }, START);
    expect(await owners().sources(1)).toHaveLength(2500);
  });

  it('know whether they are to be read', async () => {
    const state = async () => (await owners().states()).get(1);
    const never = { readAt: undefined, begunAt: undefined, stale: false };
    expect(await state()).toBeUndefined();
    await owners().changed(1);
    expect(await state()).toEqual({ ...never, stale: true });
    await owners().begin(1, START);
    expect(await state()).toEqual({ ...never, begunAt: START });
    await owners().changed(1);
    await owners().keep(1, tree('t1', {}), START + 1);
    expect(await state()).toEqual({ readAt: START + 1, begunAt: undefined, stale: true });
    await owners().forget(1);
    expect(await state()).toBeUndefined();
    expect(await owners().treeOf(1)).toBeUndefined();
  });
}

import { expect, it } from 'vitest';
import type { Digest } from '../../../src/domain/digest.ts';
import { useWorld, type Backend } from './backend.ts';
import { START } from './start.ts';

const DIGEST: Digest = {
  group: 'sig-deck',
  from: START - 7,
  at: START,
  flow: { opened: 3, decided: 2, closed: 1 },
  folded: 0,
  parts: [
    { name: 'untriaged', total: 2, first: { issue: '1#1', at: 5 } },
    { name: 'group', total: 1, first: { issue: '1#1', at: 5 }, whom: ['lee'], on: ['1#1', '1#5'] },
  ],
};
const naming = (issue: string): Digest => ({
  ...DIGEST,
  parts: [{ name: 'untriaged', total: 1, first: { issue, at: 5 } }],
});

export function digestsSuite(backend: Backend): void {
  const world = useWorld(backend);

  it('a digest stays as it was kept, unless it is one that is edited', async () => {
    const { digests } = world.store;
    expect(await digests.of('sig-deck/2026-03-02/weekly')).toBeUndefined();
    await digests.keep('sig-deck/2026-03-02/weekly', DIGEST, false);
    await digests.keep('sig-deck/2026-03-02/weekly', naming('1#2'), false);
    expect(await digests.of('sig-deck/2026-03-02/weekly')).toEqual(DIGEST);
    expect(await digests.naming('1#2')).toEqual([]);
    await digests.keep('sig-deck/2026-03-02/weekly', naming('1#2'), true);
    expect(await digests.of('sig-deck/2026-03-02/weekly')).toEqual(naming('1#2'));
    expect(await digests.naming('1#1')).toEqual([]);
    expect(await digests.naming('1#2')).toEqual(['sig-deck/2026-03-02/weekly']);
  });

  it('knows which digests name an issue, until they are forgotten', async () => {
    const { digests } = world.store;
    await digests.keep('a', DIGEST, false);
    await digests.keep('b', { ...naming('1#1'), at: START + 1 }, true);
    await digests.keep('c', { ...DIGEST, parts: [] }, false);
    expect(await digests.naming('1#1')).toEqual(['a', 'b']);
    expect(await digests.naming('1#5')).toEqual(['a']);
    await digests.forget(START + 1);
    expect(await digests.naming('1#1')).toEqual(['b']);
    expect(await digests.of('a')).toBeUndefined();
    expect(await digests.of('b')).toBeDefined();
  });

  it('what leads chose takes the place of what they chose before', async () => {
    const { digests } = world.store;
    expect(await digests.chosenFor('sig-deck')).toEqual({});
    await digests.choose('sig-deck', { post: 'daily', at: 600 }, 'U1', START);
    await digests.choose('sig-deck', { post: 'weekly', zone: 'Asia/Tokyo' }, 'U2', START + 1);
    expect(await digests.chosenFor('sig-deck')).toEqual({ post: 'weekly', zone: 'Asia/Tokyo' });
    expect(await digests.chosenFor('sig-hull')).toEqual({});
  });

  it('counts what came in a group’s bundles there since then', async () => {
    const { bundles } = world.store;
    const join = (bundle: string, channel: string, issue: string, at: number) =>
      bundles.join({ bundle, channel, issue, due: START }, at);
    await join('sig-deck/2026-03-02T09:00:00Z', 'C1', '1#1', START - 1);
    await join('sig-deck/2026-03-02T10:00:00Z', 'C1', '1#2', START);
    await join('sig-deck/2026-03-02T10:00:00Z', 'C2', '1#3', START);
    await join('sig-deck-two/2026-03-02T10:00:00Z', 'C1', '1#4', START);
    expect(await bundles.joinedSince('sig-deck', 'C1', START)).toEqual(['1#2']);
    expect(await bundles.joinedSince('sig-deck', 'C1', START - 1)).toEqual(['1#1', '1#2']);
  });
}

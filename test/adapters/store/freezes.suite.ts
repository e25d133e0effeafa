import { expect, it } from 'vitest';
import type { FreezeRecord } from '../../../src/domain/radar.ts';
import { useWorld, type Backend } from './backend.ts';
import { START } from './start.ts';

/** How proposals stood when freezes were over. */
export function freezesSuite(backend: Backend): void {
  const world = useWorld(backend);
  const record = (differs: Partial<FreezeRecord> = {}): FreezeRecord => ({
    milestone: 'v1.37',
    name: 'Enhancements Freeze',
    at: START,
    seenAt: START + 1,
    standings: [{ number: 7, group: 'sig-hull', issue: '1#7', missing: ['reviewer'] }],
    ...differs,
  });

  it('is kept as it was first seen, and told from a moment on', async () => {
    const { freezes } = world.store;
    const other = record({ milestone: 'v1.38', at: START + 10, standings: [] });
    await freezes.keep(other);
    await freezes.keep(record());
    await freezes.keep(record({ seenAt: START + 5, standings: [] }));
    expect(await freezes.since(START - 1)).toEqual([record(), other]);
    expect(await freezes.since(START)).toEqual([other]);
  });
}

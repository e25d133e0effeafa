import { expect, it } from 'vitest';
import type { Minute } from '../../../src/domain/agenda.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { START } from './start.ts';

export function mineSuite(backend: Backend): void {
  const world = useWorld(backend);

  it('what somebody chose takes the place of what they chose before', async () => {
    const { mine } = world.store;
    expect(await mine.of('U1')).toEqual({});
    const morning = { at: 540, zone: 'Europe/Berlin' };
    await mine.choose('U1', { groups: ['sig-deck'], morning }, START);
    await mine.choose('U2', { groups: [] }, START);
    await mine.choose('U3', { morning: { at: 0, zone: 'UTC' } }, START);
    expect(await mine.of('U1')).toEqual({ groups: ['sig-deck'], morning });
    expect(await mine.of('U2')).toEqual({ groups: [] });
    expect(await mine.mornings()).toEqual([
      { user: 'U1', morning },
      { user: 'U3', morning: { at: 0, zone: 'UTC' } },
    ]);
    await mine.choose('U1', { groups: ['sig-deck'] }, START + 1);
    expect(await mine.of('U1')).toEqual({ groups: ['sig-deck'] });
    expect((await mine.mornings()).map(({ user }) => user)).toEqual(['U3']);
  });

  it('finds what one person has before them, in any group', async () => {
    const { claims } = world.store;
    const take = (issue: string, group: string, user: string, until: number) =>
      claims.take({ issue, group, user, until }, START);
    await take('1#1', 'sig-deck', 'U1', START + 2 * MINUTE);
    await take('1#2', 'sig-hull', 'U1', START + MINUTE);
    await take('1#3', 'sig-hull', 'U2', START + MINUTE);
    await take('1#4', 'sig-hull', 'U1', START);
    expect(await claims.of('U1', START)).toEqual([
      { issue: '1#2', group: 'sig-hull', user: 'U1', until: START + MINUTE },
      { issue: '1#1', group: 'sig-deck', user: 'U1', until: START + 2 * MINUTE },
    ]);
  });

  it('finds what one person promised in any meeting, and has not done', async () => {
    const { sittings } = world.store;
    const said = (id: string, differs: Partial<Minute>): Minute => ({
      id,
      meeting: 'sig-deck/weekly',
      key: '2026-03-05',
      kind: 'action',
      text: 'paint',
      owner: 'U1',
      by: 'U2',
      at: START,
      ...differs,
    });
    await sittings.say(said('a', { at: START + 1 }));
    await sittings.say(said('b', { meeting: 'sig-hull/weekly' }));
    await sittings.say(said('c', { owner: 'U2' }));
    await sittings.say(said('d', { doneAt: START }));
    await sittings.say(said('e', { kind: 'decision' }));
    expect((await sittings.openActionsOf('U1')).map(({ id }) => id)).toEqual(['b', 'a']);
  });
}

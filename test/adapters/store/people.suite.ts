import { expect, it } from 'vitest';
import { DAY } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { START } from './start.ts';

export function peopleSuite(backend: Backend): void {
  const world = useWorld(backend);
  const maro = { slack: 'U1', githubId: 17, login: 'maro', linkedAt: START };

  it('links one account of Slack with one of GitHub', async () => {
    const { people } = world.store;
    await people.prove({ ...maro, token: 'sealed', tokenUntil: START + 10 });
    expect(await people.owner(17)).toEqual({
      ...maro,
      source: 'self',
      proved: true,
      token: 'sealed',
      tokenUntil: START + 10,
    });
    await expect(people.prove({ ...maro, slack: 'U2' })).rejects.toThrow(/unique/i);
    expect(await people.of('U2')).toBeUndefined();
    await people.prove({ ...maro, githubId: 18, login: 'maro-too' });
    expect((await people.all()).map(({ slack, githubId, token }) => [slack, githubId, token])).toEqual([
      ['U1', 18, undefined],
    ]);
    await people.drop('U1');
    expect(await people.all()).toEqual([]);
  });

  it('takes the operator’s word over what people have shown, and says who lost theirs', async () => {
    const { people } = world.store;
    await people.prove(maro);
    const written = { ...maro, slack: 'U2', source: 'file' as const };
    expect((await people.declare(written)).map(({ slack }) => slack)).toEqual(['U1']);
    expect(await people.of('U1')).toBeUndefined();
    expect(await people.declare(written)).toEqual([]);
    await people.prove({ ...maro, slack: 'U2', token: 'sealed' });
    expect(await people.of('U2')).toMatchObject({ source: 'file', proved: true, token: 'sealed' });
    await expect(people.prove({ ...maro, slack: 'U2', githubId: 99 })).rejects.toThrow(
      'written down another',
    );
    await people.declare({ ...written, login: 'Maro' });
    expect(await people.of('U2')).toMatchObject({ login: 'Maro', token: 'sealed' });
  });

  it('lets go of what the operator wrote down no more, but not of what was shown', async () => {
    const { people } = world.store;
    await people.declare({ ...maro, source: 'file' });
    await people.undeclare('U1');
    expect(await people.of('U1')).toBeUndefined();
    await people.declare({ ...maro, source: 'config' });
    await people.prove(maro);
    await people.undeclare('U1');
    expect(await people.of('U1')).toMatchObject({ source: 'self', githubId: 17 });
  });

  it('changes a token only where nobody else has, and forgets it in time', async () => {
    const { people } = world.store;
    await people.prove({ ...maro, token: 'one', tokenUntil: START + 10 });
    expect(await people.swapToken('U1', 'one', 'two')).toBe(true);
    expect(await people.swapToken('U1', 'one', 'three')).toBe(false);
    expect(await people.forgetTokens(START + 9)).toEqual([]);
    expect((await people.of('U1'))?.token).toBe('two');
    expect(await people.forgetTokens(START + 10)).toMatchObject([{ slack: 'U1', token: 'two' }]);
    expect(await people.of('U1')).toMatchObject({ githubId: 17, token: undefined, tokenUntil: undefined });
  });

  it('keeps the first account of a login; another that takes it makes a doubt that lasts', async () => {
    const { accounts } = world.store;
    expect(await accounts.saw('Maro', 17, START)).toEqual({
      login: 'maro',
      githubId: 17,
      otherId: undefined,
    });
    await accounts.saw('maro-old', 17, START);
    expect((await accounts.loginsOf(17)).sort()).toEqual(['maro', 'maro-old']);
    expect([...(await accounts.all()).keys()].sort()).toEqual(['maro', 'maro-old']);
    expect((await accounts.all()).get('maro')).toEqual(await accounts.of('Maro'));
    expect(await accounts.saw('maro', 99, START + 1)).toMatchObject({ githubId: 17, otherId: 99 });
    await accounts.saw('maro', 17, START + 2);
    expect(await accounts.doubtful()).toHaveLength(1);
    expect(await accounts.loginsOf(17)).toEqual(['maro-old']);
    expect(await accounts.loginsOf(99)).toEqual([]);
    expect(await accounts.forget('MARO')).toBe(true);
    expect(await accounts.saw('maro', 99, START + 3)).toEqual({
      login: 'maro',
      githubId: 99,
      otherId: undefined,
    });
  });

  it('takes nobody for a login that was nobody’s when it was first looked up, until an operator has looked', async () => {
    const { accounts } = world.store;
    expect(await accounts.saw('ghost', undefined, START)).toBeUndefined();
    expect(await accounts.saw('ghost', undefined, START + 1)).toBeUndefined();
    expect(await accounts.all()).toEqual(new Map());
    const doubtful = { login: 'ghost', githubId: 0, otherId: 17 };
    expect(await accounts.saw('Ghost', 17, START + 2)).toEqual(doubtful);
    expect(await accounts.doubtful()).toEqual([doubtful]);
    expect(await accounts.loginsOf(17)).toEqual([]);
    await accounts.forget('ghost');
    expect(await accounts.saw('ghost', 17, START + 3)).toMatchObject({ githubId: 17, otherId: undefined });
    expect(await accounts.loginsOf(17)).toEqual(['ghost']);
  });

  it('knows which logins are due, the longest unseen first', async () => {
    const { accounts } = world.store;
    await accounts.saw('fresh', 1, START + DAY);
    await accounts.saw('old', 2, START);
    expect(await accounts.due(['old', 'Fresh', 'NEW', 'new'], START + DAY)).toEqual(['new', 'old']);
  });

  it('keeps a link being made under a hash, for its time and for one use', async () => {
    const { flows } = world.store;
    const flow = { slack: 'U1', expiresAt: START + 10, verifier: 'v' };
    const account = { githubId: 17, login: 'maro' };
    await flows.put('secret', flow);
    await flows.put('shown', { slack: 'U1', expiresAt: START + 10, account, token: 'sealed' });
    const rows = JSON.stringify(await world.database.query('select * from link_flows'));
    expect(rows).not.toContain('"secret"');
    expect(await flows.peek('shown', START)).toMatchObject({ account, token: 'sealed', verifier: undefined });
    expect(await flows.take('secret', START)).toMatchObject({
      slack: 'U1',
      verifier: 'v',
      account: undefined,
    });
    expect(await flows.take('secret', START)).toBeUndefined();
    expect(await flows.peek('shown', START + 10)).toBeUndefined();
    expect(await flows.take('shown', START + 10)).toBeUndefined();
    await flows.put('late', flow);
    await flows.forget(START + 11);
    expect(await world.database.query('select * from link_flows')).toEqual([]);
  });

  it('keeps the tokens that nobody needs any more, to be given back', async () => {
    const { flows } = world.store;
    await flows.put('open', { slack: 'U1', expiresAt: START + 10, token: 'sealed-1' });
    await flows.put('without', { slack: 'U1', expiresAt: START });
    await flows.discard('U2', 'sealed-2', START);
    const first = await flows.discarded(START, 9);
    expect(first).toMatchObject([{ slack: 'U2', token: 'sealed-2' }]);
    expect(await flows.discarded(START + 10, 1)).toEqual(first);
    expect((await flows.discarded(START + 10, 9)).map(({ slack }) => slack)).toEqual(['U2', 'U1']);
    await flows.remove(first[0]?.id ?? '');
    expect(await flows.discarded(START, 9)).toEqual([]);
  });
}

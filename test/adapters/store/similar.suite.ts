import { describe, expect, it } from 'vitest';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

const LEAK = 'Bilge pump leaks after the hull was painted';
const BODY = 'The bilge pump of the ferry drips since the painters left. Its gasket looks cracked.';

/** What the mirror keeps of what issues say, and what it finds to be like a new one. */
export function similarSuite(backend: Backend): void {
  const world = useWorld(backend);
  const boats = { id: 1, name: 'ahoy/boats', private: false };

  /** A new issue, opened at that minute. */
  async function open(number: number, over: Partial<IssueSnapshot> = {}) {
    const at = START + number * MINUTE;
    const said = { title: LEAK, body: BODY, createdAt: at, updatedAt: at, ...over };
    return world.store.mirror.put(snapshot(number, said), { opened: true });
  }

  const change = (number: number, over: Partial<IssueSnapshot>) =>
    open(number, { createdAt: START + number * MINUTE, updatedAt: START + DAY, ...over });

  async function likes(id: string): Promise<string[]> {
    const found = await world.store.mirror.similar(id, 3);
    return found.map(({ issue }) => issue.id);
  }

  const indexed = async (word: string) => {
    const query = world.store.embedded
      ? `select count(*) as n from issue_words where issue_words match '${word}'`
      : `select count(*) as n from issue_texts where terms @@ '${word}'::tsquery`;
    return Number((await world.database.query(query))[0]?.['n']);
  };

  describe('before an issue is opened', () => {
    it('its text finds what it would be like, and its label where its like are', async () => {
      const { mirror } = world.store;
      await mirror.track(boats);
      await open(1, { labels: ['sig/node'], createdAt: START - MINUTE });
      await mirror.put(snapshot(2, { repoId: 2, repo: 'ahoy/docks', labels: ['SIG/Node'] }), {
        opened: true,
      });
      await mirror.put(snapshot(3, { repoId: 2, repo: 'ahoy/docks', labels: ['sig/node'] }), {
        opened: true,
      });
      const found = await mirror.likeText(1, { title: LEAK, body: BODY }, 3);
      expect(found.map(({ issue }) => issue.id)).toEqual(['1#1']);
      expect(await mirror.likeText(1, { title: 'Lunch', body: '' }, 3)).toEqual([]);
      expect([await mirror.busiest('sig/node'), await mirror.busiest('sig/none')]).toEqual([2, undefined]);
    });
  });

  describe('what an issue says', () => {
    it('is kept as plain text, follows each edit, and is found by its words', async () => {
      const { mirror } = world.store;
      await open(1, { body: '### What happened?\r\n\r\n<!-- tell us -->The **rudder** broke' });
      expect(await mirror.excerpt('1#1')).toBe('What happened?\n\nThe rudder broke');
      expect([await indexed('rudder'), await indexed('anchor')]).toEqual([1, 0]);
      await change(1, { body: 'An anchor is lost' });
      expect(await mirror.excerpt('1#1')).toBe('An anchor is lost');
      expect([await indexed('rudder'), await indexed('anchor')]).toEqual([0, 1]);
      expect(await mirror.excerpt('1#2')).toBeUndefined();
    });

    it('of one second is what the event says that changed it', async () => {
      const { mirror } = world.store;
      const tell = (body: string, fields: ('title' | 'body' | 'state')[]) =>
        mirror.put(snapshot(1, { body }), { opened: false, change: { fields } });
      await tell('first', ['title', 'body']);
      await tell('from before', ['state']);
      expect(await mirror.excerpt('1#1')).toBe('first');
      await tell('second', ['title', 'body']);
      expect(await mirror.excerpt('1#1')).toBe('second');
      await mirror.put(snapshot(1, { body: 'older', updatedAt: 0 }), { opened: false });
      expect(await mirror.excerpt('1#1')).toBe('second');
    });

    it('is not kept of a pull request', async () => {
      await open(1, { isPullRequest: true });
      expect(await world.store.mirror.excerpt('1#1')).toBeUndefined();
      expect(await indexed('bilg')).toBe(0);
    });

    it.each(['deleted', 'transferred'] as const)('goes at once when it is %s', async (how) => {
      const { mirror } = world.store;
      await open(1);
      expect(await indexed('bilg')).toBe(1);
      await mirror.gone(1, 1, how);
      expect(await indexed('bilg')).toBe(0);
      expect(await mirror.excerpt('1#1')).toBeUndefined();
      expect((await mirror.byId('1#1'))?.title).toBe(how === 'deleted' ? '' : LEAK);
      await mirror.put(snapshot(1, { title: LEAK, body: BODY }), { opened: true });
      expect(await indexed('bilg')).toBe(0);
      expect((await mirror.byId('1#1'))?.gone).toBe(how);
    });

    it('comes back with an issue that had only been out of sight', async () => {
      const { mirror } = world.store;
      await open(1);
      world.clock.at = START + MINUTE;
      await mirror.gone(1, 1, 'deleted');
      await change(1, {});
      expect(await mirror.byId('1#1')).toMatchObject({ title: LEAK, gone: undefined });
      expect(await indexed('bilg')).toBe(1);
    });

    it('is forgotten with the issue', async () => {
      const { mirror } = world.store;
      await mirror.track(boats);
      await open(1, { state: 'closed', closedAt: START + MINUTE });
      await open(2);
      expect(await likes('1#2')).toEqual(['1#1']);
      await mirror.forget(START + MINUTE + 1);
      expect(await indexed('bilg')).toBe(1);
      expect(await world.database.query('select number from similar_issues')).toEqual([]);
      expect(await likes('1#2')).toEqual([]);
    });
  });

  describe('what a new issue is like', () => {
    it('is the older issues that say the same, most alike first, never itself and three at most', async () => {
      await open(1, { body: 'The bilge pump drips. Gasket?' });
      await open(2, { title: 'Sails are torn', body: 'By the wind of last night, all three of them.' });
      for (const number of [3, 4, 5]) await open(number);
      await open(6);
      expect(await likes('1#6')).toEqual(['1#3', '1#4', '1#5']);
      expect(await likes('1#3')).toEqual(['1#1']);
      expect(await likes('1#1')).toEqual([]);
      expect(await likes('1#2')).toEqual([]);
      const [first] = await world.store.mirror.similar('1#6', 1);
      expect(first).toMatchObject({ issue: { title: LEAK, number: 3 } });
      expect(first?.score).toBeGreaterThan(0.7);
      expect(first?.score).toBeLessThanOrEqual(1);
    });

    it.each<[string, Partial<IssueSnapshot>, boolean]>([
      ['a pull request', { isPullRequest: true }, false],
      ['closed lately', { state: 'closed', closedAt: START }, true],
      ['closed long ago', { state: 'closed', closedAt: START - 181 * DAY }, false],
      ['closed as a duplicate', { state: 'closed', closedAt: START, stateReason: 'duplicate' }, false],
      ['opened later', { createdAt: START + 3 * MINUTE }, false],
    ])('%s', async (_name, over, found) => {
      await open(1, over);
      await open(2);
      expect(await likes('1#2')).toEqual(found ? ['1#1'] : []);
    });

    it('stays the same whatever is opened later, until its own text changes', async () => {
      await open(1);
      await open(3);
      await open(2);
      expect(await likes('1#3')).toEqual(['1#1']);
      await change(3, { labels: ['sig/hull'] });
      expect(await likes('1#3')).toEqual(['1#1']);
      await change(3, { title: `${LEAK} red`, updatedAt: START + 2 * DAY });
      expect(await likes('1#3')).toEqual(['1#1', '1#2']);
    });

    it('is found when asked for an issue that existed before, and when a closed one is opened again', async () => {
      const { mirror } = world.store;
      await open(1);
      const before = { title: LEAK, body: BODY, createdAt: START - DAY, updatedAt: START - DAY };
      await mirror.put(snapshot(7, { ...before, createdAt: START - 2 * DAY }), { opened: false });
      await mirror.put(snapshot(8, before), { opened: false });
      expect(await likes('1#8')).toEqual(['1#7']);
      await open(9, { state: 'closed' });
      await change(9, { state: 'open' });
      expect(await likes('1#9')).toEqual(['1#7', '1#8', '1#1']);
    });

    it('is nothing for what nobody knows', async () => {
      expect([await likes('1#1'), await likes('nonsense')]).toEqual([[], []]);
    });

    it('is not to be seen any more once it is gone, or its repository; who showed it can be told', async () => {
      const { mirror } = world.store;
      await open(1);
      await open(2);
      await open(3);
      expect(await likes('1#3')).toEqual(['1#1', '1#2']);
      await mirror.gone(1, 1, 'deleted');
      expect(await likes('1#3')).toEqual(['1#2']);
      const told = await mirror.besides({ repoId: 1, number: 1 });
      expect(told.map(({ id }) => id)).toEqual(['1#2', '1#3']);
      await mirror.setRepository(1, { gone: true });
      expect(await likes('1#3')).toEqual([]);
    });
  });

  describe('issues in scripts without spaces', () => {
    it.each([
      ['Chinese', '船体喷漆之后舱底泵漏水', '舱底泵在船体喷漆之后一直漏水', '昨夜的风把三面帆都撕破了'],
      [
        'Japanese',
        '塗装の後でビルジポンプが漏れる',
        'ビルジポンプが塗装の後から漏れる',
        '昨夜の風で帆が三枚とも破れた',
      ],
    ])('%s are found by what they have in common', async (_script, leak, again, other) => {
      await open(1, { title: leak, body: '' });
      await open(2, { title: other, body: '' });
      await open(3, { title: again, body: '' });
      expect(await likes('1#3')).toEqual(['1#1']);
    });
  });

  describe('issues of several repositories', () => {
    const anchors = { id: 2, name: 'ahoy/anchors' };
    const there = { repoId: 2, repo: anchors.name };

    it.each<[string, boolean | undefined, boolean | undefined, string[]]>([
      ['public and public', false, false, ['2#1']],
      ['a private one is never named beside a public one', true, false, []],
      ['a public one may be named beside a private one', false, true, ['2#1']],
      ['private and private', true, true, []],
      ['what nobody said is taken for private', undefined, false, []],
    ])('%s', async (_name, older, newer, expected) => {
      const { mirror } = world.store;
      await mirror.track({ ...boats, private: newer });
      await mirror.track({ ...anchors, private: older });
      await open(1, there);
      await open(2);
      await open(3);
      expect(await likes('1#2')).toEqual(expected);
      expect(await likes('1#3')).toEqual([...expected, '1#2']);
    });

    it('that one was made private is heeded at once', async () => {
      const { mirror } = world.store;
      await mirror.track({ ...anchors, private: false });
      await open(1, there);
      await open(2);
      expect(await likes('1#2')).toEqual(['2#1']);
      await mirror.track({ ...anchors, private: true });
      expect(await likes('1#2')).toEqual([]);
      expect((await mirror.besides({ repoId: 2 })).map(({ id }) => id)).toEqual(['1#2']);
    });
  });
}

import { expect, it } from 'vitest';
import type { Fact } from '../../../src/domain/fact.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { delivery, NO_ROW, post, update } from './facts.ts';
import { START } from './start.ts';

export function keptSuite(backend: Backend): void {
  const world = useWorld(backend);
  const subject = { kind: 'card', id: '1#1' } as const;

  it('keeps where a message stands, once for each channel', async () => {
    const { messages } = world.store;
    await messages.sent({ subject, channel: 'C2', ts: '1.2', shown: 'b' });
    await messages.sent({ subject, channel: 'C1', ts: '1.1', shown: 'a' });
    await messages.sent({ subject, channel: 'C1', ts: '1.1', shown: 'changed' });
    await messages.sent({ subject: { kind: 'card', id: '1#11' }, channel: 'C1', ts: '9', shown: 'x' });
    expect(await messages.of(subject)).toEqual([
      { subject, channel: 'C1', ts: '1.1', shown: 'changed' },
      { subject, channel: 'C2', ts: '1.2', shown: 'b' },
    ]);
    expect(await messages.at('C2', '1.2')).toEqual(subject);
    expect(await messages.at('C2', '1.1')).toBeUndefined();
  });

  it('knows which messages name an issue, and whether it was private then', async () => {
    const { messages } = world.store;
    const agenda = { kind: 'agenda', id: 'sig-deck/weekly/2026-12-03' } as const;
    const names = [
      { issue: '1#1', hidden: false },
      { issue: '1#2', hidden: true },
    ];
    const shown = { ts: '1.1', shown: 'a' };
    await messages.sent({ subject: agenda, channel: 'C1', ...shown, names });
    await messages.sent({ subject: agenda, channel: 'C2', ...shown, names });
    await messages.sent({ subject: agenda, channel: 'C2', ...shown, names: names.slice(1) });
    await messages.sent({ subject: agenda, channel: 'C1', ...shown });
    expect(await messages.naming('1#1')).toEqual([
      { subject: agenda, channel: 'C1', ...shown, hidden: false },
    ]);
    expect(await messages.naming('1#2')).toMatchObject([
      { channel: 'C1', hidden: true },
      { channel: 'C2', hidden: true },
    ]);
    expect(await messages.namedIn(agenda)).toEqual([
      { channel: 'C1', issue: '1#1' },
      { channel: 'C1', issue: '1#2' },
      { channel: 'C2', issue: '1#2' },
    ]);
    expect(await messages.naming('1#11')).toEqual([]);
  });

  it('knows what waits to be posted, and how many cards a channel got lately', async () => {
    const { messages, outbox } = world.store;
    const card = { kind: 'card', id: '1#1' } as const;
    await outbox.add([post('C1', '1#1'), post('C2', '1#1'), post('C1', '1#2')]);
    await messages.sent({ subject: card, channel: 'C2', ts: '2.2', shown: 'x' });
    expect(await messages.of(card)).toEqual([
      { subject: card, channel: 'C2', ts: '2.2', shown: 'x' },
      { subject: card, channel: 'C1' },
    ]);
    expect(await messages.cardsSince('C1', START - 1)).toBe(2);
    expect(await messages.cardsSince('C1', START)).toBe(0);
    expect(await messages.cardsSince('C9', 0)).toBe(0);
  });

  it('keeps which issues stand in which bundle, once for each channel', async () => {
    const { bundles } = world.store;
    const joins = (issue: string, bundle: string, due: number, at = START) =>
      bundles.join({ issue, bundle, channel: 'C1', due }, at);
    await joins('1#2', 'sig-deck/nine', START + 5, START + 1);
    await joins('1#1', 'sig-deck/nine', START + 5, START + 2);
    await joins('1#1', 'sig-deck/ten', START + 9);
    expect(await bundles.issuesIn('sig-deck/nine', 'C1')).toEqual(['1#2', '1#1']);
    expect(await bundles.of('1#1')).toEqual([{ bundle: 'sig-deck/nine', channel: 'C1', announced: false }]);
    expect(await bundles.due(START + 4)).toEqual([]);
    expect(await bundles.due(START + 5)).toHaveLength(1);
    await bundles.announced('sig-deck/nine', 'C1');
    expect(await bundles.due(START + 5)).toEqual([]);
    expect(await bundles.of('1#2')).toMatchObject([{ announced: true }]);
    await bundles.forget(START + 6);
    expect(await bundles.of('1#2')).toEqual([]);
  });

  it('gives an issue to one person at a time, until they leave it or their time is over', async () => {
    const { claims } = world.store;
    const claim = (user: string, until = START + MINUTE) => ({
      issue: '1#7',
      group: 'sig-deck',
      user,
      until,
    });
    expect(await claims.take(claim('U1'), START)).toBe(true);
    expect(await claims.take(claim('U2'), START)).toBe(false);
    expect(await claims.take({ ...claim('U2'), group: 'sig-hull' }, START)).toBe(true);
    expect(await claims.take(claim('U1', START + 2 * MINUTE), START + 1)).toBe(true);
    expect(await claims.inGroup('sig-deck', START)).toEqual([claim('U1', START + 2 * MINUTE)]);
    await claims.leave(claim('U2'));
    expect(await claims.take(claim('U2'), START)).toBe(false);
    await claims.leave(claim('U1'));
    expect(await claims.take(claim('U2'), START)).toBe(true);
    expect(await claims.take(claim('U3'), START + MINUTE)).toBe(true);
    await claims.forget(START + 2 * MINUTE);
    expect(await claims.inGroup('sig-deck', START)).toEqual([]);
  });

  it('gives it to one of many who reach for it at once', async () => {
    const users = Array.from({ length: 10 }, (_, n) => `U${n}`);
    const take = (user: string) =>
      world.store.claims.take({ issue: '1#8', group: 'sig-deck', user, until: START + MINUTE }, START);
    const taken = await Promise.all(users.map(take));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('keeps who goes through a queue together, and how far each is', async () => {
    const { boards } = world.store;
    const board = { id: 'sig-deck/now', group: 'sig-deck', channel: 'C1', filter: '{}', total: 3, by: 'U1' };
    await boards.open(board);
    await boards.open({ ...board, total: 9 });
    await boards.count(board.id, 'U1', 0);
    for (const decided of [1, 1, -1]) await boards.count(board.id, 'U2', decided);
    const members = [
      { user: 'U2', decided: 1 },
      { user: 'U1', decided: 0 },
    ];
    expect(await boards.byId(board.id)).toEqual({ ...board, endedAt: undefined, members });
    expect(await boards.going()).toEqual([{ id: board.id, channel: board.channel }]);
    await boards.end(board.id, START);
    await boards.end(board.id, START + 1);
    expect(await boards.byId(board.id)).toMatchObject({ endedAt: START });
    expect(await boards.going()).toEqual([]);
    expect(await boards.byId('sig-deck/never')).toBeUndefined();
  });

  it('remembers what each person decided last, until they take it back', async () => {
    const { decisions } = world.store;
    const made = (user: string, at: number) => ({
      user,
      issue: '1#1',
      group: 'sig-deck',
      decision: { accept: true as const },
      before: { labels: ['sig/deck'], assignees: [], state: 'open' as const },
      at,
    });
    await decisions.keep(made('U1', START));
    await decisions.keep(made('U1', START + 1));
    await decisions.keep(made('U2', START));
    expect(await decisions.last('U1')).toEqual(made('U1', START + 1));
    await decisions.undone('U1', START);
    expect(await decisions.last('U1')).toBeDefined();
    await decisions.undone('U1', START + 1);
    expect(await decisions.last('U1')).toBeUndefined();
    expect(await decisions.last('U2')).toEqual(made('U2', START));
  });

  it('holds acceptances until none of the issue’s is wanted any more', async () => {
    const { held } = world.store;
    const under = {
      write: 'as-bot',
      through: 'labels',
      githubId: 1,
      group: 'sig-deck',
      actions: [],
    } as const;
    const acceptance = (issue: string, group: string, at: number) => ({
      issue,
      group,
      at,
      by: { login: 'dana', user: 'U1', under },
    });
    await held.hold(acceptance('1#1', 'sig-hull', START + 2));
    await held.hold(acceptance('1#1', 'sig-deck', START + 3));
    await held.hold(acceptance('1#1', 'sig-deck', START + 1));
    await held.hold(acceptance('1#2', 'sig-deck', START));
    expect(await held.all()).toEqual([
      acceptance('1#1', 'sig-deck', START + 1),
      acceptance('1#1', 'sig-hull', START + 2),
      acceptance('1#2', 'sig-deck', START),
    ]);
    await held.release('1#1');
    expect(await held.all()).toEqual([acceptance('1#2', 'sig-deck', START)]);
  });

  it('remembers what each person was given to do themselves, the last of each issue, for a while', async () => {
    const { handOffs } = world.store;
    const handed = (issue: string, at: number) => ({
      user: 'U1',
      issue,
      what: 'accepted',
      because: 'Paste this:',
      text: `/triage accepted ${at}`,
      at,
    });
    for (const one of [handed('1#1', START), handed('1#2', START + 2), handed('1#1', START + 1)])
      await handOffs.keep(one);
    expect(await handOffs.of('U1', '1#1')).toEqual(handed('1#1', START + 1));
    expect(await handOffs.last('U1')).toEqual(handed('1#2', START + 2));
    expect(await handOffs.of('U2', '1#1')).toBeUndefined();
    await handOffs.forget(START + 2);
    expect(await handOffs.of('U1', '1#1')).toBeUndefined();
    expect(await handOffs.last('U1')).toEqual(handed('1#2', START + 2));
  });

  it('keeps what leads chose over what they chose before, also that they want none', async () => {
    const { settings } = world.store;
    expect(await settings.noiseOf('sig-deck')).toEqual({});
    await settings.change('sig-deck', { noise: { budget: 4, cards: 'daily' } }, 'U1', START);
    const agenda = { publish: null, sections: [{ name: 'topics', limit: 3 }] } as const;
    await settings.change('sig-deck', { noise: { budget: undefined, zone: 'Asia/Tokyo' }, agenda }, 'U2', 5);
    expect(await settings.noiseOf('sig-deck')).toEqual({ budget: null, cards: 'daily', zone: 'Asia/Tokyo' });
    expect(await settings.noiseOf('sig-hull')).toEqual({});
    expect(await settings.agendaOf('sig-deck')).toEqual(agenda);
    await settings.change('sig-deck', { agenda: { publish: undefined } }, 'U2', 6);
    expect(await settings.agendaOf('sig-deck')).toEqual({ sections: agenda.sections });
    expect(await settings.agendaOf('sig-hull')).toEqual({});
  });

  it('keeps the verdicts of an issue, and when they lapse', async () => {
    const { verdicts } = world.store;
    const own: Verdict = {
      issue: '1#1',
      group: 'sig-deck',
      kind: 'accepted',
      by: 'maro',
      at: START,
      via: 'slack',
    };
    const whole: Verdict = { issue: '1#1', kind: 'duplicate', at: START, via: 'github', note: '#3' };
    const ended = { at: START + 1, by: 'mori', why: 'taken-back' as const };
    await verdicts.set('1#1', [{ ...own, retriageAt: START + MINUTE }, whole]);
    await verdicts.set('1#2', [{ ...own, issue: '1#2', ended }]);
    expect(await verdicts.of('1#1')).toEqual([whole, { ...own, retriageAt: START + MINUTE }]);
    expect(await verdicts.of('1#2')).toEqual([{ ...own, issue: '1#2', ended }]);
    expect(await verdicts.all()).toHaveLength(3);
    expect(await verdicts.lapsed(START, START + MINUTE)).toEqual(['1#1']);
    expect(await verdicts.lapsed(START + MINUTE, START + 2 * MINUTE)).toEqual([]);
    await verdicts.set('1#1', [whole]);
    expect(await verdicts.of('1#1')).toEqual([whole]);
    await verdicts.clear();
    expect(await verdicts.all()).toEqual([]);
  });

  it('keeps the facts that verdicts come from, in the order they were heard', async () => {
    const { audit } = world.store;
    const decided: Fact = { what: 'decided', at: START, by: 'maro', group: 'sig-deck', kind: 'accepted' };
    const reopened: Fact = { what: 'reopened', at: START - 1 };
    await audit.addFact('1#1', decided);
    await audit.addFact('1#2', decided);
    await audit.addFact('1#1', reopened);
    expect(await audit.facts('1#1')).toEqual([decided, reopened]);
    expect(await audit.allFacts()).toEqual(
      new Map([
        ['1#1', [decided, reopened]],
        ['1#2', [decided]],
      ]),
    );
    expect(await audit.of('1#1')).toMatchObject([
      { github: 'maro', act: 'accepted for sig-deck' },
      { slack: undefined, act: 'reopened on GitHub' },
    ]);
  });

  it('keeps things by name', async () => {
    const { kv } = world.store;
    expect(await kv.get('directory')).toBeUndefined();
    await kv.set('directory', 'one');
    await kv.set('directory', 'two');
    expect(await kv.get('directory')).toBe('two');
  });

  it('keeps the channels and follows their names', async () => {
    const { channels } = world.store;
    await channels.put([]);
    await channels.put([
      { id: 'C2', name: 'sig-hull' },
      { id: 'C1', name: 'old' },
      { id: 'C1', name: 'sig-deck' },
    ]);
    await channels.put([{ id: 'C2', name: 'sig-keel' }]);
    expect(await channels.all()).toEqual([
      { id: 'C1', name: 'sig-deck' },
      { id: 'C2', name: 'sig-keel' },
    ]);
  });

  it('keeps a channel’s name for one of them: who had it before was renamed or closed without our being told', async () => {
    const { channels } = world.store;
    await channels.put([
      { id: 'C1', name: 'sig-deck' },
      { id: 'C2', name: 'sig-hull' },
      { id: 'C3', name: 'sig-keel' },
    ]);
    await channels.put([
      { id: 'C2', name: 'sig-deck' },
      { id: 'C4', name: 'sig-hull' },
    ]);
    expect(await channels.all()).toEqual([
      { id: 'C2', name: 'sig-deck' },
      { id: 'C3', name: 'sig-keel' },
      { id: 'C4', name: 'sig-hull' },
    ]);
  });

  it('keeps more channels than one statement holds', async () => {
    const many = Array.from({ length: 2500 }, (_, n) => ({ id: `C${n}`, name: `channel-${n}` }));
    await world.store.channels.put(many);
    expect(await world.store.channels.all()).toHaveLength(2500);
  });

  it('keeps who did what', async () => {
    const { audit } = world.store;
    await audit.add({ at: START, slack: 'U1', github: 'maro', act: 'accepted', issue: '1#1' });
    await audit.add({ at: START, slack: 'U2', act: 'asked for help' });
    await audit.add({ at: START + 1, slack: 'U2', act: 'closed', issue: '1#1' });
    expect(await audit.of('1#1')).toEqual([
      { at: START, slack: 'U1', github: 'maro', act: 'accepted', issue: '1#1' },
      { at: START + 1, slack: 'U2', act: 'closed', issue: '1#1' },
    ]);
  });

  it('tells an issue’s story: what came in, why, what was done', async () => {
    const { store } = world;
    const { id } = await store.inbox.put(delivery('a'));
    const other = await store.inbox.put(delivery('b'));
    await store.outbox.add([post('C1', '1#1'), post('C2', '1#2')], id);
    await store.inbox.done(id, { issue: '1#1', event: 'issues.labeled', because: ['sig/deck → #sig-deck'] });
    await store.inbox.failed(other.id, { because: ['not JSON'] });
    const [row] = await store.outbox.claim('x', 1, START, START + MINUTE);
    world.clock.at = START + MINUTE;
    await store.outbox.settle(row ?? NO_ROW, { state: 'done', result: 'posted at 1.1' });
    expect(await store.ledger.of('1#1')).toEqual({
      deliveries: [
        {
          source: 'github',
          event: 'issues.labeled',
          receivedAt: START,
          state: 'done',
          because: ['sig/deck → #sig-deck'],
        },
      ],
      effects: [
        {
          text: 'post the card in C1',
          state: 'done',
          attempts: 1,
          plannedAt: START,
          doneAt: START + MINUTE,
          result: 'posted at 1.1',
        },
      ],
    });
  });

  it('tells the newest fifty, oldest first', async () => {
    const { outbox, ledger } = world.store;
    await outbox.add(Array.from({ length: 60 }, (_, n) => ({ ...update(`C${n}`, '1#1') })));
    const { effects, deliveries } = await ledger.of('1#1');
    expect(effects.map(({ text }) => text.replace('edit the card in ', ''))).toEqual(
      Array.from({ length: 50 }, (_, n) => `C${n + 10}`),
    );
    expect(deliveries).toEqual([]);
    expect((await ledger.of('1#1', 10_000)).effects).toHaveLength(60);
  });
}

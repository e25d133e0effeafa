import { expect, it } from 'vitest';
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

  it('keeps what leads chose over what they chose before, also that they want none', async () => {
    const { settings } = world.store;
    expect(await settings.noiseOf('sig-deck')).toEqual({});
    await settings.change('sig-deck', { budget: 4, cards: 'daily' }, 'U1', START);
    await settings.change('sig-deck', { budget: undefined, zone: 'Asia/Tokyo' }, 'U2', START + 1);
    expect(await settings.noiseOf('sig-deck')).toEqual({ budget: null, cards: 'daily', zone: 'Asia/Tokyo' });
    expect(await settings.noiseOf('sig-hull')).toEqual({});
  });

  it('keeps one verdict for each group, the latest in whatever order they come', async () => {
    const { verdicts } = world.store;
    const decided = (group: string, kind: Verdict['kind'], at: number): Verdict => ({
      issue: '1#1',
      group,
      kind,
      by: 'maro',
      at,
    });
    await verdicts.record({ ...decided('sig-deck', 'accepted', START + 1), note: 'soon' });
    await verdicts.record(decided('sig-deck', 'needs-information', START));
    await verdicts.record(decided('sig-hull', 'not-ours', START));
    await verdicts.record({ ...decided('sig-deck', 'closed', START), issue: '1#2' });
    expect(await verdicts.of('1#1')).toEqual([
      { ...decided('sig-deck', 'accepted', START + 1), note: 'soon' },
      decided('sig-hull', 'not-ours', START),
    ]);
    await verdicts.record(decided('sig-deck', 'duplicate', START + 1));
    expect(await verdicts.of('1#1')).toMatchObject([{ kind: 'duplicate', note: undefined }, {}]);
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

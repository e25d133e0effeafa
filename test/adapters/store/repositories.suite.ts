import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

export function repositoriesSuite(backend: Backend): void {
  const world = useWorld(backend);
  const boats = { id: 1, name: 'ahoy/boats' };
  const seen = { opened: false };

  it('takes a repository in once and remembers since when', async () => {
    const { mirror } = world.store;
    const first = await mirror.track(boats);
    world.clock.at = START + DAY;
    expect(await mirror.track(boats)).toEqual(first);
    expect(first).toEqual({
      ...boats,
      firstName: boats.name,
      trackedSince: START,
      synced: false,
      private: undefined,
      gone: false,
    });
    expect(await mirror.repository('AHOY/Boats')).toEqual(first);
    expect(await mirror.repositoryById(1)).toEqual(first);
    expect(await mirror.repositories()).toEqual([first]);
    expect(await mirror.repositoryById(2)).toBeUndefined();
  });

  it('takes in a repository it first hears of by an issue', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1), seen);
    expect(await mirror.repository('ahoy/boats')).toMatchObject({
      id: 1,
      trackedSince: START,
      synced: false,
    });
  });

  it('follows a rename: issues are found by the new name', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1), seen);
    await mirror.track({ id: 1, name: 'ahoy/ships' });
    expect(await mirror.find({ repo: 'ahoy/ships', number: 1 })).toMatchObject({
      id: '1#1',
      repo: 'ahoy/ships',
    });
    expect(await mirror.find({ repo: 'ahoy/boats', number: 1 })).toBeUndefined();
    expect(await mirror.put(snapshot(2), seen)).toMatchObject({ issue: { repo: 'ahoy/ships' } });
  });

  it('learns of a rename from newer issues, where nobody told it', async () => {
    const { mirror } = world.store;
    await mirror.track(boats);
    const after = snapshot(1, { repo: 'ahoy/ships', updatedAt: START + MINUTE });
    expect(await mirror.put(after, seen)).toMatchObject({ issue: { repo: 'ahoy/ships' } });
    expect(await mirror.repository('ahoy/boats')).toBeUndefined();
  });

  it('gives a name to whoever has it now', async () => {
    const { mirror } = world.store;
    await mirror.put(snapshot(1), seen);
    await mirror.track({ id: 2, name: 'ahoy/boats' });
    await mirror.put(snapshot(1, { repoId: 2 }), seen);
    expect(await mirror.find({ repo: 'ahoy/boats', number: 1 })).toMatchObject({ id: '2#1' });
    expect(await mirror.repositoryById(1)).toMatchObject({ gone: true });
    await mirror.track({ id: 1, name: 'ahoy/ships' });
    expect(await mirror.repositoryById(1)).toMatchObject({ gone: false, name: 'ahoy/ships' });
  });

  it('believes at once that a repository is private, and only news of now that it is public', async () => {
    const { mirror } = world.store;
    const hidden = async () => (await mirror.repositoryById(1))?.private;
    const heard = (number: number, over: { private?: boolean }) => mirror.put(snapshot(number, over), seen);
    await heard(1, {});
    expect(await hidden()).toBeUndefined();
    await heard(2, { private: false });
    expect(await hidden()).toBe(false);
    await heard(3, { private: true });
    await heard(4, { private: false });
    expect(await hidden()).toBe(true);
    await mirror.track({ ...boats, private: false });
    await mirror.track(boats);
    expect(await hidden()).toBe(false);
    await mirror.track({ ...boats, private: true });
    expect(await hidden()).toBe(true);
  });

  it('keeps the poll’s place', async () => {
    const { mirror } = world.store;
    await mirror.track(boats);
    await mirror.setRepository(1, { pollCursor: START, etag: 'W/"1"', synced: true });
    expect(await mirror.repositoryById(1)).toMatchObject({ pollCursor: START, etag: 'W/"1"', synced: true });
    await mirror.setRepository(1, { etag: undefined });
    await mirror.setRepository(1, { gone: true });
    expect(await mirror.repositoryById(1)).toEqual({
      ...boats,
      firstName: boats.name,
      trackedSince: START,
      pollCursor: START,
      synced: true,
      private: undefined,
      gone: true,
    });
    await mirror.setRepository(1, { name: 'ahoy/ships', gone: false });
    expect(await mirror.repository('ahoy/ships')).toMatchObject({ gone: false });
    await mirror.setRepository(1, {});
  });

  it('knows a repository’s labels as they are written, once they were read', async () => {
    const { mirror } = world.store;
    await mirror.track(boats);
    await mirror.changeLabel(1, { add: 'kind/bug' });
    expect(await mirror.labels('ahoy/boats')).toBeUndefined();
    expect(await mirror.labels('ahoy/unknown')).toBeUndefined();
    await mirror.setLabels(1, []);
    expect(await mirror.labels('ahoy/boats')).toEqual(new Set());
    await mirror.setLabels(1, ['kind/bug', 'SIG/Deck', 'kind/Bug']);
    expect(await mirror.labels('Ahoy/Boats')).toEqual(new Set(['kind/bug', 'SIG/Deck']));
    await mirror.changeLabel(1, { add: 'sig/deck', remove: 'SIG/Deck' });
    await mirror.changeLabel(1, { add: 'kind/feature' });
    await mirror.changeLabel(1, { remove: 'KIND/bug' });
    expect(await mirror.labels('ahoy/boats')).toEqual(new Set(['kind/feature', 'sig/deck']));
  });

  it('keeps what a repository offers for new issues, once it was read', async () => {
    const { mirror } = world.store;
    await mirror.track(boats);
    expect([await mirror.templates('ahoy/boats'), await mirror.templates('ahoy/unknown')]).toEqual([
      undefined,
      undefined,
    ]);
    const idea = {
      file: 'idea.md',
      name: 'Idea',
      about: '',
      title: '',
      labels: ['kind/feature'],
      text: '',
      fields: [],
    };
    const kept = { print: 'a', all: [idea], blank: false, links: [{ name: 'Chat', url: 'https://x.test' }] };
    await mirror.setTemplates(1, { ...kept, print: 'older', all: [] });
    await mirror.setTemplates(1, kept);
    await mirror.track({ id: 1, name: 'ahoy/ships' });
    expect(await mirror.templates('Ahoy/Ships')).toEqual(kept);
  });
}

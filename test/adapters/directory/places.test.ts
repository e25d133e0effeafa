import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryNeeds, DirectorySettings } from '../../../src/adapters/directory/source.ts';
import type { Channel } from '../../../src/domain/group.ts';
import { DAY } from '../../../src/domain/time.ts';
import { open, storage, TIDE } from './opened.ts';

const CHANNELS: Channel[] = [
  { id: 'C0TIDE00001', name: 'sig-tide' },
  { id: 'C0LOCKS0001', name: 'sig-locks' },
  { id: 'C0RANDOM001', name: 'random' },
];
const list = async () => CHANNELS;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbot-places-'));
  file = join(folder, 'sigs.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('channels', () => {
  async function ready(
    settings: Partial<DirectorySettings> = {},
    stored = storage(),
    needs: Partial<DirectoryNeeds> = {},
  ) {
    writeFileSync(file, TIDE);
    const directory = open({ source: file, ...settings }, stored, needs);
    await directory.refresh();
    await directory.resolveChannels(list);
    return directory;
  }

  function places(directory: Awaited<ReturnType<typeof ready>>) {
    return directory.current().groups.map((group) => directory.channelOf(group)?.name);
  }

  test('are resolved by name, and back', async () => {
    const directory = await ready();
    expect(places(directory)).toEqual(['sig-tide']);
    expect(directory.groupsIn('C0TIDE00001').map(({ id }) => id)).toEqual(['sig-tide']);
    expect(directory.groupsIn('C0RANDOM001')).toEqual([]);
  });

  test('known from earlier need no question to Slack', async () => {
    const stored = storage();
    await ready({}, stored);
    writeFileSync(file, TIDE);
    const directory = open({ source: file }, stored);
    await directory.refresh();
    await directory.resolveChannels(async () => {
      throw new Error('Slack was asked');
    });
    expect(places(directory)).toEqual(['sig-tide']);
  });

  test('only those of groups are kept', async () => {
    const stored = storage();
    await ready({}, stored);
    expect(await stored.channels.all()).toEqual([CHANNELS[0]]);
  });

  test('that do not exist are asked for once a day', async () => {
    let asked = 0;
    let now = 1000 * DAY;
    const directory = await ready({ overlay: { 'sig-tide': { channel: 'sig-tdie' } } }, storage(), {
      now: () => now,
    });
    const counted = async () => {
      asked++;
      return CHANNELS;
    };
    await directory.resolveChannels(counted);
    expect([asked, places(directory)]).toEqual([0, [undefined]]);
    now += DAY;
    await directory.resolveChannels(counted);
    expect(asked).toBe(1);
  });

  describe('whose name changes', () => {
    const START = 1000 * DAY;
    const NEWS: Channel[] = [
      { id: 'C0TIDE00001', name: 'sig-tide-old' },
      { id: 'C0NEW000001', name: 'sig-tide' },
    ];

    /** Where the group posts after each of these moments, and how often Slack was asked. */
    async function follow(
      moments: readonly number[],
      answer: () => Promise<readonly Channel[]>,
      settings: Partial<DirectorySettings> = {},
    ) {
      let [asked, now] = [0, START];
      const stored = storage();
      await ready(settings, stored, { now: () => now });
      const posts = [];
      for (now of moments) {
        // As after a restart: what is known is what was kept.
        const directory = open({ source: file, ...settings }, stored, { now: () => now });
        await directory.refresh();
        await directory.resolveChannels(() => {
          asked++;
          return answer();
        });
        posts.push(directory.groupsIn('C0TIDE00001').length, directory.groupsIn('C0NEW000001').length);
      }
      return { posts, asked };
    }

    test('are followed within a day, and asked for once in it: another channel has the name now', async () => {
      const { posts, asked } = await follow(
        [START + DAY - 1, START + DAY, START + DAY + 1],
        async () => NEWS,
      );
      expect(posts).toEqual([1, 0, 0, 1, 0, 1]);
      expect(asked).toBe(1);
    });

    test('are not mistaken where who had the name is no longer listed', async () => {
      const { posts } = await follow([START + DAY, START + DAY + 1], async () => NEWS.slice(1));
      expect(posts).toEqual([0, 1, 0, 1]);
    });

    test('are not met under the old one, also where no other channel took it', async () => {
      const { posts } = await follow([START + DAY, START + DAY + 1], async () => NEWS.slice(0, 1));
      expect(posts).toEqual([0, 0, 0, 0]);
    });

    test('are held against the operator’s list by their present name', async () => {
      const byId = { overlay: { 'sig-tide': { channel: 'C0TIDE00001' } } };
      const listed = await follow([START + DAY], async () => NEWS, { ...byId, channels: ['sig-tide'] });
      expect(listed.posts).toEqual([0, 0]);
      const trusted = await follow([START + DAY], async () => NEWS, byId);
      expect(trusted.posts).toEqual([1, 0]);
    });

    test('stay as they were where Slack cannot be asked, and are asked for again', async () => {
      const away = () => Promise.reject(new Error('Slack is away'));
      expect(await follow([START + DAY, START + DAY + 1], away)).toEqual({ posts: [1, 0, 1, 0], asked: 2 });
    });
  });

  test('that are missing are a failure where Slack cannot be asked', async () => {
    writeFileSync(file, TIDE);
    const directory = open({ source: file });
    await directory.refresh();
    const away = () => Promise.reject(new Error('Slack is away'));
    await expect(directory.resolveChannels(away)).rejects.toThrow('Slack is away');
  });

  test.each<[DirectorySettings['channels'], (string | undefined)[]]>([
    ['directory', ['sig-tide']],
    [['sig-tide'], ['sig-tide']],
    [['C0TIDE00001'], ['sig-tide']],
    [['random'], [undefined]],
  ])('with the list %j the group posts in %j', async (channels, expected) => {
    expect(places(await ready({ channels }))).toEqual(expected);
  });

  test.each([
    ['another name', 'random'],
    ['another id', 'C0RANDOM001'],
    ['an address', 'https://harbor.slack.com/archives/C0RANDOM001'],
    ['an id under an allowed name', '{id: C0RANDOM001, name: sig-tide}'],
  ])('a change upstream to %s alone never opens a channel that is not allowed', async (_, slack) => {
    const directory = await ready({ channels: ['sig-tide', 'sig-locks'] });
    writeFileSync(file, TIDE.replace('slack: sig-tide', `slack: ${slack}`));
    await directory.refresh();
    await directory.resolveChannels(list);
    expect(places(directory)).toEqual([undefined]);
    expect(directory.groupsIn('C0RANDOM001')).toEqual([]);
  });

  test('a change upstream within the list is followed', async () => {
    const directory = await ready({ channels: ['sig-tide', 'sig-locks'] });
    writeFileSync(file, TIDE.replace('slack: sig-tide', 'slack: sig-locks'));
    await directory.refresh();
    await directory.resolveChannels(list);
    expect(places(directory)).toEqual(['sig-locks']);
  });
});

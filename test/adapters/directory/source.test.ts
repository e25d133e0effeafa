import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeOf } from '../../../src/adapters/directory/read.ts';
import {
  createDirectory,
  type DirectoryNeeds,
  type DirectorySettings,
} from '../../../src/adapters/directory/source.ts';
import { DEFAULT_KINDS } from '../../../src/config/file.ts';
import type { Channel } from '../../../src/domain/group.ts';
import { DAY } from '../../../src/domain/time.ts';

const TIDE = `sigs: [{dir: sig-tide, name: Tide, label: tide, contact: {slack: sig-tide}, email: mara@harbor.example}]\n`;
const CHANNELS: Channel[] = [
  { id: 'C0TIDE00001', name: 'sig-tide' },
  { id: 'C0LOCKS0001', name: 'sig-locks' },
  { id: 'C0RANDOM001', name: 'random' },
];

let folder: string;
let file: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbot-directory-'));
  file = join(folder, 'sigs.yaml');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/sigs.yaml`;
}

/** What is kept over a restart. */
function storage() {
  const kept = new Map<string, string>();
  const channels = new Map<string, Channel>();
  let writes = 0;
  return {
    kept,
    writes: () => writes,
    kv: {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => {
        writes++;
        kept.set(key, value);
      },
    },
    channels: {
      all: async () => [...channels.values()],
      put: async (some: readonly Channel[]) => some.forEach((channel) => channels.set(channel.id, channel)),
    },
  };
}

function open(
  settings: Partial<DirectorySettings> & { source: string },
  stored = storage(),
  needs: Partial<DirectoryNeeds> = {},
) {
  const { source, ...rest } = settings;
  return createDirectory({
    config: { directory: { source, kinds: DEFAULT_KINDS }, overlay: {}, channels: 'directory', ...rest },
    kv: stored.kv,
    channels: stored.channels,
    log: pino({ level: 'silent' }),
    ...needs,
  });
}

const list = async () => CHANNELS;

describe('reading', () => {
  test('a file, and again when it changed', async () => {
    writeFileSync(file, TIDE);
    const directory = open({ source: file, overlay: { 'sig-tide': { paused: true } } });
    expect(directory.current().groups).toEqual([]);
    await directory.refresh();
    expect(directory.current().groups).toMatchObject([{ id: 'sig-tide', paused: true }]);
    writeFileSync(file, TIDE.replaceAll('tide', 'locks'));
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-locks']);
  });

  test('an address', async () => {
    const source = await serve((_, response) => response.end(TIDE));
    const directory = open({ source });
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-tide']);
  });

  test('unchanged content is not read in again', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    const directory = open({ source: file }, stored);
    await directory.refresh();
    const [group] = directory.current().groups;
    await directory.refresh();
    expect(directory.current().groups[0]?.leads).toBe(group?.leads);
    expect(stored.writes()).toBe(1);
  });
});

describe('the last good copy', () => {
  test.each([
    ['is not YAML', 'sigs: [', 'The directory is not YAML'],
    ['has no groups', 'sigs: []', 'The directory has no groups.'],
    ['is an error page', '<!DOCTYPE html><html>Not found</html>', 'The directory holds text.'],
  ])('stays when the file %s', async (_, broken, trouble) => {
    writeFileSync(file, TIDE);
    const directory = open({ source: file }, storage(), { now: () => Date.UTC(2026, 10, 23, 17) });
    await directory.refresh();
    writeFileSync(file, broken);
    await directory.refresh();
    expect(directory.current().groups.map(({ id }) => id)).toEqual(['sig-tide']);
    const [doubt] = directory.current().doubts;
    expect(doubt).toMatchObject({ severity: 'warning', about: 'directory' });
    expect(doubt?.text).toContain(trouble);
    expect(doubt?.text).toContain('The copy of 2026-11-23T17:00:00Z is used.');
    writeFileSync(file, TIDE);
    await directory.refresh();
    expect(directory.current().doubts).toEqual([]);
  });

  test('survives a restart, under the overlay of the day and without e-mail addresses', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    await open({ source: file }, stored).refresh();
    expect([...stored.kept.values()].join()).not.toContain('mara@');
    rmSync(file);
    const directory = open({ source: file, overlay: { 'sig-tide': { channel: 'random' } } }, stored);
    await directory.refresh();
    expect(directory.current().groups).toMatchObject([{ id: 'sig-tide', channel: { name: 'random' } }]);
    expect(directory.current().doubts[0]?.text).toContain('there is no such file');
  });

  test('is not another community’s', async () => {
    writeFileSync(file, TIDE);
    const stored = storage();
    await open({ source: file }, stored).refresh();
    const directory = open({ source: join(folder, 'others.yaml') }, stored);
    await directory.refresh();
    expect(directory.current()).toMatchObject({
      groups: [],
      doubts: [{ severity: 'error', about: 'directory' }],
    });
  });
});

describe('an address that does not help', () => {
  test.each<[string, RequestListener, number, string]>([
    ['is gone', (_, response) => response.writeHead(404).end('gone'), 10_000, 'answers 404'],
    [
      'sends too much',
      (_, response) => response.end(Buffer.alloc(5 * 1024 * 1024 + 1, 'x')),
      10_000,
      'larger than 5 MB',
    ],
    ['never answers', () => undefined, 50, 'no answer in time'],
    ['hangs up', (request) => request.socket.destroy(), 10_000, 'cannot be read'],
  ])('%s', async (_, listener, timeout, reason) => {
    const directory = open({ source: await serve(listener) }, storage(), { timeout });
    await directory.refresh();
    expect(directory.current().doubts).toMatchObject([{ severity: 'error' }]);
    expect(directory.current().doubts[0]?.text).toContain(reason);
  });

  test('is not encrypted', async () => {
    const directory = open({ source: 'http://harbor.example/sigs.yaml' });
    await directory.refresh();
    expect(directory.current().doubts[0]?.text).toContain('is not encrypted');
  });
});

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

test.each([
  [
    'https://raw.githubusercontent.com/kubernetes/community/master/sigs.yaml',
    'https://github.com/kubernetes/community/blob/master',
  ],
  [
    'https://raw.githubusercontent.com/harbor/org/refs/heads/main/a/b/sigs.yaml',
    'https://github.com/harbor/org/blob/main/a/b',
  ],
  ['https://harbor.example/sigs.yaml', undefined],
  ['/srv/sigs.yaml', undefined],
])('the links of %s start at %j', (source, home) => {
  expect(homeOf(source)).toBe(home);
});

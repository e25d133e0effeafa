import { createEmulator, type Emulator } from 'emulate';
import { request } from '../http.ts';
import { isObject, mapTexts, objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { createPool, type Pool } from '../pool.ts';

/** The Slack app and workspace every world has. */
export const APP = {
  team: 'T000000001',
  domain: 'playground',
  app: 'A0SIGBOT001',
  bot: 'B0SIGBOT001',
  user: 'U0SIGBOT001',
  name: 'sigbot',
} as const;

export interface ChannelSeed {
  name: string;
  /** C…; one is made where none is given. */
  id?: string;
}

export interface PersonSeed {
  /** Slack handle. */
  name: string;
  /** U…; one is made where none is given. */
  id?: string;
  realName?: string;
  /** A guest account: sees some channels, or a single one. */
  guest?: boolean | 'single-channel';
  /** The id of their own workspace (T…), where they are here through a shared channel. */
  team?: string;
  /** The IANA zone of their clocks; UTC where none is given. */
  zone?: string;
}

export interface Channel {
  id: string;
  name: string;
  archived: boolean;
  botIsMember: boolean;
  /** Whom the bot speaks with there, where it is a direct message. */
  partner?: string;
}

export interface Person {
  id: string;
  name: string;
  realName: string;
  guest: boolean;
  /** A guest who sees one channel alone. */
  singleChannel: boolean;
  team: string;
  zone: string;
  token: string;
}

/** The emulated workspace: its channels and people under the ids that the caller chose. */
export interface Roster {
  channels: Channel[];
  /** Conversations of the bot with one person, as they are opened. */
  directs: Channel[];
  people: Person[];
  bot: Pool;
  /** Throws where there is no such channel; takes a name or an id. */
  channel(nameOrId: string): Channel;
  person(nameOrId: string): Person;
  /** One call to the emulator, ids translated both ways. */
  call(method: string, args: Json, token: string): Promise<{ status: number; body: Json }>;
  /** Hands the bytes of a file on to the emulator; the HTTP status of its answer. */
  upload(file: string, bytes: Buffer): Promise<number>;
  /** Where what the emulator calls its own address is: the gateway's. */
  setOrigin(url: string): void;
  close(): Promise<void>;
}

/** The workspace’s owner in the emulator. */
export const ADMIN = 'xoxp-admin';

/** Starts emulate's Slack and gives its channels and people their ids. */
export async function createRoster(seed: { channels: ChannelSeed[]; people: PersonSeed[] }): Promise<Roster> {
  const people = seed.people.map(toPerson);
  const channels = seed.channels.map(toChannel);
  const directs: Channel[] = [];
  const bot = createPool('xoxb-emulated', 60);
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: emulatorSeed(seed, people, bot) },
  });
  const talk = await talkTo(emulator, channels, people);
  await Promise.all(
    channels.map((channel) => talk.call('conversations.join', { channel: channel.id }, bot.next())),
  );
  return {
    channels,
    directs,
    people,
    bot,
    channel: (nameOrId) => find([...channels, ...directs], nameOrId.replace(/^#/, ''), 'channel'),
    person: (nameOrId) => find(people, nameOrId.replace(/^@/, ''), 'person'),
    ...talk,
    close: () => emulator.close(),
  };
}

/** What is said to the emulator: in our ids there and back, with the gateway's address in place of its own. */
async function talkTo(
  emulator: Emulator,
  channels: Channel[],
  people: Person[],
): Promise<Pick<Roster, 'call' | 'upload' | 'setOrigin'>> {
  const { inward, outward } = await aliases(emulator, channels, people);
  let origin = emulator.url;
  const moved = (text: string): string =>
    text.startsWith(`${emulator.url}/`) ? `${origin}${text.slice(emulator.url.length)}` : text;
  return {
    async call(method, args, token) {
      const options = { token, body: mapTexts(args, inward) };
      const { status, body } = await request('POST', `${emulator.url}/api/${method}`, options);
      const outer = mapTexts(body, (text) => moved(outward(text)));
      return { status, body: isObject(outer) ? outer : {} };
    },
    async upload(file, bytes) {
      const body = new Uint8Array(bytes);
      return (await fetch(`${emulator.url}/upload/v1/${file}`, { method: 'POST', body })).status;
    },
    setOrigin: (url) => void (origin = url),
  };
}

function find<T extends { id: string; name: string }>(all: readonly T[], nameOrId: string, what: string): T {
  const found = all.find((one) => one.id === nameOrId || one.name === nameOrId);
  if (!found) throw new Error(`The world has no ${what} "${nameOrId}".`);
  return found;
}

function toChannel({ name, id }: ChannelSeed, index: number): Channel {
  return { id: id ?? madeUpId('C', index), name, archived: false, botIsMember: true };
}

function toPerson({ name, id, realName, guest, team, zone }: PersonSeed, index: number): Person {
  return {
    id: id ?? madeUpId('U', index),
    name,
    realName: realName ?? name,
    guest: guest !== undefined && guest !== false,
    singleChannel: guest === 'single-channel',
    team: team ?? APP.team,
    zone: zone ?? 'UTC',
    token: `xoxp-${name}`,
  };
}

function madeUpId(letter: string, index: number): string {
  return `${letter}0PLAY${String(index + 1).padStart(5, '0')}`;
}

function emulatorSeed(seed: { channels: ChannelSeed[] }, people: Person[], bot: Pool): Json {
  return {
    team: { name: 'Playground', domain: APP.domain },
    users: people.map(({ name, realName }) => ({ name, real_name: realName })),
    channels: seed.channels.map(({ name }) => ({ name })),
    oauth_apps: [
      {
        app_id: APP.app,
        client_id: 'playground',
        client_secret: 'playground',
        name: 'sigbot',
        redirect_uris: [],
        bot_id: APP.bot,
        bot_user_id: APP.user,
        bot_name: APP.name,
      },
    ],
    tokens: [
      { token: ADMIN, user: 'admin' },
      ...people.map(({ name, token }) => ({ token, user: name })),
      ...bot.tokens.map((token) => ({
        token,
        type: 'bot',
        user_id: APP.user,
        app_id: APP.app,
        bot_id: APP.bot,
        bot_user_id: APP.user,
      })),
    ],
  };
}

/** The emulator makes ids of its own: which of ours is which of its, both ways. */
async function aliases(
  emulator: Emulator,
  channels: Channel[],
  people: Person[],
): Promise<Record<'inward' | 'outward', (text: string) => string>> {
  const inner = new Map<string, string>();
  for (const channel of await everyPage(emulator, 'conversations.list', 'channels')) {
    inner.set(`#${textOf(channel['name'])}`, textOf(channel['id']));
  }
  for (const user of await everyPage(emulator, 'users.list', 'members')) {
    inner.set(`@${textOf(user['name'])}`, textOf(user['id']));
  }
  const pairs = [
    ...channels.map(({ id, name }) => [id, inner.get(`#${name}`) ?? id] as const),
    ...people.map(({ id, name }) => [id, inner.get(`@${name}`) ?? id] as const),
  ];
  return {
    inward: exchanged(new Map(pairs)),
    outward: exchanged(new Map(pairs.map(([ours, theirs]) => [theirs, ours]))),
  };
}

/** An id, or ids between commas, as the other side has them; any other text as it is. */
function exchanged(ids: ReadonlyMap<string, string>): (text: string) => string {
  return (text) =>
    /^[A-Z]\w+(,[A-Z]\w+)+$/.test(text)
      ? text
          .split(',')
          .map((id) => ids.get(id) ?? id)
          .join(',')
      : (ids.get(text) ?? text);
}

async function everyPage(emulator: Emulator, method: string, key: string): Promise<Json[]> {
  const found: Json[] = [];
  let cursor = '';
  do {
    const options = { token: ADMIN, body: { limit: 1000, cursor } };
    const { body } = await request('POST', `${emulator.url}/api/${method}`, options);
    found.push(...objectsOf(isObject(body) ? body[key] : []));
    cursor = textOf(objectAt(body, 'response_metadata')['next_cursor']);
  } while (cursor !== '');
  return found;
}

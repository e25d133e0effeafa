import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/store/store.ts';
import { sqlite, type RawDatabase } from './backend.ts';
import { killedAfter } from './crash.suite.ts';
import { START } from './start.ts';

const open = (url: string) => openStore(url, { log: pino({ level: 'silent' }), clock: { now: () => START } });
const refusal = /^Another sigbot is running on .*: a SQLite file is for one process\.$/;

describe('a SQLite file', () => {
  let database: RawDatabase;
  beforeEach(async () => {
    database = await sqlite.create();
  });
  afterEach(() => database.drop());

  it('is for one process: the second is refused, and let in after the first was killed', async () => {
    let refused: unknown;
    const watch = async () => {
      refused = await open(database.url).catch((error: unknown) => error);
    };
    await killedAfter(database.url, 'hold', 1, watch);
    expect(refused).toMatchObject({ message: expect.stringMatching(refusal), remedy: expect.any(String) });
    const store = await open(database.url);
    await store.close();
  });

  it('is refused by another name, and to a second store of the same process', async () => {
    const store = await open(database.url);
    const link = `${database.url.slice('sqlite:'.length)}.link`;
    symlinkSync(database.url.slice('sqlite:'.length), link);
    await expect(open(`sqlite:${link}`)).rejects.toThrow(refusal);
    await expect(open(database.url)).rejects.toThrow(refusal);
    await store.close();
    await (await open(`sqlite:${link}`)).close();
  });

  it('keeps a transaction whole that reads first, whoever else writes to the file', async () => {
    const store = await open(database.url);
    using other = new DatabaseSync(database.url.slice('sqlite:'.length), { timeout: 0 });
    const write = () => other.exec("insert into kv (key, value) values ('b', 'other')");
    await store.atomically(async (tx) => {
      await tx.kv.get('a');
      expect(write).toThrow('database is locked');
      await tx.kv.set('a', 'ours');
    });
    write();
    expect([await store.kv.get('a'), await store.kv.get('b')]).toEqual(['ours', 'other']);
    await store.close();
  });

  it('answers as it is now, also to a question that was asked before its tables changed', async () => {
    const store = await open(database.url);
    await store.verdicts.set('1#1', [{ issue: '1#1', kind: 'accepted', at: START, via: 'slack' }]);
    const asked = await store.verdicts.of('1#1');
    await database.query('alter table verdicts add column before_all text');
    await database.query('create index verdicts_by_kind on verdicts (kind)');
    expect(await store.verdicts.of('1#1')).toEqual(asked);
    await database.query("update verdicts set kind = 'closed'");
    expect(await store.verdicts.of('1#1')).toMatchObject([{ kind: 'closed' }]);
    await store.close();
  });

  it('is in WAL mode', async () => {
    const store = await open(database.url);
    expect(await database.query('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    await store.close();
  });
});

describe('an address of a database', () => {
  it.each(['mysql://localhost/sigbot', 'sigbot.db', 'sqlite:'])('%s is neither of both', async (url) => {
    await expect(open(url)).rejects.toMatchObject({
      message: 'DATABASE_URL is neither a SQLite file nor a PostgreSQL address.',
      remedy: expect.stringContaining('sqlite:./sigbot.db'),
    });
  });

  it('in a folder that is not there is said to be so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigbot-store-'));
    await expect(open(`sqlite:${folder}/missing/sigbot.db`)).rejects.toThrow(/cannot be opened/);
    rmSync(folder, { recursive: true });
  });

  it('where no server answers is said to be so, without its password', async () => {
    const error = await open('postgres://sigbot:s3cret@127.0.0.1:1/sigbot').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ message: expect.stringMatching(/^The database cannot be reached: /) });
    expect(String(error)).not.toContain('s3cret');
  });

  it('may be memory, for trying things', async () => {
    const store = await open('sqlite::memory:');
    await store.kv.set('a', '1');
    expect(await store.kv.get('a')).toBe('1');
    await store.close();
  });
});

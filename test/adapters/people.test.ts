import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPeople } from '../../src/adapters/people.ts';
import { openStore, type Store } from '../../src/adapters/store/store.ts';
import { NO_RIGHTS } from '../../src/domain/rights.ts';
import { NOW } from '../support/facts.ts';
import { databaseFolder } from '../support/folder.ts';
import { silent } from '../support/github.ts';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = databaseFolder('people');
  store = await openStore(`sqlite:${join(folder, 'bot.db')}`, { log: silent, clock: { now: () => NOW } });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Looks again, where the users file says this, or could not be read yet. */
async function refresh(logins: Record<string, string> | undefined): Promise<void> {
  const people = createPeople({
    config: { people: [{ slack: 'U0DANA', github: 'dana', role: 'member' }] },
    file: {
      current: () => ({ logins: new Map(Object.entries(logins ?? {})), doubts: [] }),
      known: () => logins !== undefined,
    },
    directory: { current: () => ({ groups: [], doubts: [] }) },
    store,
    book: { of: (login) => store.accounts.of(login), refresh: () => Promise.resolve() },
    slackUser: () => Promise.resolve({ standing: 'member', name: 'x' }),
    rights: () => Promise.resolve({ rights: NO_RIGHTS, author: false, login: undefined }),
    now: () => NOW,
    log: silent,
  });
  await people.refresh();
}

test('a link of the users file stays while the file is not read yet, and ends when it names them no more', async () => {
  await store.accounts.saw('dana', 1, NOW);
  await store.accounts.saw('mori', 2, NOW);
  const linked = async () => (await store.people.all()).map(({ slack, source }) => `${slack} ${source}`);
  await refresh({ U0MORI: 'mori' });
  expect(await linked()).toEqual(['U0DANA config', 'U0MORI file']);
  await refresh(undefined);
  expect(await linked()).toEqual(['U0DANA config', 'U0MORI file']);
  await refresh({});
  expect(await linked()).toEqual(['U0DANA config']);
});

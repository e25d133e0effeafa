import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { aMortalStory, type MortalStory } from '../support/child.ts';

let story: MortalStory;
afterEach(() => story.end());

test('check tells of a login that another account has taken, until an operator trusts it', async () => {
  story = await aMortalStory();
  const { github } = story.world;
  await story.start();
  await story.world.until(() => rowOf('dana') !== undefined, 15_000, 'dana to be looked up');
  expect(await story.sigbot('check')).not.toContain('sigbot trust');
  await story.kill();
  await github.takeOver('dana');
  // A day later the login is looked up again.
  write(`update accounts set checked_at = 0 where login_key = 'dana'`);
  await story.start();
  await story.world.until(() => rowOf('dana')?.['other_id'] !== null, 15_000, 'dana to be looked up again');
  expect(await story.sigbot('check')).toMatch(/^warning +dana: .*sigbot trust dana\.$/m);
  await story.kill();
  expect(await story.sigbot('trust', 'dana')).toContain('is taken for it');
  expect(await story.sigbot('check')).not.toContain('sigbot trust');
  await expect(story.sigbot('trust', 'nobody-here')).rejects.toThrow('Nobody was looked up as nobody-here');
}, 60_000);

function inDatabase<T>(work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(story.database, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function write(sql: string): void {
  inDatabase((database) => database.exec(sql));
}

function rowOf(login: string) {
  return inDatabase((database) => database.prepare('select * from accounts where login_key = ?').get(login));
}

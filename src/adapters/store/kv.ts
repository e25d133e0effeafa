import type { Session } from './session.ts';

/** Small things kept by name: the last good directory, cursors. */
export interface Kv {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

export function kvOf({ db }: Session): Kv {
  return {
    async get(key) {
      return (await db.selectFrom('kv').select('value').where('key', '=', key).executeTakeFirst())?.value;
    },
    async set(key, value) {
      const row = db.insertInto('kv').values({ key, value });
      await row.onConflict((on) => on.column('key').doUpdateSet({ value })).execute();
    },
  };
}

import { sql } from 'kysely';
import type { Edition } from '../../domain/series.ts';
import type { Instant } from '../../domain/time.ts';
import type { OwnCalendar } from '../../ports/meeting.ts';
import type { Session } from './session.ts';

/** How a meeting was last told to calendars, and fingerprints of that. */
export interface KeptEdition extends Edition {
  print: string;
  /** Of its rules alone. */
  rules: string;
}

/** What calendars were told, and people's own. */
export interface Calendars {
  /** By the meeting's id. */
  editions(): Promise<Map<string, KeptEdition>>;
  /**
   * Keeps how a meeting is told from now on: its sequence rises where that is new, and `since` is its first day where its
   * rules are. The same again changes nothing.
   */
  tell(meeting: string, told: Pick<KeptEdition, 'print' | 'rules' | 'since' | 'stamp'>): Promise<void>;
  of(user: string): Promise<OwnCalendar | undefined>;
  /** @param address its fingerprint: the address itself is kept nowhere */
  at(address: string): Promise<OwnCalendar | undefined>;
  /** Gives a person's calendar an address, or other groups where it is `undefined`; the address it had ends. */
  give(user: string, address: string | undefined, groups: readonly string[], at: Instant): Promise<void>;
  take(user: string): Promise<void>;
}

export function calendarsOf({ db }: Session): Calendars {
  const own = db.selectFrom('calendars').select(['user_id', 'groups', 'at']);
  return {
    async editions() {
      const rows = await db.selectFrom('editions').selectAll().execute();
      return new Map(rows.map(({ meeting, ...edition }) => [meeting, edition]));
    },
    async tell(meeting, { print, rules, since, stamp }) {
      const insert = db.insertInto('editions').values({ meeting, print, rules, since, sequence: 0, stamp });
      await insert
        .onConflict((on) =>
          on
            .column('meeting')
            .doUpdateSet({
              print,
              rules,
              since: sql<string>`case when editions.rules = ${rules} then editions.since else ${since} end`,
              sequence: sql<number>`editions.sequence + 1`,
              stamp,
            })
            .where('editions.print', '<>', print),
        )
        .execute();
    },
    of: async (user) => toOwn(await own.where('user_id', '=', user).executeTakeFirst()),
    at: async (address) => toOwn(await own.where('address', '=', address).executeTakeFirst()),
    async give(user, address, groups, at) {
      const written = JSON.stringify(groups);
      if (address === undefined) {
        await db.updateTable('calendars').set({ groups: written }).where('user_id', '=', user).execute();
        return;
      }
      const row = { address, groups: written, at };
      const insert = db.insertInto('calendars').values({ user_id: user, ...row });
      await insert.onConflict((on) => on.column('user_id').doUpdateSet(row)).execute();
    },
    async take(user) {
      await db.deleteFrom('calendars').where('user_id', '=', user).execute();
    },
  };
}

function toOwn(row: { user_id: string; groups: string; at: Instant } | undefined): OwnCalendar | undefined {
  return row && { user: row.user_id, groups: JSON.parse(row.groups) as string[], at: row.at };
}

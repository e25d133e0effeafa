import type { OwnChoice } from '../../domain/mine.ts';
import type { Instant } from '../../domain/time.ts';
import type { MinePorts } from '../../ports/mine.ts';
import type { Session } from './session.ts';

/** What people chose for themselves. */
export interface Mine extends MinePorts {
  /** In place of what was chosen before. */
  choose(user: string, choice: OwnChoice, at: Instant): Promise<void>;
}

export function mineOf({ db }: Session): Mine {
  const chosen = db.selectFrom('own_choices');
  return {
    async of(user) {
      const row = await chosen.selectAll().where('user_id', '=', user).executeTakeFirst();
      if (!row) return {};
      const morning = morningOf(row);
      return {
        ...(row.groups !== null && { groups: JSON.parse(row.groups) as string[] }),
        ...(morning && { morning }),
      };
    },
    async mornings() {
      const rows = chosen.selectAll().where('morning_at', 'is not', null).orderBy('user_id');
      return (await rows.execute()).flatMap((row) => {
        const morning = morningOf(row);
        return morning ? [{ user: row.user_id, morning }] : [];
      });
    },
    async choose(user, { groups, morning }, at) {
      const row = {
        groups: groups ? JSON.stringify(groups) : null,
        morning_at: morning?.at ?? null,
        zone: morning?.zone ?? null,
        at,
      };
      const insert = db.insertInto('own_choices').values({ user_id: user, ...row });
      await insert.onConflict((on) => on.column('user_id').doUpdateSet(row)).execute();
    },
  };
}

function morningOf({ morning_at: at, zone }: { morning_at: number | null; zone: string | null }) {
  return at === null || zone === null ? undefined : { at, zone };
}

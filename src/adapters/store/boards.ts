import { sql } from 'kysely';
import type { Board } from '../../domain/board.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** Those who go through a queue together. */
export interface Boards {
  byId(id: string): Promise<Board | undefined>;
  /** The ids and channels of those that nobody has ended. */
  going(): Promise<Pick<Board, 'id' | 'channel'>[]>;
  /** Begins one; where it has begun already, nothing happens. */
  open(board: Omit<Board, 'members' | 'endedAt'>): Promise<void>;
  /** Adds to what somebody has decided; 0 lets them join. */
  count(id: string, user: string, decided: number): Promise<void>;
  end(id: string, at: Instant): Promise<void>;
}

export function boardsOf({ db }: Session): Boards {
  return {
    async byId(id) {
      const row = await db.selectFrom('boards').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) return undefined;
      const of = db
        .selectFrom('board_members')
        .select(['user_id as user', 'decided'])
        .where('board', '=', id);
      const members = await of.orderBy('decided', 'desc').orderBy('user_id').execute();
      const { group_id: group, ended_at, ...board } = row;
      return { ...board, group, endedAt: ended_at ?? undefined, members };
    },
    async going() {
      const open = db.selectFrom('boards').select(['id', 'channel']).where('ended_at', 'is', null);
      return open.orderBy('id').execute();
    },
    async open({ id, group, channel, filter, total, by }) {
      const row = { id, group_id: group, channel, filter, total, by, ended_at: null };
      await db
        .insertInto('boards')
        .values(row)
        .onConflict((on) => on.column('id').doNothing())
        .execute();
    },
    async count(board, user, decided) {
      await db
        .insertInto('board_members')
        .values({ board, user_id: user, decided: Math.max(0, decided) })
        .onConflict((on) =>
          on.columns(['board', 'user_id']).doUpdateSet({
            decided: sql<number>`board_members.decided + ${decided}`,
          }),
        )
        .execute();
    },
    async end(id, at) {
      const open = db.updateTable('boards').set({ ended_at: at }).where('id', '=', id);
      await open.where('ended_at', 'is', null).execute();
    },
  };
}

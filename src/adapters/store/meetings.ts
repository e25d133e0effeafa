import type { MadeChange, MeetingChange } from '../../domain/meeting-change.ts';
import type { CalendarReading } from '../../domain/meeting.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** What leads changed of their meetings. */
export interface Meetings {
  /** All that was not taken back, oldest first. */
  changes(): Promise<MadeChange[]>;
  /** Also one that was taken back. */
  change(id: string): Promise<MadeChange | undefined>;
  /** Keeps it; one of that id that is kept already stays. */
  make(made: MadeChange): Promise<void>;
  /** Takes it back; who did so first stays. */
  undo(id: string, by: string, at: Instant): Promise<void>;
  /** The reading of a meeting's calendar that was told of last. */
  told(meeting: string): Promise<CalendarReading | undefined>;
  /** Keeps a reading in place of the one that was told of last; false where that is not `given`. */
  read(meeting: string, reading: CalendarReading, given: CalendarReading | undefined): Promise<boolean>;
  /** Slack ids of who wants to be told of a meeting directly. */
  listeners(meeting: string): Promise<string[]>;
  listen(meeting: string, user: string, wanted: boolean): Promise<void>;
}

export function meetingsOf({ db }: Session): Meetings {
  const all = db.selectFrom('meeting_changes').selectAll();
  return {
    changes: async () =>
      (await all.where('undone_at', 'is', null).orderBy('at').orderBy('id').execute()).map(toMade),
    async change(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && toMade(row);
    },
    async make({ id, meeting, change, by, at }) {
      await db
        .insertInto('meeting_changes')
        .values({ id, meeting, change: JSON.stringify(change), by, at, undone_by: null, undone_at: null })
        .onConflict((on) => on.column('id').doNothing())
        .execute();
    },
    async undo(id, by, at) {
      const open = db
        .updateTable('meeting_changes')
        .set({ undone_by: by, undone_at: at })
        .where('id', '=', id);
      await open.where('undone_at', 'is', null).execute();
    },
    async told(meeting) {
      const kept = db.selectFrom('kv').select('value').where('key', '=', readingKey(meeting));
      const row = await kept.executeTakeFirst();
      return row && (JSON.parse(row.value) as CalendarReading);
    },
    async read(meeting, reading, given) {
      const [key, value] = [readingKey(meeting), JSON.stringify(reading)];
      if (!given) {
        const first = db.insertInto('kv').values({ key, value });
        const kept = await first.onConflict((on) => on.column('key').doNothing()).executeTakeFirst();
        return kept.numInsertedOrUpdatedRows === 1n;
      }
      const known = db.updateTable('kv').set({ value }).where('key', '=', key);
      const kept = await known.where('value', '=', JSON.stringify(given)).executeTakeFirst();
      return kept.numUpdatedRows === 1n;
    },
    async listeners(meeting) {
      const of = db.selectFrom('meeting_listeners').select('user_id').where('meeting', '=', meeting);
      return (await of.orderBy('user_id').execute()).map((row) => row.user_id);
    },
    async listen(meeting, user, wanted) {
      const row = { meeting, user_id: user };
      if (!wanted) {
        const own = db.deleteFrom('meeting_listeners').where('meeting', '=', meeting);
        await own.where('user_id', '=', user).execute();
        return;
      }
      const insert = db.insertInto('meeting_listeners').values(row);
      await insert.onConflict((on) => on.columns(['meeting', 'user_id']).doNothing()).execute();
    },
  };
}

const readingKey = (meeting: string) => `reading/${meeting}`;

interface ChangeRow {
  id: string;
  meeting: string;
  change: string;
  by: string;
  at: Instant;
  undone_by: string | null;
  undone_at: Instant | null;
}

function toMade({ change, undone_by, undone_at, ...row }: ChangeRow): MadeChange {
  const undone = undone_at === null ? {} : { undone: { by: undone_by ?? '', at: undone_at } };
  return { ...row, change: JSON.parse(change) as MeetingChange, ...undone };
}

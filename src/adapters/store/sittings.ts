import { sql } from 'kysely';
import type { Covered, Minute, Sitting } from '../../domain/agenda.ts';
import type { Keep } from '../../effect.ts';
import type { AgendaPorts } from '../../ports/meeting.ts';
import type { Session } from './session.ts';
import type { MinutesTable, SittingsTable } from './meeting-tables.ts';

/** The meetings that were held, who was there and what was said. */
export interface Sittings extends Pick<
  AgendaPorts,
  | 'sitting'
  | 'sittings'
  | 'openSittings'
  | 'endedSittings'
  | 'minutes'
  | 'openActions'
  | 'openActionsOf'
  | 'minute'
  | 'lastNumber'
> {
  /** Keeps the sitting, in place of what it was; who is there stays. False where it has another revision by now. */
  put(sitting: Omit<Sitting, 'present'>): Promise<boolean>;
  join(meeting: string, key: string, user: string): Promise<void>;
  /** Keeps what was said, in place of what it was. */
  say(minute: Minute): Promise<void>;
  /** Keeps what becomes of the comment that tells of these decisions; what GitHub has, it has. */
  told(what: Omit<Extract<Keep, { kind: 'minutes.told' }>, 'kind'>): Promise<void>;
}

export function sittingsOf({ db }: Session): Sittings {
  const held = db.selectFrom('sittings').selectAll();
  const said = db.selectFrom('minutes').selectAll();

  async function present(meeting: string, key: string): Promise<string[]> {
    const there = db.selectFrom('present').select('user_id').where('meeting', '=', meeting);
    return (await there.where('key', '=', key).orderBy('user_id').execute()).map((row) => row.user_id);
  }

  const whole = async (row: SittingsTable): Promise<Sitting> => ({
    ...toSitting(row),
    present: await present(row.meeting, row.key),
  });

  return {
    async sitting(meeting, key) {
      const row = await held.where('meeting', '=', meeting).where('key', '=', key).executeTakeFirst();
      return row && whole(row);
    },
    async sittings(meeting, limit) {
      const rows = await held
        .where('meeting', '=', meeting)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute();
      return Promise.all(rows.map(whole));
    },
    async openSittings() {
      const rows = await held.where('ended_at', 'is', null).orderBy('started_at').execute();
      return Promise.all(rows.map(whole));
    },
    async endedSittings(after, until) {
      const rows = held.where('ended_at', '>', after).where('ended_at', '<=', until);
      return Promise.all((await rows.orderBy('ended_at').execute()).map(whole));
    },
    async minutes(meeting, key) {
      const rows = said.where('meeting', '=', meeting).where('key', '=', key);
      return (await rows.orderBy('at').orderBy('id').execute()).map(toMinute);
    },
    async minute(id) {
      const row = await said.where('id', '=', id).executeTakeFirst();
      return row && toMinute(row);
    },
    async openActions(meeting) {
      const actions = said.where('kind', '=', 'action').where('done_at', 'is', null);
      const rows = actions.where('meeting', '=', meeting);
      return (await rows.orderBy('at').orderBy('id').execute()).map(toMinute);
    },
    async openActionsOf(user) {
      const actions = said.where('kind', '=', 'action').where('done_at', 'is', null);
      const rows = actions.where('owner', '=', user);
      return (await rows.orderBy('at').orderBy('id').execute()).map(toMinute);
    },
    async lastNumber(group) {
      const own = said.where(sql<boolean>`substr(meeting, 1, ${group.length + 1}) = ${`${group}/`}`);
      const last = await own
        .where('number', 'is not', null)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return last?.number ?? 0;
    },
    async put(sitting) {
      const { startedAt, itemSince, endedAt, notesUrl, recordingUrl, item, covered, revision, ...rest } =
        sitting;
      const row = {
        ...rest,
        covered: JSON.stringify(covered ?? []),
        revision: (revision ?? 0) + 1,
        item: item ?? null,
        started_at: startedAt,
        item_since: itemSince ?? null,
        ended_at: endedAt ?? null,
        notes_url: notesUrl ?? null,
        recording_url: recordingUrl ?? null,
      };
      if (revision === undefined) {
        const insert = db.insertInto('sittings').values(row);
        const first = insert.onConflict((on) => on.columns(['meeting', 'key']).doNothing());
        return (await first.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
      }
      const { meeting, key } = rest;
      const known = db.updateTable('sittings').set(row).where('meeting', '=', meeting).where('key', '=', key);
      return (await known.where('revision', '=', revision).executeTakeFirst()).numUpdatedRows === 1n;
    },
    async join(meeting, key, user) {
      const insert = db.insertInto('present').values({ meeting, key, user_id: user });
      await insert.onConflict((on) => on.columns(['meeting', 'key', 'user_id']).doNothing()).execute();
    },
    async told({ minutes, how, at }) {
      const moment = { asked: { asked_at: at }, sent: { sent_at: at }, refused: { refused_at: at } }[how];
      const waiting = db.updateTable('minutes').set(moment).where('sent_at', 'is', null);
      await waiting.where('id', 'in', [...minutes]).execute();
    },
    async say({ doneAt, sentAt, askedAt, refusedAt, ...said }) {
      const { item = null, issue = null, owner = null, due = null, number = null, ...rest } = said;
      const row = {
        ...rest,
        item,
        issue,
        owner,
        due,
        number,
        done_at: doneAt ?? null,
        sent_at: sentAt ?? null,
        asked_at: askedAt ?? null,
        refused_at: refusedAt ?? null,
      };
      const insert = db.insertInto('minutes').values(row);
      await insert.onConflict((on) => on.column('id').doUpdateSet(row)).execute();
    },
  };
}

function toSitting(row: SittingsTable): Omit<Sitting, 'present'> {
  const { started_at, item_since, ended_at, notes_url, recording_url, item, covered, ...rest } = row;
  return {
    ...rest,
    covered: JSON.parse(covered) as Covered[],
    startedAt: started_at,
    ...(item === null ? {} : { item }),
    ...(item_since === null ? {} : { itemSince: item_since }),
    ...(ended_at === null ? {} : { endedAt: ended_at }),
    ...(notes_url === null ? {} : { notesUrl: notes_url }),
    ...(recording_url === null ? {} : { recordingUrl: recording_url }),
  };
}

function toMinute(row: MinutesTable): Minute {
  const { item, issue, owner, due, number, done_at, sent_at, asked_at, refused_at, ...rest } = row;
  return {
    ...rest,
    ...(item === null ? {} : { item }),
    ...(issue === null ? {} : { issue }),
    ...(owner === null ? {} : { owner }),
    ...(due === null ? {} : { due }),
    ...(done_at === null ? {} : { doneAt: done_at }),
    ...(number === null ? {} : { number }),
    ...(sent_at === null ? {} : { sentAt: sent_at }),
    ...(asked_at === null ? {} : { askedAt: asked_at }),
    ...(refused_at === null ? {} : { refusedAt: refused_at }),
  };
}

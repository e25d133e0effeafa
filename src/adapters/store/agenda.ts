import type { AgendaItem, PublishedAgenda } from '../../domain/agenda.ts';
import type { AgendaPorts } from '../../ports/meeting.ts';
import type { Session } from './session.ts';
import type { AgendaItemsTable } from './meeting-tables.ts';

/** What is to be talked about. */
export interface Agendas extends Pick<AgendaPorts, 'items' | 'item' | 'itemsAbout' | 'published'> {
  /** Keeps the item, in place of what it was. False where it has another revision by now. */
  put(item: AgendaItem): Promise<boolean>;
  /** Keeps that the agenda stands in its channel. */
  publish(agenda: PublishedAgenda): Promise<void>;
}

export function agendasOf({ db }: Session): Agendas {
  const all = db.selectFrom('agenda_items').selectAll();
  return {
    async items(meeting) {
      const open = all.where('meeting', '=', meeting).where('state', '=', 'open');
      return (await open.orderBy('position').orderBy('at').orderBy('id').execute()).map(toItem);
    },
    async item(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && toItem(row);
    },
    async itemsAbout(issue) {
      const open = all.where('issue', '=', issue).where('state', '=', 'open');
      return (await open.orderBy('id').execute()).map(toItem);
    },
    async published(now) {
      const standing = db.selectFrom('published_agendas').selectAll().where('until', '>', now);
      const rows = await standing.orderBy('meeting').orderBy('key').execute();
      return rows.map(({ group_id, ...row }) => ({ ...row, group: group_id }));
    },
    async publish({ group, ...rest }) {
      const row = { ...rest, group_id: group };
      const insert = db.insertInto('published_agendas').values(row);
      await insert.onConflict((on) => on.columns(['meeting', 'key']).doUpdateSet(row)).execute();
    },
    async put(item) {
      const { minutes = null, issue = null, owner = null, revision, ...rest } = item;
      const row = { ...rest, minutes, issue, owner, revision: (revision ?? 0) + 1 };
      if (revision === undefined) {
        const insert = db.insertInto('agenda_items').values(row);
        const first = insert.onConflict((on) => on.column('id').doNothing());
        return (await first.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
      }
      const known = db.updateTable('agenda_items').set(row).where('id', '=', row.id);
      return (await known.where('revision', '=', revision).executeTakeFirst()).numUpdatedRows === 1n;
    },
  };
}

function toItem({ minutes, issue, owner, ...row }: AgendaItemsTable): AgendaItem {
  return {
    ...row,
    ...(minutes === null ? {} : { minutes }),
    ...(issue === null ? {} : { issue }),
    ...(owner === null ? {} : { owner }),
  };
}

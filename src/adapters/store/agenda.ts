import type { AgendaItem } from '../../domain/agenda.ts';
import type { AgendaPorts } from '../../meeting-ports.ts';
import type { Session } from './session.ts';
import type { AgendaItemsTable } from './meeting-tables.ts';

/** What is to be talked about. */
export interface Agendas extends Pick<AgendaPorts, 'items' | 'item'> {
  /** Keeps the item, in place of what it was. */
  put(item: AgendaItem): Promise<void>;
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
    async put(item) {
      const { minutes = null, issue = null, owner = null, ...rest } = item;
      const row = { ...rest, minutes, issue, owner };
      const insert = db.insertInto('agenda_items').values(row);
      await insert.onConflict((on) => on.column('id').doUpdateSet(row)).execute();
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

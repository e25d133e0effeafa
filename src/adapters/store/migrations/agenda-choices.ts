import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Which change of a topic was the last, what leads chose of their agendas, and which issues hold agendas of ours. */
export async function agendaChoices({ db }: Session): Promise<void> {
  await sql`alter table agenda_items add column revision integer not null default 1`.execute(db);
  await sql`alter table settings add column agenda text not null default '{}'`.execute(db);
  await sql`alter table issues add column document integer not null default 0`.execute(db);
}

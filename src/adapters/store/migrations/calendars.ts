import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** How meetings were last told to calendars, and whose own calendar is at which address. */
export async function calendarsTables({ db }: Session): Promise<void> {
  await sql`create table editions (
    meeting text primary key,
    print text not null,
    rules text not null,
    since text not null,
    sequence integer not null,
    stamp bigint not null
  )`.execute(db);
  await sql`create table calendars (
    user_id text primary key,
    address text not null,
    groups text not null,
    at bigint not null
  )`.execute(db);
  await sql`create unique index calendars_address on calendars (address)`.execute(db);
}

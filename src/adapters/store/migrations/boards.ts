import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Who goes through a queue together. */
export async function boardsTables({ db }: Session): Promise<void> {
  await sql`create table boards (
    id text primary key,
    group_id text not null,
    channel text not null,
    filter text not null,
    total integer not null,
    "by" text not null,
    ended_at bigint
  )`.execute(db);
  await sql`create table board_members (
    board text not null,
    user_id text not null,
    decided integer not null,
    primary key (board, user_id)
  )`.execute(db);
}

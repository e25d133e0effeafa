import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** What repositories offer to begin an issue with: apart from them, who are read every minute. */
export async function templatesTable({ db }: Session): Promise<void> {
  await sql`create table issue_templates (
    repo_id bigint primary key,
    print text not null,
    templates text not null
  )`.execute(db);
}

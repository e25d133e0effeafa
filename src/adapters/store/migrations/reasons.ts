import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Why a group handed an issue on. */
export async function reasons({ db }: Session): Promise<void> {
  await sql`alter table verdicts add column because text`.execute(db);
}

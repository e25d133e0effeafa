import { sql } from 'kysely';
import type { Session } from '../session.ts';

/** Verdicts that end or lapse, the facts they come from, and when an issue was last commented on. */
export async function standings(tx: Session): Promise<void> {
  const columns = [
    ['verdicts', 'repo_id bigint not null default 0'],
    ['verdicts', 'number bigint not null default 0'],
    ['verdicts', "via text not null default 'slack'"],
    ['verdicts', 'retriage_at bigint'],
    ['verdicts', 'ended_at bigint'],
    ['verdicts', 'ended_by text'],
    ['verdicts', 'ended_why text'],
    ['audit', 'fact text'],
    ['issues', 'author_commented_at bigint'],
    ['issues', 'commented_at bigint'],
    ['issues', 'commented_by text'],
  ] as const;
  for (const [table, column] of columns) {
    await sql`alter table ${sql.raw(table)} add column ${sql.raw(column)}`.execute(tx.db);
  }
  await sql`create index verdicts_retriage on verdicts (retriage_at) where retriage_at is not null`.execute(
    tx.db,
  );
  await sql`create index verdicts_issue on verdicts (repo_id, number, group_id)`.execute(tx.db);
  await keepFacts(tx);
}

/** The verdicts that are there become facts, so that they can be told again, and find their issues. */
async function keepFacts({ db }: Session): Promise<void> {
  const known = db.selectFrom('verdicts').select(['issue', 'group_id', 'kind', 'by', 'at', 'note']);
  for (const { issue, group_id: group, kind, by, at, note } of await known.execute()) {
    const fact = { what: 'decided', at, by, group, kind, ...(note === null ? {} : { note }) };
    const act = `${kind} for ${group}`;
    const row = { at, slack: '', github: by, act, issue, fact: JSON.stringify(fact) };
    await db.insertInto('audit').values(row).execute();
    const [repo_id, number] = issue.split('#').map(Number);
    await db.updateTable('verdicts').set({ repo_id, number }).where('issue', '=', issue).execute();
  }
}

import type { Templates } from '../../domain/template.ts';
import { repositoryNamed } from './repositories.ts';
import type { Session } from './session.ts';

/** What a repository offers to begin an issue with, and by what one sees that it has changed. */
export type KeptTemplates = Templates & { print: string };

/** By the repository's present name; undefined where they were never read. */
export async function templatesOf(session: Session, name: string): Promise<KeptTemplates | undefined> {
  const repository = await repositoryNamed(session, name);
  if (!repository) return undefined;
  const kept = session.db.selectFrom('issue_templates').select(['print', 'templates']);
  const row = await kept.where('repo_id', '=', repository.id).executeTakeFirst();
  return row && { ...(JSON.parse(row.templates) as Templates), print: row.print };
}

/** Keeps them in place of what was known. */
export async function setTemplates(
  { db }: Session,
  id: number,
  { print, ...said }: KeptTemplates,
): Promise<void> {
  const templates = JSON.stringify(said);
  await db
    .insertInto('issue_templates')
    .values({ repo_id: id, print, templates })
    .onConflict((on) => on.column('repo_id').doUpdateSet({ print, templates }))
    .execute();
}

import { issuesNamed, type Digest, type DigestPolicy } from '../../domain/digest.ts';
import type { Instant } from '../../domain/time.ts';
import type { DigestPorts } from '../../ports/digest.ts';
import type { Session } from './session.ts';

/** The digests that channels got, and what groups' leads chose of them. */
export interface Digests extends DigestPorts {
  /** Keeps what it tells; where that is kept already, only an `edited` one takes its place. */
  keep(id: string, digest: Digest, edited: boolean): Promise<void>;
  /** What the group's leads chose; nothing where they chose nothing. */
  chosenFor(group: string): Promise<Partial<DigestPolicy>>;
  /** In place of what was chosen before. */
  choose(group: string, choice: Partial<DigestPolicy>, by: string, at: Instant): Promise<void>;
  /** Deletes what told of a moment before that. */
  forget(before: Instant): Promise<void>;
}

export function digestsOf({ db }: Session): Digests {
  return {
    async of(id) {
      const row = await db.selectFrom('digests').select('told').where('id', '=', id).executeTakeFirst();
      return row && (JSON.parse(row.told) as Digest);
    },

    async naming(issue) {
      const rows = db.selectFrom('digest_issues').select('digest').where('issue', '=', issue);
      return (await rows.orderBy('digest').execute()).map(({ digest }) => digest);
    },

    async keep(id, digest, edited) {
      const row = { at: digest.at, told: JSON.stringify(digest) };
      const kept = await db
        .insertInto('digests')
        .values({ id, ...row })
        .onConflict((on) => (edited ? on.column('id').doUpdateSet(row) : on.column('id').doNothing()))
        .returning('id')
        .execute();
      if (kept.length === 0) return;
      await db.deleteFrom('digest_issues').where('digest', '=', id).execute();
      const issues = new Set(digest.parts.flatMap(issuesNamed));
      const rows = [...issues].map((issue) => ({ issue, digest: id }));
      if (rows.length > 0) await db.insertInto('digest_issues').values(rows).execute();
    },

    async chosenFor(group) {
      const row = db.selectFrom('digest_choices').select('choice').where('group_id', '=', group);
      return JSON.parse((await row.executeTakeFirst())?.choice ?? '{}') as Partial<DigestPolicy>;
    },

    async choose(group, choice, by, at) {
      const row = { choice: JSON.stringify(choice), by, at };
      await db
        .insertInto('digest_choices')
        .values({ group_id: group, ...row })
        .onConflict((on) => on.column('group_id').doUpdateSet(row))
        .execute();
    },

    async forget(before) {
      const old = db.selectFrom('digests').select('id').where('at', '<', before);
      await db.deleteFrom('digest_issues').where('digest', 'in', old).execute();
      await db.deleteFrom('digests').where('at', '<', before).execute();
    },
  };
}

import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** Who did what through the bot. */
export interface AuditEntry {
  at: Instant;
  /** Slack user id. */
  slack: string;
  /** GitHub login. */
  github?: string | undefined;
  /** In words. */
  act: string;
  issue?: IssueId | undefined;
}

/** The record of acts; nothing in it is ever changed. */
export interface Audit {
  add(entry: AuditEntry): Promise<void>;
  /** The last so many, about whatever, the newest first. */
  latest(limit: number): Promise<AuditEntry[]>;
  /** Oldest first. */
  of(issue: IssueId): Promise<AuditEntry[]>;
}

export function auditOf({ db }: Session): Audit {
  return {
    async add({ at, slack, github = null, act, issue = null }) {
      await db.insertInto('audit').values({ at, slack, github, act, issue }).execute();
    },
    async latest(limit) {
      const rows = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      return (await rows.execute()).map(({ id: _id, github, issue, ...row }) => ({
        ...row,
        github: github ?? undefined,
        issue: issue ?? undefined,
      }));
    },
    async of(issue) {
      const rows = db.selectFrom('audit').select(['at', 'slack', 'github', 'act']).where('issue', '=', issue);
      return (await rows.orderBy('id').execute()).map((row) => ({
        ...row,
        github: row.github ?? undefined,
        issue,
      }));
    },
  };
}

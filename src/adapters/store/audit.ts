import { factText, type Fact } from '../../domain/fact.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Session } from './session.ts';

/** Who did what through the bot, or what they did on GitHub that bears on a verdict. */
export interface AuditEntry {
  at: Instant;
  /** Slack user id; absent where it did not happen in Slack. */
  slack?: string | undefined;
  /** GitHub login. */
  github?: string | undefined;
  /** The group for which it was decided, by id. */
  group?: string | undefined;
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
  /** Keeps what bears on the issue's verdicts. */
  addFact(issue: IssueId, fact: Fact): Promise<void>;
  /** In the order they were heard. */
  facts(issue: IssueId): Promise<Fact[]>;
  /** The facts of all issues, each issue's in the order they were heard. */
  allFacts(): Promise<Map<IssueId, Fact[]>>;
}

export function auditOf({ db }: Session): Audit {
  const withFact = () => db.selectFrom('audit').select(['issue', 'fact']).where('fact', 'is not', null);
  return {
    async add({ at, slack = '', github = null, group = null, act, issue = null }) {
      const row = { at, slack, github, group_id: group, act, issue, fact: null };
      await db.insertInto('audit').values(row).execute();
    },
    async latest(limit) {
      const rows = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      return (await rows.execute()).map(({ id: _id, fact: _fact, github, issue, group_id, ...row }) => ({
        ...row,
        github: github ?? undefined,
        group: group_id ?? undefined,
        issue: issue ?? undefined,
      }));
    },
    async of(issue) {
      const rows = db.selectFrom('audit').selectAll().where('issue', '=', issue).orderBy('id');
      return (await rows.execute()).map(({ id: _id, fact: _fact, group_id, ...row }) => ({
        ...row,
        group: group_id ?? undefined,
        slack: row.slack === '' ? undefined : row.slack,
        github: row.github ?? undefined,
        issue,
      }));
    },
    async addFact(issue, fact) {
      const { at, by: github = null } = fact;
      const about = { issue, group_id: null, fact: JSON.stringify(fact) };
      const row = { at, slack: '', github, act: factText(fact), ...about };
      await db.insertInto('audit').values(row).execute();
    },
    async facts(issue) {
      return (await withFact().where('issue', '=', issue).orderBy('id').execute()).map(toFact);
    },
    async allFacts() {
      const all = new Map<IssueId, Fact[]>();
      for (const row of await withFact().orderBy('issue').orderBy('id').execute()) {
        const issue = row.issue ?? '';
        all.set(issue, [...(all.get(issue) ?? []), toFact(row)]);
      }
      return all;
    },
  };
}

function toFact({ fact }: { fact: string | null }): Fact {
  return JSON.parse(fact ?? '') as Fact;
}

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
  /** In words. */
  act: string;
  issue?: IssueId | undefined;
}

/** The record of acts; nothing in it is ever changed. */
export interface Audit {
  add(entry: AuditEntry): Promise<void>;
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
    async add({ at, slack = '', github = null, act, issue = null }) {
      await db.insertInto('audit').values({ at, slack, github, act, issue, fact: null }).execute();
    },
    async of(issue) {
      const rows = db.selectFrom('audit').select(['at', 'slack', 'github', 'act']).where('issue', '=', issue);
      return (await rows.orderBy('id').execute()).map((row) => ({
        ...row,
        slack: row.slack === '' ? undefined : row.slack,
        github: row.github ?? undefined,
        issue,
      }));
    },
    async addFact(issue, fact) {
      const { at, by: github = null } = fact;
      const row = { at, slack: '', github, act: factText(fact), issue, fact: JSON.stringify(fact) };
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

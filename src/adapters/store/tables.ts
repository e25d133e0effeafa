import type { Generated } from 'kysely';
import type { Ended, VerdictKind } from '../../domain/verdict.ts';
import type { OutboxState } from '../../ports.ts';
import type { ActivityTables } from './activity-tables.ts';
import type { ConsensusTables } from './consensus-tables.ts';
import type { EscalationTables } from './escalation-tables.ts';
import type { MineTables } from './mine-tables.ts';
import type { MeetingTables } from './meeting-tables.ts';
import type { PullTables } from './pull-tables.ts';

/**
 * The tables as Kysely sees them, the same on both databases.
 * Moments are milliseconds since 1970, flags 0 or 1, lists and effects JSON text.
 */
export interface Tables
  extends MeetingTables, ActivityTables, MineTables, PullTables, ConsensusTables, EscalationTables {
  migrations: { name: string; applied_at: number };
  inbox: InboxTable;
  outbox: OutboxTable;
  lanes: { lane: string; open_at: number };
  repositories: RepositoriesTable;
  repository_labels: { repo_id: number; name: string; name_key: string };
  issue_templates: { repo_id: number; print: string; templates: string };
  issues: IssuesTable;
  issue_texts: IssueTextsTable;
  similar_issues: SimilarIssuesTable;
  links: LinksTable;
  issue_labels: { repo_id: number; number: number; name: string };
  messages: { subject: string; channel: string; ts: string; shown: string };
  named_issues: { issue: string; subject: string; channel: string; hidden: number };
  verdicts: VerdictsTable;
  claims: { repo_id: number; number: number; group_id: string; user_id: string; until: number };
  bundled: {
    issue: string;
    channel: string;
    bundle: string;
    due: number;
    announced: number;
    joined_at: number;
  };
  settings: { group_id: string; noise: string; agenda: string; by: string; at: number };
  /** `told` and `choice` are JSON. */
  digests: { id: string; at: number; told: string };
  digest_issues: { issue: string; digest: string };
  digest_choices: { group_id: string; choice: string; by: string; at: number };
  boards: {
    id: string;
    group_id: string;
    channel: string;
    filter: string;
    total: number;
    by: string;
    ended_at: number | null;
  };
  board_members: { board: string; user_id: string; decided: number };
  decisions: { user_id: string; at: number; made: string };
  owners_trees: OwnersTreesTable;
  owners_files: { repo_id: number; path: string; sha: string };
  /** `said` is JSON. */
  owners_blobs: { sha: string; said: string; learned_at: number };
  /** `standings` is JSON. */
  freezes: { milestone: string; name: string; at: number; seen_at: number; standings: string };
  held_acceptances: { issue: string; group_id: string; at: number; held: string };
  handoffs: { user_id: string; issue: string; at: number; handed: string };
  group_days: GroupDaysTable;
  kv: { key: string; value: string };
  channels: { id: string; name: string };
  audit: AuditTable;
  people: PeopleTable;
  accounts: AccountsTable;
  link_flows: LinkFlowsTable;
}

/** One row a delivery. `done_at` is null while it is open (waiting or working). */
export interface InboxTable {
  id: Generated<number>;
  source: 'github' | 'poll' | 'sweep' | 'slack';
  key: string;
  event: string;
  body: string;
  state: 'waiting' | 'working' | 'done' | 'failed';
  received_at: number;
  attempts: Generated<number>;
  /** When it may be taken: not before its retry while it waits, after its lease while somebody works on it. */
  due: number;
  owner: string | null;
  issue: string | null;
  because: Generated<string>;
  error: string | null;
  done_at: number | null;
}

/** One row an effect. `done_at` is null while it is open (waiting, sending or unknown). */
export interface OutboxTable {
  id: Generated<number>;
  lane: string;
  /** The lane's first word, "slack": its rest is every such lane's rest. */
  service: string;
  effect: string;
  once: string | null;
  collapse: string | null;
  state: OutboxState;
  attempts: Generated<number>;
  planned_at: number;
  not_before: Generated<number>;
  owner: string | null;
  lease_until: number | null;
  delivery: number | null;
  issue: string | null;
  result: string | null;
  done_at: number | null;
}

export interface RepositoriesTable {
  /** GitHub's id. */
  id: number;
  name: string;
  /** The name in lower case. */
  name_key: string;
  /** When it was last known to have this name. */
  named_at: number;
  /** The name under which it was taken in. */
  first_name: string;
  tracked_since: number;
  poll_cursor: number | null;
  etag: string | null;
  synced: Generated<number>;
  /** Null where GitHub has not said it yet. */
  private: Generated<number | null>;
  gone: Generated<number>;
  /** Whether repository_labels holds all its labels. */
  labels_known: Generated<number>;
}

export interface IssuesTable {
  repo_id: number;
  number: number;
  /** 0: only its end was heard of so far (deleted or transferred); nobody sees such a row. */
  seen: number;
  is_pull_request: number;
  title: string;
  url: string;
  author: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  locked: number;
  labels: string;
  assignees: string;
  comments: number;
  created_at: number;
  updated_at: number;
  closed_at: number | null;
  existed_before: number;
  gone: 'deleted' | 'transferred' | null;
  gone_at: number | null;
  moved_to: string | null;
  author_commented_at: number | null;
  commented_at: number | null;
  commented_by: string | null;
  reactions: Generated<number>;
  first_timer: Generated<number>;
  /** A pull request that is not to be reviewed yet. */
  draft: Generated<number>;
  document: Generated<number>;
  responded_at: Generated<number | null>;
  /** A JSON list; null where no event of the pull request was heard. */
  reviewers: Generated<string | null>;
}

/** What an issue says. Terms are parted by blanks; PostgreSQL's column `terms` and SQLite's table issue_words index them. */
export interface IssueTextsTable {
  id: Generated<number>;
  repo_id: number;
  number: number;
  /** Fingerprint of title and body. */
  print: string;
  excerpt: string;
  title_terms: string;
  body_terms: string;
  /** Whether similar_issues holds what it is like. */
  compared: Generated<number>;
}

export interface SimilarIssuesTable {
  repo_id: number;
  number: number;
  like_repo_id: number;
  like_number: number;
  score: number;
}

/** That the text of a pull request (`repo_id`, `number`) names an issue. */
export interface LinksTable {
  repo_id: number;
  number: number;
  /** The issue's repository, its name in lower case; "" where it is the pull request's own. */
  to_key: string;
  to_number: number;
  /** It says that it closes the issue. */
  closes: number;
}

export interface VerdictsTable {
  issue: string;
  /** What `issue` is made of: the queue joins by these. */
  repo_id: number;
  number: number;
  /** "" for a verdict of the whole issue. */
  group_id: string;
  kind: VerdictKind;
  /** "" where nobody is known. */
  by: string;
  at: number;
  note: string | null;
  because: string | null;
  via: 'slack' | 'github';
  retriage_at: number | null;
  ended_at: number | null;
  ended_by: string | null;
  ended_why: Ended['why'] | null;
}

interface AuditTable {
  id: Generated<number>;
  at: number;
  /** "" where it did not happen in Slack. */
  slack: string;
  github: string | null;
  group_id: string | null;
  act: string;
  issue: string | null;
  /** JSON of what bears on the issue's verdicts. */
  fact: string | null;
}

/** One row a group and day ("2026-11-23", UTC). `waits` is JSON of pairs of moments, `deciders` of counts by login. */
export interface GroupDaysTable {
  group_id: string;
  day: string;
  open: number | null;
  untriaged: number | null;
  pulls: number | null;
  opened: number;
  closed: number;
  pulls_opened: number;
  pulls_closed: number;
  triaged: number | null;
  waits: string;
  deciders: string;
  estimated: number;
}

/** One row a Slack account; `proved`: by the person, at GitHub. */
export interface PeopleTable {
  slack: string;
  github_id: number;
  login: string;
  source: 'config' | 'file' | 'self';
  proved: number;
  linked_at: number;
  /** Sealed. */
  token: string | null;
  /** When it is to be forgotten; null: it is kept until the person takes it back. */
  token_until: number | null;
}

/** One row a repository whose files of a kind are read; `sha` is git's name of the tree they were last read of. */
export interface OwnersTreesTable {
  repo_id: number;
  sha: string | null;
  read_at: number | null;
  /** When somebody began to read them; null once that has ended. */
  begun_at: number | null;
  stale: number;
}

export interface AccountsTable {
  /** The login in lower case. */
  login_key: string;
  /** The account that had it when it was first looked up. */
  github_id: number;
  checked_at: number;
  /** Another account that has it now. */
  other_id: number | null;
}

/** A link that somebody has begun to make; `github_id` once GitHub has said who they are. */
export interface LinkFlowsTable {
  /** SHA-256 of the secret that the person carries. */
  id: string;
  slack: string;
  expires_at: number;
  /** PKCE's. */
  verifier: string | null;
  github_id: number | null;
  login: string | null;
  /** Sealed. */
  token: string | null;
}

import type { Templates } from '../domain/template.ts';
import type { Issue, IssueId } from '../domain/issue.ts';
import type { UntriagedRule } from '../domain/label.ts';
import type { LinkedPull } from '../domain/pull-request.ts';
import type { Similar } from '../domain/similar.ts';
import type { Instant } from '../domain/time.ts';

/** What comes first: of equals always the oldest. */
export type QueueOrder = 'oldest' | 'newest' | 'reactions' | 'priority' | 'comments';

/** Which open issues wait for a group's decision. */
export interface QueueQuery {
  /** The group's id. */
  group: string;
  /** The group's label. */
  label: string;
  untriaged: UntriagedRule;
  /** Verdicts that lapsed until then count no more. */
  now: Instant;
  /** A whole label, "kind/bug". */
  kind?: string | undefined;
  /** "owner/name", or just "name". */
  repo?: string | undefined;
  /** A whole label, "priority/backlog". */
  priority?: string | undefined;
  /** GitHub login. */
  author?: string | undefined;
  /** Those alone whose author has no commit in the repository yet. */
  firstTimers?: boolean | undefined;
  /** Those alone whose author answered when they were asked for information. */
  answered?: boolean | undefined;
  /** Those alone that were opened since then. */
  openedSince?: Instant | undefined;
  /** "oldest" unless told. */
  order?: QueueOrder | undefined;
  /** For the order by priority, most urgent first: "critical-urgent" is the label "priority/critical-urgent". */
  priorities?: readonly string[] | undefined;
  /** Left out, as if they did not wait: those seen already. */
  without?: readonly IssueId[] | undefined;
  /** Leaves out what somebody else of the group has before them (Slack user id). */
  freeFor?: { user: string; now: Instant } | undefined;
  /** Leaves out what is private: of repositories that are, and what carries one of these labels. */
  hide?: readonly string[] | undefined;
  limit: number;
  offset: number;
}

/** A public repository: GitHub's number of it, its name ("owner/name") and its address. */
export interface OpenRepository {
  id: number;
  name: string;
  url: string;
}

/** What a feature may read of issues: the mirror's, without a call to GitHub. */
export interface IssuePorts {
  byId(id: IssueId): Promise<Issue | undefined>;
  /** The issue of that repository and number; without a repository, those of any. */
  like(ref: { repo?: string; number: number }): Promise<Issue[]>;
  /** How its body begins (4,000 characters at most), as plain text; undefined where it is not known. */
  excerpt(id: IssueId): Promise<string | undefined>;
  /**
   * Older issues it may be a duplicate of, most alike first, three at most. Those of a repository not known to be
   * public are found for that repository's issues alone. They stay the same until the issue's own text changes, or
   * one of them may no longer be named.
   */
  similar(id: IssueId, limit: number): Promise<Similar[]>;
  /**
   * The pull requests whose text names the issue, ten at most, open ones first. Those of a repository not known to be
   * public are told for that repository's issues alone.
   */
  linked(id: IssueId): Promise<LinkedPull[]>;
  /** A page of them, and how many there are in all. */
  queue(query: QueueQuery): Promise<{ issues: Issue[]; total: number }>;
  /** Opened since then and carrying the label now, closed or not, pull requests too; oldest first. */
  openedSince(label: string, since: Instant): Promise<Issue[]>;
  /** The names of the repositories the bot looks after, "owner/name". */
  repositories(): Promise<readonly string[]>;
  /**
   * The repositories in which anybody may open an issue, because they are public. The one with the most open issues of
   * that label comes first, the others by name.
   */
  openRepositories(label?: string): Promise<readonly OpenRepository[]>;
  /** Whether the open issues of every repository that is followed were read: until then there may be more than is known. */
  allRead(): Promise<boolean>;
  /** The issues of a repository, and public ones, that an issue with this text would be like; most alike first. */
  likeText(repo: string, said: { title: string; body: string }, limit: number): Promise<Similar[]>;
  /** What a repository offers to begin an issue with; nothing where that is not known yet. */
  templates(repo: string): Promise<Templates>;
  /** The labels a repository has; undefined where that is not known yet. */
  labels(repo: string): Promise<ReadonlySet<string> | undefined>;
}

import type { Subject } from './effect.ts';
import type { Channel, Directory, Group } from './domain/group.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import type { LabelPolicy, UntriagedRule } from './domain/label.ts';
import type { Noise } from './domain/noise.ts';
import type { Person } from './domain/person.ts';
import type { Instant } from './domain/time.ts';
import type { Verdict } from './domain/verdict.ts';

/** How the bot acts on a repository: by labels, by Prow commands in a comment, or not at all (it hands the text over). */
export type WriteMode = 'labels' | 'prow' | 'handoff';

/** A message the bot keeps true in a channel. */
export interface PostedMessage {
  subject: Subject;
  channel: string;
  /** Slack's timestamp, the message's id; absent until it was sent. */
  ts?: string | undefined;
  /** Fingerprint of what it shows. */
  shown?: string | undefined;
}

/** A bundle in a channel, and whether its message was posted or is about to be. */
export interface JoinedBundle {
  bundle: string;
  channel: string;
  announced: boolean;
}

/** Which open issues of a group wait for a decision. */
export interface QueueQuery {
  /** The group's label. */
  label: string;
  untriaged: UntriagedRule;
  /** A whole label, "kind/bug". */
  kind?: string | undefined;
  /** "owner/name", or just "name". */
  repo?: string | undefined;
  limit: number;
  offset: number;
}

/** Something that came in about an issue, and what was decided about it. */
export interface LedgerDelivery {
  source: 'github' | 'poll' | 'sweep' | 'slack';
  /** "issues.labeled", "command", "press" … */
  event: string;
  receivedAt: Instant;
  state: 'waiting' | 'working' | 'done' | 'failed';
  because: readonly string[];
}

/** Something the bot did, or is about to do, about an issue. */
export interface LedgerEffect {
  text: string;
  state: OutboxState;
  attempts: number;
  plannedAt: Instant;
  doneAt?: Instant | undefined;
  result?: string | undefined;
}

export type OutboxState = 'waiting' | 'sending' | 'done' | 'unknown' | 'failed' | 'skipped';

/** What a feature may read. Reads only: whatever changes something is an effect. */
export interface Ports {
  directory: {
    current(): Directory;
    /** The group's channel in Slack, once it is resolved and allowed. */
    channelOf(group: Group): Channel | undefined;
    groupsIn(channelId: string): readonly Group[];
  };
  issues: {
    byId(id: IssueId): Promise<Issue | undefined>;
    /** The issue of that repository and number; without a repository, those of any. */
    like(ref: { repo?: string; number: number }): Promise<Issue[]>;
    /** Oldest first. */
    queue(query: QueueQuery): Promise<{ issues: Issue[]; total: number }>;
    /** Opened since then and carrying the label now, closed or not, pull requests left out; oldest first. */
    openedSince(label: string, since: Instant): Promise<Issue[]>;
    /** The names of the repositories the bot looks after, "owner/name". */
    repositories(): Promise<readonly string[]>;
    /** The labels a repository has; undefined where that is not known yet. */
    labels(repo: string): Promise<ReadonlySet<string> | undefined>;
  };
  messages: {
    of(subject: Subject): Promise<PostedMessage[]>;
    /** How many cards a channel got, or is about to get, since then. */
    cardsSince(channel: string, since: Instant): Promise<number>;
    /** What the message of that timestamp shows; undefined where it is not one of ours. */
    at(channel: string, ts: string): Promise<Subject | undefined>;
  };
  verdicts: { of(issue: IssueId): Promise<Verdict[]> };
  bundles: {
    /** The bundles an issue shows in. */
    of(issue: IssueId): Promise<JoinedBundle[]>;
    /** The issues of a bundle in a channel, in the order they came. */
    issuesIn(bundle: string, channel: string): Promise<IssueId[]>;
    /** What is due and was not announced yet. */
    due(now: Instant): Promise<JoinedBundle[]>;
  };
  ledger: { of(issue: IssueId): Promise<{ deliveries: LedgerDelivery[]; effects: LedgerEffect[] }> };
  people: {
    find(slackId: string): Person;
  };
  policy: {
    labels: LabelPolicy;
    /** GitHub logins of robots beside Apps. */
    robots: readonly string[];
    /** What its leads chose, over what the operator did. */
    noise(group: Group): Promise<Noise>;
    /** What the leads may not choose. */
    noiseLocked: readonly (keyof Noise)[];
    /**
     * Undefined where the configuration does not name the repository, now or by the name it had when the bot came.
     * GitHub's `id` finds it also under a name nobody has told us yet.
     */
    writeMode(repo: { name: string; id?: number }): Promise<WriteMode | undefined>;
  };
  clock: { now(): Instant };
}

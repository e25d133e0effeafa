import type { Subject } from './effect.ts';
import type { Channel, Directory, Group } from './domain/group.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import type { LabelPolicy, UntriagedRule } from './domain/label.ts';
import type { MeetingPolicy } from './domain/meeting.ts';
import type { Noise } from './domain/noise.ts';
import type { LinkedPull } from './domain/pull-request.ts';
import type { Similar } from './domain/similar.ts';
import type { Privacy } from './domain/privacy.ts';
import type { Person } from './domain/person.ts';
import type { RepositoryRights, Writing } from './domain/rights.ts';
import type { Precedent, StrayPolicy } from './domain/suggest.ts';
import type { Instant } from './domain/time.ts';
import type { TriagePolicy } from './domain/verdict.ts';
import type { AgendaPorts, CalendarPorts, MeetingPorts } from './meeting-ports.ts';
import type { TriagePorts } from './triage-ports.ts';

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

/** A public repository: its name ("owner/name") and its address. */
export interface OpenRepository {
  name: string;
  url: string;
}

/** Which open issues, opened since the bot came, no group has, and nobody was told of yet. */
export interface StrayQuery {
  /** The groups' labels. */
  labels: readonly string[];
  /** Opened until then. */
  before: Instant;
  /** As in the queue. */
  hide?: readonly string[] | undefined;
  limit: number;
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

/** What GitHub says of a person on an issue's repository; `why` in words where it could not be asked. */
export interface KnownRights {
  rights: RepositoryRights | undefined;
  /** Whether they opened the issue. */
  author: boolean;
  why?: string | undefined;
}

/** Where a person goes to show their GitHub account: an address, or a code to enter at one. Secrets are kept as hashes. */
export type LinkStart =
  | { how: 'browser'; url: string; secret: string; verifier: string; expiresAt: Instant }
  | { how: 'code'; code: string; address: string; ref: string };

/** How somebody's code fares at GitHub: not entered yet, refused in words, or shown: `secret` then leads to what was. */
export type CodeState =
  { state: 'waiting' } | { state: 'refused'; why: string } | { state: 'shown'; secret: string };

/** A GitHub account that somebody has shown, before it is linked. */
export interface ShownAccount {
  githubId: number;
  login: string;
  /** The Slack id that has this account already. */
  owner?: string | undefined;
  /** Whether GitHub's token may be kept. */
  keepable: boolean;
}

/** What is kept of somebody's link. */
export interface KeptLink {
  githubId: number;
  login: string;
  source: 'config' | 'file' | 'self';
  linkedAt: Instant;
  /** Absent: the bot has no token of theirs. */
  token?: { until?: Instant | undefined } | undefined;
}

export type OutboxState = 'waiting' | 'sending' | 'done' | 'unknown' | 'failed' | 'skipped';

/** What a feature may read. Reads only: whatever changes something is an effect. */
export interface Ports extends TriagePorts {
  directory: {
    current(): Directory;
    /** The group's channel in Slack, once it is resolved and allowed. */
    channelOf(group: Group): Channel | undefined;
    /** The groups whose channel it is; none where there is no channel. */
    groupsIn(channelId: string | undefined): readonly Group[];
    /** The Slack channel of that id; its name is "" where it is neither a group's nor in the configuration. */
    channel(id: string): Channel;
  };
  issues: {
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
    /** The issues of a repository, and public ones, that an issue with this text would be like; most alike first. */
    likeText(repo: string, said: { title: string; body: string }, limit: number): Promise<Similar[]>;
    /** The labels a repository has; undefined where that is not known yet. */
    labels(repo: string): Promise<ReadonlySet<string> | undefined>;
  };
  messages: {
    of(subject: Subject): Promise<PostedMessage[]>;
    /** How many cards a channel got, or is about to get, since then. */
    cardsSince(channel: string, since: Instant): Promise<number>;
    /** How many comments were told in the thread of the issue's card there, or are about to be, since then. */
    commentsSince(channel: string, issue: IssueId, since: Instant): Promise<number>;
    /** What the message of that timestamp shows; undefined where it is not one of ours. */
    at(channel: string, ts: string): Promise<Subject | undefined>;
  };
  strays: {
    /** Where they are told of; undefined where the operator wants none, or Slack does not know the channel. */
    channel(): Channel | undefined;
    /** Oldest first. */
    waiting(query: StrayQuery): Promise<Issue[]>;
    /** How many the channel was told of, or is about to be, since then. */
    toldSince(channel: string, since: Instant): Promise<number>;
    /** What the open issues with each of these labels got of the groups' labels. */
    precedents(labels: readonly string[], groups: readonly string[]): Promise<Precedent[]>;
  };
  bundles: {
    /** The bundles an issue shows in. */
    of(issue: IssueId): Promise<JoinedBundle[]>;
    /** The issues of a bundle in a channel, in the order they came. */
    issuesIn(bundle: string, channel: string): Promise<IssueId[]>;
    /** What is due and was not announced yet. */
    due(now: Instant): Promise<JoinedBundle[]>;
  };
  meetings: MeetingPorts;
  agenda: AgendaPorts;
  calendars: CalendarPorts;
  ledger: { of(issue: IssueId): Promise<{ deliveries: LedgerDelivery[]; effects: LedgerEffect[] }> };
  people: {
    /** Who somebody is; asks Slack and GitHub where that was not asked before. Not inside a transaction. */
    find(slackId: string): Promise<Person>;
    /** The Slack ids of those who are known to have one of these GitHub logins. */
    slackOf(logins: readonly string[]): Promise<string[]>;
    /** The GitHub logins of those whom the configuration names as the group's triagers. */
    named(group: Group): readonly string[];
    /**
     * What the person may do on the issue's repository, as GitHub says; also whether in which of the teams they are. An
     * answer may be some minutes old, but not from before `since`.
     */
    rights(
      person: Person,
      issue: Pick<Issue, 'repo' | 'number' | 'author'>,
      asked?: { teams?: readonly string[]; since?: Instant },
    ): Promise<KnownRights>;
  };
  linking: {
    /** How people show their GitHub account here; undefined where the operator has set nothing up. */
    how: 'browser' | 'code' | undefined;
    begin(user: string): Promise<LinkStart>;
    /** Of a code that this process gave out; undefined of any other. */
    codeState(ref: string, user: string): CodeState | undefined;
    /** What this user has shown under that secret; undefined where it is over, or somebody else's. */
    shown(secret: string, user: string): Promise<ShownAccount | undefined>;
    of(user: string): Promise<KeptLink | undefined>;
    /** How Slack calls somebody, for a person to read. */
    nameOf(user: string): Promise<string>;
  };
  policy: {
    labels: LabelPolicy;
    /** What its leads chose, over what the operator did. */
    noise(group: Group): Promise<Noise>;
    /** What the leads may not choose. */
    noiseLocked: readonly (keyof Noise)[];
    privacy: Privacy;
    /** Undefined where nobody is to be told of issues without a group. */
    strays: StrayPolicy | undefined;
    triage: TriagePolicy;
    meetings: MeetingPolicy;
    /**
     * Undefined where the configuration does not name the repository, now or by the name it had when the bot came.
     * GitHub's `id` finds it also under a name nobody has told us yet.
     */
    writing(repo: { name: string; id?: number }): Promise<Writing | undefined>;
  };
  /** The machine's time: of leases, waits and how old an answer is. Features have no use for it. */
  clock: { now(): Instant };
  /** The community's time: what a date says, what is due, and until when somebody has an issue before them. */
  calendar: { now(): Instant };
}

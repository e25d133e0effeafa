import type { Subject } from './effect.ts';
import type { AgendaChoice, AgendaPolicy } from './domain/agenda-policy.ts';
import type { ClockPolicy } from './domain/clock-policy.ts';
import type { DigestPolicy } from './domain/digest.ts';
import type { ConsensusPolicy } from './domain/consensus-policy.ts';
import type { Channel, Directory, Group } from './domain/group.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import type { LabelPolicy } from './domain/label.ts';
import type { MeetingPolicy } from './domain/meeting.ts';
import type { Noise } from './domain/noise.ts';
import type { Outlet } from './domain/outlet.ts';
import type { Privacy } from './domain/privacy.ts';
import type { Person } from './domain/person.ts';
import type { RepositoryRights, Writing } from './domain/rights.ts';
import type { SteeringPolicy } from './domain/steering.ts';
import type { Precedent, StrayPolicy } from './domain/suggest.ts';
import type { Instant } from './domain/time.ts';
import type { TriagePolicy } from './domain/verdict.ts';
import type { ConsensusPorts, DecisionLogPorts } from './ports/consensus.ts';
import type { EscalationPorts } from './ports/escalation.ts';
import type { HistoryPorts } from './ports/history.ts';
import type { DigestPorts } from './ports/digest.ts';
import type { IssuePorts } from './ports/issue.ts';
import type { KepPorts } from './ports/kep.ts';
import type { MinePorts } from './ports/mine.ts';
import type { AgendaPorts, CalendarPorts, DocumentPorts, MeetingPorts } from './ports/meeting.ts';
import type { PathPorts } from './ports/path.ts';
import type { OwnersPorts } from './ports/owners.ts';
import type { PicturePorts } from './ports/picture.ts';
import type { PullPorts } from './ports/pull.ts';
import type { TriagePorts } from './ports/triage.ts';
import type { WorkPorts } from './ports/work.ts';

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
    /** The channel that the operator named, once it is resolved and allowed. */
    find(wanted: string): Channel | undefined;
  };
  issues: IssuePorts;
  messages: {
    of(subject: Subject): Promise<PostedMessage[]>;
    /** How many cards a channel got, or is about to get, since then. */
    cardsSince(channel: string, since: Instant): Promise<number>;
    /** How many comments were told in the thread of the issue's card there, or are about to be, since then. */
    commentsSince(channel: string, issue: IssueId, since: Instant): Promise<number>;
    /** The address of the message of that timestamp; undefined until Slack has told the workspace's. */
    address(channel: string, ts: string): string | undefined;
    /** The messages about something else that name the issue, and whether it was private when they did. */
    naming(issue: IssueId): Promise<(PostedMessage & { hidden: boolean })[]>;
    /** The issues that the messages about a subject name, by channel. */
    namedIn(subject: Subject): Promise<{ channel: string; issue: IssueId }[]>;
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
  owners: OwnersPorts;
  keps: KepPorts;
  bundles: {
    /** The bundles an issue shows in. */
    of(issue: IssueId): Promise<JoinedBundle[]>;
    /** The issues of a bundle in a channel, in the order they came. */
    issuesIn(bundle: string, channel: string): Promise<IssueId[]>;
    /** What is due and was not announced yet. */
    due(now: Instant): Promise<JoinedBundle[]>;
    /** The issues that came in bundles of the group there since then. */
    joinedSince(group: string, channel: string, since: Instant): Promise<IssueId[]>;
  };
  digests: DigestPorts;
  meetings: MeetingPorts;
  agenda: AgendaPorts;
  documents: DocumentPorts;
  calendars: CalendarPorts;
  pictures: PicturePorts;
  work: WorkPorts;
  pulls: PullPorts;
  mine: MinePorts;
  history: HistoryPorts;
  consensus: ConsensusPorts;
  escalations: EscalationPorts;
  path: PathPorts;
  decisionLog: DecisionLogPorts;
  ledger: { of(issue: IssueId): Promise<{ deliveries: LedgerDelivery[]; effects: LedgerEffect[] }> };
  people: {
    /** Who somebody is; asks Slack and GitHub where that was not asked before. Not inside a transaction. */
    find(slackId: string): Promise<Person>;
    /** The IANA zone of their clocks, as they told Slack; undefined where Slack does not say. */
    zoneOf(slackId: string): Promise<string | undefined>;
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
    /** `activeFor`: how long ago, in ms, an active approver did something at the latest. */
    health: { activeFor: number };
    /** Undefined where nobody is to be told of issues without a group. */
    strays: StrayPolicy | undefined;
    steering: SteeringPolicy;
    triage: TriagePolicy;
    /** What its leads chose, over what the operator did; with `choice`, as it would be had they chosen that instead. */
    digest(group: Group, choice?: Partial<DigestPolicy>): Promise<DigestPolicy>;
    /** What of its digests a group's leads may not choose. */
    digestLocked: readonly (keyof DigestPolicy)[];
    meetings: MeetingPolicy;
    /** Where a group's agendas and minutes are written beside the messages; `canvas`: in its channel's as well. */
    outlets(group: Group): { outlets: readonly Outlet[]; canvas: boolean };
    /** What its leads chose, over what the operator did; with `change`, as it would be after that. */
    agenda(group: Group, change?: AgendaChoice): Promise<AgendaPolicy>;
    /** What of it the leads may not choose. */
    agendaLocked: readonly (keyof AgendaPolicy)[];
    consensus(group: Group): ConsensusPolicy;
    /** The same object for as long as nothing of it changes. */
    clocks(group: Group): ClockPolicy;
    /**
     * Undefined where the configuration does not name the repository, now or by the name it had when the bot came.
     * GitHub's `id` finds it also under a name nobody has told us yet.
     */
    writing(repo: { name: string; id?: number }): Promise<Writing | undefined>;
  };
  /** The log of whoever runs the bot: why people are told less than they asked for. */
  log: { warn(about: object, text: string): void };
  /** The machine's time: of leases, waits and how old an answer is. Features have no use for it. */
  clock: { now(): Instant };
  /** The community's time: what a date says, what is due, and until when somebody has an issue before them. */
  calendar: { now(): Instant };
}

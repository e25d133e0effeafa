import { chosenAgenda, PLAIN_AGENDA, type AgendaPolicy } from '../../src/domain/agenda-policy.ts';
import { PLAIN_CLOCKS, type ClockPolicy } from '../../src/domain/clock-policy.ts';
import type { AgendaItem, Minute, PublishedAgenda, Sitting } from '../../src/domain/agenda.ts';
import type { Board } from '../../src/domain/board.ts';
import { isLive, type Consensus } from '../../src/domain/consensus.ts';
import { PLAIN_CONSENSUS, type ConsensusPolicy } from '../../src/domain/consensus-policy.ts';
import type { Logged } from '../../src/domain/decision-log.ts';
import type { Channel, Group } from '../../src/domain/group.ts';
import type { Decisions, GroupDay, Span } from '../../src/domain/history.ts';
import { hasLabel } from '../../src/domain/label.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { Milestone } from '../../src/domain/freeze.ts';
import type { KepPolicy } from '../../src/domain/kep-policy.ts';
import type { FreezeRecord } from '../../src/domain/radar.ts';
import type { MadeChange } from '../../src/domain/meeting-change.ts';
import type { CalendarReading, Meeting } from '../../src/domain/meeting.ts';
import { KUBERNETES_RULES, type MergeRules } from '../../src/domain/merging.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import type { Outlet } from '../../src/domain/outlet.ts';
import { issuesNamed, PLAIN_DIGEST, type Digest, type DigestPolicy } from '../../src/domain/digest.ts';
import { PLAIN_NOISE, type Noise } from '../../src/domain/noise.ts';
import { PLAIN_PATH, type PathPolicy } from '../../src/domain/path.ts';
import { nobody, type Person } from '../../src/domain/person.ts';
import { isPrivate, type Privacy } from '../../src/domain/privacy.ts';
import type { RepositoryRights, Writing } from '../../src/domain/rights.ts';
import type { SaidBefore } from '../../src/domain/own-act.ts';
import type { OwnChoice } from '../../src/domain/mine.ts';
import type { Codeowners } from '../../src/domain/codeowners.ts';
import type { OwnersTree } from '../../src/domain/owners.ts';
import type { LinkedPull } from '../../src/domain/pull-request.ts';
import type { Similar } from '../../src/domain/similar.ts';
import type { Escalation } from '../../src/domain/escalation.ts';
import { PLAIN_STEERING, type SteeringPolicy } from '../../src/domain/steering.ts';
import type { TalkedAbout } from '../../src/ports/path.ts';
import { NO_TEMPLATES, type Templates } from '../../src/domain/template.ts';
import type { Precedent, StrayPolicy } from '../../src/domain/suggest.ts';
import { DAY, type Instant } from '../../src/domain/time.ts';
import { standing, waits, type TriagePolicy, type Verdict } from '../../src/domain/verdict.ts';
import type { CommentBefore, DecisionMade, HandOff } from '../../src/domain/decision.ts';
import { subjectKey, type HeldAcceptance } from '../../src/effect.ts';
import type { Named } from '../../src/feature.ts';
import type { KnownPull } from '../../src/ports/pull.ts';
import type { OwedBy, OwedIssue, WorkCounts, WorkFound, WorkKind } from '../../src/ports/work.ts';
import type { JoinedBundle, KeptLink, Ports, PostedMessage, ShownAccount } from '../../src/ports.ts';
import type { KnownKeps } from '../../src/ports/kep.ts';
import type { Claim } from '../../src/ports/triage.ts';
import type { OwnedRepository } from '../../src/ports/owners.ts';
import type { PublishedDocument } from '../../src/ports/meeting.ts';
import { ALL_RIGHTS, MACHINE, NOW, sigNetwork, sigNode } from './facts.ts';

/** The state that features read, as plain fields. */
export interface State {
  /** Hears what the log is told, `about` as JSON. */
  warned: (about: string, text: string) => void;
  groups: readonly Group[];
  /** By group id. */
  channels: Readonly<Record<string, Channel>>;
  issues: readonly Issue[];
  posted: readonly PostedMessage[];
  /** Messages that name issues. */
  naming: readonly (PostedMessage & { names: readonly Named[] })[];
  verdicts: readonly Verdict[];
  similar: readonly Similar[];
  templates: Templates;
  linked: readonly LinkedPull[];
  noise: Partial<Noise>;
  bundles: readonly JoinedBundle[];
  /** Issues that came in bundles of every group lately. */
  folded: readonly string[];
  digestPolicy: Partial<DigestPolicy>;
  digestLocked: readonly (keyof DigestPolicy)[];
  /** By id. */
  digests: Readonly<Record<string, Digest>>;
  allRead: boolean;
  claims: readonly Claim[];
  boards: readonly Board[];
  /** What everybody decided last. */
  made: DecisionMade | undefined;
  /** What everybody was given to do themselves, the last at the end. */
  handed: readonly HandOff[];
  /** What was said of every pull request by people themselves. */
  said: readonly SaidBefore[];
  /** What the bot commented on every issue, for whom. */
  commented: readonly CommentBefore[];
  /** What everybody chose for themselves, by Slack id. */
  chosen: Readonly<Record<string, OwnChoice>>;
  /** Everybody's zone. */
  zone: string | undefined;
  /** The groups of everybody's own calendar. */
  calendar: readonly string[] | undefined;
  held: readonly HeldAcceptance[];
  /** Cards that every channel got in the last hour. */
  cardsPosted: number;
  /** Comments that every card's thread got in the last hour. */
  commentsTold: number;
  privacy: Privacy;
  strayPolicy: StrayPolicy | undefined;
  strayChannel: Channel | undefined;
  strays: readonly Issue[];
  straysTold: number;
  precedents: readonly Precedent[];
  /** Of every repository. */
  owners: OwnersTree | undefined;
  /** How proposals are followed, and all that is known of them. */
  kepPolicy: KepPolicy | undefined;
  keps: KnownKeps | undefined;
  pathPolicy: PathPolicy;
  /** What was said on every issue, and which meetings talked about it. */
  saidOn: { searched: boolean; voices: number };
  talked: readonly TalkedAbout[];
  escalations: readonly Escalation[];
  steering: SteeringPolicy;
  milestones: readonly Milestone[];
  freezes: readonly FreezeRecord[];
  codeowners: Codeowners | undefined;
  /** The repositories whose owners were read. */
  owned: readonly OwnedRepository[];
  /** When everybody was last seen, by login. */
  seen: Readonly<Record<string, number>>;
  /** How the body of every issue begins. */
  excerpt: string | undefined;
  triage: TriagePolicy;
  /** Whoever has a GitHub login has an account as well, unless they say otherwise. */
  people: readonly (Pick<Person, 'slack'> & Partial<Person>)[];
  labels: readonly string[] | undefined;
  /** By the bot's own hand through one of the two, or the hand-off. */
  mode: 'labels' | 'prow' | 'handoff';
  /** In place of what `mode` says. */
  writing: Writing | undefined;
  /** What GitHub says of everybody; undefined where it cannot be asked. */
  rights: RepositoryRights | undefined;
  /** Whether everybody opened the issue they ask about. */
  author: boolean;
  how: 'browser' | 'code' | undefined;
  /** What everybody has shown under any secret. */
  shown: ShownAccount | undefined;
  link: KeptLink | undefined;
  meetings: readonly Meeting[];
  changes: readonly MadeChange[];
  listeners: readonly string[];
  /** What their calendars say, by the meeting's id, and what was told of that. */
  readings: Readonly<Record<string, CalendarReading>>;
  toldReadings: Readonly<Record<string, CalendarReading>>;
  items: readonly AgendaItem[];
  sittings: readonly Sitting[];
  minutes: readonly Minute[];
  outlets: readonly Outlet[];
  canvas: boolean;
  pin: boolean;
  documents: readonly PublishedDocument[];
  agendas: readonly PublishedAgenda[];
  agendaPolicy: AgendaPolicy;
  agendaLocked: readonly (keyof AgendaPolicy)[];
  /** What was kept of every group's days, what came and went, and since when. */
  days: readonly GroupDay[];
  spans: readonly Span[];
  decisions: readonly Decisions[];
  heardSince: Instant | undefined;
  /** Whether issues are still being read for the first time. */
  reading: boolean;
  clocks: ClockPolicy;
  consensusPolicy: Partial<ConsensusPolicy>;
  consensus: readonly Consensus[];
  /** What groups decided. */
  logged: readonly Logged[];
  /** What each question for work finds; nothing where it is not told, and an error where that is. */
  work: Readonly<Partial<Record<WorkKind['what'], WorkFound | Error>>>;
  /** Whether every comment on every issue was heard. */
  heard: boolean;
  /** Who owes the next reply, for every group; and by login. */
  owed: readonly OwedBy[];
  owedBy: Readonly<Record<string, readonly OwedBy[]>>;
  /** Or that nobody can count. */
  counts: Partial<WorkCounts> | Error;
  /** What is known of pull requests, by id, and what each repository merges by. */
  pulls: Readonly<Record<string, KnownPull>>;
  rules: MergeRules;
  /** Open ones of every label. */
  openPulls: readonly OwedIssue[];
  /** Open reviews, by login. */
  load: Readonly<Record<string, number>>;
}

/** Two SIGs with their channels; Dana leads Node, Noor leads Network, Lee triages Node. */
const calm: State = {
  warned: () => undefined,
  groups: [sigNode, sigNetwork],
  channels: {
    'sig-node': { id: 'C0NODE', name: 'sig-node' },
    'sig-network': { id: 'C0NET', name: 'sig-network' },
  },
  issues: [],
  posted: [],
  naming: [],
  verdicts: [],
  similar: [],
  templates: NO_TEMPLATES,
  linked: [],
  people: [
    { slack: 'U0DANA', github: 'dana', role: 'member' },
    { slack: 'U0NOOR', github: 'noor', role: 'member' },
    { slack: 'U0LEE', github: 'lee', role: 'triager', groups: ['sig-node'] },
  ],
  labels: [
    'triage/accepted',
    'triage/needs-information',
    'triage/duplicate',
    'triage/not-reproducible',
    'priority/important-soon',
    'kind/bug',
    'sig/node',
    'sig/network',
  ],
  mode: 'labels',
  noise: {},
  bundles: [],
  folded: [],
  digestPolicy: {},
  digestLocked: [],
  digests: {},
  allRead: true,
  claims: [],
  boards: [],
  made: undefined,
  handed: [],
  said: [],
  commented: [],
  chosen: {},
  zone: undefined,
  calendar: undefined,
  held: [],
  cardsPosted: 0,
  privacy: { channels: [], labels: [] },
  commentsTold: 0,
  triage: {
    accepted: 'any',
    priorities: ['critical-urgent', 'important-soon', 'backlog'],
    robots: ['k8s-ci-robot'],
  },
  strayPolicy: undefined,
  strayChannel: undefined,
  strays: [],
  straysTold: 0,
  precedents: [],
  owners: undefined,
  kepPolicy: undefined,
  keps: undefined,
  pathPolicy: PLAIN_PATH,
  saidOn: { searched: true, voices: 0 },
  talked: [],
  escalations: [],
  steering: PLAIN_STEERING,
  milestones: [],
  freezes: [],
  codeowners: undefined,
  owned: [],
  seen: {},
  excerpt: undefined,
  writing: undefined,
  rights: ALL_RIGHTS,
  author: false,
  how: undefined,
  shown: undefined,
  link: undefined,
  meetings: [],
  changes: [],
  listeners: [],
  readings: {},
  toldReadings: {},
  items: [],
  sittings: [],
  minutes: [],
  outlets: [],
  canvas: false,
  pin: true,
  documents: [],
  agendas: [],
  agendaPolicy: PLAIN_AGENDA,
  agendaLocked: [],
  days: [],
  spans: [],
  decisions: [],
  heardSince: undefined,
  reading: false,
  clocks: PLAIN_CLOCKS,
  consensusPolicy: {},
  consensus: [],
  logged: [],
  work: {},
  heard: true,
  owed: [],
  owedBy: {},
  counts: {},
  pulls: {},
  rules: KUBERNETES_RULES,
  openPulls: [],
  load: {},
};

/** The numbers of the accounts, by login. */
const NUMBERS: Readonly<Record<string, number>> = { dana: 101, noor: 102, lee: 103 };

function toPerson(partial: State['people'][number]): Person {
  const { github } = partial;
  const account =
    github === undefined ? {} : { githubId: NUMBERS[github] ?? 199, logins: [github.toLowerCase()] };
  return { ...nobody(partial.slack), ...account, ...partial };
}

/** Ports over such a state. */
export function portsOf(differs: Partial<State> = {}): Ports {
  const state = { ...calm, ...differs };
  const timetables = state.meetings.map((meeting) => timetableOf(meeting, state.changes));
  return {
    directory: {
      current: () => ({ groups: state.groups, doubts: [] }),
      channelOf: (group) => state.channels[group.id],
      find: (wanted) => Object.values(state.channels).find(({ name }) => name === wanted),
      channel: (id) => Object.values(state.channels).find((one) => one.id === id) ?? { id, name: '' },
      groupsIn: (channel) =>
        channel === undefined ? [] : state.groups.filter((group) => state.channels[group.id]?.id === channel),
    },
    issues: {
      byId: (id) => Promise.resolve(state.issues.find((issue) => issue.id === id)),
      like: ({ repo, number }) =>
        Promise.resolve(
          state.issues.filter((issue) => issue.number === number && (repo ?? issue.repo) === issue.repo),
        ),
      excerpt: () => Promise.resolve(state.excerpt),
      linked: () => Promise.resolve([...state.linked]),
      similar: (_id, limit) => Promise.resolve(state.similar.slice(0, limit)),
      labels: () => Promise.resolve(state.labels && new Set(state.labels)),
      openedSince: (label, since) =>
        Promise.resolve(
          state.issues.filter((issue) => hasLabel(issue.labels, label) && issue.createdAt >= since),
        ),
      repositories: () =>
        Promise.resolve(['kubernetes/kubernetes', 'kubernetes/secret', 'kubernetes/website']),
      openRepositories: () =>
        Promise.resolve(
          ['kubernetes/kubernetes', 'kubernetes/website'].map((name, index) => ({
            id: index + 1,
            name,
            url: `https://github.com/${name}`,
          })),
        ),
      allRead: () => Promise.resolve(state.allRead),
      templates: () => Promise.resolve(state.templates),
      likeText: (_repo, _said, limit) => Promise.resolve(state.similar.slice(0, limit)),
      queue: ({
        group: id,
        label,
        untriaged,
        now,
        kind,
        priority,
        repo,
        author,
        hide,
        limit,
        offset,
        ...more
      }) => {
        const groups = state.groups.filter((group) => group.id === id);
        const waiting = state.issues
          .filter((issue) => hasLabel(issue.labels, label))
          .filter((issue) => hide === undefined || !isPrivate(issue, { labels: hide }))
          .filter((issue) => {
            const verdicts = state.verdicts.filter((verdict) => verdict.issue === issue.id);
            return standing(issue, verdicts, groups, { untriaged }, now).some((one) => waits(one, issue));
          })
          .filter((issue) => kind === undefined || hasLabel(issue.labels, kind))
          .filter((issue) => priority === undefined || hasLabel(issue.labels, priority))
          .filter((issue) => repo === undefined || issue.repo.endsWith(repo))
          .filter((issue) => author === undefined || issue.author === author)
          .filter((issue) => !more.firstTimers || issue.firstTimer)
          .filter((issue) => issue.createdAt >= (more.openedSince ?? 0))
          .filter((issue) => !more.without?.includes(issue.id));
        if (more.order === 'newest') waiting.reverse();
        return Promise.resolve({ issues: waiting.slice(offset, offset + limit), total: waiting.length });
      },
    },
    messages: {
      of: () => Promise.resolve([...state.posted]),
      naming: (issue) =>
        Promise.resolve(
          state.naming.flatMap(({ names, ...message }) =>
            names.filter((one) => one.issue === issue).map(({ hidden }) => ({ ...message, hidden })),
          ),
        ),
      namedIn: (subject) =>
        Promise.resolve(
          state.naming
            .filter((one) => subjectKey(one.subject) === subjectKey(subject))
            .flatMap(({ channel, names }) => names.map(({ issue }) => ({ channel, issue }))),
        ),
      cardsSince: () => Promise.resolve(state.cardsPosted),
      commentsSince: () => Promise.resolve(state.commentsTold),
      address: (channel, ts) => `https://harbour.slack.com/archives/${channel}/p${ts}`,
      at: (channel, ts) =>
        Promise.resolve(
          state.posted.find((message) => message.channel === channel && message.ts === ts)?.subject,
        ),
    },
    meetings: {
      all: () => Promise.resolve(timetables),
      byId: (id) => Promise.resolve(timetables.find(({ meeting }) => meeting.id === id)),
      channelOf: (meeting) => state.channels[meeting.group],
      listeners: () => Promise.resolve([...state.listeners]),
      reading: ({ id }) => state.readings[id],
      told: (id) => Promise.resolve(state.toldReadings[id]),
      change: (id) => Promise.resolve(state.changes.find((made) => made.id === id)),
    },
    calendars: {
      url: (name) => `https://bot.example/calendar/${name}.ics`,
      secret: () => ({ name: 'own-secret', print: 'print' }),
      of: (user) => Promise.resolve(state.calendar && { user, groups: state.calendar, at: NOW }),
    },
    pictures: { address: ({ kind, group, day }) => `https://bot.example/pictures/${kind}/${group}/${day}` },
    agenda: agendaOf(state),
    documents: {
      of: ({ kind, id }) =>
        Promise.resolve(state.documents.filter(({ subject: of }) => of.kind === kind && of.id === id)),
      at: (outlet) => Promise.resolve(state.documents.filter((one) => one.outlet === outlet)),
    },
    work: {
      find: ({ what, limit, hide }) => {
        const { found, total } = known(state.work[what]) ?? { found: [], total: 0 };
        const open = found.filter(({ issue }) => hide === undefined || !isPrivate(issue, { labels: hide }));
        const hidden = found.length - open.length;
        return Promise.resolve({ found: open.slice(0, limit), total: total - hidden });
      },
      turning: () => Promise.resolve(new Set(state.groups.flatMap(({ label = [] }) => label))),
      issues: (ids) => Promise.resolve(state.issues.filter(({ id }) => ids.includes(id))),
      heard: (ids) => Promise.resolve(new Set(state.heard ? ids : [])),
      owed: () => Promise.resolve([...state.owed]),
      owedBy: ({ login }) => Promise.resolve([...(state.owedBy[login] ?? [])]),
      counts: () =>
        state.counts instanceof Error
          ? Promise.reject(state.counts)
          : Promise.resolve({ open: 0, pulls: 0, opened: 0, closed: 0, ...state.counts }),
    },
    pulls: {
      about: (ids) =>
        Promise.resolve(new Map(ids.flatMap((id) => (state.pulls[id] ? [[id, state.pulls[id]]] : [])))),
      open: ({ limit }) => Promise.resolve(state.openPulls.slice(0, limit)),
      rules: () => Promise.resolve(state.rules),
      load: (logins) => Promise.resolve(new Map(logins.map((login) => [login, state.load[login] ?? 0]))),
    },
    escalations: {
      byId: (id) => Promise.resolve(state.escalations.find((one) => one.id === id)),
      about: (issue) => Promise.resolve(state.escalations.filter((one) => one.issue === issue)),
    },
    path: {
      policy: state.pathPolicy,
      said: () => Promise.resolve(state.saidOn),
      talked: () => Promise.resolve([...state.talked]),
      namedBy: () => Promise.resolve(state.issues.map(({ id }) => id)),
    },
    history: historyOf(state),
    consensus: consensusIn(state),
    decisionLog: {
      find: ({ group }) =>
        Promise.resolve(state.logged.filter((one) => group === undefined || one.group === group)),
    },
    strays: {
      channel: () => state.strayChannel,
      waiting: ({ limit }) => Promise.resolve(state.strays.slice(0, limit)),
      toldSince: () => Promise.resolve(state.straysTold),
      precedents: () => Promise.resolve([...state.precedents]),
    },
    owners: ownersOf(state),
    keps: {
      policy: state.kepPolicy,
      known: () => Promise.resolve(state.keps),
      milestones: () => state.milestones,
      records: (since) => Promise.resolve(state.freezes.filter(({ at }) => at > since)),
    },
    verdicts: { of: () => Promise.resolve([...state.verdicts]) },
    claims: {
      inGroup: () => Promise.resolve([...state.claims]),
      of: (user) => Promise.resolve(state.claims.filter((claim) => claim.user === user)),
    },
    boards: {
      byId: (id) => Promise.resolve(state.boards.find((board) => board.id === id)),
      going: () => Promise.resolve(state.boards.filter(({ endedAt }) => endedAt === undefined)),
    },
    decisions: { last: () => Promise.resolve(state.made) },
    held: { all: () => Promise.resolve([...state.held]) },
    ownActs: { before: () => Promise.resolve([...state.said]) },
    comments: { before: () => Promise.resolve([...state.commented]) },
    handOffs: {
      of: (_user, issue) => Promise.resolve(state.handed.find((one) => one.issue === issue)),
      last: () => Promise.resolve(state.handed.at(-1)),
    },
    bundles: {
      of: () => Promise.resolve([...state.bundles]),
      issuesIn: () => Promise.resolve(state.issues.map(({ id }) => id)),
      due: () => Promise.resolve(state.bundles.filter(({ announced }) => !announced)),
      joinedSince: () => Promise.resolve([...state.folded]),
    },
    mine: {
      of: (user) => Promise.resolve(state.chosen[user] ?? {}),
      mornings: () =>
        Promise.resolve(
          Object.entries(state.chosen).flatMap(([user, { morning }]) => (morning ? [{ user, morning }] : [])),
        ),
    },
    digests: {
      of: (id) => Promise.resolve(state.digests[id]),
      naming: (issue) =>
        Promise.resolve(
          Object.entries(state.digests).flatMap(([id, { parts }]) =>
            parts.some((part) => issuesNamed(part).includes(issue)) ? [id] : [],
          ),
        ),
    },
    ledger: { of: () => Promise.resolve({ deliveries: [], effects: [] }) },
    people: {
      find: (slack) => {
        const found = state.people.find((person) => person.slack === slack);
        return Promise.resolve(toPerson(found ?? { slack }));
      },
      zoneOf: () => Promise.resolve(state.zone),
      slackOf: (logins) =>
        Promise.resolve(
          state.people.filter(({ github }) => logins.includes(github ?? '')).map(({ slack }) => slack),
        ),
      named: ({ id }) =>
        state.people.flatMap(({ role, groups, github }) =>
          role === 'triager' && (groups === undefined || groups.includes(id)) ? (github ?? []) : [],
        ),
      rights: () =>
        Promise.resolve({
          rights: state.rights,
          author: state.author,
          ...(state.rights ? {} : { why: 'it does not answer' }),
        }),
    },
    linking: {
      how: state.how,
      begin: () =>
        Promise.resolve(
          state.how === 'code'
            ? { how: 'code', code: 'WDJB-MJHT', address: 'https://github.com/login/device', ref: 'ref-1' }
            : {
                how: 'browser',
                url: 'https://github.com/login/oauth/authorize?state=secret-1',
                secret: 'secret-1',
                verifier: 'verifier-1',
                expiresAt: NOW + 600_000,
              },
        ),
      codeState: (ref) => (ref === 'ref-1' ? { state: 'shown', secret: 'secret-1' } : undefined),
      shown: () => Promise.resolve(state.shown),
      of: () => Promise.resolve(state.link),
      nameOf: (user) => Promise.resolve(`Somebody (@${user.toLowerCase()})`),
    },
    policy: {
      labels: { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/', 'lifecycle/'] },
      noise: ({ pullRequests }) => Promise.resolve({ ...PLAIN_NOISE, pullRequests, ...state.noise }),
      noiseLocked: [],
      digest: (_group, choice) =>
        Promise.resolve({ ...PLAIN_DIGEST, zone: 'UTC', ...(choice ?? state.digestPolicy) }),
      digestLocked: state.digestLocked,
      privacy: state.privacy,
      health: { activeFor: 180 * DAY },
      strays: state.strayPolicy,
      steering: state.steering,
      meetings: { remind: [24 * 60, 10], ask: true, pin: state.pin },
      outlets: () => ({ outlets: state.outlets, canvas: state.canvas }),
      agenda: (_group, change = {}) => Promise.resolve(chosenAgenda(state.agendaPolicy, change, [])),
      agendaLocked: state.agendaLocked,
      consensus: () => ({ ...PLAIN_CONSENSUS, ...state.consensusPolicy }),
      clocks: () => state.clocks,
      triage: state.triage,
      writing: () =>
        Promise.resolve(
          state.writing ??
            (state.mode === 'handoff'
              ? { write: 'handoff', through: 'prow' }
              : { write: 'as-bot', through: state.mode }),
        ),
    },
    log: { warn: (about, text) => state.warned(JSON.stringify(about), text) },
    calendar: { now: () => NOW },
    clock: { now: () => MACHINE },
  };
}

function ownersOf({ owners, codeowners, owned, seen }: State): Ports['owners'] {
  return {
    of: () => Promise.resolve(owners),
    codeowners: () => Promise.resolve(codeowners),
    repositories: () => Promise.resolve(owned),
    seen: (logins, since) =>
      Promise.resolve(
        new Map(Object.entries(seen).filter(([login, at]) => logins.includes(login) && at >= since)),
      ),
  };
}

function historyOf({ days, spans, decisions, heardSince, reading }: State): Ports['history'] {
  return {
    heardSince: () => Promise.resolve(heardSince),
    reading: () => Promise.resolve(reading),
    closedUndecided: () => Promise.resolve(0),
    days: (_group, from, before) => Promise.resolve(days.filter(({ day }) => day >= from && day < before)),
    spans: (since) =>
      Promise.resolve(spans.filter(({ createdAt, closedAt = 0 }) => Math.max(createdAt, closedAt) >= since)),
    decisions: () => Promise.resolve([...decisions]),
  };
}

function consensusIn({ consensus }: State): Ports['consensus'] {
  return {
    byId: (id) => Promise.resolve(consensus.find((one) => one.id === id)),
    live: (group) =>
      Promise.resolve(consensus.filter((one) => isLive(one) && (group === undefined || one.group === group))),
    about: (issue) => Promise.resolve(consensus.filter((one) => one.issue === issue)),
    acceptedBetween: (group, after, until) =>
      Promise.resolve(
        consensus.filter(
          ({ group: of, state, endedAt = 0 }) =>
            of === group && state === 'accepted' && endedAt > after && endedAt <= until,
        ),
      ),
  };
}

function known<T>(answer: T | Error): T {
  if (answer instanceof Error) throw answer;
  return answer;
}

function agendaOf({ items, sittings, minutes, agendas }: State): Ports['agenda'] {
  const open = items.filter(({ state }) => state === 'open');
  return {
    items: (meeting) => Promise.resolve(open.filter((item) => item.meeting === meeting)),
    itemsAbout: (issue) => Promise.resolve(open.filter((item) => item.issue === issue)),
    published: (now) => Promise.resolve(agendas.filter(({ until }) => until > now)),
    item: (id) => Promise.resolve(items.find((item) => item.id === id)),
    sitting: (meeting, key) =>
      Promise.resolve(sittings.find((one) => one.meeting === meeting && one.key === key)),
    sittings: (meeting, limit) =>
      Promise.resolve(sittings.filter((one) => one.meeting === meeting).slice(0, limit)),
    openSittings: () => Promise.resolve(sittings.filter(({ endedAt }) => endedAt === undefined)),
    endedSittings: (after, until) =>
      Promise.resolve(sittings.filter(({ endedAt = 0 }) => endedAt > after && endedAt <= until)),
    lastNumber: () => Promise.resolve(Math.max(0, ...minutes.map(({ number = 0 }) => number))),
    minutes: (meeting, key) =>
      Promise.resolve(minutes.filter((one) => one.meeting === meeting && one.key === key)),
    minute: (id) => Promise.resolve(minutes.find((one) => one.id === id)),
    openActions: (meeting) =>
      Promise.resolve(minutes.filter((one) => one.meeting === meeting && one.doneAt === undefined)),
    openActionsOf: (user) =>
      Promise.resolve(minutes.filter((one) => one.owner === user && one.doneAt === undefined)),
  };
}

import type { Channel, Group } from '../../src/domain/group.ts';
import { hasLabel, isUntriaged } from '../../src/domain/label.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import type { JoinedBundle, Ports, PostedMessage, WriteMode } from '../../src/ports.ts';
import { PLAIN_NOISE, type Noise } from '../../src/domain/noise.ts';
import { NOW, sigNetwork, sigNode } from './facts.ts';

/** The state that features read, as plain fields. */
export interface State {
  groups: readonly Group[];
  /** By group id. */
  channels: Readonly<Record<string, Channel>>;
  issues: readonly Issue[];
  posted: readonly PostedMessage[];
  verdicts: readonly Verdict[];
  people: readonly Person[];
  labels: readonly string[] | undefined;
  mode: WriteMode;
  noise: Partial<Noise>;
  bundles: readonly JoinedBundle[];
  /** Cards that every channel got in the last hour. */
  cardsPosted: number;
}

/** Two SIGs with their channels; Dana leads Node, Noor leads Network, Lee triages Node. */
const calm: State = {
  groups: [sigNode, sigNetwork],
  channels: {
    'sig-node': { id: 'C0NODE', name: 'sig-node' },
    'sig-network': { id: 'C0NET', name: 'sig-network' },
  },
  issues: [],
  posted: [],
  verdicts: [],
  people: [
    { slack: 'U0DANA', github: 'dana', role: 'member' },
    { slack: 'U0NOOR', github: 'noor', role: 'member' },
    { slack: 'U0LEE', github: 'lee', role: 'triager', groups: ['sig-node'] },
  ],
  labels: [
    'triage/accepted',
    'triage/needs-information',
    'triage/duplicate',
    'priority/important-soon',
    'kind/bug',
    'sig/node',
    'sig/network',
  ],
  mode: 'labels',
  noise: {},
  bundles: [],
  cardsPosted: 0,
};

/** Ports over such a state. */
export function portsOf(differs: Partial<State> = {}): Ports {
  const state = { ...calm, ...differs };
  return {
    directory: {
      current: () => ({ groups: state.groups, doubts: [] }),
      channelOf: (group) => state.channels[group.id],
      groupsIn: (channel) => state.groups.filter((group) => state.channels[group.id]?.id === channel),
    },
    issues: {
      byId: (id) => Promise.resolve(state.issues.find((issue) => issue.id === id)),
      like: ({ repo, number }) =>
        Promise.resolve(
          state.issues.filter((issue) => issue.number === number && (repo ?? issue.repo) === issue.repo),
        ),
      labels: () => Promise.resolve(state.labels && new Set(state.labels)),
      openedSince: (label, since) =>
        Promise.resolve(
          state.issues.filter((issue) => hasLabel(issue.labels, label) && issue.createdAt >= since),
        ),
      repositories: () => Promise.resolve(['kubernetes/kubernetes', 'kubernetes/website']),
      queue: ({ label, untriaged, kind, repo, limit, offset }) => {
        const waiting = state.issues
          .filter((issue) => hasLabel(issue.labels, label) && isUntriaged(issue.labels, untriaged))
          .filter((issue) => kind === undefined || hasLabel(issue.labels, kind))
          .filter((issue) => repo === undefined || issue.repo.endsWith(repo));
        return Promise.resolve({ issues: waiting.slice(offset, offset + limit), total: waiting.length });
      },
    },
    messages: {
      of: () => Promise.resolve([...state.posted]),
      cardsSince: () => Promise.resolve(state.cardsPosted),
      at: (channel, ts) =>
        Promise.resolve(
          state.posted.find((message) => message.channel === channel && message.ts === ts)?.subject,
        ),
    },
    verdicts: { of: () => Promise.resolve([...state.verdicts]) },
    bundles: {
      of: () => Promise.resolve([...state.bundles]),
      issuesIn: () => Promise.resolve(state.issues.map(({ id }) => id)),
      due: () => Promise.resolve(state.bundles.filter(({ announced }) => !announced)),
    },
    ledger: { of: () => Promise.resolve({ deliveries: [], effects: [] }) },
    people: {
      find: (slack) => state.people.find((person) => person.slack === slack) ?? { slack, role: 'member' },
    },
    policy: {
      labels: { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/', 'lifecycle/'] },
      robots: ['harbour-robot'],
      noise: () => Promise.resolve({ ...PLAIN_NOISE, ...state.noise }),
      noiseLocked: [],
      writeMode: () => Promise.resolve(state.mode),
    },
    clock: { now: () => NOW },
  };
}

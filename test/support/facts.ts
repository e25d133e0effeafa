import type { Reply } from '../../src/feature.ts';
import type { Group } from '../../src/domain/group.ts';
import type { Authority } from '../../src/effect.ts';
import type { RepositoryRights } from '../../src/domain/rights.ts';
import { issueId, type Issue } from '../../src/domain/issue.ts';
import { DAY } from '../../src/domain/time.ts';

/** 2026-03-02, a Monday, 10:00 UTC: when tests happen. */
export const NOW = Date.UTC(2026, 2, 2, 10);

/** What the machine's clock says meanwhile, where the community's calendar is another. */
export const MACHINE = NOW - 365 * DAY;

/** An open, untriaged bug of SIG Node, an hour old, with whatever differs. */
export function anIssue(differs: Partial<Issue> = {}): Issue {
  const issue = {
    repo: 'kubernetes/kubernetes',
    number: 4711,
    isPullRequest: false,
    title: 'Pod stays in Terminating',
    url: 'https://github.com/kubernetes/kubernetes/issues/4711',
    author: 'mori',
    state: 'open' as const,
    locked: false,
    labels: ['sig/node', 'kind/bug'],
    assignees: [],
    comments: 0,
    reactions: 0,
    firstTimer: false,
    createdAt: NOW - 3_600_000,
    updatedAt: NOW - 3_600_000,
    existedBefore: false,
    ...differs,
  };
  return { id: issueId(issue.repo === 'kubernetes/kubernetes' ? 1 : 2, issue.number), ...issue };
}

/** SIG Node with one lead, or another group. */
function aGroup(differs: Partial<Group> = {}): Group {
  return {
    id: 'sig-node',
    kind: 'sig',
    name: 'Node',
    title: 'SIG Node',
    label: 'sig/node',
    channel: { name: 'sig-node' },
    leads: [{ github: 'dana', name: 'Dana Okafor', role: 'chair' }],
    meetings: [],
    subprojects: [],
    paused: false,
    pullRequests: false,
    ...differs,
  };
}

export const sigNode = aGroup();
export const sigNetwork = aGroup({
  id: 'sig-network',
  name: 'Network',
  title: 'SIG Network',
  label: 'sig/network',
  channel: { name: 'sig-network' },
  leads: [{ github: 'noor', name: 'Noor Haddad', role: 'chair' }],
});

/** Somebody who may do everything on GitHub. */
export const ALL_RIGHTS: RepositoryRights = {
  member: true,
  collaborator: true,
  triage: true,
  push: true,
  teams: [],
};

/** Dana's authority for SIG Node, by the bot's own hand through labels, or whatever differs. */
export function anAuthority(differs: Partial<Authority> = {}): Authority {
  return {
    write: 'as-bot',
    through: 'labels',
    githubId: 101,
    group: 'sig-node',
    actions: ['accept'],
    ...differs,
  };
}

/** That a decision is remembered, so that it can be taken back, is told elsewhere. */
export function withoutMemory(reply: Reply): Reply {
  const { effects, ...rest } = reply;
  return effects ? { ...rest, effects: effects.filter(({ kind }) => kind !== 'decision.keep') } : reply;
}

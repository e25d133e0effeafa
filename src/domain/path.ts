import type { Group } from './group.ts';
import type { Issue } from './issue.ts';
import type { KepStatus } from './kep.ts';
import { hasLabel } from './label.ts';
import type { LinkedPull } from './pull-request.ts';
import type { Instant } from './time.ts';

/**
 * The steps from an issue to what it asks for (kubernetes/enhancements, README: “Is my thing an enhancement?”, and
 * kubernetes/community, sig-governance): somebody asks, duplicates are searched, a group has it, it is discussed, designed,
 * proposed, and built.
 */
export const PATH_STEPS = [
  'issue',
  'duplicates',
  'group',
  'discussion',
  'design',
  'proposal',
  'code',
] as const;
export type PathStep = (typeof PATH_STEPS)[number];

/** Which issues are proposals, and which steps they take, in the order of PATH_STEPS. */
export interface PathPolicy {
  /** Whole labels. */
  labels: readonly string[];
  steps: readonly PathStep[];
}

/** The path where the operator says nothing, and follows no proposals: there is nothing to read a design from. */
export const PLAIN_PATH: PathPolicy = {
  labels: ['kind/feature', 'kind/api-change'],
  steps: ['issue', 'duplicates', 'group', 'discussion', 'code'],
};

/** What is known of the proposal itself: its file, or the pull request that is to bring it. */
export interface KnownProposal {
  status: KepStatus | undefined;
  /** Somebody is named who approves its production readiness at its stage. */
  reviewed: boolean;
}

/** All that the path is told from: what the mirror knows, and nothing that GitHub would have to be asked. */
export interface PathFacts {
  issue: Pick<Issue, 'state' | 'stateReason' | 'gone' | 'author' | 'assignees'>;
  /** It was compared with older issues, or somebody has decided about it. */
  searched: boolean;
  /** Those whose label it has. */
  groups: readonly Pick<Group, 'id' | 'title'>[];
  /** One of them has accepted it. */
  accepted: boolean;
  /** How many people other than its author have spoken on it. */
  voices: number;
  /** It is a topic of a meeting to come; or a meeting has talked about it. */
  agenda: 'never' | 'waiting' | 'held';
  /** How the last consensus that a group sought on it stands; `until`: its deadline. */
  consensus?: { state: 'open' | 'stalled' | 'accepted' | 'stopped'; until: Instant } | undefined;
  /** Its text leads to a document in which a design can be read. */
  document: boolean;
  proposal?: KnownProposal | undefined;
  /** Pull requests that name it, in the proposals' repository. */
  designs: readonly LinkedPull[];
  /** Pull requests that name it, elsewhere. */
  pulls: readonly LinkedPull[];
}

/** Whose move it is. */
export type Mover =
  'anybody' | 'author' | 'group' | 'leads' | 'reviewers' | 'approvers' | 'readiness' | 'assignees';

/** What somebody has to do next. */
export type Move =
  | 'search'
  | 'give'
  | 'accept'
  | 'schedule'
  | 'meet'
  | 'agree'
  | 'settle'
  | 'design'
  | 'propose'
  | 'merge-proposal'
  | 'approve-proposal'
  | 'review-readiness'
  | 'build'
  | 'review'
  | 'approve'
  | 'conclude';

/** What comes next, who must do it, and on which pull request; `until`: by when. */
export interface Next {
  move: Move;
  by: Mover;
  on?: LinkedPull | undefined;
  until?: Instant | undefined;
}

/** Where a proposal is: each step done, the one that is on, and those to come. */
export interface Path {
  steps: readonly { step: PathStep; state: 'done' | 'now' | 'next' }[];
  /** Absent where the path has ended: built, or given up. */
  next?: Next | undefined;
  /** How it ended, where its proposal goes no further. */
  ended?: KepStatus | undefined;
}

/** Whether the issue takes such a path: its labels say so, or it is a proposal's own issue. A pull request never does. */
export function isProposal(
  { labels, isPullRequest }: Pick<Issue, 'labels' | 'isPullRequest'>,
  policy: PathPolicy,
  hasProposal = false,
): boolean {
  return !isPullRequest && (hasProposal || policy.labels.some((label) => hasLabel(labels, label)));
}

/** The path of an issue; undefined where it is over without having been built. */
export function pathOf(facts: PathFacts, { steps }: PathPolicy): Path | undefined {
  const { issue, proposal } = facts;
  const isBuilt = issue.state === 'closed' && (issue.stateReason ?? 'completed') === 'completed';
  if (issue.gone !== undefined || (issue.state === 'closed' && !isBuilt)) return undefined;
  const ended = ENDED.find((status) => status === proposal?.status);
  const done = (step: PathStep) => isBuilt || isDone(step, facts);
  const now = ended === undefined ? steps.find((step) => !done(step)) : undefined;
  const shown = steps.map((step) => ({
    step,
    state: step === now ? ('now' as const) : done(step) ? ('done' as const) : ('next' as const),
  }));
  if (ended !== undefined) return { steps: shown, ended };
  const next = now === undefined ? conclusion(facts) : NEXT[now](facts);
  return { steps: shown, ...(next && !isBuilt ? { next } : {}) };
}

const ENDED: readonly KepStatus[] = ['deferred', 'rejected', 'withdrawn', 'replaced'];

/** How many people beside its author make a discussion. */
const SEVERAL = 2;

/** Whoever has proposed has discussed, and whoever discusses has looked around: that is taken for granted. */
function isDone(step: PathStep, facts: PathFacts): boolean {
  const { searched, groups, document, proposal, designs, pulls } = facts;
  switch (step) {
    case 'issue':
      return true;
    case 'duplicates':
      return searched || isDiscussed(facts);
    case 'group':
      return groups.length > 0;
    case 'discussion':
      return isDiscussed(facts);
    case 'design':
      return document || proposal !== undefined || designs.length > 0;
    case 'proposal':
      return isAgreed(proposal) && proposal?.reviewed === true;
    case 'code':
      return proposal?.status === 'implemented' || (pulls.some(isMerged) && !pulls.some(isOpen));
  }
}

/** A consensus that is sought is a discussion still to be had, and a topic that waits is one unless somebody has designed. */
function isDiscussed({ accepted, voices, agenda, consensus, designs, proposal }: PathFacts): boolean {
  if (consensus?.state === 'open' || consensus?.state === 'stalled') return false;
  if (consensus?.state === 'accepted' || designs.length > 0 || proposal !== undefined) return true;
  return accepted && agenda !== 'waiting' && (agenda === 'held' || voices >= SEVERAL);
}

function isAgreed(proposal: KnownProposal | undefined): boolean {
  return proposal?.status === 'implementable' || proposal?.status === 'implemented';
}

const isOpen = ({ state }: LinkedPull) => state === 'open';
const isMerged = ({ merged }: LinkedPull) => merged === true;

/** What is to be done while a step is on. */
const NEXT: Readonly<Record<PathStep, (facts: PathFacts) => Next | undefined>> = {
  issue: () => undefined,
  duplicates: () => ({ move: 'search', by: 'anybody' }),
  group: () => ({ move: 'give', by: 'anybody' }),
  discussion: nextInDiscussion,
  design: () => ({ move: 'design', by: 'author' }),
  proposal: nextOfProposal,
  code: nextInCode,
};

function nextInDiscussion({ accepted, agenda, consensus }: PathFacts): Next {
  if (consensus?.state === 'open') return { move: 'agree', by: 'group', until: consensus.until };
  if (agenda === 'waiting') return { move: 'meet', by: 'group' };
  if (consensus?.state === 'stalled') return { move: 'settle', by: 'leads' };
  return accepted ? { move: 'schedule', by: 'leads' } : { move: 'accept', by: 'group' };
}

function nextOfProposal({ proposal, designs }: PathFacts): Next {
  const on = designs.find(isOpen);
  if (on) return { move: 'merge-proposal', by: 'approvers', on };
  if (!proposal) return { move: 'propose', by: 'author' };
  if (!isAgreed(proposal)) return { move: 'approve-proposal', by: 'leads' };
  return { move: 'review-readiness', by: 'readiness' };
}

/** Prow's two labels say who is still to speak. */
function nextInCode({ issue, pulls }: PathFacts): Next {
  const on = pulls.find(isOpen);
  if (!on) return { move: 'build', by: issue.assignees.length > 0 ? 'assignees' : 'anybody' };
  return hasLabel(on.labels, 'lgtm')
    ? { move: 'approve', by: 'approvers', on }
    : { move: 'review', by: 'reviewers', on };
}

/** Everything is done, and the issue is open: its author says whether that was all. */
function conclusion({ issue }: PathFacts): Next {
  return { move: 'conclude', by: issue.assignees.length > 0 ? 'assignees' : 'author' };
}

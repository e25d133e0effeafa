import { UserError } from './errors.ts';
import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';

/** Open for answers; accepted or stalled when its time was over; or stopped by hand. */
export type ConsensusState = 'open' | 'accepted' | 'stalled' | 'stopped';

/** Somebody's +1. */
export interface Agreement {
  /** Slack user id. */
  user: string;
  at: Instant;
}

/** What somebody has against a proposal. */
export interface Concern {
  /** Its place among the concerns of its consensus, from 1. */
  number: number;
  /** Slack user id. */
  by: string;
  text: string;
  at: Instant;
  /** Absent while it is open. */
  resolved?: Resolution | undefined;
}

/** How a concern ended: who raised it withdrew it, or it was answered with a sentence. */
export interface Resolution {
  how: 'withdrawn' | 'answered';
  by: string;
  at: Instant;
  text?: string | undefined;
}

/** A group's question about an issue: a proposal that is accepted when its time is over and nobody is against it. */
export interface Consensus {
  /** As consensusId() makes it. */
  id: string;
  /** The group's id. */
  group: string;
  issue: IssueId;
  /** Plain text of one line. */
  proposal: string;
  /** Who started it: a Slack user id. */
  by: string;
  /** The GitHub account under whose right its comment is written; absent where the bot writes none. */
  writer?: { login: string; githubId: number } | undefined;
  /** Where its card stands. */
  channel: string;
  startedAt: Instant;
  deadline: Instant;
  /** Slack ids of those whose answer is asked for. */
  asked: readonly string[];
  /** Whether who says nothing agrees; as its group had it when it began. */
  lazy: boolean;
  /** How many must say +1; as its group had it when it began. */
  least: number;
  agreed: readonly Agreement[];
  concerns: readonly Concern[];
  state: ConsensusState;
  /** Accepted and stalled: when its time was over, however much later that was seen. */
  endedAt?: Instant | undefined;
  /** Who stopped it, and why. */
  stopped?: { by: string; why: string } | undefined;
  /** When those who had not answered were asked again. */
  nudgedAt?: Instant | undefined;
  /** The agenda item that its stalling made. */
  topic?: string | undefined;
  /** Rises with every change. Whoever changes an older one has been overtaken; absent before it is kept. */
  revision?: number | undefined;
}

/** What somebody does about a consensus. */
export type ConsensusAct = { by: string; at: Instant } & (
  | { what: 'agree' }
  | { what: 'object'; text: string }
  | { what: 'take back' }
  | { what: 'resolve'; number: number; text?: string | undefined }
  | { what: 'extend'; until: Instant }
  | { what: 'stop'; why: string }
);

/** What is possible where; who may do it is the caller's to look at. */
const POSSIBLE: Readonly<Record<ConsensusState, readonly ConsensusAct['what'][]>> = {
  open: ['agree', 'object', 'take back', 'resolve', 'extend', 'stop'],
  stalled: ['resolve', 'extend', 'stop'],
  accepted: [],
  stopped: [],
};

/** Of an issue a group has one consensus at a time; a later one has another id. */
export function consensusId(group: string, issue: IssueId, startedAt: Instant): string {
  return `${group}/${issue}/${startedAt.toString(36)}`;
}

/** The issue of such an id. */
export function issueOfConsensus(id: string): IssueId {
  return id.split('/')[1] ?? '';
}

/** Whether people may still do something about it. */
export function isLive({ state }: Pick<Consensus, 'state'>): boolean {
  return state === 'open' || state === 'stalled';
}

/**
 * The consensus after somebody's act; the same object where the act changes nothing. What comes after the deadline finds
 * it over, also where nobody has looked at the clock yet.
 * @throws UserError where it is over, or there is no such concern
 */
export function afterAct(before: Consensus, act: ConsensusAct): Consensus {
  const consensus = afterTime(before, act.at);
  if (!POSSIBLE[consensus.state].includes(act.what)) throw closed(consensus);
  const { by, at } = act;
  switch (act.what) {
    case 'agree':
      return agree(consensus, by, at);
    case 'object':
      return object(consensus, by, at, act.text);
    case 'take back':
      return takeBack(consensus, by, at);
    case 'resolve':
      return resolve(consensus, act);
    case 'extend':
      return { ...consensus, state: 'open', deadline: act.until, endedAt: undefined };
    case 'stop':
      return { ...consensus, state: 'stopped', endedAt: at, stopped: { by, why: act.why } };
  }
}

/** The consensus as it is at a moment: from its deadline on it is accepted, or it has stalled. */
export function afterTime(consensus: Consensus, now: Instant): Consensus {
  const { state, deadline } = consensus;
  if (state !== 'open' || now < deadline) return consensus;
  return {
    ...consensus,
    state: lacking(consensus).length === 0 ? 'accepted' : 'stalled',
    endedAt: deadline,
  };
}

/** What a proposal can lack: an answer to a concern, so many +1, or where silence is none the +1 of who was asked. */
export type Lack = 'concern' | 'agreement' | 'answer';

/** What is missing for it to be accepted when its time is over; nothing where it will be. */
export function lacking(consensus: Consensus): Lack[] {
  const { agreed, least, lazy } = consensus;
  return [
    ...(openConcerns(consensus).length > 0 ? ['concern' as const] : []),
    ...(agreed.length < least ? ['agreement' as const] : []),
    ...(lazy || allAgreed(consensus) ? [] : ['answer' as const]),
  ];
}

/** Everybody who was asked; where nobody was, anybody. */
function allAgreed({ asked, agreed }: Consensus): boolean {
  const yes = new Set(agreed.map(({ user }) => user));
  return asked.every((user) => yes.has(user)) && yes.size > 0;
}

export function openConcerns({ concerns }: Pick<Consensus, 'concerns'>): Concern[] {
  return concerns.filter(({ resolved }) => !resolved);
}

/** Those who were asked and have said nothing: neither +1 nor a concern. */
export function unanswered({ asked, agreed, concerns }: Consensus): string[] {
  const heard = new Set([...agreed.map(({ user }) => user), ...concerns.map(({ by }) => by)]);
  return asked.filter((user) => !heard.has(user));
}

/** Who agrees has no concern any more. */
function agree(consensus: Consensus, user: string, at: Instant): Consensus {
  const { agreed } = consensus;
  if (agreed.some((one) => one.user === user)) return consensus;
  return { ...withdrawn(consensus, user, at), agreed: [...agreed, { user, at }] };
}

/** Who has a concern does not agree. The same concern twice, a second press, is one. */
function object(consensus: Consensus, by: string, at: Instant, text: string): Consensus {
  const { agreed, concerns } = consensus;
  if (openConcerns(consensus).some((one) => one.by === by && one.text === text)) return consensus;
  return {
    ...consensus,
    agreed: agreed.filter(({ user }) => user !== by),
    concerns: [...concerns, { number: concerns.length + 1, by, text, at }],
  };
}

function takeBack(consensus: Consensus, user: string, at: Instant): Consensus {
  const { agreed } = consensus;
  const without = agreed.filter((one) => one.user !== user);
  const after = withdrawn(consensus, user, at);
  return without.length === agreed.length ? after : { ...after, agreed: without };
}

function withdrawn(consensus: Consensus, by: string, at: Instant): Consensus {
  const isTheirs = (concern: Concern) => concern.by === by && !concern.resolved;
  if (!consensus.concerns.some(isTheirs)) return consensus;
  const concerns = consensus.concerns.map((one) =>
    isTheirs(one) ? { ...one, resolved: { how: 'withdrawn' as const, by, at } } : one,
  );
  return { ...consensus, concerns };
}

/** @throws UserError where there is no such concern, or somebody else was faster */
function resolve(
  consensus: Consensus,
  { by, at, number, text }: Extract<ConsensusAct, { what: 'resolve' }>,
): Consensus {
  const concern = consensus.concerns.find((one) => one.number === number);
  if (!concern || concern.resolved)
    throw new UserError('That concern is not open any more.', 'The card says how it ended.');
  const resolved: Resolution =
    text === undefined ? { how: 'withdrawn', by, at } : { how: 'answered', by, at, text };
  return {
    ...consensus,
    concerns: consensus.concerns.map((one) => (one === concern ? { ...one, resolved } : one)),
  };
}

function closed({ state, stopped }: Consensus): UserError {
  switch (state) {
    case 'accepted':
      return new UserError(
        'Its time is over, and it is accepted.',
        'Who wants something else proposes that: `/sig consensus start`',
      );
    case 'stalled':
      return new UserError(
        'Its time is over, and it is not accepted.',
        'Who started it, or a lead of the group, can extend it: `/sig consensus extend`',
      );
    default:
      return new UserError(`It was stopped${stopped ? `: ${stopped.why}` : '.'}`);
  }
}

import { clip } from '../../blocks.ts';
import { agendaId, type AgendaItem } from '../../domain/agenda.ts';
import { consensusId, type Consensus } from '../../domain/consensus.ts';
import type { ConsensusPolicy } from '../../domain/consensus-policy.ts';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import { LINES, subjectKey, type Effect, type Subject } from '../../effect.ts';

/** What a consensus begins with. */
export interface Begun extends Pick<Consensus, 'proposal' | 'writer' | 'channel' | 'deadline' | 'asked'> {
  group: string;
  issue: IssueId;
  by: string;
  now: Instant;
}

/** A proposal as it begins; by which rules it ends does not change any more. */
export function begin(
  { now, ...begun }: Begun,
  { lazy, least }: Pick<ConsensusPolicy, 'lazy' | 'least'>,
): Consensus {
  const id = consensusId(begun.group, begun.issue, now);
  return { id, ...begun, startedAt: now, lazy, least, agreed: [], concerns: [], state: 'open' };
}

export function subjectOf({ id }: Pick<Consensus, 'id'>): Subject {
  return { kind: 'consensus', id };
}

/** It is kept and shown in its group's channel. */
export function announced(consensus: Consensus): Effect[] {
  const subject = subjectOf(consensus);
  return [
    { kind: 'consensus.put', consensus },
    { kind: 'slack.post', channel: consensus.channel, subject, once: subjectKey(subject) },
  ];
}

/** It is kept as it is now, and its card follows. */
export function changed(consensus: Consensus): Effect[] {
  return [{ kind: 'consensus.put', consensus }, shown(consensus)];
}

export function shown(consensus: Consensus): Effect {
  return { kind: 'slack.update', channel: consensus.channel, subject: subjectOf(consensus) };
}

/** The line that asks those again who have not answered: it mentions them, for they are to act. */
export function nudge(
  { id, channel, issue }: Consensus,
  users: readonly string[],
  { thread, deadline }: { thread: string; deadline: string },
): Effect {
  const who = users.map((user) => `<@${user}>`).join(' ');
  const text = `${who}: your answer to the proposal above is asked for until ${deadline}: +1, or a concern. sigbot asks this once.`;
  const once = `${LINES}${channel}:${issue}:asked:${id}`;
  return { kind: 'slack.reply', channel, thread, text, once, about: issue };
}

/** The topic by which a meeting takes up what people did not agree on. */
export function stalledTopic(
  { id, proposal, issue, by, deadline }: Consensus,
  { meeting, key }: { meeting: string; key: string },
  items: readonly AgendaItem[],
): AgendaItem {
  const last = Math.max(0, ...items.map(({ position }) => position));
  return {
    id: `${agendaId(meeting, key)}/consensus/${id}/${deadline.toString(36)}`,
    meeting,
    from: key,
    text: clip(`No consensus yet: ${proposal}`, 200),
    issue,
    by,
    at: deadline,
    state: 'open',
    carried: 0,
    position: Math.floor(last) + 1,
  };
}

import { actions, button, context, escape, header, section, when } from '../../blocks.ts';
import { endOf, type Board } from '../../domain/board.ts';
import type { Group } from '../../domain/group.ts';
import { iso, type Instant } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import type { Message } from '../../feature.ts';
import type { QueueFilter } from './filter.ts';

/** What is needed to begin. */
export interface Beginning {
  group: Group;
  channel: string;
  filter: QueueFilter;
  total: number;
  by: string;
  now: Instant;
}

/** Posts a board into the group's channel; its id goes into the walks of those who join. */
export function openBoard({ group, channel, filter, total, by, now }: Beginning): {
  id: string;
  effects: Effect[];
} {
  const id = `${group.id}/${iso(now)}`;
  const board = { id, group: group.id, channel, filter: JSON.stringify(filter), total, by };
  const subject = { kind: 'board', id } as const;
  return {
    id,
    effects: [
      { kind: 'board.open', board },
      { kind: 'slack.post', channel, subject, once: `board:${id}` },
    ],
  };
}

/** Counts on the board what somebody did: 0 joins, 1 decided, -1 took it back. */
export function countOn({ id, channel }: Board, user: string, decided: number): Effect[] {
  return [{ kind: 'board.count', board: id, user, decided }, shownAnew(id, channel)];
}

/** Ends it: nobody joins any more. */
export function endBoard({ id, channel }: Pick<Board, 'id' | 'channel'>, at: Instant): Effect[] {
  return [{ kind: 'board.end', board: id, at }, shownAnew(id, channel)];
}

function shownAnew(id: string, channel: string): Effect {
  return { kind: 'slack.update', channel, subject: { kind: 'board', id } };
}

/** Ends those whose time is over. */
export function endOverdue(going: readonly Pick<Board, 'id' | 'channel'>[], now: Instant): Effect[] {
  return going.filter((board) => endOf(board) <= now).flatMap((board) => endBoard(board, endOf(board)));
}

/** The board as its channel sees it. */
export function boardMessage(board: Board, group: Group): Message {
  const { id, total, members, endedAt } = board;
  const decided = members.reduce((sum, member) => sum + member.decided, 0);
  const title = `Triage together: ${group.title}`;
  const counts = `${decided} decided of ${total} that waited`;
  const names = members.slice(0, 20).map((member) => `<@${member.user}> ${member.decided}`);
  const who = names.length > 0 ? names.join(' · ') : 'Nobody has joined yet.';
  return {
    text: `${escape(title)}: ${counts}`,
    blocks: [
      header(title),
      section(`*${counts}*\n${who}`),
      context(stateText(board)),
      ...(endedAt === undefined
        ? [actions(button('Join', 'walk:join', id, 'primary'), button('End', 'walk:end', id))]
        : []),
    ],
  };
}

function stateText(board: Board): string {
  const { by, endedAt } = board;
  if (endedAt === undefined) return `begun by <@${by}> · ends by itself ${when(endOf(board))}`;
  return endedAt < endOf(board) ? 'it is over' : 'it is over: it ended by itself after twelve hours';
}

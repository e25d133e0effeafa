import { goesOn, type Board } from '../../domain/board.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Effect } from '../../effect.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call, Message, Plan, Press, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { boardMessage, countOn, endBoard, endOverdue, openBoard } from './board.ts';
import type { QueueFilter } from './filter.ts';
import { notFor } from './resolve.ts';
import { mayCertainly, pageOf, queuedGroup, showQueue } from './triage-queue.ts';
import { startWalk } from './triage-steps.ts';

/**
 * Posts a board into the group's channel, and lets who asked begin.
 * @throws UserError where the group has no channel, or the person does not decide for it
 */
export async function startTogether(filter: QueueFilter, call: Call, ports: Ports): Promise<Reply> {
  const group = queuedGroup(filter, ports);
  const channel = ports.directory.channelOf(group)?.id;
  if (channel === undefined) throw new UserError(`${group.title} has no channel that sigbot may post in.`);
  const { issues, total } = await pageOf(group, filter, ports, { limit: 1, offset: 0 });
  await checkMay(group, issues, 'triage together', call, ports);
  if (total === 0) return showQueue(filter, ports);
  const { id, effects } = openBoard({ group, channel, filter, total, by: call.user, now: call.now });
  const joined: Effect = { kind: 'board.count', board: id, user: call.user, decided: 0 };
  const walk = await startWalk(filter, call, ports, { board: id });
  return { ...walk, effects: [...effects, joined, ...(walk.effects ?? [])] };
}

/** A board as its channel sees it now. */
export async function renderBoard(id: string, ports: Ports): Promise<Message | undefined> {
  const board = await ports.boards.byId(id);
  const group = ports.directory.current().groups.find((one) => one.id === board?.group);
  return board && group && boardMessage(board, group);
}

/** Ends the boards that nobody has ended in their time. */
export async function endBoards(now: Instant, ports: Ports): Promise<Plan> {
  const effects = endOverdue(await ports.boards.going(), now);
  return { effects, because: effects.length > 0 ? ['boards whose time is over end'] : [] };
}

/** A board's buttons. */
export const boardPresses: Readonly<Record<string, Press>> = {
  'walk:join': async (id, call, ports) => {
    const board = await openBoardOf(id, call, ports);
    const filter = JSON.parse(board.filter) as QueueFilter;
    await checkBoard(filter, 'triage together', call, ports);
    const walk = await startWalk(filter, call, ports, { board: id });
    const joined = walk.view ? countOn(board, call.user, 0) : [];
    return { ...walk, effects: [...joined, ...(walk.effects ?? [])] };
  },
  'walk:end': async (id, call, ports) => {
    const board = await openBoardOf(id, call, ports);
    await checkBoard(JSON.parse(board.filter) as QueueFilter, 'end this', call, ports);
    return { effects: endBoard(board, call.now) };
  },
};

async function checkBoard(filter: QueueFilter, what: string, call: Call, ports: Ports): Promise<void> {
  const group = queuedGroup(filter, ports);
  const { issues } = await pageOf(group, filter, ports, { limit: 1, offset: 0 });
  await checkMay(group, issues, what, call, ports);
}

async function checkMay(
  group: Group,
  waiting: readonly Issue[],
  what: string,
  call: Call,
  ports: Ports,
): Promise<void> {
  if (await mayCertainly(group, waiting, call, ports)) return;
  const advice = { named: ports.people.named, canLink: ports.linking.how !== undefined };
  throw notFor(await ports.people.find(call.user), [group], what, advice);
}

async function openBoardOf(id: string, { now }: Call, ports: Ports): Promise<Board> {
  const board = await ports.boards.byId(id);
  if (board && goesOn(board, now)) return board;
  throw new UserError('This is over.', 'Begin anew: `/sig triage together`');
}

import { objectAt, textOf } from '../json.ts';
import type { Desk } from './desk.ts';
import type { Happening } from './happenings.ts';
import { labelNames, ROBOT, type Hub } from './hub.ts';
import { ordersOf, upkeep, type Facts, type Orders } from './prow.ts';
import { authorOf, type IssueRecord } from './records.ts';

/** Prow's stand-in at work; resolves `idle` when it has nothing left to do. */
export interface Robot {
  idle(): Promise<void>;
}

const LABELLING = new Set(['opened', 'labeled', 'unlabeled', 'reopened']);

/** Lets the robot hear of what happens in the repositories that run Prow. */
export function startRobot(hub: Hub, desk: Desk): Robot {
  let work: Promise<void> = Promise.resolve();
  let left = 0;

  desk.listeners.push((happening) => {
    if (
      !happening.repo.prow ||
      !happening.record ||
      (happening.sender === ROBOT && happening.event === 'issue_comment')
    )
      return;
    left += 1;
    work = work.then(() => react(hub, desk, happening)).finally(() => (left -= 1));
  });

  return {
    async idle() {
      while (left > 0) await work;
    },
  };
}

async function react(
  hub: Hub,
  desk: Desk,
  { event, action, record, extra, sender }: Happening,
): Promise<void> {
  if (!record || record.gone) return;
  const comment =
    event === 'issue_comment' ? textOf(objectAt(extra, 'comment')['body']) : textOf(record.raw['body']);
  const isNew = event === 'issue_comment' ? action === 'created' : action === 'opened';
  if (isNew) await carryOut(desk, record, ordersOf(comment, factsOf(hub, record, sender)), sender);
  if (event !== 'issue_comment' && LABELLING.has(action)) {
    const { add, remove } = upkeep(labelNames(record.raw), record.repo.labels, record.pull !== undefined);
    await carryOut(desk, record, { add, remove, assign: [], unassign: [], replies: [] }, sender);
  }
}

function factsOf(hub: Hub, record: IssueRecord, author: string): Facts {
  return {
    author,
    members: hub.members,
    participants: [authorOf(record), ...record.comments.map((comment) => comment.author)],
    labels: labelNames(record.raw),
    known: record.repo.labels,
    state: record.raw['state'] === 'closed' ? 'closed' : 'open',
    isPullRequest: record.pull !== undefined,
  };
}

async function carryOut(desk: Desk, record: IssueRecord, orders: Orders, asker: string): Promise<void> {
  const change = (method: string, path: string, body?: unknown) =>
    desk.change(ROBOT, record, method, path, body);
  if (orders.add.length > 0) await change('POST', '/labels', { labels: orders.add });
  for (const label of orders.remove) await change('DELETE', `/labels/${encodeURIComponent(label)}`);
  if (orders.assign.length > 0) await change('POST', '/assignees', { assignees: orders.assign });
  if (orders.unassign.length > 0) await change('DELETE', '/assignees', { assignees: orders.unassign });
  if (orders.close) await change('PATCH', '', { state: 'closed', state_reason: orders.close });
  if (orders.reopen) await change('PATCH', '', { state: 'open' });
  if (orders.replies.length > 0)
    await desk.comment(ROBOT, record, `@${asker}: ${orders.replies.join('\n\n')}`);
}

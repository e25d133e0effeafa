import { textOf } from '../json.ts';
import { mergeBranch } from './branches.ts';
import type { Desk } from './desk.ts';
import { labelNames, ROBOT } from './hub.ts';
import { authorOf, isoTime, issueJson, repoJson, type IssueRecord, type Repo } from './records.ts';

/** Moves an issue to another repository: there it is opened, here it points there. */
export async function transferIssue(desk: Desk, record: IssueRecord, to: Repo): Promise<IssueRecord> {
  const { title, body } = record.raw;
  const labels = labelNames(record.raw).filter((label) => to.labels.has(label.toLowerCase()));
  const issue = { title: textOf(title), body: typeof body === 'string' ? body : null, labels };
  const moved = await desk.create(authorOf(record), to, issue, { tell: false });
  const told = { event: 'issues' as const, sender: ROBOT };
  const there = { new_issue: issueJson(moved, desk.at), new_repository: repoJson(to, desk.at) };
  desk.happen({ ...told, action: 'transferred', repo: record.repo, record, extra: { changes: there } });
  const here = { old_issue: issueJson(record, desk.at), old_repository: repoJson(record.repo, desk.at) };
  desk.happen({ ...told, action: 'opened', repo: to, record: moved, extra: { changes: here } });
  record.gone = { how: 'transferred', to: moved };
  return moved;
}

export function deleteIssue(desk: Desk, record: IssueRecord): void {
  desk.happen({ event: 'issues', action: 'deleted', repo: record.repo, record, extra: {}, sender: ROBOT });
  record.gone = { how: 'deleted' };
}

export async function mergePull(desk: Desk, login: string, record: IssueRecord): Promise<void> {
  if (!record.pull) throw new Error(`${record.repo.name}#${record.number} is no pull request.`);
  const { head, base } = record.pull;
  if (head !== undefined && base !== undefined) mergeBranch(record.repo, head, base);
  record.pull.mergedAt = isoTime(desk.at.calendar.now());
  await desk.change(login, record, 'PATCH', '', { state: 'closed' });
}

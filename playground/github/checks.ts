import type { Json } from '../json.ts';
import type { Desk } from './desk.ts';
import { isoTime, type IssueRecord } from './records.ts';

/** States of a status as GitHub has them. */
export type StatusState = 'pending' | 'success' | 'failure' | 'error';

/** Git's name of the last commit of a pull request. */
export function headOf(record: IssueRecord): string {
  return record.pull?.sha ?? '0'.repeat(40);
}

/** A robot says how a check of the last commit fares; the webhook tells of it. */
export function setStatus(
  desk: Desk,
  sender: string,
  record: IssueRecord,
  [context, state]: readonly [string, StatusState],
): void {
  if (!record.pull) throw new Error(`${record.repo.name}#${record.number} is no pull request.`);
  const sha = headOf(record);
  const status = { context, state, sha, updated_at: isoTime(desk.at.calendar.now()) };
  record.pull.statuses = [...statusesOf(record).filter((one) => one['context'] !== context), status];
  desk.happen({ event: 'status', action: '', repo: record.repo, extra: { id: 1, ...status }, sender });
}

/** Those of the last commit; a push begins anew. */
export function statusesOf(record: IssueRecord): readonly Json[] {
  return (record.pull?.statuses ?? []).filter((status) => status['sha'] === headOf(record));
}

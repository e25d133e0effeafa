import { objectsOf, textOf, type Json } from '../json.ts';
import type { IssueRecord, Repo } from './records.ts';

/** Something that happened on GitHub, as a webhook tells it. */
export interface Happening {
  event:
    | 'issues'
    | 'pull_request'
    | 'pull_request_review'
    | 'issue_comment'
    | 'label'
    | 'repository'
    | 'push'
    | 'status';
  /** "" where the event has none. */
  action: string;
  repo: Repo;
  record?: IssueRecord;
  /** The payload's fields beyond issue, repository and sender. */
  extra: Json;
  /** Login of who did it. */
  sender: string;
}

/** One thing that changed on an issue. */
export interface Change {
  action: string;
  extra: Json;
}

/**
 * What changed between two states of an issue, as GitHub tells it: `opened` first, then one `labeled` per label.
 * `before` is undefined for a new issue.
 */
export function changes(before: Json | undefined, after: Json): Change[] {
  const opened: Change[] = before ? [] : [{ action: 'opened', extra: {} }];
  const was = before ?? { ...after, labels: [], assignees: [] };
  return [
    ...opened,
    ...edits(was, after),
    ...members(was, after, 'labels', 'name').map(({ item, added }) => ({
      action: added ? 'labeled' : 'unlabeled',
      extra: { label: item },
    })),
    ...members(was, after, 'assignees', 'login').map(({ item, added }) => ({
      action: added ? 'assigned' : 'unassigned',
      extra: { assignee: item },
    })),
    ...switches(was, after),
  ];
}

function edits(before: Json, after: Json): Change[] {
  const from = Object.fromEntries(
    ['title', 'body'].filter((key) => before[key] !== after[key]).map((key) => [key, { from: before[key] }]),
  );
  return Object.keys(from).length > 0 ? [{ action: 'edited', extra: { changes: from } }] : [];
}

function switches(before: Json, after: Json): Change[] {
  const found: Change[] = [];
  if (before['state'] !== after['state'])
    found.push({ action: after['state'] === 'closed' ? 'closed' : 'reopened', extra: {} });
  if (before['locked'] !== after['locked'])
    found.push({ action: after['locked'] === true ? 'locked' : 'unlocked', extra: {} });
  return found;
}

function members(before: Json, after: Json, key: string, name: string): { item: Json; added: boolean }[] {
  const was = objectsOf(before[key]);
  const is = objectsOf(after[key]);
  const lacks = (all: Json[], one: Json): boolean =>
    !all.some((other) => textOf(other[name]) === textOf(one[name]));
  return [
    ...was.filter((one) => lacks(is, one)).map((item) => ({ item, added: false })),
    ...is.filter((one) => lacks(was, one)).map((item) => ({ item, added: true })),
  ];
}

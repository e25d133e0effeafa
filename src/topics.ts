import { topicsOn, type AgendaItem } from './domain/agenda.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import { isPrivate, showsPrivate } from './domain/privacy.ts';
import type { Ports } from './ports.ts';

/** A topic with the issue it is about. */
export interface Topic {
  /** Its place on the agenda, from 1. */
  number: number;
  item: AgendaItem;
  issue?: Issue | undefined;
}

/** What a channel may read of an occurrence's topics, and how many it may not. */
export interface Topics {
  shown: readonly Topic[];
  hidden: number;
}

/** Whether private issues are told of in a channel; not where there is none. */
export function tellsPrivate(channel: string | undefined, { directory, policy }: Ports): boolean {
  return showsPrivate(channel === undefined ? undefined : directory.channel(channel), policy.privacy);
}

/** The issues of these that may be told of in a channel, by id; not those that nobody knows any more. */
export async function issuesFor(
  wanted: readonly { issue?: IssueId | undefined }[],
  channel: string | undefined,
  ports: Ports,
): Promise<Map<IssueId, Issue>> {
  const ids = new Set(wanted.flatMap(({ issue }) => issue ?? []));
  const known = ids.size === 0 ? [] : await ports.work.issues([...ids]);
  const mayTell = (issue: Issue) => tellsPrivate(channel, ports) || !isPrivate(issue, ports.policy.privacy);
  return new Map(known.filter(mayTell).map((issue) => [issue.id, issue]));
}

/**
 * The topics of an occurrence as a channel may see them: what is said of a private issue stays out of it, and so does what
 * is said of one that nobody knows any more.
 */
export async function topicsFor(
  meeting: string,
  key: string,
  channel: string | undefined,
  ports: Ports,
): Promise<Topics> {
  const items = topicsOn(await ports.agenda.items(meeting), key);
  const issues = await issuesFor(items, channel, ports);
  const topics = items.map((item, index) => ({
    number: index + 1,
    item,
    issue: issues.get(item.issue ?? ''),
  }));
  const shown = topics.filter(({ item, issue }) => item.issue === undefined || issue !== undefined);
  return { shown, hidden: topics.length - shown.length };
}

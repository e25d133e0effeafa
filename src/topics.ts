import { topicsOn, type AgendaItem } from './domain/agenda.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import { isPrivate, showsPrivate } from './domain/privacy.ts';
import { peopleIn, plainName, type Names } from './domain/slack-text.ts';
import type { Effect, Subject } from './effect.ts';
import type { Message, Named } from './feature.ts';
import { say } from './blocks.ts';
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

/** How the people and channels are called that a text mentions: it is also read outside of Slack. */
export async function namesIn(text: string, { linking, directory }: Ports): Promise<Names> {
  const ids = peopleIn(text).slice(0, 10);
  const names = new Map(
    await Promise.all(ids.map(async (id) => [id, plainName(await linking.nameOf(id))] as const)),
  );
  return { person: (id) => names.get(id), channel: (id) => directory.channel(id).name || undefined };
}

/** What a message says of these issues' being private, in their order; one that nobody knows any more counts as private. */
export async function namesOf(
  wanted: readonly { issue?: IssueId | undefined }[],
  { work, policy }: Ports,
): Promise<Named[]> {
  const ids = [...new Set(wanted.flatMap(({ issue }) => issue ?? []))];
  const known = ids.length === 0 ? [] : await work.issues(ids);
  const open = new Set(known.filter((one) => !isPrivate(one, policy.privacy)).map(({ id }) => id));
  return ids.map((issue) => ({ issue, hidden: !open.has(issue) }));
}

/** Edits of the messages of one kind that name the issue as private, or as public, and it is so no more. */
export async function unveiled(kind: Subject['kind'], issue: Issue, ports: Ports): Promise<Effect[]> {
  const hidden = isPrivate(issue, ports.policy.privacy);
  const naming = await ports.messages.naming(issue.id);
  return naming
    .filter((one) => one.subject.kind === kind && one.hidden !== hidden)
    .map(({ channel, subject }) => ({ kind: 'slack.update', channel, subject }));
}

/**
 * The issues that a message names and that may not be told of there any more; undefined where all of them may.
 * @param channel undefined for its documents
 */
export async function hiddenSince(
  subject: Subject,
  channel: string | undefined,
  ports: Ports,
): Promise<Named[] | undefined> {
  if (tellsPrivate(channel, ports)) return undefined;
  const named = await ports.messages.namedIn(subject);
  const names = await namesOf(
    named.filter((one) => channel === undefined || one.channel === channel),
    ports,
  );
  return names.some(({ hidden }) => hidden) ? names : undefined;
}

/** What is left of a message whose meeting the directory has no more, where it named what is private now. */
export async function leftOf(subject: Subject, channel: string, ports: Ports): Promise<Message | undefined> {
  const names = await hiddenSince(subject, channel, ports);
  return names && { ...say('What stood here named an issue that is private now.'), names };
}

import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';

/**
 * A topic that somebody put on a meeting's agenda. It is on the agenda of the first occurrence whose key is `from` or
 * later, and goes on to the next one until it is done or dropped.
 */
export interface AgendaItem {
  id: string;
  /** The meeting's id. */
  meeting: string;
  /** The earliest occurrence, by its day ("2026-12-03"): later days compare greater. */
  from: string;
  /** Plain text of one line. */
  text: string;
  /** Its time box. */
  minutes?: number | undefined;
  issue?: IssueId | undefined;
  /** Who presents it, by Slack id. */
  owner?: string | undefined;
  /** Who put it there: a Slack id, or a GitHub login with an "@" before it. */
  by: string;
  at: Instant;
  state: 'open' | 'done' | 'dropped';
  /** How many meetings ended before it was reached. */
  carried: number;
  /** Its place: smaller ones come first, equals by when they were added. */
  position: number;
  /** Rises with every change. Whoever changes an older one has been overtaken; absent before it is kept. */
  revision?: number | undefined;
}

/** What the agenda of an occurrence is known by: the meeting's id and the occurrence's key. */
export function agendaId(meeting: string, key: string): string {
  return `${meeting}/${key}`;
}

/** The meeting and the key of such an id. */
export function readAgendaId(id: string): { meeting: string; key: string } {
  const slash = id.lastIndexOf('/');
  return { meeting: id.slice(0, slash), key: id.slice(slash + 1) };
}

/** Of a meeting's open topics, in their order, those that are on the agenda of an occurrence. */
export function topicsOn(items: readonly AgendaItem[], key: string): AgendaItem[] {
  return items.filter(({ from }) => from <= key);
}

/**
 * How many meetings did not come to the topic: those that were ended before it was reached, and those that passed since
 * without anybody having said what was done in them.
 * @param passed the keys of the occurrences that are over, called-off ones left out
 */
export function timesCarried({ carried, from }: AgendaItem, passed: readonly string[]): number {
  return carried + passed.filter((key) => key >= from).length;
}

/** How often a topic went on to the next meeting, in words. */
export function carriedText(times: number): string {
  return `carried over ${['once', 'twice'][times - 1] ?? `${times} times`}`;
}

/** An agenda that stands in its group's channel. */
export interface PublishedAgenda {
  /** The meeting's id, and the occurrence's key. */
  meeting: string;
  key: string;
  /** The group's id. */
  group: string;
  /** When its meeting is over: from then on it is left as it is. */
  until: Instant;
}

/** Something that was said in a meeting and is to be kept. */
export interface Minute {
  id: string;
  /** The meeting's id, and the occurrence's key. */
  meeting: string;
  key: string;
  kind: 'decision' | 'action' | 'note';
  text: string;
  /** The agenda item it belongs to. */
  item?: string | undefined;
  issue?: IssueId | undefined;
  /** Who is to do it, by Slack id. */
  owner?: string | undefined;
  /** By when, "2026-12-10". */
  due?: string | undefined;
  by: string;
  at: Instant;
  /** When an action was done. */
  doneAt?: Instant | undefined;
  /** What an action is called by among its group's: 7. */
  number?: number | undefined;
  /** When a comment with a decision was last put on its way to its issue; when GitHub had it, or refused it for good. */
  askedAt?: Instant | undefined;
  sentAt?: Instant | undefined;
  refusedAt?: Instant | undefined;
}

/** What became of a topic in a meeting. */
export interface Covered {
  /** The agenda item's id. */
  item: string;
  text: string;
  /** What the topic is about. */
  issue?: IssueId | undefined;
  /** Whether it is off the table, or goes on to the next meeting. */
  how: 'done' | 'carried';
  /** How many meetings have carried it over, this one included. */
  carried: number;
}

/** An occurrence as it was held. */
export interface Sitting {
  meeting: string;
  key: string;
  startedAt: Instant;
  /** Slack id of who leads it. */
  by: string;
  /** Where its messages stand. */
  channel: string;
  /** The agenda item that is on, and since when. */
  item?: string | undefined;
  itemSince?: Instant | undefined;
  /** Slack ids of who said that they are there. */
  present: readonly string[];
  /** The topics that were left, in that order. */
  covered?: readonly Covered[] | undefined;
  endedAt?: Instant | undefined;
  /** Where the notes and the recording are, once somebody said. */
  notesUrl?: string | undefined;
  recordingUrl?: string | undefined;
  /** Rises with every change. Whoever changes an older one has been overtaken; absent before it is kept. */
  revision?: number | undefined;
}

import type { SectionName } from '../../domain/agenda-policy.ts';
import type { Minute } from '../../domain/agenda.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { hasLabel, labelsUnder } from '../../domain/label.ts';
import type { Clock } from '../../domain/service-level.ts';
import type { Staleness } from '../../domain/stale.ts';
import type { Instant } from '../../domain/time.ts';
import type { Meet } from '../../meets.ts';
import type { Topic } from '../../topics.ts';
import type { WorkCounts } from '../../ports/work.ts';

/** Why an issue stands there, and the moment that belongs to it. */
export interface Because {
  text: string;
  at?: Instant | undefined;
}

/** One line of an agenda, before it is known where it is written. */
export type Entry =
  /** `carried`: how many meetings did not come to it. */
  | { is: 'topic'; topic: Topic; carried: number }
  | { is: 'action'; action: Minute }
  | { is: 'issue'; issue: Issue; because: Because }
  /** `name`: "designs#7 Tar the planks". */
  | { is: 'proposal'; name: string; url: string; issue: IssueId | undefined; because: string }
  | { is: 'words'; text: string };

/** A part of an agenda: some of what there is, and how much that is. `failed`: nobody could find out. */
export interface Section {
  name: SectionName;
  entries: readonly Entry[];
  total: number;
  /** What is to be said of all of them. */
  note?: string | undefined;
  failed?: boolean | undefined;
}

/** All that an occurrence is about, as it may be told in one place. */
export interface Agenda extends Meet {
  sections: readonly Section[];
  /** How many topics may not be told of there. */
  hidden: number;
  /** How many issues wait for triage; undefined where it could not be found out. */
  waiting: number | undefined;
  /** Nobody added anything, nothing waits for triage, and no freeze is near. */
  empty: boolean;
  /** A lead made it a meeting for triage. */
  forTriage: boolean;
  now: Instant;
}

/** What is left of an agenda once its meeting is over and something that it named has become private. */
export interface Past {
  /** What was talked about, in that order. */
  topics: readonly string[];
  /** How many topics more may not be told of there. */
  hidden: number;
}

/** The issues that an agenda tells of, whether its message has room for all of them or not. */
export function namedBy({ sections }: Agenda): { issue?: IssueId | undefined }[] {
  return sections.flatMap(({ entries }) =>
    entries.map((entry) => {
      switch (entry.is) {
        case 'topic':
          return { issue: entry.topic.item.issue };
        case 'action':
          return { issue: entry.action.issue };
        case 'issue':
          return { issue: entry.issue.id };
        case 'proposal':
          return { issue: entry.issue };
        case 'words':
          return {};
      }
    }),
  );
}

/** What each part is called. */
export const HEADINGS: Readonly<Record<SectionName, string>> = {
  topics: 'Topics',
  carried: 'Carried over',
  actions: 'Open actions',
  accepted: 'Accepted since the last meeting',
  overdue: 'Overdue',
  soon: 'Act fast',
  untriaged: 'Waiting for triage',
  unassigned: 'Accepted, and nobody’s',
  review: 'Pull requests that wait',
  stale: 'At rest for too long',
  freeze: 'Proposals and freezes',
  enhancements: 'Enhancements',
  counts: 'In numbers',
};

/** Accepted issues: how urgent they are. */
export function urgency({ labels, createdAt }: Issue): Because {
  const [priority] = labelsUnder(labels, 'priority/');
  return priority === undefined ? { text: 'opened', at: createdAt } : { text: priority };
}

/** By the group's clocks: what is due first, and when. */
export function dueFor(clocks: readonly Clock[] = []): Because {
  const [first] = clocks.toSorted((one, other) => one.due - other.due);
  const what = first?.what === 'response' ? 'answer' : 'triage';
  return { text: `${what} due`, at: first?.due };
}

/** Pull requests: what they wait for, by Prow's labels. */
export function waitsFor({ labels, createdAt }: Issue): Because {
  return { text: `waits for ${hasLabel(labels, 'lgtm') ? 'approval' : 'review'}, opened`, at: createdAt };
}

/** Stale issues: which of the guide's clocks ran out. */
export function restsFor(issue: Issue, stale: Staleness | undefined): Because {
  const { assignees, updatedAt: at } = issue;
  switch (stale) {
    case 'unanswered':
      return { text: 'was asked for information and did not answer; last touched', at };
    case 'no-pull':
      return { text: `assigned to ${assignees.slice(0, 3).join(', ')}, no pull request; last touched`, at };
    default:
      return { text: 'last touched', at };
  }
}

/** "41 open issues, 12 open pull requests; since the last meeting 5 opened, 7 closed" */
export function countsText({ open, pulls, opened, closed }: WorkCounts): string {
  const issues = `${open} open ${open === 1 ? 'issue' : 'issues'}`;
  const requests = `${pulls} open pull ${pulls === 1 ? 'request' : 'requests'}`;
  return `${issues}, ${requests}; since the last meeting ${opened} opened, ${closed} closed`;
}

/** The heading, and how many of how many are shown: "Topics (12 of 3000)". */
export function headingOf({ name, entries, total, note }: Section): string {
  const some = total > entries.length ? ` (${entries.length} of ${total})` : '';
  return `${HEADINGS[name]}${some}${note === undefined ? '' : `: ${note}`}`;
}

/** The parts that have something to say, the topics in any case. */
export function toldOf({ sections }: Agenda): Section[] {
  return sections.filter(({ name, total, failed }) => name === 'topics' || total > 0 || failed === true);
}

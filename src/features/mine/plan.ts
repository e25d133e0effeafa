import type { Minute } from '../../domain/agenda.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import type { OwnChoice } from '../../domain/mine.ts';
import type { Person } from '../../domain/person.ts';
import type { Owed } from '../../domain/reply.ts';
import type { Instant } from '../../domain/time.ts';
import type { OwedBy } from '../../ports/work.ts';

/** An issue on which a person owes the next reply. */
export interface MyIssue {
  issue: Issue;
  owed: Owed;
}

/** An issue that a person has before them in a group's queue. */
export interface MyClaim {
  issue: Issue;
  group: string;
  until: Instant;
}

/** The next time that a meeting of a person's group takes place. */
export interface MyMeeting {
  /** The group's title. */
  group: string;
  /** The group's id. */
  of: string;
  title: string;
  start: Instant;
  /** Where one joins. */
  url?: string | undefined;
}

/** All that is a person's own. */
export interface Mine {
  person: Person;
  /** Whether they can link a GitHub account by themselves. */
  linkable: boolean;
  choice: OwnChoice;
  groups: readonly Group[];
  /** The longest first; `total` counts those that are not in it as well. */
  waiting: { total: number; found: readonly MyIssue[] };
  claims: readonly MyClaim[];
  actions: readonly Minute[];
  /** The soonest first. */
  meetings: readonly MyMeeting[];
}

/** What one person owes, in whatever part, the longest first. */
export function longestFirst(parts: readonly OwedBy[]): Mine['waiting'] {
  const found = parts
    .flatMap(({ first }) => first)
    .toSorted((one, other) => one.owed.since - other.owed.since);
  return { total: parts.reduce((sum, { total }) => sum + total, 0), found };
}

/** What is said of an action that is about an issue which may not be shown there. */
const UNTOLD = 'about what may not be shown here';

/** Actions with the words of those alone whose issue may be told of. */
export function veiled(actions: readonly Minute[], issues: ReadonlyMap<IssueId, Issue>): Minute[] {
  return actions.map((action) =>
    action.issue === undefined || issues.has(action.issue) ? action : { ...action, text: UNTOLD },
  );
}

/** Whether anything waits that is worth a message in the morning. That a meeting comes is no work. */
export function hasWork({ waiting, actions }: Mine): boolean {
  return waiting.total + actions.length > 0;
}

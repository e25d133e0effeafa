import { escape, link, when } from '../../blocks.ts';
import type { Minute } from '../../domain/agenda.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Morning } from '../../domain/mine.ts';
import { readsOnly } from '../../domain/person.ts';
import type { OwedWhy } from '../../domain/reply.ts';
import { dayText, placeText, timeText } from '../../domain/zone.ts';
import type { Mine, MyClaim, MyIssue, MyMeeting } from './plan.ts';

/** Why somebody is waited for, as they are told it. */
const WHYS: Readonly<Partial<Record<OwedWhy, string>>> = {
  asked: 'you were asked for information',
  'spoken-to': 'your answer is waited for',
  'changes-requested': 'changes were asked for',
  blocked: 'a label keeps it from merging',
  assigned: 'it is assigned to you',
  review: 'your review is asked for',
  approval: 'your approval is asked for',
};

/** "• boats#12 Hull leaks · your review is asked for · since 21 Nov" */
export function issueLine({ issue, owed: { why, since } }: MyIssue): string {
  return `• ${issueLink(issue)} · ${WHYS[why] ?? 'your reply is waited for'} · since ${when(since, '{date_short_pretty}')}`;
}

/** "boats#12 Hull leaks (SIG Node, until 14:30)" */
export function claimText({ issue, group, until }: MyClaim): string {
  return `${issueLink(issue)} (${escape(group, 60)}, until ${when(until, '{time}')})`;
}

/** "• write to the release team, by Fri 4 Dec" */
export function actionLine({ text, due }: Minute): string {
  return `• ${escape(text, 200)}${due === undefined ? '' : `, by ${dayText(due)}`}`;
}

/** "• Thu 26 Nov, 18:00: SIG Node, Weekly · join" */
export function meetingLine({ group, title, start, url }: MyMeeting): string {
  const join = url === undefined ? '' : ` · ${link(url, 'join')}`;
  return `• ${when(start, '{date_short_pretty}, {time}')}: ${escape(group, 60)}, ${escape(title, 80)}${join}`;
}

/** "boats#12 Hull leaks" */
function issueLink({ repo, number, title, url }: Issue): string {
  return link(url, `${repo.split('/').at(-1)}#${number} ${title}`, 90);
}

/** "3 wait for you"; of somebody whose account is not known, why nobody can tell. */
export function waitingHead({ person, linkable, waiting: { total } }: Mine): string {
  if (person.github === undefined) return unknownText(person, linkable);
  if (total === 0) return 'Nothing waits for you on GitHub.';
  return `*${total} ${total === 1 ? 'waits' : 'wait'} for you*`;
}

function unknownText(person: Mine['person'], linkable: boolean): string {
  const reads = readsOnly(person);
  if (reads !== undefined) return escape(reads);
  if (person.doubt !== undefined) return escape(person.doubt, 400);
  const remedy = linkable ? '' : ' Ask whoever runs sigbot to add you under `people:`.';
  return `sigbot does not know who you are on GitHub, so it cannot tell what waits for you there.${remedy}`;
}

/** When somebody is told what waits for them. */
export function morningText(morning: Morning | undefined): string {
  if (!morning) return 'sigbot writes to you only when you ask.';
  const { at, zone } = morning;
  return `sigbot writes to you on workdays at ${timeText(at)} (${escape(placeText(zone))}), where something waits for you.`;
}

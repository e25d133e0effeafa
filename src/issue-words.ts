import { escape, LIMITS, link, when } from './blocks.ts';
import type { ClockName } from './domain/clock-policy.ts';
import type { Group } from './domain/group.ts';
import { refText, type Issue } from './domain/issue.ts';
import type { Clock } from './domain/service-level.ts';
import { suggestionsFor, type Similar } from './domain/similar.ts';
import type { Standing, Verdict, VerdictKind } from './domain/verdict.ts';

export const VERDICT_WORDS: Record<VerdictKind, string> = {
  accepted: 'accepted',
  'needs-information': 'needs information',
  'not-ours': 'handed over',
  duplicate: 'duplicate',
  'not-reproducible': 'not reproducible',
  closed: 'closed',
};

const WAITING = 'waiting';

/** What a line says at most before "and 3 more": no more groups than a reader takes in, no more text than Slack takes. */
const SHOWN = 12;

/**
 * Where an issue stands with each of its groups, in one line: "node: accepted by dana 2 hours ago · network, storage:
 * waiting". Groups that stand alike stand together. Where there is nothing to tell that the card does not say anyway,
 * it is empty.
 */
export function standingsText(issue: Issue, standings: readonly Standing[]): string {
  const told = standings.flatMap((standing) => {
    const text = standingText(issue, standing);
    return text === '' ? [] : [{ name: shortName(standing.group), text }];
  });
  const texts = [...new Set(told.map(({ text }) => text))];
  if (texts.join() === WAITING) return '';
  const lines = texts.map((text) => `${names(told.filter((one) => one.text === text))}: ${text}`);
  return within(lines, LIMITS.contextText);
}

/** As many lines as fit, and how many did not. */
function within(lines: readonly string[], max: number): string {
  const shown: string[] = [];
  for (const line of lines) {
    const length = [...shown, line].join(' · ').length;
    if (length > max - 20 || shown.length === SHOWN) break;
    shown.push(line);
  }
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(' · ');
}

function names(told: readonly { name: string }[]): string {
  return told.map(({ name }) => name).join(', ');
}

/** "sig/node" -> "node" */
function shortName({ label, name }: Group): string {
  return escape(label === undefined ? name : label.slice(label.indexOf('/') + 1), 40);
}

function standingText(issue: Issue, standing: Standing): string {
  switch (standing.state) {
    case 'decided':
      return verdictText(standing.verdict);
    case 'labelled':
      return '';
    case 'waiting':
      return issue.state === 'open' ? waitingText(standing) : '';
  }
}

/** "accepted by dana 2 hours ago" */
function verdictText({ kind, by, at, note, because }: Verdict): string {
  // Why an issue was handed on stands in a line of its own.
  const said = note ?? because;
  const about = said === undefined ? '' : ` (${escape(said, 60)})`;
  return `${VERDICT_WORDS[kind]}${about} ${by === undefined ? 'on GitHub' : `by ${escape(by, 40)}`} ${when(at)}`;
}

/** "waiting", or why it waits again. */
function waitingText({ why, since, after }: Extract<Standing, { state: 'waiting' }>): string {
  if (!after) return WAITING;
  const decided = `${VERDICT_WORDS[after.kind]} ${when(after.at)}`;
  const by = after.ended?.by === undefined ? '' : ` by ${escape(after.ended.by, 40)}`;
  switch (why) {
    case 'answered':
      return `waiting again (the author answered ${when(since)})`;
    case 'retriage':
      return `waiting again (${decided})`;
    case 'reopened':
      return `waiting again (reopened${by} ${when(since)})`;
    case 'returned':
      return `waiting again (given back${by} ${when(since)})`;
    default:
      return `waiting again (${VERDICT_WORDS[after.kind]} taken back${by} ${when(since)})`;
  }
}

/** What the conversation reads from which an issue was opened. */
export function openedText(issue: Pick<Issue, 'url' | 'repo' | 'number'>): string {
  return `Opened from this conversation: ${link(issue.url, refText(issue))}`;
}

/** Logins, not mentions: nobody is notified who did not ask for it. */
export function assigneeText({ assignees }: Pick<Issue, 'assignees'>): string {
  if (assignees.length === 0) return '';
  const names = assignees.slice(0, 5).map((login) => escape(login, 40));
  const more = assignees.length > 5 ? ` and ${assignees.length - 5} more` : '';
  return `assigned to ${names.join(', ')}${more}`;
}

/** "also like #123 Pod hangs (closed) · owner/other#7 …": what it may be a duplicate of, small. */
export function similarText(issue: Issue, similar: readonly Similar[]): string {
  const names = suggestionsFor(issue, similar).map(
    ({ issue: other, name, closed }) =>
      `${link(other.url, `${name} ${other.title}`, 80)}${closed ? ' (closed)' : ''}`,
  );
  return names.length === 0 ? '' : `also like ${names.join(' · ')}`;
}

const CLOCK_WORDS: Readonly<Record<ClockName, string>> = { response: 'Answer', triage: 'Triage' };

/** Slack's words for a day near by, and the time: "tomorrow at 18:00", in the reader's zone. */
const DAY_AND_TIME = '{date_short_pretty} at {time}';

/**
 * "Answer due tomorrow at 18:00", "Triage overdue since yesterday at 09:00"; nothing of a clock that has stopped. It does
 * not change while a clock runs, but when it is over.
 */
export function dueText({ what, due, state }: Clock): string {
  if (state === 'met' || state === 'missed') return '';
  return `${CLOCK_WORDS[what]} ${state === 'overdue' ? 'overdue since' : 'due'} ${when(due, DAY_AND_TIME)}`;
}

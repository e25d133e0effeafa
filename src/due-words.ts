import { when } from './blocks.ts';
import type { ClockName } from './domain/clock-policy.ts';
import type { Clock } from './domain/service-level.ts';

const NAMES: Readonly<Record<ClockName, string>> = { response: 'Answer', triage: 'Triage' };

/** Slack's words for a day near by, and the time: "tomorrow at 18:00", in the reader's zone. */
const DAY_AND_TIME = '{date_short_pretty} at {time}';

/**
 * "Answer due tomorrow at 18:00", "Triage overdue since yesterday at 09:00"; nothing of a clock that has stopped. It does
 * not change while a clock runs, but when it is over.
 */
export function dueText({ what, due, state }: Clock): string {
  if (state === 'met' || state === 'missed') return '';
  return `${NAMES[what]} ${state === 'overdue' ? 'overdue since' : 'due'} ${when(due, DAY_AND_TIME)}`;
}

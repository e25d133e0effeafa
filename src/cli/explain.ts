import { refText, type Issue } from '../domain/issue.ts';
import { iso } from '../domain/time.ts';
import type { LedgerDelivery, LedgerEffect } from '../ports.ts';
import type { AuditEntry } from '../adapters/store/store.ts';

/** An issue's whole ledger for the terminal: `sigbot explain`. */
export function explanation(
  issue: Issue,
  { deliveries, effects }: { deliveries: readonly LedgerDelivery[]; effects: readonly LedgerEffect[] },
  acts: readonly AuditEntry[],
): string {
  const lines = [
    `${refText(issue)}  ${issue.title}`,
    `${issue.state}, labels: ${issue.labels.join(', ') || 'none'}, updated ${iso(issue.updatedAt)}`,
    '',
    'What came in',
    ...deliveries.flatMap(({ receivedAt, source, event, state, because }) => [
      `  ${iso(receivedAt)}  ${source}  ${event}  ${state}`,
      ...because.map((line) => `      ${line}`),
    ]),
    '',
    'What was done',
    ...effects.map(
      ({ text, state, attempts, plannedAt, doneAt, result }) =>
        `  ${iso(doneAt ?? plannedAt)}  ${state}  ${text}${attempts > 1 ? ` (${attempts} attempts)` : ''}${result === undefined ? '' : `: ${result}`}`,
    ),
    '',
    'Who acted',
    ...acts.map(({ at, slack, github, act }) => `  ${iso(at)}  ${github ?? slack ?? 'nobody known'}  ${act}`),
  ];
  return `${lines.join('\n')}\n`;
}

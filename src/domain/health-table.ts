import { csv } from './csv.ts';
import type { HealthWeek } from './health.ts';

const COLUMNS = [
  'week_from',
  'open',
  'untriaged',
  'opened',
  'closed',
  'triaged',
  'triage_median_hours',
  'triage_p90_hours',
  'estimated',
];

/** The weeks as CSV, one a line; what is not known is empty, hours have one place behind the point. */
export function weeksCsv(weeks: readonly HealthWeek[]): string {
  return csv([
    COLUMNS,
    ...weeks.map(({ from, open, untriaged, opened, closed, triaged, medianHours, p90Hours, estimated }) => [
      from,
      open,
      untriaged,
      opened,
      closed,
      triaged,
      tenth(medianHours),
      tenth(p90Hours),
      estimated ? 'yes' : 'no',
    ]),
  ]);
}

function tenth(hours: number | undefined): number | undefined {
  return hours === undefined ? undefined : Math.round(hours * 10) / 10;
}

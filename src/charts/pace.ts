import type { HealthWeek } from '../domain/health.ts';
import { countText, hoursText, lastKnown, noIssuesText } from '../domain/health-words.ts';
import {
  dates,
  dotMark,
  FIGURES,
  figures,
  PANEL,
  plotIn,
  nothing,
  ruled,
  type Panel,
  title,
  TITLE,
} from './axes.ts';
import type { Lettering } from './drawing.ts';
import { columnsOf, hourScale, type Scale } from './scale.ts';
import { dot, stroke, type Place } from './svg.ts';

const HEADING = 'Triaged within';

/** How long issues wait for a first verdict: each week a dot at the median, on a stem up to the 90th percentile. */
export function pacePanel(place: Place, weeks: readonly HealthWeek[], lettering: Lettering): Panel {
  const [median, p90] = [lastKnown(weeks, 'medianHours'), lastKnown(weeks, 'p90Hours')];
  if (!median && !p90) return nothing(place, HEADING, noIssuesText(weeks, 'Nothing triaged yet.'));
  const row = figures(
    { ...place, y: place.y + TITLE + FIGURES },
    [
      ...(median ? [{ words: `half ${hoursText(median.value, 'd')}`, mark: dotMark('calm') }] : []),
      ...(p90 ? [{ words: `90 % ${hoursText(p90.value, 'd')}`, mark: cap }] : []),
    ],
    lettering,
  );
  const plot = plotIn(place);
  const [top, bottom] = [plot.y, plot.y + plot.height];
  const highest = Math.max(
    ...weeks.flatMap(({ medianHours, p90Hours }) => [medianHours ?? 0, p90Hours ?? 0]),
  );
  const scale = hourScale(highest, bottom, top);
  const columns = columnsOf(weeks.length, plot.x, plot.width);
  const parts = [
    title(place, HEADING),
    ...row.parts,
    ...ruled(plot, scale, hoursTick(scale)),
    ...dates(plot, weeks, columns, lettering),
    ...weeks.flatMap((week, at) => stem(week, columns.middle(at), scale)),
  ];
  return { parts, height: PANEL };
}

/** "0", "12 h", "3 d": all of a scale in hours, or all in days. */
function hoursTick({ ticks }: Scale): (hours: number) => string {
  const inDays = (ticks.at(-1) ?? 0) >= 48;
  return (hours) => (hours === 0 ? '0' : inDays ? `${countText(hours / 24)} d` : `${hours} h`);
}

function stem({ medianHours, p90Hours, estimated }: HealthWeek, x: number, scale: Scale): string[] {
  const [low, high] = [medianHours, p90Hours].map((hours) =>
    hours === undefined ? undefined : scale.at(hours),
  );
  const between =
    low !== undefined && high !== undefined
      ? [
          stroke(
            [
              [x, low],
              [x, high],
            ],
            'calm',
            { width: 1.2, isDashed: estimated },
          ),
        ]
      : [];
  return [
    ...between,
    ...(high === undefined ? [] : [cap(x, high)]),
    ...(low === undefined ? [] : [dot(x, low, 2.6, 'calm', estimated)]),
  ];
}

/** The mark of the 90th percentile. */
function cap(x: number, y: number): string {
  return stroke(
    [
      [x - 3.5, y],
      [x + 3.5, y],
    ],
    'calm',
    { width: 1.6 },
  );
}

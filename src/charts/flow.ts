import type { HealthWeek } from '../domain/health.ts';
import { countText, noIssuesText, totalOf } from '../domain/health-words.ts';
import {
  dates,
  FIGURES,
  figures,
  PANEL,
  plotIn,
  nothing,
  ruled,
  type Panel,
  tickText,
  title,
  TITLE,
} from './axes.ts';
import type { Lettering } from './drawing.ts';
import { columnsOf, countScale, type Columns, type Scale } from './scale.ts';
import { bar, shape, stroke, type Place } from './svg.ts';

const HEADING = 'Opened, closed, net';

/** What came in, upwards, and what was closed, downwards, week by week, with a line across at what is left of it. */
export function flowPanel(place: Place, weeks: readonly HealthWeek[], lettering: Lettering): Panel {
  const [opened, closed] = [totalOf(weeks, 'opened'), totalOf(weeks, 'closed')];
  if (!opened && !closed) return nothing(place, HEADING, noIssuesText(weeks, 'Nothing yet.'));
  const row = figures({ ...place, y: place.y + TITLE + FIGURES }, totals(opened, closed), lettering);
  const plot = plotIn(place);
  const [top, bottom] = [plot.y, plot.y + plot.height];
  const highest = Math.max(...weeks.map((week) => week.opened ?? 0));
  const lowest = -Math.max(...weeks.map((week) => week.closed ?? 0));
  const scale = countScale(lowest, highest, bottom, top);
  const columns = columnsOf(weeks.length, plot.x, plot.width);
  const parts = [
    title(place, HEADING),
    ...row.parts,
    ...ruled(plot, scale, (tick) => tickText(Math.abs(tick))),
    ...dates(plot, weeks, columns, lettering),
    ...weeks.flatMap((week, at) => column(week, at, columns, scale)),
  ];
  return { parts, height: PANEL };
}

function totals(opened: number | undefined, closed: number | undefined) {
  const net = opened === undefined || closed === undefined ? undefined : opened - closed;
  const signed =
    net === undefined ? undefined : `${net > 0 ? '+' : net < 0 ? '−' : ''}${countText(Math.abs(net))}`;
  return [
    { words: opened === undefined ? '?' : countText(opened), mark: triangle('alert', -1) },
    { words: closed === undefined ? '?' : countText(closed), mark: triangle('calm', 1) },
    ...(signed === undefined ? [] : [{ words: signed, mark: dash }]),
  ];
}

function column(
  { opened, closed, estimated }: HealthWeek,
  at: number,
  { middle, pitch }: Columns,
  scale: Scale,
): string[] {
  const width = pitch * 0.66;
  const x = middle(at) - width / 2;
  const [zero, up, down] = [0, opened ?? 0, -(closed ?? 0)].map((value) => scale.at(value)) as [
    number,
    number,
    number,
  ];
  const net = opened === undefined || closed === undefined ? undefined : scale.at(opened - closed);
  if (!opened && !closed) return [];
  return [
    ...(opened ? [bar({ x, y: up, width, height: zero - up }, 'alert', estimated)] : []),
    ...(closed ? [bar({ x, y: zero, width, height: down - zero }, 'calm', estimated)] : []),
    ...(net === undefined ? [] : [halo(middle(at), net, pitch), rung(middle(at), net, pitch)]),
  ];
}

const across = (x: number, y: number, width: number) =>
  [
    [x - width / 2, y],
    [x + width / 2, y],
  ] as const;

/** What is left of a week, in ink, with paper around it so that it stands out from the bars. */
const rung = (x: number, y: number, pitch: number) =>
  stroke(across(x, y, pitch * 0.9), 'ink', { width: 1.6 });
const halo = (x: number, y: number, pitch: number) =>
  stroke(across(x, y, pitch * 0.9), 'paper', { width: 3.4 });

const dash = (x: number, y: number) => rung(x, y, 10);

/** Points up (-1) or down (1). */
const triangle = (colour: 'calm' | 'alert', way: 1 | -1) => (x: number, y: number) =>
  shape(
    [
      [x - 4.5, y - 3.6 * way],
      [x + 4.5, y - 3.6 * way],
      [x, y + 4 * way],
    ],
    colour,
  );

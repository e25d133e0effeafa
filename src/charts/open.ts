import type { HealthWeek } from '../domain/health.ts';
import { countText, lastKnown, noIssuesText } from '../domain/health-words.ts';
import { dates, DATES, GUTTER, nothing, ruled, tickText, title, type Panel } from './axes.ts';
import type { Lettering } from './drawing.ts';
import { widthOf } from './letters.ts';
import { columnsOf, countScale, type Columns, type Scale } from './scale.ts';
import { dot, stroke, text, type Place } from './svg.ts';

const TITLE = 'Open issues, and those not triaged';
const HEIGHT = 118;

/** How many issues are open, and how many of them wait: two lines, named where they end. */
export function openPanel(place: Place, weeks: readonly HealthWeek[], lettering: Lettering): Panel {
  const ends = LINES.flatMap(({ noun, ...look }) => {
    const last = lastKnown(weeks, look.key);
    return last ? { ...look, ...last, words: `${countText(last.value)} ${noun}` } : [];
  });
  if (ends.length === 0) return nothing(place, TITLE, noIssuesText(weeks, 'Nothing yet.'));
  const room = Math.max(...ends.map(({ words }) => widthOf(words, lettering, { weight: 600 }))) + 10;
  const plot = {
    x: place.x + GUTTER,
    y: place.y + 24,
    width: place.width - GUTTER - room,
    height: HEIGHT - DATES - 24,
  };
  const highest = Math.max(...weeks.flatMap(({ open, untriaged }) => [open ?? 0, untriaged ?? 0]));
  const scale = countScale(0, highest, plot.y + plot.height, plot.y);
  const columns = columnsOf(weeks.length, plot.x, plot.width);
  const heights = apart(
    ends.map(({ value }) => scale.at(value)),
    15,
    plot.y + plot.height,
  );
  const parts = [
    title(place, TITLE),
    ...ruled(plot, scale, tickText),
    ...dates(plot, weeks, columns, lettering),
    ...ends.flatMap((look) => line(weeks, look, columns, scale)),
    ...ends.map(({ words, colour }, at) =>
      text(plot.x + plot.width + 4, (heights[at] ?? 0) + 4.4, words, { colour, bold: true }),
    ),
  ];
  return { parts, height: HEIGHT };
}

/** The upper one is drawn first and wider: where both are the same it shows on either side of the other. */
const LINES = [
  { key: 'open', colour: 'calm', noun: 'open', width: 2.6 },
  { key: 'untriaged', colour: 'alert', noun: 'untriaged', width: 1.8 },
] as const;

/** A line from week to week, broken where a week is unknown, dashed where one is estimated, a dot at its end. */
function line(
  weeks: readonly HealthWeek[],
  { key, colour, width }: Pick<(typeof LINES)[number], 'key' | 'colour' | 'width'>,
  { middle }: Columns,
  scale: Scale,
): string[] {
  const point = (at: number, value: number) => [middle(at), scale.at(value)] as const;
  const last = lastKnown(weeks, key)?.at;
  return weeks.flatMap((week, at) => {
    const [value, before] = [week[key], weeks[at - 1]];
    if (value === undefined) return [];
    const [x, y] = point(at, value);
    const isAlone = before?.[key] === undefined && weeks[at + 1]?.[key] === undefined;
    const marked = isAlone || at === last ? [dot(x, y, 3, colour, week.estimated)] : [];
    if (before?.[key] === undefined) return marked;
    const isDashed = week.estimated || before.estimated;
    return [stroke([point(at - 1, before[key]), [x, y]], colour, { width, isDashed }), ...marked];
  });
}

/** Heights moved as little as it takes for them to be so far apart, none below the lowest. */
function apart(heights: readonly number[], gap: number, lowest: number): number[] {
  const [one, other] = heights;
  if (one === undefined || other === undefined) return [...heights];
  const short = gap - Math.abs(one - other);
  if (short <= 0) return [...heights];
  const [upper, lower] = one <= other ? [one, other] : [other, one];
  const down = Math.min(short / 2, Math.max(0, lowest - lower));
  const moved = [upper - (short - down), lower + down] as const;
  return one <= other ? [...moved] : [moved[1], moved[0]];
}

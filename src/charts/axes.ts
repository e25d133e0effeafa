import type { HealthWeek } from '../domain/health.ts';
import { countText, shortDay } from '../domain/health-words.ts';
import type { Lettering } from './drawing.ts';
import { widthOf } from './letters.ts';
import { SIZE } from './palette.ts';
import type { Columns, Scale } from './scale.ts';
import { dot, stroke, text, type Box, type Place } from './svg.ts';

/** From the upper edge of a panel to the baseline of its title, and from there to that of its figures. */
export const TITLE = 11;
export const FIGURES = 17;
/** What the labels of a scale take at the left, of a line of dates below. */
export const GUTTER = 36;
export const DATES = 18;

/** A part of a picture, and how high it is, in units. */
export interface Panel {
  parts: string[];
  height: number;
}

export function title({ x, y }: Place, words: string): string {
  return text(x, y + TITLE, words, { size: SIZE.title, bold: true });
}

/** What stands where there is nothing to draw. */
export function nothing(place: Place, heading: string, words: string): Panel {
  const below = TITLE + FIGURES + 1;
  const parts = [title(place, heading), text(place.x, place.y + below, words, { colour: 'quiet' })];
  return { parts, height: below + 4 };
}

/** How high a panel of one column is that has figures and a plot. */
export const PANEL = 122;

/** Where the plot of such a panel is. */
export function plotIn({ x, y, width }: Place): Box {
  const top = TITLE + FIGURES + 14;
  return { x: x + GUTTER, y: y + top, width: width - GUTTER, height: PANEL - top - DATES };
}

/** Quiet lines across the plot at each tick, with what it stands for at the left. */
export function ruled(plot: Box, scale: Scale, label: (tick: number) => string): string[] {
  const { x, width } = plot;
  return scale.ticks.flatMap((tick) => {
    const y = scale.at(tick);
    const line = stroke(
      [
        [x, y],
        [x + width, y],
      ],
      tick === 0 ? 'faint' : 'rule',
      { width: 0.8 },
    );
    return [line, text(x - 4, y + 4.3, label(tick), { colour: 'quiet', anchor: 'end' })];
  });
}

/** "0", "500", "2.5k": a count beside a scale. */
export function tickText(count: number): string {
  return count < 1000 ? String(count) : countText(count, 1000);
}

/** The Monday of the first, of a middle and of the last week, below the plot; only what does not touch another. */
export function dates(
  plot: Box,
  weeks: readonly Pick<HealthWeek, 'from'>[],
  { middle, pitch }: Columns,
  lettering: Lettering,
): string[] {
  const last = weeks.length - 1;
  const wanted = [...new Set([last, 0, Math.round(last / 2)])].filter((week) => week >= 0);
  const taken: [number, number][] = [];
  return wanted.flatMap((week) => {
    const day = shortDay(weeks[week]?.from ?? '');
    const width = widthOf(day, lettering);
    const start = Math.max(plot.x, middle(week) - pitch / 2);
    const at = Math.min(start, plot.x + plot.width - width);
    if (taken.some(([from, until]) => at < until + 8 && at + width > from - 8)) return [];
    taken.push([at, at + width]);
    return [text(at, plot.y + plot.height + DATES - 4, day, { colour: 'quiet' })];
  });
}

/** A number with its mark before it, as they stand in a row under a title. */
export interface Figure {
  words: string;
  /** Draws the mark with its middle there; it is 10 units wide at most. */
  mark?: ((x: number, y: number) => string) | undefined;
}

const GAP = 12;
const MARK = 13;
/** From one row of figures to the next. */
export const ROW = 16;

/** Figures from the left, in so many rows at most; those that have no room are left out. And how many rows they took. */
export function figures(
  box: Place,
  all: readonly Figure[],
  lettering: Lettering,
  most = 1,
): { parts: string[]; rows: number } {
  let [x, row] = [box.x, 0];
  const parts = all.flatMap(({ words, mark }) => {
    const width = (mark ? MARK : 0) + widthOf(words, lettering);
    if (x > box.x && x + width > box.x + box.width) [x, row] = [box.x, row + 1];
    if (row >= most) return [];
    const y = box.y + row * ROW;
    const drawn = [mark?.(x + 5, y - 4.4) ?? '', text(x + (mark ? MARK : 0), y, words)];
    x += width + GAP;
    return drawn;
  });
  return { parts, rows: Math.min(most, row + 1) };
}

/** The mark of a dot. */
export const dotMark =
  (colour: 'calm' | 'alert') =>
  (x: number, y: number): string =>
    dot(x, y, 3, colour);

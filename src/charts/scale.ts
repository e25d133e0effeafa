/** From what is counted to a place in a picture. */
export interface Scale {
  /** Round values from the lowest to the highest: the ends of the scale among them. */
  ticks: readonly number[];
  /** The place of a value, in units. */
  at(value: number): number;
}

/** What ticks of hours are apart: parts of a day, then days and weeks. */
const HOURS = [1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 240, 336, 720, 1440, 2160, 4320, 8760];

/** A scale of counts from 0 to the highest, or from below 0, in two or three round steps. */
export function countScale(lowest: number, highest: number, bottom: number, top: number): Scale {
  return scaleOf(lowest, highest, roundStep((highest - lowest) / 2.5), bottom, top);
}

/** A scale of hours from 0, in steps of hours or days. */
export function hourScale(highest: number, bottom: number, top: number): Scale {
  const wanted = highest / 2.5;
  const step = HOURS.find((hours) => hours >= wanted) ?? roundStep(wanted / 24) * 24;
  return scaleOf(0, highest, step, bottom, top);
}

function scaleOf(lowest: number, highest: number, step: number, bottom: number, top: number): Scale {
  const from = Math.floor(Math.min(0, lowest) / step);
  const until = Math.max(Math.ceil(Math.max(0, highest) / step), from + 1);
  const ticks = Array.from({ length: until - from + 1 }, (_, at) => (from + at) * step);
  const span = (until - from) * step;
  return { ticks, at: (value) => bottom + ((value - from * step) / span) * (top - bottom) };
}

/** The least of 1, 2, 5, 10, 20, 50 … that is no less. */
function roundStep(wanted: number): number {
  if (!(wanted > 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5].find((times) => times * power >= wanted) ?? 10) * power;
}

/** How many weeks a picture has room for at least: those of a younger group stand at the right. */
const SLOTS = 12;

/** Where weeks stand side by side: the middle of each one's column, and how wide a column is, in units. */
export interface Columns {
  middle(week: number): number;
  pitch: number;
}

export function columnsOf(weeks: number, x: number, width: number): Columns {
  const slots = Math.max(SLOTS, weeks);
  const pitch = width / slots;
  return { middle: (week) => x + pitch * (slots - weeks + week + 0.5), pitch };
}

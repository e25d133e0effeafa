/** From what is counted to a place in a picture. */
export interface Scale {
  /** Round values between the lowest and the highest, 0 among them. */
  ticks: readonly number[];
  /** The place of a value, in units. */
  at(value: number): number;
}

/** About how many steps a scale has. */
const STEPS = 3.5;
/** Of the larger side of 0 at least so many, before the step is rounded up: so that it keeps one tick beside 0. */
const LEAST = 2.5;
/** What ticks of hours are apart: parts of a day, then days and weeks. */
const HOURS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 240, 336, 720, 1440, 2160, 4320, 8760];

/** A scale of whole counts, from the lowest or 0 at the bottom to the highest or 1 at the top. */
export function countScale(lowest: number, highest: number, bottom: number, top: number): Scale {
  const [from, until] = [Math.min(0, lowest), Math.max(lowest < 0 ? 0 : 1, highest)];
  const larger = Math.max(-from, until);
  return scaleOf(from, until, roundStep(Math.min((until - from) / STEPS, larger / LEAST)), bottom, top);
}

/** A scale of hours from 0, in steps of hours or days. */
export function hourScale(highest: number, bottom: number, top: number): Scale {
  const until = Math.max(0.5, highest);
  const wanted = until / STEPS;
  const step = HOURS.find((hours) => hours >= wanted) ?? roundStep(wanted / 24) * 24;
  return scaleOf(0, until, step, bottom, top);
}

function scaleOf(from: number, until: number, step: number, bottom: number, top: number): Scale {
  const first = Math.ceil(from / step);
  const count = Math.floor(until / step) - first + 1;
  return {
    ticks: Array.from({ length: count }, (_, at) => (first + at) * step),
    at: (value) => bottom + ((value - from) / (until - from)) * (top - bottom),
  };
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

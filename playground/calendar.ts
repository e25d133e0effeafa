/** A stretch of the calendar that goes evenly: from the machine's `real` time on, `at` being the calendar's then. */
export interface Stretch {
  /** Milliseconds since 1970 by the machine's clock. */
  real: number;
  /** Milliseconds since 1970 by the calendar. */
  at: number;
  /** Minutes of the calendar in a minute; 0 where it stands still. */
  speed: number;
}

/** How the calendar went and goes, oldest stretch first; never empty. */
export type Course = readonly [Stretch, ...Stretch[]];

/** The calendar of a world that does not hurry. */
export const EVEN: Course = [{ real: 0, at: 0, speed: 1 }];

/** What the calendar says, or said, at a time of the machine's. */
export function calendarAt(course: Course, real: number): number {
  const { real: from, at, speed } = course.findLast((stretch) => stretch.real <= real) ?? course[0];
  return Math.floor(at + (real - from) * (real < from ? 1 : speed));
}

/** The machine's time at which the calendar first said this; where it has not yet, when it will as it goes now. */
export function realAt(course: Course, calendar: number): number {
  const { real, at, speed } = course.findLast((stretch) => stretch.at < calendar) ?? course[0];
  if (calendar <= at) return real + (calendar - at);
  return speed === 0 ? Infinity : real + (calendar - at) / speed;
}

/** The course with another speed from that time of the machine's on: the calendar makes no jump. */
export function turned(course: Course, real: number, speed: number): Course {
  const [first, ...rest] = course;
  return [first, ...rest, { real, at: calendarAt(course, real), speed }];
}

/** The calendar of a world: what Slack, GitHub, the bot and the page go by. */
export interface Calendar {
  course(): Course;
  now(): number;
  /** What it says, or said, at a time of the machine's. */
  at(real: number): number;
  /** Goes on at another speed. */
  go(speed: number): void;
  /** Hears of every change of speed. */
  listeners: ((course: Course) => void)[];
}

/** A calendar that says what the machine's clock says, until it is told to go at another speed. */
export function createCalendar(): Calendar {
  let course = EVEN;
  const calendar: Calendar = {
    course: () => course,
    now: () => calendarAt(course, Date.now()),
    at: (real) => calendarAt(course, real),
    go(speed) {
      course = turned(course, Date.now(), speed);
      for (const listener of calendar.listeners) listener(course);
    },
    listeners: [],
  };
  return calendar;
}

const UNITS: Readonly<Record<string, number>> = { s: 1 / 60, min: 1, h: 60, d: 1440, w: 10_080 };

/** Faster, and the bot's minutes could not keep up. */
export const FASTEST = 20_160;

/** A speed as it is written, "10080" or "1w/min"; undefined where it is none, or over two weeks a minute. */
export function parseSpeed(text: string): number | undefined {
  const [, count = '1', unit = '', per = ''] =
    /^(\d+)?(?:(s|min|h|d|w)\/(s|min|h|d))?$/.exec(text.trim()) ?? [];
  const speed =
    unit === '' ? Number(text.trim() || NaN) : (Number(count) * (UNITS[unit] ?? NaN)) / (UNITS[per] ?? NaN);
  return speed >= 1 && speed <= FASTEST ? speed : undefined;
}

import type { CharterFinding, Health, HealthWeek, MeetingDay, MeetingWas } from '../domain/health.ts';
import { MEETING_WAS } from '../domain/health.ts';
import { countText, meetingCounts } from '../domain/health-words.ts';
import { dates, DATES, figures, nothing, ROW, title, type Panel } from './axes.ts';
import { mondaysTo } from '../domain/weeks.ts';
import type { Lettering } from './drawing.ts';
import { wrapped } from './letters.ts';
import { columnsOf } from './scale.ts';
import { bar, dot, stroke, text, type Place } from './svg.ts';

/** How many meetings of a week are drawn; those first of which nothing is known. */
const STACK = 3;
const CELL = 12;
/** From one line of a sentence to the next. */
const LINE = 15;
/** What a mark of the strip measures. */
const MARK = 9;

const HEADING = 'Meetings';

/** The meetings week by week, what became of each, and what the charter makes of that. */
export function meetingsPanel(place: Place, health: Health, lettering: Lettering): Panel {
  const { meetings, charter } = health;
  if (meetings.length === 0) {
    const none = nothing(place, HEADING, 'None yet.');
    const said = finding({ ...place, y: place.y + none.height + ROW - 2 }, charter, lettering);
    return { parts: [...none.parts, ...said.parts], height: none.height + ROW + said.height };
  }
  const weeks = weeksIn(health);
  const stacks = weeks.map((week, at) => stackOf(meetings, week, weeks[at + 1]));
  const height = CELL * Math.max(1, ...stacks.map((stack) => stack.length));
  const plot = { ...place, y: place.y + 22, height };
  const columns = columnsOf(weeks.length, plot.x, plot.width);
  const middleOf = (level: number) => plot.y + height - CELL * (level + 0.5);
  const strip = stacks.flatMap((stack, week) =>
    stack.length === 0
      ? [dot(columns.middle(week), middleOf(0), 0.9, 'faint')]
      : stack.map((was, level) => MARKS[was](columns.middle(week), middleOf(level))),
  );
  const counts = meetingCounts(health);
  const key = MEETING_WAS.filter((was) => counts[was] > 0).map((was) => ({
    words: `${countText(counts[was])} ${WORDS[was]}`,
    mark: MARKS[was],
  }));
  const below = plot.y + height + DATES + 15;
  const row = figures({ ...place, y: below }, key, lettering, 2);
  const y = below + ROW * row.rows + 2;
  const said = finding({ ...place, y }, charter, lettering);
  const parts = [
    title(place, HEADING),
    ...strip,
    ...dates(plot, weeks, columns, lettering),
    ...row.parts,
    ...said.parts,
  ];
  return { parts, height: y - place.y + said.height };
}

type Week = Pick<HealthWeek, 'from'>;

/** A group without a label meets all the same: all of its weeks, though of none of them an issue is known. */
function weeksIn({ weeks, day }: Health): readonly Week[] {
  return weeks.length > 0 ? weeks : mondaysTo(day).map((from) => ({ from }));
}

/** What became of a week's meetings, from below. */
function stackOf(meetings: readonly MeetingDay[], week: Week, next: Week | undefined): MeetingWas[] {
  const order: readonly MeetingWas[] = ['unrecorded', 'held', 'off'];
  return meetings
    .filter(({ date }) => date >= week.from && (next === undefined || date < next.from))
    .map(({ was }) => was)
    .toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
    .slice(0, STACK);
}

const half = MARK / 2;

/** A meeting without a record may well have been held: nobody is blamed for it. */
const WORDS: Readonly<Record<MeetingWas, string>> = { held: 'held', off: 'off', unrecorded: 'no record' };

/** Filled, hollow, a question: told by shape, not by colour. */
const MARKS: Readonly<Record<MeetingWas, (x: number, y: number) => string>> = {
  held: (x, y) => bar({ x: x - half, y: y - half, width: MARK, height: MARK }, 'calm'),
  off: (x, y) => outline(x, y),
  unrecorded: (x, y) => question(x, y),
};

function outline(x: number, y: number): string {
  const far = half - 0.7;
  return stroke(
    [
      [x - far, y - far],
      [x + far, y - far],
      [x + far, y + far],
      [x - far, y + far],
      [x - far, y - far - 0.7],
    ],
    'faint',
    { width: 1.4 },
  );
}

function cross(x: number, y: number): string {
  const far = half - 0.6;
  const arms = [1, -1].map((way) =>
    stroke(
      [
        [x - far, y - far * way],
        [x + far, y + far * way],
      ],
      'alert',
      { width: 2.2 },
    ),
  );
  return arms.join('');
}

function question(x: number, y: number): string {
  return text(x, y + 4.4, '?', { bold: true, colour: 'quiet', anchor: 'middle' });
}

const SIGNS: Readonly<Record<CharterFinding['verdict'], (x: number, y: number) => string>> = {
  met: (x, y) =>
    stroke(
      [
        [x - 4, y],
        [x - 1, y + 3.2],
        [x + 4.5, y - 3.8],
      ],
      'calm',
      { width: 2 },
    ),
  broken: cross,
  unknown: question,
};

/** How many lines a sentence may have: the longest of the charter's has five. */
const LINES = 5;

/** What the charter makes of it, with a sign before its first line; it begins at that line's baseline. */
function finding(
  { x, y, width }: Place,
  { verdict, text: words }: CharterFinding,
  lettering: Lettering,
): Panel {
  const lines = wrapped(words, width - 14, LINES, lettering);
  const parts = [
    SIGNS[verdict](x + 5, y - 4.4),
    ...lines.map((line, at) => text(x + 14, y + at * LINE, line)),
  ];
  return { parts, height: (lines.length - 1) * LINE + 3 };
}

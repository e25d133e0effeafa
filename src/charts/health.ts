import type { Health } from '../domain/health.ts';
import { daysBetween, shortDay } from '../domain/health-words.ts';
import type { Drawing, Lettering } from './drawing.ts';
import { flowPanel } from './flow.ts';
import { fitted, readable } from './letters.ts';
import { loadPanel } from './load.ts';
import { meetingsPanel } from './meetings.ts';
import { missingRows } from './missing.ts';
import { openPanel } from './open.ts';
import { pacePanel } from './pace.ts';
import { SIZE, WIDTH } from './palette.ts';
import { page, text, type Box } from './svg.ts';

/** The grid, in units: two columns of the same width, four rows; a line at the foot. */
const MARGIN = 20;
const GUTTER = 24;
const COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2;
const RIGHT = MARGIN + COLUMN + GUTTER;
const HEIGHT = 546;
/** The baseline of the last of those who triaged. */
const LAST_ROW = 508;
/** What the line at the foot adds. */
const FOOT = 20;

/**
 * A group's health over twelve weeks, as one picture of 400 units across: what is open, how fast it is triaged, what came
 * and went, who did it, and whether the group met. What nobody knows is left out, what is estimated is dashed or hatched.
 */
export function drawHealth(health: Health, lettering: Lettering): Drawing {
  const { legible, replaced } = madeLegible(health, lettering);
  const { group, weeks, triagers, missing } = legible;
  const wide: Box = { x: MARGIN, y: 70, width: WIDTH - 2 * MARGIN, height: 118 };
  const left = (y: number, height: number): Box => ({ x: MARGIN, y, width: COLUMN, height });
  const right = (y: number, height: number): Box => ({ x: RIGHT, y, width: COLUMN, height });
  const isEstimated = weeks.some(({ estimated }) => estimated);
  const svg = page(WIDTH, HEIGHT + (isEstimated ? FOOT : 0), [
    heading(group, lettering),
    text(MARGIN, 54, period(legible), { colour: 'quiet' }),
    ...openPanel(wide, weeks, lettering),
    ...pacePanel(left(206, 122), weeks, lettering),
    ...flowPanel(right(206, 122), weeks, lettering),
    ...loadPanel(left(348, 170), triagers, lettering),
    ...meetingsPanel(right(348, LAST_ROW - 368), legible, lettering),
    ...missingRows(right(LAST_ROW, 20), missing, lettering),
    ...(isEstimated ? [footnote()] : []),
  ]);
  return { svg, replaced };
}

function heading(group: string, lettering: Lettering): string {
  const fits = fitted(group, WIDTH - 2 * MARGIN, lettering, { size: SIZE.head, weight: 600 });
  return text(MARGIN, 36, fits, { size: SIZE.head, bold: true });
}

/** "7 Sep to 25 Nov 2026; the last week is not over". */
function period({ weeks, day }: Health): string {
  const [first, last] = [weeks[0], weeks.at(-1)];
  const until = `${shortDay(day)} ${day.slice(0, 4)}`;
  if (!first || !last) return until;
  return `${shortDay(first.from)} to ${until}${daysBetween(last.from, day) < 6 ? '; the last week is not over' : ''}`;
}

function footnote(): string {
  return text(MARGIN, HEIGHT + FOOT - 18, 'Dashed, hollow, hatched: estimated from what GitHub tells', {
    colour: 'quiet',
  });
}

/** The same health with texts that can be drawn, and those that had to be replaced. */
function madeLegible(health: Health, lettering: Lettering): { legible: Health; replaced: string[] } {
  const replaced: string[] = [];
  const made = (said: string, standIn?: string) => {
    const line = readable(said, lettering, standIn);
    if (!lettering.has(said)) replaced.push(said);
    return line;
  };
  const legible = {
    ...health,
    group: made(health.group),
    charter: { ...health.charter, text: made(health.charter.text) },
    triagers: health.triagers.map((triager) => ({ ...triager, name: made(triager.name, triager.login) })),
  };
  return { legible, replaced };
}

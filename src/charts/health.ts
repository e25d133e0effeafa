import type { Health, HealthWeek } from '../domain/health.ts';
import { daysBetween, shortDay } from '../domain/health-words.ts';
import type { Panel } from './axes.ts';
import type { Drawing, Lettering } from './drawing.ts';
import { flowPanel } from './flow.ts';
import { fitted, readable } from './letters.ts';
import { loadPanel } from './load.ts';
import { meetingsPanel } from './meetings.ts';
import { missingPanel } from './missing.ts';
import { openPanel } from './open.ts';
import { pacePanel } from './pace.ts';
import { SIZE, WIDTH } from './palette.ts';
import { page, text } from './svg.ts';

/** The grid, in units: two columns of the same width, below one across both. */
const MARGIN = 20;
const GUTTER = 24;
const COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2;
const RIGHT = MARGIN + COLUMN + GUTTER;
/** From a row of panels to the next, and from what is said of a meeting to what is said after it. */
const GAP = 20;
const NEAR = 14;

/**
 * A group's health over twelve weeks, as one picture of 400 units across: what is open, how fast it is triaged, what came
 * and went, who did it, and whether the group met. What nobody knows is left out, what is estimated is dashed or hatched.
 */
export function drawHealth(health: Health, lettering: Lettering): Drawing {
  const { legible, replaced } = madeLegible(health, lettering);
  const { group, weeks, missing } = legible;
  const across = { x: MARGIN, y: 70, width: WIDTH - 2 * MARGIN };
  const left = (y: number) => ({ x: MARGIN, y, width: COLUMN });
  const right = (y: number) => ({ x: RIGHT, y, width: COLUMN });

  const open = openPanel(across, weeks, lettering);
  const second = across.y + open.height + GAP;
  const [pace, flow] = [
    pacePanel(left(second), weeks, lettering),
    flowPanel(right(second), weeks, lettering),
  ];
  const third = second + Math.max(pace.height, flow.height) + GAP;
  const load = loadPanel(left(third), legible, lettering);
  const met = meetingsPanel(right(third), legible, lettering);
  const lacking = missingPanel(right(third + met.height + NEAR), missing, lettering);
  const foot = third + Math.max(load.height, met.height + NEAR + lacking.height);
  const last = footnote(foot, weeks);

  const panels = [open, pace, flow, load, met, lacking, last].flatMap(({ parts }) => parts);
  const top = [heading(group, lettering), text(MARGIN, 54, period(legible), { colour: 'quiet' })];
  return { svg: page(WIDTH, foot + last.height + MARGIN, [...top, ...panels]), replaced };
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

function footnote(y: number, weeks: readonly HealthWeek[]): Panel {
  if (!weeks.some(({ estimated }) => estimated)) return { parts: [], height: 0 };
  const words = 'Dashed, hollow, hatched: estimated from what GitHub tells';
  return { parts: [text(MARGIN, y + GAP + 8, words, { colour: 'quiet' })], height: GAP + 8 };
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

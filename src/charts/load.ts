import type { Health, TriagerLoad } from '../domain/health.ts';
import { countText, noIssuesText } from '../domain/health-words.ts';
import { nothing, ROW, title, type Panel } from './axes.ts';
import type { Lettering } from './drawing.ts';
import { fitted, widthOf } from './letters.ts';
import { bar, text, type Place } from './svg.ts';

/** How many are named; the rest is one row. */
const NAMED = 8;
const GAP = 6;
const HEADING = 'Who triaged';

/** From the upper edge to the first baseline. */
const FIRST = 32;

/** Who triaged how much: a bar each, the busiest first. */
export function loadPanel(
  place: Place,
  { triagers, weeks }: Pick<Health, 'triagers' | 'weeks'>,
  lettering: Lettering,
): Panel {
  const rows = rowsOf(triagers);
  if (rows.length === 0) return nothing(place, HEADING, noIssuesText(weeks, 'Nobody yet.'));
  const number = Math.max(...rows.map(({ count }) => widthOf(countText(count), lettering)));
  const longest = Math.max(...rows.map(({ name }) => widthOf(name, lettering)));
  const names = Math.min(longest, place.width * 0.56);
  const x = place.x + names + GAP;
  const room = place.x + place.width - number - GAP - x;
  const most = Math.max(...rows.map(({ count }) => count));
  const parts = [
    title(place, HEADING),
    ...rows.flatMap(({ name, count, isRest }, at) => {
      const y = place.y + FIRST + at * ROW;
      const width = Math.max(1.5, (count / Math.max(1, most)) * room);
      return [
        text(place.x, y, fitted(name, names, lettering), { colour: isRest ? 'quiet' : 'ink' }),
        bar({ x, y: y - 9.5, width, height: 10 }, isRest ? 'faint' : 'calm'),
        text(x + width + GAP - 1, y, countText(count)),
      ];
    }),
  ];
  return { parts, height: FIRST + (rows.length - 1) * ROW + 3 };
}

interface Row extends TriagerLoad {
  isRest: boolean;
}

function rowsOf(triagers: readonly TriagerLoad[]): Row[] {
  const sorted = triagers.toSorted((one, other) => other.count - one.count);
  const rest = sorted.slice(NAMED);
  const named = sorted.slice(0, NAMED).map((triager) => ({ ...triager, isRest: false }));
  if (rest.length === 0) return named;
  const count = rest.reduce((sum, triager) => sum + triager.count, 0);
  return [...named, { name: rest.length === 1 ? '1 other' : `${rest.length} others`, count, isRest: true }];
}

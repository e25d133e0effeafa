import type { TriagerLoad } from '../domain/health.ts';
import { countText } from '../domain/health-words.ts';
import { nothing, title } from './axes.ts';
import type { Lettering } from './drawing.ts';
import { fitted, widthOf } from './letters.ts';
import { bar, text, type Box } from './svg.ts';

/** How many are named; the rest is one row. */
const NAMED = 8;
const ROW = 16;
const GAP = 6;

/** Who triaged how much: a bar each, the busiest first. */
export function loadPanel(box: Box, triagers: readonly TriagerLoad[], lettering: Lettering): string[] {
  const heading = title(box, 'Who triaged');
  const rows = rowsOf(triagers);
  if (rows.length === 0) return [heading, nothing(box, 'Nobody yet.')];
  const number = Math.max(...rows.map(({ count }) => widthOf(countText(count), lettering)));
  const longest = Math.max(...rows.map(({ name }) => widthOf(name, lettering)));
  const names = Math.min(longest, box.width * 0.56);
  const x = box.x + names + GAP;
  const room = box.x + box.width - number - GAP - x;
  const most = Math.max(...rows.map(({ count }) => count));
  return [
    heading,
    ...rows.flatMap(({ name, count, isRest }, at) => {
      const y = box.y + 32 + at * ROW;
      const width = Math.max(1.5, (count / Math.max(1, most)) * room);
      return [
        text(box.x, y, fitted(name, names, lettering), { colour: isRest ? 'quiet' : 'ink' }),
        bar({ x, y: y - 9.5, width, height: 10 }, isRest ? 'faint' : 'calm'),
        text(x + width + GAP - 1, y, countText(count)),
      ];
    }),
  ];
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

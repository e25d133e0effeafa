import type { MissingRecords } from '../domain/health.ts';
import { ROW, TITLE, type Panel } from './axes.ts';
import type { Lettering } from './drawing.ts';
import { widthOf } from './letters.ts';
import { bar, text, type Place } from './svg.ts';

/** Below this width a mark a meeting could not be told from the next. */
const LEAST = 4;

/** How many of the meetings held lack notes and recordings: a mark each, the missing ones pale and low. */
export function missingPanel(
  place: Place,
  { held, notes, recordings }: MissingRecords,
  lettering: Lettering,
): Panel {
  if (held === 0) return { parts: [], height: 0 };
  const rows = [
    ['No notes', notes],
    ['No recording', recordings],
  ] as const;
  const names = Math.max(...rows.map(([name]) => widthOf(name, lettering))) + 8;
  const parts = rows.flatMap(([name, count], at) => {
    const y = place.y + TITLE + at * ROW;
    const words = count === undefined ? 'unknown' : `${count} of ${held}`;
    const room = place.width - names - widthOf(`${held} of ${held}`, lettering) - 8;
    const pips = count === undefined ? [] : pipsOf(place.x + names, y, room, count, held);
    return [
      text(place.x, y, name),
      ...pips,
      text(place.x + place.width, y, words, { anchor: 'end', colour: count === undefined ? 'quiet' : 'ink' }),
    ];
  });
  return { parts, height: TITLE + ROW + 3 };
}

function pipsOf(x: number, y: number, room: number, count: number, held: number): string[] {
  const pitch = Math.min(8, room / held);
  if (pitch < LEAST) return [];
  return Array.from({ length: held }, (_, at) => {
    const isMissing = at < count;
    const height = isMissing ? 9 : 3;
    return bar(
      { x: x + at * pitch, y: y - height, width: pitch - 1.5, height },
      isMissing ? 'alert' : 'faint',
    );
  });
}

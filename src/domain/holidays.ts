import { UserError } from './errors.ts';
import { isDate } from './zone.ts';

/** Most holidays that are kept of one file. */
export const MOST_HOLIDAYS = 5000;

const LINE = /^(?:-\s*)?["']?(\d{4}-\d{2}-\d{2})\b["']?(?:[\s:,;].*)?$/;

/**
 * The days in a plain list, in order and each once: one a line, "2026-12-25", "2026-12-25 Christmas" or, as in YAML,
 * "- 2026-12-25". Empty lines and what follows a # are left out.
 * @throws UserError where a line is something else
 */
export function readDays(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const days = lines.flatMap((line, index) => {
    const written = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (written === '' || written === '---') return [];
    const day = LINE.exec(written)?.[1];
    if (day === undefined || !isDate(day))
      throw new UserError(
        `Line ${index + 1}, “${written.slice(0, 60)}”, does not begin with a day.`,
        'Write one a line: 2026-12-25 Christmas.',
      );
    return [day];
  });
  return [...new Set(days)].toSorted().slice(0, MOST_HOLIDAYS);
}

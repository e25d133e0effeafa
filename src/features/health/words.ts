import { UserError } from '../../domain/errors.ts';

/** What somebody asks about a group's health. */
export interface Asked {
  what: 'show' | 'csv' | 'share' | 'report';
  /** "" for the channel's group. */
  group: string;
  year?: number | undefined;
}

/** Slack's editors make a dash of two hyphens. */
const CSV = /^(?:--|[—–-])?csv$/i;
const YEAR = /^20\d\d$/;

/**
 * Reads "[share|report] [group] [year] [--csv]": the verb is the first or the last word, a year and --csv stand anywhere.
 * @param thisYear in UTC: a later one has no numbers yet
 * @throws UserError where a year is named that is no report's
 */
export function readAsked(words: readonly string[], thisYear: number): Asked {
  const year = words.find((word) => YEAR.test(word));
  const { verb, group } = verbAndGroup(words.filter((word) => word !== year && !CSV.test(word)));
  if (verb === 'report') return { what: 'report', group, ...begun(year, thisYear, group) };
  if (year !== undefined)
    throw new UserError(
      'Health is told of the last twelve weeks.',
      `The numbers of a year: ${reportOf(group, Math.min(Number(year), thisYear))}`,
    );
  return { what: verb ?? (words.some((word) => CSV.test(word)) ? 'csv' : 'show'), group };
}

function verbAndGroup(words: readonly string[]): { verb?: 'share' | 'report'; group: string } {
  for (const at of new Set([0, words.length - 1])) {
    const verb = (['share', 'report'] as const).find((one) => one === words[at]?.toLowerCase());
    if (verb) return { verb, group: words.toSpliced(at, 1).join(' ') };
  }
  return { group: words.join(' ') };
}

function begun(year: string | undefined, thisYear: number, group: string): { year?: number } {
  if (year === undefined) return {};
  if (Number(year) <= thisYear) return { year: Number(year) };
  throw new UserError(`${year} has not begun.`, `The numbers of this year: ${reportOf(group, thisYear)}`);
}

function reportOf(group: string, year: number): string {
  return `\`/sig health report ${[group, year].filter(Boolean).join(' ')}\``;
}

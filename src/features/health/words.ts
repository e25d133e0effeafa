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
 * Reads "[share|report] [group] [year] [--csv]", the group, the year and --csv in any order.
 * @throws UserError where a year is named that is no report's
 */
export function readAsked(words: readonly string[]): Asked {
  const [first = '', ...rest] = words;
  const verb = (['share', 'report'] as const).find((one) => one === first.toLowerCase());
  const others = verb ? rest : words;
  const year = others.find((word) => YEAR.test(word));
  const group = others.filter((word) => word !== year && !CSV.test(word)).join(' ');
  if (verb === 'report')
    return { what: 'report', group, ...(year === undefined ? {} : { year: Number(year) }) };
  if (year !== undefined)
    throw new UserError(
      'Health is told of the last twelve weeks.',
      `The numbers of a year: \`/sig health report ${year}\``,
    );
  return { what: verb ?? (others.some((word) => CSV.test(word)) ? 'csv' : 'show'), group };
}

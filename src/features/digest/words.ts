import { UserError } from '../../domain/errors.ts';

/** What somebody wants to see: whose digest, of how many days. */
export interface AskedDigest {
  /** As it was typed; "" where none was. */
  group: string;
  days: number;
}

/** A week, unless somebody says otherwise. */
const PLAIN_DAYS = 7;
const MOST_DAYS = 90;
const DAYS = /^\d{1,4} ?d(?:ays?)?$/i;

/**
 * Reads "[group] [7d]", also the other way round.
 * @throws UserError where the days are more than anybody may ask for, or none
 */
export function readAsked(words: readonly string[]): AskedDigest {
  const place = [words.length - 1, 0].find((at) => DAYS.test(words[at] ?? ''));
  if (place === undefined) return { group: words.join(' '), days: PLAIN_DAYS };
  const days = Number.parseInt(words[place] ?? '', 10);
  if (days >= 1 && days <= MOST_DAYS) return { group: words.toSpliced(place, 1).join(' '), days };
  throw new UserError(
    `A digest is of 1 to ${MOST_DAYS} days, not of ${days}.`,
    'For example `/sig digest 7d`',
  );
}

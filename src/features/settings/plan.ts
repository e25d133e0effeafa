import { UserError } from '../../domain/errors.ts';
import type { Noise } from '../../domain/noise.ts';
import { isZone, readHours, readTimeOfDay } from '../../domain/zone.ts';
import type { FormValues } from '../../feature.ts';

/** What the form's fields must look like, and what is said where they do not. */
const RULES: Readonly<Record<string, { fits(text: string): boolean; remedy: string }>> = {
  zone: { fits: isZone, remedy: 'Write a zone as Europe/Berlin or America/New_York.' },
  dailyAt: { fits: (text) => readTimeOfDay(text) !== undefined, remedy: 'Write a time of day: 09:00.' },
  hours: {
    fits: (text) => readHours(text) !== undefined,
    remedy: 'Write days and times: mon-fri 09:00-18:00.',
  },
  budget: { fits: (text) => /^\d{1,4}$/.test(text), remedy: 'Write a number, or nothing for no limit.' },
};

/** What is wrong with the settings form, by field. */
export function checkForm(values: FormValues): Record<string, string> | undefined {
  const wrong = Object.entries(RULES).flatMap(([name, { fits, remedy }]) => {
    const text = values[name]?.trim() ?? '';
    return text === '' || fits(text) ? [] : [[name, remedy] as const];
  });
  return wrong.length > 0 ? Object.fromEntries(wrong) : undefined;
}

/** The form's settings but for those that only the operator chooses. An emptied field takes its setting away. */
export function noiseOf(values: FormValues, locked: readonly (keyof Noise)[]): Partial<Noise> {
  const text = (name: string) => values[name]?.trim() ?? '';
  const dailyAt = readTimeOfDay(text('dailyAt'));
  const budget = text('budget');
  const chosen: Partial<Noise> = {
    cards: oneOf(text('cards'), ['instant', 'hourly', 'daily'], 'instant'),
    ...(text('zone') === '' ? {} : { zone: text('zone') }),
    ...(dailyAt === undefined ? {} : { dailyAt }),
    hours: readHours(text('hours')),
    budget: budget === '' ? undefined : Number(budget),
    quiet: listed(text('quiet')),
    robots: text('robots') !== 'no',
    thread: oneOf(text('thread'), ['nothing', 'state', 'comments'], 'state'),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([key]) => !locked.some((name) => name === key)));
}

function oneOf<const T extends string>(text: string, allowed: readonly T[], otherwise: T): T {
  return allowed.find((one) => one === text) ?? otherwise;
}

function listed(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((label) => label.trim())
    .filter(Boolean);
}

/**
 * Reads "[group] [instant|hourly|daily] [budget n]" in any order.
 * @throws UserError where a budget has no number
 */
export function readTrial(words: readonly string[]): { group: string; trial: Partial<Noise> } {
  const rest = [...words];
  const trial: Partial<Noise> = {};
  const names: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const cards = (['instant', 'hourly', 'daily'] as const).find((one) => one === word?.toLowerCase());
    if (cards) trial.cards = cards;
    else if (word.toLowerCase() === 'budget') trial.budget = numberFrom(rest.shift());
    else names.push(word);
  }
  return { group: names.join(' '), trial };
}

function numberFrom(word: string | undefined): number {
  if (word !== undefined && /^\d{1,4}$/.test(word)) return Number(word);
  throw new UserError('A budget is a number of cards an hour.', 'For example `/sig preview budget 4`');
}

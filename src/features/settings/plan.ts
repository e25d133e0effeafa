import { SECTIONS, PLAIN_LIMITS, type AgendaChoice, type AgendaPolicy } from '../../domain/agenda-policy.ts';
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
  publish: {
    fits: (text) => readBefore(text) !== undefined,
    remedy: 'Write how long before: 2d or 36h; or off.',
  },
  sections: {
    fits: (text) => readSections(text) !== undefined,
    remedy: `Write one part a line, each once; a number from 1 to 50 says how much of it is shown: untriaged 10. The parts are ${SECTIONS.join(', ')}.`,
  },
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
    ...(text('pullRequests') === '' ? {} : { pullRequests: text('pullRequests') === 'yes' }),
    thread: oneOf(text('thread'), ['nothing', 'state', 'comments'], 'state'),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([key]) => !locked.some((name) => name === key)));
}

/**
 * What the form changes of the agenda, but for what only the operator chooses. What it leaves as it stands is not chosen:
 * it goes on following the operator's. An emptied field takes its choice away.
 * @param now what counts so far
 */
export function agendaOf(
  values: FormValues,
  now: AgendaPolicy,
  locked: readonly (keyof AgendaPolicy)[],
): AgendaChoice {
  const text = (name: string) => values[name]?.trim() ?? '';
  const shown = agendaTexts(now);
  const isChanged = (key: keyof AgendaPolicy) => !locked.includes(key) && text(key) !== shown[key];
  return {
    ...(isChanged('publish') ? { publish: readBefore(text('publish')) } : {}),
    ...(isChanged('sections') ? { sections: readSections(text('sections')) } : {}),
  };
}

/** The agenda's settings as the form has them. */
export function agendaTexts({ publish, sections }: AgendaPolicy): Record<keyof AgendaPolicy, string> {
  return {
    publish: publish === undefined ? 'off' : beforeText(publish),
    sections: sections.map(({ name, limit }) => (name === 'counts' ? name : `${name} ${limit}`)).join('\n'),
  };
}

/** 2880 → "2d" */
function beforeText(minutes: number): string {
  const { size, letter } = unitOf(minutes);
  return `${minutes / size}${letter}`;
}

/** 2880 → "2 days" */
export function beforeWords(minutes: number): string {
  const { size, word } = unitOf(minutes);
  const count = minutes / size;
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

const MINUTES = { size: 1, letter: 'm', word: 'minute' };
/** The largest first. */
const UNITS = [{ size: 24 * 60, letter: 'd', word: 'day' }, { size: 60, letter: 'h', word: 'hour' }, MINUTES];

/** The largest unit in which so many minutes are a whole number. */
function unitOf(minutes: number): typeof MINUTES {
  return UNITS.find(({ size }) => minutes % size === 0) ?? MINUTES;
}

/** The longest time before a meeting, in minutes; what the operator's file takes as well. */
const LONGEST = 24 * 24 * 60;

/** "2d" → minutes, "off" → null; undefined where it is neither. */
function readBefore(text: string): number | null | undefined {
  if (text.toLowerCase() === 'off') return null;
  const [, count = '', unit = ''] = /^(\d{1,5}) ?([mhd])$/i.exec(text) ?? [];
  const minutes = Number(count) * (UNITS.find(({ letter }) => letter === unit.toLowerCase())?.size ?? 0);
  return minutes >= 1 && minutes <= LONGEST ? minutes : undefined;
}

/** "topics 12\nuntriaged" → both, with how much of each is shown; undefined where one is unknown, or comes twice. */
function readSections(text: string): AgendaChoice['sections'] {
  const read = listed(text).map((line) => {
    const [, word = '', number] = /^(\w+)(?:[ :]+(\d{1,2}))?$/.exec(line) ?? [];
    const name = SECTIONS.find((one) => one === word.toLowerCase());
    const limit = number === undefined ? name && PLAIN_LIMITS[name] : Number(number);
    return name && limit !== undefined && limit >= 1 && limit <= 50 ? { name, limit } : undefined;
  });
  const sections = read.filter((one) => one !== undefined);
  const names = new Set(sections.map(({ name }) => name));
  const isWhole = names.size === read.length && read.length > 0;
  return isWhole ? sections : undefined;
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

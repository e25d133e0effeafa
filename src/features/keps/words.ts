import { readMilestone } from '../../domain/milestone.ts';

/** Whose proposals somebody wants to see, and of which milestone. */
export interface AskedKeps {
  /** As it was typed; "" where none was. */
  group: string;
  /** "v1.37"; `all` where every open one is wanted; undefined: whichever comes next. */
  milestone: string | undefined;
}

/** Reads "[group] [milestone | all]", also the other way round. */
export function readAsked(words: readonly string[]): AskedKeps {
  const named = words.map((word) => (word.toLowerCase() === 'all' ? 'all' : readMilestone(word)));
  const place = named.findIndex((milestone) => milestone !== undefined);
  if (place === -1) return { group: words.join(' '), milestone: undefined };
  return { group: words.toSpliced(place, 1).join(' '), milestone: named[place] };
}

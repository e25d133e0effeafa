import type { Feature } from './feature.ts';
import { cards } from './features/cards/cards.ts';
import { directory } from './features/directory/directory.ts';
import { helpFor } from './features/help/help.ts';
import { settings } from './features/settings/settings.ts';
import { people } from './features/people/people.ts';
import { strays } from './features/strays/strays.ts';
import { triage } from './features/triage/triage.ts';
import { why } from './features/why/why.ts';

/** Everything the bot can do. The order is that of `/sig help`. */
export const features: readonly Feature[] = [
  cards,
  triage,
  strays,
  directory,
  settings,
  why,
  people,
  helpFor(() => features.flatMap((feature) => feature.commands ?? [])),
];

import type { Feature } from './feature.ts';
import { acts } from './features/acts/acts.ts';
import { agenda } from './features/agenda/agenda.ts';
import { calendar } from './features/calendar/calendar.ts';
import { cards } from './features/cards/cards.ts';
import { consensus } from './features/consensus/consensus.ts';
import { create } from './features/create/create.ts';
import { decisions } from './features/decisions/decisions.ts';
import { digest } from './features/digest/digest.ts';
import { directory } from './features/directory/directory.ts';
import { escalation } from './features/escalation/escalation.ts';
import { health } from './features/health/health.ts';
import { helpFor } from './features/help/help.ts';
import { keps } from './features/keps/keps.ts';
import { owners } from './features/owners/owners.ts';
import { settings } from './features/settings/settings.ts';
import { meetings } from './features/meetings/meetings.ts';
import { sitting } from './features/sitting/sitting.ts';
import { mine } from './features/mine/mine.ts';
import { path } from './features/path/path.ts';
import { people } from './features/people/people.ts';
import { threads } from './features/threads/threads.ts';
import { strays } from './features/strays/strays.ts';
import { triage } from './features/triage/triage.ts';
import { why } from './features/why/why.ts';

/** Everything the bot can do. The order is that of `/sig help`. */
export const features: readonly Feature[] = [
  mine,
  cards,
  path,
  threads,
  triage,
  acts,
  create,
  strays,
  owners,
  directory,
  meetings,
  sitting,
  agenda,
  consensus,
  decisions,
  escalation,
  calendar,
  digest,
  health,
  keps,
  settings,
  why,
  people,
  helpFor(() => features.flatMap((feature) => feature.commands ?? [])),
];

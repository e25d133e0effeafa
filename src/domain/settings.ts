import type { AgendaChoice } from './agenda-policy.ts';
import type { Noise } from './noise.ts';

/** What leads choose for their group. Of the noise nothing stands for none; of the agenda, for what the operator has. */
export interface SettingsChoice {
  noise?: Partial<Noise>;
  agenda?: AgendaChoice;
}

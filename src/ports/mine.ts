import type { Morning, OwnChoice } from '../domain/mine.ts';

/** Somebody who wants to be told each workday what waits for them. */
export interface Told {
  /** Slack user id. */
  user: string;
  morning: Morning;
}

/** What a feature may read of what people chose for themselves. */
export interface MinePorts {
  of(user: string): Promise<OwnChoice>;
  mornings(): Promise<Told[]>;
}

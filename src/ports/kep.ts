import type { Milestone } from '../domain/freeze.ts';
import type { KepPolicy } from '../domain/kep-policy.ts';
import type { Kep } from '../domain/kep.ts';
import type { FreezeRecord } from '../domain/radar.ts';
import type { Instant } from '../domain/time.ts';

/** The community's proposals, and the repository they lie in. */
export interface KnownKeps {
  /** GitHub's number of it, its name, and its address. */
  repo: { id: number; name: string; url: string };
  /** Not everybody may read in it. */
  private: boolean;
  all: readonly Kep[];
}

/** What a feature may read of proposals: of the mirror's, without a call to GitHub. */
export interface KepPorts {
  /** Undefined where the operator has the bot follow none. */
  policy: KepPolicy | undefined;
  /** As they were last read; undefined where they were not. */
  known(): Promise<KnownKeps | undefined>;
  milestones(): readonly Milestone[];
  /** How proposals stood when freezes were over, of those that were after then. */
  records(since: Instant): Promise<FreezeRecord[]>;
}

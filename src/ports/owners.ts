import type { Codeowners } from '../domain/codeowners.ts';
import type { OwnersTree } from '../domain/owners.ts';
import type { Instant } from '../domain/time.ts';

/** A repository whose OWNERS and CODEOWNERS files were read. */
export interface OwnedRepository {
  /** "owner/name" */
  name: string;
  /** Where it is on GitHub. */
  url: string;
  readAt: Instant;
  /** When the bot came to it: what somebody did there before may not be known. */
  since: Instant;
  /** Whether GitHub has not said that everybody may see it. */
  private: boolean;
}

/** What a feature may read of who owns what, as the files were last read. */
export interface OwnersPorts {
  /** A repository's OWNERS files; undefined where they were not read. */
  of(repo: string): Promise<OwnersTree | undefined>;
  /** Its CODEOWNERS file; undefined where it has none, or was not read. */
  codeowners(repo: string): Promise<Codeowners | undefined>;
  /** All that were read, by name. */
  repositories(): Promise<readonly OwnedRepository[]>;
  /** When each of these logins was last seen to do something since then, by login in lower case. */
  seen(logins: readonly string[], since: Instant): Promise<ReadonlyMap<string, Instant>>;
}

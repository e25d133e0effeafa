import type { OwnersSaid } from '../../domain/owners.ts';
import type { Instant } from '../../domain/time.ts';
import { filesOf, type Files } from './files.ts';
import { lastSeen } from './seen.ts';
import type { Session } from './session.ts';

/** The OWNERS and CODEOWNERS files of repositories, and when the people in them were seen. */
export interface OwnersFiles extends Files<OwnersSaid> {
  /** When each of these logins, in lower case, last opened, said or did something since then. */
  seen(logins: readonly string[], since: Instant): Promise<Map<string, Instant>>;
}

export function ownersFilesOf(session: Session): OwnersFiles {
  return {
    ...filesOf<OwnersSaid>(session, 'owners'),
    seen: (logins, since) => lastSeen(session, logins, since),
  };
}

import type { Writing } from '../domain/rights.ts';

/** How a repository's issues come in. */
type Intake = 'webhook' | 'poll' | 'both';

/** One entry of the repositories that are followed. */
export interface RepositoryRule extends Writing {
  /** owner/name, or a glob in the name: owner/kube-*. */
  pattern: string;
  intake: Intake;
  /** Whether its OWNERS files are read. */
  owners: boolean;
}

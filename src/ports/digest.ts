import type { Digest } from '../domain/digest.ts';
import type { IssueId } from '../domain/issue.ts';

/** What a feature may read of the digests that channels got. */
export interface DigestPorts {
  /** What the digest of that id tells; undefined where there was none, or it is forgotten. */
  of(id: string): Promise<Digest | undefined>;
  /** The ids of those that name the issue. */
  naming(issue: IssueId): Promise<string[]>;
}

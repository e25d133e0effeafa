import type { ClockName } from '../../domain/clock-policy.ts';
import type { DigestPart, DigestPartName } from '../../domain/digest.ts';
import type { Issue } from '../../domain/issue.ts';
import type { OwedWhy } from '../../domain/reply.ts';
import type { Instant } from '../../domain/time.ts';

/** An issue that waits, and the moment that its part tells of. */
export interface Waiting {
  issue: Issue;
  at: Instant;
  /** What is due then. */
  due?: ClockName | undefined;
  /** GitHub logins of who is waited for, where they are known. */
  whom?: readonly string[] | undefined;
  /** Why they are. */
  why?: OwedWhy | undefined;
}

/** What waits in one way, what comes first at the beginning. */
export interface WaitingPart {
  name: DigestPartName;
  total: number;
  found: readonly Waiting[];
  failed?: true | undefined;
}

/** More people than that are no help to who reads it. */
const FEW = 4;

/** What a digest tells of a part: how much, the first, and who is waited for where these are few. */
export function partOf({ name, total, found, failed }: WaitingPart): DigestPart {
  const [first] = found;
  const logins = [...new Set(found.flatMap(({ whom = [] }) => whom))];
  const all = total === found.length && found.every(({ whom = [] }) => whom.length > 0);
  return {
    name,
    total,
    ...(first && { first: { issue: first.issue.id, at: first.at, ...(first.due && { due: first.due }) } }),
    ...(all &&
      logins.length > 0 &&
      logins.length <= FEW && { whom: logins, on: found.map(({ issue }) => issue.id) }),
    ...(failed && { failed }),
  };
}

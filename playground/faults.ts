import type { ServerResponse } from 'node:http';

/** How a call fails; any other text is the API's own error code. */
export type FaultKind =
  | '429'
  | '500'
  /** No answer at all, until the caller gives up. */
  | 'timeout'
  /** It happened, and no answer comes. */
  | 'hang-after'
  /** The connection breaks before anything happened. */
  | 'drop-before'
  /** It happened, and the connection breaks before the answer. */
  | 'drop-after'
  | (string & {});

export interface Fault {
  kind: FaultKind;
  /** How many calls fail so; 1 where it is not said. */
  times?: number;
  /** Seconds in the Retry-After header of a 429; 1 where it is not said. */
  retryAfter?: number;
}

/** Faults that wait for the calls they apply to. */
export interface Faults<Call> {
  /** Returns what takes it away again. */
  add(fault: Fault, applies: (call: Call) => boolean): () => void;
  /** The fault for this call, used up by one. */
  take(call: Call): Fault | undefined;
  clear(): void;
}

export function createFaults<Call>(): Faults<Call> {
  const waiting: { fault: Fault; left: number; applies: (call: Call) => boolean }[] = [];
  return {
    add(fault, applies) {
      const entry = { fault, left: fault.times ?? 1, applies };
      waiting.push(entry);
      return () => void (entry.left = 0);
    },
    take(call) {
      const found = waiting.find((entry) => entry.left > 0 && entry.applies(call));
      if (found) found.left -= 1;
      return found?.fault;
    },
    clear: () => void waiting.splice(0),
  };
}

/** Carries out a fault that leaves the caller without an answer; false where it is another one. */
export async function leaveUnanswered(
  { kind }: Fault,
  res: ServerResponse,
  work: () => Promise<unknown>,
): Promise<boolean> {
  if (!['timeout', 'hang-after', 'drop-before', 'drop-after'].includes(kind)) return false;
  if (kind.endsWith('after')) await work();
  if (kind.startsWith('drop')) res.destroy();
  return true;
}

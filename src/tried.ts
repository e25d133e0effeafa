import type { Ports } from './ports.ts';

/** What is to be read, for the log: "overdue" of "the digest" of "sig-node". */
export interface Tried {
  what: string;
  part: string;
  group: string;
}

/**
 * What comes of it; undefined where it fails, whatever the reason: the message then says so in its place, and the log says
 * why.
 */
export async function tried<T>(
  { what, part, group }: Tried,
  work: () => Promise<T>,
  { log }: Pick<Ports, 'log'>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.warn({ err: error, part, group }, `a part of ${what} could not be read`);
    return undefined;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { CodeState } from '../../ports.ts';
import { newSecret, type DeviceCode, type OAuth, type UserToken } from './oauth.ts';

export interface DeviceNeeds {
  oauth: OAuth;
  /** Somebody has shown an account: returns the secret that leads to it. */
  shown: (user: string, account: { githubId: number; login: string }, token: UserToken) => Promise<string>;
  /** The code has been answered, this way or that. */
  answered: (user: string, state: CodeState) => Promise<void>;
  now: () => Instant;
  log: Logger;
}

interface Entry {
  user: string;
  state: CodeState;
}

/** The device flow: codes that were given out, and the questions whether they were entered. Kept in memory alone. */
export function createDevices(needs: DeviceNeeds) {
  const { oauth, log } = needs;
  const entries = new Map<string, Entry>();
  const stopping = new AbortController();
  const polls = new Set<Promise<void>>();

  async function poll(ref: string, entry: Entry, code: DeviceCode): Promise<void> {
    try {
      entry.state = await ask(entry, code, needs, {
        signal: stopping.signal,
        wanted: () => entries.has(ref),
      });
      if (!stopping.signal.aborted && entries.has(ref)) await needs.answered(entry.user, entry.state);
    } catch (error) {
      if (stopping.signal.aborted) return;
      log.warn({ err: error }, 'a code for linking an account could not be followed up');
      const why = error instanceof UserError ? messageOf(error) : 'GitHub could not be asked.';
      entry.state = { state: 'refused', why };
    } finally {
      const forget = setTimeout(() => entries.delete(ref), Math.max(0, code.expiresAt - needs.now()));
      forget.unref();
    }
  }

  return {
    /** Gets a code for the person and begins to ask GitHub about it. Rejects where GitHub gives none. */
    async begin(user: string): Promise<{ ref: string; code: string; address: string }> {
      const code = await oauth.deviceCode();
      const ref = newSecret();
      const entry: Entry = { user, state: { state: 'waiting' } };
      // Who begins again has given up what they began before.
      for (const [old, { user: theirs }] of entries) if (theirs === user) entries.delete(old);
      entries.set(ref, entry);
      const work = poll(ref, entry, code).finally(() => polls.delete(work));
      polls.add(work);
      return { ref, code: code.code, address: code.address };
    },
    stateOf(ref: string, user: string): CodeState | undefined {
      const entry = entries.get(ref);
      return entry?.user === user ? entry.state : undefined;
    },
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(polls);
    },
  };
}

/** Asks as often as GitHub allows until the code was entered, declined, or is over, or nobody wants it any more. */
async function ask(
  { user }: Entry,
  code: DeviceCode,
  { oauth, shown, now }: DeviceNeeds,
  { signal, wanted }: { signal: AbortSignal; wanted: () => boolean },
): Promise<CodeState> {
  let { interval } = code;
  while (now() < code.expiresAt && wanted()) {
    await sleep(interval, undefined, { signal });
    const answer = await oauth.askDevice({ device: code.device, interval });
    if ('refused' in answer) return { state: 'refused', why: answer.refused };
    if ('token' in answer) {
      const account = await oauth.whoIs(answer.token);
      return { state: 'shown', secret: await shown(user, account, answer.token) };
    }
    interval = answer.wait;
  }
  return { state: 'refused', why: 'The code was not entered in time.' };
}

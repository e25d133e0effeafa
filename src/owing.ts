import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from './config.ts';
import type { Directory } from './domain/group.ts';
import type { IssueId } from './domain/issue.ts';
import type { ReplyRules } from './domain/reply.ts';
import type { Store } from './adapters/store/store.ts';

/** How many issues are weighed in one transaction. */
const AT_ONCE = 100;

/**
 * By what rules the store says who owes a reply. Beside those whom GitHub calls members, the directory's leads are of the
 * project from follow() on, and whom the configuration names: GitHub does not tell of a membership that is hidden.
 */
export function replyRules(
  config: Pick<Config, 'labels' | 'people' | 'triage'>,
): ReplyRules & { follow(directory: { current(): Directory }): void } {
  const named = config.people.filter(({ role }) => role !== 'member').map(({ github }) => github);
  let current: () => Directory | undefined = () => undefined;
  let read: Directory | undefined;
  let known = new Set<string>();
  const insiders = () => {
    const directory = current();
    if (known.size > 0 && directory === read) return known;
    read = directory;
    const leads = (directory?.groups ?? []).flatMap((group) => group.leads.map(({ github }) => github));
    known = new Set([...named, ...leads].map((login) => login.toLowerCase()));
    return known;
  };
  return {
    untriaged: config.labels.untriaged,
    robots: config.triage.robots,
    knows: (login) => insiders().has(login),
    follow: (directory) => void (current = directory.current),
  };
}

/**
 * Says of every open issue anew who owes the next reply, without asking GitHub: at a start the rules, the leads or sigbot
 * itself may be others than before. Stops between two pages where the signal says so; never rejects.
 */
export async function weighAll(
  { mirror }: { mirror: Pick<Store['mirror'], 'weighNext'> },
  { log, signal }: { log: { error(about: object, text: string): void }; signal?: AbortSignal },
): Promise<void> {
  let after: IssueId | undefined;
  try {
    do {
      after = await mirror.weighNext(after, AT_ONCE);
      await nextTurn();
    } while (after !== undefined && !signal?.aborted);
  } catch (error) {
    log.error(
      { err: error },
      'who owes the next reply could not be said anew; it is tried again at midnight (UTC)',
    );
  }
}

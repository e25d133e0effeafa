import type { Logger } from 'pino';
import { parse } from 'yaml';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { Doubt } from '../../domain/group.ts';
import { readText } from './read.ts';

/** What a users file says: the GitHub login of each Slack id, and what could not be used of it. */
export interface UsersFile {
  logins: ReadonlyMap<string, string>;
  doubts: readonly Doubt[];
}

/** The operator's file of who is who, as last read. */
export interface UsersSource {
  current(): UsersFile;
  /** Whether it was read since the start, or its last good copy; also where there is none to be read. */
  known(): boolean;
  /** Reads it again. Never fails for what it reads: the last good copy stays, with a doubt. */
  refresh(): Promise<void>;
}

export interface UsersNeeds {
  /** A path or an https address; undefined: there is none. */
  source: string | undefined;
  /** Where the last good copy is kept. */
  kv: { get(key: string): Promise<string | undefined>; set(key: string, value: string): Promise<void> };
  log: Logger;
  fetch?: typeof globalThis.fetch;
}

const TIMEOUT = 15_000;

/** Empty until the first refresh. */
export function createUsersFile({ source, kv, log, ...needs }: UsersNeeds): UsersSource {
  let file: UsersFile = { logins: new Map(), doubts: [] };
  let text: string | undefined;
  return {
    current: () => file,
    known: () => source === undefined || text !== undefined,
    async refresh() {
      if (source === undefined) return;
      const key = `users/${source}`;
      try {
        const read = await readText(source, { fetch: needs.fetch ?? fetch, timeout: TIMEOUT });
        file = readUsers(read);
        if (read !== text) await kv.set(key, read);
        text = read;
      } catch (error) {
        log.warn({ source, err: error }, 'the users file could not be read');
        text ??= await kv.get(key);
        const kept = text === undefined ? { logins: new Map<string, string>(), doubts: [] } : readUsers(text);
        const trouble = `${messageOf(error)} ${text === undefined ? 'There is no earlier copy.' : 'The last good copy is used.'}`;
        file = {
          ...kept,
          doubts: [{ severity: 'warning', about: 'usersFile', text: trouble }, ...kept.doubts],
        };
      }
    },
  };
}

const LOGIN = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;
const SLACK_ID = /^[UW][A-Z0-9]+$/;

/**
 * Reads Kubernetes' format (kubernetes/community, communication/slack-config/users.yaml): a map `users` of GitHub login
 * to Slack member id. One login has one id and the other way round: of several the first counts. Anything else in the
 * file is not looked at.
 * @throws UserError where it is no such file
 */
export function readUsers(text: string): UsersFile {
  // Text stays text: the login 1e3 is no number.
  const content: unknown = parse(text, { schema: 'failsafe', logLevel: 'error' });
  const users =
    typeof content === 'object' && content !== null && 'users' in content ? content.users : undefined;
  if (typeof users !== 'object' || users === null || Array.isArray(users))
    throw new UserError(
      'The users file has no map “users:”.',
      'Its lines are “login: U0123456789”, below “users:”.',
    );
  const logins = new Map<string, string>();
  const doubts: Doubt[] = [];
  const seen = new Set<string>();
  for (const [login, id] of Object.entries(users)) {
    const odd = oddity(login, id, logins, seen);
    if (odd === undefined) {
      logins.set(String(id), login);
      seen.add(login.toLowerCase());
    } else doubts.push({ severity: 'warning', about: 'usersFile', text: odd });
  }
  return { logins, doubts };
}

function oddity(
  login: string,
  id: unknown,
  logins: ReadonlyMap<string, string>,
  seen: ReadonlySet<string>,
): string | undefined {
  if (!LOGIN.test(login)) return `A key is no GitHub login: its line is not used.`;
  if (typeof id !== 'string' || !SLACK_ID.test(id)) return `${login} has no Slack member id: not used.`;
  if (logins.has(id)) return `${login} has the Slack id of ${logins.get(id)}: not used.`;
  return seen.has(login.toLowerCase()) ? `${login} stands there twice: the first counts.` : undefined;
}

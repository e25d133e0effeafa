import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Membership } from '../../domain/person.ts';
import { HOUR, MINUTE, type Instant } from '../../domain/time.ts';

/** Somebody as Slack knows them. */
export interface SlackUser {
  standing: Membership;
  /** "Dana Okafor (@dana)", or the id where Slack says no more. */
  name: string;
  /** The IANA zone of their clocks, where Slack says it. */
  zone?: string | undefined;
}

/** How long an answer counts, in ms: as a rule, and while Slack does not answer. */
const KEPT = { usually: 5 * MINUTE, trouble: HOUR };

const LARGEST = 5000;

type Info = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/**
 * Who somebody is in Slack, one at a time and only those who do something: `users.info`. `team` is our workspace.
 * Where Slack cannot be asked, the last answer counts for an hour; then nobody knows, and nothing is decided.
 */
export function createUsers(of: {
  client: WebClient;
  team: () => string | undefined;
  now: () => Instant;
  log: Logger;
}): (id: string) => Promise<SlackUser> {
  const { client, team, now, log } = of;
  const known = new Map<string, { at: Instant; user: SlackUser }>();
  return async (id) => {
    const before = known.get(id);
    if (before && now() - before.at < KEPT.usually) return before.user;
    try {
      const { user = {} } = await client.users.info({ user: id });
      const found = { standing: standingOf(user, team()), name: nameOf(user, id), zone: user.tz };
      if (found.standing === 'unknown') return found;
      known.delete(id);
      known.set(id, { at: now(), user: found });
      if (known.size > LARGEST) known.delete([...known.keys()][0] ?? '');
      return found;
    } catch (error) {
      log.warn({ err: error, user: id }, 'Slack could not be asked who somebody is');
      return before && now() - before.at < KEPT.trouble ? before.user : { standing: 'unknown', name: id };
    }
  };
}

/** https://docs.slack.dev/reference/objects/user-object; `team` undefined: Slack has not told us our own yet. */
function standingOf(user: Info & { is_stranger?: boolean }, team: string | undefined): Membership {
  if (user.deleted === true) return 'gone';
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])];
  if (user.is_stranger === true || (team !== undefined && !teams.includes(team))) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  return team === undefined ? 'unknown' : 'member';
}

function nameOf({ name, real_name: real }: Info, id: string): string {
  if (name === undefined) return id;
  return real === undefined || real === name ? `@${name}` : `${real} (@${name})`;
}

import { wayOf, type Way } from './domain/actions.ts';
import { UserError } from './domain/errors.ts';
import type { Group } from './domain/group.ts';
import type { Issue } from './domain/issue.ts';
import { asksGithub, mayTriage, type Person } from './domain/person.ts';
import { firstRefusal, rightsFacts, type Action } from './domain/rights.ts';
import type { Asker, Authority } from './effect.ts';
import type { Call } from './feature.ts';
import type { Ports } from './ports.ts';

/** What is asked of GitHub about somebody's rights: also of an issue that is still to be opened. */
type Place = Pick<Issue, 'repo' | 'number' | 'author' | 'labels' | 'locked'>;

/** Whether the person decides for the group; GitHub is asked only where that may make them a triager. */
export async function decidesFor(
  person: Person,
  group: Group,
  place: Place | undefined,
  ports: Ports,
): Promise<boolean> {
  if (mayTriage(person, group)) return true;
  if (person.githubId === undefined || !place || !asksGithub([group])) return false;
  const { rights, why } = await ports.people.rights(person, place, { teams: group.triagers?.teams ?? [] });
  if (!rights) throw couldNotAsk(place, why);
  return mayTriage(person, group, rights);
}

/**
 * By what right, and by which way, these actions on an issue reach GitHub for a person who decides for the group.
 * @throws UserError where GitHub would not let the person do them
 */
export async function actFor(
  person: Person,
  issue: Issue,
  { group, actions, ...as }: { group: Group; actions: readonly Action[] } & Pick<Authority, 'gives' | 'lead'>,
  { channel }: Pick<Call, 'channel'>,
  ports: Ports,
): Promise<{ by: Asker; way: Way }> {
  const writing = await ports.policy.writing({ name: issue.repo });
  if (!writing) throw new UserError(`sigbot does not look after ${issue.repo} any more.`);
  const under = {
    ...writing,
    githubId: person.githubId ?? 0,
    group: group.id,
    ...as,
    actions,
  };
  await checkRights(person, issue, under, ports);
  const by = { login: person.github ?? '', user: person.slack, channel, under };
  return { by, way: wayOf(writing, { signedIn: person.signedIn, repo: issue.repo }) };
}

/** What the bot may do with its own account only for whom GitHub would let do it: asked now, and again when it is sent. */
async function checkRights(person: Person, issue: Place, under: Authority, ports: Ports): Promise<void> {
  if (under.write !== 'as-bot' || under.actions.length === 0) return;
  const known = await ports.people.rights(person, issue);
  if (!known.rights) throw couldNotAsk(issue, known.why);
  const because = firstRefusal(rightsFacts(person, issue, known), under, under.actions);
  if (because === undefined) return;
  const who = person.github === undefined ? 'you' : `${person.github}, as sigbot knows you,`;
  throw new UserError(
    `${because} In ${issue.repo} GitHub gives ${who} no such right, so sigbot does not use its own. Nothing was changed.`,
    'Ask somebody who has it, or a maintainer of the repository.',
  );
}

/** What is said where GitHub does not answer what somebody may do. */
export function couldNotAsk({ repo }: Pick<Issue, 'repo'>, why = 'it does not answer'): UserError {
  const problem = `GitHub could not be asked what you may do in ${repo}: ${why.replace(/\.+$/, '')}. Nothing was changed.`;
  return new UserError(problem, 'Try again in a minute.');
}

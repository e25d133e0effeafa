import type { Group, TriagerRule } from './group.ts';
import type { RepositoryRights } from './rights.ts';

/** What the operator's configuration lets a person do beyond leading a group. */
export type Role = 'member' | 'triager' | 'operator';

/**
 * What somebody is in this Slack: a guest sees some channels only, a stranger comes from another workspace through Slack
 * Connect, `gone` is an account that was deactivated; `unknown` where Slack could not be asked.
 */
export type Membership = 'member' | 'guest' | 'stranger' | 'gone' | 'unknown';

/** Somebody in Slack, and who they are on GitHub where that is known. */
export interface Person {
  /** Slack user id. */
  slack: string;
  standing: Membership;
  /** GitHub login, as last known: a name for people, never what a right hangs on. */
  github?: string | undefined;
  /** GitHub's number of the account: what counts, for a login can be given up and taken by somebody else. */
  githubId?: number | undefined;
  /** The logins, in lower case, that were found to be this very account: by them the directory names its leads. */
  logins: readonly string[];
  /** Why nobody can be sure of the account, in words; absent where all is well. */
  doubt?: string | undefined;
  /** Whether the bot has a token of theirs, to write as them. */
  signedIn: boolean;
  role: Role;
  /** Ids of the groups a triager is limited to; absent means every group. */
  groups?: readonly string[] | undefined;
}

/** Somebody of whom nothing is known but the Slack id. */
export function nobody(slack: string): Person {
  return { slack, standing: 'member', logins: [], signedIn: false, role: 'member' };
}

/** Whether this is a full member of this Slack whose GitHub account is known for certain. */
export function isCertain({ githubId, standing }: Person): boolean {
  return githubId !== undefined && standing === 'member';
}

/** Whether the person is one of the group's leads; a guest or a stranger is not, whatever the directory says. */
export function leads(person: Person, group: Group): boolean {
  return isCertain(person) && group.leads.some((lead) => person.logins.includes(lead.github.toLowerCase()));
}

/** What a person is to a group. */
export type GroupRole = 'operator' | 'lead' | 'triager' | 'reader';

/**
 * The person's role, as far as it can be told without asking GitHub. Only full members of this Slack whose account is
 * certain have one, operators too: ask this, not `role`.
 */
export function roleIn(person: Person, group: Group): GroupRole {
  if (!isCertain(person)) return 'reader';
  if (person.role === 'operator') return 'operator';
  if (leads(person, group)) return 'lead';
  const named = person.groups === undefined || person.groups.includes(group.id);
  return person.role === 'triager' && named ? 'triager' : 'reader';
}

/** Whether the person may do what a group's leads may: its settings, its meetings. The operators may, too. */
export function mayLead(person: Person, group: Group): boolean {
  return ['operator', 'lead'].includes(roleIn(person, group));
}

/**
 * Whether the person may decide for the group: its leads, its triagers, and the operators. A triager is whom the
 * configuration names, or who has on GitHub what the rule asks for; without `rights` only the named count.
 */
export function mayTriage(person: Person, group: Group, rights?: RepositoryRights): boolean {
  if (roleIn(person, group) !== 'reader') return true;
  if (!isCertain(person)) return false;
  return rights !== undefined && meets(rights, group.triagers);
}

/** Whether the person decides for the group, as far as it can be told without asking GitHub: or GitHub's word counts. */
export function mightTriage(person: Person, group: Group): boolean {
  return mayTriage(person, group) || (isCertain(person) && asksGithub([group]));
}

function meets({ member, triage, teams }: RepositoryRights, rule: TriagerRule | undefined): boolean {
  if (!rule) return false;
  return (
    (rule.members === true && member) ||
    (rule.permission === true && triage) ||
    (rule.teams ?? []).some((team) => teams.includes(team.toLowerCase()))
  );
}

/** Whether the rule of any of these groups is about what somebody is on GitHub. */
export function asksGithub(groups: readonly Group[]): boolean {
  return groups.some(({ triagers }) => triagers !== undefined && Object.keys(triagers).length > 0);
}

/** Why somebody may only read here; undefined for a full member of this Slack. */
export function readsOnly({ standing }: Person): string | undefined {
  return READERS[standing];
}

const READERS: Readonly<Record<Membership, string | undefined>> = {
  member: undefined,
  guest: 'Guests of this Slack can look, and decide nothing.',
  stranger: 'People of another workspace can look, and decide nothing.',
  gone: 'This Slack account is deactivated.',
  unknown: 'Slack could not be asked who you are, so nothing was changed. Try again in a minute.',
};

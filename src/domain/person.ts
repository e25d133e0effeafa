import type { Group } from './group.ts';

/** What the operator's configuration lets a person do beyond leading a group. */
export type Role = 'member' | 'triager' | 'operator';

/** Somebody in Slack, and who they are on GitHub where the configuration says so. */
export interface Person {
  /** Slack user id. */
  slack: string;
  /** GitHub login. */
  github?: string | undefined;
  role: Role;
  /** Ids of the groups a triager is limited to; absent means every group. */
  groups?: readonly string[] | undefined;
}

/** Whether the person is one of the group's leads. */
export function leads(person: Person, group: Group): boolean {
  const login = person.github?.toLowerCase();
  return login !== undefined && group.leads.some((lead) => lead.github.toLowerCase() === login);
}

/** Whether the person may decide for the group: its leads, its triagers, and the operators. */
export function mayTriage(person: Person, group: Group): boolean {
  if (person.github === undefined) return false;
  if (person.role === 'operator' || leads(person, group)) return true;
  return person.role === 'triager' && (person.groups === undefined || person.groups.includes(group.id));
}

import { textOf, type Json } from '../json.ts';
import type { Method } from './forward.ts';
import { APP } from './roster.ts';
import { nextNumber, type Workspace } from './workspace.ts';

/** People who are mentioned together. */
export interface Usergroup {
  /** S… */
  id: string;
  /** What is typed after the @. */
  handle: string;
  name: string;
  /** Slack ids. */
  users: string[];
}

/** The methods about groups of people. */
export const USERGROUP_METHODS: Readonly<Record<string, Method>> = {
  'usergroups.create': (workspace, args) => {
    const name = textOf(args['name']);
    const handle = textOf(args['handle']) || name.toLowerCase().replaceAll(/\W+/g, '-');
    if (name === '') return failed('invalid_arguments');
    if (workspace.usergroups.some((group) => group.name === name)) return failed('name_already_exists');
    if (workspace.usergroups.some((group) => group.handle === handle)) return failed('handle_already_exists');
    return Promise.resolve({
      ok: true,
      usergroup: described(addUsergroup(workspace, { name, handle, users: [] })),
    });
  },

  'usergroups.list': ({ usergroups }, args) => {
    const withUsers = isTrue(args['include_users']);
    return Promise.resolve({ ok: true, usergroups: usergroups.map((group) => described(group, withUsers)) });
  },

  'usergroups.users.list': (workspace, args) => {
    const group = groupIn(workspace, args);
    return group ? Promise.resolve({ ok: true, users: [...group.users] }) : failed('no_such_subteam');
  },

  'usergroups.users.update': (workspace, args) => {
    const group = groupIn(workspace, args);
    if (!group) return failed('no_such_subteam');
    const users = [args['users']].flat().map(textOf).join(',').split(',').filter(Boolean);
    if (users.length === 0) return failed('no_users_provided');
    if (!users.every((user) => workspace.roster.people.some(({ id }) => id === user)))
      return failed('invalid_users');
    group.users = users;
    return Promise.resolve({ ok: true, usergroup: described(group, true) });
  },
};

/** Adds a group, as somebody with the right to would. */
export function addUsergroup({ usergroups }: Workspace, group: Omit<Usergroup, 'id'>): Usergroup {
  const added = { id: `S0GROUP${String(nextNumber()).padStart(4, '0')}`, ...group };
  usergroups.push(added);
  return added;
}

function groupIn({ usergroups }: Workspace, args: Json): Usergroup | undefined {
  return usergroups.find(({ id }) => id === args['usergroup']);
}

function described({ users, ...group }: Usergroup, withUsers = false): Json {
  return {
    ...group,
    team_id: APP.team,
    is_usergroup: true,
    is_external: false,
    date_delete: 0,
    user_count: users.length,
    ...(withUsers ? { users: [...users] } : {}),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1';
}

function failed(error: string): Promise<Json> {
  return Promise.resolve({ ok: false, error });
}

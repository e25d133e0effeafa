import type { Reply } from './gateway.ts';
import type { Hub } from './hub.ts';
import type { Json } from '../json.ts';

/** The roles of a repository, the least first (docs.github.com, "Repository roles for an organization"). */
export type RepositoryRole = 'read' | 'triage' | 'write' | 'admin';

const ROLES: readonly RepositoryRole[] = ['read', 'triage', 'write', 'admin'];

/** The role somebody has on a repository: members write; everybody else has what was given, and reads. */
export function roleOf(hub: Hub, repo: string, login: string): RepositoryRole {
  const given = hub.roles.get(`${repo} ${login}`.toLowerCase());
  return given ?? (hub.members.has(login) ? 'write' : 'read');
}

/** Whether the role holds at least that. */
export function atLeast(role: RepositoryRole, wanted: RepositoryRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}

/** GitHub's number of an account. */
export async function numberOf(hub: Hub, login: string): Promise<number> {
  return hub.numbers.get(login) ?? Number((await hub.user(login))['id']);
}

/** Questions about people that the emulator answers otherwise than GitHub, or not; undefined for all others. */
export async function aboutPeople(hub: Hub, path: string, me: string): Promise<Reply | undefined> {
  const [, first = '', second = '', third = ''] =
    /^\/(user|users|orgs|repos)(?:\/([^/]+))?(\/.*)?$/.exec(path) ?? [];
  if (first === 'user' && second === '') return account(hub, me);
  if (first === 'user') return byNumber(hub, Number(second));
  if (first === 'users' && third === '') return account(hub, decodeURIComponent(second));
  if (first === 'orgs') return membership(hub, third);
  return first === 'repos' ? collaborator(hub, second, third) : undefined;
}

const MISSING: Reply = { status: 404, body: { message: 'Not Found', status: '404' } };
const YES: Reply = { status: 204 };

async function account(hub: Hub, login: string): Promise<Reply> {
  const known = [...hub.logins].find((one) => one.toLowerCase() === login.toLowerCase());
  return known === undefined ? MISSING : { status: 200, body: await accountJson(hub, known) };
}

async function accountJson(hub: Hub, login: string): Promise<Json> {
  return { ...(await hub.user(login)), login, id: await numberOf(hub, login) };
}

async function byNumber(hub: Hub, number: number): Promise<Reply> {
  for (const login of hub.logins)
    if ((await numberOf(hub, login)) === number) return { status: 200, body: await accountJson(hub, login) };
  return MISSING;
}

function membership(hub: Hub, below: string): Reply | undefined {
  const [, member] = /^\/members\/([^/]+)$/.exec(below) ?? [];
  if (member !== undefined) return hub.members.has(member) ? YES : MISSING;
  const [, team, login = ''] = /^\/teams\/([^/]+)\/memberships\/([^/]+)$/.exec(below) ?? [];
  if (team === undefined) return undefined;
  const inside = hub.teams.get(team)?.has(login) === true;
  return inside ? { status: 200, body: { state: 'active', role: 'member' } } : MISSING;
}

async function collaborator(hub: Hub, owner: string, below: string): Promise<Reply | undefined> {
  const [, name = '', login, permission] =
    /^\/([^/]+)\/collaborators\/([^/]+)(\/permission)?$/.exec(below) ?? [];
  if (login === undefined) return undefined;
  const role = roleOf(hub, `${owner}/${name}`, login);
  if (permission === undefined) return atLeast(role, 'triage') ? YES : MISSING;
  // What is older than roles knows three words.
  const old = role === 'triage' ? 'read' : role;
  return { status: 200, body: { permission: old, role_name: role, user: await accountJson(hub, login) } };
}

import { createEmulator } from 'emulate';
import { request, type Answer } from '../http.ts';
import { isObject, objectsOf, textOf, type Json } from '../json.ts';
import { createPool, type Pool } from '../pool.ts';
import { filesOf, newBranches } from './branches.ts';
import type { RepositoryRole } from './people.ts';
import type { Comment, IssueRecord, Repo } from './records.ts';

export interface RepoSeed {
  /** "owner/name" */
  name: string;
  /** In addition to the usual kind/, priority/, triage/ and lifecycle/ labels. */
  labels?: readonly string[];
  /** Whether Prow's stand-in works here. */
  prow?: boolean;
  /** Its files, text by path. */
  files?: Readonly<Record<string, string>>;
}

export interface HubSeed {
  repos: readonly RepoSeed[];
  /** GitHub logins of everybody who may act. */
  logins: readonly string[];
  /** Who belongs to the organisations; everybody where it is not said. */
  members?: readonly string[];
  /** The bot comes as a GitHub App that is installed in every organisation, instead of with a token. */
  app?: boolean;
}

/** A GitHub App's credential. */
export interface AppCredential {
  id: string;
  /** PEM */
  privateKey: string;
}

/** The robot that labels and runs commands. */
export const ROBOT = 'k8s-ci-robot';
/** The bot's own account. */
export const BOT = 'sigbot';
/** Sees and may change everything. */
export const INSPECTOR = 'admin';
const APP_ID = 471_100;

/** The labels every repository has. */
const USUAL_LABELS: readonly string[] = [
  ...['bug', 'feature', 'cleanup', 'documentation', 'flake', 'failing-test', 'regression', 'support'].map(
    (name) => `kind/${name}`,
  ),
  ...['critical-urgent', 'important-soon', 'important-longterm', 'backlog', 'awaiting-more-evidence'].map(
    (name) => `priority/${name}`,
  ),
  ...['accepted', 'needs-information', 'duplicate', 'not-reproducible', 'unresolved'].map(
    (name) => `triage/${name}`,
  ),
  ...['active', 'frozen', 'stale', 'rotten'].map((name) => `lifecycle/${name}`),
];

/** The emulated GitHub: its repositories and issues, and one way to ask the emulator as somebody. */
export interface Hub {
  /** The emulator's address. */
  origin: string;
  repos: Repo[];
  records: Map<string, IssueRecord>;
  members: Set<string>;
  logins: Set<string>;
  /** Roles that were given: by "owner/name login" in lower case. */
  roles: Map<string, RepositoryRole>;
  /** Who is in which team, by its slug. */
  teams: Map<string, Set<string>>;
  /** Accounts that took over a login: their number. */
  numbers: Map<string, number>;
  app: AppCredential | undefined;
  ask(
    login: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** By its name now, without case. */
  repo(name: string): Repo | undefined;
  user(login: string): Promise<Json>;
  /** Reads an issue anew from the emulator. */
  refresh(record: IssueRecord): Promise<void>;
  close(): Promise<void>;
}

export async function createHub(seed: HubSeed): Promise<Hub> {
  const logins = new Set([...seed.logins, ROBOT, BOT]);
  const members = new Set([...(seed.members ?? seed.logins), ROBOT, BOT]);
  const pools = new Map(
    [...logins, INSPECTOR].map((login) => [login, createPool(`ghp-${login}`, poolSize(login))]),
  );
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: { tokens: tokensOf(pools), github: emulatorSeed(seed, logins, members) },
  });
  const privateKey = emulator.generatedSecrets.find(({ kind }) => kind === 'github.app_private_key')?.value;
  const users = new Map<string, Json>();

  const ask: Hub['ask'] = (login, method, path, body, headers) => {
    const pool = pools.get(login);
    if (!pool) throw new Error(`The world has no GitHub account "${login}".`);
    const options = {
      token: pool.next(),
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
    };
    return request(method, `${emulator.url}${path}`, options);
  };
  const repos = await Promise.all(seed.repos.map((repo) => setUp(repo, ask)));

  return {
    origin: emulator.url,
    repos,
    records: new Map(),
    members,
    logins,
    roles: new Map(),
    teams: new Map(),
    numbers: new Map(),
    app: privateKey === undefined ? undefined : { id: String(APP_ID), privateKey },
    ask,
    repo: (name) => repos.find((repo) => !repo.gone && repo.name.toLowerCase() === name.toLowerCase()),
    async user(login) {
      const known = users.get(login);
      if (known) return known;
      const { body } = await ask(INSPECTOR, 'GET', `/users/${login}`);
      const user = isObject(body) ? body : { login };
      users.set(login, user);
      return user;
    },
    async refresh(record) {
      const { body } = await ask(INSPECTOR, 'GET', `/repos/${record.repo.name}/issues/${record.inner}`);
      if (isObject(body)) record.raw = body;
    },
    close: () => emulator.close(),
  };
}

/** Adds a comment to what is known of an issue. */
export function keepComment(record: IssueRecord, answered: Json, author: string): Comment {
  const comment = {
    id: Number(answered['id']),
    author,
    body: textOf(answered['body']),
    createdAt: textOf(answered['created_at']),
    json: answered,
  };
  record.comments.push(comment);
  return comment;
}

async function setUp(seed: RepoSeed, ask: Hub['ask']): Promise<Repo> {
  const labels = [
    ...new Set([
      ...USUAL_LABELS,
      ...(seed.prow ? ['needs-sig', 'needs-triage', 'lgtm', 'approved', 'do-not-merge/hold'] : []),
      ...(seed.labels ?? []),
    ]),
  ];
  const path = `/repos/${seed.name}/labels`;
  await Promise.all(labels.map((name) => ask(INSPECTOR, 'POST', path, { name, color: 'ededed' })));
  const { body } = await ask(INSPECTOR, 'GET', `/repos/${seed.name}`);
  const raw = isObject(body) ? body : {};
  const repo: Repo = {
    id: Number(raw['id']),
    name: seed.name,
    raw,
    prow: seed.prow ?? false,
    gone: false,
    formerNames: [],
    labels: new Map(labels.map((name) => [name.toLowerCase(), name])),
    nextNumber: 1,
    branches: newBranches(textOf(raw['default_branch']) || 'main'),
    discussions: [],
  };
  for (const [file, text] of Object.entries(seed.files ?? {})) filesOf(repo).write(file, text);
  return repo;
}

/** The robot and the inspector ask most: 5,000 requests an hour a token. */
function poolSize(login: string): number {
  return [ROBOT, INSPECTOR].includes(login) ? 60 : 8;
}

function tokensOf(pools: ReadonlyMap<string, Pool>): Record<string, { login: string }> {
  return Object.fromEntries(
    [...pools].flatMap(([login, pool]) => pool.tokens.map((token) => [token, { login }] as const)),
  );
}

function emulatorSeed(seed: HubSeed, logins: ReadonlySet<string>, members: ReadonlySet<string>): Json {
  const owners = [...new Set(seed.repos.map(({ name }) => name.split('/')[0] ?? ''))];
  return {
    users: [...logins].map((login) => ({ login, name: login })),
    orgs: owners.map((login) => ({
      login,
      name: login,
      members: [
        { login: INSPECTOR, role: 'admin' },
        ...[...members].map((member) => ({ login: member, role: 'member' })),
      ],
    })),
    repos: seed.repos.map(({ name }) => {
      const [owner, repo] = name.split('/');
      return { owner, name: repo, auto_init: false };
    }),
    ...(seed.app === true ? { apps: [appSeed(owners)] } : {}),
  };
}

function appSeed(owners: readonly string[]): Json {
  return {
    app_id: APP_ID,
    slug: BOT,
    name: BOT,
    permissions: { contents: 'read', issues: 'write', pull_requests: 'write', metadata: 'read' },
    installations: owners.map((account, index) => ({ installation_id: index + 1, account })),
  };
}

/** Label names in what a caller sent, spelled as the repository has them: GitHub compares them without case. */
export function spelled(repo: Repo, body: unknown): unknown {
  const spell = (name: unknown): unknown =>
    typeof name === 'string' ? (repo.labels.get(name.toLowerCase()) ?? name) : name;
  if (Array.isArray(body)) return body.map(spell);
  if (!isObject(body) || !Array.isArray(body['labels'])) return body;
  return { ...body, labels: body['labels'].map(spell) };
}

export function labelNames(issue: Json): string[] {
  return objectsOf(issue['labels']).map((label) => textOf(label['name']));
}

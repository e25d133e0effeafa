import type { IncomingMessage } from 'node:http';
import { pullAnswer, type FakePull } from './fake-github-pulls.ts';
import { gitAnswer, type FakeFiles } from './fake-github-tree.ts';

/** A request as GitHub got it. */
export interface Got {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface FakeIssue {
  title: string;
  body?: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  labels: string[];
  assignees: string[];
  comments: { body: string; at: string; by?: string; association?: string }[];
  reactions?: { total_count: number };
  created_at: string;
  updated_at: string;
  pull: boolean;
  /** Its end: 410, or 301 to "owner/name/issues/7". */
  gone?: 'deleted' | { to: string };
}

export interface FakeRepository {
  id: number;
  name: string;
  archived: boolean;
  /** Not said where it is undefined. */
  private?: boolean;
  labels: string[];
  issues: Map<number, FakeIssue>;
  /** What is on its default branch; without it there is no commit. */
  files?: FakeFiles;
  /** What is known of its pull requests beside their issues. */
  pulls?: Map<number, FakePull>;
}

/** What goes wrong with the next request that fits. */
export interface Fault {
  method: string;
  path: RegExp;
  /** Carried out before it goes wrong. */
  after?: boolean;
  /** The answer; without one the connection breaks off. */
  answer?: { status: number; headers?: Record<string, string>; message?: string };
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The fake's state. */
export interface World {
  repositories: FakeRepository[];
  /** By the name they had. */
  renamed: Map<string, FakeRepository>;
  /** The logins that issues can be assigned to. */
  assignable: Set<string>;
  owners: {
    orgs: Set<string>;
    /** Ids by "orgs/name" or "users/name". */
    installations: Map<string, number>;
  };
  url: string;
  /** The status by which a write to a renamed repository is sent on. */
  redirectWrites: number;
}

const NOT_FOUND: Answer = { status: 404, body: { message: 'Not Found' } };

/** Does what a request asks for. */
export function answer(request: Got, world: World): Answer {
  const [kind = '', ...rest] = request.path.slice(1).split('/').map(decodeURIComponent);
  if (kind === 'repos') {
    const name = `${rest[0]}/${rest[1]}`.toLowerCase();
    const found = world.repositories.find((one) => one.name.toLowerCase() === name);
    if (found) return repositoryAnswer(request, found, rest.slice(2), world);
    const moved = [...world.renamed].find(([old]) => old.toLowerCase() === name)?.[1];
    return moved
      ? redirect(request, `repositories/${moved.id}/${rest.slice(2).join('/')}`, world)
      : NOT_FOUND;
  }
  if (kind === 'repositories') {
    const found = world.repositories.find((one) => String(one.id) === rest[0]);
    return found ? repositoryAnswer(request, found, rest.slice(1), world) : NOT_FOUND;
  }
  return accountAnswer(request, kind, rest, world);
}

function accountAnswer(request: Got, kind: string, [name = '', what]: string[], world: World): Answer {
  const ofOwner = world.repositories.filter((one) => one.name.startsWith(`${name}/`)).map(repositoryJson);
  if (kind === 'app') return { status: 201, body: token(Number(request.path.split('/')[3])) };
  if (kind === 'installation')
    return { status: 200, body: { total_count: 1, repositories: world.repositories.map(repositoryJson) } };
  if (what === 'installation') {
    const id =
      kind === 'orgs' || !world.owners.orgs.has(name)
        ? world.owners.installations.get(`${kind}/${name}`)
        : undefined;
    return id === undefined ? NOT_FOUND : { status: 200, body: { id } };
  }
  if (kind === 'orgs' && !world.owners.orgs.has(name)) return NOT_FOUND;
  return what === 'repos' ? paged(ofOwner, request, world) : NOT_FOUND;
}

function token(installation: number): unknown {
  const expires_at = new Date(Date.now() + 3600_000).toISOString();
  return { token: `token-of-${installation}`, expires_at, permissions: {}, repository_selection: 'all' };
}

function repositoryAnswer(request: Got, repository: FakeRepository, rest: string[], world: World): Answer {
  const [part, number, what, ...name] = rest.filter(Boolean);
  if (part === undefined) return { status: 200, body: repositoryJson(repository) };
  if (part === 'git') return gitAnswer(request, repository.files, number, what);
  const told = pullAnswer(rest.filter(Boolean), repository, request);
  if (told) return told;
  if (part === 'labels')
    return paged(
      repository.labels.map((label) => ({ name: label })),
      request,
      world,
    );
  if (number === 'comments')
    return paged(part === 'issues' ? allComments(request, repository, world.url) : [], request, world);
  if (number === undefined) return paged(listed(request, repository, world.url), request, world);
  const issue = repository.issues.get(Number(number));
  if (!issue) return NOT_FOUND;
  if (issue.gone === 'deleted') return { status: 410, body: { message: 'This issue was deleted' } };
  if (issue.gone) return redirect(request, `repos/${issue.gone.to}${what ? `/${what}` : ''}`, world);
  const json = () => issueJson(repository, Number(number), issue, world.url);
  if (request.method === 'GET' && what === undefined) return { status: 200, body: json() };
  if (request.method === 'GET')
    return paged(commentsJson(repository, Number(number), issue, request), request, world);
  return changed(request, issue, what, name.join('/'), world, json);
}

function changed(
  { method, body }: Got,
  issue: FakeIssue,
  what: string | undefined,
  name: string,
  { assignable }: World,
  json: () => unknown,
): Answer {
  const given = (body ?? {}) as {
    labels?: string[];
    assignees?: string[];
    body?: string;
    state?: 'closed';
    state_reason?: string;
  };
  issue.updated_at = new Date(Date.parse(issue.updated_at) + 1000).toISOString().replace('.000', '');
  if (what === undefined) Object.assign(issue, given);
  if (what === 'assignees')
    issue.assignees.push(...(given.assignees ?? []).filter((login) => assignable.has(login)));
  if (what === 'comments') {
    issue.comments.push({ body: given.body ?? '', at: issue.updated_at });
    return { status: 201, body: { html_url: `https://github.test/comment/${issue.comments.length}` } };
  }
  if (what === 'labels' && method === 'POST') {
    issue.labels.push(...(given.labels ?? []));
    return { status: 200, body: issue.labels.map((label) => ({ name: label })) };
  }
  if (what === 'labels' && method === 'DELETE') {
    if (!issue.labels.includes(name)) return { status: 404, body: { message: 'Label does not exist' } };
    issue.labels = issue.labels.filter((label) => label !== name);
  }
  return { status: what === 'assignees' ? 201 : 200, body: json() };
}

function redirect({ method }: Got, to: string, { url, redirectWrites }: World): Answer {
  const location = `${url}/${to.replace(/\/$/, '')}`;
  return {
    status: method === 'GET' ? 301 : redirectWrites,
    body: { message: 'Moved' },
    headers: { location },
  };
}

function listed({ query }: Got, repository: FakeRepository, url: string): unknown[] {
  const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z');
  return [...repository.issues]
    .filter(([, issue]) => !issue.gone && ['all', issue.state].includes(query.get('state') ?? 'open'))
    .filter(([, issue]) => Date.parse(issue.updated_at) >= since)
    .sort(([, a], [, b]) => a.updated_at.localeCompare(b.updated_at))
    .map(([number, issue]) => issueJson(repository, number, issue, url));
}

function paged(all: unknown[], { query, path }: Got, { url }: World): Answer {
  const size = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  const more = page * size < all.length;
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size),
    ...(more && { headers: { link: `<${url}${path}?${next}>; rel="next"` } }),
  };
}

function repositoryJson({ id, name, archived, private: hidden, issues }: FakeRepository) {
  return { id, full_name: name, private: hidden, archived, open_issues_count: issues.size };
}

function issueJson({ name }: FakeRepository, number: number, issue: FakeIssue, url: string): unknown {
  const { labels, assignees, comments, pull, gone: _gone, ...rest } = issue;
  return {
    ...rest,
    number,
    html_url: `https://github.test/${name}/${pull ? 'pull' : 'issues'}/${number}`,
    repository_url: `${url}/repos/${name}`,
    user: { login: 'mona' },
    locked: false,
    labels: labels.map((label) => ({ name: label })),
    assignees: assignees.map((login) => ({ login })),
    comments: comments.length,
    ...(pull && { pull_request: { url: `${url}/pulls/${number}` } }),
  };
}

function allComments({ query }: Got, { name, issues }: FakeRepository, url: string): unknown[] {
  const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z');
  const all = [...issues].flatMap(([number, { comments }]) =>
    comments.map(({ body, at, by = 'mona', association = 'NONE' }, index) => ({
      id: number * 1000 + index,
      body,
      user: { login: by, type: 'User' },
      author_association: association,
      issue_url: `${url}/repos/${name}/issues/${number}`,
      created_at: at,
      updated_at: at,
    })),
  );
  return all
    .filter(({ updated_at }) => Date.parse(updated_at) >= since)
    .sort((one, other) => one.updated_at.localeCompare(other.updated_at));
}

function commentsJson({ name }: FakeRepository, number: number, issue: FakeIssue, { query }: Got): unknown[] {
  const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z');
  return issue.comments
    .filter(({ at }) => Date.parse(at) >= since)
    .map(({ body }, index) => ({
      body,
      html_url: `https://github.test/${name}/issues/${number}#comment-${index}`,
    }));
}

import { isObject, textOf, type Json } from '../json.ts';
import { aboutComment } from './comments.ts';
import { filesJson } from './change.ts';
import { headOf, statusesOf } from './checks.ts';
import { aboutContents } from './contents.ts';
import { aboutDiscussions } from './discussions.ts';
import type { ApiRequest, GatewayParts, Reply } from './gateway.ts';
import { BOT } from './hub.ts';
import { atLeast, roleOf } from './people.ts';
import { reviewing } from './reviews.ts';
import { authorOf, issueJson, listed, pullJson, repoJson, type IssueRecord, type Repo } from './records.ts';

/** Asks the emulator, with another path where one is given; the answer is ready to be sent. */
export type Pass = (path?: string) => Promise<Reply>;

/** Answers a request: issues and pull requests from what the world knows, everything else from the emulator. */
export async function route(parts: GatewayParts, call: ApiRequest, pass: Pass): Promise<Reply> {
  const [, owner, name, rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(call.path) ?? [];
  if (owner === undefined || name === undefined)
    return repositories(parts, call) ?? aboutDiscussions(parts, call) ?? pass();
  const repo = parts.hub.repo(`${owner}/${name}`);
  if (!repo) return moved(parts, `${owner}/${name}`, rest, call) ?? NOT_FOUND;
  const [, kind, number, below = ''] = /^\/(issues|pulls)\/(\d+)(\/.*)?$/.exec(rest) ?? [];
  if (kind !== undefined) return aboutIssue(parts, call, { repo, kind, number: Number(number), below, pass });
  if (rest === '/issues' && call.method === 'GET') {
    const issues = issuesOf(parts, repo).map((record) => issueJson(record, parts.desk.at));
    return page(parts, call, listed(issues, call.query));
  }
  if (/^\/(issues|pulls)\/comments$/.test(rest) && call.method === 'GET')
    return page(parts, call, rest === '/issues/comments' ? commentsOf(parts, repo, call) : []);
  if (rest === '/pulls' && call.method === 'GET') {
    const head = call.query.get('head')?.replace(/^[^:]*:/, '');
    const pulls = issuesOf(parts, repo).filter(({ pull }) => pull && (head ?? pull.head) === pull.head);
    return page(
      parts,
      call,
      listed(
        pulls.map((record) => pullJson(record, parts.desk.at)),
        call.query,
      ),
    );
  }
  const [, sha, what] = /^\/commits\/(\w+)\/(status|check-runs)$/.exec(rest) ?? [];
  if (sha !== undefined) return checksOf(parts, repo, sha, what);
  if (rest === '/issues' && call.method === 'POST') return create(parts, call, repo);
  const told =
    (await aboutComment(parts, call, repo, rest)) ?? (await aboutContents(parts, call, repo, rest));
  const reply = told ?? (await pass(`/repos/${repo.name}${rest}`));
  return reply.status === 404 && rest === '/git/trees/HEAD' ? EMPTY : reply;
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found', status: '404' } };

/** A repository without a commit: the emulator has nothing there. */
const EMPTY: Reply = { status: 409, body: { message: 'Git Repository is empty.', status: '409' } };

interface About {
  repo: Repo;
  kind: string;
  number: number;
  /** What follows the number in the path. */
  below: string;
  pass: Pass;
}

async function aboutIssue(
  parts: GatewayParts,
  call: ApiRequest,
  { repo, kind, number, below, pass }: About,
): Promise<Reply> {
  const record = parts.desk.find(repo, number);
  if (!record || (kind === 'pulls' && !record.pull)) return NOT_FOUND;
  if (record.gone) return departed(parts, record.gone, below);
  const { at } = parts.desk;
  if (call.method === 'GET' && below === '') {
    return { status: 200, body: kind === 'pulls' ? pullJson(record, at) : issueJson(record, at) };
  }
  if (call.method === 'GET' && kind === 'pulls' && below === '/files')
    return page(parts, call, filesJson(record.pull?.change));
  if (call.method === 'GET')
    return since(await pass(`/repos/${repo.name}/issues/${record.inner}${below}`), call, below);
  if (call.method === 'POST' && below === '/comments') {
    const body = textOf(isObject(call.body) ? call.body['body'] : '');
    const done = await parts.desk.comment(call.login.replace('[bot]', ''), record, body);
    return { status: done.status, body: done.body };
  }
  if (call.method === 'POST' && kind === 'pulls' && below === '/reviews')
    return reviewed(parts, call, record);
  if (!mayChange(parts, call, record, below)) return FORBIDDEN;
  return write(parts, call, record, below);
}

/** A review that approves; nobody approves their own. */
async function reviewed(
  { hub, desk }: GatewayParts,
  { login }: ApiRequest,
  record: IssueRecord,
): Promise<Reply> {
  if (authorOf(record) === login)
    return { status: 422, body: { message: 'Can not approve your own pull request', status: '422' } };
  await reviewing(hub, desk, login, () => record).review(record, 'approved');
  const { html_url: page } = pullJson(record, desk.at);
  return {
    status: 200,
    body: { id: desk.reviews, html_url: `${textOf(page)}#pullrequestreview-${desk.reviews}` },
  };
}

/** The bot as it was told; a person by their role, and an author the state of what they opened. */
function mayChange(
  { hub, rights }: GatewayParts,
  call: ApiRequest,
  record: IssueRecord,
  below: string,
): boolean {
  if (call.login.replace('[bot]', '') === BOT) return rights.permission !== 'read';
  return (
    atLeast(roleOf(hub, record.repo.name, call.login), 'triage') ||
    (below === '' && authorOf(record) === call.login)
  );
}

const FORBIDDEN: Reply = {
  status: 403,
  body: {
    message: 'Resource not accessible by personal access token',
    documentation_url: 'https://docs.github.com/rest/issues/issues#update-an-issue',
    status: '403',
  },
};

async function write(
  parts: GatewayParts,
  call: ApiRequest,
  record: IssueRecord,
  below: string,
): Promise<Reply> {
  const { at } = parts.desk;
  const { status, body } = await parts.desk.change(
    call.login.replace('[bot]', ''),
    record,
    call.method,
    below,
    call.body,
  );
  if (status === 404 && below.startsWith('/labels/'))
    return { status, body: { message: 'Label does not exist', status: '404' } };
  if (status >= 400) return { status, body };
  if (below.startsWith('/labels')) return { status, body: issueJson(record, at)['labels'] };
  if (below === '/assignees')
    return { status: call.method === 'POST' ? 201 : status, body: issueJson(record, at) };
  return { status, body: below === '' ? issueJson(record, at) : body };
}

async function create(parts: GatewayParts, call: ApiRequest, repo: Repo): Promise<Reply> {
  if (!isObject(call.body) || textOf(call.body['title']) === '') {
    return { status: 422, body: { message: 'Validation Failed', status: '422' } };
  }
  const record = await parts.desk.create(call.login.replace('[bot]', ''), repo, { title: '', ...call.body });
  return { status: 201, body: issueJson(record, parts.desk.at) };
}

/** The statuses of a commit; this world knows no check runs. */
function checksOf(parts: GatewayParts, repo: Repo, sha: string, what: string | undefined): Reply {
  const [record] = issuesOf(parts, repo).filter((one) => one.pull && headOf(one) === sha);
  if (what === 'check-runs') return { status: 200, body: { total_count: 0, check_runs: [] } };
  return { status: 200, body: { sha, statuses: record ? statusesOf(record) : [] } };
}

function issuesOf({ hub }: GatewayParts, repo: Repo): IssueRecord[] {
  return [...hub.records.values()].filter((record) => record.repo === repo && !record.gone);
}

/** All of a repository's comments, as `sort=updated&direction=asc` has them; an edit leaves them where they were. */
function commentsOf(parts: GatewayParts, repo: Repo, call: ApiRequest): Json[] {
  const since = Date.parse(call.query.get('since') ?? '') || 0;
  return issuesOf(parts, repo)
    .flatMap((record) => record.comments.map(({ json }) => json))
    .filter((comment) => Date.parse(textOf(comment['updated_at'])) >= since)
    .sort((a, b) => textOf(a['updated_at']).localeCompare(textOf(b['updated_at'])));
}

/** One page of a list, with GitHub's Link header. */
function page({ desk }: GatewayParts, call: ApiRequest, all: readonly Json[]): Reply {
  const size = Math.min(Number(call.query.get('per_page')) || 30, 100);
  const number = Number(call.query.get('page')) || 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(to));
    return `<${desk.at.api}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    status: 200,
    body: all.slice((number - 1) * size, number * size),
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  };
}

/** The repositories of an owner, or of the App's installation: lists the emulator does not have. */
function repositories(parts: GatewayParts, call: ApiRequest): Reply | undefined {
  const [, owner] = /^\/(?:orgs|users)\/([^/]+)\/repos$/.exec(call.path) ?? [];
  const ofInstallation = call.path === '/installation/repositories';
  if (call.method !== 'GET' || (owner === undefined && !ofInstallation)) return undefined;
  const theirs = parts.hub.repos
    .filter(
      ({ name, gone }) =>
        !gone && (ofInstallation || name.toLowerCase().startsWith(`${owner?.toLowerCase()}/`)),
    )
    .map((repo) => repoJson(repo, parts.desk.at));
  const reply = page(parts, call, theirs);
  return ofInstallation
    ? { ...reply, body: { total_count: theirs.length, repositories: reply.body } }
    : reply;
}

/** The emulator knows no `since` for comments. */
function since(reply: Reply, call: ApiRequest, below: string): Reply {
  const from = call.query.get('since');
  if (below !== '/comments' || !from || !Array.isArray(reply.body)) return reply;
  const body = reply.body.filter(
    (comment: unknown) => isObject(comment) && Date.parse(textOf(comment['updated_at'])) >= Date.parse(from),
  );
  return { ...reply, body };
}

/** A deleted issue is gone, a transferred one is elsewhere. */
function departed({ desk }: GatewayParts, gone: NonNullable<IssueRecord['gone']>, below: string): Reply {
  if (gone.how === 'deleted')
    return { status: 410, body: { message: 'This issue was deleted', status: '410' } };
  const location = `${desk.at.api}/repos/${gone.to.repo.name}/issues/${gone.to.number}${below}`;
  return { status: 301, body: { message: 'Moved Permanently', url: location }, headers: { location } };
}

/** A renamed repository answers under its old name with the new address. */
function moved({ hub, desk }: GatewayParts, name: string, rest: string, call: ApiRequest): Reply | undefined {
  const repo = hub.repos.find((one) => !one.gone && one.formerNames.includes(name.toLowerCase()));
  if (!repo) return undefined;
  const query = call.query.size > 0 ? `?${call.query.toString()}` : '';
  const location = `${desk.at.api}/repos/${repo.name}${rest}${query}`;
  return {
    status: call.method === 'GET' ? 301 : 307,
    body: { message: 'Moved Permanently', url: location },
    headers: { location },
  };
}

import { isObject, textOf, type Json } from '../json.ts';
import { blobOf, commit, defaultBranch, type Branch } from './branches.ts';
import type { ApiRequest, GatewayParts, Reply } from './gateway.ts';
import { BOT } from './hub.ts';
import { atLeast, roleOf } from './people.ts';
import { pullJson, type Repo } from './records.ts';

/** Answers what is asked of files, branches and new pull requests; undefined where it is something else. */
export async function aboutContents(
  parts: GatewayParts,
  call: ApiRequest,
  repo: Repo,
  rest: string,
): Promise<Reply | undefined> {
  const [, area, path = ''] = /^\/(contents|git\/ref)\/(.+)$/.exec(decodeURIComponent(rest)) ?? [];
  if (call.method === 'GET' && area === 'contents') return held(parts, call, repo, path);
  if (call.method === 'GET' && area === 'git/ref') return reference(repo, path.replace(/^heads\//, ''));
  const asked = `${call.method} ${rest}`;
  const isWrite =
    (call.method === 'PUT' && area === 'contents') || ['POST /git/refs', 'POST /pulls'].includes(asked);
  if (!isWrite) return undefined;
  if (!mayWrite(parts, call, repo)) return refused(403, 'Resource not accessible by personal access token');
  if (area === 'contents') return put(parts, call, repo, path);
  return asked === 'POST /git/refs' ? branchOff(call, repo) : propose(parts, call, repo);
}

function mayWrite({ hub, rights }: GatewayParts, { login }: ApiRequest, repo: Repo): boolean {
  if (login.replace('[bot]', '') === BOT) return rights.permission !== 'read';
  return atLeast(roleOf(hub, repo.name, login), 'write');
}

function held({ desk }: GatewayParts, call: ApiRequest, repo: Repo, path: string): Reply {
  const ref = call.query.get('ref') ?? defaultBranch(repo);
  const branch = repo.branches.get(ref);
  if (!branch) return refused(404, `No commit found for the ref ${ref}`);
  const at = `${desk.at.api}/repos/${repo.name}`;
  const bytes = branch.files.get(path);
  if (bytes) return { status: 200, body: fileJson(bytes, at, path) };
  const below = [...branch.files].filter(([name]) => name.startsWith(`${path}/`));
  if (below.length === 0) return refused(404, 'Not Found');
  return {
    status: 200,
    body: below.filter(([name]) => isIn(path, name)).map(([name, text]) => listed(text, at, name)),
  };
}

/** Whether the file is in the folder itself: GitHub's list does not go into folders within. */
function isIn(folder: string, name: string): boolean {
  return !name.slice(folder.length + 1).includes('/');
}

/** A file in a folder's list has no content. */
function listed(bytes: Buffer, at: string, path: string): Json {
  const { content: _content, encoding: _encoding, ...entry } = fileJson(bytes, at, path);
  return entry;
}

/** GitHub gives no content of a file above a megabyte. */
function fileJson(bytes: Buffer, at: string, path: string): Json {
  const isLarge = bytes.length > 1_048_576;
  return {
    type: 'file',
    encoding: isLarge ? 'none' : 'base64',
    size: bytes.length,
    name: path.split('/').at(-1),
    path,
    content: isLarge ? '' : bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
    sha: blobOf(bytes),
    url: `${at}/contents/${path}`,
  };
}

function put({ desk }: GatewayParts, { body }: ApiRequest, repo: Repo, path: string): Reply {
  const given = isObject(body) ? body : {};
  const name = textOf(given['branch']) || defaultBranch(repo);
  const branch = repo.branches.get(name);
  if (!branch) return refused(404, `Branch ${name} not found`);
  if (textOf(given['message']) === '') return refused(422, 'Invalid request. "message" wasn\'t supplied.');
  const before = branch.files.get(path);
  const sha = textOf(given['sha']);
  if (before && sha === '') return refused(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (before ? sha !== blobOf(before) : sha !== '') return refused(409, `${path} does not match ${sha}`);
  const bytes = Buffer.from(textOf(given['content']), 'base64');
  commit(repo, name, new Map(branch.files).set(path, bytes));
  const content = fileJson(bytes, `${desk.at.api}/repos/${repo.name}`, path);
  return { status: before ? 200 : 201, body: { content, commit: { sha: repo.branches.get(name)?.sha } } };
}

function reference(repo: Repo, name: string): Reply {
  const branch = repo.branches.get(name);
  return branch ? { status: 200, body: referenceJson(name, branch) } : refused(404, 'Not Found');
}

function branchOff({ body }: ApiRequest, repo: Repo): Reply {
  const given = isObject(body) ? body : {};
  const name = textOf(given['ref']).replace(/^refs\/heads\//, '');
  const from = [...repo.branches.values()].find(({ sha }) => sha === given['sha']);
  if (repo.branches.has(name)) return refused(422, 'Reference already exists');
  if (!from) return refused(422, 'Object does not exist');
  repo.branches.set(name, from);
  return { status: 201, body: referenceJson(name, from) };
}

function referenceJson(name: string, { sha }: Branch): Json {
  return { ref: `refs/heads/${name}`, object: { type: 'commit', sha } };
}

async function propose(parts: GatewayParts, { body, login }: ApiRequest, repo: Repo): Promise<Reply> {
  const given = isObject(body) ? body : {};
  const [head, base, title] = ['head', 'base', 'title'].map((key) => textOf(given[key]));
  const [from, to] = [repo.branches.get(head ?? ''), repo.branches.get(base ?? '')];
  if (!title || !from || !to) return refused(422, 'Validation Failed');
  if (from.sha === to.sha) return refused(422, `Validation Failed: No commits between ${base} and ${head}`);
  const open = [...parts.hub.records.values()].some(
    ({ repo: of, pull, raw }) => of === repo && pull?.head === head && raw['state'] === 'open',
  );
  if (open) return refused(422, `A pull request already exists for ${repo.name.split('/')[0]}:${head}.`);
  const pullRequest = { draft: given['draft'] === true, head, base };
  const issue = { title, body: textOf(given['body']), pullRequest };
  const record = await parts.desk.create(login.replace('[bot]', ''), repo, issue);
  return { status: 201, body: pullJson(record, parts.desk.at) };
}

function refused(status: number, message: string): Reply {
  return { status, body: { message, status: String(status) } };
}

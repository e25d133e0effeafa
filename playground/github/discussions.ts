import { isObject, objectAt, textOf, type Json } from '../json.ts';
import { isBotsComment } from './comments.ts';
import type { ApiRequest, GatewayParts, Reply } from './gateway.ts';
import { BOT } from './hub.ts';
import { authorOf, type Repo } from './records.ts';

/** A discussion as it is now. */
export interface Discussion {
  id: string;
  number: number;
  url: string;
  category: string;
  title: string;
  body: string;
  /** Whether the bot began it. */
  viewerDidAuthor: boolean;
}

/** The categories every repository has. */
const CATEGORIES: readonly string[] = ['Announcements', 'General', 'Meetings'];

/**
 * GitHub's GraphQL API, as far as discussions go, and who wrote an issue or a comment: the first field that is asked for decides what is done, and the answer
 * has all that is known of it, whatever was selected.
 */
export function aboutDiscussions(parts: GatewayParts, call: ApiRequest): Reply | undefined {
  if (call.method !== 'POST' || call.path !== '/graphql' || !isObject(call.body)) return undefined;
  const query = textOf(call.body['query']);
  const variables = objectAt(call.body, 'variables');
  const [, field = ''] = /\{\s*(\w+)\s*\(/.exec(query) ?? [];
  const isMutation = /^\s*mutation\b/.test(query);
  if (isMutation && parts.rights.permission === 'read')
    return wrong(field, 'FORBIDDEN', 'Resource not accessible by personal access token');
  const input = objectAt(variables, 'input');
  switch (field) {
    case 'repository':
      return ofRepository(parts, variables);
    case 'node':
      return ofNode(parts, textOf(variables['id']));
    case 'createDiscussion':
      return created(parts, input);
    case 'updateDiscussion':
      return updated(parts, input);
    default:
      return {
        status: 200,
        body: { errors: [{ message: `Field '${field}' doesn't exist on type 'Query'` }] },
      };
  }
}

function ofRepository({ hub }: GatewayParts, { owner, name }: Json): Reply {
  const full = `${textOf(owner)}/${textOf(name)}`;
  const repo = hub.repo(full);
  if (!repo)
    return wrong('repository', 'NOT_FOUND', `Could not resolve to a Repository with the name '${full}'.`);
  const categories = CATEGORIES.map((category) => ({ id: categoryId(repo, category), name: category }));
  const repository = {
    id: repoId(repo),
    discussionCategories: { nodes: categories },
    discussions: { nodes: repo.discussions.toReversed() },
  };
  return { status: 200, body: { data: { repository } } };
}

function ofNode({ hub }: GatewayParts, id: string): Reply {
  const record = [...hub.records.values()].find(({ raw }) => raw['node_id'] === id);
  const ours = record ? authorOf(record) === BOT : isBotsComment(hub, id);
  const node =
    ours !== undefined
      ? { viewerDidAuthor: ours }
      : hub.repos.flatMap(({ discussions }) => discussions).find((one) => one.id === id);
  return node
    ? { status: 200, body: { data: { node } } }
    : wrong('node', 'NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

function created({ hub }: GatewayParts, input: Json): Reply {
  const repo = hub.repos.find((one) => repoId(one) === input['repositoryId']);
  const category = repo && CATEGORIES.find((one) => categoryId(repo, one) === input['categoryId']);
  if (!repo || category === undefined)
    return wrong('createDiscussion', 'NOT_FOUND', 'Could not resolve to a node with the global id.');
  const number = repo.nextNumber++;
  const url = `https://github.com/${repo.name}/discussions/${number}`;
  const id = `D_kw${repo.id}n${number}`;
  const [title, body] = [textOf(input['title']), textOf(input['body'])];
  const discussion: Discussion = { id, number, url, category, title, body, viewerDidAuthor: true };
  repo.discussions.push(discussion);
  return { status: 200, body: { data: { createDiscussion: { discussion } } } };
}

function updated({ hub }: GatewayParts, input: Json): Reply {
  const found = hub.repos
    .flatMap(({ discussions }) => discussions)
    .find(({ id }) => id === input['discussionId']);
  if (!found)
    return wrong('updateDiscussion', 'NOT_FOUND', 'Could not resolve to a node with the global id.');
  if (typeof input['body'] === 'string') found.body = input['body'];
  if (typeof input['title'] === 'string') found.title = input['title'];
  return { status: 200, body: { data: { updateDiscussion: { discussion: found } } } };
}

function repoId(repo: Repo): string {
  return `R_kg${repo.id}`;
}

function categoryId(repo: Repo, name: string): string {
  return `DIC_kw${repo.id}${name}`;
}

/** GraphQL answers with a 200 also where something is wrong. */
function wrong(field: string, type: string, message: string): Reply {
  return { status: 200, body: { data: { [field]: null }, errors: [{ type, path: [field], message }] } };
}

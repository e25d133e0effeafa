import { isObject, textOf, type Json } from '../json.ts';
import type { Desk } from './desk.ts';
import type { ApiRequest, GatewayParts, Reply } from './gateway.ts';
import { BOT, type Hub } from './hub.ts';
import { atLeast, roleOf } from './people.ts';
import type { Comment, IssueRecord, Repo } from './records.ts';

/** What somebody does with comments. */
export interface Commenting<Ref> {
  comment(ref: Ref, body: string): Promise<void>;
  /** The comment with these words, as a maintainer may. */
  deleteComment(ref: Ref, words: string): Promise<void>;
}

export function commenting<Ref>(
  hub: Hub,
  desk: Desk,
  login: string,
  recordOf: (ref: Ref) => IssueRecord,
): Commenting<Ref> {
  return {
    comment: async (ref, body) => void (await desk.comment(login, recordOf(ref), body)),
    async deleteComment(ref, words) {
      const record = recordOf(ref);
      const comment = record.comments.find(({ body }) => body.includes(words));
      if (!comment) throw new Error(`No comment says "${words}".`);
      await deleteComment(hub, desk, login, { record, comment });
    },
  };
}

interface Said {
  record: IssueRecord;
  comment: Comment;
}

/** A request about one comment, by its number; undefined where it is about something else. */
export async function aboutComment(
  { hub, desk }: GatewayParts,
  call: ApiRequest,
  repo: Repo,
  rest: string,
): Promise<Reply | undefined> {
  const [, id] = /^\/issues\/comments\/(\d+)$/.exec(rest) ?? [];
  if (id === undefined) return undefined;
  const said = find(hub, repo, Number(id));
  if (!said) return { status: 404, body: { message: 'Not Found', status: '404' } };
  if (call.method === 'GET') return { status: 200, body: said.comment.json };
  const login = call.login.replace('[bot]', '');
  if (login !== said.comment.author && !atLeast(roleOf(hub, repo.name, login), 'write'))
    return { status: 403, body: { message: 'Must have admin rights to Repository.', status: '403' } };
  if (call.method === 'DELETE') {
    await deleteComment(hub, desk, login, said);
    return { status: 204 };
  }
  return {
    status: 200,
    body: await edit(hub, desk, said, textOf(isObject(call.body) ? call.body['body'] : '')),
  };
}

async function edit(hub: Hub, desk: Desk, { record, comment }: Said, body: string): Promise<Json> {
  const { repo } = record;
  await hub.ask(comment.author, 'PATCH', pathOf(repo, comment), { body });
  comment.body = body;
  comment.json = { ...comment.json, body };
  const extra = { comment: comment.json };
  desk.happen({ event: 'issue_comment', action: 'edited', repo, record, extra, sender: comment.author });
  return comment.json;
}

async function deleteComment(hub: Hub, desk: Desk, login: string, { record, comment }: Said): Promise<void> {
  const { repo } = record;
  await hub.ask(login, 'DELETE', pathOf(repo, comment));
  record.comments.splice(record.comments.indexOf(comment), 1);
  await hub.refresh(record);
  const extra = { comment: comment.json };
  desk.happen({ event: 'issue_comment', action: 'deleted', repo, record, extra, sender: login });
}

/** Whether the bot wrote the comment of that node id; undefined where it is none. */
export function isBotsComment({ records }: Hub, id: string): boolean | undefined {
  const comments = [...records.values()].flatMap((record) => record.comments);
  const found = comments.find(({ json }) => json['node_id'] === id);
  return found && found.author === BOT;
}

function find({ records }: Hub, repo: Repo, id: number): Said | undefined {
  for (const record of records.values()) {
    const comment = record.repo === repo && !record.gone && record.comments.find((one) => one.id === id);
    if (comment) return { record, comment };
  }
  return undefined;
}

function pathOf(repo: Repo, { id }: Comment): string {
  return `/repos/${repo.name}/issues/comments/${id}`;
}

import { objectsOf, textOf, type Json } from '../json.ts';
import { refusalOfMessage, withBlockIds } from './blocks.ts';
import { perform } from './methods.ts';
import { keepWhisper, nextNumber, type ReplyRight, type Workspace } from './workspace.ts';

const USES = 5;
const LIFETIME = 30 * 60 * 1000;

/** Gives the bot the right to answer an act: five times in half an hour. Returns the id in the response_url. */
export function issueReplyRight(
  workspace: Workspace,
  right: Pick<ReplyRight, 'channel' | 'user'> & { original?: ReplyRight['original'] },
): string {
  const id = `${nextNumber()}-${Math.random().toString(36).slice(2)}`;
  workspace.replyRights.set(id, { original: undefined, ...right, issuedAt: Date.now(), uses: 0 });
  return id;
}

/** What a POST to a response_url does; the HTTP answer. */
export async function reply(
  workspace: Workspace,
  id: string,
  args: Json,
): Promise<{ status: number; body: Json }> {
  const right = workspace.replyRights.get(id);
  if (!right) return { status: 404, body: { ok: false, error: 'invalid_url' } };
  if (right.uses >= USES) return { status: 404, body: { ok: false, error: 'used_url' } };
  if (Date.now() - right.issuedAt > LIFETIME)
    return { status: 404, body: { ok: false, error: 'expired_url' } };
  const body = await carryOut(workspace, right, args);
  if (body['ok'] === true) right.uses += 1;
  return { status: body['ok'] === true ? 200 : 400, body };
}

async function carryOut(workspace: Workspace, right: ReplyRight, args: Json): Promise<Json> {
  const { original, channel, user } = right;
  if (args['delete_original'] === true) return deleteOriginal(workspace, right);
  const refusal = refusalOfMessage(args);
  if (refusal) return { ok: false, error: refusal.error, messages: refusal.messages };
  const content = { text: textOf(args['text']), blocks: withBlockIds(objectsOf(args['blocks'])) };
  if (args['replace_original'] === true && original?.whisper) {
    const shown = workspace.whispers.find(({ ts }) => ts === original.ts);
    if (shown) Object.assign(shown, content);
    return { ok: true };
  }
  if (args['replace_original'] === true && original) {
    return perform(workspace, 'chat.update', { channel, ts: original.ts, ...content });
  }
  if (args['response_type'] === 'in_channel') {
    return perform(workspace, 'chat.postMessage', { channel, ...content, thread_ts: args['thread_ts'] });
  }
  keepWhisper(workspace, { channel, user, ...content, via: 'response_url' });
  return { ok: true };
}

async function deleteOriginal(workspace: Workspace, { original, channel }: ReplyRight): Promise<Json> {
  if (!original) return { ok: true };
  if (!original.whisper) return perform(workspace, 'chat.delete', { channel, ts: original.ts });
  const index = workspace.whispers.findIndex(({ ts }) => ts === original.ts);
  if (index >= 0) workspace.whispers.splice(index, 1);
  return { ok: true };
}

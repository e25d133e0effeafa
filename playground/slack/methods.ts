import { objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { refusalOfMessage, withBlockIds } from './blocks.ts';
import { CANVAS_METHODS } from './canvases.ts';
import { addressed, DIRECT_METHODS } from './directs.ts';
import { FILE_METHODS, refusalOfFiles } from './files.ts';
import { forward, refused, type Method } from './forward.ts';
import { MARK_METHODS } from './marks.ts';
import { PEOPLE_METHODS } from './people.ts';
import { USERGROUP_METHODS } from './usergroups.ts';
import { keepMessage, keepWhisper, messagesIn, tsAt, type Workspace } from './workspace.ts';
import { VIEW_METHODS } from './views.ts';

/** Carries a call of the bot out, with what the emulator lacks added. */
export async function perform(workspace: Workspace, method: string, args: Json): Promise<Json> {
  const own = ALL[method];
  return own ? own(workspace, args) : forward(workspace, method, args);
}

const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': async (workspace, said) => {
    const args = await addressed(workspace, said);
    const refusal = channelRefusal(workspace, args, 'is_archived') ?? contentRefusal(workspace, args);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'chat.postMessage', { ...args, ...identified(args) });
    if (answer['ok'] === true) keepMessage(workspace, textOf(answer['channel']), objectAt(answer, 'message'));
    return answer;
  },

  'chat.update': async (workspace, args) => {
    const refusal = channelRefusal(workspace, args, 'is_inactive') ?? contentRefusal(workspace, args);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'chat.update', { ...args, ...identified(args) });
    if (answer['ok'] === true) keepMessage(workspace, textOf(answer['channel']), objectAt(answer, 'message'));
    return answer;
  },

  'chat.delete': async (workspace, args) => {
    const answer = await forward(workspace, 'chat.delete', args);
    if (answer['ok'] !== true) return answer;
    const all = messagesIn(workspace, textOf(answer['channel']));
    all.splice(
      all.findIndex(({ ts }) => ts === answer['ts']),
      1,
    );
    return answer;
  },

  'chat.postEphemeral': async (workspace, args) => {
    const refusal = channelRefusal(workspace, args, 'is_archived') ?? contentRefusal(workspace, args);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'chat.postEphemeral', args);
    if (answer['ok'] !== true) return answer;
    const channel = channelOf(workspace, args)?.id ?? textOf(args['channel']);
    const blocks = withBlockIds(objectsOf(args['blocks']));
    const kept = keepWhisper(workspace, {
      channel,
      user: textOf(args['user']),
      text: textOf(args['text']),
      blocks,
      via: 'chat.postEphemeral',
    });
    return { ...answer, message_ts: kept.ts };
  },

  'conversations.history': async (workspace, args) => {
    const refusal = channelRefusal(workspace, args);
    if (refusal) return refusal;
    const all = await everything(workspace, args);
    if (!Array.isArray(all)) return all;
    const oldest = tsAt(workspace, Number(args['oldest'] ?? 0), Math.floor);
    const latest =
      args['latest'] === undefined ? Infinity : tsAt(workspace, Number(args['latest']), Math.ceil);
    const inclusive = args['inclusive'] === true || args['inclusive'] === 'true';
    const wanted = all.filter((message) => {
      const at = Number(message['ts']);
      return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
    });
    const from = Number(textOf(args['cursor']).replace('next:', '')) || 0;
    const to = from + (Number(args['limit']) || 100);
    return {
      ok: true,
      messages: wanted.slice(from, to).map((message) => withoutMetadata(message, args)),
      has_more: to < wanted.length,
      response_metadata: { next_cursor: to < wanted.length ? `next:${to}` : '' },
    };
  },

  'conversations.replies': async (workspace, args) => {
    const refusal = channelRefusal(workspace, args);
    if (refusal) return refusal;
    const answer = await forward(workspace, 'conversations.replies', args);
    const messages = objectsOf(answer['messages']).map((message) => withoutMetadata(message, args));
    return { ...answer, ...(answer['ok'] === true ? { messages } : {}) };
  },

  'conversations.join': async (workspace, args) => membership(workspace, 'conversations.join', args, true),
  'conversations.leave': async (workspace, args) => membership(workspace, 'conversations.leave', args, false),
};

const ALL: Readonly<Record<string, Method>> = {
  ...CANVAS_METHODS,
  ...CHAT_METHODS,
  ...DIRECT_METHODS,
  ...FILE_METHODS,
  ...MARK_METHODS,
  ...PEOPLE_METHODS,
  ...USERGROUP_METHODS,
  ...VIEW_METHODS,
};

function contentRefusal(workspace: Workspace, args: Json): Json | undefined {
  return refused(refusalOfMessage(args) ?? refusalOfFiles(workspace, args['blocks']));
}

/** The arguments' blocks with a block_id each. */
function identified(args: Json): Json {
  return Array.isArray(args['blocks']) ? { blocks: withBlockIds(objectsOf(args['blocks'])) } : {};
}

function channelOf(workspace: Workspace, args: Json) {
  const wanted = textOf(args['channel']).replace(/^#/, '');
  return workspace.roster.channels.find(({ id, name }) => id === wanted || name === wanted);
}

function channelRefusal(workspace: Workspace, args: Json, archived?: string): Json | undefined {
  const channel = channelOf(workspace, args);
  if (channel && !channel.botIsMember) return { ok: false, error: 'not_in_channel' };
  if (channel?.archived && archived !== undefined) return { ok: false, error: archived };
  return undefined;
}

async function membership(workspace: Workspace, method: string, args: Json, member: boolean): Promise<Json> {
  const answer = await forward(workspace, method, args);
  const channel = channelOf(workspace, args);
  if (answer['ok'] === true && channel) channel.botIsMember = member;
  return answer;
}

/** All messages of a channel, newest first; the emulator knows neither `oldest` nor `latest`. */
async function everything(workspace: Workspace, args: Json): Promise<Json[] | Json> {
  const found: Json[] = [];
  let cursor = '';
  do {
    const page = await forward(workspace, 'conversations.history', {
      channel: args['channel'],
      limit: 1000,
      cursor,
    });
    if (page['ok'] !== true) return page;
    found.push(...objectsOf(page['messages']));
    cursor = textOf(objectAt(page, 'response_metadata')['next_cursor']);
  } while (cursor !== '');
  return found;
}

function withoutMetadata(message: Json, args: Json): Json {
  if (args['include_all_metadata'] === true || args['include_all_metadata'] === 'true') return message;
  const { metadata: _metadata, ...rest } = message;
  return rest;
}

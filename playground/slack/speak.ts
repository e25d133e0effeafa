import { textOf, type Json } from '../json.ts';
import { showAck } from './acks.ts';
import { newResponseUrl, whispersTo, type Acting } from './acting.ts';
import { openDirect } from './directs.ts';
import { appMention, commandForm, eventEnvelope } from './payloads.ts';
import { APP } from './roster.ts';
import type { Ack } from './send.ts';
import { commandText } from './typed.ts';
import { issueTrigger, keepMessage, type Message, type Whisper } from './workspace.ts';

/** What came of a command. */
export interface Said {
  ack: Ack;
  triggerId: string;
  responseUrl: string;
  /** What only this person saw in this channel since; grows while the bot answers. */
  readonly responses: Whisper[];
}

/** A person types a slash command. */
export async function command(acting: Acting, typed: string, channelName: string): Promise<Said> {
  const { workspace, person } = acting;
  const channel = workspace.roster.channel(channelName);
  const responseUrl = newResponseUrl(acting, channel.id);
  const triggerId = issueTrigger(workspace, person.id);
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  const before = new Set(workspace.whispers);
  const text = commandText(rest, workspace);
  const form = commandForm({ command: name, text, channel, person, triggerId, responseUrl });
  const ack = await acting.line().command(form);
  await showAck(workspace, name, channel.id, person.id, ack);
  return {
    ack,
    triggerId,
    responseUrl,
    get responses() {
      return whispersTo(acting, channel.id).filter((whisper) => !before.has(whisper));
    },
  };
}

/** A person writes a message, as Slack keeps it; where it mentions the bot, and the bot is there, the bot hears of it. */
export async function say(
  { workspace, person, tell }: Acting,
  text: string,
  channelName: string,
  thread?: string,
): Promise<Message> {
  const { roster } = workspace;
  const channel = roster.channel(channelName);
  const args = { channel: channel.id, text, ...(thread === undefined ? {} : { thread_ts: thread }) };
  const { body } = await roster.call('chat.postMessage', args, person.token);
  if (body['ok'] !== true) throw new Error(`${person.name} cannot write there: ${textOf(body['error'])}`);
  const message = keepMessage(workspace, channel.id, body['message'] as Json);
  const isMention = channel.partner === undefined && text.includes(`<@${APP.user}>`);
  if (isMention && channel.botIsMember) await tell(appMention(message, person));
  return message;
}

/** A person opens the app's Home tab; one ack for each attempt to tell the bot. */
export async function openHome({ workspace, person, line }: Acting): Promise<Ack[]> {
  const { id: channel } = await openDirect(workspace, person.id);
  const view = workspace.homes.get(person.id);
  const event = { type: 'app_home_opened', user: person.id, channel, tab: 'home', ...(view ? { view } : {}) };
  return line().event(eventEnvelope(event));
}

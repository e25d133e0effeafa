import { textOf, type Json } from '../json.ts';
import { newResponseUrl, whispersTo, type Acting } from './acting.ts';
import { actionOf, blocksOf, enteredState, findElement, type Choice } from './inputs.ts';
import { base, messageOf } from './payloads.ts';
import type { Channel } from './roster.ts';
import type { Ack } from './send.ts';
import { topModal } from './views.ts';
import { issueTrigger, messagesIn, type Message, type Whisper } from './workspace.ts';

/** What somebody presses or picks. */
export interface Pressed {
  /** By action_id, or by what stands on it; of equal buttons the one with the choice as its value. */
  action: string;
  choice?: Choice | undefined;
  /** Only in the block with this id. */
  block?: string | undefined;
  /** What is entered in the form around it, by action_id. */
  values?: Readonly<Record<string, Choice>> | undefined;
}

/** A person uses an element of a message in a channel. */
export function pressInMessage(
  acting: Acting,
  channelName: string,
  target: string | Message | Whisper,
  pressed: Pressed,
): Promise<{ ack: Ack }> {
  const { workspace, person } = acting;
  const channel = workspace.roster.channel(channelName);
  const ts = typeof target === 'string' ? target : target.ts;
  const whisper = whispersTo(acting, channel.id).find((one) => one.ts === ts);
  const message = messagesIn(workspace, channel.id).find((one) => one.ts === ts);
  const shown = whisper ?? message;
  if (!shown) throw new Error(`${person.name} sees no message ${ts} in #${channel.name}.`);
  const isWhisper = whisper !== undefined;
  const container = {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: isWhisper,
      ...(message?.thread === undefined ? {} : { thread_ts: message.thread }),
    },
    channel: { id: channel.id, name: channel.name },
    ...(message ? { message: messageOf(message) } : {}),
    state: { values: enteredState(shown.blocks, stated(pressed)) },
    response_url: newResponseUrl(acting, channel.id, { ts, whisper: isWhisper }),
  };
  return actIn(acting, container, shown.blocks, undefined, pressed);
}

/** A person uses an element of the modal on top; the bot is told what the form holds so far. */
export function pressInModal(acting: Acting, pressed: Pressed): Promise<{ ack: Ack }> {
  const view = mustSee(acting);
  return actIn(acting, viewContainer(view, pressed), blocksOf(view), textOf(view['id']), pressed);
}

/** A person uses an element of the Home tab. */
export function pressInHome(acting: Acting, pressed: Pressed): Promise<{ ack: Ack }> {
  const view = acting.workspace.homes.get(acting.person.id) ?? {};
  return actIn(acting, viewContainer(view, pressed), blocksOf(view), undefined, pressed);
}

/** A person runs a global shortcut, or a message's. */
export async function shortcut(acting: Acting, callbackId: string, on?: Message): Promise<{ ack: Ack }> {
  const { workspace, person, line } = acting;
  const payload = {
    ...base(on ? 'message_action' : 'shortcut', person),
    callback_id: callbackId,
    trigger_id: issueTrigger(workspace, person.id),
    action_ts: `${Date.now() / 1000}`,
    ...(on ? shortcutTarget(acting, workspace.roster.channel(on.channel), on) : {}),
  };
  return { ack: await line().interaction(payload) };
}

/** The modal on top; throws where there is none. */
export function mustSee({ workspace, person }: Acting): Json {
  const view = topModal(workspace, person.id);
  if (!view) throw new Error(`${person.name} has no modal open.`);
  return view;
}

function shortcutTarget(acting: Acting, { id, name }: Channel, on: Message): Json {
  return {
    channel: { id, name },
    message_ts: on.ts,
    message: messageOf(on),
    response_url: newResponseUrl(acting, id),
  };
}

function viewContainer(view: Json, pressed: Pressed): Json {
  const state = { values: enteredState(blocksOf(view), stated(pressed)) };
  return { container: { type: 'view', view_id: view['id'] }, view: { ...view, state } };
}

/** What the form holds: what was entered, and what was picked just now. */
function stated({ action, choice, values }: Pressed): Readonly<Record<string, Choice>> {
  return { ...values, ...(choice === undefined ? {} : { [action]: choice }) };
}

async function actIn(
  { workspace, person, line }: Acting,
  container: Json,
  blocks: Json[],
  view: string | undefined,
  { action, choice, block: blockId }: Pressed,
): Promise<{ ack: Ack }> {
  const within = blocks.filter(({ block_id: id }) => blockId === undefined || id === blockId);
  const { block, element } = findElement(within, action, choice);
  const payload = {
    ...base('block_actions', person),
    ...container,
    trigger_id: issueTrigger(workspace, person.id, view),
    actions: [actionOf(block, element, choice)],
  };
  return { ack: await line().interaction(payload) };
}

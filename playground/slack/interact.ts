import { textOf, type Json } from '../json.ts';
import { showAck } from './acks.ts';
import { actionOf, blocksOf, findElement, formState, type Choice } from './inputs.ts';
import { pin, react } from './marks.ts';
import { base, commandForm, escapeCommand, eventEnvelope, messageOf } from './payloads.ts';
import { issueReplyRight } from './replies.ts';
import type { Person } from './roster.ts';
import type { Ack, Line } from './send.ts';
import { afterSubmission, topModal } from './views.ts';
import {
  issueTrigger,
  keepMessage,
  messagesIn,
  type Message,
  type Whisper,
  type Workspace,
} from './workspace.ts';

/** What came of a command. */
export interface Said {
  ack: Ack;
  triggerId: string;
  responseUrl: string;
  /** What only this person saw in this channel since; grows while the bot answers. */
  readonly responses: Whisper[];
}

/** What came of a modal's submission; `errors` by block id where the bot refused the input. */
export interface Submitted {
  ack: Ack;
  errors: Record<string, string> | undefined;
}

/** A person at their keyboard. Channels by name or id; people by handle. */
export interface Actor {
  id: string;
  /** Types a slash command. */
  command(text: string, channel: string): Promise<Said>;
  /** Writes a message. */
  say(text: string, channel: string, thread?: string): Promise<Message>;
  /** Presses a button or picks an option, by action_id or by what stands on it; of equal buttons the one with that value, of equal elements the one in that block. */
  press(
    channel: string,
    message: string | Message | Whisper,
    action: string,
    choice?: Choice,
    block?: string,
  ): Promise<{ ack: Ack }>;
  /** The same in the modal on top. */
  pressInModal(action: string, choice?: Choice, block?: string): Promise<{ ack: Ack }>;
  /** The same on the Home tab. */
  pressInHome(action: string, choice?: Choice, block?: string): Promise<{ ack: Ack }>;
  /** Sends the modal on top, or the one given, with these values by action_id. */
  submit(view: Json | undefined, values: Readonly<Record<string, Choice>>): Promise<Submitted>;
  /** Closes the modal on top. */
  dismiss(): Promise<void>;
  /** Runs a global shortcut, or a message's. */
  shortcut(callbackId: string, on?: Message): Promise<{ ack: Ack }>;
  /** Puts a reaction on a message, or takes it off again. */
  react(message: Message, name: string): Promise<void>;
  /** Pins a message, or unpins it. */
  pin(message: Message): Promise<void>;
  /** Messages that only this person sees, oldest first. */
  ephemeral(channel: string): Whisper[];
  modal(): Json | undefined;
  home(): Json | undefined;
  /** Something happened: an event of this type, by this person. One ack for each attempt. */
  event(type: string, payload?: Json): Promise<Ack[]>;
}

/** @param origin the gateway's own address, for response_urls */
export function createActor(
  workspace: Workspace,
  person: Person,
  line: () => Line,
  origin: () => string,
): Actor {
  const { roster } = workspace;
  const responseUrl = (id: string): string => `${origin()}/response/${id}`;
  const whispersIn = (channel: string): Whisper[] =>
    workspace.whispers.filter((whisper) => whisper.user === person.id && whisper.channel === channel);

  async function actIn(
    container: Json,
    blocks: Json[],
    view: string | undefined,
    action: string,
    choice?: Choice,
    blockId?: string,
  ) {
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

  return {
    id: person.id,

    async command(text, channelName) {
      const channel = roster.channel(channelName);
      const url = responseUrl(issueReplyRight(workspace, { channel: channel.id, user: person.id }));
      const triggerId = issueTrigger(workspace, person.id);
      const [, command = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
      const before = new Set(workspace.whispers);
      const form = commandForm({
        command,
        text: escapeCommand(rest, roster),
        channel,
        person,
        triggerId,
        responseUrl: url,
      });
      const ack = await line().command(form);
      await showAck(workspace, command, channel.id, person.id, ack);
      return {
        ack,
        triggerId,
        responseUrl: url,
        get responses() {
          return whispersIn(channel.id).filter((whisper) => !before.has(whisper));
        },
      };
    },

    async say(text, channelName, thread) {
      const channel = roster.channel(channelName);
      const args = { channel: channel.id, text, ...(thread === undefined ? {} : { thread_ts: thread }) };
      const { body } = await roster.call('chat.postMessage', args, person.token);
      if (body['ok'] !== true) throw new Error(`${person.name} cannot write there: ${textOf(body['error'])}`);
      return keepMessage(workspace, channel.id, body['message'] as Json);
    },

    press(channelName, target, action, choice, block) {
      const channel = roster.channel(channelName);
      const ts = typeof target === 'string' ? target : target.ts;
      const whisper = whispersIn(channel.id).find((one) => one.ts === ts);
      const message = messagesIn(workspace, channel.id).find((one) => one.ts === ts);
      const shown = whisper ?? message;
      if (!shown) throw new Error(`${person.name} sees no message ${ts} in #${channel.name}.`);
      const original = { ts, whisper: whisper !== undefined };
      const container = {
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channel.id,
          is_ephemeral: original.whisper,
        },
        channel: { id: channel.id, name: channel.name },
        ...(message ? { message: messageOf(message) } : {}),
        state: { values: {} },
        response_url: responseUrl(
          issueReplyRight(workspace, { channel: channel.id, user: person.id, original }),
        ),
      };
      return actIn(container, shown.blocks, undefined, action, choice, block);
    },

    pressInModal(action, choice, block) {
      const view = mustSee(topModal(workspace, person.id), person);
      const id = textOf(view['id']);
      const container = { container: { type: 'view', view_id: id }, view };
      return actIn(container, blocksOf(view), id, action, choice, block);
    },

    pressInHome(action, choice, block) {
      const view = workspace.homes.get(person.id) ?? {};
      const container = { container: { type: 'view', view_id: view['id'] }, view };
      return actIn(container, blocksOf(view), undefined, action, choice, block);
    },

    async submit(given, values) {
      const view = given ?? mustSee(topModal(workspace, person.id), person);
      const payload = {
        ...base('view_submission', person),
        trigger_id: issueTrigger(workspace, person.id, textOf(view['id'])),
        view: { ...view, state: { values: formState(blocksOf(view), values) } },
        response_urls: [],
      };
      const ack = await line().interaction(payload);
      if (ack.status >= 200 && ack.status < 300)
        await afterSubmission(workspace, person.id, textOf(view['id']), ack.body);
      const errors =
        ack.body['response_action'] === 'errors' ? (ack.body['errors'] as Record<string, string>) : undefined;
      return { ack, errors };
    },

    async dismiss() {
      const view = mustSee(topModal(workspace, person.id), person);
      workspace.modals.get(person.id)?.pop();
      if (view['notify_on_close'] !== true) return;
      await line().interaction({ ...base('view_closed', person), view, is_cleared: false });
    },

    async shortcut(callbackId, on) {
      const channel = on ? roster.channel(on.channel) : undefined;
      const payload = {
        ...base(on ? 'message_action' : 'shortcut', person),
        callback_id: callbackId,
        trigger_id: issueTrigger(workspace, person.id),
        action_ts: `${Date.now() / 1000}`,
        ...(on && channel
          ? {
              channel: { id: channel.id, name: channel.name },
              message_ts: on.ts,
              message: messageOf(on),
              response_url: responseUrl(issueReplyRight(workspace, { channel: channel.id, user: person.id })),
            }
          : {}),
      };
      return { ack: await line().interaction(payload) };
    },

    react: ({ channel, ts }, name) => react(workspace, person, { channel, timestamp: ts, name }),
    pin: ({ channel, ts }) => pin(workspace, person, { channel, timestamp: ts }),
    ephemeral: (channel) => whispersIn(roster.channel(channel).id),
    modal: () => topModal(workspace, person.id),
    home: () => workspace.homes.get(person.id),
    event: (type, payload = {}) => line().event(eventEnvelope({ type, user: person.id, ...payload })),
  };
}

function mustSee(view: Json | undefined, person: Person): Json {
  if (!view) throw new Error(`${person.name} has no modal open.`);
  return view;
}

import type { Json } from '../json.ts';
import { whispersTo, type Acting } from './acting.ts';
import type { Choice } from './inputs.ts';
import { pin, react } from './marks.ts';
import { eventEnvelope } from './payloads.ts';
import { pressInHome, pressInMessage, pressInModal, shortcut } from './press.ts';
import type { Ack } from './send.ts';
import { command, openHome, say, type Said } from './speak.ts';
import { dismiss, submit, type Submitted } from './submit.ts';
import { topModal } from './views.ts';
import type { Message, Whisper } from './workspace.ts';

/** A person at their keyboard. Channels by name or id; people by handle. */
export interface Actor {
  id: string;
  /** Types a slash command. */
  command(text: string, channel: string): Promise<Said>;
  /** Writes a message, in Slack's own markup; a bot that it mentions is sent `app_mention`. */
  say(text: string, channel: string, thread?: string): Promise<Message>;
  /** Presses a button or picks an option, by action_id or by what stands on it; of equal buttons the one with that value, of equal elements the one in that block. */
  press(
    channel: string,
    message: string | Message | Whisper,
    action: string,
    choice?: Choice,
    block?: string,
  ): Promise<{ ack: Ack }>;
  /** The same in the modal on top; `values` is what the form holds meanwhile, by action_id. */
  pressInModal(
    action: string,
    choice?: Choice,
    block?: string,
    values?: Readonly<Record<string, Choice>>,
  ): Promise<{ ack: Ack }>;
  /** The same on the Home tab. */
  pressInHome(action: string, choice?: Choice, block?: string): Promise<{ ack: Ack }>;
  /** Sends the modal on top, or the one given, with these values by action_id. */
  submit(view: Json | undefined, values: Readonly<Record<string, Choice>>): Promise<Submitted>;
  /** Closes the modal on top, or with those below it. */
  dismiss(all?: boolean): Promise<void>;
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
  /** Opens the app's Home tab. One ack for each attempt to tell the bot. */
  openHome(): Promise<Ack[]>;
  /** Something happened: an event of this type, by this person. One ack for each attempt. */
  event(type: string, payload?: Json): Promise<Ack[]>;
}

/** Somebody, with everything they can do in Slack. */
export function createActor(acting: Acting): Actor {
  const { workspace, person, line } = acting;
  return {
    id: person.id,
    command: (text, channel) => command(acting, text, channel),
    say: (text, channel, thread) => say(acting, text, channel, thread),
    press: (channel, message, action, choice, block) =>
      pressInMessage(acting, channel, message, { action, choice, block }),
    pressInModal: (action, choice, block, values) => pressInModal(acting, { action, choice, block, values }),
    pressInHome: (action, choice, block) => pressInHome(acting, { action, choice, block }),
    submit: (view, values) => submit(acting, view, values),
    dismiss: (all = false) => dismiss(acting, all),
    shortcut: (callbackId, on) => shortcut(acting, callbackId, on),
    react: ({ channel, ts }, name) => react(workspace, person, { channel, timestamp: ts, name }),
    pin: ({ channel, ts }) => pin(workspace, person, { channel, timestamp: ts }),
    ephemeral: (channel) => whispersTo(acting, workspace.roster.channel(channel).id),
    modal: () => topModal(workspace, person.id),
    home: () => workspace.homes.get(person.id),
    openHome: () => openHome(acting),
    event: (type, payload = {}) => line().event(eventEnvelope({ type, user: person.id, ...payload })),
  };
}

import type { Calendar } from '../calendar.ts';
import type { Fault } from '../faults.ts';
import type { Json } from '../json.ts';
import { createGateway } from './gateway.ts';
import { createActor, type Actor } from './interact.ts';
import type { Marks } from './marks.ts';
import { botMembership, escapeCommand, eventEnvelope } from './payloads.ts';
import { renderMessage, renderView } from './render.ts';
import {
  ADMIN,
  APP,
  createRoster,
  type Channel,
  type ChannelSeed,
  type Person,
  type PersonSeed,
} from './roster.ts';
import { ACK_WITHIN, createLine, type Ack, type Line, type Transport } from './send.ts';
import { createSockets } from './socket.ts';
import {
  createWorkspace,
  messagesIn,
  type ApiCall,
  type Message,
  type SlackDelivery,
  type Whisper,
} from './workspace.ts';

/** A channel as everybody sees it. */
export interface ChannelView {
  id: string;
  /** Oldest first; answers in threads stand where they were written. */
  messages(): Message[];
  /** How it looks, in plain text. */
  render(): string;
}

export interface SlackFault extends Fault {
  /** "chat.postMessage", "response_url", or a pattern. */
  method: string | RegExp;
  /** Only for calls to this channel, by name or id. */
  channel?: string;
}

/** The emulated Slack. */
export interface SlackWorld {
  /** What SLACK_API_URL is: ends with /api/. */
  apiUrl: string;
  botToken: { value: string; revoke(): void; restore(): void };
  appToken: string;
  signingSecret: string;
  bot: { user: string; app: string; team: string };
  channel(name: string): ChannelView;
  as(person: string): Actor;
  channels(): readonly Channel[];
  people(): readonly Person[];
  marks(): Marks;
  /** What a person typed, as Slack writes it down. */
  typed(text: string): string;
  /** What was sent to the bot, oldest first. */
  deliveries(): readonly SlackDelivery[];
  /** The bot's calls, oldest first; of one method where it is named. */
  calls(method?: string): ApiCall[];
  /** Returns what takes it away again. */
  fault(fault: SlackFault): () => void;
  clearFaults(): void;
  /** Sends an event that nobody in particular caused. */
  event(type: string, payload?: Json): Promise<Ack[]>;
  archive(channel: string): Promise<void>;
  unarchive(channel: string): Promise<void>;
  rename(channel: string, name: string): Promise<void>;
  removeBot(channel: string): Promise<void>;
  inviteBot(channel: string): Promise<void>;
  /** Every trigger_id given out so far is older than 3 s at once. */
  expireTriggers(): void;
  /** Every response_url given out so far is older than 30 minutes at once. */
  expireResponseUrls(): void;
  /** A message as it looks, in plain text. */
  render(message: Message | Whisper): string;
  renderModal(view: Json): string;
  socket: { connections(): number; refresh(which?: 'all' | 'oldest'): void; cut(): void };
  /** Where the bot listens; until then everything sent to it fails. */
  connect(to: { url?: string; transport: Transport; retryAfter?: readonly number[]; within?: number }): void;
  close(): Promise<void>;
}

/** How long Slack waits before it repeats an event, shortened from 0 s, 60 s and 300 s; milliseconds. */
const RETRY_AFTER = [10, 30, 60];

export async function createSlack(
  seed: { channels: ChannelSeed[]; people: PersonSeed[] },
  calendar: Calendar,
): Promise<SlackWorld> {
  const roster = await createRoster(seed);
  const workspace = createWorkspace(roster, calendar);
  const signingSecret = 'playground-signing-secret';
  const sockets = createSockets(
    () => gateway.server,
    () => gateway.url,
  );
  const gateway = await createGateway(workspace, () => sockets.open());
  const origin = (): string => gateway.url;
  let line: Line | undefined;
  const connected = (): Line => {
    if (!line) throw new Error('The bot is not connected: call world.connect first.');
    return line;
  };
  const tell = async (envelope: Json): Promise<void> => void (await line?.event(envelope));

  return {
    apiUrl: `${gateway.url}/api/`,
    botToken: {
      value: workspace.botToken,
      revoke: () => void (workspace.revoked = true),
      restore: () => void (workspace.revoked = false),
    },
    appToken: workspace.appToken,
    signingSecret,
    bot: { user: APP.user, app: APP.app, team: APP.team },
    channel(name) {
      const { id } = roster.channel(name);
      return {
        id,
        messages: () => [...messagesIn(workspace, id)],
        render: () =>
          messagesIn(workspace, id)
            .map((message) => renderMessage(message, roster))
            .join('\n\n'),
      };
    },
    as: (person) => createActor(workspace, roster.person(person), connected, origin),
    channels: () => roster.channels,
    people: () => roster.people,
    marks: () => workspace.marks,
    typed: (text) => escapeCommand(text, roster),
    deliveries: () => workspace.deliveries,
    calls: (method) => workspace.calls.filter((call) => method === undefined || call.method === method),
    fault({ method, channel, ...fault }) {
      const wanted = channel === undefined ? undefined : roster.channel(channel);
      return workspace.faults.add(fault, (call) => {
        const named = typeof method === 'string' ? call.method === method : method.test(call.method);
        return named && (!wanted || call.channel === wanted.id || call.channel === wanted.name);
      });
    },
    clearFaults: () => workspace.faults.clear(),
    event: (type, payload = {}) => connected().event(eventEnvelope({ type, ...payload })),
    async archive(name) {
      const channel = roster.channel(name);
      await roster.call('conversations.archive', { channel: channel.id }, ADMIN);
      channel.archived = true;
      await tell(eventEnvelope({ type: 'channel_archive', channel: channel.id }));
    },
    async unarchive(name) {
      const channel = roster.channel(name);
      await roster.call('conversations.unarchive', { channel: channel.id }, ADMIN);
      channel.archived = false;
      await tell(eventEnvelope({ type: 'channel_unarchive', channel: channel.id }));
    },
    async rename(name, to) {
      const channel = roster.channel(name);
      await roster.call('conversations.rename', { channel: channel.id, name: to }, ADMIN);
      channel.name = to;
      const created = Math.floor(Date.now() / 1000);
      await tell(eventEnvelope({ type: 'channel_rename', channel: { id: channel.id, name: to, created } }));
    },
    async removeBot(name) {
      const channel = roster.channel(name);
      await roster.call('conversations.leave', { channel: channel.id }, roster.bot.next());
      channel.botIsMember = false;
      await tell(botMembership('member_left_channel', channel.id));
    },
    async inviteBot(name) {
      const channel = roster.channel(name);
      await roster.call('conversations.join', { channel: channel.id }, roster.bot.next());
      channel.botIsMember = true;
      await tell(botMembership('member_joined_channel', channel.id));
    },
    expireTriggers: () => workspace.triggers.forEach((trigger) => void (trigger.issuedAt = 0)),
    expireResponseUrls: () => workspace.replyRights.forEach((right) => void (right.issuedAt = 0)),
    render: (message) => renderMessage(message, roster),
    renderModal: (view) => renderView(view, roster),
    socket: sockets,
    connect({ url = '', transport, retryAfter = RETRY_AFTER, within = ACK_WITHIN }) {
      const log = workspace.deliveries;
      line = createLine({ transport, url, signingSecret, sockets, retryAfter, within, log });
    },
    async close() {
      sockets.close();
      await gateway.close();
      await roster.close();
    },
  };
}

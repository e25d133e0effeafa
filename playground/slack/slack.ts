import type { Calendar } from '../calendar.ts';
import type { Fault } from '../faults.ts';
import type { Json } from '../json.ts';
import { canvasesOf, type Canvas } from './canvases.ts';
import { createChannelChanges, type ChannelChanges } from './channels.ts';
import type { StoredFile } from './files.ts';
import { createGateway } from './gateway.ts';
import { createActor, type Actor } from './interact.ts';
import type { Budget } from './limits.ts';
import type { Marks } from './marks.ts';
import { eventEnvelope } from './payloads.ts';
import { renderMessage, renderView } from './render.ts';
import { APP, createRoster, type Channel, type ChannelSeed, type Person, type PersonSeed } from './roster.ts';
import { ACK_WITHIN, createLine, type Ack, type Line, type Transport } from './send.ts';
import { createSockets } from './socket.ts';
import { messageText } from './typed.ts';
import { addUsergroup, type Usergroup } from './usergroups.ts';
import {
  createWorkspace,
  messagesIn,
  type ApiCall,
  type Message,
  type SlackDelivery,
  type Whisper,
  type Workspace,
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
export interface SlackWorld extends ChannelChanges {
  /** What SLACK_API_URL is: ends with /api/. */
  apiUrl: string;
  botToken: { value: string; revoke(): void; restore(): void };
  appToken: string;
  signingSecret: string;
  bot: { user: string; app: string; team: string };
  channel(name: string): ChannelView;
  as(person: string): Actor;
  channels(): readonly Channel[];
  /** The bot's conversations with one person. */
  directs(): readonly Channel[];
  people(): readonly Person[];
  marks(): Marks;
  /** The canvases in a channel's tabs. */
  canvases(channel: string): Canvas[];
  usergroups(): readonly Usergroup[];
  /** Adds a group of people, as an administrator would. */
  addUsergroup(group: Omit<Usergroup, 'id'>): Usergroup;
  /** What the bot uploaded, by id. */
  files(): ReadonlyMap<string, StoredFile>;
  /** What a person typed, as Slack keeps it: `<@U…>` for "@name", and so on. */
  typed(text: string): string;
  /** What was sent to the bot, oldest first. */
  deliveries(): readonly SlackDelivery[];
  /** The bot's calls, oldest first; of one method where it is named. */
  calls(method?: string): ApiCall[];
  /** Returns what takes it away again. */
  fault(fault: SlackFault): () => void;
  clearFaults(): void;
  /** Slack's limits of each method, with other budgets for some. */
  limit(on: boolean, budgets?: Readonly<Record<string, Budget>>): void;
  /** Sends an event that nobody in particular caused. */
  event(type: string, payload?: Json): Promise<Ack[]>;
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

/** Opens an emulated Slack with these channels and people. */
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
  roster.setOrigin(gateway.url);
  let line: Line | undefined;
  const connected = (): Line => {
    if (!line) throw new Error('The bot is not connected: call world.connect first.');
    return line;
  };
  const tell = async (envelope: Json): Promise<void> => void (await line?.event(envelope));

  return {
    apiUrl: `${gateway.url}/api/`,
    appToken: workspace.appToken,
    signingSecret,
    bot: { user: APP.user, app: APP.app, team: APP.team },
    ...sights(workspace),
    ...troubles(workspace),
    ...createChannelChanges(workspace, tell),
    as: (person) => createActor({ workspace, person: roster.person(person), line: connected, tell, origin }),
    addUsergroup: (group) => addUsergroup(workspace, group),
    event: (type, payload = {}) => connected().event(eventEnvelope({ type, ...payload })),
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

type Sights =
  | 'channel'
  | 'channels'
  | 'directs'
  | 'people'
  | 'marks'
  | 'canvases'
  | 'usergroups'
  | 'files'
  | 'typed'
  | 'deliveries'
  | 'calls'
  | 'render'
  | 'renderModal';

/** What can be seen of the workspace. */
function sights(workspace: Workspace): Pick<SlackWorld, Sights> {
  const { roster } = workspace;
  return {
    channel(name) {
      const { id } = roster.channel(name);
      const all = (): Message[] => messagesIn(workspace, id);
      const render = (): string =>
        all()
          .map((message) => renderMessage(message, roster))
          .join('\n\n');
      return { id, messages: () => [...all()], render };
    },
    channels: () => roster.channels,
    directs: () => roster.directs,
    people: () => roster.people,
    marks: () => workspace.marks,
    canvases: (name) => canvasesOf(workspace, roster.channel(name).id),
    usergroups: () => workspace.usergroups,
    files: () => workspace.files,
    typed: (text) => messageText(text, workspace),
    deliveries: () => workspace.deliveries,
    calls: (method) => workspace.calls.filter((call) => method === undefined || call.method === method),
    render: (message) => renderMessage(message, roster),
    renderModal: (view) => renderView(view, roster),
  };
}

type Troubles = 'botToken' | 'fault' | 'clearFaults' | 'limit' | 'expireTriggers' | 'expireResponseUrls';

/** What can be made to go wrong in it. */
function troubles(workspace: Workspace): Pick<SlackWorld, Troubles> {
  const { roster, faults, limits } = workspace;
  return {
    botToken: {
      value: workspace.botToken,
      revoke: () => void (workspace.revoked = true),
      restore: () => void (workspace.revoked = false),
    },
    fault({ method, channel, ...fault }) {
      const wanted = channel === undefined ? undefined : roster.channel(channel);
      return faults.add(fault, (call) => {
        const named = typeof method === 'string' ? call.method === method : method.test(call.method);
        return named && (!wanted || call.channel === wanted.id || call.channel === wanted.name);
      });
    },
    clearFaults: () => faults.clear(),
    limit: (on, budgets) => limits.set(on, budgets),
    expireTriggers: () => workspace.triggers.forEach((trigger) => void (trigger.issuedAt = 0)),
    expireResponseUrls: () => workspace.replyRights.forEach((right) => void (right.issuedAt = 0)),
  };
}

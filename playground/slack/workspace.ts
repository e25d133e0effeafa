import { realAt, type Calendar } from '../calendar.ts';
import { createFaults, type Faults } from '../faults.ts';
import { isObject, objectsOf, textOf, type Json } from '../json.ts';
import type { Canvas } from './canvases.ts';
import type { StoredFile } from './files.ts';
import { createLimits, type Limits } from './limits.ts';
import { createMarks, type Marks } from './marks.ts';
import type { Person, Roster } from './roster.ts';
import type { Ack } from './send.ts';
import type { EnvelopeKind } from './socket.ts';
import type { Usergroup } from './usergroups.ts';

/** A message that everybody in its channel sees. */
export interface Message {
  ts: string;
  /** When it was written, in ms by the machine's clock: its ts counts whole seconds. */
  at: number;
  channel: string;
  /** Slack id of who wrote it. */
  user: string;
  text: string;
  blocks: Json[];
  metadata: Json | undefined;
  /** Slack's file objects of what it came with. */
  files: Json[];
  edited: boolean;
  /** The ts of the message it answers. */
  thread: string | undefined;
}

/** A message that one person sees, for as long as they look. */
export interface Whisper {
  ts: string;
  /** When it was said, in ms by the machine's clock. */
  at: number;
  channel: string;
  /** Who sees it. */
  user: string;
  text: string;
  blocks: Json[];
  via:
    | 'chat.postEphemeral'
    | 'ack'
    | 'response_url'
    /** Slack says it itself. */
    | 'slack';
}

export interface ApiCall {
  method: string;
  args: Json;
  at: number;
  /** Undefined where it got none. */
  answer: Json | undefined;
  /** Milliseconds until the answer, or until it failed as the fault says; undefined while it is under way. */
  ms?: number;
  /** The fault it met. */
  fault?: string;
}

/** What Slack sent to the bot. */
export interface SlackDelivery {
  kind: EnvelopeKind;
  payload: Json;
  at: number;
  /** Undefined while it is under way. */
  ack: Ack | undefined;
}

export interface Trigger {
  user: string;
  /** The modal it came from. */
  view: string | undefined;
  issuedAt: number;
  used: boolean;
}

/** What a response_url may still do. */
export interface ReplyRight {
  channel: string;
  user: string;
  /** The message whose button was pressed. */
  original: { ts: string; whisper: boolean } | undefined;
  issuedAt: number;
  uses: number;
}

/** Everything there is in the emulated Slack beyond what the emulator keeps. */
export interface Workspace {
  roster: Roster;
  calendar: Calendar;
  botToken: string;
  appToken: string;
  revoked: boolean;
  messages: Map<string, Message[]>;
  whispers: Whisper[];
  /** Open modals by user, the topmost last. */
  modals: Map<string, Json[]>;
  homes: Map<string, Json>;
  marks: Marks;
  /** Names of the files that may be uploaded, by id. */
  uploads: Map<string, string>;
  files: Map<string, StoredFile>;
  canvases: Map<string, Canvas>;
  usergroups: Usergroup[];
  triggers: Map<string, Trigger>;
  replyRights: Map<string, ReplyRight>;
  calls: ApiCall[];
  deliveries: SlackDelivery[];
  faults: Faults<{ method: string; channel: string }>;
  limits: Limits;
  /** Milliseconds; Slack's 3 seconds. */
  triggerLifetime: number;
}

export function createWorkspace(roster: Roster, calendar: Calendar): Workspace {
  return {
    roster,
    calendar,
    botToken: 'xoxb-playground-bot',
    appToken: 'xapp-1-playground',
    revoked: false,
    messages: new Map(),
    whispers: [],
    modals: new Map(),
    homes: new Map(),
    marks: createMarks(),
    uploads: new Map(),
    files: new Map(),
    canvases: new Map(),
    usergroups: [],
    triggers: new Map(),
    replyRights: new Map(),
    calls: [],
    deliveries: [],
    faults: createFaults(),
    limits: createLimits(),
    triggerLifetime: 3000,
  };
}

export function messagesIn(workspace: Workspace, channel: string): Message[] {
  const found = workspace.messages.get(channel) ?? [];
  if (!workspace.messages.has(channel)) workspace.messages.set(channel, found);
  return found;
}

/** Keeps what the emulator answered about a message that was posted or edited. */
export function keepMessage(workspace: Workspace, channel: string, answered: Json): Message {
  const all = messagesIn(workspace, channel);
  const known = all.findIndex(({ ts }) => ts === answered['ts']);
  const message: Message = {
    ts: textOf(answered['ts']),
    at: all[known]?.at ?? Date.now(),
    channel,
    user: textOf(answered['user']),
    text: textOf(answered['text']),
    blocks: objectsOf(answered['blocks']),
    metadata: isObject(answered['metadata']) ? answered['metadata'] : undefined,
    files: objectsOf(answered['files']),
    edited: answered['edited'] !== undefined,
    thread: textOf(answered['thread_ts']) || undefined,
  };
  if (known >= 0) all[known] = message;
  else all.push(message);
  return message;
}

let counted = 0;

/** A number that is never the same twice in this process. */
export function nextNumber(): number {
  return ++counted;
}

/** A ts for what the emulator does not keep. */
function madeUpTs(): string {
  return `${Math.floor(Date.now() / 1000)}.9${String(nextNumber()).padStart(5, '0')}`;
}

export function keepWhisper(workspace: Workspace, whisper: Omit<Whisper, 'ts' | 'at'>): Whisper {
  const kept = { ts: madeUpTs(), at: Date.now(), ...whisper };
  workspace.whispers.push(kept);
  return kept;
}

/**
 * A time that the bot asks for (seconds by the calendar), as a ts can be compared with it. Where the calendar hurries,
 * rounded to the whole second: what a ts leaves out is hours there.
 */
export function tsAt({ calendar }: Workspace, seconds: number, rounded: (seconds: number) => number): number {
  const course = calendar.course();
  return course.length === 1 ? seconds : rounded(realAt(course, seconds * 1000) / 1000);
}

/** Lets a person's next act open a modal: an id that lives 3 s and works once. */
export function issueTrigger(workspace: Workspace, user: string, view?: string): string {
  const id = `${nextNumber()}.${Date.now()}.trigger`;
  workspace.triggers.set(id, { user, view, issuedAt: Date.now(), used: false });
  return id;
}

/** The person as Slack's payloads write them. */
export function userOf(person: Person): Json {
  return { id: person.id, username: person.name, name: person.name, team_id: person.team };
}

import type { AgendaPolicy } from './agenda-policy.ts';
import type { ClockRules } from './clock-policy.ts';
import type { ConsensusPolicy } from './consensus-policy.ts';
import type { DigestPolicy } from './digest.ts';
import type { Noise } from './noise.ts';
import type { Outlet } from './outlet.ts';
import type { WrittenSchedule } from './schedule.ts';

/** The kinds of group a community has; `group` is any other. */
export type GroupKind = 'sig' | 'wg' | 'ug' | 'committee' | 'group';

export interface Lead {
  /** GitHub login, as written. */
  github: string;
  name: string;
  role: 'chair' | 'tech lead' | 'lead';
}

/** A meeting as the directory writes it: free text, not yet a schedule. */
export interface MeetingLine {
  description: string;
  day?: string | undefined;
  time?: string | undefined;
  tz?: string | undefined;
  frequency?: string | undefined;
  /** Join link without its passcode. */
  url?: string | undefined;
  notesUrl?: string | undefined;
  recordingsUrl?: string | undefined;
  /** The subproject under which it stands. */
  subproject?: string | undefined;
  /** Not for everybody: shown and announced nowhere, and kept without its links. */
  private?: true | undefined;
}

/** A Slack channel as somebody wrote it down: by id, by name, or both. */
export interface ChannelName {
  id?: string | undefined;
  /** Without the leading `#`. */
  name?: string | undefined;
}

/** A Slack channel that exists. */
export interface Channel {
  id: string;
  name: string;
}

/** Who may decide for a group beside its leads and whom the configuration names: any of these is enough. */
export interface TriagerRule {
  /** Members of the organisation that owns the repository. */
  members?: boolean | undefined;
  /** Members of these teams: "org/team". */
  teams?: readonly string[] | undefined;
  /** Whoever has the role triage or more on the repository. */
  permission?: boolean | undefined;
}

/** A SIG, working group, user group or committee. */
export interface Group {
  /** Its folder in the community's repository ("sig-node"), or a slug of its name. */
  id: string;
  kind: GroupKind;
  /** "Node" */
  name: string;
  /** "SIG Node" */
  title: string;
  mission?: string | undefined;
  /** The whole label, "sig/node"; absent where the group has none. */
  label?: string | undefined;
  channel?: ChannelName | undefined;
  leads: readonly Lead[];
  meetings: readonly MeetingLine[];
  subprojects: readonly string[];
  charterUrl?: string | undefined;
  mailingListUrl?: string | undefined;
  /** A paused group gets no new cards. */
  paused: boolean;
  /** Whether the operator wants cards of its pull requests; its leads may choose otherwise. */
  pullRequests: boolean;
  /** Absent: only leads and whom the configuration names. */
  triagers?: TriagerRule | undefined;
  /** What the operator says of its meetings. */
  meetingOverlays?: readonly MeetingOverlay[] | undefined;
}

/** Something in the directory or configuration that a person should look at. */
export interface Doubt {
  severity: 'error' | 'warning' | 'note';
  /** The group's id, or the place in the file. */
  about: string;
  /** What is wrong and what follows from it. */
  text: string;
}

/** All groups of a community, and what could not be used of their file. */
export interface Directory {
  groups: readonly Group[];
  doubts: readonly Doubt[];
}

/** What the operator says of one group in place of the directory. */
export interface GroupOverlay {
  /** Name, id or address of the Slack channel. */
  channel?: string | undefined;
  /** The whole label, "sig/node". */
  label?: string | undefined;
  paused?: boolean | undefined;
  pullRequests?: boolean | undefined;
  name?: string | undefined;
  noise?: Partial<Noise> | undefined;
  digest?: Partial<DigestPolicy> | undefined;
  /** Where its agendas and minutes are written beside the messages. */
  outlets?: readonly Outlet[] | undefined;
  agenda?: Partial<AgendaPolicy> | undefined;
  clocks?: Partial<ClockRules> | undefined;
  consensus?: Partial<ConsensusPolicy> | undefined;
  triagers?: TriagerRule | undefined;
  meetings?: readonly MeetingOverlay[] | undefined;
}

/** What the operator says of one meeting: of the directory's line with this description, or of a new one. */
export interface MeetingOverlay extends WrittenSchedule {
  description: string;
  subproject?: string | undefined;
  /** In place of a rule: "2026-12-24 10:00", in the meeting's zone. */
  dates?: readonly string[] | undefined;
  /** Rules of one meeting that takes place at several times: EU and APAC. */
  sessions?: readonly (WrittenSchedule & { name?: string | undefined })[] | undefined;
  /** In place of a rule: an iCalendar feed, and what the title of the event there contains. */
  feed?: { url: string; title?: string | undefined } | undefined;
  /** Milliseconds. */
  duration?: number | undefined;
  url?: string | undefined;
  notes?: string | undefined;
  recordings?: string | undefined;
  private?: boolean | undefined;
  /** The channel that may hear of a private meeting: name or id. */
  channel?: string | undefined;
  /** Not a meeting for the bot. */
  ignore?: boolean | undefined;
}

/**
 * The group a person means: by id, label, title, name or channel, with or without the kind's word before it
 * ("sig-node", "sig/node", "SIG Node", "node", "#sig-node"), without case. The nearer match wins over the looser.
 */
export function findGroup(groups: readonly Group[], text: string): Group | undefined {
  const channel = readChannel(text);
  const wanted = plainKey(channel?.name ?? text);
  if (wanted === '') return undefined;
  for (const keyOf of LOOKUPS) {
    const found = groups.find((group) => plainKey(keyOf(group) ?? '') === wanted);
    if (found) return found;
  }
  return channel?.id === undefined ? undefined : groups.find((group) => group.channel?.id === channel.id);
}

/** What a group answers to, the surest first. */
const LOOKUPS: readonly ((group: Group) => string | undefined)[] = [
  (group) => group.id,
  (group) => group.label,
  (group) => group.title,
  (group) => group.name,
  (group) => group.channel?.name,
  (group) => group.label?.slice(group.label.indexOf('/') + 1),
  (group) => group.id.replace(KIND_WORD, ''),
];

const KIND_WORD = /^(?:sig|wg|ug|tag|committee)-/i;

/** Without case and with one hyphen for whatever separates words: "SIG Node", "sig/node" and "sig-node" are one. */
export function plainKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The groups whose label is among these, without case. */
export function groupsWithLabels(groups: readonly Group[], labels: readonly string[]): Group[] {
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  return groups.filter((group) => group.label !== undefined && wanted.has(group.label.toLowerCase()));
}

const CHANNEL_ID = /^[CG](?=[A-Z]*\d)[A-Z0-9]{3,}$|^[CG][A-Z0-9]{8,}$/;
const CHANNEL_MENTION = /^<#([CG][A-Z0-9]{2,})(?:\|([^>]*))?>$/;
const CHANNEL_NAME = /^[\p{L}\p{N}\p{M}_-]{1,80}$/u;
const NO_CHANNEL =
  /^(?:example(?:[-_].*)?|your[-_].*|channel(?:[-_]name)?|placeholder|changeme|tb[ad]|to[-_]?do|none|null|n[-_]?a|no|x{3,}|[-_]+)$/i;

/**
 * Reads a Slack channel as people write it: "sig-node", "#sig-node", "C08MR0FQRCM", "<#C08MR0FQRCM|sig-node>", or its
 * address (…/archives/<id or name>, …/messages/<name>). Undefined where it is none of these, or a placeholder.
 */
export function readChannel(text: string): ChannelName | undefined {
  const written = text.trim();
  const mention = CHANNEL_MENTION.exec(written);
  if (mention?.[1]) return { id: mention[1], ...(mention[2] ? { name: mention[2].toLowerCase() } : {}) };
  const word = channelInAddress(written) ?? /^#([^\s#,]+)(?: .*)?$/.exec(written)?.[1] ?? written;
  if (CHANNEL_ID.test(word)) return { id: word };
  return CHANNEL_NAME.test(word) && !NO_CHANNEL.test(word) ? { name: word.toLowerCase() } : undefined;
}

const ARCHIVES = /^(?:https?:\/\/)?[\w.-]+\/archives\/([^/?#\s]+)/i;
const SLACK_PLACE =
  /^(?:https?:\/\/)?(?:[\w-]+\.)*slack\.com\/(?:messages|channels|client\/T\w+|app_redirect\?channel=)\/?([^/?#&\s]+)/i;

function channelInAddress(text: string): string | undefined {
  const found = ARCHIVES.exec(text) ?? SLACK_PLACE.exec(text);
  return found?.[1]?.replace(/^%23/, '');
}

/** The channel of that id, or of that name where no id is written. */
export function findChannel(wanted: ChannelName, channels: readonly Channel[]): Channel | undefined {
  if (wanted.id !== undefined) return channels.find((channel) => channel.id === wanted.id);
  return channels.find((channel) => channel.name.toLowerCase() === wanted.name);
}

/**
 * Whether the operator's list lets the bot post in the channel. What counts is the channel as Slack knows it, not what
 * the directory calls it, so that a change upstream alone never opens another channel.
 */
export function allowsChannel(allowed: 'directory' | readonly string[], channel: Channel): boolean {
  if (allowed === 'directory') return true;
  const listed = allowed.map(readChannel).filter((entry) => entry !== undefined);
  return listed.some(
    (entry) =>
      entry.id === channel.id || (entry.id === undefined && entry.name === channel.name.toLowerCase()),
  );
}

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
  /** Whether pull requests make cards as issues do. */
  pullRequests: boolean;
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

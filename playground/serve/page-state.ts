import type { Course } from '../calendar.ts';
import type { IssueView } from '../github/github.ts';
import type { Json } from '../json.ts';
import type { Bookmark } from '../slack/marks.ts';
import type { Usergroup } from '../slack/usergroups.ts';
import type { Message } from '../slack/workspace.ts';
import type { Switch } from './switches.ts';

/** What a page looks at. */
export interface Look {
  /** Slack id of whom it acts as. */
  person: string;
  /** Channel id. */
  channel: string;
  /** "owner/name" */
  repo: string;
  /** "owner/name#123", or nothing. */
  issue: string;
  /** Whether the traffic is shown. */
  curtain: boolean;
}

/** A message as one person sees it. */
export type SeenMessage = Pick<
  Message,
  'ts' | 'at' | 'channel' | 'user' | 'text' | 'blocks' | 'edited' | 'thread'
> & {
  /** Nobody else sees it. */
  whisper: boolean;
  /** Slack itself says it. */
  fromSlack: boolean;
  /** Names with the Slack ids of who reacted so. */
  reactions: { name: string; users: string[] }[];
  pinned: boolean;
  files: SeenFile[];
};

/** What came with a message. */
export interface SeenFile {
  id: string;
  name: string;
  title: string;
  /** "PNG", "Plain Text" */
  kind: string;
  /** Bytes. */
  size: number;
  /** A description for who cannot see it. */
  alt: string;
}

/** A document in a channel's tabs. */
export interface SeenCanvas {
  id: string;
  title: string;
  markdown: string;
}

/** Slack, as one person sees it. */
export interface SlackState {
  viewer: string;
  channel: string;
  bot: { id: string; name: string };
  people: { id: string; name: string; realName: string; guest: boolean; part: string; login: string }[];
  channels: { id: string; name: string; archived: boolean; botIsMember: boolean; lastTs: string }[];
  /** The viewer's conversation with the bot, where something was said in it. */
  direct: { id: string; lastTs: string } | undefined;
  usergroups: Usergroup[];
  /** Oldest first. */
  messages: SeenMessage[];
  /** Links at the head of the channel. */
  bookmarks: Bookmark[];
  /** Those of the channel. */
  canvases: SeenCanvas[];
  /** Ids of the files that are pictures. */
  pictures: string[];
  /** The modal on top. */
  modal: Json | undefined;
  home: Json | undefined;
}

/** An issue with its comments. */
export type GitHubIssue = IssueView;

/** An issue in a list. */
export type GitHubRow = Omit<IssueView, 'comments' | 'body'> & { comments: number };

/** GitHub, as everybody sees it. */
export interface GitHubState {
  repo: string;
  repos: { name: string; prow: boolean }[];
  /** Of the repository that is shown. */
  labels: string[];
  /** Newest first. */
  issues: GitHubRow[];
  issue: GitHubIssue | undefined;
}

/** Something that went between the bot and the world. */
export interface Traffic {
  id: string;
  /** Who spoke first. */
  from: 'slack' | 'github' | 'bot';
  to: 'slack' | 'github' | 'bot';
  /** "chat.postMessage", "issues.opened", "POST /repos/…". */
  what: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Milliseconds it took; undefined while it is under way. */
  ms: number | undefined;
  /** "200", "ok", "ratelimited", "no answer". */
  answer: string;
  failed: boolean;
  /** GitHub's id of it, where it can be sent again. */
  delivery: string | undefined;
  /** The issue it is about, "owner/name#123". */
  issue: string | undefined;
  /** What was sent, as JSON. */
  sent: string;
  /** What came back, as JSON. */
  received: string;
}

/** Everything one page shows; all times are the calendar's. */
export interface PageState {
  /** How the calendar goes, and the speeds it can have: none where it is the machine's clock. */
  calendar: { course: Course; speeds: number[] };
  slack: SlackState;
  github: GitHubState;
  /** The Slack app's manifest. */
  manifest: Json;
  bot: { running: boolean; waiting: number };
  switches: (Switch & { on: boolean })[];
  /** Newest first. */
  traffic: Traffic[];
}

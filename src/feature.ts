import type { KnownBlock, ModalView } from '@slack/types';
import type { Effect, Subject } from './effect.ts';
import type { Happening } from './domain/happening.ts';
import type { Issue, IssueId } from './domain/issue.ts';
import type { Instant } from './domain/time.ts';
import type { Ports } from './ports.ts';

/** Effects, and why: one line a decision, for the ledger and `/sig why`. */
export interface Plan {
  effects: readonly Effect[];
  because: readonly string[];
  /** Of a tick: what fell due after that is left to the next minute. */
  upTo?: Instant | undefined;
}

/** A message's content. `text` is what notifications and screen readers say. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
  /** What it was about may not be told here any more: the bot's lines in its thread are deleted, its metadata emptied. */
  untold?: true;
  /** The issues it tells of, its documents too, where it is no message about one issue: it follows what becomes private. */
  names?: readonly Named[];
}

/** An issue that a message tells of, or would, and whether it was private when the message was drawn. */
export interface Named {
  issue: IssueId;
  hidden: boolean;
}

/** The answer to a person: shown only to them, at once. Its effects are committed before it is shown. */
export interface Reply {
  /** Shown where no modal is to be opened, or none can be: a mention opens none. */
  message?: Message;
  /** A modal, on top of the one in which a button was pressed. */
  view?: ModalView;
  /** Whether it takes the place of what the button stands in: the message, or the modal (a page turned). */
  replace?: boolean;
  effects?: readonly Effect[];
  because?: readonly string[];
  /** The issue it is about, so that `/sig why` finds it. */
  issue?: Issue;
}

/** Who did something in Slack, where and when. `channel` is absent in Home and what was opened there. */
export interface Call {
  user: string;
  channel: string | undefined;
  /** The thread, by its first message's timestamp. */
  thread?: string | undefined;
  /** What the feature put into the modal in which it was done. */
  metadata?: string | undefined;
  /** What stands in that modal's inputs. */
  values?: FormValues | undefined;
  now: Instant;
}

/** A message on which somebody used a shortcut. */
export interface SlackMessage {
  channel: string;
  /** Its timestamp: Slack's id of it within the channel. */
  ts: string;
  /** The thread it belongs to, by the first message's timestamp. */
  thread?: string | undefined;
  text: string;
  /** All addresses in its text and blocks. */
  links: readonly string[];
  /** Its own address; undefined where Slack does not name the workspace. */
  permalink?: string | undefined;
}

/** A subcommand of `/sig`. Its help, the documentation and its error messages are made from this. */
export interface Command {
  /** The word after `/sig`, or two where the first is a command as well: "meeting start". */
  name: string;
  /** One form a line, without `/sig`: "triage <issue> accept [priority] [@person]". */
  usage: readonly string[];
  summary: string;
  /** Who may use it, in words. */
  who: string;
  /** Whole commands, without `/sig`. */
  examples: readonly string[];
  /** What it may begin with in the thread of a card, where the card's issue is meant: "accept" for "triage this accept". */
  inThread?: readonly string[];
  /** `words` is what stands after the name. */
  run(words: readonly string[], call: Call, ports: Ports): Promise<Reply>;
}

/** A button's or menu's action. `value` is what it carries: the button's value, or the chosen option's. */
export type Press = (value: string, call: Call, ports: Ports) => Promise<Reply>;

/** A modal's submission. */
export interface Submit {
  /** What is wrong with the input, by block id; undefined where nothing is. Answered before anything is stored. */
  check?(values: FormValues): Record<string, string> | undefined;
  run(values: FormValues, metadata: string, call: Call, ports: Ports): Promise<Reply>;
}

/** A form's input by action id: text, the chosen option's value, or a chosen user. */
export type FormValues = Readonly<Record<string, string | undefined>>;

/** A shortcut from Slack's menus; `message` where it is one of a message's. */
export type Shortcut = (message: SlackMessage | undefined, call: Call, ports: Ports) => Promise<Reply>;

/** A feature's part of a person's Home tab; nothing where it has nothing for them. */
export type Home = (call: Call, ports: Ports) => Promise<KnownBlock[]>;

/** What a subject shows now in a channel, or to the person of that id; undefined where there is nothing to send. */
export type Render = (subject: Subject, channel: string, ports: Ports) => Promise<Message | undefined>;

/**
 * What a subject says outside of Slack, as Markdown; undefined where there is nothing to say. Foreign text in it goes
 * through `plainMarkdown`. Anybody may read it, so its ports show nothing private.
 */
export type Document = (
  subject: Subject,
  ports: Ports,
) => Promise<{ title: string; markdown: string } | undefined>;

/** One thing the bot can do. A feature reads state through ports, decides in pure functions and returns effects. */
export interface Feature {
  name: string;
  commands?: readonly Command[];
  /** By action id. */
  presses?: Readonly<Record<string, Press>>;
  /** By callback id. */
  submits?: Readonly<Record<string, Submit>>;
  /** By callback id, as in the manifest. */
  shortcuts?: Readonly<Record<string, Shortcut>>;
  home?: Home;
  /** An issue may have changed: look at it again. `heard`: what is known to have happened to it just now. */
  touched?(issue: Issue, ports: Ports, heard?: readonly Happening[]): Promise<Plan>;
  /**
   * A minute began: what is due. It may come twice, or late, so what it creates carries `once`. `since`: the minute that
   * was looked at last, also before a restart; what fell due after it is still to be done.
   */
  tick?(now: Instant, ports: Ports, since: Instant): Promise<Plan>;
  /** How the messages about each kind of subject look. */
  renders?: Readonly<Partial<Record<Subject['kind'], Render>>>;
  /** How each kind of subject reads in a document. */
  documents?: Readonly<Partial<Record<Subject['kind'], Document>>>;
}

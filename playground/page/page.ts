import type { Json } from '../json.ts';
import type { Look, PageState, SeenMessage } from '../serve/page-state.ts';

/** What the page itself remembers. */
export interface Ui {
  /** Which pane a narrow screen shows, and which of the two stands beside Slack on a wide one. */
  pane: 'slack' | 'github' | 'curtain';
  beside: 'github' | 'curtain';
  /** The bot's Home tab instead of a channel. */
  home: boolean;
  /** The id of the canvas that is open instead of the channel's messages; "" where none is. */
  canvas: string;
  /** The ts of the last message seen, by person and channel. */
  seen: Map<string, string>;
  /** Threads that are open, by the ts of their first message. */
  threads: Set<string>;
  /** Ephemeral messages that were dismissed, by ts. */
  dismissed: Set<string>;
  /** Which issues the list shows. */
  filter: 'open' | 'closed';
  /** Whether the form for a new issue is open. */
  opening: boolean;
  /** Which traffic is shown. */
  traffic: 'all' | 'slack' | 'github' | 'failed';
  /** Traffic entries that are unfolded, by id. */
  unfolded: Set<string>;
}

/** The page, for those who draw its parts. */
export interface Page {
  readonly state: PageState;
  readonly look: Look;
  readonly ui: Ui;
  /** Does something as the person acted as; undefined where it failed, which the page has said then. */
  act(name: string, said?: Json): Promise<Json | undefined>;
  /** Looks at something else. */
  see(change: Partial<Look>): void;
  /** Draws again after a change of `ui`. */
  redraw(): void;
  /** Says something in passing. */
  notice(text: string): void;
}

export function freshUi(): Ui {
  return {
    pane: 'slack',
    beside: 'github',
    home: false,
    canvas: '',
    seen: new Map(),
    threads: new Set(),
    dismissed: new Set(),
    filter: 'open',
    opening: false,
    traffic: 'all',
    unfolded: new Set(),
  };
}

/** How somebody is called: the bot, a person, or the id where nobody knows it. */
export function nameOf({ slack }: PageState, id: string): string {
  if (id === slack.bot.id) return slack.bot.name;
  return slack.people.find((person) => person.id === id)?.realName ?? id;
}

/** The issue that a github.com address leads to, where the world has its repository. */
export function issueAt({ github }: PageState, url: string): { repo: string; issue: string } | undefined {
  const [, repo = '', number = ''] =
    /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)/.exec(url) ?? [];
  return github.repos.some(({ name }) => name === repo) ? { repo, issue: `${repo}#${number}` } : undefined;
}

/** Shows an issue on the GitHub side. */
export function showIssue(page: Page, at: { repo: string; issue: string }): void {
  Object.assign(page.ui, { beside: 'github', pane: 'github', opening: false });
  page.see(at);
}

/** Shows a channel's messages. */
export function openChannel(page: Page, channel: string): void {
  Object.assign(page.ui, { home: false, canvas: '' });
  page.see({ channel });
}

/** Shows a canvas of the channel; with "" its messages. */
export function openCanvas(page: Page, id: string): void {
  page.ui.canvas = id;
  page.redraw();
}

/** Shows the bot's Home tab, and tells the bot. */
export function openHome(page: Page): void {
  page.ui.home = true;
  void page.act('home');
  page.redraw();
}

/** Answers in a thread, oldest first. */
export function repliesTo(state: PageState, ts: string): SeenMessage[] {
  return state.slack.messages.filter((message) => message.thread === ts && message.ts !== ts);
}

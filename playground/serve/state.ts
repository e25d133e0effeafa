import { textOf, type Json } from '../json.ts';
import { markdownOf, type Canvas } from '../slack/canvases.ts';
import type { Marks } from '../slack/marks.ts';
import type { SlackWorld } from '../slack/slack.ts';
import type { Message, Whisper } from '../slack/workspace.ts';
import type {
  GitHubIssue,
  GitHubState,
  Look,
  PageState,
  SeenCanvas,
  SeenFile,
  SeenMessage,
  SlackState,
} from './page-state.ts';
import type { Town } from './town.ts';
import { traffic } from './traffic.ts';

/** How many messages of a channel and issues of a repository the page shows, the newest. */
const SHOWN = 150;

/** What one page looks at, as it is now. */
export function stateOf(town: Town, look: Look, manifest: Json, waiting: number): PageState {
  const { world, bot, switches, speed } = town;
  return {
    calendar: { course: world.calendar.course(), speeds: speed === undefined ? [] : speedsWith(speed) },
    slack: slackState(town, look),
    github: githubState(town, look),
    manifest,
    bot: { running: bot.isRunning(), waiting },
    switches: switches.all.map((one) => ({ ...one, on: switches.isOn(one.id) })),
    traffic: look.curtain ? traffic(world) : [],
  };
}

/** Standing still, as it is, an hour, a day and a week a minute; and what was asked for. */
function speedsWith(speed: number): number[] {
  return [...new Set([0, 1, 60, 1440, 10_080, speed])].toSorted((a, b) => a - b);
}

function slackState({ world: { slack, calendar }, parts, logins }: Town, look: Look): SlackState {
  const people = slack.people();
  const viewer = people.find(({ id }) => id === look.person) ?? people[0];
  const channels = slack.channels();
  const direct = slack
    .directs()
    .find(({ id, partner }) => partner === viewer?.id && lastIn(slack, id) !== '');
  const open = direct ? [...channels, direct] : channels;
  const shown = open.find(({ id }) => id === look.channel) ?? channels[0];
  const whispers = shown && viewer ? slack.as(viewer.id).ephemeral(shown.id) : [];
  const actor = viewer ? slack.as(viewer.id) : undefined;
  return {
    viewer: viewer?.id ?? '',
    channel: shown?.id ?? '',
    bot: { id: slack.bot.user, name: 'sigbot' },
    people: people.map(({ id, name, realName, guest }) => {
      return { id, name, realName, guest, part: parts.get(id) ?? '', login: logins.get(id) ?? '' };
    }),
    channels: channels.map(({ id, name, archived, botIsMember }) => {
      return { id, name, archived, botIsMember, lastTs: lastIn(slack, id) };
    }),
    direct: direct && { id: direct.id, lastTs: lastIn(slack, direct.id) },
    usergroups: [...slack.usergroups()],
    messages: shown
      ? inOrder(slack, slack.channel(shown.id).messages().slice(-SHOWN), whispers).map((seen) => ({
          ...seen,
          at: calendar.at(seen.at),
        }))
      : [],
    bookmarks: slack.marks().bookmarks.get(shown?.id ?? '') ?? [],
    canvases: shown ? slack.canvases(shown.id).map(seenCanvas) : [],
    pictures: [...slack.files().values()].filter(({ picture }) => picture !== undefined).map(({ id }) => id),
    modal: actor?.modal(),
    home: actor?.home(),
  };
}

function lastIn(slack: SlackWorld, channel: string): string {
  return slack.channel(channel).messages().at(-1)?.ts ?? '';
}

function seenCanvas(canvas: Canvas): SeenCanvas {
  return { id: canvas.id, title: canvas.title, markdown: markdownOf(canvas) };
}

function inOrder(slack: SlackWorld, messages: Message[], whispers: Whisper[]): SlackState['messages'] {
  const bare = { whisper: true, reactions: [], pinned: false, edited: false, thread: undefined, files: [] };
  const seen = [
    ...messages.map((message) => ({
      ...message,
      metadata: undefined,
      whisper: false,
      fromSlack: false,
      files: message.files.filter(({ id }) => slack.files().has(textOf(id))).map(seenFile),
      ...marksOn(slack.marks(), message),
    })),
    ...whispers.map((whisper) => ({ ...whisper, ...bare, fromSlack: whisper.via === 'slack' })),
  ];
  return seen.toSorted((a, b) => Number(a.ts) - Number(b.ts));
}

function seenFile(file: Json): SeenFile {
  const named = (key: string): string => textOf(file[key]);
  return {
    id: named('id'),
    name: named('name'),
    title: named('title') || named('name'),
    kind: named('pretty_type'),
    size: Number(file['size']),
    alt: named('alt_txt'),
  };
}

function marksOn(
  { reactions, pins }: Marks,
  { channel, ts }: Message,
): Pick<SeenMessage, 'reactions' | 'pinned'> {
  const key = `${channel} ${ts}`;
  const found = [...(reactions.get(key) ?? [])];
  return { reactions: found.map(([name, users]) => ({ name, users: [...users] })), pinned: pins.has(key) };
}

function githubState({ world: { github } }: Town, look: Look): GitHubState {
  const repos = github.repositories();
  const repo = repos.find(({ name }) => name === look.repo) ?? repos[0];
  const issues = repo ? listed(github, repo.name) : [];
  const open = issues.find(({ ref }) => ref === look.issue);
  return {
    repo: repo?.name ?? '',
    repos: repos.map(({ name, prow }) => ({ name, prow })),
    labels: repo ? [...repo.labels.values()].toSorted() : [],
    issues: issues
      .slice(0, SHOWN)
      .map(({ body: _body, ...issue }) => ({ ...issue, comments: issue.comments.length })),
    issue: open,
  };
}

/** Newest first. Kept until something happens on GitHub: making thousands of them anew for each look is slow. */
function listed(github: Town['world']['github'], repo: string): GitHubIssue[] {
  const kept = LISTS.get(github) ?? { at: -1, byRepo: new Map<string, GitHubIssue[]>() };
  if (kept.at !== github.happened()) Object.assign(kept, { at: github.happened(), byRepo: new Map() });
  LISTS.set(github, kept);
  const known = kept.byRepo.get(repo) ?? github.issues(repo).toSorted((a, b) => b.number - a.number);
  kept.byRepo.set(repo, known);
  return known;
}

const LISTS = new WeakMap<object, { at: number; byRepo: Map<string, GitHubIssue[]> }>();

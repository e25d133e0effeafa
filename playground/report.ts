import { isObject } from './json.ts';
import type { ListedIssues } from './community.ts';
import type { Message } from './slack/workspace.ts';
import type { World } from './world.ts';

/** What came of it all, read back from the emulated Slack. */
export interface Report {
  /** Rows of the issues file. */
  issues: number;
  cards: { issue: string; channel: string }[];
  /** Open issues without a card. */
  unrouted: string[];
  posts: number;
  updates: number;
}

/** @param channels their names, in the order of the directory */
export function reportOf(world: World, listed: ListedIssues, channels: readonly string[]): Report {
  const open = listed.issues
    .filter(({ state }) => state === 'open')
    .map(({ repo, number }) => `${repo}#${number}`);
  const wanted = new Map(open.map((ref) => [ref.toLowerCase(), ref]));
  const cards = channels.flatMap((channel) =>
    world.slack
      .channel(channel)
      .messages()
      .filter(({ user }) => user === world.slack.bot.user)
      .flatMap((message) => {
        const issue = wanted.get(issueOfCard(message)?.toLowerCase() ?? '');
        return issue === undefined ? [] : [{ issue, channel }];
      }),
  );
  const shown = new Set(cards.map(({ issue }) => issue));
  const order = new Map(open.map((ref, index) => [ref, index]));
  cards.sort((a, b) => (order.get(a.issue) ?? 0) - (order.get(b.issue) ?? 0));
  const done = (method: string): number =>
    world.slack.calls(method).filter(({ answer }) => answer?.['ok'] === true).length;
  return {
    issues: listed.rows,
    cards,
    unrouted: open.filter((ref) => !shown.has(ref)),
    posts: done('chat.postMessage'),
    updates: done('chat.update'),
  };
}

const ISSUE_ADDRESS = /https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)/g;

/**
 * The issue that a message is the card of: the first one it links to above its small print.
 * A line of small print alone says where an issue went and is no card.
 */
export function issueOfCard(message: Message): string | undefined {
  const main = message.blocks.filter((block) => block['type'] !== 'context');
  const [first] = textsIn(main).flatMap((text) => [...text.matchAll(ISSUE_ADDRESS)]);
  return first === undefined ? undefined : `${first[1]}#${first[2]}`;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The report in words. */
export function inWords(report: Report): string {
  const channels = new Set(report.cards.map(({ channel }) => channel)).size;
  return [
    `${report.issues} issues read; ${report.cards.length} cards in ${channels} channels;`,
    `${unroutedText(report.unrouted.length)};`,
    `${report.posts} posts, ${report.updates} updates.`,
  ].join(' ');
}

function unroutedText(count: number): string {
  return count === 1 ? '1 open issue belongs to no channel' : `${count} open issues belong to no channel`;
}

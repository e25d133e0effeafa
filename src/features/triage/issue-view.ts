import type { KnownBlock } from '@slack/types';
import { context, escape, link, passage, plainLine, section, when } from '../../blocks.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { LinkedPull } from '../../domain/pull-request.ts';
import type { Similar } from '../../domain/similar.ts';
import type { Standing } from '../../domain/verdict.ts';
import { assigneeText, similarText, standingsText } from '../../issue-words.ts';

/** What one needs to know of an issue to decide about it. */
export interface IssueFacts {
  issue: Issue;
  /** In the order in which they are told: the reader's own group first. */
  standings: readonly Standing[];
  /** How its body begins, as plain text; undefined where it is not known. */
  excerpt: string | undefined;
  /** Pull requests that name it, the most telling first. */
  linked: readonly LinkedPull[];
  similar: readonly Similar[];
  /** Who else has it before them: their names. */
  others: readonly string[];
}

/** How much of the body is shown, in characters: what fits above the buttons without scrolling. */
const EXCERPT = 600;
const LABELS = 10;
const PULLS = 3;
const OTHERS = 5;

/** One issue, to be decided about; the buttons are the caller's. */
export function issueView(facts: IssueFacts): KnownBlock[] {
  const { issue, standings, excerpt, similar } = facts;
  if (issue.gone !== undefined) return [section(`${escape(refText(issue))} was ${issue.gone} on GitHub.`)];
  const small = [
    context(stateText(issue), talkText(issue), labelsText(issue), assigneeText(issue)),
    context(standingsText(issue, standings)),
  ];
  const more = [context(pullsText(facts)), context(similarText(issue, similar)), context(othersText(facts))];
  return [section(titleText(issue)), ...told(small), ...bodyBlocks(excerpt), ...told(more)];
}

/** Those that say something: Slack takes no empty ones. */
function told(blocks: readonly ReturnType<typeof context>[]): KnownBlock[] {
  return blocks.filter(({ elements }) => elements.length > 0);
}

function titleText(issue: Issue): string {
  const opened = `opened by ${escape(issue.author, 40)} ${when(issue.createdAt)}`;
  const first = issue.firstTimer ? ' (no commit here yet)' : '';
  return `*${link(issue.url, issue.title, 150)}*\n${escape(refText(issue), 150)} · ${opened}${first}`;
}

function stateText({ state, locked }: Issue): string {
  const words = [state === 'closed' ? '*closed*' : '', locked ? 'locked' : ''];
  return words.filter((word) => word !== '').join(', ');
}

/** "3 comments, the last by lee 2 days ago · 7 reactions" */
function talkText({ comments, commentedAt, commentedBy, reactions }: Issue): string {
  const by = commentedBy === undefined ? '' : ` by ${escape(commentedBy, 40)}`;
  const last = comments === 0 || commentedAt === undefined ? '' : `, the last${by} ${when(commentedAt)}`;
  const reacted = reactions === 0 ? [] : [counted(reactions, 'reaction')];
  return [`${counted(comments, 'comment')}${last}`, ...reacted].join(' · ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function labelsText({ labels }: Issue): string {
  const shown = labels.slice(0, LABELS).map((label) => escape(label, 38));
  return [...shown, ...more(labels.length, LABELS)].join(' · ');
}

/** A body of nothing to be seen counts as none. */
function bodyBlocks(excerpt: string | undefined): KnownBlock[] {
  if (excerpt === undefined) return [];
  return plainLine(excerpt) === '' ? [context('no description')] : [passage(excerpt, EXCERPT)];
}

/** "pull requests: #12 Keep the boat afloat, #9 Plug it (closed)" */
function pullsText({ issue, linked }: Pick<IssueFacts, 'issue' | 'linked'>): string {
  if (linked.length === 0) return '';
  const names = linked.slice(0, PULLS).map((pull) => {
    const name = pull.repo === issue.repo ? `#${pull.number}` : refText(pull);
    const state = pull.state === 'closed' ? ' (closed)' : pull.closes ? ' (closes this)' : '';
    return `${link(pull.url, `${name} ${pull.title}`, 80)}${state}`;
  });
  const what = linked.length === 1 ? 'pull request' : 'pull requests';
  return `${what}: ${[...names, ...more(linked.length, PULLS)].join(' · ')}`;
}

function othersText({ others }: Pick<IssueFacts, 'others'>): string {
  if (others.length === 0) return '';
  const names = others.slice(0, OTHERS).map((name) => escape(name, 60));
  const rest = more(others.length, OTHERS);
  return `${[...names, ...rest].join(', ')} ${others.length === 1 ? 'looks' : 'look'} at it too`;
}

function more(all: number, shown: number): string[] {
  return all > shown ? [`${all - shown} more`] : [];
}

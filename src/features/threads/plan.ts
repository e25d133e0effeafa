import { clip, escape, link } from '../../blocks.ts';
import type { Happening } from '../../domain/happening.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Noise } from '../../domain/noise.ts';
import { HOUR } from '../../domain/time.ts';
import { commentKey, LINES, type Effect } from '../../effect.ts';

/** A card in a channel, and what is told in its thread. */
export interface CardThread {
  channel: string;
  /** The card's timestamp. */
  ts: string;
  /** The loudest of what the groups of that channel chose. */
  thread: Noise['thread'];
  /** Comments told there within the last hour. */
  comments: number;
}

/** So many comments are told in a thread within an hour; one line says that there are more. */
const COMMENTS_AN_HOUR = 5;

/** How much of a comment is shown, in characters. */
const SHOWN = 200;

/** What is told under a card. */
export type Told = Extract<Happening, { what: 'closed' | 'reopened' | 'commented' }>;

export function isTold(happening: Happening): happening is Told {
  return ['closed', 'reopened', 'commented'].includes(happening.what);
}

/** The line under a card about what has happened; none where its groups want none, or were answered in that channel. */
export function lineFor(issue: Issue, happening: Told, card: CardThread): Effect[] {
  const { channel, ts: thread } = card;
  if (!wanted(happening, card)) return [];
  const line =
    happening.what === 'commented' ? commentLine(issue, happening, card) : stateLine(issue, happening, card);
  return [{ kind: 'slack.reply', channel, thread, about: issue.id, ...line }];
}

function wanted(happening: Told, { channel, thread }: CardThread): boolean {
  if (happening.what === 'commented') return thread === 'comments';
  return thread !== 'nothing' && happening.from !== channel;
}

interface Line {
  text: string;
  once: string;
}

type Comment = Extract<Told, { what: 'commented' }>;

/** Where an hour has brought many comments the next line stands for all that follow within the clock's hour. */
function commentLine(
  issue: Issue,
  { at, by, url, beginning }: Comment,
  { channel, comments }: CardThread,
): Line {
  if (comments >= COMMENTS_AN_HOUR) {
    const text = `More comments: ${link(issue.url, refText(issue))}`;
    return { text, once: `${LINES}${channel}:${issue.id}:more:${Math.floor(at / HOUR)}` };
  }
  const said = escape(beginning, SHOWN);
  const text = `${escape(by)} ${link(url, 'commented')}${said === '' ? '' : `: ${said}`}`;
  return { text, once: `${commentKey(channel, issue.id)}${clip(url, 300)}` };
}

function stateLine(
  issue: Issue,
  { what, at, by, merged }: Exclude<Told, Comment>,
  { channel }: CardThread,
): Line {
  const named = link(issue.url, refText(issue));
  const closed = merged ? 'merged' : `closed${AS[issue.stateReason ?? ''] ?? ''}`;
  const how = what === 'closed' ? closed : 'reopened';
  const text =
    by === undefined ? `${named} was ${how}` : `${escape(by)} ${how.replace(/^\w+/, `$& ${named}`)}`;
  return { text, once: `${LINES}${channel}:${issue.id}:${what}:${at}` };
}

const AS: Readonly<Record<string, string>> = {
  completed: ' as completed',
  not_planned: ' as not planned',
  duplicate: ' as a duplicate',
};

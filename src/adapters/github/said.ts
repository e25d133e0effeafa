import { z } from 'zod';
import { agendaWords } from '../../domain/agenda-words.ts';
import { excerptOf } from '../../domain/body.ts';
import { readCommands, speaks, type Command } from '../../domain/prow.ts';
import type { Instant } from '../../domain/time.ts';
import { hasMark } from './marker.ts';

/** An account as an event names it. */
export interface Sender {
  login: string;
  /** GitHub says that it is a bot's. */
  bot: boolean;
}

/** What was written on an issue, as far as it is kept. */
export interface Comment {
  by: Sender;
  at: Instant;
  commands: readonly Command[];
  /** What it asks to be talked about in a meeting: the words after `/agenda`; absent where it does not. */
  agenda?: string | undefined;
  /** It says more than commands. */
  speaks: boolean;
  /** Its address; absent of the text an issue was opened with. */
  url?: string | undefined;
  /** How it begins, as plain text. */
  beginning: string;
  /** The text the issue was opened with, which is no comment to others; Prow reads its commands all the same. */
  opening: boolean;
}

const account = z.object({ login: z.string(), type: z.string().optional() });
const sent = z.object({ sender: account });
const written = z.object({
  user: account,
  body: z.string().nullish(),
  html_url: z.string().optional().catch(undefined),
  created_at: z.iso.datetime({ offset: true }),
  author_association: z.string().optional().catch(undefined),
});
const commented = z.object({
  comment: written,
  issue: z.object({ user: account.nullish() }).optional().catch(undefined),
});
const opened = z.union([z.object({ issue: written }), z.object({ pull_request: written })]);

/** Who caused the event; undefined where it does not say. */
export function senderOf(payload: unknown): Sender | undefined {
  const sender = sent.safeParse(payload).data?.sender;
  return sender && toSender(sender);
}

/** The comment that was just made. One that the bot made for somebody is left out: what it says was decided in Slack. */
export function commentIn(action: string, payload: unknown): Comment | undefined {
  const { comment, issue } = (action === 'created' && commented.safeParse(payload).data) || {};
  return comment && !hasMark(comment.body ?? '') ? toComment(comment, false, issue?.user?.login) : undefined;
}

/** The text that an issue was just opened with. */
export function openingIn(action: string, payload: unknown): Comment | undefined {
  const subject = action === 'opened' ? opened.safeParse(payload).data : undefined;
  return subject && toComment('issue' in subject ? subject.issue : subject.pull_request, true);
}

/** How much of a comment is passed on, in characters. */
const BEGINNING = 400;

/** Associations of accounts that the repository does not know: they ask for their own issues alone (GraphQL's CommentAuthorAssociation). */
const STRANGERS = ['FIRST_TIMER', 'MANNEQUIN', 'NONE'];

function toComment(
  { user, body, created_at, html_url, author_association: association = '' }: z.infer<typeof written>,
  opening: boolean,
  author?: string,
): Comment {
  const mayAsk = opening || user.login === author || !STRANGERS.includes(association);
  const text = body ?? '';
  return {
    by: toSender(user),
    at: Date.parse(created_at),
    commands: readCommands(text),
    agenda: mayAsk ? agendaWords(text) : undefined,
    speaks: speaks(text),
    ...(opening ? {} : { url: html_url }),
    beginning: excerptOf(text, BEGINNING),
    opening,
  };
}

function toSender({ login, type }: z.infer<typeof account>): Sender {
  return { login, bot: type === 'Bot' || login.endsWith('[bot]') };
}

import { createHash } from 'node:crypto';
import { clip, plainLine } from '../../blocks.ts';
import { prowCommands } from '../../domain/decision.ts';
import type { Group } from '../../domain/group.ts';
import { hasLabel } from '../../domain/label.ts';
import { nameText, proseText } from '../../domain/quote.ts';
import type { Through, WriteMode } from '../../domain/rights.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { Asker, Effect } from '../../effect.ts';
import type { FormValues } from '../../feature.ts';

/** The conversation an issue is made from. */
export interface Source {
  channel: string;
  /** Where the answer goes: the thread, by its first message. */
  thread: string;
  /** The message's address. */
  permalink?: string | undefined;
}

/** An issue as somebody has written it down. */
export interface Draft {
  /** "owner/name" */
  repo: string;
  group?: Group | undefined;
  /** A whole label. */
  kind?: string | undefined;
  title: string;
  text: string;
  source: Source;
}

/** What decides about how a draft becomes an issue. */
export interface Ways {
  write: WriteMode;
  through: Through;
  /** GitHub login; absent where nobody knows it. */
  login?: string | undefined;
  /** The labels the repository has, where they are known. */
  labels: ReadonlySet<string> | undefined;
  /** Whether its labels may be set for this person. */
  mayLabel: boolean;
}

/** An issue as it goes to GitHub. */
export interface NewIssue {
  title: string;
  body: string;
  labels: readonly string[];
  /** The labels that were wanted and are left to others. */
  left: readonly string[];
}

/** GitHub takes so many characters in a title. */
export const TITLE = 256;

/** What is wrong with the form, by field. */
export function checkDraft({ repository, title = '' }: FormValues): Record<string, string> | undefined {
  const wrong = {
    ...(repository === undefined ? { repository: 'Choose where it goes.' } : {}),
    ...(plainLine(title) === '' ? { title: 'Give it a title.' } : {}),
  };
  return Object.keys(wrong).length > 0 ? wrong : undefined;
}

/** The first line with words of a message (Markdown) as a title, and all of it as a text to go on from. */
export function draftOf(message: string): { title: string; text: string } {
  const [first = ''] = message.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('```'));
  return { title: plainLine(first.replaceAll('**', ''), 150), text: message.trim() };
}

/**
 * The issue of a draft: what was written in Slack can neither command a robot nor call anybody. Prow takes labels from
 * the body's commands, which are ours; elsewhere they are set where the person may.
 */
export function issueOf(draft: Draft, { write, through, login, labels, mayLabel }: Ways): NewIssue {
  const wanted = [draft.group?.label, draft.kind].filter((label) => label !== undefined);
  const there = wanted.filter((label) => (labels ? hasLabel([...labels], label) : through === 'prow'));
  const set = through === 'prow' || mayLabel ? there : [];
  const commands = through === 'prow' ? prowCommands({}, { add: set, remove: [] }) : [];
  const { permalink } = draft.source;
  const whose = write === 'as-bot' && login !== undefined ? ` Opened for ${nameText(login)}.` : '';
  const parts = [
    commands.join('\n'),
    proseText(draft.text).trim(),
    `---\n\nFrom a conversation in Slack${permalink === undefined ? '.' : `: ${permalink}`}${whose}`,
  ];
  return {
    title: clip(nameText(plainLine(draft.title)), TITLE),
    body: parts.filter((part) => part !== '').join('\n\n'),
    labels: through === 'prow' ? [] : set,
    left: wanted.filter((label) => !set.includes(label)),
  };
}

/** Opens it. The same words of the same person within a minute are one issue: a form sent twice. */
export function openingOf(
  { repo, repoId, source }: Draft & { repoId: number },
  { title, body, labels }: NewIssue,
  by: Asker,
  now: Instant,
): Effect {
  const { channel, thread } = source;
  const act = [repo, by.user, channel, thread, Math.floor(now / MINUTE), title, body].join('\n');
  const once = `open:${createHash('sha256').update(act).digest('base64url').slice(0, 22)}`;
  return { kind: 'github.open', repo, repoId, title, body, labels, once, by, from: { channel, thread } };
}

/** Slack takes so many characters in a button's address; GitHub would take more. */
const ADDRESS = 3000;

const SHORTENED = '\n\n(Shortened: the whole text stands in Slack, to be pasted here.)';

/** GitHub's form for a new issue, filled in; `whole` where all of the body found room. */
export function filledIn(
  repository: string,
  { title, body, labels }: NewIssue,
): { url: string; whole: boolean } {
  const urlWith = (text: string) =>
    `${repository}/issues/new?${new URLSearchParams({
      title: title.toWellFormed(),
      ...(labels.length > 0 ? { labels: labels.join(',') } : {}),
      body: text.toWellFormed(),
    }).toString()}`;
  if (urlWith(body).length <= ADDRESS) return { url: urlWith(body), whole: true };
  let [fits, over] = [0, body.length];
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    if (urlWith(clip(body, middle) + SHORTENED).length <= ADDRESS) fits = middle;
    else over = middle;
  }
  return { url: urlWith((fits > 0 ? clip(body, fits) : '') + SHORTENED), whole: false };
}

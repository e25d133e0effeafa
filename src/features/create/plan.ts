import { createHash } from 'node:crypto';
import { clip, plainLine } from '../../blocks.ts';
import { prowCommands, sayable } from '../../domain/decision.ts';
import type { Group } from '../../domain/group.ts';
import { hasLabel } from '../../domain/label.ts';
import { nameText, proseText } from '../../domain/quote.ts';
import type { Through, WriteMode } from '../../domain/rights.ts';
import { inputsOf, type Answers, type Template } from '../../domain/template.ts';
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
  /** Its body; of a form what GitHub makes of the answers. */
  text: string;
  source: Source;
  /** What it began with. */
  template?: Template;
  /** What was entered into the template's form. */
  answers?: Answers;
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
  /** What GitHub's own form begins with. */
  template?: HandedTemplate;
}

/** A template as an address names it. */
export interface HandedTemplate {
  file: string;
  /** A form's texts by their ids; absent in Markdown. */
  fields?: Readonly<Record<string, string>>;
  /** Whether the fields are all that was entered, and have room for what stands around it. */
  whole: boolean;
}

/** The menu of repositories: choosing one is a press. */
export const REPOSITORY = 'create:repository';

/** GitHub takes so many characters in a title. */
export const TITLE = 256;

/** What is wrong with the second step, by field. */
export function checkTitle({ title = '' }: FormValues): Record<string, string> | undefined {
  return plainLine(title) === '' ? { title: 'Give it a title.' } : undefined;
}

/** What is wrong with the form, by field. */
export function checkDraft(values: FormValues): Record<string, string> | undefined {
  const wrong = {
    ...(values[REPOSITORY] === undefined ? { [REPOSITORY]: 'Choose where it goes.' } : {}),
    ...checkTitle(values),
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
  const wanted = labelsOf(draft);
  const there = wanted.filter((label) => (labels ? hasLabel([...labels], label) : through === 'prow'));
  const set = through === 'prow' ? there.filter(sayable) : mayLabel ? there : [];
  const commands = through === 'prow' ? prowCommands({}, { add: set, remove: [] }) : [];
  const { permalink } = draft.source;
  const whose = write === 'as-bot' && login !== undefined ? ` Opened for ${nameText(login)}.` : '';
  const origin = `---\n\nFrom a conversation in Slack${permalink === undefined ? '.' : `: ${permalink}`}${whose}`;
  const bodyWith = (text: string) =>
    [commands.join('\n'), proseText(text).trim(), origin].filter((part) => part !== '').join('\n\n');
  return {
    ...(draft.template ? { template: handed(draft.template, draft.answers, bodyWith) } : {}),
    title: clip(nameText(plainLine(draft.title)), TITLE),
    body: bodyWith(draft.text),
    labels: through === 'prow' ? [] : set,
    left: wanted.filter((label) => !set.includes(label)),
  };
}

/** Those of the group, of the kind and of the template, each once. */
function labelsOf({ group, kind, template }: Draft): string[] {
  const all = [group?.label, kind, ...(template?.labels ?? [])].filter((label) => label !== undefined);
  return all.filter((label, at) => all.findIndex((one) => hasLabel([one], label)) === at);
}

/** What GitHub's address for a new issue says of itself; no field can be called so. */
const TAKEN = ['template', 'title', 'labels', 'body', 'assignees', 'milestone', 'projects'];

/** Texts can stand in an address. The first of them brings what stands around the body. */
function handed(
  template: Template,
  answers: Answers = {},
  bodyWith: (text: string) => string,
): HandedTemplate {
  const { file, fields } = template;
  if (fields.length === 0) return { file, whole: true };
  const entered = inputsOf(fields).filter(({ at }) => (answers[at] ?? '').trim() !== '');
  const named = entered.flatMap(({ input: { id = '', kind }, at }) =>
    id !== '' && !TAKEN.includes(id) && (kind === 'text' || kind === 'line')
      ? [{ id, kind, text: answers[at] ?? '' }]
      : [],
  );
  const first = named.find(({ kind }) => kind === 'text');
  const texts = named.map((one) => [one.id, one === first ? bodyWith(one.text) : proseText(one.text)]);
  const whole = first !== undefined && named.length === entered.length;
  return { file, fields: Object.fromEntries(texts), whole };
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
  { title, body, labels, template }: NewIssue,
): { url: string; whole: boolean } {
  const begun = {
    ...(template ? { template: template.file } : {}),
    title: title.toWellFormed(),
    ...(labels.length > 0 ? { labels: labels.join(',') } : {}),
  };
  const urlOf = (words: Record<string, string>) =>
    `${repository}/issues/new?${new URLSearchParams({ ...begun, ...words }).toString()}`;
  if (template?.fields) return formFilledIn(template.fields, template.whole, urlOf);
  const urlWith = (text: string) => urlOf({ body: text.toWellFormed() });
  if (urlWith(body).length <= ADDRESS) return { url: urlWith(body), whole: true };
  let [fits, over] = [0, body.length];
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    if (urlWith(clip(body, middle) + SHORTENED).length <= ADDRESS) fits = middle;
    else over = middle;
  }
  return { url: urlWith((fits > 0 ? clip(body, fits) : '') + SHORTENED), whole: false };
}

/** As many of a form's texts as there is room for. */
function formFilledIn(
  fields: Readonly<Record<string, string>>,
  whole: boolean,
  urlOf: (words: Record<string, string>) => string,
): { url: string; whole: boolean } {
  const room: Record<string, string> = {};
  let all = whole;
  for (const [id, text] of Object.entries(fields)) {
    const more = { ...room, [id]: text.toWellFormed() };
    if (urlOf(more).length <= ADDRESS) room[id] = text.toWellFormed();
    else all = false;
  }
  return { url: urlOf(room), whole: all };
}

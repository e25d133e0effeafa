import { UserError } from '../../domain/errors.ts';
import { labelsUnder } from '../../domain/label.ts';
import { nearest } from '../../domain/nearest.ts';

/** A decision as somebody typed it; names and labels are not looked up yet. */
export interface TypedDecision {
  accept?: true;
  needsInformation?: { question?: string };
  priority?: string;
  kind?: string;
  /** "me", "@login" or Slack's "<@U123>". */
  assign: string[];
  /** An issue as typed. */
  duplicateOf?: string;
  /** A group as typed. */
  to?: string;
  /** Why. */
  because?: string;
  notReproducible?: true;
  close?: true;
}

/** The priorities and kinds a repository knows, without their prefixes. */
export interface Vocabulary {
  priorities: readonly string[];
  kinds: readonly string[];
}

const PRIORITIES = ['critical-urgent', 'important-soon', 'important-longterm', 'backlog'];
const KINDS = ['bug', 'feature', 'cleanup', 'documentation', 'support'];

/** The vocabulary of a repository with these labels; the usual words where its labels are not known yet. */
export function vocabularyOf(labels: ReadonlySet<string> | undefined): Vocabulary {
  if (!labels) return { priorities: PRIORITIES, kinds: KINDS };
  return { priorities: labelsUnder([...labels], 'priority/'), kinds: labelsUnder([...labels], 'kind/') };
}

const USAGE =
  'Write for example `/sig triage 12345 accept important-soon @person`, `… needs-info "which version?"`, ' +
  '`… duplicate #123`, `… to network "kube-proxy, not us"`, `… not-reproducible`, `… assign me` or `… close "works as intended"`.';

/**
 * Reads what stands after the issue: "accept important-soon @lee".
 * @throws UserError at the first word that is not understood, or when nothing is decided
 */
export function parseDecision(words: readonly string[], vocabulary: Vocabulary): TypedDecision {
  const decision: TypedDecision = { assign: [] };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    readWord(word, rest, decision, vocabulary);
  }
  const { assign, because: _because, ...outcome } = decision;
  if (Object.keys(outcome).length === 0 && assign.length === 0) {
    throw new UserError('What should happen to this issue?', USAGE);
  }
  return decision;
}

function readWord(word: string, rest: string[], decision: TypedDecision, vocabulary: Vocabulary): void {
  const lower = word.toLowerCase();
  if (lower === 'accept') decision.accept = true;
  else if (lower === 'needs-info' || lower === 'needs-information') {
    const question = rest.splice(0).join(' ').trim();
    decision.needsInformation = question === '' ? {} : { question };
  } else if (lower === 'assign') decision.assign.push(required(rest, 'Assign to whom?'));
  else if (lower === 'me' || isPerson(word)) decision.assign.push(word);
  else if (lower === 'duplicate') {
    if (rest[0]?.toLowerCase() === 'of') rest.shift();
    decision.duplicateOf = required(rest, 'Duplicate of which issue?');
  } else if (lower === 'to' || lower === 'not-ours') decision.to = required(rest, 'To which group?');
  else if (lower === 'because') readReason(rest.splice(0).join(' '), decision);
  else if (/\s/.test(word.trim())) readReason(word, decision);
  else if (lower === 'not-reproducible') decision.notReproducible = true;
  else if (lower === 'close') decision.close = true;
  else readLabel(lower, decision, vocabulary);
}

/** Why: all that follows "because", or what was put in quotes. */
function readReason(words: string, decision: TypedDecision): void {
  if (words.trim() !== '') decision.because = words.trim();
}

function readLabel(word: string, decision: TypedDecision, vocabulary: Vocabulary): void {
  const { priorities, kinds } = vocabulary;
  const name = word.replace(/^(priority|kind)\//, '');
  if (priorities.includes(name) && !word.startsWith('kind/')) decision.priority = name;
  else if (kinds.includes(name) && !word.startsWith('priority/')) decision.kind = name;
  else
    throw new UserError(`"${word}" is not a decision, a priority or a kind here.`, guess(name, vocabulary));
}

/** The words with which a decision begins. */
export const DECISIONS: readonly string[] = [
  'accept',
  'needs-info',
  'needs-information',
  'assign',
  'duplicate',
  'to',
  'not-ours',
  'not-reproducible',
  'close',
];

function guess(word: string, { priorities, kinds }: Vocabulary): string {
  const close = nearest(word, [...DECISIONS, 'me', ...priorities, ...kinds]);
  return close === undefined ? USAGE : `Did you mean "${close}"? ${USAGE}`;
}

/** Whether a word names a person: "@login" or Slack's "<@U123|name>". */
function isPerson(word: string): boolean {
  return /^(@[\w-]+|<@[UW]\w+(\|[^>]*)?>)$/.test(word);
}

function required(rest: string[], question: string): string {
  const word = rest.shift();
  if (word === undefined) throw new UserError(question, USAGE);
  return word;
}

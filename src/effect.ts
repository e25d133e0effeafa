import type { Instant } from './domain/time.ts';
import { refText, type IssueId, type IssueRef } from './domain/issue.ts';
import type { Action, Writing } from './domain/rights.ts';
import type { Verdict } from './domain/verdict.ts';

/**
 * What a message shows. Its content is computed from state at the moment it is sent,
 * by the feature that renders this kind of subject.
 */
export interface Subject {
  kind: 'card';
  id: IssueId;
}

/** Where a subject stands in the store and in a message's metadata: "card:20580498#12345". */
export function subjectKey(subject: Subject): string {
  return `${subject.kind}:${subject.id}`;
}

/** Who asked for something in Slack: acted for on GitHub, and told where it could not be done. */
export interface Asker {
  /** GitHub login. */
  login: string;
  /** Slack user id. */
  user: string;
  /** Where they asked; absent where there is no channel to answer in. */
  channel?: string | undefined;
  under: Authority;
}

/** What something was decided under. It is looked at again when it is sent. */
export interface Authority extends Writing {
  /** GitHub's number of the account. */
  githubId: number;
  /** The id of the group it was decided for. */
  group: string;
  /** All that the decision does. */
  actions: readonly Action[];
}

/** A button under something that is written to one person. */
export interface Choice {
  label: string;
  action: string;
  value: string;
}

/** What a person lets the bot do with their sign-in: nothing, write as them for ten minutes, or until they take it back. */
export type TokenChoice = 'none' | 'once' | 'keep';

export type CloseReason = 'completed' | 'not_planned' | 'duplicate';

/**
 * Everything the bot may do to the world, and nothing else.
 * What creates carries `once`: for one such key it happens once, whatever dies.
 * What updates carries no content: it is computed when it is sent, so the latest state wins.
 * A `verdict` is recorded when the effect that carries it out is done.
 */
export type Effect =
  | { kind: 'slack.post'; channel: string; subject: Subject; once: string }
  | { kind: 'slack.update'; channel: string; subject: Subject }
  | { kind: 'slack.whisper'; channel: string; user: string; text: string; once: string }
  /** To somebody who did something outside of Slack, or whose account is concerned; nobody is written to unasked. */
  | { kind: 'slack.dm'; user: string; text: string; choices?: readonly Choice[]; once: string }
  | { kind: 'slack.notice'; text: string; once: string }
  | { kind: 'github.comment'; issue: IssueRef; body: string; once: string; by: Asker; verdict?: Verdict }
  | {
      kind: 'github.labels';
      issue: IssueRef;
      add: readonly string[];
      remove: readonly string[];
      /** Prefixes of which only what is added stays, whatever the issue carries by then. */
      exclusive: readonly string[];
      by: Asker;
      verdict?: Verdict;
    }
  | { kind: 'github.assign'; issue: IssueRef; logins: readonly string[]; by: Asker }
  | { kind: 'github.close'; issue: IssueRef; reason: CloseReason; by: Asker; verdict?: Verdict }
  | { kind: 'verdict.record'; verdict: Verdict }
  | { kind: 'link.begin'; user: string; secret: string; verifier: string; expiresAt: Instant }
  | { kind: 'link.make'; user: string; secret: string; choice: TokenChoice }
  | { kind: 'link.drop'; user: string };

/** What only changes the store: done in the transaction that plans it, so it never waits in the outbox. */
export type StoreEffect = Extract<Effect, { kind: 'verdict.record' | `link.${string}` }>;

/** Whether the effect only changes the store. */
export function isStoreEffect(effect: Effect): effect is StoreEffect {
  return effect.kind === 'verdict.record' || effect.kind.startsWith('link.');
}

/** The effect in words, for the ledger, `explain` and previews. */
export function describe(effect: Effect): string {
  switch (effect.kind) {
    case 'slack.post':
      return `post the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.update':
      return `edit the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.whisper':
      return `tell ${effect.user} privately`;
    case 'slack.dm':
      return `write to ${effect.user}`;
    case 'slack.notice':
      return `tell the operator: ${effect.text}`;
    case 'github.comment':
      return `comment on ${refText(effect.issue)} for ${effect.by.login}: ${effect.body.split('\n').join(' · ')}`;
    case 'github.labels':
      return `label ${refText(effect.issue)} for ${effect.by.login}: ${labelChange(effect)}`;
    case 'github.assign':
      return `assign ${refText(effect.issue)} to ${effect.logins.join(', ')} for ${effect.by.login}`;
    case 'github.close':
      return `close ${refText(effect.issue)} as ${effect.reason.replace('_', ' ')} for ${effect.by.login}`;
    case 'verdict.record':
      return `record that ${effect.verdict.by} decided "${effect.verdict.kind}" for ${effect.verdict.group}`;
    case 'link.begin':
      return `let ${effect.user} show a GitHub account`;
    case 'link.make':
      return `link ${effect.user} with the GitHub account they have shown`;
    case 'link.drop':
      return `end the link of ${effect.user}`;
  }
}

/** What somebody asked for on GitHub, to them: "labels +triage/accepted on kubernetes/kubernetes#123". */
export function inShort(effect: Effect): string {
  switch (effect.kind) {
    case 'github.comment':
      return `your comment on ${refText(effect.issue)}`;
    case 'github.labels':
      return `labels ${labelChange(effect)} on ${refText(effect.issue)}`;
    case 'github.assign':
      return `assigning ${refText(effect.issue)} to ${effect.logins.join(', ')}`;
    case 'github.close':
      return `closing ${refText(effect.issue)}`;
    default:
      return describe(effect);
  }
}

/**
 * What must stay in order with this effect: all of one channel, all of one issue on GitHub.
 * One lane has one send in flight and never waits for another lane.
 */
export function laneOf(effect: Effect): string {
  switch (effect.kind) {
    case 'slack.post':
    case 'slack.update':
    case 'slack.whisper':
      return `slack/${effect.channel}`;
    case 'slack.dm':
      return `slack/${effect.user}`;
    case 'slack.notice':
      return 'slack/operator';
    case 'github.comment':
    case 'github.labels':
    case 'github.assign':
    case 'github.close':
      return `github/${refText(effect.issue)}`;
    case 'verdict.record':
    case 'link.begin':
    case 'link.make':
    case 'link.drop':
      return 'store';
  }
}

/** Of the waiting effects with one such key, one is enough; undefined where each counts. */
export function collapseKeyOf(effect: Effect): string | undefined {
  return effect.kind === 'slack.update' ? `${effect.channel}/${subjectKey(effect.subject)}` : undefined;
}

function labelChange(change: { add: readonly string[]; remove: readonly string[] }): string {
  return [...change.add.map((label) => `+${label}`), ...change.remove.map((label) => `-${label}`)].join(' ');
}

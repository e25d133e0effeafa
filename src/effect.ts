import { refText, type IssueId, type IssueRef } from './domain/issue.ts';
import type { Board } from './domain/board.ts';
import type { DecisionMade } from './domain/decision.ts';
import type { Noise } from './domain/noise.ts';
import type { Instant } from './domain/time.ts';
import type { GroupVerdict, Verdict } from './domain/verdict.ts';
import type { Action, Writing } from './domain/rights.ts';

/**
 * What a message shows. Its content is computed from state at the moment it is sent,
 * by the feature that renders this kind of subject.
 */
export type Subject =
  | { kind: 'card'; id: IssueId }
  /** Several new issues in one message; its id says whose and of when: "sig-node/2026-11-24T09:00:00Z". */
  | { kind: 'bundle'; id: string }
  /** Who goes through a queue together. */
  | { kind: 'board'; id: string }
  /** An issue that no group has yet. */
  | { kind: 'stray'; id: IssueId };

/** Where a subject stands in the store and in a message's metadata: "card:20580498#12345". */
export function subjectKey(subject: Subject): string {
  return `${subject.kind}:${subject.id}`;
}

/** The subject of such a key; undefined where it is no key of ours. */
export function subjectOf(key: string): Subject | undefined {
  const [, kind, id = ''] = /^(card|bundle|board|stray):(.+)$/.exec(key) ?? [];
  if (kind !== 'card' && kind !== 'bundle' && kind !== 'board' && kind !== 'stray') return undefined;
  return { kind, id };
}

/** How the keys begin of the comments on an issue that are told in its card's thread. */
export function commentKey(channel: string, issue: IssueId): string {
  return `thread:${channel}:${issue}:comment:`;
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
  /** The id of the group it was decided for; absent where nobody decides for a group: whoever opens an issue. */
  group?: string;
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
export type Effect = Send | Keep;

/** What is sent to Slack or GitHub, by the outbox. */
export type Send =
  | { kind: 'slack.post'; channel: string; subject: Subject; once: string }
  | { kind: 'slack.update'; channel: string; subject: Subject }
  /** In a thread, and never in the channel as well. `orTell`: who reads it directly where the bot may not write there. */
  | { kind: 'slack.reply'; channel: string; thread: string; text: string; once: string; orTell?: string }
  | { kind: 'slack.whisper'; channel: string; user: string; text: string; once: string }
  /** To somebody who did something outside of Slack, or whose account is concerned; nobody is written to unasked. */
  | { kind: 'slack.dm'; user: string; text: string; choices?: readonly Choice[]; once: string }
  | { kind: 'slack.notice'; text: string; once: string }
  | { kind: 'github.comment'; issue: IssueRef; body: string; once: string; by: Asker; verdict?: GroupVerdict }
  | {
      kind: 'github.labels';
      issue: IssueRef;
      add: readonly string[];
      remove: readonly string[];
      /** Prefixes of which only what is added stays, whatever the issue carries by then. */
      exclusive: readonly string[];
      by: Asker;
      verdict?: GroupVerdict;
    }
  | {
      kind: 'github.open';
      /** "owner/name" */
      repo: string;
      title: string;
      body: string;
      labels: readonly string[];
      once: string;
      by: Asker;
      /** The conversation it came from, where its address is told. */
      from: { channel: string; thread: string };
    }
  | { kind: 'github.assign'; issue: IssueRef; logins: readonly string[]; by: Asker }
  | { kind: 'github.unassign'; issue: IssueRef; logins: readonly string[]; by: Asker }
  | { kind: 'github.close'; issue: IssueRef; reason: CloseReason; by: Asker; verdict?: GroupVerdict }
  | { kind: 'github.reopen'; issue: IssueRef; by: Asker };

/** What changes our own record alone: done in the transaction that decided it. */
export type Keep =
  /** `given`: the issue's verdicts by which it was decided to tell GitHub nothing yet; fails where there are others now. */
  | { kind: 'verdict.record'; verdict: GroupVerdict; given?: readonly Verdict[] | undefined }
  /** What this person decided for the group at `of` counts as never given. */
  | { kind: 'verdict.undo'; issue: IssueId; group: string; by: string; of: Instant; at: Instant }
  /** The issue is this person's to decide for the group until then; fails where it is another's. */
  | { kind: 'claim.take'; issue: IssueId; group: string; user: string; until: Instant }
  | { kind: 'claim.leave'; issue: IssueId; group: string; user: string }
  | { kind: 'board.open'; board: Omit<Board, 'members' | 'endedAt'> }
  /** Somebody joins (0), decided one (1) or took it back (-1). */
  | { kind: 'board.count'; board: string; user: string; decided: number }
  | { kind: 'board.end'; board: string; at: Instant }
  /** What somebody decided, so that they can take it back. */
  | { kind: 'decision.keep'; made: DecisionMade }
  | { kind: 'decision.undone'; user: string; at: Instant }
  /** The issue shows in that bundle instead of a card; the bundle is posted when it is due. */
  | { kind: 'bundle.join'; bundle: string; channel: string; issue: IssueId; due: Instant }
  | { kind: 'link.begin'; user: string; secret: string; verifier: string; expiresAt: Instant }
  | { kind: 'link.make'; user: string; secret: string; choice: TokenChoice }
  | { kind: 'link.drop'; user: string }
  | { kind: 'settings.change'; group: string; noise: Partial<Noise>; by: string; at: Instant };

/** Whether the outbox has to send something for it. */
export function isSend(effect: Effect): effect is Send {
  return effect.kind.startsWith('slack.') || effect.kind.startsWith('github.');
}

/** The effect in words, for the ledger, `explain` and previews. */
export function describe(effect: Effect): string {
  switch (effect.kind) {
    case 'slack.post':
      return `post the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.update':
      return `edit the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.reply':
      return `answer in the thread ${effect.thread} in ${effect.channel}`;
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
    case 'github.open':
      return `open an issue in ${effect.repo} for ${effect.by.login}: ${effect.title}`;
    case 'github.assign':
      return `assign ${refText(effect.issue)} to ${effect.logins.join(', ')} for ${effect.by.login}`;
    case 'github.unassign':
      return `unassign ${refText(effect.issue)} from ${effect.logins.join(', ')} for ${effect.by.login}`;
    case 'github.reopen':
      return `reopen ${refText(effect.issue)} for ${effect.by.login}`;
    case 'github.close':
      return `close ${refText(effect.issue)} as ${effect.reason.replace('_', ' ')} for ${effect.by.login}`;
    case 'verdict.record':
      return `record that ${effect.verdict.by} decided "${effect.verdict.kind}" for ${effect.verdict.group}`;
    case 'verdict.undo':
      return `take back for ${effect.by} what was decided for ${effect.group}`;
    case 'claim.take':
      return `let ${effect.user} look at it for ${effect.group}`;
    case 'claim.leave':
      return `let others look at it for ${effect.group}`;
    case 'board.open':
      return `begin to triage together for ${effect.board.group}`;
    case 'board.count':
      return `count for ${effect.user} on the board ${effect.board}`;
    case 'board.end':
      return `end the board ${effect.board}`;
    case 'decision.keep':
      return `remember what ${effect.made.user} decided`;
    case 'decision.undone':
      return `remember that ${effect.user} took it back`;
    case 'bundle.join':
      return `put the issue into the bundle ${effect.bundle} in ${effect.channel}`;
    case 'settings.change':
      return `change ${Object.keys(effect.noise).join(', ')} of ${effect.group} for ${effect.by}`;
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
    case 'github.open':
      return `opening “${effect.title}” in ${effect.repo}`;
    case 'github.assign':
      return `assigning ${refText(effect.issue)} to ${effect.logins.join(', ')}`;
    case 'github.unassign':
      return `unassigning ${effect.logins.join(', ')} from ${refText(effect.issue)}`;
    case 'github.reopen':
      return `reopening ${refText(effect.issue)}`;
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
export function laneOf(effect: Send): string {
  switch (effect.kind) {
    case 'slack.post':
    case 'slack.update':
    case 'slack.reply':
    case 'slack.whisper':
      return `slack/${effect.channel}`;
    case 'slack.dm':
      return `slack/${effect.user}`;
    case 'slack.notice':
      return 'slack/operator';
    case 'github.open':
      return `github/${effect.repo}`;
    case 'github.comment':
    case 'github.labels':
    case 'github.assign':
    case 'github.unassign':
    case 'github.close':
    case 'github.reopen':
      return `github/${refText(effect.issue)}`;
  }
}

/** Of the waiting effects with one such key, one is enough; undefined where each counts. */
export function collapseKeyOf(effect: Send): string | undefined {
  return effect.kind === 'slack.update' ? `${effect.channel}/${subjectKey(effect.subject)}` : undefined;
}

function labelChange(change: { add: readonly string[]; remove: readonly string[] }): string {
  return [...change.add.map((label) => `+${label}`), ...change.remove.map((label) => `-${label}`)].join(' ');
}

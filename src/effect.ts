import type { CloseReason, IssueId, IssueRef } from './domain/issue.ts';
import type { AgendaItem, Minute, PublishedAgenda, Sitting } from './domain/agenda.ts';
import type { Board } from './domain/board.ts';
import type { Consensus } from './domain/consensus.ts';
import type { DecisionMade, HandOff } from './domain/decision.ts';
import type { Digest, DigestPolicy } from './domain/digest.ts';
import type { Escalation } from './domain/escalation.ts';
import type { MadeChange } from './domain/meeting-change.ts';
import type { GroupDay } from './domain/history.ts';
import type { CalendarReading } from './domain/meeting.ts';
import type { OwnChoice } from './domain/mine.ts';
import type { OwnAct } from './domain/own-act.ts';
import type { Outlet } from './domain/outlet.ts';
import type { SettingsChoice } from './domain/settings.ts';
import type { Instant } from './domain/time.ts';
import type { FreezeRecord } from './domain/radar.ts';
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
  | { kind: 'stray'; id: IssueId }
  /** That an issue was opened from a conversation. */
  | { kind: 'opened'; id: IssueId }
  /** What a lead changed of a meeting: the change's id. */
  | { kind: 'change'; id: string }
  /** What a group's leads are asked of its meetings: the group's id. */
  | { kind: 'question'; id: string }
  /** That an occurrence is near: "sig-node/regular-sig-meeting/2026-12-24@2026-12-24T18:00:00Z/600". */
  | { kind: 'reminder'; id: string }
  /** What an occurrence is about: the meeting's id, a slash and the occurrence's key. */
  | { kind: 'agenda'; id: string }
  /** How a group fared, or all of them: its id or "all", a slash and the day ("sig-node/2026-11-23"). */
  | { kind: 'health'; id: string }
  /** What a group's channel is told of all that waits: "sig-node/2026-11-23/weekly". */
  | { kind: 'digest'; id: string }
  /** What waits for somebody, told to them each workday: their Slack id, a slash and the day ("U0DANA/2026-11-23"). */
  | { kind: 'morning'; id: string }
  /** An occurrence while it is held, and its summary afterwards; its id is as an agenda's. */
  | { kind: 'sitting'; id: string }
  /** A proposal of a group's about an issue, and what people say to it; or that the group handed one to another. */
  | { kind: 'consensus' | 'escalation'; id: string };

const SUBJECTS: readonly Subject['kind'][] = [
  'card',
  'bundle',
  'board',
  'stray',
  'opened',
  'change',
  'question',
  'reminder',
  'agenda',
  'sitting',
  'health',
  'digest',
  'consensus',
  'escalation',
  'morning',
];

/** Where a subject stands in the store and in a message's metadata: "card:20580498#12345". */
export function subjectKey(subject: Subject): string {
  return `${subject.kind}:${subject.id}`;
}

/** The subject of such a key; undefined where it is no key of ours. */
export function subjectOf(key: string): Subject | undefined {
  const [, written, id = ''] = /^(\w+):(.+)$/.exec(key) ?? [];
  const kind = SUBJECTS.find((one) => one === written);
  return kind && { kind, id };
}

/** How the keys begin of all lines under cards. */
export const LINES = 'thread:';

/** How the keys begin of the comments on an issue that are told in its card's thread. */
export function commentKey(channel: string, issue: IssueId): string {
  return `${LINES}${channel}:${issue}:comment:`;
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

/** Who says what the bot's own account never says: by their own token, or not at all. */
export interface OwnAsker extends Asker {
  under: Authority & { write: 'as-person' };
}

/** What something was decided under. It is looked at again when it is sent. */
export interface Authority extends Writing {
  /** GitHub's number of the account. */
  githubId: number;
  /** The id of the group it was decided for; absent where nobody decides for one: whoever opens an issue, or speaks for themselves. */
  group?: string;
  /** It gives the group an issue that none has: what counts is what they may do on GitHub, not for whom they decide. */
  gives?: true;
  /** Only one of the group’s leads may do it. */
  lead?: true;
  /** All that the decision does. */
  actions: readonly Action[];
}

/** An acceptance of which GitHub is told nothing yet, for whom it was given, and by whom. */
export interface HeldAcceptance {
  issue: IssueId;
  /** The group's id. */
  group: string;
  by: Asker;
  at: Instant;
}

/** A button under something that is written to one person. */
export interface Choice {
  label: string;
  action: string;
  value: string;
}

/** What a person lets the bot do with their sign-in: nothing, write as them for ten minutes, or until they take it back. */
export type TokenChoice = 'none' | 'once' | 'keep';

/**
 * Everything the bot may do to the world, and nothing else.
 * What creates carries `once`: for one such key it happens once, whatever dies.
 * What updates carries no content: it is computed when it is sent, so the latest state wins.
 * A `verdict` is recorded when the effect that carries it out is done.
 */
export type Effect = Send | Keep;

/** What is recorded with a comment: a verdict, or the decisions of a meeting that it tells; refused, they can be told again. */
type Carried = { verdict?: GroupVerdict; minutes?: readonly string[] };

/** What one person is written: a text, or what is known of the subject by the time it is sent. */
type Letter = { text: string; choices?: readonly Choice[] } | { subject: Subject };

/** What is sent to Slack or GitHub, by the outbox. */
export type Send =
  /** `until`: from then on it is of no use and is left out. */
  | { kind: 'slack.post'; channel: string; subject: Subject; once: string; until?: Instant }
  | { kind: 'slack.update'; channel: string; subject: Subject }
  /** Our section of the channel's canvas, as the subject's document says. */
  | { kind: 'slack.canvas'; channel: string; subject: Subject }
  /** The subject's message is pinned to its channel, where the bot may do that, or is not any more. */
  | { kind: 'slack.pin' | 'slack.unpin'; channel: string; subject: Subject }
  /**
   * In a thread, and never in the channel as well. `orTell`: who reads it directly where the bot may not write there.
   * `about`: the issue it tells of; where that may not be told there any more it is not sent. `subject`: what it is
   * edited as from then on.
   */
  | {
      kind: 'slack.reply';
      channel: string;
      thread: string;
      text: string;
      once: string;
      orTell?: string;
      about?: IssueId;
      subject?: Subject;
    }
  | { kind: 'slack.whisper'; channel: string; user: string; text: string; once: string }
  /** To somebody who did something outside of Slack, or whose account is concerned; nobody is written to unasked. */
  | ({ kind: 'slack.dm'; user: string; once: string; until?: Instant } & Letter)
  | { kind: 'slack.notice'; text: string; once: string }
  /** What the subject's document says, at a place the operator chose. Nobody asks for it: the bot's own account writes. */
  | { kind: 'github.document'; outlet: Outlet; subject: Subject }
  /** The one comment about the subject on the issue, as its document says: made where there is none, edited from then on. */
  | { kind: 'github.note'; issue: IssueRef; subject: Subject; by: Asker }
  | ({ kind: 'github.comment'; issue: IssueRef; body: string; once: string; by: Asker } & Carried)
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
      /** GitHub's number of it. */
      repoId: number;
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
  | { kind: 'github.reopen'; issue: IssueRef; by: Asker }
  /**
   * What a person says of a pull request themselves: as them, or handed over to them. `head`: the commit they looked at,
   * where it is said of one. `because`: why, as they wrote it.
   */
  | {
      kind: 'github.act';
      issue: IssueRef;
      act: OwnAct;
      head?: string | undefined;
      because?: string | undefined;
      once: string;
      by: OwnAsker;
    };

/** What changes our own record alone: done in the transaction that decided it. */
export type Keep =
  /** `given`: the issue's verdicts by which it was decided to tell GitHub nothing yet; fails where there are others now. */
  | { kind: 'verdict.record'; verdict: GroupVerdict; given?: readonly Verdict[] | undefined }
  /** What this person decided for the group at `of` counts as never given. */
  | { kind: 'verdict.undo'; issue: IssueId; group: string; by: string; of: Instant; at: Instant }
  /** Where all groups must accept: GitHub is told in this person's name once the others have, or need not any more. */
  | { kind: 'acceptance.hold'; held: HeldAcceptance }
  | { kind: 'acceptance.release'; issue: IssueId }
  /** The issue is this person's to decide for the group until then; fails where it is another's. */
  | { kind: 'claim.take'; issue: IssueId; group: string; user: string; until: Instant }
  | { kind: 'claim.leave'; issue: IssueId; group: string; user: string }
  | { kind: 'board.open'; board: Omit<Board, 'members' | 'endedAt'> }
  /** Somebody joins (0), decided one (1) or took it back (-1). */
  | { kind: 'board.count'; board: string; user: string; decided: number }
  | { kind: 'board.end'; board: string; at: Instant }
  /** What somebody decided, so that they can take it back. */
  | { kind: 'decision.keep'; made: DecisionMade }
  /** What somebody was given to do on GitHub themselves, so that they can read it again. */
  | { kind: 'handoff.keep'; handed: HandOff }
  | { kind: 'decision.undone'; user: string; at: Instant }
  /** The issue shows in that bundle instead of a card; the bundle is posted when it is due. */
  | { kind: 'bundle.join'; bundle: string; channel: string; issue: IssueId; due: Instant }
  | { kind: 'meeting.change'; made: MadeChange }
  | { kind: 'meeting.undo'; id: string; by: string; at: Instant }
  /** The calendar of a meeting was read, and is told of; fails where another reading than `given` was told of last. */
  | {
      kind: 'meeting.read';
      meeting: string;
      reading: CalendarReading;
      given: CalendarReading | undefined;
    }
  /** Whether somebody wants to be told directly before it. */
  | { kind: 'meeting.listen'; meeting: string; user: string; wanted: boolean }
  /** The topic as it is from now on. Fails where somebody has changed it since it was read. */
  | { kind: 'agenda.put'; item: AgendaItem }
  /** Its message follows what it shows until the meeting is over. */
  | { kind: 'agenda.publish'; agenda: PublishedAgenda }
  /** The sitting as it is from now on; who is there stays. Fails where somebody has changed it since it was read. */
  | { kind: 'sitting.put'; sitting: Omit<Sitting, 'present'> }
  | { kind: 'sitting.join'; meeting: string; key: string; user: string }
  | { kind: 'minute.put'; minute: Minute }
  /** What becomes of the comment that tells of these decisions: it is on its way, GitHub has it, or it was refused for good. */
  | { kind: 'minutes.told'; minutes: readonly string[]; how: 'asked' | 'sent' | 'refused'; at: Instant }
  /** The consensus as it is from now on. Fails where somebody has changed it, or the group began another one about the issue. */
  | { kind: 'consensus.put'; consensus: Consensus }
  | { kind: 'escalation.put'; escalation: Escalation }
  /** Gives a person's calendar an address, by its fingerprint, and groups; without an address it has other groups. */
  | { kind: 'calendar.give'; user: string; print?: string; groups: readonly string[]; at: Instant }
  | { kind: 'calendar.take'; user: string }
  /** What somebody chose for themselves, in place of what they chose before. */
  | { kind: 'mine.choose'; user: string; choice: OwnChoice; at: Instant }
  | { kind: 'link.begin'; user: string; secret: string; verifier: string; expiresAt: Instant }
  | { kind: 'link.make'; user: string; secret: string; choice: TokenChoice }
  | { kind: 'link.drop'; user: string }
  /** How proposals stood when a freeze was over; the first that is kept stays. */
  | { kind: 'freeze.keep'; record: FreezeRecord }
  /** GitHub is to be asked what the pull request changes as long as it is open, also where no group wants cards of it. */
  | { kind: 'pull.want'; issue: IssueId }
  /** What days of the group came to. */
  | { kind: 'history.keep'; group: string; days: readonly GroupDay[] }
  /** What a digest tells. One that is kept already stays as it is, unless it is `edited`. */
  | { kind: 'digest.keep'; id: string; digest: Digest; edited?: true }
  /** What a lead chose of a group's digests, in place of what was chosen before. */
  | { kind: 'digest.choose'; group: string; choice: Partial<DigestPolicy>; by: string; at: Instant }
  | { kind: 'settings.change'; group: string; chosen: SettingsChoice; by: string; at: Instant };

/** Whether the outbox has to send something for it. */
export function isSend(effect: Effect): effect is Send {
  return effect.kind.startsWith('slack.') || effect.kind.startsWith('github.');
}

import { issueOfConsensus } from './domain/consensus.ts';
import { issueOfEscalation } from './domain/escalation.ts';
import { refText, type IssueId } from './domain/issue.ts';
import { outletKey } from './domain/outlet.ts';
import { subjectKey, type Send } from './effect.ts';

/**
 * What must stay in order with this effect: all of one channel, all of one issue on GitHub.
 * One lane has one send in flight and never waits for another lane.
 */
export function laneOf(effect: Send): string {
  switch (effect.kind) {
    case 'slack.post':
    case 'slack.update':
    // After the post whose message it is about. It is never waited for: what Slack refuses is left out.
    case 'slack.pin':
    case 'slack.unpin':
    case 'slack.reply':
    case 'slack.whisper':
      return `slack/${effect.channel}`;
    // A canvas that cannot be had holds up no message.
    case 'slack.canvas':
      return `slack/${effect.channel}/canvas`;
    case 'slack.dm':
      return `slack/${effect.user}`;
    case 'slack.notice':
      return 'slack/operator';
    case 'github.open':
      return `github/${effect.repo}`;
    case 'github.document':
      return `github/${effect.outlet.repo}/${effect.outlet.to}`;
    case 'github.note':
    case 'github.comment':
    case 'github.labels':
    case 'github.assign':
    case 'github.unassign':
    case 'github.close':
    case 'github.reopen':
    case 'github.act':
      return `github/${refText(effect.issue)}`;
  }
}

/** The issue that an effect is about by itself, whatever led to it. */
export function issueOf(effect: Send): IssueId | undefined {
  if ('about' in effect) return effect.about;
  const { kind, id } = ('subject' in effect && effect.subject) || {};
  if (kind === 'consensus') return issueOfConsensus(id ?? '');
  if (kind === 'escalation') return issueOfEscalation(id ?? '');
  return kind === 'card' || kind === 'stray' || kind === 'opened' ? id : undefined;
}

/** Of the waiting effects with one such key, one is enough; undefined where each counts. */
export function collapseKeyOf(effect: Send): string | undefined {
  switch (effect.kind) {
    case 'slack.update':
      return `${effect.channel}/${subjectKey(effect.subject)}`;
    case 'slack.pin':
    case 'slack.unpin':
      return `${effect.kind} ${effect.channel}/${subjectKey(effect.subject)}`;
    case 'slack.canvas':
      return `${canvasKey(effect.channel)}/${subjectKey(effect.subject)}`;
    case 'github.document':
      return `${outletKey(effect.outlet)}/${subjectKey(effect.subject)}`;
    case 'github.note':
      return `${effect.kind} ${subjectKey(effect.subject)}`;
    default:
      return undefined;
  }
}

/** What a channel's canvas is known by among the places of documents. */
export function canvasKey(channel: string): string {
  return `canvas ${channel}`;
}

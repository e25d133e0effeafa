import { refText } from './domain/issue.ts';
import { ownComment } from './domain/own-act.ts';
import { outletText } from './domain/outlet.ts';
import type { Effect } from './effect.ts';

/** The effect in words, for the ledger, `explain` and previews. */
export function describe(effect: Effect): string {
  switch (effect.kind) {
    case 'slack.post':
      return `post the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.update':
      return `edit the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.pin':
      return `pin the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.unpin':
      return `unpin the ${effect.subject.kind} in ${effect.channel}`;
    case 'slack.canvas':
      return `write the ${effect.subject.kind} into the canvas of ${effect.channel}`;
    case 'github.document':
      return `write the ${effect.subject.kind} ${effect.subject.id} into ${outletText(effect.outlet)}`;
    case 'slack.reply':
      return `answer in the thread ${effect.thread} in ${effect.channel}`;
    case 'slack.whisper':
      return `tell ${effect.user} privately`;
    case 'slack.dm':
      return `write ${'subject' in effect ? `the ${effect.subject.kind} ` : ''}to ${effect.user}`;
    case 'slack.notice':
      return `tell the operator: ${effect.text}`;
    case 'github.comment':
      return `comment on ${refText(effect.issue)} for ${effect.by.login}: ${inOneLine(effect.body)}`;
    case 'github.note':
      return `write the ${effect.subject.kind} on ${refText(effect.issue)} for ${effect.by.login}`;
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
    case 'github.act':
      return `say on ${refText(effect.issue)} as ${effect.by.login}: ${inOneLine(ownComment(effect.act, effect.because))}`;
    case 'github.close':
      return `close ${refText(effect.issue)} as ${effect.reason.replace('_', ' ')} for ${effect.by.login}`;
    case 'verdict.record':
      return `record that ${effect.verdict.by} decided "${effect.verdict.kind}" for ${effect.verdict.group}`;
    case 'verdict.undo':
      return `take back for ${effect.by} what was decided for ${effect.group}`;
    case 'acceptance.hold':
      return `hold the acceptance of ${effect.held.group} until all have accepted`;
    case 'acceptance.release':
      return `hold no acceptance of ${effect.issue} any more`;
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
    case 'handoff.keep':
      return `remember what ${effect.handed.user} was given to do on GitHub`;
    case 'decision.undone':
      return `remember that ${effect.user} took it back`;
    case 'bundle.join':
      return `put the issue into the bundle ${effect.bundle} in ${effect.channel}`;
    case 'settings.change':
      return `change ${Object.keys({ ...effect.chosen.noise, ...effect.chosen.agenda }).join(', ')} of ${effect.group} for ${effect.by}`;
    case 'mine.choose':
      return `keep what ${effect.user} chose for themselves`;
    case 'pull.want':
      return `read what ${effect.issue} changes`;
    case 'history.keep':
      return `keep ${effect.days.length} days of ${effect.group}`;
    case 'freeze.keep':
      return `keep how proposals stood at ${effect.record.name} of ${effect.record.milestone}`;
    case 'digest.keep':
      return `keep what the digest ${effect.id} tells`;
    case 'digest.choose':
      return `change the digests of ${effect.group} for ${effect.by}`;
    case 'meeting.change':
      return `${effect.made.change.kind} ${effect.made.meeting} for ${effect.made.by || 'its calendar'}`;
    case 'meeting.read':
      return `remember what the calendar of ${effect.meeting} says`;
    case 'meeting.listen':
      return `${effect.wanted ? 'tell' : 'no longer tell'} ${effect.user} of ${effect.meeting}`;
    case 'agenda.put':
      return `keep the topic “${effect.item.text}” of ${effect.item.meeting} (${effect.item.state})`;
    case 'agenda.publish':
      return `keep up the agenda of ${effect.agenda.meeting} for ${effect.agenda.key}`;
    case 'sitting.put':
      return `${effect.sitting.endedAt === undefined ? 'hold' : 'end'} ${effect.sitting.meeting} of ${effect.sitting.key}`;
    case 'sitting.join':
      return `note that ${effect.user} is at ${effect.meeting}`;
    case 'minute.put':
      return `keep the ${effect.minute.kind} “${effect.minute.text}” of ${effect.minute.meeting}`;
    case 'minutes.told':
      return `keep that the comment with ${effect.minutes.join(', ')} was ${effect.how}`;
    case 'consensus.put':
      return `keep the consensus on “${effect.consensus.proposal}” of ${effect.consensus.group} (${effect.consensus.state})`;
    case 'escalation.put':
      return `keep the escalation of ${effect.escalation.issue} from ${effect.escalation.from} to ${effect.escalation.to} (${effect.escalation.state})`;
    case 'calendar.give':
      return `give ${effect.user} a calendar of ${effect.groups.join(', ')}`;
    case 'calendar.take':
      return `end the calendar of ${effect.user}`;
    case 'meeting.undo':
      return `take back for ${effect.by} the change ${effect.id}`;
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
    case 'github.note':
      return `the comment about your ${effect.subject.kind} on ${refText(effect.issue)}`;
    case 'github.labels':
      return `labels ${labelChange(effect)} on ${refText(effect.issue)}`;
    case 'github.act':
      return `your /${effect.act} on ${refText(effect.issue)}`;
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

function inOneLine(body: string): string {
  return body.split('\n').join(' · ');
}

function labelChange(change: { add: readonly string[]; remove: readonly string[] }): string {
  return [...change.add.map((label) => `+${label}`), ...change.remove.map((label) => `-${label}`)].join(' ');
}

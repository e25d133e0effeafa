import { isDeepStrictEqual } from 'node:util';
import type { App } from './app.ts';
import { isSend, type Effect, type Keep, type Send } from './effect.ts';
import { issueOf } from './lanes.ts';
import { changeLink } from './links.ts';
import { Overtaken } from './domain/errors.ts';
import type { Issue } from './domain/issue.ts';
import type { Ports } from './ports.ts';
import { followingCards } from './following.ts';
import { publishing, toldOf } from './publishing.ts';
import { decidedIn, record } from './record.ts';
import type { StoreParts } from './adapters/store/store.ts';

/** What an act or an event leads to. */
export interface Decided {
  effects: readonly Effect[];
  issue?: Issue | undefined;
  /** The delivery that led to it. */
  delivery?: number | undefined;
}

/**
 * Writes what was decided into the store, inside the caller's transaction: what is to be sent to the outbox, the rest to
 * its own tables. A verdict changes what the issue's cards say, so they are looked at again.
 */
export async function commit(decided: Decided, tx: StoreParts, app: App, ports: Ports): Promise<void> {
  const { effects, issue, delivery } = decided;
  const kept = effects.filter((effect): effect is Keep => !isSend(effect));
  for (const effect of kept) await keep(effect, tx, ports);
  for (const effect of effects.filter(isSend)) {
    await enqueue(effect, issue, delivery, tx);
    for (const document of documentsWith(effect, ports)) await enqueue(document, issue, delivery, tx);
  }
  for (const card of await followingCards(kept, ports)) await enqueue(card, issue, delivery, tx);
  if (issue && kept.some(({ kind }) => kind.startsWith('verdict.'))) {
    const plan = await app.issueTouched(issue, ports);
    await commit({ effects: plan.effects, issue, delivery }, tx, app, ports);
  }
}

/** What is written beside a message follows it: whenever the message may have changed, so may its documents. */
function documentsWith(effect: Send, ports: Ports): Send[] {
  if (effect.kind !== 'slack.post' && effect.kind !== 'slack.update') return [];
  if (effect.subject.kind !== 'agenda' && effect.subject.kind !== 'sitting') return [];
  const { group: id } = toldOf(effect.subject);
  const group = ports.directory.current().groups.find((one) => one.id === id);
  return group ? publishing(effect.subject, group, ports) : [];
}

async function keep(effect: Keep, tx: StoreParts, { calendar, clock, policy }: Ports): Promise<unknown> {
  switch (effect.kind) {
    case 'verdict.record':
      if (effect.given && !isDeepStrictEqual(effect.given, await tx.verdicts.of(effect.verdict.issue)))
        throw new Overtaken(`${effect.verdict.issue} was decided about by another group meanwhile`);
      return record([decidedIn(effect.verdict)], effect.verdict.issue, tx, policy.triage);
    case 'verdict.undo':
      return record(
        [{ what: 'undone', at: effect.at, by: effect.by, group: effect.group, of: effect.of }],
        effect.issue,
        tx,
        policy.triage,
      );
    case 'acceptance.hold':
      return tx.held.hold(effect.held);
    case 'acceptance.release':
      return tx.held.release(effect.issue);
    case 'claim.take':
      if (await tx.claims.take(effect, calendar.now())) return;
      throw new Overtaken(`${effect.issue} is being looked at by somebody else`);
    case 'claim.leave':
      return tx.claims.leave(effect);
    case 'board.open':
      return tx.boards.open(effect.board);
    case 'board.count':
      return tx.boards.count(effect.board, effect.user, effect.decided);
    case 'board.end':
      return tx.boards.end(effect.board, effect.at);
    case 'decision.keep':
      return tx.decisions.keep(effect.made);
    case 'handoff.keep':
      return tx.handOffs.keep(effect.handed);
    case 'decision.undone':
      return tx.decisions.undone(effect.user, effect.at);
    case 'bundle.join':
      return tx.bundles.join(effect, calendar.now());
    case 'meeting.change':
      return tx.meetings.make(effect.made);
    case 'meeting.read':
      if (await tx.meetings.read(effect.meeting, effect.reading, effect.given)) return;
      throw new Overtaken(`the calendar of ${effect.meeting} was told of by another replica`);
    case 'meeting.listen':
      return tx.meetings.listen(effect.meeting, effect.user, effect.wanted);
    case 'agenda.put':
      if (await tx.agendas.put(effect.item)) return;
      throw new Overtaken(`the topic ${effect.item.id} was changed by somebody else`);
    case 'agenda.publish':
      return tx.agendas.publish(effect.agenda);
    case 'sitting.put':
      if (await tx.sittings.put(effect.sitting)) return;
      throw new Overtaken(`${effect.sitting.meeting} of ${effect.sitting.key} was changed by somebody else`);
    case 'sitting.join':
      return tx.sittings.join(effect.meeting, effect.key, effect.user);
    case 'minute.put':
      return tx.sittings.say(effect.minute);
    case 'minutes.told':
      return tx.sittings.told(effect);
    case 'consensus.put':
      if (await tx.consensus.put(effect.consensus)) return;
      throw new Overtaken(`the consensus ${effect.consensus.id} was changed by somebody else`);
    case 'escalation.put':
      if (await tx.escalations.put(effect.escalation)) return;
      throw new Overtaken(`the escalation ${effect.escalation.id} was changed by somebody else`);
    case 'calendar.give':
      return tx.calendars.give(effect.user, effect.print, effect.groups, effect.at);
    case 'calendar.take':
      return tx.calendars.take(effect.user);
    case 'meeting.undo':
      return tx.meetings.undo(effect.id, effect.by, effect.at);
    case 'link.begin':
    case 'link.make':
    case 'link.drop':
      return changeLink(effect, tx, clock.now());
    case 'mine.choose':
      return tx.mine.choose(effect.user, effect.choice, effect.at);
    case 'freeze.keep':
      return tx.freezes.keep(effect.record);
    case 'pull.want':
      return tx.pulls.want(effect.issue);
    case 'history.keep':
      return tx.history.keep(effect.group, effect.days);
    case 'digest.keep':
      return tx.digests.keep(effect.id, effect.digest, effect.edited ?? false);
    case 'digest.choose':
      return tx.digests.choose(effect.group, effect.choice, effect.by, effect.at);
    case 'settings.change':
      return tx.settings.change(effect.group, effect.chosen, effect.by, effect.at);
  }
}

/** A post that was planned before becomes an edit of what it made: its first version may be on its way, and older. */
async function enqueue(
  effect: Send,
  issue: Issue | undefined,
  delivery: number | undefined,
  { outbox, bundles, mirror }: StoreParts,
): Promise<void> {
  const id = issueOf(effect) ?? issue?.id ?? (await issueWrittenTo(effect, mirror))?.id;
  const about = id === undefined ? {} : { issue: id };
  const added = await outbox.add([{ effect, ...about }], delivery);
  if (effect.kind !== 'slack.post') return;
  const { channel, subject } = effect;
  if (subject.kind === 'bundle') await bundles.announced(subject.id, channel);
  if (added > 0) return;
  await outbox.add([{ effect: { kind: 'slack.update', channel, subject }, ...about }], delivery);
}

/** What a minute brings is decided about many issues; each effect on GitHub is known as its own one's all the same. */
async function issueWrittenTo(effect: Send, mirror: StoreParts['mirror']): Promise<Issue | undefined> {
  if (!effect.kind.startsWith('github.') || !('issue' in effect)) return undefined;
  return mirror.find(effect.issue);
}

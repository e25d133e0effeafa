import type { Fact } from './fact.ts';
import type { IssueId, StateReason } from './issue.ts';
import { MINUTE, type Instant } from './time.ts';
import { kindOfLabel, type Ended, type Verdict, type VerdictKind } from './verdict.ts';

/** How long after a comment a robot's label is taken to be its work, in ms. */
const ROBOT_TAKES = 15 * MINUTE;

/** How long after a comment that asks for it a robot's closing is taken to be the writer's, in ms. */
const ROBOT_CLOSES = MINUTE;

/** How far apart one person may change the labels of two groups to hand the issue over, in ms. */
const HANDED_WITHIN = 2 * MINUTE;

/** The verdicts of an issue that its facts come to: the latest of each group, and of the whole issue. */
export function verdictsFrom(issue: IssueId, facts: readonly Fact[]): Verdict[] {
  return [...decisions(issue, facts).values()].flatMap((verdicts) => verdicts.at(-1) ?? []);
}

/** All that was decided about an issue and does not count as never given, by whatever group; oldest first. */
export function decisionsFrom(issue: IssueId, facts: readonly Fact[]): Verdict[] {
  return [...decisions(issue, facts).values()].flat().toSorted((one, other) => one.at - other.at);
}

function decisions(issue: IssueId, facts: readonly Fact[]): Story['decided'] {
  const story: Story = { issue, decided: new Map(), asked: [], closing: [], moves: [], on: new Map() };
  for (const fact of inOrder(facts)) tell(fact, story);
  return story.decided;
}

interface Story {
  issue: IssueId;
  /** By group, "" for the whole issue: the verdicts, the latest last. */
  decided: Map<string, Verdict[]>;
  /** Commands that have had no effect yet. */
  asked: Extract<Fact, { what: 'commanded' }>[];
  closing: Extract<Fact, { what: 'close-asked' }>[];
  /** Changes of groups' labels that are no half of a handover yet. */
  moves: Move[];
  /** Whether a label was last heard to be on. */
  on: Map<string, boolean>;
}

/** Somebody added or removed the label of a group; `groups`: those of that label for which they speak. */
interface Move {
  at: Instant;
  by: string;
  groups: readonly string[];
  label: string;
  does: 'add' | 'remove';
}

/**
 * By time; GitHub counts in seconds, so of one of them what was said or decided comes before what happened, and last
 * what nobody signed.
 */
function inOrder(facts: readonly Fact[]): Fact[] {
  const said: readonly Fact['what'][] = ['commanded', 'close-asked', 'decided'];
  const rank = (fact: Fact) => (said.includes(fact.what) ? 0 : fact.by === undefined ? 2 : 1);
  const second = (fact: Fact) => Math.floor(fact.at / 1000);
  return facts.toSorted((a, b) => second(a) - second(b) || rank(a) - rank(b) || a.at - b.at);
}

function tell(fact: Fact, story: Story): void {
  switch (fact.what) {
    case 'decided':
      return decide(story, [fact.group], { ...fact, via: 'slack' });
    case 'commanded':
      return commanded(fact, story);
    case 'labelled':
      return labelled(fact, story);
    case 'unlabelled':
      return unlabelled(fact, story);
    case 'close-asked':
      story.closing.push(fact);
      return;
    case 'closed':
      return closed(fact, story);
    case 'reopened':
      return reopened(fact, story);
    case 'undone':
      return undone(fact, story);
    case 'returned':
      endLatest(
        story,
        fact.group,
        { at: fact.at, by: fact.by, why: 'returned' },
        ({ kind }) => kind === 'not-ours',
      );
  }
}

/** As if it had not been given: what the group had decided before holds again. */
function undone({ group, by, of }: Extract<Fact, { what: 'undone' }>, story: Story): void {
  const verdicts = story.decided.get(group) ?? [];
  const last = verdicts.findLastIndex(
    (verdict) => verdict.via === 'slack' && verdict.by === by && verdict.at === (of ?? verdict.at),
  );
  const left = last === -1 ? verdicts : verdicts.toSpliced(last, 1);
  if (left.length > 0) story.decided.set(group, left);
  else story.decided.delete(group);
}

/** A lead's word counts where the label is there, also if it was before; anybody else's only by its effect. */
function commanded(fact: Extract<Fact, { what: 'commanded' }>, story: Story): void {
  const kind = kindOfLabel(fact.label);
  if (fact.does === 'remove' || !fact.there || fact.groups.length === 0 || kind === undefined) {
    story.asked.push(fact);
    return;
  }
  // Whoever asked before and got nothing has no part in the label that is there now.
  takeAsked(story, fact, 'add');
  decide(story, fact.groups, { at: fact.at, by: fact.by, kind, via: 'github' });
}

function labelled(fact: Extract<Fact, { what: 'labelled' }>, story: Story): void {
  const { at, by, groups, label } = fact;
  const kind = kindOfLabel(label);
  if (kind === undefined) return moved(fact, 'add', story);
  const known = story.on.get(label) === true && by === undefined;
  story.on.set(label, true);
  if (known) return;
  if (by !== undefined) return decide(story, groups, { at, by, kind, via: 'github' });
  const asked = takeAsked(story, fact, 'add');
  for (const command of asked)
    decide(story, command.groups, { at: command.at, by: command.by, kind, via: 'github' });
  const explained = [...story.decided.values()].some((verdicts) => holds(verdicts.at(-1), kind));
  if (asked.length === 0 && !explained) decide(story, [], { at, kind, via: 'github' });
}

/** The commands that a robot's act carries out: those of leads, or else the last one. */
function takeAsked(
  story: Story,
  { at, label }: { at: Instant; label: string },
  does: 'add' | 'remove',
): Extract<Fact, { what: 'commanded' }>[] {
  const fits = story.asked.filter(
    (one) => one.label === label && one.does === does && one.at >= at - ROBOT_TAKES,
  );
  story.asked = story.asked.filter((one) => one.label !== label || one.does !== does);
  const leads = fits.filter(({ groups }) => groups.length > 0);
  return leads.length > 0 ? leads : fits.slice(-1);
}

function unlabelled(fact: Extract<Fact, { what: 'unlabelled' }>, story: Story): void {
  const { at, label, bare } = fact;
  const kind = kindOfLabel(label);
  if (kind === undefined) return moved(fact, 'remove', story);
  const known = story.on.get(label) === false && fact.by === undefined;
  story.on.set(label, false);
  if (known) return;
  const by = fact.by ?? takeAsked(story, fact, 'remove').at(-1)?.by;
  const ended: Ended = { at, by, why: 'taken-back' };
  for (const group of story.decided.keys())
    endLatest(story, group, ended, (verdict) => verdict.kind === kind);
  if (bare && story.decided.size === 0) {
    story.decided.set('', [{ issue: story.issue, kind, at, via: 'github', ended }]);
  }
}

/** The label of a group for which somebody speaks, removed, and another group's, added, hand the issue over. */
function moved(fact: Extract<Fact, { label: string }>, does: Move['does'], story: Story): void {
  const { at, by, label, groups = [] } = fact;
  for (const who of by === undefined ? takeAsked(story, fact, does) : [{ by, groups }]) {
    const move: Move = { at, by: who.by, groups: who.groups, label, does };
    const other = story.moves.findLast((one) => makesHandover(one, move));
    if (!other) {
      story.moves.push(move);
      continue;
    }
    story.moves = story.moves.filter((one) => one !== other);
    const [left, taken] = does === 'remove' ? [move, other] : [other, move];
    decide(story, left.groups, { at, by: move.by, kind: 'not-ours', note: taken.label, via: 'github' });
  }
}

function makesHandover(one: Move, other: Move): boolean {
  const left = [one, other].find(({ does }) => does === 'remove');
  const apart = Math.abs(other.at - one.at);
  return (
    left !== undefined &&
    left.groups.length > 0 &&
    one.does !== other.does &&
    one.by === other.by &&
    one.label !== other.label &&
    apart <= HANDED_WITHIN
  );
}

/** A robot closes for whoever asked it to; what it closes of itself nobody has decided. A duplicate stays one. */
function closed(fact: Extract<Fact, { what: 'closed' }>, story: Story): void {
  const asked = story.closing.findLast(({ at }) => at >= fact.at - ROBOT_CLOSES);
  const who = fact.by === undefined ? asked : { at: fact.at, by: fact.by, groups: fact.groups };
  story.closing = [];
  if (!who) return;
  const { at, by, groups } = who;
  const kind = fact.reason === 'duplicate' ? 'duplicate' : 'closed';
  for (const group of groups.length > 0 ? groups : ['']) {
    if (holds(story.decided.get(group)?.at(-1), 'duplicate')) continue;
    const of = group === '' ? [] : [group];
    decide(story, of, { at, by, kind, note: fact.reason && REASONS[fact.reason], via: 'github' });
  }
}

const REASONS: Readonly<Partial<Record<StateReason, string>>> = {
  completed: 'completed',
  not_planned: 'not planned',
};

/** What closed the issue counts no more; what was before it does again. */
function reopened({ at, by }: Extract<Fact, { what: 'reopened' }>, story: Story): void {
  for (const [group, verdicts] of story.decided) {
    const before = verdicts.findLastIndex(({ kind }) => kind !== 'closed' && kind !== 'duplicate') + 1;
    if (before === verdicts.length) continue;
    if (before > 0) verdicts.splice(before);
    else endLatest(story, group, { at, by, why: 'reopened' }, () => true);
  }
}

function decide(story: Story, groups: readonly string[], of: Omit<Verdict, 'issue' | 'group'>): void {
  const { kind, by, at, note, because, via } = of;
  for (const group of groups.length > 0 ? groups : ['']) {
    const verdict: Verdict = {
      issue: story.issue,
      ...(group === '' ? {} : { group }),
      kind,
      by,
      at,
      note,
      because,
      via,
    };
    const verdicts = story.decided.get(group) ?? [];
    // A comment is dated before the label that it led to.
    const place = verdicts.findLastIndex((other) => other.at <= at) + 1;
    story.decided.set(group, verdicts.toSpliced(place, 0, verdict));
  }
}

function endLatest(story: Story, group: string, ended: Ended, which: (verdict: Verdict) => boolean): void {
  const verdicts = story.decided.get(group) ?? [];
  const latest = verdicts.at(-1);
  if (!latest || latest.ended || !which(latest)) return;
  story.decided.set(group, [...verdicts.slice(0, -1), { ...latest, ended }]);
}

function holds(verdict: Verdict | undefined, kind: VerdictKind): boolean {
  return verdict?.kind === kind && verdict.ended === undefined;
}

import type { IssueId } from './issue.ts';
import type { Instant } from './time.ts';
import { kindOfLabel, type Ended, type Verdict, type VerdictKind } from './verdict.ts';

/**
 * Something that happened and bears on the verdicts of an issue. Facts are only ever added; the verdicts are what they
 * come to, in whatever order they were heard.
 */
export type Fact = { at: Instant } &
  /** In Slack, for a group. */
  (
    | {
        what: 'decided';
        by: string;
        group: string;
        kind: VerdictKind;
        note?: string | undefined;
        because?: string | undefined;
      }
    /** A comment asks a robot for a label. `groups`: those of the issue's that the writer leads. */
    | {
        what: 'commanded';
        by: string;
        groups: readonly string[];
        label: string;
        does: 'add' | 'remove';
        /** The issue carried the label when this was heard. */
        there: boolean;
      }
    /** Without `by` a robot set it, or it is not known who. */
    | { what: 'labelled'; by?: string | undefined; groups: readonly string[]; label: string }
    /** `bare`: the issue's labels no longer say that it is triaged. */
    | { what: 'unlabelled'; by?: string | undefined; label: string; bare: boolean }
    | { what: 'reopened'; by?: string | undefined }
    /** A group that had handed the issue on has got it back. */
    | { what: 'returned'; by?: string | undefined; group: string }
    /** Who decided for the group in Slack took it back: what was decided at `of`, their last where that is not known. */
    | { what: 'undone'; by: string; group: string; of?: Instant | undefined }
  );

/** How long after a comment a robot's label is taken to be its work, in ms. */
const ROBOT_TAKES = 15 * 60_000;

/** The verdicts of an issue that its facts come to: the latest of each group, and of the whole issue. */
export function verdictsFrom(issue: IssueId, facts: readonly Fact[]): Verdict[] {
  const story: Story = { issue, decided: new Map(), asked: [], on: new Map() };
  for (const fact of inOrder(facts)) tell(fact, story);
  return [...story.decided.values()].flatMap((verdicts) => verdicts.at(-1) ?? []);
}

interface Story {
  issue: IssueId;
  /** By group, "" for the whole issue: the verdicts, the latest last. */
  decided: Map<string, Verdict[]>;
  /** Commands that have had no effect yet. */
  asked: Extract<Fact, { what: 'commanded' }>[];
  /** Whether a label was last heard to be on. */
  on: Map<string, boolean>;
}

/**
 * By time; GitHub counts in seconds, so of one of them what was said or decided comes before what happened, and last
 * what nobody signed.
 */
function inOrder(facts: readonly Fact[]): Fact[] {
  const rank = (fact: Fact) =>
    fact.what === 'commanded' || fact.what === 'decided' ? 0 : fact.by === undefined ? 2 : 1;
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
  const known = story.on.get(label) === true && by === undefined;
  story.on.set(label, true);
  if (kind === undefined || known) return;
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
  const known = story.on.get(label) === false && fact.by === undefined;
  story.on.set(label, false);
  if (kind === undefined || known) return;
  const by = fact.by ?? takeAsked(story, fact, 'remove').at(-1)?.by;
  const ended: Ended = { at, by, why: 'taken-back' };
  for (const group of story.decided.keys())
    endLatest(story, group, ended, (verdict) => verdict.kind === kind);
  if (bare && story.decided.size === 0) {
    story.decided.set('', [{ issue: story.issue, kind, at, via: 'github', ended }]);
  }
}

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

/** The fact in words, for the audit: "accepted for sig-node". */
export function factText(fact: Fact): string {
  switch (fact.what) {
    case 'decided':
      return `${fact.kind}${fact.note === undefined ? '' : ` (${fact.note})`} for ${fact.group}${reason(fact)}`;
    case 'commanded':
      return `asked on GitHub to ${fact.does} ${fact.label}`;
    case 'labelled':
      return `${fact.label} was added on GitHub`;
    case 'unlabelled':
      return `${fact.label} was removed on GitHub`;
    case 'reopened':
      return 'reopened on GitHub';
    case 'undone':
      return `taken back for ${fact.group}`;
    case 'returned':
      return `given back to ${fact.group}`;
  }
}

function reason({ because }: { because?: string | undefined }): string {
  return because === undefined ? '' : `: "${because}"`;
}

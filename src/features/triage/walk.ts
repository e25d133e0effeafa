import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, escape, linkButton, notice, section } from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { suggestionsFor } from '../../domain/similar.ts';
import type { QueueFilter } from './filter.ts';
import { issueView, type IssueFacts } from './issue-view.ts';

/** Somebody's way through a queue, one issue at a time. Travels in the modal's metadata. */
export interface Walk {
  filter: QueueFilter;
  /** The board of those with whom it is gone through together. */
  board?: string | undefined;
  /** How many waited when it began. */
  total: number;
  /** The issues that were shown, in order; the oldest are dropped. */
  trail: readonly IssueId[];
  /** Where in the trail it stands. */
  at: number;
  /** What became of each of them, a letter each: decided, skipped, or neither. */
  fates: string;
  /** Those that were dropped from the trail. */
  dropped: { decided: number; skipped: number; neither: number };
}

/** What became of an issue in a walk. */
export type Fate = 'd' | 's' | '-';

/** How many issues one can go back; so many ids fit into a modal's metadata. */
const TRAIL = 60;

/** A walk that has shown nothing yet. */
export function begin(filter: QueueFilter, total: number, board?: string): Walk {
  return {
    filter,
    board,
    total,
    trail: [],
    at: -1,
    fates: '',
    dropped: { decided: 0, skipped: 0, neither: 0 },
  };
}

/** On to a new issue; undefined where there is none, and the walk ends. */
export function onTo(walk: Walk, issue: IssueId): Walk {
  const trail = [...walk.trail, issue];
  const fates = `${walk.fates}-`;
  const over = Math.max(0, trail.length - TRAIL);
  const gone = counts(fates.slice(0, over));
  const dropped = {
    decided: walk.dropped.decided + gone.decided,
    skipped: walk.dropped.skipped + gone.skipped,
    neither: walk.dropped.neither + gone.neither,
  };
  return {
    ...walk,
    trail: trail.slice(over),
    fates: fates.slice(over),
    at: trail.length - over - 1,
    dropped,
  };
}

/** Says what became of an issue of the trail. */
export function marked(walk: Walk, issue: IssueId, fate: Fate): Walk {
  const at = walk.trail.indexOf(issue);
  if (at === -1) return walk;
  return { ...walk, fates: walk.fates.slice(0, at) + fate + walk.fates.slice(at + 1) };
}

/** The issues of the trail that were decided. */
export function decidedIn({ trail, fates }: Walk): IssueId[] {
  return trail.filter((_issue, index) => fates[index] === 'd');
}

function counts(fates: string) {
  const of = (fate: Fate) => [...fates].filter((one) => one === fate).length;
  return { decided: of('d'), skipped: of('s'), neither: of('-') };
}

/** The issue that is shown. */
export function shownIn({ trail, at }: Walk): IssueId | undefined {
  return trail[at];
}

/** "7 of 23" */
export function progress({ at, dropped, total, trail }: Walk): string {
  const before = dropped.decided + dropped.skipped + dropped.neither;
  return `${at + 1 + before} of ${Math.max(total, trail.length + before)}`;
}

/** As it stands in a modal's metadata. */
export function written(walk: Walk): string {
  return JSON.stringify(walk);
}

/** A walk from a modal's metadata. */
export function readWalk(text: string): Walk {
  return JSON.parse(text) as Walk;
}

/** What is shown of an issue and around it. */
export interface Looking extends IssueFacts {
  group: Group;
  /** Slack ids of the others who go through this group's queue now. */
  alsoHere: readonly string[];
  /** Whether it still waits for the group; one goes back to what one has decided, too. */
  waits: boolean;
  /** What was just done, with what somebody has to do themselves. */
  said: readonly KnownBlock[];
  /** Whether the last decision can be taken back. */
  undo: boolean;
}

/** The modal of one issue. */
export function walkView(walk: Walk, looking: Looking): ModalView {
  const { group, issue, said } = looking;
  const blocks: KnownBlock[] = [
    ...said.slice(0, 6),
    ...(looking.undo ? [actions(button('Undo', 'walk:undo', 'last'))] : []),
    ...(said.length > 0 ? [{ type: 'divider' as const }] : []),
    context(`${escape(group.title)}${alsoText(looking.alsoHere)}`),
    ...issueView(looking),
    ...duplicateButtons(looking),
    decideButtons(looking),
    stepButtons(walk, issue),
  ];
  return notice(`Triage ${progress(walk)}`, blocks, written(walk));
}

function duplicateButtons({ issue, similar }: Looking): KnownBlock[] {
  const buttons = suggestionsFor(issue, similar).map(({ name, ref }, index) =>
    button(`Duplicate of ${name}`, `walk:duplicate.${index + 1}`, ref),
  );
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function alsoText(others: readonly string[]): string {
  if (others.length === 0) return '';
  const names = others.slice(0, 5).map((user) => `<@${user}>`);
  return ` · also here: ${names.join(', ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}`;
}

function decideButtons({ issue, waits }: Looking): KnownBlock {
  return actions(
    ...(waits ? [button('Accept', 'walk:accept', issue.id, 'primary')] : []),
    button('Needs info…', 'walk:ask', issue.id),
    button('Assign to me', 'walk:assign', issue.id),
    button('More…', 'walk:more', issue.id),
  );
}

function stepButtons({ at }: Walk, issue: Issue): KnownBlock {
  return actions(
    ...(at > 0 ? [button('Back', 'walk:back', issue.id)] : []),
    button('Skip', 'walk:skip', issue.id),
    linkButton('Open on GitHub', 'walk:open', issue.url),
  );
}

/** What a walk that has come to its end shows. */
export function endView(walk: Walk, end: Pick<Looking, 'group' | 'said' | 'undo'> & EndFacts): ModalView {
  const { group, said, undo } = end;
  const blocks: KnownBlock[] = [
    ...said.slice(0, 6),
    ...(undo ? [actions(button('Undo', 'walk:undo', 'last'))] : []),
    section(`*${endText(walk, end)}*`),
    context(`${escape(group.title)} · ${waitingText(end)}`),
    ...(walk.at >= 0 ? [actions(button('Back', 'walk:back', 'end'))] : []),
  ];
  return notice('Triage', blocks, written({ ...walk, at: walk.trail.length }));
}

/** What is left when a walk ends. */
export interface EndFacts {
  /** Issues that still wait for the group, by the walk's filter. */
  waiting: number;
  /** How many of them somebody else is looking at. */
  elsewhere: number;
}

function endText({ fates, dropped }: Walk, { waiting }: EndFacts): string {
  const here = counts(fates);
  const [decided, skipped] = [here.decided + dropped.decided, here.skipped + dropped.skipped];
  if (decided + skipped === 0)
    return waiting === 0 ? 'Nothing waits for triage.' : 'Nothing is free to look at.';
  const parts = [`${decided} decided`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  return `You are through: ${parts.join(', ')}.`;
}

function waitingText({ waiting, elsewhere }: EndFacts): string {
  if (waiting === 0) return 'nothing waits any more';
  const others = elsewhere > 0 ? `, ${elsewhere} of them in somebody else’s hands` : '';
  return `${waiting} ${waiting === 1 ? 'issue waits' : 'issues wait'} still${others}`;
}

/** A form on top of a walk: what it is sent with brings the walk on. */
export function onWalk(form: ModalView, callback: string, issue: IssueId, walk: Walk): ModalView {
  return { ...form, callback_id: callback, private_metadata: JSON.stringify({ issue, walk }) };
}

/** What such a form was opened for. */
export function readForm(text: string): { issue: IssueId; walk: Walk } {
  return JSON.parse(text) as { issue: IssueId; walk: Walk };
}

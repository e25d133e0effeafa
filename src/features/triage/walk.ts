import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, escape, linkButton, notice, section } from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { suggestionsFor } from '../../domain/similar.ts';
import type { Instant } from '../../domain/time.ts';
import { filterText, orderText, type QueueFilter } from './filter.ts';
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
  /** What became of each of them, a letter each. */
  fates: string;
  /** How many were dropped from the trail, by what became of them. */
  dropped: Counts;
  /** When the issue was shown as it stands there. */
  seen: Instant;
}

/** What became of an issue in a walk: decided, handed to the person to be done on GitHub, skipped, or nothing yet. */
export type Fate = 'd' | 'h' | 's' | '-';

type Counts = Readonly<Record<Fate, number>>;

/** How many characters of a modal's metadata the trail may take: some three hundred issues, so far one can go back. */
const TRAIL = 1600;

/** A walk that has shown nothing yet. */
export function begin(filter: QueueFilter, total: number, seen: Instant, board?: string): Walk {
  return { filter, board, total, trail: [], at: -1, fates: '', dropped: counts(''), seen };
}

/** On to a new issue. */
export function onTo(walk: Walk, issue: IssueId): Walk {
  const trail = [...walk.trail, issue];
  const fates = `${walk.fates}-`;
  const over = packed(trail, fates).length > TRAIL ? 1 : 0;
  return {
    ...walk,
    trail: trail.slice(over),
    fates: fates.slice(over),
    at: trail.length - over - 1,
    dropped: sum(walk.dropped, counts(fates.slice(0, over))),
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

/** How many were decided in it, by the bot or by hand. */
export function settledIn(walk: Walk): number {
  const { d, h } = inAll(walk);
  return d + h;
}

/** How many of those that were dropped from the trail may wait still: the queue has them before all that is new. */
export function passedBy({ dropped }: Pick<Walk, 'dropped'>): number {
  return dropped.h + dropped.s + dropped['-'];
}

function inAll({ fates, dropped }: Walk): Counts {
  return sum(dropped, counts(fates));
}

function counts(fates: string): Counts {
  const of = (fate: Fate) => [...fates].filter((one) => one === fate).length;
  return { d: of('d'), h: of('h'), s: of('s'), '-': of('-') };
}

function sum(one: Counts, other: Counts): Counts {
  return { d: one.d + other.d, h: one.h + other.h, s: one.s + other.s, '-': one['-'] + other['-'] };
}

/** The issue that is shown. */
export function shownIn({ trail, at }: Walk): IssueId | undefined {
  return trail[at];
}

/** "7 of 23" */
export function progress({ at, dropped, total, trail }: Walk): string {
  const before = dropped.d + passedBy({ dropped });
  return `${at + 1 + before} of ${Math.max(total, trail.length + before)}`;
}

/** As it stands in a modal's metadata. */
export function written(walk: Walk): string {
  return JSON.stringify(short(walk));
}

/** A walk from a modal's metadata. */
export function readWalk(text: string): Walk {
  return long(JSON.parse(text) as Short);
}

/** A walk with its trail and what became of it as one string. */
type Short = Omit<Walk, 'trail' | 'fates'> & { trail: string };

function short({ trail, fates, ...walk }: Walk): Short {
  return { ...walk, trail: packed(trail, fates) };
}

function long({ trail: text, ...walk }: Short): Walk {
  const trail: IssueId[] = [];
  let fates = '';
  let repository = '';
  for (const [, id, number = '', fate = ''] of text.matchAll(/(?:([a-z\d]+)#)?([a-z\d]+)([DHS-])/g)) {
    repository = id ?? repository;
    trail.push(`${parseInt(repository, 36)}#${parseInt(number, 36)}`);
    fates += fate.toLowerCase();
  }
  return { ...walk, trail, fates };
}

/** "c92h6#2s9cD2s9dS": numbers to the base 36, a repository's id where it changes, what became of it in capitals. */
function packed(trail: readonly IssueId[], fates: string): string {
  let before = '';
  const parts = trail.map((issue, index) => {
    const [id = '', number = ''] = issue.split('#').map((part) => Number(part).toString(36));
    const repository = id === before ? '' : `${id}#`;
    before = id;
    return `${repository}${number}${(fates[index] ?? '-').toUpperCase()}`;
  });
  return parts.join('');
}

/** What is shown of an issue and around it. */
export interface Looking extends IssueFacts {
  group: Group;
  /** Slack ids of the others who go through this group's queue now. */
  alsoHere: readonly string[];
  /** Whether the group could accept it: it is open, and not accepted yet. One goes back to what one has decided, too. */
  acceptable: boolean;
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
    context(`${escape(group.title)}${queueText(walk.filter)}${alsoText(looking.alsoHere)}`),
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

/** " · kind/bug · most urgent first"; empty where the queue is whole and in its usual order. */
function queueText(filter: QueueFilter): string {
  const order = filter.order === undefined ? '' : orderText(filter);
  const parts = [filterText(filter), order].filter((part) => part !== '');
  return parts.map((part) => ` · ${escape(part, 200)}`).join('');
}

function alsoText(others: readonly string[]): string {
  if (others.length === 0) return '';
  const names = others.slice(0, 5).map((user) => `<@${user}>`);
  return ` · also here: ${names.join(', ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}`;
}

function decideButtons({ issue, acceptable }: Looking): KnownBlock {
  return actions(
    ...(acceptable ? [button('Accept', 'walk:accept', issue.id, 'primary')] : []),
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

function endText(walk: Walk, { waiting }: EndFacts): string {
  const { d: decided, h: handed, s: skipped } = inAll(walk);
  if (decided + handed + skipped === 0)
    return waiting === 0 ? 'Nothing waits for triage.' : 'Nothing is free to look at.';
  const parts = [
    ...(decided > 0 || handed === 0 ? [`${decided} decided`] : []),
    ...(handed > 0 ? [`${handed} left for you to do on GitHub`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `You are through: ${parts.join(', ')}.`;
}

function waitingText({ waiting, elsewhere }: EndFacts): string {
  if (waiting === 0) return 'nothing waits any more';
  const others = elsewhere > 0 ? `, ${elsewhere} of them in somebody else’s hands` : '';
  return `${waiting} ${waiting === 1 ? 'issue waits' : 'issues wait'} still${others}`;
}

/** A form on top of a walk: what it is sent with brings the walk on. */
export function onWalk(form: ModalView, callback: string, issue: IssueId, walk: Walk): ModalView {
  return { ...form, callback_id: callback, private_metadata: JSON.stringify({ issue, walk: short(walk) }) };
}

/** What such a form was opened for. */
export function readForm(text: string): { issue: IssueId; walk: Walk } {
  const { issue, walk } = JSON.parse(text) as { issue: IssueId; walk: Short };
  return { issue, walk: long(walk) };
}

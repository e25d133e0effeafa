import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, escape, link, linkButton, notice, section } from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue, type IssueId } from '../../domain/issue.ts';
import { suggestionsFor } from '../../domain/similar.ts';
import { filterText, orderText, type QueueFilter } from './filter.ts';
import { issueView, type IssueFacts } from './issue-view.ts';
import { handedIn, inAll, progress, written, type Walk } from './walk.ts';

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
  /** The issue of which `said` shows what the person has to do themselves. */
  handed?: IssueId | undefined;
}

/** The modal of one issue. */
export function walkView(walk: Walk, looking: Looking): ModalView {
  const { group, issue, said } = looking;
  const blocks: KnownBlock[] = [
    ...saidBlocks(looking),
    ...(said.length > 0 ? [{ type: 'divider' as const }] : []),
    context(`${escape(group.title)}${queueText(walk.filter)}${alsoText(looking.alsoHere)}`),
    ...issueView(looking),
    ...duplicateButtons(looking),
    decideButtons(looking),
    stepButtons(walk, issue, looking.handed),
  ];
  return notice(`Triage ${progress(walk)}`, blocks, written(walk));
}

/** What was just done, and what can be said to it. */
function saidBlocks({ said, undo, handed }: Pick<Looking, 'said' | 'undo' | 'handed'>): KnownBlock[] {
  const buttons = [
    ...(undo ? [button('Undo', 'walk:undo', 'last')] : []),
    ...(handed === undefined ? [] : [button('Done on GitHub', 'walk:done', handed)]),
  ];
  return [...said.slice(0, 6), ...(buttons.length > 0 ? [actions(...buttons)] : [])];
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

function stepButtons(walk: Walk, issue: Issue, handed: IssueId | undefined): KnownBlock {
  const again = handed !== issue.id && handedIn(walk).includes(issue.id);
  return actions(
    ...(again ? [button('Show the text', 'walk:text', issue.id)] : []),
    ...(walk.at > 0 ? [button('Back', 'walk:back', issue.id)] : []),
    button('Skip', 'walk:skip', issue.id),
    linkButton('Open on GitHub', 'walk:open', issue.url),
  );
}

/** What a walk that has come to its end shows. */
export function endView(walk: Walk, end: End): ModalView {
  const { group } = end;
  const blocks: KnownBlock[] = [
    ...saidBlocks(end),
    section(`*${endText(walk, end)}*`),
    context(`${escape(group.title)} · ${waitingText(end)}`),
    ...leftBlocks(end),
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
  /** What the person has yet to do on GitHub themselves. */
  left: readonly Issue[];
}

type End = Pick<Looking, 'group' | 'said' | 'undo' | 'handed'> & EndFacts;

/** How many of what is left are listed: as many as one reads, far inside Slack's hundred blocks. */
const LISTED = 30;

/** What is left to be done by hand, each with its text a press away. */
function leftBlocks({ left, handed }: End): KnownBlock[] {
  if (left.length === 0) return [];
  const lines = left.slice(0, LISTED).map((issue, index) => {
    const text = `${link(issue.url, issue.title, 100)}\n${escape(refText(issue))}`;
    if (issue.id === handed) return section(text);
    return section(text, button('Show the text', `walk:text.${index + 1}`, issue.id));
  });
  const more = left.length - lines.length;
  return [
    section('*Left for you to do on GitHub*'),
    ...lines,
    ...(more > 0 ? [context(`and ${more} more: go back to them`)] : []),
  ];
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

import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { IssueId } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { QueueFilter } from './filter.ts';

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

/** The issues of the trail that were handed to the person and that they have not said they are through with. */
export function handedIn({ trail, fates }: Walk): IssueId[] {
  return trail.filter((_issue, index) => fates[index] === 'h');
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

/** What became of all its issues, by how many. */
export function inAll({ fates, dropped }: Walk): Counts {
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

/** A walk from a modal's metadata; undefined where an older sigbot wrote it, in another shape. */
export function readWalk(text: string): Walk | undefined {
  return long(json(text));
}

/** The group whose queue a walk, or a form on top of one, goes through, whatever else its metadata says. */
export function groupOfWalk(text: string): string | undefined {
  const read = json(text);
  return beginning.safeParse(read).data?.filter.group ?? beneath.safeParse(read).data?.walk.filter.group;
}

const beginning = z.object({ filter: z.object({ group: z.string() }) });
const beneath = z.object({ walk: beginning });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A walk with its trail and what became of it as one string. */
type Short = Omit<Walk, 'trail' | 'fates'> & { trail: string };

function short({ trail, fates, ...walk }: Walk): Short {
  return { ...walk, trail: packed(trail, fates) };
}

/** What `short` makes, as far as a walk cannot do without it. */
const shape = z.looseObject({
  filter: z.looseObject({ group: z.string(), offset: z.number() }),
  board: z.string().optional(),
  total: z.number(),
  at: z.number(),
  trail: z.string().regex(/^(?:(?:[a-z\d]+#)?[a-z\d]+[DHS-])*$/),
  dropped: z.object({ d: z.number(), h: z.number(), s: z.number(), '-': z.number() }),
  seen: z.number(),
});

function long(read: unknown): Walk | undefined {
  if (!shape.safeParse(read).success) return undefined;
  const { trail: text, ...walk } = read as Short;
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

/** A form on top of a walk: what it is sent with brings the walk on. */
export function onWalk(view: ModalView, callback: string, issue: IssueId, walk: Walk): ModalView {
  return { ...view, callback_id: callback, private_metadata: JSON.stringify({ issue, walk: short(walk) }) };
}

/** What such a form was opened for; undefined where an older sigbot opened it. */
export function readForm(text: string): { issue: IssueId; walk: Walk } | undefined {
  const { issue, walk } = form.safeParse(json(text)).data ?? {};
  const read = long(walk);
  return issue !== undefined && read ? { issue, walk: read } : undefined;
}

const form = z.object({ issue: z.string(), walk: z.unknown() });

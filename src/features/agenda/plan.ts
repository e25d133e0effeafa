import { agendaId, type AgendaItem } from '../../domain/agenda.ts';
import type { Issue } from '../../domain/issue.ts';
import type { Instant } from '../../domain/time.ts';
import type { TypedTopic } from './words.ts';

/** Where a new topic goes, and who puts it there. */
export interface Place {
  meeting: string;
  key: string;
  /** All that is open of the meeting. */
  items: readonly AgendaItem[];
  by: string;
  at: Instant;
}

/** A new topic, after all others. */
export function topicOf(
  { text, minutes, owner }: TypedTopic,
  issue: Issue | undefined,
  place: Place,
): AgendaItem {
  const { meeting, key, by, at } = place;
  const position = after(place.items);
  return {
    id: `${meeting}/${at.toString(36)}${by}${position}`,
    meeting,
    from: key,
    text: text === '' ? (issue?.title ?? '') : text,
    ...(minutes === undefined ? {} : { minutes }),
    ...(owner === undefined ? {} : { owner }),
    ...(issue ? { issue: issue.id } : {}),
    by,
    at,
    state: 'open',
    carried: 0,
    position,
  };
}

/** Use of an occurrence for triage, as a lead decided. */
export function triageTopic(place: Place): AgendaItem {
  const topic = topicOf({ text: 'Triage', next: false }, undefined, place);
  return { ...topic, id: `${agendaId(place.meeting, place.key)}/triage` };
}

/** The topic that GitHub asks for, by a label or a comment: of one issue one an occurrence. */
export function askedTopic(how: 'label' | 'comment', text: string, issue: Issue, place: Place): AgendaItem {
  const topic = topicOf({ text, next: false }, issue, place);
  return { ...topic, id: `${agendaId(place.meeting, place.key)}/${how}/${issue.id}` };
}

/** Whether the topic came by a label and nobody has done anything to it since. */
export function isUntouched({ id, carried, minutes, owner, state }: AgendaItem): boolean {
  const plain = minutes === undefined && owner === undefined && carried === 0;
  return /\/label\/[^/]+$/.test(id) && plain && state === 'open';
}

/**
 * A topic with what a form changed of it. What the form left as it showed it stays as others have made it meanwhile.
 * @returns undefined where somebody else has changed, in another way, what the form changes
 */
export function edited(item: AgendaItem, shown: Edit, wanted: Edit): AgendaItem | undefined {
  const fields = ['text', 'minutes', 'owner'] as const;
  const changed = fields.filter((field) => wanted[field] !== shown[field]);
  if (changed.some((field) => item[field] !== shown[field] && item[field] !== wanted[field]))
    return undefined;
  const change = Object.fromEntries(changed.map((field) => [field, wanted[field]]));
  return { ...item, ...change };
}

/** What a form says of a topic. */
type Edit = Pick<AgendaItem, 'text' | 'minutes' | 'owner'>;

function after(items: readonly AgendaItem[]): number {
  return Math.floor(items.reduce((most, { position }) => Math.max(most, position), 0)) + 1;
}

/**
 * The topics whose place changes when one moves a place up (-1) or down (1); none where it is the first or last.
 * @param items in their order
 * @param beside those among which it moves, in that order
 */
export function moved(
  items: readonly AgendaItem[],
  id: string,
  by: -1 | 1,
  beside: readonly AgendaItem[] = items,
): AgendaItem[] {
  const item = beside.find((one) => one.id === id);
  const other = item && beside[beside.indexOf(item) + by];
  if (!item || !other) return [];
  if (new Set(items.map(({ position }) => position)).size === items.length)
    return [
      { ...item, position: other.position },
      { ...other, position: item.position },
    ];
  const order = items.with(items.indexOf(item), other).with(items.indexOf(other), item);
  return order.flatMap((one, index) => (one.position === index + 1 ? [] : [{ ...one, position: index + 1 }]));
}

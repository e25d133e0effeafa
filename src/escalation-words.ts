import { escape, link, when } from './blocks.ts';
import type { Escalation } from './domain/escalation.ts';
import type { Group } from './domain/group.ts';

/** An escalation as it is told beside its issue. */
export interface ToldEscalation {
  escalation: Escalation;
  /** As theirName() says them. */
  from: string;
  to: string;
  /** The address of its card. */
  card?: string | undefined;
}

/** What a group is called in a sentence: “SIG Node”, “the Steering Committee”. */
export function theirName({ kind, title }: Pick<Group, 'kind' | 'title'>): string {
  return kind === 'committee' && !/^the /i.test(title) ? `the ${title}` : title;
}

/** The same, of a group that may be in the directory no more. */
export function nameById(groups: readonly Group[], id: string): string {
  const group = groups.find((one) => one.id === id);
  return group ? theirName(group) : id;
}

/** "Escalated to the Steering Committee 24 Nov: waits for an answer" */
export function escalatedText({ escalation, to, card }: ToldEscalation): string {
  const name = card === undefined ? escape(to, 60) : link(card, to, 60);
  return `Escalated to ${name} on ${when(escalation.at, '{date_short}')}: ${stateText(escalation)}`;
}

/** "waits for an answer", "taken by @dana on 24 Nov", "given back by @dana on 24 Nov: “why”" */
export function stateText({ state, answer }: Escalation): string {
  if (state === 'waiting' || !answer) return 'waits for an answer';
  const said = answer.text === undefined ? '' : `: “${escape(answer.text, 300)}”`;
  const by = `by <@${answer.by}> on ${when(answer.at, '{date_short}')}`;
  return `${state === 'taken' ? 'taken' : 'given back'} ${by}${said}`;
}

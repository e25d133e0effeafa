import { anAuthority } from '../../support/facts.ts';
import type { NewDelivery, OutboxRow } from '../../../src/adapters/store/store.ts';
import type { IssueRef, IssueSnapshot } from '../../../src/domain/issue.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { Send } from '../../../src/effect.ts';
import { START } from './start.ts';

export function delivery(key: string, over: Partial<NewDelivery> = {}): NewDelivery {
  return { source: 'github', key, event: 'issues.opened', body: `{"key":"${key}"}`, ...over };
}

export function snapshot(number: number, over: Partial<IssueSnapshot> = {}): IssueSnapshot {
  return {
    repoId: 1,
    repo: 'ahoy/boats',
    number,
    isPullRequest: false,
    title: `Leak number ${number}`,
    url: `https://github.com/ahoy/boats/issues/${number}`,
    author: 'maro',
    state: 'open',
    locked: false,
    labels: ['sig/deck', 'kind/bug'],
    assignees: [],
    comments: 0,
    createdAt: START - DAY + number,
    updatedAt: START - DAY + number,
    ...over,
  };
}

/** Stands for a row where a test found none: nothing of the store's is called so. */
export const NO_ROW = { id: 0, attempts: 0 };

export const post = (channel: string, id: string): { effect: Send; issue: string } => ({
  effect: { kind: 'slack.post', channel, subject: { kind: 'card', id }, once: `card:${id}/${channel}` },
  issue: id,
});

export const update = (channel: string, id: string): { effect: Send; issue: string } => ({
  effect: { kind: 'slack.update', channel, subject: { kind: 'card', id } },
  issue: id,
});

export const notice = (text: string): { effect: Send } => ({
  effect: { kind: 'slack.notice', text, once: `notice:${text}` },
});

export const label = (issue: IssueRef, name: string): { effect: Send } => ({
  effect: {
    kind: 'github.labels',
    issue,
    add: [name],
    remove: [],
    exclusive: [],
    by: { login: 'maro', user: 'U1', under: anAuthority() },
  },
});

/** The row as the test names it: what is done, and where. */
export function saying({ effect, lane }: OutboxRow): string {
  const about =
    'subject' in effect && effect.subject ? effect.subject.id : 'text' in effect ? effect.text : '';
  return `${effect.kind.split('.')[1]} ${about} in ${lane}`;
}

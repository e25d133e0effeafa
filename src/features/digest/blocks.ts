import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, escape, link, notice, section, sections, when } from '../../blocks.ts';
import type { ClockName } from '../../domain/clock-policy.ts';
import {
  isEmpty,
  issuesNamed,
  type Digest,
  type DigestPart,
  type DigestPartName,
} from '../../domain/digest.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import type { OwedWhy } from '../../domain/reply.ts';
import { dateIn, dayText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import type { Waiting, WaitingPart } from './plan.ts';

/** A digest, and what it needs to be shown somewhere. */
export interface Shown {
  group: Group;
  digest: Digest;
  /** Those of the issues it names that may be told of there. */
  issues: ReadonlyMap<IssueId, Issue>;
  /** The group's zone. */
  zone: string;
  /** The address of the agenda's message, where it stands in a channel. */
  agendaAt?: string | undefined;
  /** It follows what it tells. */
  edited?: boolean | undefined;
}

/** A digest in ten lines: most pressing first, then what came and went, then the next meeting. Nobody is mentioned in it. */
export function digestMessage(shown: Shown): Message {
  const { group, digest } = shown;
  const since = dayText(dateIn(shown.zone, digest.from));
  const title = titleOf(group);
  if (isEmpty(digest)) {
    const unknown = unknownText(digest);
    const rest = unknown === '' ? ', and nothing waits.' : `. ${unknown}; nothing else waits.`;
    const text = `${title}: nothing is new since ${since}${rest}${digest.partial ? ` ${PARTIAL}.` : ''}`;
    return { text, blocks: [section(text), ...buttons(shown)] };
  }
  const known = digest.parts.filter(({ name }) => name !== 'unknown').map((part) => discreet(part, shown));
  const lines = [...known.map((part) => partLine(part, shown)), flowText(digest.flow), meetingLine(shown)];
  const heads = known.map((part) => headOf(part, title)).concat(flowText(digest.flow));
  return {
    text: `${title} since ${since}: ${heads.filter((head) => head !== '').join(' · ')}`,
    blocks: [
      section(`*${title} since ${since}*`),
      ...sections(lines.filter((line) => line !== '').map((line) => `• ${line}`)),
      ...buttons(shown),
      ...foot(shown),
    ],
  };
}

function titleOf({ title }: Group): string {
  return escape(title, 80);
}

/** How each part is counted. */
const HEADS: Readonly<Record<DigestPartName, (total: number, group: string) => string>> = {
  overdue: (total) => `${total} overdue`,
  soon: (total) => `Act fast on ${total}`,
  untriaged: (total) => `${total} ${waits(total)} for triage`,
  group: (total, group) => `${total} ${waits(total)} for ${group}`,
  author: (total) => `${total} ${waits(total)} for ${total === 1 ? 'its author' : 'their authors'}`,
  assignee: (total) => `${total} ${waits(total)} for ${total === 1 ? 'its assignee' : 'their assignees'}`,
  reviewer: (total) => `${total} ${waits(total)} for review`,
  approver: (total) => `${total} ${waits(total)} for approval`,
  unknown: (total) => `Of ${total} it is not known whom ${total === 1 ? 'it waits' : 'they wait'} for`,
};

const waits = (total: number) => (total === 1 ? 'waits' : 'wait');

/** What the moment of an issue tells in that part: when it is due, was opened, or since when it waits. */
function momentText(name: DigestPartName, { at, due }: Pick<Waiting, 'at' | 'due'>): string {
  switch (name) {
    case 'overdue':
    case 'soon':
      return `${due === undefined ? '' : `${DUE[due]} `}due ${when(at, '{date_short_pretty}, {time}')}`;
    case 'untriaged':
      return `opened ${when(at)}`;
    case 'unknown':
      return `last changed ${when(at, '{date_short_pretty}')}`;
    default:
      return `since ${when(at, '{date_short_pretty}')}`;
  }
}

const DUE: Readonly<Record<ClockName, string>> = { response: 'answer', triage: 'triage' };

/** The parts of which the mirror tells first what was opened first; of the others, what has waited longest. */
const BY_AGE: readonly DigestPartName[] = ['overdue', 'soon', 'untriaged'];

/** "5 wait for review by lee, noor", "1 waits for its author (mori)", or that it could not be found out. */
function headOf({ name, total, whom = [], failed }: DigestPart, group: string): string {
  if (failed) return `${TITLES[name]}: could not be read just now`;
  const names = whom.map((login) => escape(login, 40)).join(', ');
  const head = HEADS[name](total, group);
  if (names === '') return head;
  return name === 'reviewer' || name === 'approver' ? `${head} by ${names}` : `${head} (${names})`;
}

/** Of an issue that may be told of no longer not even the people are named. */
function discreet(part: DigestPart, { issues }: Shown): DigestPart {
  return issuesNamed(part).every((issue) => issues.has(issue)) ? part : { ...part, whom: undefined };
}

/** The part, and its first issue where that may be told of. */
function partLine(part: DigestPart, { group, issues }: Shown): string {
  const { name, total, first } = part;
  const head = `*${headOf(part, titleOf(group))}*`;
  const issue = first && issues.get(first.issue);
  if (!issue) return head;
  const which = total === 1 ? ':' : `; the ${BY_AGE.includes(name) ? 'oldest' : 'longest'}`;
  return `${head}${which} ${issueLink(issue)}, ${momentText(name, first)}`;
}

const PARTIAL = 'Not all repositories are read yet: there may be more';

/** Of how many nobody knows whom they wait for, since what was said before the bot came is not known; empty where of none. */
function unknownText({ parts }: Digest): string {
  const part = parts.find(({ name, total }) => name === 'unknown' && total > 0);
  return part ? HEADS.unknown(part.total, '') : '';
}

/** "14 new, 9 of them decided; 11 closed"; empty where nothing came or went. */
function flowText(flow: Digest['flow']): string {
  if (!flow) return 'What came and went: could not be counted just now';
  const { opened, decided, closed } = flow;
  const one = decided === 1 ? 'decided' : 'not decided';
  const some = decided === opened ? 'all decided' : `${decided === 0 ? 'none' : decided} of them decided`;
  return [
    ...(opened > 0 ? [`${opened} new, ${opened === 1 ? one : some}`] : []),
    ...(closed > 0 ? [`${closed} closed`] : []),
  ].join('; ');
}

function meetingLine({ digest: { meeting }, agendaAt, group }: Shown): string {
  if (!meeting) return '';
  const { start, topics } = meeting;
  const count = topics === 0 ? 'no topics so far' : `${topics} ${topics === 1 ? 'topic' : 'topics'}`;
  const agenda = agendaAt === undefined ? `${count} (\`/sig agenda ${group.id}\`)` : link(agendaAt, count);
  return `Next meeting: ${when(start, '{date_short_pretty}, {time}')}; ${agenda}`;
}

function buttons({ group, digest: { parts } }: Shown): KnownBlock[] {
  const more = parts.some(({ name, total }) => total > (name === 'unknown' ? 0 : 1));
  const untriaged = parts.some(({ name, total }) => name === 'untriaged' && total > 0);
  const shown = [
    ...(more ? [button('Show all', 'digest:all', JSON.stringify({ group: group.id, page: 0 }))] : []),
    ...(untriaged ? [button('Triage', 'triage:queue', group.id)] : []),
  ];
  return shown.length > 0 ? [actions(...shown)] : [];
}

function foot({ digest, edited }: Shown): KnownBlock[] {
  const { folded, at } = digest;
  const unknown = unknownText(digest);
  const parts = [
    ...(unknown === '' ? [] : [unknown]),
    ...(digest.partial ? [PARTIAL] : []),
    ...(folded > 0
      ? [`${folded} ${folded === 1 ? 'issue' : 'issues'} came in common messages, without a card`]
      : []),
    ...(edited ? [`As of ${when(at, '{date_short_pretty}, {time}')}; edited until that day is over`] : []),
  ];
  return parts.length > 0 ? [context(...parts)] : [];
}

/** "boats#12 The mast leans" */
function issueLink({ repo, number, title, url }: Issue): string {
  return link(url, `${repo.split('/').at(-1)}#${number} ${title}`, 90);
}

/** What each part is called over all that is in it. */
const TITLES: Readonly<Record<DigestPartName, string>> = {
  overdue: 'Overdue',
  soon: 'Act fast',
  untriaged: 'Waiting for triage',
  group: 'Waiting for the group',
  author: 'Waiting for the author',
  assignee: 'Waiting for the assignee',
  reviewer: 'Waiting for review',
  approver: 'Waiting for approval',
  unknown: 'Not known whom for',
};

/** How many lines one page has: quickly read, and well under Slack's limits on a modal. */
const PAGE = 30;

/** A page of all that waits for a group, and whom for, as things stand now. Only its own lines are drawn. */
export function allView(group: Group, parts: readonly WaitingPart[], wanted: number): ModalView {
  const lines = parts.filter(({ total, failed }) => total > 0 || failed).flatMap(linesOf);
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const shown = lines.slice(page * PAGE, (page + 1) * PAGE).map((line) => line());
  const turn = (label: string, to: number, place: number) =>
    button(label, `digest:all.${place}`, JSON.stringify({ group: group.id, page: to, turned: true }));
  const turns = [
    ...(page > 0 ? [turn('Earlier', page - 1, 0)] : []),
    ...(page < pages - 1 ? [turn('Later', page + 1, 1)] : []),
  ];
  return notice('What waits', [
    section(`*${titleOf(group)}*`),
    ...sections(shown.length > 0 ? shown : ['Nothing waits any more.']),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    context(`Page ${page + 1} of ${pages}, as things stand now`),
  ]);
}

/** The lines of a part, each to be drawn where it is shown. */
function linesOf({ name, total, found, failed }: WaitingPart): (() => string)[] {
  if (failed) return [() => `*${TITLES[name]}*: could not be read just now`];
  const some = total > found.length ? `, the first ${found.length}` : '';
  return [() => `*${TITLES[name]}: ${total}${some}*`, ...found.map((one) => () => waitingLine(name, one))];
}

function waitingLine(name: DigestPartName, waiting: Waiting): string {
  const { issue, whom = [], why } = waiting;
  const names = whom.slice(0, 3).map((login) => escape(login, 40));
  const who = names.length === 0 ? '' : ` · ${names.join(', ')}`;
  const because = why && WHY[why] ? ` · ${WHY[why]}` : '';
  return `• ${issueLink(issue)} · ${momentText(name, waiting)}${because}${who}`;
}

/** Why it waits for them, where the name of the part does not say so. */
const WHY: Readonly<Partial<Record<OwedWhy, string>>> = {
  asked: 'asked for information',
  'spoken-to': 'the project spoke last',
  'changes-requested': 'changes are requested',
  blocked: 'a label keeps it from merging',
  answered: 'the author spoke last',
  'author-gone': 'the author’s account is gone',
  'ok-to-test': 'needs `/ok-to-test`',
  'no-reviewer': 'nobody is asked to review it',
};

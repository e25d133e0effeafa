import type { ModalView } from '@slack/types';
import {
  actions,
  button,
  context,
  escape,
  header,
  link,
  menu,
  modal,
  option,
  preformatted,
  say,
  section,
  textInput,
  triageButtons,
  when,
} from '../../blocks.ts';
import { decisionText, type Decision } from '../../domain/decision.ts';
import type { Group } from '../../domain/group.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Message } from '../../feature.ts';
import type { Through } from '../../domain/rights.ts';
import { filterText, orderText, type QueueFilter } from './filter.ts';
import type { DecisionPlan } from './plan.ts';
import type { Vocabulary } from './words.ts';

/** A page of a group's queue. */
export interface QueuePage {
  group: Group;
  filter: QueueFilter;
  issues: readonly Issue[];
  total: number;
}

/** How many issues one page shows: two blocks each, well inside Slack's 50. */
export const PAGE = 5;

/** A group's untriaged issues with the triage buttons on each. */
export function queueMessage(page: QueuePage): Message {
  const { group, filter, issues, total } = page;
  const narrowed = filterText(filter);
  const about = narrowed === '' ? '' : ` · ${escape(narrowed)}`;
  if (total === 0) {
    const text = `Nothing waits for triage in ${escape(group.title)}${about}.`;
    return { text, blocks: [section(text)] };
  }
  const title = `${group.title}: ${total} ${total === 1 ? 'issue waits' : 'issues wait'} for triage`;
  const last = filter.offset + issues.length;
  return {
    text: escape(title),
    blocks: [
      header(title),
      context(`${filter.offset + 1}–${last} of ${total}, ${orderText(filter)}${about}`),
      ...issues.flatMap((issue) => [section(queueLine(issue)), triageButtons(issue.id, true)]),
      ...pageButtons(page, last),
    ],
  };
}

function queueLine(issue: Issue): string {
  const labels = issue.labels.filter((label) => /^(kind|priority|area)\//.test(label)).slice(0, 4);
  const parts = [
    escape(refText(issue)),
    `opened by ${escape(issue.author)} ${when(issue.createdAt)}`,
    `${issue.comments} ${issue.comments === 1 ? 'comment' : 'comments'}`,
    ...labels.map((label) => escape(label, 50)),
  ];
  return `*${link(issue.url, issue.title, 150)}*\n${parts.join(' · ')}`;
}

function pageButtons({ filter, total }: QueuePage, last: number) {
  const to = (offset: number) => JSON.stringify({ ...filter, offset });
  const buttons = [
    ...(filter.offset > 0 ? [button('Back', 'triage:page.1', to(Math.max(0, filter.offset - PAGE)))] : []),
    ...(last < total ? [button('Next', 'triage:page.2', to(last))] : []),
  ];
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

/** The form behind "Needs info…": a question for the author, or none. */
export function needsInfoModal(issue: Issue): ModalView {
  return modal('triage:needs-info', 'Needs information', 'Ask', issue.id, [
    section(`*${link(issue.url, issue.title, 150)}*\n${escape(refText(issue))}`),
    textInput('question', 'Question to the author', 'Goes into a comment on GitHub, as a quotation.', {
      multiline: true,
    }),
  ]);
}

/** The form behind "More…". */
export function moreModal(
  issue: Issue,
  groups: readonly Group[],
  { priorities, kinds }: Vocabulary,
): ModalView {
  const others = groups.filter(({ label }) => label !== undefined && !issue.labels.includes(label));
  return modal('triage:more', 'Triage', 'Apply', issue.id, [
    section(`*${link(issue.url, issue.title, 150)}*\n${escape(refText(issue))}`),
    ...(priorities.length > 0 ? [menu('priority', 'Priority', optionsOf(priorities))] : []),
    ...(kinds.length > 0 ? [menu('kind', 'Kind', optionsOf(kinds))] : []),
    ...(others.length > 0
      ? [
          menu(
            'to',
            'Not ours: hand over to',
            others.map((group) => option(group.title, group.id)),
          ),
        ]
      : []),
    textInput('duplicate', 'Duplicate of', 'An issue: 12345, owner/name#12345 or its address.'),
    menu('outcome', 'Or', [
      option('Not reproducible', 'not-reproducible'),
      option('Close as not planned', 'not_planned'),
    ]),
    textInput('because', 'Why', 'For the other group, or the author; on GitHub as a quotation.'),
  ]);
}

/** The answer to who decided, for a group or for none: what follows, or what they have to do themselves. */
export function decidedMessage(
  issue: Issue,
  decision: Decision,
  group: Group | undefined,
  mode: Through | 'handoff',
  { handOff, handOffBecause = '', effects, heldFor = [] }: DecisionPlan,
): Message {
  const whose = group === undefined ? '' : `, for ${escape(group.title)}`;
  const what = `${link(issue.url, refText(issue))}: ${escape(decisionText(decision))}${whose}.`;
  const changes = effects.some(({ kind }) => kind.startsWith('github.'));
  const follows = [
    ...(heldFor.length > 0 ? [`It is recorded. GitHub is told when ${andMore(heldFor)} accepted too.`] : []),
    ...(changes ? [FOLLOWS[mode]] : []),
  ];
  if (handOff === undefined)
    return say([what, ...(follows.length > 0 ? follows : ['GitHub says so already.'])].join('\n'));
  return {
    text: escape(handOffBecause, 500),
    blocks: [section(`${what}\n${escape(handOffBecause, 500)}`), ...preformatted(handOff)],
  };
}

/** "SIG Node has", "SIG Node and SIG Network have" */
function andMore(groups: readonly Group[]): string {
  const names = groups.slice(0, 5).map(({ title }) => escape(title, 60));
  const more = groups.length > 5 ? [`${groups.length - 5} more`] : [];
  return `${[...names, ...more].join(' and ')} ${groups.length === 1 ? 'has' : 'have'}`;
}

const FOLLOWS: Record<Through | 'handoff', string> = {
  labels: 'GitHub is being changed; the card follows.',
  prow: 'A comment with the commands goes to GitHub; the card follows when they have been applied.',
  handoff: '',
};

function optionsOf(names: readonly string[]) {
  return names.map((name) => option(name, name));
}

import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  button,
  context,
  escape,
  link,
  modal,
  preformatted,
  section,
  textInput,
  when,
} from '../../blocks.ts';
import { openConcerns, type Consensus } from '../../domain/consensus.ts';
import type { Logged } from '../../domain/decision-log.ts';
import type { Escalation } from '../../domain/escalation.ts';
import type { Issue } from '../../domain/issue.ts';
import { untold } from '../../domain/privacy.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { stateText } from '../../escalation-words.ts';
import type { FormValues, Message } from '../../feature.ts';
import { VERDICT_WORDS } from '../../issue-words.ts';
import { LONGEST } from './words.ts';

/** What was said and decided about an issue, as it may be told where the card stands. */
export interface CaseRecord {
  verdicts: readonly Verdict[];
  decisions: readonly Logged[];
  consensus: readonly Consensus[];
  /** The meetings that talked about it, the latest first: their names, when, and whether it was done with. */
  talked: readonly { title: string; at: number; how: 'done' | 'carried' }[];
}

/** An escalation as its card shows it. */
export interface Shown {
  escalation: Escalation;
  issue: Issue;
  /** As theirName() says them. */
  from: string;
  to: string;
  titleOf(group: string): string;
  record: CaseRecord;
  /** When and in which meeting it is to be talked about; undefined where it is no topic. */
  topic?: string | undefined;
}

/** The card: what was handed over by whom and why, what was tried before, and who has it now. */
export function cardMessage(shown: Shown): Message {
  const { escalation, issue, from, to, topic } = shown;
  const { why, by, at } = escalation;
  const head = `${escape(from, 60)} escalates this to ${escape(to, 60)}`;
  const lines = recordLines(shown);
  const state = `${capital(stateText(escalation))}.${topic === undefined ? '' : ` It is a topic of ${escape(topic, 150)}.`}`;
  return {
    text: `${head}: ${escape(issue.title, 200)}`,
    blocks: [
      section(`*${head}*\n${issueLink(issue)}${oddText(issue)}`),
      ...(why === undefined ? [] : [section(`> ${escape(why, LONGEST)}`)]),
      section(state),
      section([`*What was said and decided*`, ...lines].join('\n')),
      ...buttons(escalation),
      context(`Escalated by <@${by}> ${when(at)} · the leads of ${escape(to, 60)} answer`),
    ],
  };
}

/** In place of a card about what may not be shown there any more. */
export function untoldMessage(issue: Issue | undefined): Message {
  const text = issue?.gone === 'deleted' || !issue ? 'An escalation of an issue that is gone' : untold(issue);
  return { text, blocks: [context(text)], untold: true };
}

function issueLink({ repo, number, title, url }: Issue): string {
  return link(url, `${repo.split('/').at(-1)}#${number} ${title}`, 150);
}

/** What of its issue is not as it was. */
function oddText({ state, gone }: Issue): string {
  if (gone === 'transferred') return ' (moved to another repository)';
  return state === 'closed' ? ' (closed)' : '';
}

/** How much of each is told, the latest. */
const MOST = { verdicts: 4, decisions: 4, consensus: 3, concerns: 4, talked: 4 };

function recordLines({ record, titleOf }: Shown): string[] {
  const { verdicts, decisions, consensus, talked } = record;
  const lines = [
    ...verdicts.slice(-MOST.verdicts).map((one) => verdictLine(one, titleOf)),
    ...decisions.slice(0, MOST.decisions).map((one) => decisionLine(one, titleOf)),
    ...consensus.slice(0, MOST.consensus).flatMap((one) => consensusLines(one, titleOf)),
    ...talked.slice(0, MOST.talked).map(talkedLine),
  ];
  return lines.length === 0 ? ['Nothing that sigbot knows of.'] : lines.map((line) => `• ${line}`);
}

const DAY = '{date_short}';

function verdictLine({ group, kind, by, at, because }: Verdict, titleOf: Shown['titleOf']): string {
  const who = group === undefined ? 'On GitHub' : escape(titleOf(group), 60);
  const said = because === undefined ? '' : `: “${escape(because, 150)}”`;
  return `${who}: ${VERDICT_WORDS[kind]}${by === undefined ? '' : ` by ${escape(by, 40)}`}, ${when(at, DAY)}${said}`;
}

function decisionLine({ group, text, at, by }: Logged, titleOf: Shown['titleOf']): string {
  const how = by.what === 'meeting' ? 'decided in a meeting' : 'agreed';
  return `${escape(titleOf(group), 60)} ${how}, ${when(at, DAY)}: “${escape(text, 200)}”`;
}

/** What was accepted stands among the decisions. */
function consensusLines(consensus: Consensus, titleOf: Shown['titleOf']): string[] {
  const { state, group, proposal, startedAt } = consensus;
  if (state === 'accepted') return [];
  const how = { open: 'asked for agreement', stalled: 'did not agree', stopped: 'stopped asking' }[state];
  const concerns = openConcerns(consensus).slice(-MOST.concerns);
  return [
    `${escape(titleOf(group), 60)} ${how}, ${when(startedAt, DAY)}: “${escape(proposal, 200)}”`,
    ...concerns.map(({ by, text }) => `Open concern of <@${by}>: “${escape(text, 200)}”`),
  ];
}

function talkedLine({ title, at, how }: CaseRecord['talked'][number]): string {
  return `Talked about in ${escape(title, 80)}, ${when(at, DAY)}${how === 'carried' ? ', and put off' : ''}`;
}

function buttons({ id, state }: Escalation): KnownBlock[] {
  if (state === 'returned') return [];
  const take = button('Take it', 'escalation:take', id, 'primary');
  const back = button('Give it back…', 'escalation:return', id);
  return [actions(...(state === 'waiting' ? [take] : []), back)];
}

/** The form behind "Give it back…". */
export function returnModal({ id }: Escalation, from: string): ModalView {
  return modal('escalation:return', 'Give it back', 'Give back', id, [
    textInput('text', `What should ${from} do?`, 'A sentence. It stands on both cards and on the issue.', {
      multiline: true,
      max: LONGEST,
    }),
  ]);
}

/** What is wrong with that form. */
export function checkReturn({ text = '' }: FormValues): Record<string, string> | undefined {
  return text.trim() === '' ? { text: 'Write a sentence.' } : undefined;
}

/** What somebody reads who has escalated or given back, with what they do on GitHub themselves where sigbot may not. */
export function doneMessage(text: string, handed?: { because: string; text: string }): Message {
  if (!handed) return { text, blocks: [section(text)] };
  const { because } = handed;
  return { text, blocks: [section(`${text}\n${escape(because, 500)}`), ...preformatted(handed.text)] };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

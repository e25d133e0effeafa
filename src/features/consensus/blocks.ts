import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
  context,
  escape,
  fitting,
  link,
  preformatted,
  section,
  sections,
  when,
} from '../../blocks.ts';
import { isLive, openConcerns, type Concern, type Consensus } from '../../domain/consensus.ts';
import type { Issue } from '../../domain/issue.ts';
import { untold } from '../../domain/privacy.ts';
import type { Message } from '../../feature.ts';
import { lackText } from './words.ts';

/** A consensus as it may be shown somewhere. */
export interface Shown {
  consensus: Consensus;
  /** "SIG Node" */
  group: string;
  issue: Issue;
  /** The topic that its stalling made is still to be talked about. */
  onAgenda: boolean;
  /** The address of the comment on the issue, once there is one. */
  comment?: string | undefined;
}

/** A day near by in Slack's words, and the time: in the reader's zone. */
export const DAY_AND_TIME = '{date_short_pretty} at {time}';

/** How many concerns a card shows, the latest: each is a section of its own, with its button; and their characters in all. */
const CONCERNS = { most: 12, characters: 6500 };
/** How many names stand there before "and 12 more". */
const NAMED = 30;

/** The card: what is proposed, until when, who was asked, and what people say. */
export function cardMessage(shown: Shown): Message {
  const { consensus, group, issue } = shown;
  const title = escape(group, 80);
  const latest = latestConcerns(consensus);
  const earlier = consensus.concerns.length - latest.length;
  return {
    text: `${HEADS[consensus.state](title)}: ${escape(consensus.proposal, 200)}`,
    blocks: [
      section(`*${HEADS[consensus.state](title)}* · ${issueLink(issue)}${oddText(issue)}`),
      section(`> ${escape(consensus.proposal, 500)}`),
      section([stateText(shown), ...peopleLines(consensus)].join('\n')),
      ...(earlier > 0 ? [context(`${earlier} earlier ${earlier === 1 ? 'concern' : 'concerns'}`)] : []),
      ...latest.map((concern, index) => concernBlock(concern, index, consensus)),
      ...buttons(consensus),
      context(...footTexts(shown)),
    ],
  };
}

/** In place of a card about what may not be shown there any more. */
export function untoldMessage(issue: Issue | undefined): Message {
  const text = issue?.gone === 'deleted' || !issue ? 'A proposal about an issue that is gone' : untold(issue);
  return { text, blocks: [context(text)], untold: true };
}

const HEADS: Readonly<Record<Consensus['state'], (group: string) => string>> = {
  open: (group) => `${group} seeks consensus`,
  accepted: (group) => `${group} has accepted this`,
  stalled: (group) => `${group} has not agreed on this`,
  stopped: (group) => `${group} no longer seeks consensus`,
};

function issueLink({ repo, number, title, url }: Issue): string {
  return link(url, `${repo.split('/').at(-1)}#${number} ${title}`, 120);
}

/** What of its issue is not as it was. */
function oddText({ state, gone }: Issue): string {
  if (gone === 'transferred') return ' (moved to another repository)';
  return state === 'closed' ? ' (closed)' : '';
}

function stateText({ consensus, onAgenda }: Shown): string {
  const { state, deadline, endedAt = deadline, stopped } = consensus;
  switch (state) {
    case 'open':
      return `Open until ${when(deadline, DAY_AND_TIME)}. ${ruleText(consensus)}`;
    case 'accepted':
      return `Accepted ${when(endedAt, DAY_AND_TIME)}.`;
    case 'stalled': {
      const next = onAgenda ? ' It is a topic of the next meeting.' : '';
      return `Its time was over ${when(endedAt, DAY_AND_TIME)}: ${lackText(consensus)}.${next}`;
    }
    case 'stopped':
      return `Stopped by <@${stopped?.by}>: ${escape(stopped?.why ?? '', 500)}`;
  }
}

/** By what it is accepted when its time is over. */
function ruleText({ lazy, least, agreed }: Consensus): string {
  const silence = lazy ? 'Lazy consensus: who says nothing agrees.' : 'Everybody who was asked must agree.';
  return least > 0 ? `${silence} ${Math.min(agreed.length, least)} of ${least} +1 so far.` : silence;
}

function peopleLines({ state, asked, agreed }: Consensus): string[] {
  return [
    ...(asked.length > 0 && state === 'open' ? [`Asked: ${names(asked)}`] : []),
    ...(agreed.length > 0 ? [`+1 (${agreed.length}): ${names(agreed.map(({ user }) => user))}`] : []),
  ];
}

function names(users: readonly string[]): string {
  const more = users.length - NAMED;
  const shown = users.slice(0, NAMED).map((user) => `<@${user}>`);
  return `${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** As many of the latest as have room. */
function latestConcerns({ concerns }: Consensus): Concern[] {
  let room = CONCERNS.characters;
  const last = concerns.slice(-CONCERNS.most);
  const over = last.findLastIndex((concern) => (room -= concernText(concern).length) < 0);
  return last.slice(over + 1);
}

function concernBlock(concern: Concern, index: number, consensus: Consensus): KnownBlock {
  const text = concernText(concern);
  if (concern.resolved || !isLive(consensus)) return section(text);
  const value = JSON.stringify({ id: consensus.id, number: concern.number });
  return section(text, button('Resolve…', `consensus:resolve.${index}`, value));
}

function concernText({ by, text, resolved, number }: Concern): string {
  const said = `<@${by}>: “${escape(text, 500)}”`;
  if (!resolved) return `*Concern ${number}* · ${said}`;
  const { how, by: who, text: answer = '' } = resolved;
  return `Concern ${number} · ${said}\n${how === 'withdrawn' ? 'Withdrawn' : `Answered by <@${who}>: “${escape(answer, 500)}”`}`;
}

function buttons({ id, state, writer }: Consensus): KnownBlock[] {
  const answer = [
    button('+1', 'consensus:agree', id, 'primary'),
    button('Raise a concern…', 'consensus:object', id),
    button('Take back', 'consensus:back', id),
  ];
  const lead = [button('Extend…', 'consensus:extend', id), button('Stop…', 'consensus:stop', id)];
  const row = [
    ...(state === 'open' ? answer : []),
    ...(state === 'stalled' ? lead : []),
    ...(writer === undefined ? [button('Text for GitHub', 'consensus:text', id)] : []),
  ];
  return row.length > 0 ? [actions(...row)] : [];
}

function footTexts({ consensus: { by, state }, comment }: Shown): string[] {
  const may = 'Who started it, and the leads, extend and stop it';
  return [
    [`Started by <@${by}>`, ...(comment === undefined ? [] : [link(comment, 'on GitHub')])].join(' · '),
    ...(state === 'open' ? [`${may}: \`/sig consensus extend\`, \`stop\``] : []),
    ...(state === 'stalled' ? [may] : []),
  ];
}

/** The comment as somebody is to paste it, and why. */
export function pasteBlocks(why: string, markdown: string): KnownBlock[] {
  return [section(`${escape(why, 500)} Paste this there:`), ...preformatted(markdown)];
}

/** What a group seeks consensus on, the first to end at the beginning. */
export function listMessage(
  group: string | undefined,
  shown: readonly (Shown & { card?: string | undefined })[],
): Message {
  const where = group === undefined ? '' : ` of ${escape(group, 80)}`;
  if (shown.length === 0) {
    const text = `No proposal${where} is open.`;
    return {
      text,
      blocks: [section(text), context('Begin: `/sig consensus start 4711 "…" until 72 business hours`')],
    };
  }
  const text = `${shown.length} ${shown.length === 1 ? 'proposal' : 'proposals'}${where}`;
  const lines = fitting(shown.map((one) => listLine(one, group === undefined)));
  const more = shown.length - lines.length;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...sections(lines),
      ...(more > 0 ? [context(`and ${more} more: name a group`)] : []),
    ],
  };
}

function listLine(
  { consensus, group, issue, card }: Parameters<typeof listMessage>[1][number],
  named: boolean,
): string {
  const { state, deadline, agreed } = consensus;
  const open = openConcerns(consensus).length;
  const proposal = card === undefined ? escape(consensus.proposal, 150) : link(card, consensus.proposal, 150);
  const parts = [
    ...(named ? [escape(group, 80)] : []),
    issueLink(issue),
    state === 'open' ? `until ${when(deadline, DAY_AND_TIME)}` : `stalled ${when(deadline, DAY_AND_TIME)}`,
    ...(agreed.length > 0 ? [`${agreed.length} +1`] : []),
    ...(open > 0 ? [`${open} open ${open === 1 ? 'concern' : 'concerns'}`] : []),
  ];
  return `• ${proposal}\n${parts.join(' · ')}`;
}

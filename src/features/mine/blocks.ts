import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, notice, section, sections } from '../../blocks.ts';
import type { Minute } from '../../domain/agenda.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Message } from '../../feature.ts';
import type { Mine } from './plan.ts';
import { actionLine, claimText, issueLine, meetingLine, morningText, waitingHead } from './words.ts';

/** How much of each is told at first: fifteen lines in all. */
const FEW = { waiting: 5, claims: 2, actions: 3, meetings: 3 } as const;

/** What waits for somebody, what they have before them and promised, and when their groups meet. */
export function mineMessage(mine: Mine): Message {
  const { waiting, groups, actions: promised, meetings } = mine;
  const waits = waiting.found.slice(0, FEW.waiting).map(issueLine);
  return {
    text: textOf(mine),
    blocks: [
      ...sections([waitingHead(mine), ...waits]),
      ...claimBlocks(mine),
      ...(promised.length > 0
        ? [section('*To do from meetings*'), ...actionBlocks(promised, FEW.actions)]
        : []),
      ...headed('*Your groups meet next*', meetings.slice(0, FEW.meetings).map(meetingLine)),
      actions(
        ...(isMore(mine) ? [button('Show all', 'mine:all', JSON.stringify({ page: 0 }))] : []),
        ...linkButtons(mine),
        button('Settings…', 'mine:settings', 'open'),
      ),
      ...(groups.length === 0
        ? [context('Choose the groups you follow in the settings, and their meetings stand here.')]
        : []),
    ],
  };
}

/** What a notification says. */
function textOf({ person, waiting: { total }, actions: promised }: Mine): string {
  const none =
    person.github === undefined
      ? 'What waits for you on GitHub is not known'
      : 'Nothing waits for you on GitHub';
  const waits = total === 0 ? none : `${total} ${total === 1 ? 'waits' : 'wait'} for you`;
  return promised.length === 0 ? waits : `${waits}; ${promised.length} to do from meetings`;
}

function isMore({ waiting, claims, actions: promised, meetings }: Mine): boolean {
  return (
    waiting.total > FEW.waiting ||
    claims.length > FEW.claims ||
    promised.length > FEW.actions ||
    meetings.length > FEW.meetings
  );
}

/** What one has before them in queues, in a line. */
export function claimBlocks({ claims }: Pick<Mine, 'claims'>): KnownBlock[] {
  if (claims.length === 0) return [];
  const shown = claims.slice(0, FEW.claims).map(claimText);
  const more = claims.length - shown.length;
  return [section(`*Before you in a queue*: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)];
}

/** Actions, so many of them, each with the button that says it is done. */
export function actionBlocks(promised: readonly Minute[], most: number): KnownBlock[] {
  return promised
    .slice(0, most)
    .map((action, index) => section(actionLine(action), button('Done', `sitting:did.${index}`, action.id)));
}

/** The way to link an account, for whoever has none and can. */
export function linkButtons({ person, linkable }: Pick<Mine, 'person' | 'linkable'>) {
  return person.github === undefined && linkable
    ? [button('Link your GitHub account', 'people:link', 'mine', 'primary')]
    : [];
}

function headed(head: string, lines: readonly string[]): KnownBlock[] {
  return lines.length === 0 ? [] : sections([head, ...lines]);
}

/** How many lines one page has: quickly read, and under Slack's limits on a modal if all were actions. */
const PAGE = 25;

/** A line, and the action that is done by the button beside it. */
interface Line {
  text: string;
  done?: string;
}

/** A page of all that is somebody's own, as things stand now. */
export function allView(mine: Mine, wanted: number): ModalView {
  const lines = linesOf(mine);
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const shown = lines.slice(page * PAGE, (page + 1) * PAGE);
  const turn = (label: string, to: number, place: number) =>
    button(label, `mine:all.${place}`, JSON.stringify({ page: to, turned: true }));
  const turns = [
    ...(page > 0 ? [turn('Earlier', page - 1, 0)] : []),
    ...(page < pages - 1 ? [turn('Later', page + 1, 1)] : []),
  ];
  return notice('What is yours', [
    ...drawn(shown),
    ...(turns.length > 0 ? [actions(...turns)] : []),
    context(`Page ${page + 1} of ${pages}, as things stand now`),
  ]);
}

function linesOf(mine: Mine): Line[] {
  const { waiting, claims, actions: promised, meetings } = mine;
  const some = waiting.total > waiting.found.length ? `, the first ${waiting.found.length} of them:` : '';
  const part = (head: string, lines: Line[]): Line[] =>
    lines.length === 0 ? [] : [{ text: `*${head}*` }, ...lines];
  return [
    { text: `${waitingHead(mine)}${some}` },
    ...waiting.found.map((one) => ({ text: issueLine(one) })),
    ...part(
      'Before you in a queue',
      claims.map((claim) => ({ text: `• ${claimText(claim)}` })),
    ),
    ...part(
      'To do from meetings',
      promised.map((action) => ({ text: actionLine(action), done: action.id })),
    ),
    ...part(
      'Your groups meet next',
      meetings.map((meeting) => ({ text: meetingLine(meeting) })),
    ),
  ];
}

/** Lines in as few sections as may be; one with a button stands by itself. */
function drawn(lines: readonly Line[]): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let plain: string[] = [];
  const flush = () => {
    blocks.push(...sections(plain));
    plain = [];
  };
  for (const [index, { text, done }] of lines.entries()) {
    if (done === undefined) plain.push(text);
    else {
      flush();
      blocks.push(section(text, button('Done', `sitting:did.${index}`, done)));
    }
  }
  flush();
  return blocks;
}

/** What somebody is told in the morning, who asked for it: what waits, and which meetings the day brings. */
export function morningMessage(mine: Mine, now: Instant): Message {
  const { waiting, actions: promised, meetings } = mine;
  const today = meetings.filter(({ start }) => start < now + DAY).slice(0, FEW.meetings);
  return {
    text: textOf(mine),
    blocks: [
      ...sections([waitingHead(mine), ...waiting.found.slice(0, FEW.waiting).map(issueLine)]),
      ...headed('*To do from meetings*', promised.slice(0, FEW.actions).map(actionLine)),
      ...headed('*Within a day*', today.map(meetingLine)),
      context(morningText(mine.choice.morning)),
      actions(
        button('Show all', 'mine:all', JSON.stringify({ page: 0 })),
        button('Settings…', 'mine:settings', 'open'),
        button('Turn this off', 'mine:quiet', 'morning'),
      ),
    ],
  };
}

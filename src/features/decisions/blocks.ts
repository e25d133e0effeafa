import { actions, button, context, escape, link, section, sections, when } from '../../blocks.ts';
import type { Logged } from '../../domain/decision-log.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Message } from '../../feature.ts';

/** A decision, and what can be told of it where it is shown. */
export interface Shown {
  logged: Logged;
  /** "SIG Node" */
  group: string;
  issue?: Issue | undefined;
  /** Where its meeting's summary, or its card, stands in Slack. */
  address?: string | undefined;
}

/** What was asked for, so that another page of it can be. */
export interface Asked {
  group?: string | undefined;
  words: readonly string[];
  since?: number | undefined;
  issue?: string | undefined;
}

/** A page of what is found. */
export interface Page {
  asked: Asked;
  /** "SIG Node", "all groups" */
  of: string;
  page: number;
  total: number;
  shown: readonly Shown[];
}

/** How many decisions one page holds. */
export const PAGE = 6;

/** What groups decided, the newest first, for one person. */
export function decisionsMessage({ asked, of, page, total, shown }: Page): Message {
  const about = asked.words.length === 0 ? '' : ` with “${escape(asked.words.join(' '), 80)}”`;
  const since = asked.since === undefined ? '' : ` since ${when(asked.since, '{date_short_pretty}')}`;
  const what = `${about}${since} of ${escape(of, 80)}`;
  if (total === 0) {
    const text = `No decision${what} is known here.`;
    return {
      text,
      blocks: [
        section(text),
        context(
          'What meetings write down with `decision "…"`, and what is accepted by consensus, stands here.',
        ),
      ],
    };
  }
  const text = `${total} ${total === 1 ? 'decision' : 'decisions'}${what}`;
  const pages = Math.ceil(total / PAGE);
  const turn = (label: string, to: number, place: number) =>
    button(label, `decisions:page.${place}`, JSON.stringify({ ...asked, page: to }));
  const turns = [
    ...(page > 0 ? [turn('Newer', page - 1, 0)] : []),
    ...(page < pages - 1 ? [turn('Older', page + 1, 1)] : []),
  ];
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...sections(shown.map((one) => line(one, asked.group === undefined))),
      ...(turns.length > 0 ? [actions(...turns)] : []),
      ...(pages > 1 ? [context(`Page ${page + 1} of ${pages}`)] : []),
    ],
  };
}

/** "• We ship it in 1.38" and below it whose, when, about what, and where that stands. */
function line({ logged, group, issue, address }: Shown, named: boolean): string {
  const { text, at, by } = logged;
  const where = by.what === 'meeting' ? 'meeting' : 'consensus';
  const parts = [
    ...(named ? [escape(group, 80)] : []),
    when(at, '{date_short_pretty}'),
    ...(issue === undefined ? [] : [link(issue.url, refText(issue), 80)]),
    address === undefined ? where : link(address, where),
  ];
  return `• ${escape(text, 250)}\n${parts.join(' · ')}`;
}

import { openConcerns, type Concern, type Consensus } from '../../domain/consensus.ts';
import type { Group } from '../../domain/group.ts';
import { plainMarkdown } from '../../domain/markdown.ts';
import { quoteText } from '../../domain/quote.ts';
import { DAY } from '../../domain/time.ts';
import { thereText } from '../../domain/zone.ts';
import { lackText } from './words.ts';

/** What the comment needs beside the consensus. */
export interface Known {
  /** How people are called, by Slack id. */
  names: ReadonlyMap<string, string>;
  /** The card's address in Slack. */
  card?: string | undefined;
}

/** The comment on the issue: what is proposed, until when, what was said, and what came of it. Nobody is mentioned in it. */
export function noteDocument(
  consensus: Consensus,
  group: Group,
  known: Known,
): { title: string; markdown: string } {
  const parts = [
    headText(consensus, plainMarkdown(group.title, 80)),
    quoteText(consensus.proposal),
    stateText(consensus, known),
    ...agreedText(consensus, known),
    ...concernsText(consensus, known),
    footText(consensus, known),
  ];
  return { title: `Consensus: ${consensus.proposal}`, markdown: parts.join('\n\n') };
}

function headText({ state }: Consensus, group: string): string {
  switch (state) {
    case 'accepted':
      return `**${group} has accepted this** by consensus:`;
    case 'stalled':
      return `**${group} has not agreed on this** so far:`;
    case 'stopped':
      return `**${group} no longer seeks consensus** on this:`;
    default:
      return `**${group} seeks consensus** on this:`;
  }
}

/** Comments are read for years and everywhere: moments stand in UTC, with their year. */
function momentText(at: number): string {
  return thereText(at, 'UTC', at - 400 * DAY);
}

function stateText(consensus: Consensus, known: Known): string {
  const { state, deadline, endedAt = deadline, stopped } = consensus;
  switch (state) {
    case 'accepted':
      return `Accepted on ${momentText(endedAt)}.`;
    case 'stalled':
      return `Its time was over on ${momentText(endedAt)}: ${lackText(consensus)}.`;
    case 'stopped':
      return `Stopped by ${nameOf(stopped?.by ?? '', known)}: ${plainMarkdown(stopped?.why ?? '', 500)}`;
    default:
      return `Open until ${momentText(deadline)}. ${ruleText(consensus)}`;
  }
}

/** By what it is accepted when its time is over. */
function ruleText({ lazy, least }: Consensus): string {
  const silence = lazy
    ? 'Lazy consensus: without an open concern it is accepted then.'
    : 'It is accepted then if everybody who was asked agrees and no concern is open.';
  return least > 0 ? `${silence} It needs ${least} +1.` : silence;
}

function agreedText({ agreed }: Consensus, known: Known): string[] {
  if (agreed.length === 0) return [];
  return [`+1 (${agreed.length}): ${agreed.map(({ user }) => nameOf(user, known)).join(', ')}`];
}

function concernsText(consensus: Consensus, known: Known): string[] {
  const { concerns } = consensus;
  if (concerns.length === 0) return [];
  const open = openConcerns(consensus).length;
  return [
    [`Concerns (${open} open):`, '', ...concerns.map((concern) => `- ${concernText(concern, known)}`)].join(
      '\n',
    ),
  ];
}

function concernText({ by, text, resolved }: Concern, known: Known): string {
  const said = `${nameOf(by, known)}: “${plainMarkdown(text, 500)}”`;
  if (!resolved) return `${said} (open)`;
  if (resolved.how === 'withdrawn') return `${said} (withdrawn)`;
  return `${said} (answered by ${nameOf(resolved.by, known)}: “${plainMarkdown(resolved.text ?? '', 500)}”)`;
}

function footText({ state, writer }: Consensus, { card }: Known): string {
  const where = card === undefined ? 'Slack' : `[Slack](${card})`;
  const answer = state === 'open' ? `Answers are given in ${where}` : `What was said stands in ${where}`;
  const by = writer === undefined ? '' : ` Posted for ${plainMarkdown(writer.login, 40)}.`;
  return writer === undefined
    ? `${answer}.`
    : `${answer}; this comment follows them, and what is written here is not counted.${by}`;
}

function nameOf(user: string, { names }: Known): string {
  return plainMarkdown(names.get(user) ?? 'somebody', 60);
}

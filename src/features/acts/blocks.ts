import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  button,
  context,
  escape,
  link,
  linkButton,
  modal,
  preformatted,
  section,
  textInput,
} from '../../blocks.ts';
import { refText, type Issue } from '../../domain/issue.ts';
import type { Lack } from '../../domain/merging.ts';
import { HOLD, REASON } from '../../domain/own-act.ts';
import type { Through } from '../../domain/rights.ts';
import type { Message } from '../../feature.ts';
import { lacksAfter, writeSaying, type Cover, type Saying } from './plan.ts';

/** All that a dialog says before something is said. */
export interface Asking {
  pull: Issue;
  saying: Saying;
  /** The GitHub login it is said as. */
  login: string;
  through: Through;
  /** The commit they looked at first, where another one is the latest by now. */
  was: string | undefined;
  /** What it lacks now. */
  missing: readonly Lack[];
  /** How much of it an approval of theirs covers; undefined where its files, or their OWNERS, are not known. */
  cover: Cover | undefined;
}

/** The dialog in which it is confirmed. */
export function askingModal(asking: Asking): ModalView {
  const { saying, through } = asking;
  const why = saying.act === 'hold' && through === 'prow' ? [reasonInput(saying.because)] : [];
  return modal('acts:say', `/${saying.act}`, buttonText(asking), writeSaying(saying), [
    ...shown(asking),
    ...why,
  ]);
}

/** The same as a message with a button, where no dialog can be opened. */
export function askingMessage(asking: Asking): Message {
  const { pull, saying } = asking;
  const why = saying.because === undefined ? [] : [context(`Why: ${escape(saying.because, REASON)}`)];
  const confirm = actions(button(buttonText(asking), 'acts:say', writeSaying(saying), 'primary'));
  return {
    text: `/${saying.act} on ${escape(refText(pull))}?`,
    blocks: [...shown(asking), ...why, confirm],
  };
}

function shown(asking: Asking): KnownBlock[] {
  const { pull, saying, was } = asking;
  const moved =
    was === undefined
      ? []
      : [
          section(
            `*New commits came since you looked*: it was at ${commit(was)}, and is at ${commit(saying.head)}. Look at it again first.`,
          ),
        ];
  return [
    section(
      `*${link(pull.url, pull.title, 150)}*\n${escape(refText(pull))} · opened by ${escape(pull.author)}`,
    ),
    ...moved,
    section([whatIsSaid(asking), ...whatFollows(asking)].join('\n')),
    ...hints(asking).map((hint) => context(hint)),
  ];
}

function reasonInput(initial: string | undefined) {
  const more = { max: REASON, ...(initial === undefined ? {} : { initial }) };
  return textInput('because', 'Why', 'On GitHub it stands below, as a quotation.', more);
}

/** "Comments `/lgtm` on harbour/boats#5 as dana, for the commit a1b2c3d." */
function whatIsSaid({ pull, saying, login, through }: Asking): string {
  const where = `${escape(refText(pull))} as *${escape(login, 40)}*`;
  const of = saying.head === undefined ? '' : `, for the commit ${commit(saying.head)}`;
  if (through === 'prow') return `Comments \`/${saying.act}\` on ${where}${of}.`;
  if (saying.act === 'hold') return `Sets the label \`${HOLD}\` on ${where}.`;
  if (saying.act === 'hold cancel') return `Takes the label \`${HOLD}\` off ${where}.`;
  return `Approves ${where} by a review${of}.`;
}

/** What comes of it, as far as the mirror tells. */
function whatFollows({ saying: { act }, missing, cover, through }: Asking): string[] {
  if (act === 'hold')
    return [
      through === 'prow'
        ? 'It does not merge before somebody says `/hold cancel`.'
        : 'It is not to be merged before the label is off.',
    ];
  const left = lacksAfter(act, missing, cover);
  if (left.length === 0) return ['Nothing else is missing: it may merge at once.'];
  if (act !== 'approve' || cover !== undefined) return [`Then it still lacks: ${listed(left)}.`];
  const others = left.filter(({ what }) => what !== 'approved');
  return [
    others.length === 0
      ? 'Once all its files are approved nothing else is missing: it may merge at once.'
      : `Beside approval it still lacks: ${listed(others)}.`,
  ];
}

function listed(lacks: readonly Lack[]): string {
  return lacks.map(lackText).join(', ');
}

/** Whose word counts, where it may not be theirs. */
function hints({ saying: { act }, through, cover, pull, missing }: Asking): string[] {
  if (through === 'labels') return [];
  const lacks = (what: Lack['what']) => missing.some((lack) => lack.what === what);
  if (act === 'lgtm')
    return [lacks('lgtm') ? 'Prow takes it from collaborators of the repository.' : 'It has `lgtm` already.'];
  if (act === 'approve') {
    if (!lacks('approved')) return ['It is `approved` already.'];
    return cover === undefined ? [COVERS.unknown] : cover === 'all' ? [] : [COVERS[cover]];
  }
  const held = pull.labels.some((label) => label.toLowerCase() === HOLD);
  if (act === 'hold') return held ? ['It is on hold already.'] : [];
  return held ? [] : ['As far as sigbot knows, nobody holds it.'];
}

const COVERS = {
  unknown: 'Prow counts it for the files whose OWNERS name you.',
  some: 'OWNERS names you for some of what lacks approval; the rest needs another approver.',
  none: 'OWNERS names you for nothing that lacks approval, so Prow will not count it.',
} as const;

/** Something that is missing, in a word or two. */
function lackText({ what, label, checks = [], count = 1 }: Lack): string {
  switch (what) {
    case 'draft':
      return 'it is a draft';
    case 'failing':
      return checks.length === 1 ? 'a check fails' : `${checks.length} checks fail`;
    case 'pending':
      return checks.length === 1 ? 'a check runs' : `${checks.length} checks run`;
    case 'changes':
      return 'a review asks for changes';
    case 'review':
      return count === 1 ? 'a review that approves' : `${count} reviews that approve`;
    case 'rebase':
      return 'it needs a rebase';
    default:
      return `\`${escape(label ?? what, 60)}\``;
  }
}

function buttonText({ saying: { act }, through }: Pick<Asking, 'saying' | 'through'>): string {
  if (through === 'prow') return `Comment /${act}`;
  if (act === 'hold') return 'Hold it';
  return act === 'hold cancel' ? 'End the hold' : 'Approve it';
}

/** The answer to who confirmed it. */
export function saidText({
  pull,
  saying,
  login,
  through,
}: Pick<Asking, 'pull' | 'saying' | 'login' | 'through'>): string {
  const where = link(pull.url, refText(pull));
  return through === 'prow'
    ? `${where}: \`/${saying.act}\` goes there as ${escape(login, 40)}. The card follows when Prow has taken it.`
    : `${where}: ${saying.act} goes there as ${escape(login, 40)}. The card follows.`;
}

/** What the person does themselves: why, the text, and the way there. */
export function handedMessage(pull: Issue, why: string, text: string): Message {
  return {
    text: escape(why, 500),
    blocks: [
      section(`${link(pull.url, refText(pull))}: ${escape(why, 500)}`),
      ...preformatted(text),
      actions(linkButton('Open it on GitHub', 'acts:go', pull.url)),
    ],
  };
}

function commit(sha = ''): string {
  return `\`${escape(sha.slice(0, 7))}\``;
}

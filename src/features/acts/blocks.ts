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
import { HOLD, REASON, type OwnAct } from '../../domain/own-act.ts';
import type { Through } from '../../domain/rights.ts';
import type { Message } from '../../feature.ts';
import { lackLines } from '../../pull-words.ts';
import { coverOf, lacksAfter, writeSaying, type Saying } from './plan.ts';

/** All that a dialog says before something is said. */
export interface Asking {
  pull: Issue;
  saying: Saying;
  /** The GitHub login it is said as, and all of theirs, in lower case. */
  login: string;
  logins: readonly string[];
  through: Through;
  /** The commit they looked at first, where another one is the latest by now. */
  was: string | undefined;
  /** What it lacks now. */
  missing: readonly Lack[];
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
function whatFollows({ pull, saying: { act }, missing, logins, through }: Asking): string[] {
  if (act === 'hold')
    return [
      through === 'prow'
        ? 'It does not merge before somebody says `/hold cancel`.'
        : 'It is not to be merged before the label is off.',
    ];
  const left = lacksAfter(act, missing, logins);
  const unsure = act === 'approve' && left.some(isApproval) && coverOf(missing, logins) === undefined;
  const others = unsure ? left.filter((lack) => !isApproval(lack)) : left;
  if (others.length > 0)
    return [
      unsure ? 'Beside approval it still lacks' : 'Then it still lacks',
      ...lackLines(pull, others).map((line) => `• ${line}`),
    ];
  const rest = 'else is missing, as far as sigbot knows: it may merge at once.';
  return [unsure ? `Once all its files are approved nothing ${rest}` : `Nothing ${rest}`];
}

const isApproval = ({ what }: Lack) => what === 'approved';

/** Whose word counts, where it may not be theirs. */
function hints({ saying: { act }, through, logins, pull, missing }: Asking): string[] {
  if (through === 'labels') return [];
  if (act === 'lgtm') {
    const lacking = missing.some(({ what }) => what === 'lgtm');
    return [lacking ? 'Prow takes it from collaborators of the repository.' : 'It has `lgtm` already.'];
  }
  if (act === 'approve') {
    if (!missing.some(isApproval)) return ['It is `approved` already.'];
    return [COVERS[coverOf(missing, logins) ?? 'unknown']].filter(Boolean);
  }
  const held = pull.labels.some((label) => label.toLowerCase() === HOLD);
  if (act === 'hold') return held ? ['It is on hold already.'] : [];
  return held ? [] : ['As far as sigbot knows, nobody holds it.'];
}

const COVERS = {
  all: '',
  unknown: 'Prow counts it for the files whose OWNERS name you.',
  some: 'OWNERS names you for some of what lacks approval; the rest needs another approver.',
  none: 'OWNERS names you for nothing that lacks approval, so Prow will not count it.',
} as const;

function buttonText({ saying: { act }, through }: Pick<Asking, 'saying' | 'through'>): string {
  if (through === 'prow') return `Comment /${act}`;
  if (act === 'hold') return 'Hold it';
  return act === 'hold cancel' ? 'End the hold' : 'Approve it';
}

/** What happens where there is no Prow. */
const GOES: Readonly<Record<OwnAct, string>> = {
  lgtm: 'a review that approves it goes there',
  approve: 'a review that approves it goes there',
  hold: `the label \`${HOLD}\` is set`,
  'hold cancel': `the label \`${HOLD}\` is taken off`,
};

/** The answer to who confirmed it. */
export function saidText({
  pull,
  saying,
  login,
  through,
}: Pick<Asking, 'pull' | 'saying' | 'login' | 'through'>): string {
  const [where, who] = [link(pull.url, refText(pull)), escape(login, 40)];
  return through === 'prow'
    ? `${where}: \`/${saying.act}\` goes there as ${who}. Its card, where it has one, follows when Prow has taken it.`
    : `${where}: ${GOES[saying.act]} as ${who}. Its card, where it has one, follows.`;
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

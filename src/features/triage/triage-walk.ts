import { escape, link, preformatted, say, section } from '../../blocks.ts';
import { goesOn } from '../../domain/board.ts';
import { UserError } from '../../domain/errors.ts';
import { refText, type IssueId } from '../../domain/issue.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Press, Reply, Submit } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { moreModal, needsInfoModal } from './blocks.ts';
import { countOn } from './board.ts';
import { checkMore, typedOf } from './form.ts';
import { decideById, issueToDecide } from './triage-decide.ts';
import { decidedMeanwhile, takenByOthers } from './triage-others.ts';
import { beginAnew, goOn, leave, lookAgain } from './triage-steps.ts';
import { undo } from './triage-undo.ts';
import { marked, onWalk, readForm, readWalk, settledIn, shownIn, type Fate, type Walk } from './walk.ts';
import { vocabularyOf, type TypedDecision } from './words.ts';

/** The walker's buttons. */
export const walkPresses: Readonly<Record<string, Press>> = {
  'walk:accept': inWalk((id, walk, call, ports) =>
    decideAndGoOn(id, { assign: [], accept: true }, walk, call, ports),
  ),
  'walk:assign': inWalk(async (id, walk, call, ports) => {
    const overtaken = await decidedMeanwhile(id, walk, call, ports);
    if (overtaken) return lookAgain(walk, overtaken, call, ports);
    return lookAgain(walk, await decideById(id, { assign: ['me'] }, call, ports), call, ports);
  }),
  'walk:duplicate': inWalk((ref, walk, call, ports) =>
    decideAndGoOn(shownIn(walk) ?? '', { assign: [], duplicateOf: ref }, walk, call, ports),
  ),
  'walk:ask': inWalk(async (id, walk, call, ports) => {
    const issue = await issueToDecide(id, call, ports);
    return { view: onWalk(needsInfoModal(issue), 'walk:ask', id, walk) };
  }),
  'walk:more': inWalk(async (id, walk, call, ports) => {
    const issue = await issueToDecide(id, call, ports);
    const vocabulary = vocabularyOf(await ports.issues.labels(issue.repo));
    const form = moreModal(issue, ports.directory.current().groups, vocabulary);
    return { view: onWalk(form, 'walk:more', id, walk) };
  }),
  'walk:skip': inWalk((id, walk, call, ports) =>
    goOn(marked(walk, id, 's'), { effects: [leave(id, walk, call)] }, call, ports),
  ),
  'walk:back': inWalk(async (_id, walk, call, ports) => {
    const taken = await takenByOthers(walk, call, ports);
    const at = walk.trail.findLastIndex((issue, place) => place < walk.at && !taken.has(issue));
    const none = { message: say('Somebody else has those before this one now.') };
    return at === -1 ? lookAgain(walk, none, call, ports) : lookAgain({ ...walk, at }, {}, call, ports);
  }),
  'walk:undo': inWalk(async (_value, before, call, ports) => {
    const undone = await undo(call, ports);
    const at = undone.issue ? before.trail.indexOf(undone.issue.id) : -1;
    const walk = marked({ ...before, at: at === -1 ? before.at : at }, undone.issue?.id ?? '', '-');
    const uncounted = await counted(before, walk, call, ports);
    const did = { ...undone, effects: [...(undone.effects ?? []), ...uncounted] };
    return lookAgain(walk, did, call, ports);
  }),
  'walk:text': inWalk((id, walk, call, ports) => showText(id, walk, call, ports)),
  'walk:done': inWalk((id, walk, call, ports) => lookAgain(marked(walk, id, 'd'), {}, call, ports)),
  // Slack tells of a press on a link as well.
  'walk:open': () => Promise.resolve({}),
};

type WalkPress = (value: string, walk: Walk, call: Call, ports: Ports) => Promise<Reply>;

/** A button of the walker; where an older sigbot drew it, the walk begins anew. */
function inWalk(press: WalkPress): Press {
  return async (value, call, ports) => {
    const { metadata } = call;
    if (metadata === undefined) throw new UserError('This walk is over.', 'Begin another one: `/sig triage`');
    const walk = readWalk(metadata);
    return walk ? press(value, walk, call, ports) : beginAnew(metadata, call, ports);
  };
}

/** Shows once more what the person has to do on GitHub themselves. */
async function showText(id: IssueId, walk: Walk, call: Call, ports: Ports): Promise<Reply> {
  const issue = await ports.issues.byId(id);
  const handed = issue && (await ports.handOffs.of(call.user, id));
  if (!handed) {
    const gone = { message: say('sigbot keeps such a text for a day only, or may not show it here.') };
    return lookAgain(walk, gone, call, ports);
  }
  const what = `${link(issue.url, refText(issue))}: ${escape(handed.what, 300)}.`;
  const said = [section(`${what}\n${escape(handed.because, 500)}`), ...preformatted(handed.text)];
  return lookAgain(walk, {}, call, ports, { said, undo: false, handed: id });
}

/** The forms on top of the walker. */
export const walkSubmits: Readonly<Record<string, Submit>> = {
  'walk:ask': {
    run: ({ question = '' }, form, call, ports) => {
      const needsInformation = question.trim() === '' ? {} : { question: question.trim() };
      return sent(form, { assign: [], needsInformation }, call, ports);
    },
  },
  'walk:more': {
    check: checkMore,
    run: (values, form, call, ports) => sent(form, typedOf(values), call, ports),
  },
};

async function sent(form: string, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  const read = readForm(form);
  return read ? decideAndGoOn(read.issue, typed, read.walk, call, ports) : beginAnew(form, call, ports);
}

/**
 * Decides, and goes on to the next issue; where somebody else was there meanwhile nothing is done but to show what they
 * decided. The claim on what was decided is kept: until GitHub has heard of the decision the issue waits still, and must
 * not be given to somebody else.
 */
async function decideAndGoOn(
  id: IssueId,
  typed: TypedDecision,
  walk: Walk,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const overtaken = await decidedMeanwhile(id, walk, call, ports);
  if (overtaken) return lookAgain(walk, overtaken, call, ports);
  const decided = await decideById(id, typed, call, ports);
  const after = marked(walk, id, fateOf(decided));
  const effects = [...(decided.effects ?? []), ...(await counted(walk, after, call, ports))];
  return goOn(after, { ...decided, effects }, call, ports);
}

/** What is handed to the person is not decided before they have done it on GitHub. */
function fateOf({ effects = [] }: Reply): Fate {
  return effects.some(({ kind }) => kind === 'handoff.keep') ? 'h' : 'd';
}

/** Counts on the board of the walk what is settled in it after the act, and was not before. */
async function counted(before: Walk, after: Walk, { user, now }: Call, ports: Ports): Promise<Effect[]> {
  const more = settledIn(after) - settledIn(before);
  const board = before.board === undefined || more === 0 ? undefined : await ports.boards.byId(before.board);
  return board && goesOn(board, now) ? countOn(board, user, more) : [];
}

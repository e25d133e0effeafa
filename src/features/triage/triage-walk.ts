import { say } from '../../blocks.ts';
import { goesOn } from '../../domain/board.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { SHOWN } from '../../domain/similar.ts';
import { MINUTE } from '../../domain/time.ts';
import { isAccepted, standing } from '../../domain/verdict.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Press, Reply, Submit } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { moreModal, needsInfoModal, PAGE, queueMessage } from './blocks.ts';
import { countOn } from './board.ts';
import type { QueueFilter } from './filter.ts';
import { checkMore, typedOf } from './form.ts';
import { decideById, issueToDecide } from './triage-decide.ts';
import { decidedMeanwhile, takenByOthers } from './triage-others.ts';
import { mayPerhaps, pageOf, queuedGroup } from './triage-queue.ts';
import { undo } from './triage-undo.ts';
import { vocabularyOf, type TypedDecision } from './words.ts';
import {
  begin,
  decidedIn,
  endView,
  marked,
  onTo,
  onWalk,
  passedBy,
  readForm,
  readWalk,
  settledIn,
  shownIn,
  walkView,
  type Fate,
  type Looking,
  type Walk,
} from './walk.ts';

/** How long an issue is kept for whoever looks at it, in ms. */
const CLAIM = 10 * MINUTE;

/** Opens a walk through a queue for who may decide; everybody else sees it as a list, as does who cannot have a modal. */
export async function startWalk(
  filter: QueueFilter,
  call: Call,
  ports: Ports,
  board?: string,
): Promise<Reply> {
  const group = queuedGroup(filter, ports);
  const page = await pageOf(group, filter, ports, { limit: PAGE, offset: 0 });
  const list = { message: queueMessage({ group, filter: { ...filter, offset: 0 }, ...page }) };
  if (!(await mayPerhaps(group, call, ports))) return list;
  if (page.total === 0) return list;
  const walk = begin(filter, page.total, call.now, board);
  const taken = await takenByOthers(walk, call, ports);
  const first = page.issues.find(({ id }) => !taken.has(id));
  // Where others have all of the page, the queue is asked once more.
  const opened = first
    ? showing(first, onTo(walk, first.id), [], false, call, ports)
    : onward(walk, [], call, ports);
  return { ...list, ...(await opened) };
}

/** The walker's buttons. */
export const walkPresses: Readonly<Record<string, Press>> = {
  'walk:accept': (id, call, ports) =>
    decideAndGoOn(id, { assign: [], accept: true }, walkOf(call), call, ports),
  'walk:assign': async (id, call, ports) => {
    const walk = walkOf(call);
    const overtaken = await decidedMeanwhile(id, walk, call, ports);
    if (overtaken) return lookAgain(walk, overtaken, call, ports);
    return lookAgain(walk, await decideById(id, { assign: ['me'] }, call, ports), call, ports);
  },
  'walk:duplicate': (ref, call, ports) => {
    const walk = walkOf(call);
    return decideAndGoOn(shownIn(walk) ?? '', { assign: [], duplicateOf: ref }, walk, call, ports);
  },
  'walk:ask': async (id, call, ports) => {
    const issue = await issueToDecide(id, call, ports);
    return { view: onWalk(needsInfoModal(issue), 'walk:ask', id, walkOf(call)) };
  },
  'walk:more': async (id, call, ports) => {
    const issue = await issueToDecide(id, call, ports);
    const vocabulary = vocabularyOf(await ports.issues.labels(issue.repo));
    const form = moreModal(issue, ports.directory.current().groups, vocabulary);
    return { view: onWalk(form, 'walk:more', id, walkOf(call)) };
  },
  'walk:skip': (id, call, ports) => {
    const walk = walkOf(call);
    const left = leave(id, walk, call);
    return goOn(marked(walk, id, 's'), { effects: [left] }, call, ports);
  },
  'walk:back': async (_id, call, ports) => {
    const walk = walkOf(call);
    const taken = await takenByOthers(walk, call, ports);
    const at = walk.trail.findLastIndex((issue, place) => place < walk.at && !taken.has(issue));
    const none = { message: say('Somebody else has those before this one now.') };
    return at === -1 ? lookAgain(walk, none, call, ports) : lookAgain({ ...walk, at }, {}, call, ports);
  },
  'walk:undo': async (_value, call, ports) => {
    const undone = await undo(call, ports);
    const before = walkOf(call);
    const at = undone.issue ? before.trail.indexOf(undone.issue.id) : -1;
    const walk = marked({ ...before, at: at === -1 ? before.at : at }, undone.issue?.id ?? '', '-');
    const uncounted = await counted(before, walk, call, ports);
    const did = { ...undone, effects: [...(undone.effects ?? []), ...uncounted] };
    return lookAgain(walk, did, call, ports);
  },
  // Slack tells of a press on a link as well.
  'walk:open': () => Promise.resolve({}),
};

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
  const { issue, walk } = readForm(form);
  return decideAndGoOn(issue, typed, walk, call, ports);
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

/** In hand-off nothing is decided before the person has done it on GitHub. */
function fateOf({ effects = [] }: Reply): Fate {
  return effects.some(({ kind }) => kind === 'decision.keep' || kind === 'verdict.record') ? 'd' : 'h';
}

/** What was done, and the next issue in place of this one. */
async function goOn(walk: Walk, did: Reply, call: Call, ports: Ports): Promise<Reply> {
  const { message, effects = [], ...rest } = did;
  const undoable = effects.some(({ kind }) => kind === 'decision.keep');
  const next = await onward(walk, message?.blocks ?? [], call, ports, undoable);
  return { ...rest, ...next, effects: [...effects, ...(next.effects ?? [])], replace: true };
}

/** Counts on the board of the walk what is settled in it after the act, and was not before. */
async function counted(before: Walk, after: Walk, { user, now }: Call, ports: Ports): Promise<Effect[]> {
  const more = settledIn(after) - settledIn(before);
  const board = before.board === undefined || more === 0 ? undefined : await ports.boards.byId(before.board);
  return board && goesOn(board, now) ? countOn(board, user, more) : [];
}

/** What was done, and the issue at which the walk stands; the next one where somebody else has that by now. */
async function lookAgain(walk: Walk, did: Reply, call: Call, ports: Ports): Promise<Reply> {
  const id = shownIn(walk);
  const issue = id === undefined ? undefined : await ports.issues.byId(id);
  const { message, effects = [], ...rest } = did;
  const said = message?.blocks ?? [];
  if (!issue || (await takenByOthers(walk, call, ports)).has(issue.id)) return goOn(walk, did, call, ports);
  const undoable = effects.some(({ kind }) => kind === 'decision.keep');
  const shown = await showing(issue, { ...walk, seen: call.now }, said, undoable, call, ports);
  return { ...rest, ...shown, effects: [...effects, ...(shown.effects ?? [])], replace: true };
}

/** The next issue that nobody else looks at, of those one came back from first; or the end. */
async function onward(
  walk: Walk,
  said: Looking['said'],
  call: Call,
  ports: Ports,
  undoable = false,
): Promise<Reply> {
  const group = queuedGroup(walk.filter, ports);
  const there = await nextOf({ ...walk, seen: call.now }, group, call, ports);
  const issue = there && (await ports.issues.byId(shownIn(there) ?? ''));
  if (!issue)
    return {
      view: endView(walk, { group, said, undo: undoable, ...(await leftOf(walk, group, call, ports)) }),
    };
  return showing(issue, there, said, undoable, call, ports);
}

async function showing(
  issue: Issue,
  walk: Walk,
  said: Looking['said'],
  undoable: boolean,
  call: Call,
  ports: Ports,
): Promise<Reply> {
  const view = walkView(walk, await lookingAt(issue, walk, said, undoable, call, ports));
  return { view, effects: [take(issue.id, walk, call)] };
}

/** The walk, a step on; undefined at its end. */
async function nextOf(walk: Walk, group: Group, call: Call, ports: Ports): Promise<Walk | undefined> {
  const taken = await takenByOthers(walk, call, ports);
  const ahead = walk.trail.findIndex((issue, place) => place > walk.at && !taken.has(issue));
  if (ahead !== -1) return { ...walk, at: ahead };
  const freeFor = { user: call.user, now: call.now };
  const part = { limit: 1, offset: passedBy(walk), without: walk.trail, freeFor };
  const [next] = (await pageOf(group, walk.filter, ports, part)).issues;
  return next && onTo(walk, next.id);
}

async function leftOf(walk: Walk, group: Group, { user, now }: Call, ports: Ports) {
  // What was decided a moment ago waits on GitHub for a moment still.
  const part = { limit: 1, offset: 0, without: decidedIn(walk) };
  const { total: waiting } = await pageOf(group, walk.filter, ports, part);
  const free = await pageOf(group, walk.filter, ports, { ...part, freeFor: { user, now } });
  return { waiting, elsewhere: waiting - free.total };
}

async function lookingAt(
  issue: Issue,
  walk: Walk,
  said: Looking['said'],
  undoable: boolean,
  { user, now }: Call,
  ports: Ports,
): Promise<Looking> {
  const group = queuedGroup(walk.filter, ports);
  const claims = await ports.claims.inGroup(group.id, now);
  const others = claims.map((claim) => claim.user).filter((other) => other !== user);
  const verdicts = await ports.verdicts.of(issue.id);
  const groups = groupsWithLabels(ports.directory.current().groups, issue.labels);
  const ours = groups.filter(({ id }) => id === group.id);
  const inOrder = [...ours, ...groups.filter((other) => !ours.includes(other))];
  const standings = standing(issue, verdicts, inOrder, ports.policy.labels, now);
  return {
    group,
    issue,
    standings,
    excerpt: await ports.issues.excerpt(issue.id),
    linked: await ports.issues.linked(issue.id),
    similar: await ports.issues.similar(issue.id, SHOWN),
    others: [],
    alsoHere: [...new Set(others)],
    acceptable:
      issue.state === 'open' && !standings.some((its) => its.group.id === group.id && isAccepted(its)),
    said,
    undo: undoable,
  };
}

function take(issue: IssueId, { filter }: Walk, { user, now }: Call): Effect {
  return { kind: 'claim.take', issue, group: filter.group, user, until: now + CLAIM };
}

function leave(issue: IssueId, { filter }: Walk, { user }: Call): Effect {
  return { kind: 'claim.leave', issue, group: filter.group, user };
}

function walkOf({ metadata }: Call): Walk {
  if (metadata === undefined) throw new UserError('This walk is over.', 'Begin another one: `/sig triage`');
  return readWalk(metadata);
}

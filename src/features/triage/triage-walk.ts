import { UserError } from '../../domain/errors.ts';
import type { Board } from '../../domain/board.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { SHOWN } from '../../domain/similar.ts';
import { MINUTE } from '../../domain/time.ts';
import { standing, waits } from '../../domain/verdict.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Message, Press, Reply, Submit } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { moreModal, needsInfoModal, PAGE, queueMessage } from './blocks.ts';
import { boardMessage, countOn, endBoard, openBoard } from './board.ts';
import type { QueueFilter } from './filter.ts';
import { checkMore, typedOf } from './form.ts';
import { onlyDeciders } from './resolve.ts';
import { decideById, issueToDecide } from './triage-decide.ts';
import { mayCertainly, mayPerhaps, pageOf, queuedGroup, showQueue } from './triage-queue.ts';
import { undo } from './triage-undo.ts';
import { vocabularyOf, type TypedDecision } from './words.ts';
import {
  begin,
  decidedIn,
  endView,
  marked,
  onTo,
  onWalk,
  readForm,
  readWalk,
  shownIn,
  walkView,
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
  return { ...list, ...(await onward(begin(filter, page.total, board), [], call, ports)) };
}

/**
 * Posts a board into the group's channel, and lets who asked begin.
 * @throws UserError where the group has no channel, or the person does not decide for it
 */
export async function startTogether(filter: QueueFilter, call: Call, ports: Ports): Promise<Reply> {
  const group = queuedGroup(filter, ports);
  const channel = ports.directory.channelOf(group)?.id;
  if (channel === undefined) throw new UserError(`${group.title} has no channel that sigbot may post in.`);
  const { issues, total } = await pageOf(group, filter, ports, { limit: 1, offset: 0 });
  if (!(await mayCertainly(group, issues, call, ports))) {
    throw new UserError(
      onlyDeciders([group], ports.people.named, 'triage together'),
      'Who you are here: `/sig whoami`',
    );
  }
  if (total === 0) return showQueue(filter, ports);
  const { id, effects } = openBoard({ group, channel, filter, total, by: call.user, now: call.now });
  const joined: Effect = { kind: 'board.count', board: id, user: call.user, decided: 0 };
  const walk = await startWalk(filter, call, ports, id);
  return { ...walk, effects: [...effects, joined, ...(walk.effects ?? [])] };
}

/** A board as its channel sees it now. */
export async function renderBoard(id: string, ports: Ports): Promise<Message | undefined> {
  const board = await ports.boards.byId(id);
  const group = ports.directory.current().groups.find((one) => one.id === board?.group);
  return board && group && boardMessage(board, group);
}

/** The walker's buttons. */
export const walkPresses: Readonly<Record<string, Press>> = {
  'walk:accept': (id, call, ports) => decideAndGoOn(id, { assign: [], accept: true }, call, ports),
  'walk:assign': async (id, call, ports) => {
    const decided = await decideById(id, { assign: ['me'] }, call, ports);
    return lookAgain(walkOf(call), decided, call, ports);
  },
  'walk:duplicate': (ref, call, ports) => {
    const id = shownIn(walkOf(call)) ?? '';
    return decideAndGoOn(id, { assign: [], duplicateOf: ref }, call, ports);
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
    return lookAgain({ ...walk, at: Math.max(0, walk.at - 1) }, {}, call, ports);
  },
  'walk:undo': async (_value, call, ports) => {
    const undone = await undo(call, ports);
    const walk = walkOf(call);
    const at = undone.issue ? walk.trail.indexOf(undone.issue.id) : -1;
    const uncounted = await counted(walk, -1, call, ports);
    const back = marked({ ...walk, at: at === -1 ? walk.at : at }, undone.issue?.id ?? '', '-');
    const did = { ...undone, effects: [...(undone.effects ?? []), ...uncounted] };
    return lookAgain(back, did, call, ports);
  },
  'walk:join': async (id, call, ports) => {
    const board = await openBoardOf(id, ports);
    const walk = await startWalk(JSON.parse(board.filter) as QueueFilter, call, ports, id);
    const joined = walk.view ? countOn(board, call.user, 0) : [];
    return { ...walk, effects: [...joined, ...(walk.effects ?? [])] };
  },
  'walk:end': async (id, call, ports) => {
    const board = await openBoardOf(id, ports);
    const filter = JSON.parse(board.filter) as QueueFilter;
    const group = queuedGroup(filter, ports);
    const { issues } = await pageOf(group, filter, ports, { limit: 1, offset: 0 });
    if (!(await mayCertainly(group, issues, call, ports))) {
      throw new UserError(onlyDeciders([group], ports.people.named, 'end this'), 'Ask one of them.');
    }
    return { effects: endBoard(board, call.now) };
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
  const decided = await decideById(issue, typed, call, ports);
  return goOn(marked(walk, issue, 'd'), decided, call, ports);
}

async function decideAndGoOn(id: IssueId, typed: TypedDecision, call: Call, ports: Ports): Promise<Reply> {
  const walk = walkOf(call);
  const decided = await decideById(id, typed, call, ports);
  return goOn(marked(walk, id, 'd'), decided, call, ports);
}

/**
 * What was done, and the next issue in place of this one. The claim on what was decided is kept: until GitHub has heard of
 * the decision the issue waits still, and must not be given to somebody else.
 */
async function goOn(walk: Walk, did: Reply, call: Call, ports: Ports): Promise<Reply> {
  const { message, effects: done = [], ...rest } = did;
  const undoable = done.some(({ kind }) => kind === 'decision.keep');
  const effects = [...done, ...(undoable ? await counted(walk, 1, call, ports) : [])];
  const next = await onward(walk, message?.blocks ?? [], call, ports, undoable);
  return { ...rest, ...next, effects: [...effects, ...(next.effects ?? [])], replace: true };
}

async function counted({ board }: Walk, decided: number, { user }: Call, ports: Ports): Promise<Effect[]> {
  const together = board === undefined ? undefined : await ports.boards.byId(board);
  return together ? countOn(together, user, decided) : [];
}

async function openBoardOf(id: string, ports: Ports): Promise<Board> {
  const board = await ports.boards.byId(id);
  if (board && board.endedAt === undefined) return board;
  throw new UserError('This is over.', 'Begin anew: `/sig triage together`');
}

/** What was done, and the issue at which the walk stands. */
async function lookAgain(walk: Walk, did: Reply, call: Call, ports: Ports): Promise<Reply> {
  const id = shownIn(walk);
  const issue = id === undefined ? undefined : await ports.issues.byId(id);
  const { message, effects = [], ...rest } = did;
  const said = message?.blocks ?? [];
  if (!issue) return goOn(walk, did, call, ports);
  const undoable = effects.some(({ kind }) => kind === 'decision.keep');
  const view = walkView(walk, await lookingAt(issue, walk, said, undoable, call, ports));
  return { ...rest, view, effects: [...effects, take(issue.id, walk, call)], replace: true };
}

/** The next issue that nobody else looks at, or the end. */
async function onward(
  walk: Walk,
  said: Looking['said'],
  call: Call,
  ports: Ports,
  undoable = false,
): Promise<Reply> {
  const group = queuedGroup(walk.filter, ports);
  const freeFor = { user: call.user, now: call.now };
  const part = { limit: 1, offset: 0, without: walk.trail, freeFor };
  const ahead = walk.trail[walk.at + 1];
  const [next] = ahead === undefined ? (await pageOf(group, walk.filter, ports, part)).issues : [];
  const issue = ahead === undefined ? next : await ports.issues.byId(ahead);
  if (!issue)
    return {
      view: endView(walk, { group, said, undo: undoable, ...(await leftOf(walk, group, call, ports)) }),
    };
  const there = ahead === undefined ? onTo(walk, issue.id) : { ...walk, at: walk.at + 1 };
  const looking = await lookingAt(issue, there, said, undoable, call, ports);
  return { view: walkView(there, looking), effects: [take(issue.id, there, call)] };
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
    waits: standings.some((its) => its.group.id === group.id && waits(its, issue)),
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

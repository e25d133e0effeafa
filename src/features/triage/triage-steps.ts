import { section } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import { groupsWithLabels, type Group } from '../../domain/group.ts';
import type { Issue, IssueId } from '../../domain/issue.ts';
import { SHOWN } from '../../domain/similar.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { acceptable, standing } from '../../domain/verdict.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { PAGE, queueMessage } from './blocks.ts';
import type { QueueFilter } from './filter.ts';
import { takenByOthers } from './triage-others.ts';
import { mayPerhaps, pageOf, queuedGroup } from './triage-queue.ts';
import { endView, walkView, type Looking } from './walk-view.ts';
import {
  begin,
  decidedIn,
  groupOfWalk,
  handedIn,
  marked,
  onTo,
  passedBy,
  shownIn,
  type Walk,
} from './walk.ts';

/** What was just done, as the walk says it. */
type Said = Pick<Looking, 'said' | 'undo' | 'handed'>;

const NOTHING: Said = { said: [], undo: false };

/** How long an issue is kept for whoever looks at it, in ms. */
const CLAIM = 10 * MINUTE;

/** Opens a walk through a queue for who may decide; everybody else sees it as a list, as does who cannot have a modal. */
export async function startWalk(
  filter: QueueFilter,
  call: Call,
  ports: Ports,
  { board, said = NOTHING }: { board?: string; said?: Said } = {},
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
    ? showing(first, onTo(walk, first.id), said, call, ports)
    : onward(walk, said, call, ports);
  return { ...list, ...(await opened) };
}

const ANEW =
  'sigbot was brought up to date since this walk was opened, so it begins anew. What you just pressed was not carried out.';

/**
 * In place of a walk that an older sigbot opened: the same queue from its beginning.
 * @throws UserError where that cannot be told, or nothing waits in it
 */
export async function beginAnew(metadata: string, call: Call, ports: Ports): Promise<Reply> {
  const group = groupOfWalk(metadata);
  const said = { ...NOTHING, said: [section(ANEW)] };
  const anew = group === undefined ? {} : await startWalk({ group, offset: 0 }, call, ports, { said });
  if (anew.view) return { ...anew, replace: true };
  throw new UserError(
    'This walk was opened by an older sigbot, and is over.',
    'Begin another one: `/sig triage`',
  );
}

/** What was done, and the next issue in place of this one. */
export async function goOn(
  walk: Walk,
  did: Reply,
  call: Call,
  ports: Ports,
  said = saidOf(did),
): Promise<Reply> {
  const { message: _message, effects = [], ...rest } = did;
  const next = await onward(walk, said, call, ports);
  return { ...rest, ...next, effects: [...effects, ...(next.effects ?? [])], replace: true };
}

function saidOf({ message, effects = [] }: Reply): Said {
  const [handed] = effects.flatMap((effect) => (effect.kind === 'handoff.keep' ? [effect.handed.issue] : []));
  const undo = effects.some(({ kind }) => kind === 'decision.keep');
  return { said: message?.blocks ?? [], undo, handed };
}

/** What was done, and the issue at which the walk stands; the next one where somebody else has that by now. */
export async function lookAgain(
  walk: Walk,
  did: Reply,
  call: Call,
  ports: Ports,
  said = saidOf(did),
): Promise<Reply> {
  const id = shownIn(walk);
  const issue = id === undefined ? undefined : await ports.issues.byId(id);
  const { message: _message, effects = [], ...rest } = did;
  if (!issue || (await takenByOthers(walk, call, ports)).has(issue.id))
    return goOn(walk, did, call, ports, said);
  const shown = await showing(issue, { ...walk, seen: call.now }, said, call, ports);
  return { ...rest, ...shown, effects: [...effects, ...(shown.effects ?? [])], replace: true };
}

/** The next issue that nobody else looks at, of those one came back from first; or the end. */
async function onward(walk: Walk, said: Said, call: Call, ports: Ports): Promise<Reply> {
  const group = queuedGroup(walk.filter, ports);
  const there = await nextOf({ ...walk, seen: call.now }, group, call, ports);
  const issue = there && (await ports.issues.byId(shownIn(there) ?? ''));
  if (issue) return showing(issue, there, said, call, ports);
  const after = await withDone(walk, call, ports);
  return { view: endView(after, { group, ...said, ...(await leftOf(after, group, call, ports)) }) };
}

/** What was handed to the person, and GitHub has told of since, is decided. GitHub dates in whole seconds. */
async function withDone(walk: Walk, { user }: Call, { handOffs, verdicts }: Ports): Promise<Walk> {
  let after = walk;
  for (const id of handedIn(walk)) {
    const handed = await handOffs.of(user, id);
    if (!handed) continue;
    const told = (await verdicts.of(id)).some(
      ({ via, at, ended }) => via === 'github' && !ended && at > handed.at - SECOND,
    );
    if (told) after = marked(after, id, 'd');
  }
  return after;
}

async function showing(issue: Issue, walk: Walk, said: Said, call: Call, ports: Ports): Promise<Reply> {
  const view = walkView(walk, { ...(await lookingAt(issue, walk, call, ports)), ...said });
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
  const handed = await Promise.all(handedIn(walk).map(ports.issues.byId));
  const left = handed.filter((issue) => issue !== undefined);
  return { waiting, elsewhere: waiting - free.total, left };
}

async function lookingAt(
  issue: Issue,
  walk: Walk,
  { user, now }: Call,
  ports: Ports,
): Promise<Omit<Looking, keyof Said>> {
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
    acceptable: standings.some((its) => its.group.id === group.id && acceptable(its, issue)),
  };
}

function take(issue: IssueId, { filter }: Walk, { user, now }: Call): Effect {
  return { kind: 'claim.take', issue, group: filter.group, user, until: now + CLAIM };
}

/** Lets others look at an issue. */
export function leave(issue: IssueId, { filter }: Walk, { user }: Call): Effect {
  return { kind: 'claim.leave', issue, group: filter.group, user };
}

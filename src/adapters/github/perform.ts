import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Effect } from '../../effect.ts';
import { refText, type IssueRef } from '../../domain/issue.ts';
import { hasLabel, prefixOf } from '../../domain/label.ts';
import { ownLabelAmong, ownWordIn } from '../../domain/own-act.ts';
import { DAY, MINUTE, type Instant } from '../../domain/time.ts';
import { backoff, type Attempt, type Outcome, type Perform } from '../../outbox.ts';
import { handedOver } from '../../own-acts.ts';
import type { Ports } from '../../ports.ts';
import { say } from './act.ts';
import type { GitHub } from './auth.ts';
import { failureOf, statusOf } from './failure.ts';
import { findComment, markOf, stillUnknown } from './marker.ts';
import { open } from './open.ts';
import { isGone, ownerAndName, readRepository } from './read.ts';
import type { Tokens } from './tokens.ts';
import { assigneesOf, issueSchema, labelSchema, toSnapshot } from './schema.ts';

/** What keeps its text up to date has a performer of its own (note.ts). */
type GithubEffect = Exclude<
  Extract<Effect, { kind: `github.${string}`; by: unknown }>,
  { kind: 'github.note' }
>;
type EffectOf<Kind extends GithubEffect['kind']> = Extract<GithubEffect, { kind: Kind }>;

/** A client, and what every request of one attempt carries: where, and when to give up. */
interface Call {
  octokit: Octokit;
  at: { owner: string; repo: string; issue_number: number; request: { signal: AbortSignal } };
}

/** The wait where GitHub refuses the credential, in ms: somebody has to act. */
const CREDENTIAL_WAIT = MINUTE;

/** How long after it was planned something is tried, in ms: longer, and it holds up all that waits for the issue. */
const TRIED_FOR = DAY;

export interface GithubPerformer {
  github: GitHub;
  tokens: Pick<Tokens, 'of' | 'refused'>;
  /** The machine's time, by which a limit ends. */
  now: () => Instant;
}

/** Performs the GitHub effects through REST: with the bot's credential, or with the person's own. */
export function githubPerform(performer: GithubPerformer): Perform {
  const { github } = performer;
  return async (attempt, ports) => {
    const { effect } = attempt;
    if (!isGithub(effect)) return { failed: `${effect.kind} is not a GitHub effect` };
    if (github.as === 'nobody' && !isPersons(effect)) {
      return { failed: 'The bot has no GitHub credential: set GITHUB_TOKEN, or the App’s id and key.' };
    }
    const word = ownWordOf(effect);
    if (word !== undefined)
      return { failed: `“${word}” counts for who says it, so sigbot never puts it in. Do it on GitHub.` };
    const outcome = await tryOnce(effect, attempt, performer, ports);
    return inTime(outcome, attempt.plannedAt, ports.calendar.now());
  };
}

async function tryOnce(
  effect: GithubEffect,
  attempt: Attempt,
  { github, tokens, now }: GithubPerformer,
  ports: Ports,
): Promise<Outcome> {
  // A write that waited in a queue for longer than its lease must not leave any more: somebody else may have it.
  const signal = AbortSignal.timeout(1.5 * github.timeout);
  const { owner, repo } = ownerAndName(repoOf(effect));
  try {
    const { user, under } = effect.by;
    const octokit = isPersons(effect)
      ? github.asPerson(await tokens.of(user, under.githubId))
      : await github.octokitFor(owner);
    if (effect.kind === 'github.open')
      return await open(effect, attempt, { octokit, at: { owner, repo, request: { signal } } });
    const call = { octokit, at: { owner, repo, issue_number: effect.issue.number, request: { signal } } };
    if (effect.kind === 'github.comment') return await comment(effect, attempt, call);
    return effect.kind === 'github.act'
      ? await say(effect, attempt, call, ports)
      : await change(effect, call);
  } catch (error) {
    if (isPersons(effect) && statusOf(error) === 401) await tokens.refused(effect.by.user);
    const outcome = failed(error, effect, attempt, now());
    if (effect.kind !== 'github.act' || !('failed' in outcome)) return outcome;
    return handedOver(effect, outcome.failed, attempt, ports);
  }
}

/**
 * Gives up what still fails after a day; in words, for whoever asked. A limit and a refused credential are no fault of
 * the effect: everything waits for them, however long.
 */
export function inTime(outcome: Outcome, plannedAt: Instant, now: Instant): Outcome {
  if (now - plannedAt < TRIED_FOR) return outcome;
  if ('unknown' in outcome) {
    return {
      failed: `After a day it is given up. Look whether it is on GitHub all the same: ${outcome.unknown}`,
    };
  }
  if ('retry' in outcome && !outcome.whole) {
    return { failed: `After a day of tries it is given up: ${outcome.retry}` };
  }
  return outcome;
}

/** Whether it is written with the person's own token: then GitHub judges by their rights. */
function isPersons({ by }: GithubEffect): boolean {
  return by.under.write === 'as-person';
}

/** What it would say, or set as a label, that counts for who does: only an own act may, with the person's own token. */
function ownWordOf(effect: GithubEffect): string | undefined {
  if (effect.kind === 'github.act') return isPersons(effect) ? undefined : `/${effect.act}`;
  const said = 'body' in effect ? ownWordIn(effect.body) : undefined;
  return said ?? ownLabelAmong(labelsIn(effect));
}

function labelsIn(effect: GithubEffect): readonly string[] {
  if (effect.kind === 'github.labels') return [...effect.add, ...effect.remove];
  return effect.kind === 'github.open' ? effect.labels : [];
}

/** "owner/name" */
function repoOf(effect: GithubEffect): string {
  return effect.kind === 'github.open' ? effect.repo : effect.issue.repo;
}

function isGithub(effect: Effect): effect is GithubEffect {
  return effect.kind.startsWith('github.') && effect.kind !== 'github.note' && 'by' in effect;
}

/** Comments once: where an earlier attempt may have got through, its mark is looked for before another is made. */
async function comment(
  effect: EffectOf<'github.comment'>,
  { ambiguous, plannedAt }: Attempt,
  { octokit, at }: Call,
): Promise<Outcome> {
  if (ambiguous) {
    const found = await findComment(octokit, at, effect.once, plannedAt).catch(stillUnknown);
    if (found && 'html_url' in found) return { done: `it was there already: ${found.html_url}` };
    if (found) return found;
  }
  const body = `${effect.body}\n\n${markOf(effect.once)}`;
  const { data } = await octokit.rest.issues.createComment({ ...at, body });
  return { done: data.html_url ?? 'commented' };
}

function change(
  effect: Exclude<GithubEffect, EffectOf<'github.comment' | 'github.open' | 'github.act'>>,
  call: Call,
): Promise<Outcome> {
  switch (effect.kind) {
    case 'github.labels':
      return labels(effect, call);
    case 'github.assign':
      return assign(effect, call);
    case 'github.unassign':
      return unassign(effect, call);
    case 'github.close':
      return close(effect, call);
    case 'github.reopen':
      return reopen(effect, call);
  }
}

async function labels(effect: EffectOf<'github.labels'>, call: Call): Promise<Outcome> {
  const { issue, add, remove, exclusive } = effect;
  const { octokit, at } = call;
  const answer: unknown =
    add.length > 0 ? (await octokit.rest.issues.addLabels({ ...at, labels: [...add] })).data : [];
  // The labels it carries now; nothing where GitHub says it in words we do not know.
  const has =
    z
      .array(labelSchema)
      .safeParse(answer)
      .data?.map(({ name }) => name) ?? [];
  for (const name of new Set([...remove, ...displacedBy(add, has, exclusive)])) {
    await octokit.rest.issues.removeLabel({ ...at, name }).catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error;
    });
  }
  return after('labelled', issue, call);
}

/** What has to go because something else of its exclusive group was added: somebody may have set it meanwhile. */
function displacedBy(add: readonly string[], has: readonly string[], exclusive: readonly string[]): string[] {
  const groups = add.map(prefixOf).filter((prefix) => exclusive.includes(prefix));
  return has.filter((label) => groups.includes(prefixOf(label)) && !hasLabel(add, label));
}

async function assign({ issue, logins }: EffectOf<'github.assign'>, call: Call): Promise<Outcome> {
  const { octokit, at } = call;
  const { data } = await octokit.rest.issues.addAssignees({ ...at, assignees: [...logins] });
  const answer = issueSchema.pick({ assignees: true }).safeParse(data);
  // It was done, whatever GitHub says of it in words we do not know.
  if (!answer.success) return { done: 'assigned' };
  const assigned = assigneesOf(answer.data).map((login) => login.toLowerCase());
  const dropped = logins.filter((login) => !assigned.includes(login.toLowerCase()));
  if (dropped.length > 0) {
    const reason = 'GitHub assigns only members, collaborators and people who commented, ten at most.';
    return { failed: `${refText(issue)} was not assigned to ${dropped.join(', ')}: ${reason}` };
  }
  return after('assigned', issue, call);
}

async function close({ issue, reason }: EffectOf<'github.close'>, call: Call): Promise<Outcome> {
  await call.octokit.rest.issues.update({ ...call.at, state: 'closed', state_reason: reason });
  return after('closed', issue, call);
}

async function unassign({ issue, logins }: EffectOf<'github.unassign'>, call: Call): Promise<Outcome> {
  await call.octokit.rest.issues.removeAssignees({ ...call.at, assignees: [...logins] });
  return after('unassigned', issue, call);
}

async function reopen({ issue }: EffectOf<'github.reopen'>, call: Call): Promise<Outcome> {
  await call.octokit.rest.issues.update({ ...call.at, state: 'open', state_reason: 'reopened' });
  return after('reopened', issue, call);
}

/** What GitHub says of the issue now. It was changed in any case: where it cannot be read, the news comes by itself. */
async function after(done: string, { repo }: IssueRef, { octokit, at }: Call): Promise<Outcome> {
  try {
    const [repository, { data }] = await Promise.all([
      readRepository(octokit, repo, at.request),
      octokit.rest.issues.get(at),
    ]);
    return repository
      ? { done, issue: { snapshot: toSnapshot(issueSchema.parse(data), repository) } }
      : { done };
  } catch (error) {
    if (isGone(error)) throw error;
    return { done };
  }
}

function failed(
  error: unknown,
  effect: GithubEffect,
  { ambiguous, attempts }: Attempt,
  now: number,
): Outcome {
  const failure = failureOf(error, now);
  const wait = backoff(attempts);
  // What may have been commented stays in doubt until it can be looked up; the rest may simply be done again.
  const creates = ['github.comment', 'github.open', 'github.act'].includes(effect.kind);
  switch (failure.kind) {
    case 'limited':
      return { retry: failure.text, after: failure.after, whole: !isPersons(effect) };
    case 'credential':
      if (isPersons(effect)) return { failed: SIGNED_OUT };
      return { retry: failure.text, after: CREDENTIAL_WAIT, whole: true };
    case 'refused':
      return { failed: refusal(failure, effect) };
    case 'unsent':
      return creates && ambiguous ? { unknown: failure.text } : { retry: failure.text, after: wait };
    case 'uncertain':
      return creates ? { unknown: failure.text } : { retry: failure.text, after: wait };
  }
}

const SIGNED_OUT = 'GitHub does not take your sign-in any more. Link again: /sig link';

function refusal(
  { status, text }: { status: number | undefined; text: string },
  effect: GithubEffect,
): string {
  const repo = repoOf(effect);
  const what = effect.kind === 'github.open' ? repo : refText(effect.issue);
  if (isPersons(effect) && (status === 403 || status === 404))
    return `GitHub does not let you do this on ${repo}, or the GitHub App is not installed there: ${text}`;
  switch (status) {
    case undefined:
      return text;
    case 403:
      return `GitHub does not let the bot do this on ${repo}: ${text}. It needs “Issues: write” there.`;
    case 404:
      return `${what} is not there, or the bot’s account cannot see it.`;
    case 410:
      return effect.kind === 'github.open'
        ? `${repo} takes no issues: ${text}.`
        : `${what} is no longer there: ${text}.`;
    default:
      return `GitHub refused it: ${text}`;
  }
}

import { z } from 'zod';
import type { App } from '../../app.ts';
import { refText } from '../../domain/issue.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { LINES, subjectKey, type Effect, type Send, type Subject } from '../../effect.ts';
import { issueOf } from '../../lanes.ts';
import { backoff, type Attempt, type Outcome, type Perform } from '../../outbox.ts';
import type { PublishedDocument } from '../../ports/meeting.ts';
import type { Ports } from '../../ports.ts';
import { toPage, type Page } from '../../publishing.ts';
import type { GitHub } from './auth.ts';
import type { Place } from './document-draft.ts';
import { failureOf } from './failure.ts';
import { findComment, markOf, stillUnknown } from './marker.ts';
import { inTime } from './perform.ts';
import { isGone, ownerAndName } from './read.ts';

type Note = Extract<Send, { kind: 'github.note' }>;

/** Where the store keeps it beside documents at outlets: one a subject, wherever its repository has moved. */
const OUTLET = 'comment';

/** The wait where GitHub refuses the credential, in ms. */
const CREDENTIAL_WAIT = MINUTE;

export interface NotePerformer {
  github: GitHub;
  app: Pick<App, 'document'>;
  /** The machine's time, by which a limit ends. */
  now: () => Instant;
}

/**
 * Writes the one comment about a subject with the bot's own account, and edits it from then on. It is never read back:
 * what stands there is what the document says. Where somebody deleted it, that is a no: it is not written again, and the
 * thread of the subject's message says so once. Everything else is left to `others`.
 */
export function notePerform({ github, app, now }: NotePerformer, others: Perform): Perform {
  return async (attempt, ports) => {
    const { effect } = attempt;
    if (effect.kind !== 'github.note') return others(attempt, ports);
    if (github.as === 'nobody')
      return { failed: 'The bot has no GitHub credential: set GITHUB_TOKEN, or the App’s id and key.' };
    const document = await app.document(effect.subject, ports);
    if (!document) return { skipped: 'there is nothing to say that anybody may read' };
    const page = toPage(document);
    const known = await knownOf(effect.subject, ports);
    if (known?.print === page.print) return { skipped: 'it says that already' };
    const outcome = await tryOnce(effect, { page, known }, attempt, github, ports).catch((error: unknown) =>
      failed(error, effect, known, attempt, now()),
    );
    return inTime(outcome, attempt.plannedAt, ports.calendar.now());
  };
}

async function knownOf(subject: Subject, { documents }: Ports): Promise<PublishedDocument | undefined> {
  return (await documents.of(subject)).find(({ outlet }) => outlet === OUTLET);
}

interface Draft {
  page: Page;
  /** What we wrote last. */
  known: PublishedDocument | undefined;
}

/** A comment as GitHub tells of it. */
const commentSchema = z.object({ id: z.number(), html_url: z.string() });
type Made = z.infer<typeof commentSchema>;

async function tryOnce(
  effect: Note,
  { page, known }: Draft,
  attempt: Attempt,
  github: GitHub,
  ports: Ports,
): Promise<Outcome> {
  const { issue, subject } = effect;
  const { owner, repo } = ownerAndName(issue.repo);
  const signal = AbortSignal.timeout(1.5 * github.timeout);
  const place = { octokit: await github.octokitFor(owner), at: { owner, repo, request: { signal } } };
  const mark = `note:${subjectKey(subject)}`;
  const body = `${page.markdown}\n\n${markOf(mark)}`;
  const written = known
    ? await edit(Number(known.place), body, place)
    : await make(issue.number, { mark, body }, attempt, place);
  if (!written) {
    // Where the issue itself is gone, GitHub's own words say so.
    await place.octokit.rest.issues.get({ ...place.at, issue_number: issue.number });
    return { skipped: TAKEN_AWAY, also: await toldOnce(effect, ports) };
  }
  if (!('html_url' in written)) return written;
  const { id, html_url: url } = written;
  const document = { subject, outlet: OUTLET, place: String(id), url, title: page.title, print: page.print };
  return { done: `${known ? 'edited' : 'commented'}: ${url}`, document };
}

/** Makes the comment; where an earlier attempt may have, it is looked for first. An outcome where that cannot be known. */
async function make(
  number: number,
  { mark, body }: { mark: string; body: string },
  { ambiguous, plannedAt }: Attempt,
  place: Place,
): Promise<Made | Outcome> {
  const { octokit } = place;
  const on = { ...place.at, issue_number: number };
  const ours = ambiguous
    ? await findComment(octokit, on, mark, plannedAt, ({ node_id }) => isByUs(node_id, place)).catch(
        stillUnknown,
      )
    : undefined;
  if (ours && !('html_url' in ours)) return ours;
  const found = ours && (await edit(ours.id, body, place));
  return found ?? commentSchema.parse((await octokit.rest.issues.createComment({ ...on, body })).data);
}

const TAKEN_AWAY = 'somebody deleted it';

/** In the thread of the subject's message, which says what it is about; it goes with the message where that may not be told. */
async function toldOnce(effect: Note, { messages }: Ports): Promise<Effect[]> {
  const { subject } = effect;
  const about = issueOf(effect);
  const posted = await messages.of(subject);
  return posted.flatMap(({ channel, ts: thread }): Effect[] => {
    if (thread === undefined) return [];
    const once = `${LINES}${channel}:${subjectKey(subject)}:deleted`;
    const line = {
      channel,
      thread,
      text: 'Its comment was deleted on GitHub. sigbot does not write it again.',
      once,
    };
    return [{ kind: 'slack.reply', ...line, ...(about !== undefined && { about }) }];
  });
}

/** The comment as it is then; undefined where there is none any more. */
async function edit(id: number, body: string, { octokit, at }: Place): Promise<Made | undefined> {
  try {
    return commentSchema.parse(
      (await octokit.rest.issues.updateComment({ ...at, comment_id: id, body })).data,
    );
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

const AUTHOR = 'query authorOf($id: ID!) { node(id: $id) { ... on IssueComment { viewerDidAuthor } } }';

/** Whoever comments can write a mark, and the bot may be let edit others' comments. */
async function isByUs(id: string, { octokit, at }: Place): Promise<boolean> {
  const answer: unknown = await octokit.graphql(AUTHOR, { id, request: at.request });
  return z.object({ node: z.object({ viewerDidAuthor: z.boolean() }) }).parse(answer).node.viewerDidAuthor;
}

function failed(
  error: unknown,
  { issue }: Note,
  known: PublishedDocument | undefined,
  { ambiguous, attempts }: Attempt,
  now: Instant,
): Outcome {
  const failure = failureOf(error, now);
  const again = { retry: failure.text, after: backoff(attempts) };
  switch (failure.kind) {
    case 'limited':
      return { retry: failure.text, after: failure.after, whole: true };
    case 'credential':
      return { retry: failure.text, after: CREDENTIAL_WAIT, whole: true };
    case 'unsent':
      return ambiguous ? { unknown: failure.text } : again;
    case 'uncertain':
      return known ? again : { unknown: failure.text };
    case 'refused':
      return { failed: `GitHub does not take the comment on ${refText(issue)}: ${failure.text}` };
  }
}

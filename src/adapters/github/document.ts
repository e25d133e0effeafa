import type { App } from '../../app.ts';
import { escape, link } from '../../blocks.ts';
import { outletKey, outletText, type Outlet } from '../../domain/outlet.ts';
import { DAY, MINUTE, type Instant } from '../../domain/time.ts';
import type { Send, Subject } from '../../effect.ts';
import { backoff, type Attempt, type Outcome, type Perform } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import { datedOf, leftAlone, toPage, type Page } from '../../publishing.ts';
import type { GitHub } from './auth.ts';
import { writeDiscussion } from './document-discussion.ts';
import type { Draft, Place, Written } from './document-draft.ts';
import { writeFile } from './document-file.ts';
import { writeIssue } from './document-issue.ts';
import { failureOf } from './failure.ts';
import { inTime } from './perform.ts';
import { ownerAndName } from './read.ts';

type Writing = Extract<Send, { kind: 'github.document' }>;

/** How far back something is looked for that we may have made, in ms: an agenda comes a day or two before its meeting. */
const LOOKED_BACK = 3 * DAY;

/** The wait where GitHub refuses the credential, in ms. */
const CREDENTIAL_WAIT = MINUTE;

export interface DocumentPerformer {
  github: GitHub;
  app: Pick<App, 'document'>;
  /** The machine's time, by which a limit ends. */
  now: () => Instant;
}

/**
 * Writes documents to GitHub with the bot's own credential. Each attempt reads what is there before it writes, so that
 * one whose answer was lost is found instead of repeated, and what people wrote is kept. Everything else is left to
 * `others`.
 */
export function documentPerform({ github, app, now }: DocumentPerformer, others: Perform): Perform {
  return async (attempt, ports) => {
    const { effect } = attempt;
    if (effect.kind !== 'github.document') return others(attempt, ports);
    if (github.as === 'nobody')
      return { failed: 'The bot has no GitHub credential: set GITHUB_TOKEN, or the App’s id and key.' };
    const document = await app.document(effect.subject, ports);
    if (!document) return { skipped: 'there is nothing to say' };
    const draft = await draftOf(effect, toPage(document), attempt, ports);
    if (draft.known?.print === draft.print) return { skipped: 'it says that already' };
    const outcome = await tryOnce(effect, draft, ports, github).catch((error: unknown) =>
      failed(error, effect, draft, attempt, now()),
    );
    return inTime(outcome, attempt.plannedAt, ports.clock.now());
  };
}

async function draftOf(
  { subject, outlet }: Writing,
  page: Page,
  { plannedAt }: Attempt,
  ports: Ports,
): Promise<Draft> {
  const { documents, directory } = ports;
  const at = outletKey(outlet);
  const there = async (kind: Subject['kind']) =>
    (await documents.of({ kind, id: subject.id })).find((one) => one.outlet === at);
  const other = subject.kind === 'agenda' ? 'sitting' : 'agenda';
  const told = await datedOf(subject, ports);
  const group = directory.current().groups.find(({ id }) => id === told.group);
  const channel = group && directory.channelOf(group)?.id;
  return {
    ...page,
    key: `${subject.kind} ${subject.id}`,
    keys: [subject.kind, other].map((kind) => `${kind} ${subject.id}`),
    told,
    known: await there(subject.kind),
    beside: await there(other),
    since: plannedAt - LOOKED_BACK,
    back: channel === undefined ? undefined : `https://slack.com/app_redirect?channel=${channel}`,
  };
}

async function tryOnce(
  { subject, outlet }: Writing,
  draft: Draft,
  ports: Ports,
  github: GitHub,
): Promise<Outcome> {
  const { owner, repo } = ownerAndName(outlet.repo);
  const signal = AbortSignal.timeout(1.5 * github.timeout);
  const place = { octokit: await github.octokitFor(owner), at: { owner, repo, request: { signal } } };
  const written = await write(outlet, draft, place);
  if ('left' in written) {
    const why = LEFT[written.left];
    const { url } = written;
    const text = url === '' ? escape(outletText(outlet)) : link(url, outletText(outlet));
    const key = `${outletKey(outlet)}:${written.left}`;
    return { skipped: why, also: await leftAlone(subject, { key, text }, why, ports) };
  }
  const { did, ...rest } = written;
  const document = { subject, outlet: outletKey(outlet), print: draft.print, ...rest };
  return { done: [DID[did], rest.url].filter(Boolean).join(': '), document };
}

function write(outlet: Outlet, draft: Draft, place: Place): Promise<Written> {
  switch (outlet.to) {
    case 'issue':
      return writeIssue(outlet, draft, place);
    case 'discussion':
      return writeDiscussion(outlet, draft, place);
    case 'file':
      return writeFile(outlet, draft, place);
  }
}

/** What was done, in words. */
const DID: Readonly<Record<Extract<Written, { did: string }>['did'], string>> = {
  nothing: 'it stood there already',
  added: 'added',
  changed: 'changed',
  'began below': 'written below what people edited',
  opened: 'opened',
  proposed: 'proposed',
};

const LEFT = {
  gone: 'somebody took it, or the marks around it, away',
  broken: 'one of the two marks around it is missing',
  declined: 'its pull request was closed without being merged',
  full: 'there is no more room in it',
} as const;

function failed(
  error: unknown,
  { subject, outlet }: Writing,
  { known }: Draft,
  { attempts, plannedAt }: Attempt,
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
      return again;
    case 'uncertain':
      return known ? again : { unknown: failure.text };
    case 'refused': {
      const why = refusal(failure, outlet);
      const text = `The ${subject.kind} ${escape(subject.id)} could not be written: ${escape(why, 600)}`;
      const once = `document:${outletKey(outlet)}:${Math.floor(plannedAt / DAY)}`;
      return { failed: why, also: [{ kind: 'slack.notice', text, once }] };
    }
  }
}

const NEEDS = {
  issue: '“Issues: write”',
  discussion: '“Discussions: write”',
  file: '“Contents: write” and “Pull requests: write”',
} as const;

function refusal(
  { status, text }: { status: number | undefined; text: string },
  { to, repo }: Outlet,
): string {
  if (status === 403)
    return `GitHub does not let the bot do this on ${repo}: ${text}. It needs ${NEEDS[to]} there.`;
  if (status === 404) return `${repo} is not there, or the bot’s account cannot write there (${NEEDS[to]}).`;
  return `GitHub refused it on ${repo}: ${text}`;
}

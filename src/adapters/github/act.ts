import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { refText } from '../../domain/issue.ts';
import { HOLD, isOfCommit, ownComment } from '../../domain/own-act.ts';
import type { Send } from '../../effect.ts';
import { HOUR } from '../../domain/time.ts';
import type { Attempt, Outcome } from '../../outbox.ts';
import { handedOver } from '../../own-acts.ts';
import type { Ports } from '../../ports.ts';
import { statusOf } from './failure.ts';
import { findComment, findReview, markOf, stillUnknown, type CommentFound } from './marker.ts';

type Said = Extract<Send, { kind: 'github.act' }>;

/** A client that writes as the person, and where. */
interface Place {
  octokit: Octokit;
  at: { owner: string; repo: string; issue_number: number; request: { signal: AbortSignal } };
}

/** What waits for longer than this is not said any more, in ms: nobody expects it by then, and a new hold may stand there. */
const MEANT_FOR = HOUR;

/**
 * Says it once, as whose token the client has: to Prow by a comment, elsewhere by a review or the label. The pull request is
 * looked at just before, for whoever judged a commit has judged no other one. What waited too long is handed over.
 * @throws what Octokit throws
 */
export async function say(effect: Said, attempt: Attempt, place: Place, ports: Ports): Promise<Outcome> {
  const { act, because, once, by } = effect;
  const { octokit, at } = place;
  if (attempt.ambiguous) {
    const found = await lookFor(effect, attempt, place).catch(stillUnknown);
    if (typeof found === 'object') return found;
    if (found !== undefined) return { done: `it was there already: ${found}` };
  }
  if (ports.calendar.now() - attempt.plannedAt > MEANT_FOR)
    return handedOver(
      effect,
      'It could not be sent for an hour: say it only if you still mean it.',
      attempt,
      ports,
    );
  const stopped = await lookAgain(effect, place);
  if (stopped !== undefined) return { failed: stopped };
  if (by.under.through === 'labels') return withoutProw(effect, place);
  const body = `${ownComment(act, because)}\n\n${markOf(once)}`;
  const { data } = await octokit.rest.issues.createComment({ ...at, body });
  return { done: data.html_url ?? 'commented' };
}

async function lookFor({ act, once, by }: Said, { plannedAt }: Attempt, { octokit, at }: Place) {
  const { through, githubId } = by.under;
  const isTheirs = ({ user }: CommentFound) => user?.id === githubId;
  if (through === 'prow') return (await findComment(octokit, at, once, plannedAt, isTheirs))?.html_url;
  return act === 'lgtm' ? findReview(octokit, at, once, githubId) : undefined;
}

const seen = z.object({ state: z.string(), head: z.object({ sha: z.string() }) });

/** Why it is not said after all, in words: it was closed, or holds other commits than those that were looked at. */
async function lookAgain(
  { act, head, issue }: Said,
  { octokit, at: { issue_number: pull_number, ...at } }: Place,
): Promise<string | undefined> {
  const { data } = await octokit.rest.pulls.get({ ...at, pull_number });
  const pull = seen.parse(data);
  const name = refText(issue);
  if (pull.state !== 'open') return `${name} was closed meanwhile.`;
  if (!isOfCommit(act) || pull.head.sha === head) return undefined;
  const [was, is] = [head ?? 'none', pull.head.sha].map((sha) => sha.slice(0, 7));
  return `New commits came since you looked at ${name}: it was at ${was}, and is at ${is}. Look at it again, then \`/sig ${act} ${name}\`.`;
}

/** The mark stands in the review's text, where nobody sees it. Labels are set, or taken off, however often that is tried. */
async function withoutProw({ act, head, once }: Said, { octokit, at }: Place): Promise<Outcome> {
  const { issue_number: pull_number, ...where } = at;
  if (act === 'lgtm') {
    const review = { event: 'APPROVE' as const, body: markOf(once), ...(head && { commit_id: head }) };
    const { data } = await octokit.rest.pulls.createReview({ ...where, pull_number, ...review });
    return { done: data.html_url ?? 'approved' };
  }
  if (act === 'hold') {
    await octokit.rest.issues.addLabels({ ...at, labels: [HOLD] });
    return { done: 'labelled' };
  }
  await octokit.rest.issues.removeLabel({ ...at, name: HOLD }).catch((error: unknown) => {
    if (statusOf(error) !== 404) throw error;
  });
  return { done: 'the label is off' };
}

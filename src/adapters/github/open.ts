import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { issueId } from '../../domain/issue.ts';
import type { Send } from '../../effect.ts';
import { openedText } from '../../issue-words.ts';
import type { Attempt, Outcome } from '../../outbox.ts';
import { findIssue, markOf, stillUnknown } from './marker.ts';
import { issueSchema, repositoryNameOf, toSnapshot } from './schema.ts';

type Opening = Extract<Send, { kind: 'github.open' }>;

interface Place {
  octokit: Octokit;
  at: { owner: string; repo: string; request: { signal: AbortSignal } };
}

const address = z.object({ html_url: z.string(), number: z.number() });

/** Opens an issue once: where an earlier attempt may have got through, its mark is looked for before another is opened. */
export async function open(
  effect: Opening,
  { ambiguous, plannedAt }: Attempt,
  { octokit, at }: Place,
): Promise<Outcome> {
  const { title, once } = effect;
  if (ambiguous) {
    const found = await findIssue(octokit, at, [markOf(once)], plannedAt).catch(stillUnknown);
    if (found && !('html_url' in found)) return found;
    if (found) return told(effect, found);
  }
  const body = `${effect.body}\n\n${markOf(once)}`;
  const { data } = await octokit.rest.issues.create({ ...at, title, body, labels: [...effect.labels] });
  return told(effect, data);
}

/** The conversation it came from reads where it is. Where GitHub's answer has another shape, the issue comes as any other. */
function told(effect: Opening, answer: unknown): Outcome {
  const { repo, repoId, once, from, by } = effect;
  const { data } = address.safeParse(answer);
  if (!data) return { done: `opened in ${repo}` };
  const { html_url: url, number } = data;
  const reply = {
    kind: 'slack.reply' as const,
    ...from,
    text: openedText({ url, repo, number }),
    once: `told:${once}`,
    orTell: by.user,
  };
  const { data: issue } = issueSchema.safeParse(answer);
  if (!issue) return { done: url, also: [reply] };
  const about = issueId(repoId, number);
  const home = { id: repoId, full_name: repositoryNameOf(issue) ?? repo };
  return {
    done: url,
    issue: { snapshot: toSnapshot(issue, home) },
    also: [{ ...reply, about, subject: { kind: 'opened', id: about } }],
  };
}

import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { link } from '../../blocks.ts';
import type { Effect, Send } from '../../effect.ts';
import type { Attempt, Outcome } from '../../outbox.ts';
import { findIssue, markOf, stillUnknown } from './marker.ts';

type Opening = Extract<Send, { kind: 'github.open' }>;

interface Place {
  octokit: Octokit;
  at: { owner: string; repo: string; request: { signal: AbortSignal } };
}

const opened = z.object({ html_url: z.string(), number: z.number() });

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
  return told(effect, opened.safeParse(data).data);
}

/** The conversation it came from reads where it is. The issue itself comes as every other does. */
function told({ repo, once, from, by }: Opening, issue: z.infer<typeof opened> | undefined): Outcome {
  if (!issue) return { done: `opened in ${repo}` };
  const text = `Opened from this conversation: ${link(issue.html_url, `${repo}#${issue.number}`)}`;
  const reply: Effect = { kind: 'slack.reply', ...from, text, once: `told:${once}`, orTell: by.user };
  return { done: issue.html_url, also: [reply] };
}

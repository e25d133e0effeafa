import type { IssueRef } from './issue.ts';

/** An issue that a pull request names. */
export interface Naming extends IssueRef {
  /** Merging the pull request closes the issue. */
  closes: boolean;
}

/** A pull request that names an issue, as far as one needs it to decide about the issue. */
export interface LinkedPull extends IssueRef {
  title: string;
  url: string;
  state: 'open' | 'closed';
  labels: readonly string[];
  closes: boolean;
  /** Absent where it was not merged, or GitHub has not told of it. */
  merged?: true | undefined;
}

/** How many of the issues that one pull request names are kept: the rest is a list, as release notes are. */
export const NAMED = 20;

/** GitHub's closing keywords (docs.github.com, "Linking a pull request to an issue"). */
const CLOSES = /^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b/i;

/** What GitHub links (docs.github.com, "Autolinked references"): an address, owner/name#1, #1 and GH-1. */
const NAMES =
  /(?:\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]+)?(?<![\w/#&.-])(?:https?:\/\/[^/\s]{1,100}\/([\w.-]{1,39}\/[\w.-]{1,100})\/(?:issues|pull)\/(\d{1,10})|([\w-]{1,39}\/[\w.-]{1,100})?#(\d{1,10})|GH-(\d{1,10}))(?![\w-])/gi;

/** Templates explain themselves in comments, and GitHub links nothing in code. */
const UNREAD = /<!--[\s\S]*?(?:-->|$)|^[ \t]*(```|~~~)[\s\S]*?(?:^[ \t]*\1|(?![\s\S]))|`[^`\n]*`/gm;

/**
 * The issues that a pull request of `repo` names in its title or body, each once, those it closes first.
 * @param body Markdown
 */
export function issuesNamedBy(
  { title, body = '' }: { title: string; body?: string | undefined },
  repo: string,
): Naming[] {
  const found = new Map<string, Naming>();
  for (const [whole, there, a, elsewhere, b, c] of `${title}\n${body.replace(UNREAD, ' ')}`.matchAll(NAMES)) {
    const naming = {
      repo: there ?? elsewhere ?? repo,
      number: Number(a ?? b ?? c),
      closes: CLOSES.test(whole),
    };
    const key = `${naming.repo.toLowerCase()}#${naming.number}`;
    const known = found.get(key);
    if (known) known.closes ||= naming.closes;
    else found.set(key, naming);
  }
  const all = [...found.values()];
  return [...all.filter(({ closes }) => closes), ...all.filter(({ closes }) => !closes)].slice(0, NAMED);
}

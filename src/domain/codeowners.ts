import { globOf, type Glob } from './glob.ts';
import type { OwnersFinding, OwnersSource } from './owners.ts';

/** Where GitHub looks for a CODEOWNERS file, in this order; the first that is there counts. */
export const CODEOWNERS_PATHS: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** A line of a CODEOWNERS file. */
export interface CodeownersRule {
  /** From 1. */
  line: number;
  pattern: string;
  /** Logins and teams ("org/team") in lower case and without “@”; none: what it fits has no owner. */
  owners: readonly string[];
  /** How many more it names by e-mail address. The addresses themselves are not kept. */
  mails: number;
}

/** What a CODEOWNERS file holds, as it is kept. */
export interface CodeownersText {
  rules: readonly CodeownersRule[];
  findings: readonly string[];
}

/** The CODEOWNERS file of a repository. */
export interface Codeowners {
  path: string;
  /** What does not count of it. */
  findings: readonly OwnersFinding[];
  rules: readonly (CodeownersRule & Glob)[];
}

/** So many lines that do not count are told of one by one. */
const MOST_FINDINGS = 20;

/**
 * Reads a CODEOWNERS file as GitHub does (docs.github.com, “About code owners”): a line that is no rule is skipped, and is
 * a finding. Never throws.
 */
export function readCodeowners(text: string): CodeownersText {
  const rules: CodeownersRule[] = [];
  const findings: string[] = [];
  for (const [at, written] of text.split(/\r?\n/).entries()) {
    const [pattern, ...owners] = wordsOf(written);
    if (pattern === undefined) continue;
    const line = at + 1;
    const wrong = wrongIn(pattern) ?? owners.map(wrongOwner).find((one) => one !== undefined);
    if (wrong !== undefined) findings.push(`Line ${line} does not count: ${wrong}.`);
    else rules.push({ line, pattern, ...namedBy(owners) });
  }
  const more = findings.length - MOST_FINDINGS;
  return {
    rules,
    findings: [
      ...findings.slice(0, MOST_FINDINGS),
      ...(more > 0 ? [`${more} more lines do not count.`] : []),
    ],
  };
}

/** A space after a backslash is a part of its word; a word that begins with “#” begins a remark. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\]|\\$)+/g) ?? [];
  const remark = words.findIndex((word) => word.startsWith('#'));
  return remark < 0 ? words : words.slice(0, remark);
}

/** What .gitignore knows and GitHub does not take here. */
function wrongIn(pattern: string): string | undefined {
  if (pattern.startsWith('!')) return 'GitHub takes no “!” before a pattern';
  if (pattern.startsWith('\\#')) return 'GitHub takes no pattern that begins with “#”';
  if (/[[\]]/.test(pattern)) return 'GitHub takes no “[ ]” in a pattern';
  if (pattern.includes('***')) return 'GitHub takes no “***” in a pattern';
  return undefined;
}

const PERSON_OR_TEAM = /^@([\w-]+(?:\/[\w.-]+)?)$/;
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function wrongOwner(word: string): string | undefined {
  if (PERSON_OR_TEAM.test(word) || MAIL.test(word)) return undefined;
  return word.includes('@')
    ? 'an owner of it is none'
    : `“${word.slice(0, 40)}” is neither @login nor @org/team`;
}

function namedBy(words: readonly string[]): Pick<CodeownersRule, 'owners' | 'mails'> {
  const owners = words.flatMap((word) => PERSON_OR_TEAM.exec(word)?.[1]?.toLowerCase() ?? []);
  return { owners: [...new Set(owners)], mails: words.length - owners.length };
}

/** The one CODEOWNERS file among these files that GitHub looks at; undefined where there is none. */
export function codeownersAmong(sources: readonly OwnersSource[]): Codeowners | undefined {
  const source = firstOf(sources);
  if (!source) return undefined;
  const { path } = source;
  if ('trouble' in source) return { path, findings: [{ file: path, text: source.trouble }], rules: [] };
  const { rules, findings } = source.data as CodeownersText;
  return {
    path,
    findings: findings.map((text) => ({ file: path, text })),
    rules: rules.map((rule) => ({ ...rule, ...globOf(rule.pattern) })),
  };
}

/** Of the files at GitHub's three places the one that counts. */
export function firstOf<T extends { path: string }>(files: readonly T[]): T | undefined {
  return CODEOWNERS_PATHS.flatMap((place) => files.find(({ path }) => path === place) ?? [])[0];
}

/** The rule of a path: the last one that fits it. A path that ends with a slash stands for what is in the folder. */
export function codeownersOf({ rules }: Codeowners, path: string): CodeownersRule | undefined {
  return rules.findLast((rule) => rule.fits(path));
}

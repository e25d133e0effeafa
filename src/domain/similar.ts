import { refText, type Issue } from './issue.ts';
import { DAY } from './time.ts';
import type { Terms } from './terms.ts';

/** An issue and how much it is like another: 0 (no word in common) to 1 (the same words). */
export interface Similar {
  issue: Issue;
  score: number;
}

/** How many similar issues are shown, at most. */
export const SHOWN = 3;

/** Below this score nothing is suggested. Chosen by measurement: docs/bench.md, "Similar issues". */
export const THRESHOLD = 0.45;

/**
 * How long ago, in ms, an issue may have been closed and still be suggested: a fix reaches those who report a problem
 * with the next releases, and Kubernetes' come every four months.
 */
export const CLOSED_WITHIN = 180 * DAY;

/** What is not known to be frequent is taken to stand in one of so many issues. */
const PRIOR = 20;

/** So much more than a word of the body counts one of the title. */
const TITLE = 3;

/** As much as two rare words weigh: what two issues have in common counts half where it is no more than this. */
const DOUBT = 4;

/** Two issues with fewer words in common are never alike: empty forms and one-word titles. */
const IN_COMMON = 3;

/** How much a term says, by how rare it is. */
export type Weight = (term: string) => number;

/** Weighs terms (inverse document frequency) by the issues of a background: what stands in many of them says little. */
export function weightBy(background: readonly Terms[]): Weight {
  const frequency = new Map<string, number>();
  for (const { title, body } of background)
    for (const term of [...title, ...body]) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const all = background.length + PRIOR;
  return (term) => Math.log(all / ((frequency.get(term) ?? 0) + 1));
}

/**
 * How alike two issues are: the share of their weighted terms that they have in common (Dice's measure; a title's terms
 * count three times), less where that is little to go by. Symmetric, from 0 to below 1.
 */
export function likeness(one: Terms, other: Terms, weight: Weight): number {
  const [a, b] = [vectorOf(one, weight), vectorOf(other, weight)];
  let [shared, told, common] = [0, 0, 0];
  for (const [term, value] of a) {
    const there = b.get(term);
    if (there === undefined) continue;
    common += 1;
    shared += Math.min(value, there);
    told += weight(term);
  }
  if (common < IN_COMMON) return 0;
  return ((2 * shared) / (sumOf(a) + sumOf(b))) * (told / (told + DOUBT)) || 0;
}

function vectorOf({ title, body }: Terms, weight: Weight): Map<string, number> {
  const vector = new Map(body.map((term) => [term, weight(term)]));
  for (const term of title) vector.set(term, TITLE * weight(term));
  return vector;
}

/** Smallest first: the sum is the same whatever the order of the terms. */
function sumOf(vector: ReadonlyMap<string, number>): number {
  return [...vector.values()].toSorted((a, b) => a - b).reduce((sum, value) => sum + value, 0);
}

/** How many of the issues last taken in weigh the terms. */
export const BACKGROUND = 200;

/** How many candidates the full-text index is asked for. */
export const POOL = 50;

/** By how many terms the full-text index is asked. */
const ASKED = 12;

/** The terms to look for: the most telling ones, without those that stand in more than a fifth of all issues. */
export function tellingTerms({ title, body }: Terms, weight: Weight): string[] {
  const weighed = [
    ...title.map((term) => ({ term, value: TITLE * weight(term), rare: weight(term) })),
    ...body.map((term) => ({ term, value: weight(term), rare: weight(term) })),
  ].filter(({ rare }) => rare > Math.log(5));
  const sorted = weighed.toSorted((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1));
  return sorted.slice(0, ASKED).map(({ term }) => term);
}

/** A candidate with what it says. */
export interface Candidate {
  issue: Issue;
  terms: Terms;
}

/** The candidates most like an issue of these terms, none below the threshold; in the same order whatever theirs was. */
export function likeliest(
  terms: Terms,
  among: readonly Candidate[],
  weight: Weight,
  limit = SHOWN,
): Similar[] {
  return among
    .map((candidate) => ({ issue: candidate.issue, score: likeness(terms, candidate.terms, weight) }))
    .filter(({ score }) => score >= THRESHOLD)
    .toSorted(byLikeness)
    .slice(0, limit);
}

/** Most alike first; of equals the one that was there first. */
export function byLikeness(a: Similar, b: Similar): number {
  const earlier = a.issue.createdAt - b.issue.createdAt || (a.issue.id < b.issue.id ? -1 : 1);
  return b.score - a.score || earlier;
}

/** A similar issue as it is offered to a person: to look at, or to be named as what another duplicates. */
export interface Suggestion {
  issue: Issue;
  /** "#123", or "owner/name#123" of another repository. */
  name: string;
  /** "owner/name#123", as a decision takes it. */
  ref: string;
  closed: boolean;
}

/** What is offered of the issues like this one, most alike first: three at most, what is there, never itself. */
export function suggestionsFor(issue: Issue, similar: readonly Similar[]): Suggestion[] {
  return similar
    .filter(
      (other) => other.issue.id !== issue.id && other.issue.gone === undefined && other.score >= THRESHOLD,
    )
    .toSorted(byLikeness)
    .slice(0, SHOWN)
    .map(({ issue: other }) => ({
      issue: other,
      name: other.repo === issue.repo ? `#${other.number}` : refText(other),
      ref: refText(other),
      closed: other.state === 'closed',
    }));
}

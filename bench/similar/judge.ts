import { likeness, SHOWN, weightBy } from '../../src/domain/similar.ts';
import { termsOf } from '../../src/domain/terms.ts';
import type { Report, Trial } from './reports.ts';

/** A suggestion for an asked report. */
export interface Suggested {
  report: Report;
  score: number;
}

/** What is suggested for each asked report of a trial, in its order: the best first, three at most. */
export type Answers = Suggested[][];

/** How good the answers are. Shares are from 0 to 1; NaN of none. */
export interface Marks {
  /** Suggestions in all. */
  shown: number;
  /** Of these, the share that is of the same matter. */
  right: number;
  /** Of the reports whose matter was reported before, the share for which that is suggested. */
  found: number;
  /** Of the others, the share for which anything is suggested. */
  disturbed: number;
}

/** Compares each asked report with all others, as the bot does with its candidates. */
export function compared({ mirrored, asked }: Trial): Answers {
  const known = mirrored.map((report) => ({ report, terms: termsOf(report.title, report.body) }));
  const weight = weightBy(known.map(({ terms }) => terms));
  return asked.map((question) => {
    const terms = termsOf(question.title, question.body);
    const others = known.filter(({ report }) => report !== question);
    return best(
      others.map((other) => ({ report: other.report, score: likeness(terms, other.terms, weight) })),
    );
  });
}

function best(suggested: Suggested[]): Suggested[] {
  return suggested.toSorted((a, b) => b.score - a.score).slice(0, SHOWN);
}

/** Marks the answers of a trial, where nothing below `threshold` is shown. */
export function marksOf({ mirrored, asked }: Trial, answers: Answers, threshold: number): Marks {
  const rows = asked.map((question, index) => {
    const same = (report: Report) => report.about !== undefined && report.about === question.about;
    const shown = (answers[index] ?? []).filter(({ score }) => score >= threshold);
    const right = shown.filter(({ report }) => same(report)).length;
    const known = mirrored.some((report) => report !== question && same(report));
    return { shown: shown.length, right, known };
  });
  const shown = rows.reduce((sum, row) => sum + row.shown, 0);
  const right = rows.reduce((sum, row) => sum + row.right, 0);
  const [known, unknown] = [rows.filter((row) => row.known), rows.filter((row) => !row.known)];
  return {
    shown,
    right: right / shown,
    found: known.filter((row) => row.right > 0).length / known.length,
    disturbed: unknown.filter((row) => row.shown > 0).length / unknown.length,
  };
}

/** The smallest threshold at which no larger share is disturbed than that. */
export function quietThreshold(trial: Trial, answers: Answers, disturbed: number): number {
  const scores = answers
    .flatMap((suggested) => suggested.map(({ score }) => score))
    .toSorted((a, b) => a - b);
  return scores.find((score) => marksOf(trial, answers, score).disturbed <= disturbed) ?? Infinity;
}

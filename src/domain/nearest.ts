/**
 * The candidate a person most likely meant: the fewest edits away (a swap of neighbours counts once), without case.
 * Further than a third of the word's length counts as another word, and so does any two-letter word; the first of equals wins.
 * A word of three letters or more that begins a candidate is one edit away from it.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase();
  const limit = Math.floor(wanted.length / 3);
  let best: string | undefined;
  let fewest = limit + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase(), limit);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

function distance(word: string, candidate: string, limit: number): number {
  if (word === candidate) return 0;
  if (word.length >= 3 && candidate.startsWith(word)) return 1;
  return Math.abs(word.length - candidate.length) > limit ? Infinity : edits([...word], [...candidate]);
}

/** The edit distance with swaps of neighbours (optimal string alignment), row by row. */
function edits(from: readonly string[], to: readonly string[]): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line.push(
        Math.min(
          at(above, column) + 1,
          at(line, column - 1) + 1,
          at(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1),
          swapped ? at(before, column - 2) + 1 : Infinity,
        ),
      );
    }
    [before, above] = [above, line];
  }
  return at(above, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

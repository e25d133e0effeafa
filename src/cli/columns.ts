/** A row of a table for a terminal, over as many lines as its longest cell needs; each cell within its column's width. */
export function columns(cells: readonly string[], widths: readonly number[]): string[] {
  const wide = cells.map((text, column) => wrapped(text, widths[column] ?? 0));
  const height = Math.max(...wide.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) =>
    wide
      .map((cell, column) => (cell[at] ?? '').padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The text in lines of at most so many characters; a longer word stands alone, cut. */
function wrapped(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    const shown = word.length > width ? `${word.slice(0, width - 1)}…` : word;
    if (last === undefined || last.length + 1 + shown.length > width) return [...done, shown];
    return [...done.slice(0, -1), `${last} ${shown}`];
  }, []);
}

/** A cell of a table; undefined is empty. */
export type Cell = string | number | boolean | undefined;

/**
 * A table as CSV (RFC 4180): lines end with CR LF, and a text with a comma, a quote or a line's end stands in quotes.
 * What a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises; numbers stay numbers.
 */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

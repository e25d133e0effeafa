/** A pattern for paths as .gitignore writes it: `*` and `?` within a part, `**` for any number of parts. */
export interface Glob {
  /** Whether it fits a path from the root, "docs/index.md"; one that ends with a slash stands for what is in the folder. */
  fits(path: string): boolean;
}

/** A part between two slashes: `**`, text as it is, or its signs, of which one after a backslash is meant as it is. */
type Part = string | readonly string[];

/**
 * The pattern as GitHub reads it (docs.github.com, “About code owners”): anchored at the root where a slash stands at its
 * beginning or inside; with all that is below, but for a `*` at its end, which stands for what is directly there.
 */
export function globOf(pattern: string): Glob {
  const parts = partsOf(pattern);
  return { fits: (path) => fitsAll(parts, path.split('/'), '**', fitsPart) };
}

function partsOf(pattern: string): Part[] {
  const written = pattern.replace(/^\//, '').split('/');
  const isFolder = written.length > 1 && written.at(-1) === '';
  const names = isFolder ? written.slice(0, -1) : written;
  const anchored = pattern.startsWith('/') || names.length > 1;
  return [...(anchored ? [] : ['**']), ...names.map(signsOf), ...endOf(isFolder ? '**' : names.at(-1))];
}

/** What follows the last name: whatever is in the folder, nothing, or whatever is below what it fits, if anything. */
function endOf(last: string | undefined): Part[] {
  if (last === '**') return ['**', ['*']];
  return last === '*' ? [] : ['**'];
}

function signsOf(name: string): Part {
  return name !== '**' && /[*?\\]/.test(name) ? [...(name.match(/\\.|./gsu) ?? [])] : name;
}

function fitsPart(part: Part, name: string): boolean {
  return typeof part === 'string' ? part === name : fitsAll(part, [...name], '*', fitsSign);
}

function fitsSign(sign: string, char: string): boolean {
  return sign === '?' || sign === char || sign === `\\${char}`;
}

/**
 * Whether the pieces of a pattern fit those of a text one by one, where `any` takes any number of them. What fails goes
 * back to the last `any` and no further, so it takes no more steps than both are long, one times the other.
 */
function fitsAll<P>(
  pattern: readonly P[],
  text: readonly string[],
  any: P,
  fits: (piece: P, one: string) => boolean,
): boolean {
  let [at, last, resume] = [0, -1, 0];
  for (let read = 0; read < text.length;) {
    const [piece, one] = [pattern[at], text[read] ?? ''];
    if (piece === any) [last, resume, at] = [at, read, at + 1];
    else if (piece !== undefined && fits(piece, one)) [at, read] = [at + 1, read + 1];
    else if (last < 0) return false;
    else [at, read, resume] = [last + 1, resume + 1, resume + 1];
  }
  return pattern.slice(at).every((piece) => piece === any);
}

import { RE2JS } from 're2js';

/** A regular expression of Go's syntax. */
export interface Pattern {
  /** As it is written. */
  text: string;
  /** Whether it is found anywhere in the text, in time linear in the text's length. */
  fits(text: string): boolean;
}

/** Longer than anybody writes by hand, in characters; the time of a search grows with it. */
const LONGEST = 1000;

/** The pattern as Go's regexp package takes it (RE2); undefined where it is refused, or endless. */
export function patternOf(text: string): Pattern | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const compiled = RE2JS.compile(text);
    return { text, fits: (path) => compiled.test(path) };
  } catch {
    return undefined;
  }
}

/** A glob as such a pattern of whole paths: `*` stands for what has no slash, `**` for folders, as many as there are. */
export function globOf(glob: string): Pattern | undefined {
  const pieces = glob.split(/(\*\*\/|\*\*|\*)/).map((piece) => {
    if (piece === '**/') return '(?:.*/)?';
    if (piece === '**') return '.*';
    return piece === '*' ? '[^/]*' : RE2JS.quote(piece);
  });
  return patternOf(`^${pieces.join('')}$`);
}

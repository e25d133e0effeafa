const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * Text that somebody wrote, made safe to stand in a GitHub comment of ours: every line is a quotation, so none is a
 * Prow command; nobody is mentioned, and nothing hides in an HTML comment. Every line break GitHub or Prow may know
 * counts as one.
 */
export function quoteText(text: string): string {
  return tame(text)
    .split(LINE_BREAK)
    .map((line) => `> ${line}`)
    .join('\n');
}

/**
 * A name that somebody wrote, made safe inside a line of ours: one line, mentioning nobody, hiding nothing. It must not
 * begin the line: there it could be a Prow command.
 */
export function nameText(text: string): string {
  return tame(text).split(LINE_BREAK).join(' ').trim();
}

/**
 * Text that somebody wrote, made safe to be an issue's body of ours: it reads as they wrote it, but no line is a Prow
 * command (its slash is escaped, as Markdown does), nobody is mentioned, and nothing hides in an HTML comment.
 */
export function proseText(text: string): string {
  return tame(text)
    .split(LINE_BREAK)
    .map((line) => line.replace(/^([^\p{L}\p{N}\p{P}\p{S}]*)\//u, '$1\\/'))
    .join('\n');
}

/** GitHub looks for mentions after it has read character references: `&#64;dana` is one as well. */
function tame(text: string): string {
  return text
    .replaceAll(/&(?=#|commat;)/gi, '&amp;')
    .replaceAll('@', '@\u200B')
    .replaceAll('<!--', '&lt;!--');
}

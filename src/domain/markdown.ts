/** Line breaks and other control characters: whatever GitHub, Slack or Prow may take for the end of a line. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text that somebody wrote, made safe to stand anywhere in a Markdown document of ours, also at a line's start or as a
 * link's text: one line, shown as it was written, at most `max` characters before escaping. Nobody is mentioned, no
 * issue is referred to, no line is a Prow command, nothing becomes HTML, a list, a heading or a link.
 */
export function plainMarkdown(text: string, max = Infinity): string {
  return unlinked(cut(oneLine(text), max))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(?:[#+=/:-]|\d{1,9}(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/**
 * The same for a place that knows no Markdown: an issue's title, a commit's message, where a reference or a word as
 * “fixes” has effects as well.
 */
export function plainTitle(text: string, max = Infinity): string {
  return unlinked(cut(oneLine(text), max));
}

/**
 * A whole document as the last look before it leaves: what its author should have escaped with `plainMarkdown` and did
 * not. No line begins with a command, nobody is mentioned, and nothing is hidden in a comment, where our own marks are.
 * Applied twice it changes nothing more; references that are meant stay.
 */
export function safeDocument(markdown: string): string {
  return markdown
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll('<!--', '&lt;!--')
    .replace(/&(?=#0*64;|#x0*40;|commat;)/gi, '&amp;')
    .replace(/@(?!\u200B)/g, '@\u200B')
    .replace(/^([^\p{L}\p{N}\p{P}\p{S}\n]*)\//gmu, '$1\\/')
    .replace(/^\n+|\s+$/g, '');
}

function oneLine(text: string): string {
  return text.replace(CONTROL, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** GitHub looks for mentions and references in what it shows, so no escape hides them: a space without width does. */
function unlinked(text: string): string {
  return text
    .replaceAll('@', '@\u200B')
    .replace(/#(?=\d)/g, '#\u200B')
    .replace(/\b(GH-)(?=\d)/gi, '$1\u200B')
    .replace(/(\/(?:issues|pull|pulls|discussions|commit|compare)\/)(?=\w)/gi, '$1\u200B');
}

/** Never through a surrogate pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

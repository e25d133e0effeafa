/** How much of an issue's body is kept, in characters: the beginning says what it is about, the rest is mostly logs. */
export const EXCERPT = 4000;

/** GitHub takes 65,536 characters; what stands behind so many is read by nobody who decides. */
const READ = 20_000;

/**
 * An issue's body as plain text to read, of at most `max` characters: without HTML comments (forms explain themselves in
 * them), tags, pictures, empty answers and the marks of Markdown. Line breaks stay, three and more become two.
 */
export function excerptOf(body: string, max = EXCERPT): string {
  const plain = readable(body)
    .replace(/^ {0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]*(?:```|~~~).*$/gm, '')
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return cut(plain, max);
}

/**
 * What the reporter wrote of a body, of at most `max` characters, without what the issue form did: headings, the
 * sections on versions and environment, check lists, empty answers, and lines that are Prow commands.
 */
export function ownWords(body: string, max = EXCERPT): string {
  const kept: string[] = [];
  let skipped = false;
  let size = 0;
  for (const line of readable(body).split('\n')) {
    const heading = headingOf(line);
    if (heading !== undefined) {
      skipped = SURROUNDINGS.test(heading.title);
      if (heading.rest === '') continue;
    }
    if (skipped || NOBODYS.test(line)) continue;
    const own = heading?.rest ?? line;
    kept.push(own);
    size += own.length + 1;
    if (size > max) break;
  }
  return cut(kept.join('\n').trim(), max);
}

/** Sections of the issue forms in use (kubernetes, and GitHub's own templates) which say where it happened, not what. */
const SURROUNDINGS =
  /^(?:environment|versions?|(?:\w+ ){1,2}versions?|cloud provider|os\b.*|install tools|network plugin.*|container runtime.*|related plugins.*|additional (?:context|information)|checklist|code of conduct|.*\bhelp wanted)\s*\??$/i;

const NOBODYS =
  /^\s*(?:[-*]\s+\[[ xX]\].*|\/[a-z][\w-]*(?:\s+[\w/.-]+){0,4}|_?no response_?|n\/?a|none)\s*$/i;

/** "### What happened?" and "**What happened**: it broke"; undefined where the line is no heading. */
function headingOf(line: string): { title: string; rest: string } | undefined {
  const marked = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line);
  if (marked) return { title: plainTitle(marked[1] ?? ''), rest: '' };
  const bold = /^ {0,3}\*\*([^*]{1,120})\*\*[ \t]*:?(.*)$/.exec(line);
  if (bold) return { title: plainTitle(bold[1] ?? ''), rest: (bold[2] ?? '').trim() };
  return undefined;
}

const plainTitle = (text: string) => text.replace(/[*_`:#]/g, '').trim();

/** Without what nobody reads: comments, tags, the addresses of pictures and links. */
function readable(body: string): string {
  return body
    .slice(0, READ)
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<\/?[a-z][^<>\n]{0,200}>/gi, '')
    .replace(/!\[([^\][\n]{0,200})\]\([^()\n]{0,500}\)/g, '$1')
    .replace(/\[([^\][\n]{1,200})\]\([^()\n]{1,500}\)/g, '$1')
    .replace(/^[ \t]*_no response_[ \t]*$/gim, '');
}

/** Never through a surrogate pair. */
function cut(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

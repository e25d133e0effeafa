/** How things that Slack's markup names by id are called. */
export interface Names {
  /** By Slack user id. */
  person: (id: string) => string | undefined;
  /** By channel id. */
  channel: (id: string) => string | undefined;
}

/** <@U123|name>, <#C123|name>, <!here>, <https://…|words>; what else stands in such brackets somebody typed. */
const PIECE =
  /<(@(?=[UW][A-Z0-9])|#(?=[CGD][A-Z0-9])|!(?=(?:here|channel|everyone)\b|\w+\^)|(?=[a-z]+:))([^<>|\s]+)(?:\|([^<>]*))?>/g;

/** The people that a message mentions, by Slack user id, each once. */
export function peopleIn(text: string): string[] {
  const ids = [...text.matchAll(PIECE)].filter(([, sign]) => sign === '@').map(([, , id = '']) => id);
  return [...new Set(ids)];
}

/** Somebody's name as people say it: "Dana Okafor (@dana)" -> "Dana Okafor", "@dana" -> "dana". */
export function plainName(name: string): string {
  return name.replace(/ \(@[^)]*\)$/, '').replace(/^@/, '');
}

/**
 * A message's text as plain text: people by their names, without @, so that nobody is mentioned elsewhere; channels as
 * #name; links as their addresses.
 */
export function plainText(text: string, names: Names): string {
  return text.replace(PIECE, (_whole, sign: string, what: string, words: string | undefined) => {
    const said = words === undefined || words === '' ? undefined : words;
    switch (sign) {
      case '@':
        return names.person(what) ?? said?.replace(/^@/, '') ?? 'somebody';
      case '#':
        return `#${said ?? names.channel(what) ?? 'channel'}`;
      case '!':
        return (said ?? what).replace(/^@/, '');
      default:
        return addressed(what.replace(/^mailto:/, ''), said);
    }
  });
}

function addressed(address: string, words: string | undefined): string {
  return words === undefined || address.endsWith(words) ? address : `${words} (${address})`;
}

/** A block of code, which Slack lets begin and end within a line; code within a line; bold: stars around whole words. */
const MARKUP =
  /(?:[^\S\n]{0,9}\n|[^\S\n])?```\n?([^]+?)\n?```[^\S\n]?\n?|`[^`\n]+`|(?<=^|[\s(])\*(?![\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/gmu;

/**
 * A message's plain text as Markdown means it: bold has two stars, and a block of code stands on lines of its own. GitHub
 * would swallow the first line of one that begins within a line, and never end it.
 */
export function asMarkdown(text: string): string {
  return text.replace(MARKUP, (whole, block: string | undefined, bold: string | undefined, at: number) => {
    if (bold !== undefined) return `**${bold}**`;
    if (block === undefined) return whole;
    const [before, after] = [at === 0 ? '' : '\n', at + whole.length === text.length ? '' : '\n'];
    return `${before}\`\`\`\n${block}\n\`\`\`${after}`;
  });
}

/** The address of a message, as Slack itself makes it; undefined where the workspace's is not known. */
export function permalink(workspace: string | undefined, channel: string, ts: string): string | undefined {
  if (!/^https:\/\/[\w.-]+\/$/.test(workspace ?? '') || !/^\d+\.\d+$/.test(ts)) return undefined;
  return `${workspace}archives/${channel}/p${ts.replace('.', '')}`;
}

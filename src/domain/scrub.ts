/** Stands where an e-mail address stood. */
const REMOVED = '(address removed)';

const ADDRESS = /(?<![^\s@<>()",;:])[^\s@<>()",;:]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const PASSCODE = /pwd(?:=|%3d)[^&\s#]*/gi;
const SPOKEN_PASSCODE =
  /\b(?:pass ?code|password|passwd)\b(?:\s*[:=]\s*[^\s&#]+|\s+(?:is\s+)?(?=[^\s&#]*\d)[^\s&#]+)/gi;
/** As a telephone dials it after the meeting's number: "+16465550100,,123456789#,,,,*77777#". */
const DIALLED_PASSCODE = /,,\*\d+#?/g;

/**
 * The text without what must not leave the file it was read from: e-mail addresses, passcodes of meetings, control
 * characters (PostgreSQL refuses NUL). A handle in an address ("https://medium.com/@some.one") is not an e-mail address.
 */
export function scrub(text: string): string {
  const printable = text.replace(/[^\P{Cc}\t\n\r]/gu, '');
  return withoutPasscodes(printable).replace(ADDRESS, (address, at: number, whole: string) =>
    /^\/\/[\w.-]+(?:\/[\w.-]+)*\/@/.test(address) && /https?:$/i.test(whole.slice(Math.max(0, at - 6), at))
      ? address
      : REMOVED,
  );
}

/** A link that can be shown: http or https, without passcode. A link that carries an e-mail address is none. */
export function safeLink(text: string): string | undefined {
  const clean = scrub(text).trim();
  if (clean.includes(REMOVED) || !/^https?:\/\/[^\s]+$/i.test(clean)) return undefined;
  return URL.canParse(clean) ? clean : undefined;
}

/** Again until nothing is left, for removing one may join the halves of another. */
function withoutPasscodes(text: string): string {
  let before = text;
  for (;;) {
    const clean = before.replace(PASSCODE, '').replace(SPOKEN_PASSCODE, '').replace(DIALLED_PASSCODE, '');
    if (clean === before) return text === clean ? text : tidyQueries(clean);
    before = clean;
  }
}

/** "https://x/j/1?&a=b" and "https://x/j/1?" as they would be written by hand. */
function tidyQueries(text: string): string {
  return text.replace(/https?:\/\/\S+/gi, (link) =>
    link.replace(/([?&])&+/g, '$1').replace(/(?<![?&])[?&]+(?=#|$)/g, ''),
  );
}

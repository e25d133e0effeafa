import { scrub } from './scrub.ts';

/**
 * What is known of a proposal's file: its content as maps, lists and text, with the keys whose value stands in quotes; or,
 * in words, why it cannot be read, with what it said before.
 */
export type KepSaid = KepText | { trouble: string; before?: KepText | undefined };

/** A file that is YAML. */
export interface KepText {
  data: unknown;
  /** Keys at the top whose value is written in quotes. */
  quoted: readonly string[];
}

/** A map of a file, and what is noted of it. */
export interface Noted {
  data: Readonly<Record<string, unknown>>;
  findings: string[];
}

/** What people write where they know nothing yet, or do not want to say. */
const PLACEHOLDER =
  /^(?:tb[ad]|to[- ]?do|n[/-]?a|none|unknown|\?+|-+|n{2,}|x{2,}|sig-xyz|sig-[a-c]{3}|yyyy-mm-dd|<.*>)$/i;

/** Whether the text says that nothing is known yet: "TBD", "NNNN", "alpha|beta|stable". */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text) || /^\w+(?:\|\w+)+$/.test(text);
}

/** Nothing, in YAML's ways to write it. */
export function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && /^(?:|null|~)$/i.test(value.trim()))
  );
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands there, for a sentence. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isMap(value) ? 'a map' : 'text';
}

/** Foreign text within a sentence: one line, and short. */
export function said(text: string): string {
  const line = scrub(text).replace(/\s+/g, ' ').trim();
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
}

/** The text of a key; undefined where it has none, where it is a placeholder, or where something else stands there. */
export function textOf({ data, findings }: Noted, key: string): string | undefined {
  const value = own(data, key);
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') {
    findings.push(`${key} is ${kindOf(value)} where text is due.`);
    return undefined;
  }
  const text = value.replace(/\s+/g, ' ').trim();
  if (!isPlaceholder(text)) return text;
  findings.push(`${key} is ${said(text)}, a placeholder.`);
  return undefined;
}

/** The texts of a list; a single text counts as a list of one. */
export function textsOf({ data, findings }: Noted, key: string): string[] {
  const value = own(data, key);
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) {
    findings.push(`${key} is ${kindOf(value)} where a list is due.`);
    return typeof value === 'string' ? [value.trim()] : [];
  }
  const texts = value.filter((one): one is string => typeof one === 'string' && !isAbsent(one));
  if (texts.length < value.length) findings.push(`${key} has an entry that is no text.`);
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** GitHub logins of a list, without “@”; what is none is noted. */
export function loginsOf(noted: Noted, key: string): string[] {
  return textsOf(noted, key).flatMap((text) => loginOf(text, key, noted.findings) ?? []);
}

/** A GitHub login, without “@”; undefined, and noted, where the text is none. */
export function loginOf(text: string, key: string, findings: string[]): string | undefined {
  const plain = text.replace(/^[“”„«»]+|[“”„«»]+$/g, '');
  const login = plain.replace(/^@/, '');
  if (plain !== text) findings.push(`${key} has ${said(plain)} in typographic quotes.`);
  if (isPlaceholder(login)) findings.push(`${key} has ${said(plain)}, a placeholder.`);
  else if (/^[a-z\d](?:[a-z\d-]{0,38})$/i.test(login)) return login;
  else findings.push(`${key} has ${said(plain)}, which is no GitHub login.`);
  return undefined;
}

/** A key of the map itself: "constructor" is none. */
export function own(data: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

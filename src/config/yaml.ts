import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf } from '../domain/errors.ts';
import { ConfigError, pathText } from './problems.ts';

/** A configuration file as read: its content, and where each key stands. */
export interface YamlFile {
  content: unknown;
  /** "sigbot.yml:12 repositories[0].write"; the line of the nearest key above where the path does not exist. */
  keyOf(path: readonly PropertyKey[]): string;
}

/**
 * Reads a configuration file; a key without a value counts as absent. `name` is what people call the file.
 * @throws ConfigError where it is not YAML, with line and column
 */
export function readYamlFile(name: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const unreadable = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    const reason = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    return { key: name, value: `unreadable at line ${line}, column ${col}`, remedy: `${reason}.` };
  });
  if (unreadable.length > 0) throw new ConfigError(unreadable);
  return {
    content: withoutNulls(contentOf(name, document)),
    keyOf: (path) => `${name}:${lines.linePos(offsetOf(document, path)).line} ${pathText(path)}`.trimEnd(),
  };
}

function contentOf(name: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigError([{ key: name, value: 'unreadable', remedy: `${messageOf(error)}.` }]);
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]));
}

/** Where the last key of the path that exists begins, in characters from the file's start. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (isScalar(pair?.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = rangeStart(node) ?? offset;
    }
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;
}

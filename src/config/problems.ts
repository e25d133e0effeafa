import type * as z from 'zod';
import { UserError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import { looksSecret, secretInWords } from './tokens.ts';

/** One thing wrong in the configuration. */
export interface Problem {
  /** The variable, or the key with its file and line: "sigbot.yml:12 repositories[0].write". */
  key: string;
  /** What stands there, as it can be shown: of a secret only its kind and length. */
  value: string;
  remedy: string;
}

/** Everything that is wrong in the configuration, at once. */
export class ConfigError extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ key, value, remedy }) => `  ${key}: ${value}. ${remedy}`.trimEnd());
    super(
      [
        `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...lines,
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The path of a key, as people write it: ["repositories", 0, "write"] -> "repositories[0].write". */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** A value as it can be shown in an error: short, and of a secret only its kind and length. */
export function shown(value: unknown, secret = false): string {
  if (value === undefined) return 'not set';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = String(value);
  if (secret || looksSecret(text)) return secretInWords(text);
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return typeof value === 'string' ? `"${short}"` : short;
}

/** What is checked and how its problems are named. */
export interface Checked {
  input: unknown;
  /** The JSON Schema of what is checked: it knows the keys. */
  shape: z.core.JSONSchema.JSONSchema;
  /** The key as it is shown, with its place. */
  keyOf(path: readonly PropertyKey[]): string;
}

/** zod's findings as problems, the first of each key. The schemas' own messages are the remedies. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], checked: Checked): Problem[] {
  const problems = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey([...issue.path, key], checked));
    const remedy = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const value =
      issue.code === 'invalid_key' ? shown(String(issue.path.at(-1))) : shownAt(issue.path, checked);
    return [{ key: checked.keyOf(issue.path), value, remedy }];
  });
  return problems.filter(({ key }, index) => problems.findIndex((earlier) => earlier.key === key) === index);
}

function unknownKey(path: readonly PropertyKey[], checked: Checked): Problem {
  const key = String(path.at(-1));
  const known = keysOf(shapeAt(checked.shape, path.slice(0, -1)));
  const meant = nearest(key, known);
  const secret = isSecretName(key) || looksSecret(String(valueAt(checked.input, path)));
  const hint = meant ? `Did you mean ${meant}?` : `Known here: ${known.join(', ')}.`;
  return {
    key: checked.keyOf(path),
    value: shownAt(path, checked),
    remedy: `There is no such key. ${secret ? 'Secrets belong in the environment.' : hint}`,
  };
}

/** The keys of a map, also where something else may be written in its place. */
function keysOf(shape: Checked['shape'] | undefined): string[] {
  const maps = [shape, ...(shape?.anyOf ?? [])].filter((one) => typeof one === 'object');
  return maps.flatMap(({ properties = {} }) => Object.keys(properties));
}

function shownAt(path: readonly PropertyKey[], { input, shape }: Checked): string {
  const secret = shapeAt(shape, path)?.['secret'] === true || isSecretName(String(path.at(-1)));
  return shown(valueAt(input, path), secret);
}

function isSecretName(key: string): boolean {
  return /token|secret|password|private.?key/i.test(key);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

/** The schema of the value at a path; undefined where nothing is known of it. */
function shapeAt(shape: Checked['shape'], path: readonly PropertyKey[]): Checked['shape'] | undefined {
  return path.reduce<Checked['shape'] | undefined>((here, part) => here && shapeBelow(here, part), shape);
}

function shapeBelow(shape: Checked['shape'], part: PropertyKey): Checked['shape'] | undefined {
  const below =
    typeof part === 'number' ? shape.items : (shape.properties?.[String(part)] ?? shape.additionalProperties);
  return typeof below === 'object' && !Array.isArray(below) ? below : undefined;
}

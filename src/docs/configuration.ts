import * as z from 'zod';
import { environmentSchema } from '../config/environment.ts';
import { fileSchema } from '../config/file.ts';

type Shape = z.core.JSONSchema.JSONSchema;

/** docs/configuration.md, made from the schemas that check the configuration. */
export function configurationDoc(): string {
  return `${[
    '# Configuration',
    'Made from the schemas in `src/config/` by `npm run docs`. `sigbot check` tells what is wrong in yours.',
    '## Environment',
    'Secrets and addresses. An empty variable counts as absent.',
    table(['Variable', 'Default', 'Meaning'], environmentRows()),
    '## sigbot.yml',
    'What the community is and what the bot may do there. `sigbot.example.yml` is one to start from. Durations are written `"30s"`, `"5m"` or `"1h"`.',
    table(['Key', 'Type', 'Default', 'Meaning'], fileRows(z.toJSONSchema(fileSchema, { io: 'input' }), '')),
  ].join('\n\n')}\n`;
}

function environmentRows(): string[][] {
  const shape = z.toJSONSchema(environmentSchema, { io: 'input' });
  return Object.entries(shape.properties ?? {}).map(([name, entry]) => {
    const variable = asShape(entry);
    return [code(name), defaultOf(variable, shape.required?.includes(name)), variable.description ?? ''];
  });
}

/** A row for each key, and below a map or list the rows of what is in it. */
function fileRows(shape: Shape, prefix: string): string[][] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, entry]) => {
    const here = asShape(entry);
    const key = prefix + name;
    const row = [
      code(key),
      typeOf(here),
      defaultOf(here, shape.required?.includes(name)),
      here.description ?? '',
    ];
    return [row, ...rowsWithin(here, key)];
  });
}

function rowsWithin(shape: Shape, key: string): string[][] {
  if (shape['kind'] !== undefined) return [];
  if (shape.properties) return fileRows(shape, `${key}.`);
  const each = asShape(shape.additionalProperties);
  if (each.properties) return fileRows(each, `${key}.<id>.`);
  const item = Array.isArray(shape.items) ? {} : asShape(shape.items);
  return item.properties ? fileRows(item, `${key}[].`) : [];
}

function typeOf(shape: Shape): string {
  if (typeof shape['kind'] === 'string') return shape['kind'];
  if (shape.enum) return shape.enum.map((value) => code(String(value))).join(', ');
  if (shape.type === 'array') return 'list';
  if (shape.type === 'object') return 'map';
  if (shape.type === 'boolean') return 'true or false';
  return shape.type === 'number' || shape.type === 'integer' ? 'number' : 'text';
}

function defaultOf(shape: Shape, required: boolean | undefined): string {
  if (shape.default === undefined || isEmpty(shape.default)) return required ? 'required' : '';
  return code(written(shape.default));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, entry]) => `${key}: ${String(entry)}`)
    .join(', ');
}

function asShape(entry: Shape | boolean | undefined): Shape {
  return typeof entry === 'object' ? entry : {};
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A table in the form Prettier gives it, so that formatting does not change what is made here. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...escaped.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = escaped;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

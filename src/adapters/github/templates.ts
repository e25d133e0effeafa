import { z } from 'zod';
import { parse } from 'yaml';
import { NO_TEMPLATES, type Field, type Template, type Templates } from '../../domain/template.ts';

/** A file of `.github/ISSUE_TEMPLATE`. */
export interface TemplateFile {
  name: string;
  text: string;
}

/** So many parts of a form are shown in Slack, whose modals take 100 blocks. */
const FIELDS = 60;
/** So many options Slack takes in a menu. */
const OPTIONS = 100;

/**
 * What the files of a repository's `.github/ISSUE_TEMPLATE` say, in the order of GitHub's own menu. A file that is not
 * understood is left out.
 */
export function readTemplates(files: readonly TemplateFile[]): Templates {
  const config = files.find(({ name }) => /^config\.ya?ml$/i.test(name));
  const said = configSchema.safeParse(config && yamlOf(config.text)).data;
  const all = files
    .filter((file) => file !== config)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((file) => (/\.md$/i.test(file.name) ? markdownIn(file) : formIn(file)) ?? []);
  return {
    all,
    blank: said?.blank_issues_enabled ?? NO_TEMPLATES.blank,
    links: said?.contact_links ?? NO_TEMPLATES.links,
  };
}

/** The files are read as text alone: 1.30 stays 1.30. */
const text = z.string().default('').catch('');
const name = z.string().trim().min(1);
const isTrue = z
  .string()
  .default('')
  .catch('')
  .transform((word) => word.toLowerCase() === 'true');

const labels = z
  .union([z.array(z.string()), z.string().transform((list) => list.split(','))])
  .default([])
  .catch([])
  .transform((list) => list.map((label) => label.trim()).filter((label) => label !== ''));

const frontMatter = z.object({ name, about: text, title: text, labels });

const option = z.union([
  z.object({ label: z.string(), required: isTrue }),
  z.string().transform((label) => ({ label, required: false })),
]);

const part = z.object({
  type: z.enum(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']),
  id: z.string().optional().catch(undefined),
  attributes: z.object({
    label: text,
    description: text,
    value: text,
    render: z.string().optional().catch(undefined),
    multiple: isTrue,
    default: text,
    options: z.array(option).default([]).catch([]),
  }),
  validations: z.object({ required: isTrue }).default({ required: false }).catch({ required: false }),
});

const formSchema = z.object({ name, description: text, title: text, labels, body: z.array(z.unknown()) });

const configSchema = z.object({
  blank_issues_enabled: text.transform((word) => word.toLowerCase() !== 'false'),
  contact_links: z
    .array(z.object({ name, url: z.url({ protocol: /^https?$/ }) }))
    .default([])
    .catch([]),
});

function markdownIn({ name: file, text: whole }: TemplateFile): Template | undefined {
  const [, head, body = ''] = /^\uFEFF?---\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n([^]*))?$/.exec(whole) ?? [];
  const said = frontMatter.safeParse(head === undefined ? undefined : yamlOf(head)).data;
  return said && { file, ...said, text: body.replaceAll('\r\n', '\n').trim(), fields: [] };
}

function formIn({ name: file, text: whole }: TemplateFile): Template | undefined {
  const said = formSchema.safeParse(yamlOf(whole)).data;
  if (!said) return undefined;
  const { body, description: about, ...rest } = said;
  const fields = body.slice(0, FIELDS).flatMap((one) => fieldOf(one) ?? []);
  return { file, ...rest, about, text: '', fields };
}

const KINDS = { input: 'line', textarea: 'text', dropdown: 'choice', checkboxes: 'boxes' } as const;

function fieldOf(said: unknown): Field | undefined {
  const { data } = part.safeParse(said);
  if (!data) return undefined;
  const { type, id, attributes: of, validations } = data;
  if (type === 'markdown') return of.value.trim() === '' ? undefined : { kind: 'words', text: of.value };
  const kind = KINDS[type];
  const options = of.options.slice(0, OPTIONS);
  const chosen = /^\d+$/.test(of.default) && options[Number(of.default)] ? of.default : '';
  const takesOptions = kind === 'choice' || kind === 'boxes';
  if (of.label.trim() === '' || (takesOptions && options.length === 0)) return undefined;
  return {
    kind,
    id,
    label: of.label.trim(),
    description: of.description.trim(),
    value: takesOptions ? chosen : of.value.trim(),
    required: validations.required,
    code: of.render,
    options: takesOptions ? options : [],
    several: of.multiple,
  };
}

/** Undefined where it is no YAML. */
function yamlOf(said: string): unknown {
  try {
    return parse(said, { schema: 'failsafe', logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

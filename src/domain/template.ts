/** What a repository offers to begin an issue with: a template in Markdown, or a form. */
export interface Template {
  /** The file's name, as GitHub's address for a new issue takes it: "bug_report.yml". */
  file: string;
  name: string;
  /** What it is for. */
  about: string;
  /** How the title begins. */
  title: string;
  /** Whole labels. */
  labels: readonly string[];
  /** What a template in Markdown puts into the text; empty in a form. */
  text: string;
  /** A form's parts, in order; none in Markdown. */
  fields: readonly Field[];
}

/** A part of a form: words to read, or an input. */
export type Field = { kind: 'words'; text: string } | Input;

/** An input of a form, as GitHub has it (docs.github.com, "Syntax for GitHub's form schema"). */
export interface Input {
  kind: 'line' | 'text' | 'choice' | 'boxes';
  /** By which GitHub's address fills it. */
  id?: string | undefined;
  label: string;
  description: string;
  /** What stands in it from the start; of a choice the number of an option. */
  value: string;
  required: boolean;
  /** The language of the block of code that a text becomes. */
  code?: string | undefined;
  /** Of a choice, or of boxes. */
  options: readonly { label: string; required: boolean }[];
  /** Whether several may be chosen. */
  several: boolean;
}

/** What a repository says of new issues. */
export interface Templates {
  all: readonly Template[];
  /** Whether an issue may begin without any. */
  blank: boolean;
  /** Where else one may turn to. */
  links: readonly { name: string; url: string }[];
}

/** Of a repository that says nothing. */
export const NO_TEMPLATES: Templates = { all: [], blank: true, links: [] };

/** What was entered into a form, by the number of the field: a text, or the numbers of options with commas between. */
export type Answers = Readonly<Record<number, string | undefined>>;

/** A title as the template begins it. */
export function titleFrom({ title }: Template, said: string): string {
  const begins = said.toLowerCase().startsWith(title.trim().toLowerCase());
  return begins ? said : `${title.trimEnd()} ${said}`;
}

/** What somebody said, and after it the template's text to fill in, without the comments that explain it. */
export function textFrom({ text }: Template, said: string): string {
  const skeleton = text.replace(/<!--[^]*?(?:-->|$)/g, '').replace(/\n{3,}/g, '\n\n');
  return `${said.trim()}\n\n${skeleton.trim()}`.trim();
}

/** What a form holds from the start: what somebody said stands in its first text, else in its first line. */
export function answersFrom({ fields }: Template, said: string): Answers {
  const first = ['text', 'line'].map((kind) => fields.findIndex((field) => field.kind === kind));
  const place = first.find((at) => at !== -1);
  const answers = fields.map((field, at) => {
    const begun = field.kind === 'words' ? '' : field.value;
    return at === place ? [said.trim(), begun].filter((part) => part !== '').join('\n\n') : begun;
  });
  return { ...answers };
}

/** The boxes that have to be ticked and are not. */
export function unticked({ fields }: Template, answers: Answers): string[] {
  return inputsOf(fields).flatMap(({ input, at }) => {
    if (input.kind !== 'boxes') return [];
    const ticked = chosenIn(answers[at]);
    return input.options.flatMap(({ label, required }, box) =>
      required && !ticked.includes(box) ? [label] : [],
    );
  });
}

/** The body that GitHub makes of a form. */
export function bodyOf({ fields }: Template, answers: Answers): string {
  return inputsOf(fields)
    .map(({ input, at }) => `### ${input.label}\n\n${answerText(input, answers[at])}`)
    .join('\n\n');
}

/** The inputs of a form, with the number of the field. */
export function inputsOf(fields: readonly Field[]): { input: Input; at: number }[] {
  return fields.flatMap((field, at) => (field.kind === 'words' ? [] : [{ input: field, at }]));
}

/** "0,2" -> 0, 2 */
export function chosenIn(answer = ''): number[] {
  return answer.split(',').flatMap((part) => (/^\d+$/.test(part) ? [Number(part)] : []));
}

/** What GitHub writes where nothing was entered. */
const NOTHING = '_No response_';

function answerText({ kind, options, code }: Input, answer = ''): string {
  const chosen = chosenIn(answer);
  switch (kind) {
    case 'boxes':
      return options.map(({ label }, at) => `- [${chosen.includes(at) ? 'X' : ' '}] ${label}`).join('\n');
    case 'choice':
      return chosen.flatMap((at) => options[at]?.label ?? []).join(', ') || NOTHING;
    case 'line':
    case 'text': {
      const text = answer.trim();
      if (text === '') return NOTHING;
      return code === undefined ? text : fenced(text, code);
    }
  }
}

/** A block of code that nothing within it can end. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

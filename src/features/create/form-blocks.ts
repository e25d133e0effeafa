import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import {
  clip,
  context,
  escape,
  LIMITS,
  menu,
  modal,
  option,
  passage,
  section,
  textInput,
} from '../../blocks.ts';
import { excerptOf } from '../../domain/body.ts';
import {
  chosenIn,
  inputsOf,
  type Answers,
  type Field,
  type Input,
  type Template,
} from '../../domain/template.ts';
import type { Similar } from '../../domain/similar.ts';
import type { FormValues } from '../../feature.ts';
import { PUBLIC, similarBlocks, TEXT } from './blocks.ts';
import { TITLE } from './plan.ts';

/** A template as it is filled in. */
export interface Filling {
  template: Template;
  /** "owner/name" */
  repo: string;
  title: string;
  /** Of a template in Markdown. */
  text: string;
  /** Of a form. */
  answers: Answers;
  /** What it may be a duplicate of. */
  similar?: readonly Similar[];
  /** Why it came back. */
  problem?: string;
}

/** The second step: the inputs of a form, or the text that a template in Markdown begins. */
export function templateModal(filling: Filling, metadata: string): ModalView {
  const { template, repo, title, text, answers, similar = [], problem } = filling;
  const submit = similar.length > 0 ? 'Create anyway' : 'Create';
  const isForm = template.fields.length > 0;
  const cut = [text, ...Object.values(answers)].some((one = '') => one.length > TEXT);
  return modal('create:template', 'Create an issue', submit, metadata, [
    ...(problem === undefined ? [] : [section(`*${escape(problem, 300)}*`)]),
    ...similarBlocks(similar),
    context(`*${escape(template.name, 100)}* · ${escape(repo)}`, escape(template.about, 300)),
    required(
      textInput('title', 'Title', 'One line that says what is wrong or wanted.', {
        initial: title,
        max: TITLE,
      }),
    ),
    ...(isForm
      ? template.fields.map((field, at) => fieldBlock(field, at, answers[at]))
      : [
          textInput('text', 'Text', 'Markdown. Fill in what the template asks for.', {
            multiline: true,
            initial: text,
            max: TEXT,
          }),
        ]),
    context(PUBLIC, cut ? 'The message is longer than this form: its end is left out.' : ''),
  ]);
}

/** What was entered into a form's inputs. */
export function answersIn({ fields }: Template, values: FormValues): Answers {
  return Object.fromEntries(inputsOf(fields).map(({ at }) => [at, values[nameOf(at)]]));
}

const nameOf = (at: number) => `field.${at}`;

/** How much is shown of the words between the inputs of a form, in characters. */
const WORDS = 600;

function fieldBlock(field: Field, at: number, answer = ''): KnownBlock {
  if (field.kind === 'words') return passage(excerptOf(field.text, WORDS) || '…', WORDS);
  const block = inputBlock(field, nameOf(at), answer);
  const asked = field.required || field.options.some((one) => one.required);
  return asked ? required(block) : block;
}

function required(block: InputBlock): InputBlock {
  return { ...block, optional: false };
}

function inputBlock(input: Input, name: string, answer: string): InputBlock {
  switch (input.kind) {
    case 'line':
    case 'text':
      return hinted(
        textInput(name, input.label, '', { multiline: input.kind === 'text', initial: answer, max: TEXT }),
        input.description,
      );
    case 'choice':
    case 'boxes':
      return hinted(choiceBlock(input, name, answer), hintOf(input));
  }
}

/** Slack shows ten boxes at most; of more it has a menu. */
const BOXES = 10;

function choiceBlock({ kind, label, options, several }: Input, name: string, answer: string): InputBlock {
  const offered = options.map((one, at) => option(one.label || '…', String(at)));
  const chosen = chosenIn(answer).flatMap((at) => offered[at] ?? []);
  const block = menu(name, label, offered, chosen[0]?.value);
  if (kind === 'choice' && !several) return block;
  const element = {
    action_id: name,
    options: offered,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
  const isMenu = kind === 'choice' || offered.length > BOXES;
  return { ...block, element: { type: isMenu ? 'multi_static_select' : 'checkboxes', ...element } };
}

/** The description, and in full what is too long for an option. */
function hintOf({ description, options }: Input): string {
  const long = options.filter(({ label }) => label.length > LIMITS.optionText);
  return [description, ...long.map(({ label }) => label)].filter((part) => part !== '').join(' · ');
}

/** Slack takes no empty hint. */
function hinted({ hint: _hint, ...block }: InputBlock, text: string): InputBlock {
  const words = excerptOf(text, 1000).replace(/\s+/g, ' ');
  return words === ''
    ? block
    : { ...block, hint: { type: 'plain_text', text: clip(words, 1000), emoji: false } };
}

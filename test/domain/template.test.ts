import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answersFrom,
  bodyOf,
  textFrom,
  titleFrom,
  unticked,
  type Input,
  type Template,
} from '../../src/domain/template.ts';

const input = (differs: Partial<Input> = {}): Input => ({
  kind: 'text',
  label: 'What happened?',
  description: '',
  value: '',
  required: false,
  options: [],
  several: false,
  ...differs,
});
const option = (label: string, required = false) => ({ label, required });

const template = (differs: Partial<Template> = {}): Template => ({
  file: 'bug.yml',
  name: 'Bug',
  about: '',
  title: '',
  labels: [],
  text: '',
  fields: [],
  ...differs,
});

test.each([
  ['', 'Keel is loose', 'Keel is loose'],
  ['[Bug]: ', 'Keel is loose', '[Bug]: Keel is loose'],
  ['[Bug]: ', '[bug]: Keel is loose', '[bug]: Keel is loose'],
])('a title that begins with %j: %j', (title, said, expected) => {
  expect(titleFrom(template({ title }), said)).toBe(expected);
});

test.each([
  ['after what was said', 'It leaks.', '## Why\n\n## How', 'It leaks.\n\n## Why\n\n## How'],
  ['without what explains it', 'It leaks.', '<!-- tell\nus -->\n## Why <!-- open', 'It leaks.\n\n## Why'],
  ['alone', ' ', '## Why', '## Why'],
])('the text of a template stands %s', (_how, said, text, expected) => {
  expect(textFrom(template({ text }), said)).toBe(expected);
});

describe('what was said stands', () => {
  const line = input({ kind: 'line' });
  test.each<[string, Template['fields'], Record<number, string>]>([
    ['in the first text', [line, input(), input()], { 0: '', 1: 'It leaks.', 2: '' }],
    ['before what the form begins it with', [input({ value: 'Version:' })], { 0: 'It leaks.\n\nVersion:' }],
    [
      'in the first line where there is no text',
      [{ kind: 'words', text: 'Hi' }, line],
      { 0: '', 1: 'It leaks.' },
    ],
    ['nowhere where there is neither', [input({ kind: 'choice', value: '1' })], { 0: '1' }],
  ])('%s', (_where, fields, expected) => {
    expect(answersFrom(template({ fields }), 'It leaks.')).toEqual(expected);
  });
});

describe('the body that GitHub makes of a form', () => {
  const ports = [option('North'), option('South'), option('East')];
  test.each<[string, Input, string | undefined, string]>([
    ['a text', input(), ' It leaks.\n', 'It leaks.'],
    ['a text that nobody wrote', input(), undefined, '_No response_'],
    ['code', input({ code: 'shell' }), 'ls', '```shell\nls\n```'],
    ['code that would end its block', input({ code: '' }), 'a\n```\nb', '````\na\n```\nb\n````'],
    ['no code', input({ code: 'shell' }), ' ', '_No response_'],
    ['a choice', input({ kind: 'choice', options: ports }), '1', 'South'],
    ['several', input({ kind: 'choice', options: ports, several: true }), '0,2', 'North, East'],
    ['no choice', input({ kind: 'choice', options: ports }), undefined, '_No response_'],
    ['a choice that is none', input({ kind: 'choice', options: ports }), '7,x', '_No response_'],
    ['boxes', input({ kind: 'boxes', options: ports }), '1', '- [ ] North\n- [X] South\n- [ ] East'],
  ])('%s', (_what, field, answer, expected) => {
    const form = template({ fields: [{ kind: 'words', text: 'Hi' }, field] });
    expect(bodyOf(form, { 1: answer })).toBe(`### What happened?\n\n${expected}`);
  });

  test('code stays in its block, whatever it is', () => {
    const form = template({ fields: [input({ code: 'shell' })] });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', 'a', ' ') }), (text) => {
        const [fence = '', ...lines] = bodyOf(form, { 0: text }).split('\n').slice(2);
        if (text.trim() === '') return;
        const close = '`'.repeat(fence.length - 'shell'.length);
        expect(lines.indexOf(close)).toBe(lines.length - 1);
      }),
      { seed: 11 },
    );
  });
});

test('boxes that have to be ticked are asked for', () => {
  const options = [option('I looked', true), option('I can help'), option('I agree', true)];
  const form = template({ fields: [input({ kind: 'boxes', options })] });
  expect(unticked(form, { 0: '1,2' })).toEqual(['I looked']);
  expect(unticked(form, { 0: '0,2' })).toEqual([]);
  expect(unticked(form, {})).toEqual(['I looked', 'I agree']);
});

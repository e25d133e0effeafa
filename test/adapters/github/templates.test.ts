import { describe, expect, test } from 'vitest';
import { readTemplates } from '../../../src/adapters/github/templates.ts';

const read = (text: string, name = 'bug.yml') => readTemplates([{ name, text }]);
const form = (body: string) => read(`name: Bug\ndescription: It breaks\nbody:\n${body}`);
const parts = (body: string) => form(body).all[0]?.fields;

describe('a template in Markdown', () => {
  test.each([
    ['a list of labels', '---\nname: Bug\nabout: It breaks\nlabels: [bug, kind/bug]\n---\n\n## What\n'],
    [
      'labels with commas',
      "---\nname: Bug\nabout: It breaks\ntitle: ''\nlabels: bug, kind/bug\n---\n## What",
    ],
    [
      'as Windows writes it',
      '\uFEFF---\r\nname: Bug\r\nabout: It breaks\r\nlabels: bug,kind/bug,\r\n---\r\n## What\r\n',
    ],
  ])('%s', (_how, text) => {
    expect(read(text, 'bug.md').all).toEqual([
      {
        file: 'bug.md',
        name: 'Bug',
        about: 'It breaks',
        title: '',
        labels: ['bug', 'kind/bug'],
        text: '## What',
        fields: [],
      },
    ]);
  });

  test.each([
    ['without a name', '---\nabout: x\n---\n## What'],
    ['without front matter', '## What'],
    ['whose front matter is no YAML', '---\nname: [\n---\n## What'],
    ['whose front matter does not end', '---\nname: Bug\n## What'],
  ])('%s is none', (_how, text) => {
    expect(read(text, 'bug.md').all).toEqual([]);
  });
});

describe('a form', () => {
  test('has GitHub’s parts', () => {
    const fields = parts(`
  - { type: markdown, attributes: { value: Hello } }
  - { type: input, id: version, attributes: { label: Version, placeholder: 1.2 }, validations: { required: true } }
  - { type: textarea, attributes: { label: Log, render: shell, value: "x " } }
  - { type: dropdown, attributes: { label: Where, options: [North, 1.30, false], multiple: true, default: 1 } }
  - { type: checkboxes, attributes: { label: Before, options: [{ label: I looked, required: true }, { label: I can help }] } }`);
    expect(fields).toMatchObject([
      { kind: 'words', text: 'Hello' },
      { kind: 'line', id: 'version', label: 'Version', required: true, value: '' },
      { kind: 'text', label: 'Log', code: 'shell', value: 'x', required: false },
      {
        kind: 'choice',
        several: true,
        value: '1',
        options: [{ label: 'North' }, { label: '1.30' }, { label: 'false' }],
      },
      {
        kind: 'boxes',
        options: [
          { label: 'I looked', required: true },
          { label: 'I can help', required: false },
        ],
      },
    ]);
  });

  test.each([
    ['a part of a kind nobody knows', '  - { type: file, attributes: { label: x } }'],
    ['a part without a label', '  - { type: input, attributes: { description: x } }'],
    ['a choice without options', '  - { type: dropdown, attributes: { label: x } }'],
    ['what is no part', '  - just words'],
    ['words that say nothing', '  - { type: markdown, attributes: { value: " " } }'],
  ])('leaves out %s', (_what, body) => {
    expect(parts(body)).toEqual([]);
  });

  test.each([
    ['is no YAML', 'name: ['],
    ['has no name', 'description: x\nbody: []'],
    ['has no body', 'name: Bug\ndescription: x'],
    ['is made to exhaust', `a: &a [x,x]\n${'b: &b [*a,*a]\n'.repeat(9)}`],
  ])('that %s is none', (_how, text) => {
    expect(read(text).all).toEqual([]);
  });
});

test('the configuration is no template; without one an issue may begin blank', () => {
  const config = `
blank_issues_enabled: false
contact_links:
  - { name: Chat, url: https://chat.example.org, about: Ask there }
`;
  expect(readTemplates([{ name: 'config.yml', text: config }])).toEqual({
    all: [],
    blank: false,
    links: [{ name: 'Chat', url: 'https://chat.example.org' }],
  });
  expect(
    readTemplates([{ name: 'config.yml', text: 'contact_links: [{ name: x, url: "javascript:x" }]' }]),
  ).toEqual({
    all: [],
    blank: true,
    links: [],
  });
  expect(read('name: B\nbody: []', 'b.yml').blank).toBe(true);
});

test('templates come in the order of their files', () => {
  const files = ['b.yml', 'a.yml'].map((name) => ({ name, text: `name: ${name}\nbody: []` }));
  expect(readTemplates(files).all.map(({ file }) => file)).toEqual(['a.yml', 'b.yml']);
});

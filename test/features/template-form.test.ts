import { expect, test } from 'vitest';
import { refusalOfView } from '../../playground/slack/blocks.ts';
import type { Field, Template } from '../../src/domain/template.ts';
import { templateModal } from '../../src/features/create/form-blocks.ts';

const LONG = 'x'.repeat(5000);
const boxes = (count: number): Field => ({
  kind: 'boxes',
  label: LONG,
  description: LONG,
  value: '',
  required: true,
  options: Array.from({ length: count }, (_, at) => ({ label: `${at} ${LONG}`, required: true })),
  several: false,
});
const template = (fields: readonly Field[]): Template => ({
  file: 'bug.yml',
  name: LONG,
  about: '<!channel>',
  title: LONG,
  labels: [],
  text: LONG,
  fields,
});

test.each<[string, readonly Field[]]>([
  ['Markdown', []],
  ['boxes, and more than Slack has', [boxes(10), boxes(100)]],
  ['sixty parts', Array.from({ length: 60 }, () => boxes(3))],
  [
    'words and nothing',
    [
      { kind: 'words', text: '<!-- hidden -->' },
      { kind: 'words', text: LONG },
    ],
  ],
])('stays inside Slack’s limits: %s', (_what, fields) => {
  const answers = { 0: '0,1', 1: LONG };
  const view = templateModal(
    { template: template(fields), repo: LONG, title: LONG, text: LONG, answers },
    '{}',
  );
  expect(refusalOfView(view)).toBeUndefined();
  expect(JSON.stringify(view)).not.toContain('<!channel>');
});

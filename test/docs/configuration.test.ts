import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationDoc } from '../../src/docs/configuration.ts';

const rows = new Map(
  configurationDoc()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '').replace(/ \|$/, '').trim()))
    .map(([key = '', ...cells]) => [key, cells]),
);

test.each([
  ['`SLACK_BOT_TOKEN`', ['required', 'The bot’s token, xoxb-…']],
  ['`PORT`', ['`3000`', 'Port of the HTTP server: webhooks, health, metrics.']],
  ['`directory.refresh`', ['duration', '`1h`', 'How often it is read again.']],
  ['`groups.<id>.paused`', ['true or false', '', 'true: the group gets no new cards. Otherwise false.']],
  [
    '`repositories[].write`',
    ['`handoff`, `as-person`, `as-bot`', '`handoff`', expect.stringContaining('gets the text to paste')],
  ],
  ['`people.<id>.github`', ['text', 'required', 'The person’s GitHub login.']],
  ['`labels.untriaged`', ['without: prefix, or with: label', '`without: triage/`', expect.any(String)]],
])('%s is explained', (key, cells) => {
  expect(rows.get(key)).toEqual(cells);
});

test('every key has a meaning', () => {
  const keys = [...rows].filter(([key]) => key.startsWith('`'));
  expect(keys.length).toBeGreaterThan(45);
  expect(keys.filter(([, cells]) => !cells.at(-1))).toEqual([]);
});

test('docs/configuration.md is up to date', () => {
  expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(
    configurationDoc(),
  );
});

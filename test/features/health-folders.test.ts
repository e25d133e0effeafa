import { expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { DAY } from '../../src/domain/time.ts';
import { health } from '../../src/features/health/health.ts';
import { NOW } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp([health]);
const DANA = { user: 'U0DANA', channel: 'C0NODE', now: NOW };

async function ask(typed: string, differs: Partial<State> = {}): Promise<string> {
  const repository = {
    name: 'harbour/boats',
    url: 'https://github.com/harbour/boats',
    readAt: NOW,
    since: NOW - 200 * DAY,
    private: false,
  };
  const { message } = await app.command(typed, DANA, portsOf({ owned: [repository], ...differs }));
  if (message) expect(refusalOfMessage(message)).toBeUndefined();
  return words(message).join('\n');
}

const owners = treeOf({
  OWNERS: 'approvers: [root]',
  'hull/OWNERS': 'approvers: [dana, noor]\nlabels: [sig/node]',
  'mast/OWNERS': 'approvers: [dana, lee, mori]\nlabels: [sig/node]',
  'mast/top/OWNERS': '',
  'deck/OWNERS': 'approvers: [mori]\nlabels: [sig/node]',
  'bow/OWNERS': 'labels: [sig/node]',
});
const seen = { dana: NOW - 2 * DAY, noor: NOW - 179 * DAY, lee: NOW - 181 * DAY, root: NOW };

test('leads are told of folders with fewer than two active approvers', async () => {
  expect(await ask('health', { owners, seen })).toContain(
    `Fewer than two active approvers, of the group’s 5 folders
• \`bow\` in harbour/boats: has no approver of the group’s
• \`deck\` in harbour/boats: its one approver was not seen
• \`mast\` in harbour/boats: dana alone of 3, and one folder below
Active: opened, wrote or reviewed something since 3 Sep. Who approves from further up, for more than the group, is not counted.`,
  );
});

test('as CSV too', async () => {
  const told = await ask('health --csv', { owners, seen });
  expect(told).toContain('Folders with fewer than two active approvers');
  expect(told).toContain(String.raw`harbour/boats,mast,dana,3,1,yes`);
});

test('what is not known for long enough is not said', async () => {
  const late = {
    name: 'harbour/boats',
    url: 'https://x.example',
    readAt: NOW,
    since: NOW - 10 * DAY,
    private: false,
  };
  const told = await ask('health', { owners, seen, owned: [late] });
  expect(told).not.toContain('`mast`');
  expect(told).toContain('`deck`');
  expect(told).toContain('Of one more folder it is not known: sigbot came on 20 Feb.');
});

test('where all is well one line says so, and where no file gives the label nothing does', async () => {
  const well = treeOf({ 'hull/OWNERS': 'approvers: [dana, noor]\nlabels: [sig/node]' });
  expect(await ask('health', { owners: well, seen })).toContain(
    'The group’s one folder has two active approvers or more',
  );
  expect(await ask('health', { owners: treeOf({ OWNERS: 'approvers: [dana]' }), seen })).not.toContain(
    'approvers',
  );
  const hidden = { name: 'a/b', url: 'https://x.example', readAt: NOW, since: 0, private: true };
  expect(await ask('health', { owners, seen, owned: [hidden] })).not.toContain('approvers');
});

test('many folders are counted, and fit', async () => {
  const files = Array.from({ length: 300 }, (_, at): [string, string] => [
    `${'long-name-'.repeat(8)}${at}/OWNERS`,
    'approvers: [mori]\nlabels: [sig/node]',
  ]);
  const many = { owners: treeOf(Object.fromEntries(files)), seen };
  expect(await ask('health', many)).toContain('• and 295 more: see them as CSV');
  expect(await ask('health --csv', many)).toContain('the first 60 of 300');
});

import { expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { features } from '../src/features.ts';
import { NOW } from './support/facts.ts';
import { portsOf } from './support/ports.ts';
import { words } from './support/words.ts';

const app = createApp(features);
const HARBOUR = { id: 'C0HARBOUR', name: 'harbour' };
/** Both groups live in one channel. */
const ports = portsOf({ channels: { 'sig-node': HARBOUR, 'sig-network': HARBOUR } });

const said = async (command: string, channel = HARBOUR.id) => {
  const reply = await app.command(command, { user: 'U0DANA', channel, now: NOW }, ports);
  expect(reply.view).toBeUndefined();
  return words(reply.message);
};

test.each(['settings', 'preview', 'meeting', 'info', 'triage', 'triage together'])(
  'in a channel of two groups `/sig %s` asks which',
  async (command) => {
    const [name = ''] = command.split(' ');
    expect(await said(command)).toEqual([
      'This channel belongs to several groups: SIG Node, SIG Network.',
      `Name one: \`/sig ${name} sig-node\` or \`/sig ${name} sig-network\``,
    ]);
  },
);

test.each(['settings', 'preview', 'meeting', 'info', 'triage'])(
  'in a channel of none `/sig %s` asks which',
  async (command) => {
    expect(await said(command, 'C0RANDOM')).toEqual([
      'This channel belongs to no group.',
      `Name one: \`/sig ${command} node\`. All groups: \`/sig list\``,
    ]);
  },
);

test.each(['settings netwrok', 'meeting netwrok', 'calendar netwrok', 'info netwrok'])(
  '`/sig %s` says which name was probably meant',
  async (command) => {
    expect(await said(command)).toEqual([
      'There is no group "netwrok".',
      'Did you mean "network"? All groups: `/sig list`',
    ]);
  },
);

test('`/sig calendar` gives the addresses of all groups of the channel', async () => {
  const given = (await said('calendar')).join('\n');
  for (const name of ['sig-node', 'sig-network', 'all']) expect(given).toContain(`/calendar/${name}.ics`);
});

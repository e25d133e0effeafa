import { UserError } from '../../domain/errors.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { allView, mineMessage } from './blocks.ts';
import { checkForm } from './form.ts';
import { gatherMine } from './mine-gather.ts';
import { home } from './mine-home.ts';
import { renderMorning, tellMornings } from './mine-morning.ts';
import { openSettings, quiet, saveSettings } from './mine-settings.ts';

/** What is one person's own: what waits for them, what they promised, when their groups meet; asked for, in Home, or each morning. */
export const mine: Feature = {
  name: 'mine',

  commands: [
    {
      name: 'mine',
      usage: ['mine', 'mine settings', 'mine quiet'],
      summary:
        'Shows what waits for you, what you promised in meetings, and when your groups meet; each morning as well, if you want.',
      who: 'Anyone, of themselves.',
      examples: ['mine', 'mine settings'],
      run: ([word], call, ports) => {
        if (word === undefined) return show(call, ports);
        const run = WORDS.get(word.toLowerCase());
        if (run) return run(call, ports);
        throw new UserError(
          `"${word}" is nothing of yours.`,
          'What waits for you: `/sig mine`. Your groups and mornings: `/sig mine settings`',
        );
      },
    },
  ],

  presses: {
    'mine:all': showAll,
    'mine:settings': (_value, call, ports) => openSettings(call, ports),
    'mine:quiet': (_value, call, ports) => quiet(call, ports),
  },

  submits: {
    'mine:settings': {
      check: checkForm,
      run: (values, _metadata, call, ports) => saveSettings(values, call, ports),
    },
  },

  home,

  tick: tellMornings,

  renders: { morning: ({ id }, _user, ports) => renderMorning(id, ports) },
};

const WORDS: ReadonlyMap<string, (call: Call, ports: Ports) => Promise<Reply>> = new Map([
  ['settings', openSettings],
  ['groups', openSettings],
  ['quiet', quiet],
]);

/** How much of each way in which something waits is looked at for an answer. */
const LOOKED_AT = 10;

async function show(call: Call, ports: Ports): Promise<Reply> {
  return { message: mineMessage(await gatherMine(call, LOOKED_AT, ports)) };
}

/** How much of it one may turn over. */
const ALL = 200;

/** "Show all": everything, page by page. */
async function showAll(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { page, turned } = JSON.parse(value) as { page: number; turned?: boolean };
  return { view: allView(await gatherMine(call, ALL, ports), page), replace: turned === true };
}

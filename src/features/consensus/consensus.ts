import type { Feature } from '../../feature.ts';
import { agree, object, openObject, openResolve, resolve, takeBack } from './consensus-answer.ts';
import { follow, lookAtOpen } from './consensus-due.ts';
import {
  extendByForm,
  extendByWords,
  openExtend,
  openStop,
  stopByForm,
  stopByWords,
} from './consensus-lead.ts';
import { noteOf } from './consensus-note.ts';
import { list, paste, render, show } from './consensus-show.ts';
import { start } from './consensus-start.ts';
import { checkText, checkUntil } from './form.ts';
import { verbOf } from './words.ts';

/** A proposal that a group's channel is asked about, and that is accepted when its time is over and nobody is against it. */
export const consensus: Feature = {
  name: 'consensus',

  commands: [
    {
      name: 'consensus',
      usage: [
        'consensus [group]',
        'consensus start <issue> "<proposal>" [until <date> [time] | <n> business hours] [asking @person …]',
        'consensus extend <issue> until <date> [time] | <n> business hours',
        'consensus stop <issue> "<why>"',
        'consensus show <issue>',
      ],
      summary:
        'Seeks a group’s agreement on a proposal: people say +1 or raise a concern; without an open concern it is accepted when its time is over.',
      who: 'Anyone may look; members of this Slack answer, guests do not; the group’s leads and triagers start one; who started it, and the leads, extend and stop it.',
      examples: [
        'consensus',
        'consensus start 4711 "We drop the old flag in 1.38" until 72 business hours',
        'consensus start 4711 "We drop the old flag in 1.38" until friday 18:00 asking @dana @noor',
        'consensus stop 4711 "We merged the other one"',
      ],
      run: async ([verb, ...words], call, ports) => {
        switch (verbOf(verb)) {
          case 'start':
            return start(words, call, ports);
          case 'extend':
            return extendByWords(words, call, ports);
          case 'stop':
            return stopByWords(words, call, ports);
          case 'show':
            return show(words, call, ports);
          default:
            return list(verb === undefined ? [] : [verb, ...words], call, ports);
        }
      },
    },
  ],

  presses: {
    'consensus:agree': agree,
    'consensus:back': takeBack,
    'consensus:object': openObject,
    'consensus:resolve': openResolve,
    'consensus:extend': openExtend,
    'consensus:stop': openStop,
    'consensus:text': (id, _call, ports) => paste(id, ports),
  },

  submits: {
    'consensus:object': { check: checkText, run: object },
    'consensus:resolve': { run: resolve },
    'consensus:extend': { check: checkUntil, run: extendByForm },
    'consensus:stop': { check: checkText, run: stopByForm },
  },

  tick: (now, ports) => lookAtOpen(now, ports),

  touched: async (issue, ports) => ({ effects: await follow(issue, ports), because: [] }),

  renders: { consensus: ({ id }, channel, ports) => render(id, channel, ports) },

  documents: {
    consensus: async ({ id }, ports) => {
      const found = await ports.consensus.byId(id);
      return found && noteOf(found, ports);
    },
  },
};

import type { Feature } from '../../feature.ts';
import { checkReturn } from './blocks.ts';
import { giveBack, openReturn, take } from './escalation-answer.ts';
import { follow, render } from './escalation-show.ts';
import { escalate } from './escalation-start.ts';

/** What a group cannot settle is handed to a committee, or another group, with the record of what was tried. */
export const escalation: Feature = {
  name: 'escalation',

  commands: [
    {
      name: 'escalate',
      usage: ['escalate <issue> <committee or group> ["<why>"]'],
      inThread: ['escalate'],
      summary:
        'Hands what a group cannot settle to a committee or another group, with what was said and decided about it.',
      who: 'The leads of the issue’s group, and the operators; whom it is handed to takes it, or gives it back.',
      examples: ['escalate 4711 steering "We do not agree on who owns it"'],
      run: escalate,
    },
  ],

  presses: { 'escalation:take': take, 'escalation:return': openReturn },

  submits: { 'escalation:return': { check: checkReturn, run: giveBack } },

  touched: async (issue, ports) => ({ effects: await follow(issue, ports), because: [] }),

  renders: { escalation: ({ id }, channel, ports) => render(id, channel, ports) },
};

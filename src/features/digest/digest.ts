import type { Feature } from '../../feature.ts';
import { post, renderDigest, untell } from './digest-post.ts';
import { openSettings, saveSettings } from './digest-settings.ts';
import { show, showAll } from './digest-show.ts';
import { checkForm } from './form.ts';

/** What waits in a group and whom for, what came and went, in ten lines: for who asks, and for the channel at its time. */
export const digest: Feature = {
  name: 'digest',

  commands: [
    {
      name: 'digest',
      usage: ['digest [group] [7d]', 'digest settings [group]'],
      summary:
        'Shows what waits in a group and whom for, what came and went in some days, and its next meeting.',
      who: 'Anyone may look; the group’s leads choose when its channel gets one.',
      examples: ['digest', 'digest node 30d', 'digest settings'],
      run: ([first = '', ...rest], call, ports) =>
        first.toLowerCase() === 'settings'
          ? openSettings(rest.join(' '), call, ports)
          : show([first, ...rest].filter(Boolean), call, ports),
    },
  ],

  presses: { 'digest:all': showAll, 'digest:settings': openSettings },

  submits: { 'digest:settings': { check: checkForm, run: saveSettings } },

  tick: post,

  touched: untell,

  renders: { digest: ({ id }, channel, ports) => renderDigest(id, channel, ports) },
};

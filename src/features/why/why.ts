import { UserError } from '../../domain/errors.ts';
import type { Feature } from '../../feature.ts';
import { issueMeant } from '../../issue-meant.ts';
import { historyMessage } from './blocks.ts';

/** `/sig why`: from the ledger, what came in about an issue, what was decided, and what was done. */
export const why: Feature = {
  name: 'why',
  commands: [
    {
      name: 'why',
      usage: ['why <issue>'],
      inThread: ['why'],
      summary: 'Tells what came in about an issue, which rule chose its channels, and what was sent.',
      who: 'Anyone.',
      examples: ['why 12345', 'why kubernetes/kubernetes#12345'],
      run: async ([ref, ...more], call, ports) => {
        if (more.length > 0) throw new UserError('Which issue?', 'For example `/sig why 12345`.');
        const issue = await issueMeant(ref, 'why', call, ports);
        return { message: historyMessage(issue, await ports.ledger.of(issue.id)) };
      },
    },
  ],
};

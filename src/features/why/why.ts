import { UserError } from '../../domain/errors.ts';
import { chooseIssue, parseIssueRef } from '../../domain/issue.ts';
import type { Feature } from '../../feature.ts';
import { historyMessage } from './blocks.ts';

/** `/sig why`: from the ledger, what came in about an issue, what was decided, and what was done. */
export const why: Feature = {
  name: 'why',
  commands: [
    {
      name: 'why',
      usage: ['why <issue>'],
      summary: 'Tells what came in about an issue, which rule chose its channels, and what was sent.',
      who: 'Anyone.',
      examples: ['why 12345', 'why kubernetes/kubernetes#12345'],
      run: async ([ref, ...more], call, ports) => {
        if (ref === undefined || more.length > 0)
          throw new UserError('Which issue?', 'For example `/sig why 12345`.');
        const here = ports.directory.groupsIn(call.channel);
        const labels = here.flatMap(({ label }) => label ?? []);
        const issue = chooseIssue(ref, await ports.issues.like(parseIssueRef(ref)), labels);
        return { message: historyMessage(issue, await ports.ledger.of(issue.id)) };
      },
    },
  ],
};

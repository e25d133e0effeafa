import type { IssueId } from '../../domain/issue.ts';
import type { SaidBefore } from '../../domain/own-act.ts';
import type { Send } from '../../effect.ts';
import type { OutboxState } from '../../ports.ts';
import type { Session } from './session.ts';

/** What people said of pull requests from Slack themselves: the outbox tells it. */
export interface OwnActs {
  /** Of one pull request, the latest at the end; what was handed over was not said. */
  before(issue: IssueId): Promise<SaidBefore[]>;
}

export function ownActsOf({ db }: Session): OwnActs {
  return {
    async before(issue) {
      const rows = await db
        .selectFrom('outbox')
        .select(['effect', 'state', 'planned_at', 'done_at'])
        .where('issue', '=', issue)
        .where('service', '=', 'github')
        .where('state', '!=', 'skipped')
        .orderBy('id')
        .execute();
      return rows.flatMap(({ effect, state, planned_at, done_at }) => {
        const sent = JSON.parse(effect) as Send;
        if (sent.kind !== 'github.act') return [];
        const { act, head, by } = sent;
        return { act, head, githubId: by.under.githubId, state: stateOf(state), at: done_at ?? planned_at };
      });
    },
  };
}

function stateOf(state: OutboxState): SaidBefore['state'] {
  return state === 'done' || state === 'failed' ? state : 'going';
}

import type { CommentBefore } from '../../domain/decision.ts';
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

/** What the bot commented for people: the outbox tells it. */
export interface Comments {
  /** On one issue, the latest at the end. */
  before(issue: IssueId): Promise<CommentBefore[]>;
}

export function ownActsOf(session: Session): OwnActs {
  return {
    async before(issue) {
      return (await saidOn(issue, session)).flatMap(({ sent, state, at }) => {
        if (sent.kind !== 'github.act') return [];
        const { act, head, by } = sent;
        return { act, head, githubId: by.under.githubId, state, at };
      });
    },
  };
}

export function commentsOf(session: Session): Comments {
  return {
    async before(issue) {
      return (await saidOn(issue, session)).flatMap(({ sent, ...how }) =>
        sent.kind === 'github.comment' ? { login: sent.by.login, body: sent.body, ...how } : [],
      );
    },
  };
}

/** What was sent to GitHub about the issue, or is to be, and how that ended. What was left out was not sent. */
async function saidOn(issue: IssueId, { db }: Session) {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'effect', 'state', 'planned_at', 'done_at'])
    .where('issue', '=', issue)
    .where('service', '=', 'github')
    .where('state', '!=', 'skipped')
    .orderBy('id')
    .execute();
  return rows.map(({ id, effect, state, planned_at, done_at }) => ({
    id,
    sent: JSON.parse(effect) as Send,
    state: stateOf(state),
    at: done_at ?? planned_at,
  }));
}

function stateOf(state: OutboxState): SaidBefore['state'] {
  return state === 'done' || state === 'failed' ? state : 'going';
}

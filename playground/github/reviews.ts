import type { Change } from './change.ts';
import { setStatus, type StatusState } from './checks.ts';
import type { Desk } from './desk.ts';
import type { Hub } from './hub.ts';
import { authorOf, isoTime, type IssueRecord } from './records.ts';

/** What somebody does about a pull request beside what one does about an issue. */
export interface Reviewing<Ref> {
  askForReview(ref: Ref, ...logins: string[]): Promise<void>;
  review(ref: Ref, state: 'approved' | 'changes_requested' | 'commented'): Promise<void>;
  /** New commits of the pull request, and what it changes with them. */
  push(ref: Ref, change?: Partial<Change>): Promise<void>;
  /** It is a draft no more. */
  ready(ref: Ref): Promise<void>;
  /** Says how a check of the last commit fares. */
  check(ref: Ref, name: string, state: StatusState): Promise<void>;
}

/** GitHub’s `author_association`, as far as this world knows one. */
export function associationOf(hub: Pick<Hub, 'members'>, login: string): string {
  return hub.members.has(login) ? 'MEMBER' : 'NONE';
}

export function reviewing<Ref>(
  hub: Hub,
  desk: Desk,
  sender: string,
  recordOf: (ref: Ref) => IssueRecord,
): Reviewing<Ref> {
  const tell = (
    { record, pull }: Open,
    event: 'pull_request' | 'pull_request_review',
    action: string,
    extra: object,
  ) => {
    record.raw['updated_at'] = new Date().toISOString();
    record.pull = pull;
    desk.happen({ event, action, repo: record.repo, record, extra: { ...extra }, sender });
  };
  return {
    askForReview: async (ref, ...logins) => {
      for (const login of logins) {
        const { record, pull } = open(recordOf(ref));
        const asked = { ...pull, reviewers: [...(pull.reviewers ?? []), login] };
        const requested_reviewer = await hub.user(login);
        tell({ record, pull: asked }, 'pull_request', 'review_requested', { requested_reviewer });
      }
    },
    review: async (ref, state) => {
      const user = await hub.user(sender);
      const { record, pull } = open(recordOf(ref));
      // Who has reviewed is asked no more; so it is on GitHub, unless they review their own.
      const reviewers = pull.reviewers?.filter((login) => login !== sender) ?? [];
      const review = {
        id: (desk.reviews += 1),
        user,
        body: null,
        state,
        author_association: authorOf(record) === sender ? 'CONTRIBUTOR' : associationOf(hub, sender),
        submitted_at: isoTime(desk.at.calendar.now()),
      };
      tell({ record, pull: { ...pull, reviewers } }, 'pull_request_review', 'submitted', { review });
    },
    push: async (ref, change) => {
      const after = `${(desk.reviews += 1)}`.padStart(7, '0').padEnd(40, '0');
      const { record, pull } = open(recordOf(ref));
      const before = pull.sha ?? '0'.repeat(40);
      tell(
        { record, pull: { ...pull, sha: after, change: { ...pull.change, ...change } } },
        'pull_request',
        'synchronize',
        { before, after },
      );
      await desk.sent();
    },
    ready: async (ref) => {
      const { record, pull } = open(recordOf(ref));
      tell({ record, pull: { ...pull, draft: false } }, 'pull_request', 'ready_for_review', {});
      await desk.sent();
    },
    check: async (ref, name, state) => {
      setStatus(desk, sender, recordOf(ref), [name, state]);
      await desk.sent();
    },
  };
}

interface Open {
  record: IssueRecord;
  pull: NonNullable<IssueRecord['pull']>;
}

function open(record: IssueRecord): Open {
  if (!record.pull) throw new Error(`${record.repo.name}#${record.number} is no pull request.`);
  return { record, pull: record.pull };
}

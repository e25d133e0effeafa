import type { Desk } from './desk.ts';
import type { Hub } from './hub.ts';
import { authorOf, isoTime, type IssueRecord } from './records.ts';

/** What somebody does about a pull request beside what one does about an issue. */
export interface Reviewing<Ref> {
  askForReview(ref: Ref, ...logins: string[]): Promise<void>;
  review(ref: Ref, state: 'approved' | 'changes_requested' | 'commented'): Promise<void>;
  /** New commits of the pull request. */
  push(ref: Ref): Promise<void>;
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
    push: async (ref) => {
      const after = `${(desk.reviews += 1)}`.padStart(7, '0').padEnd(40, '0');
      const { record, pull } = open(recordOf(ref));
      const before = pull.sha ?? '0'.repeat(40);
      tell({ record, pull: { ...pull, sha: after } }, 'pull_request', 'synchronize', { before, after });
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

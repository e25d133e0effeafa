import { z } from 'zod';
import { isInsider, isTurning, type Activity } from '../../domain/activity.ts';
import { speaks } from '../../domain/prow.ts';
import { pullActsIn } from '../../domain/pull-act.ts';
import { iso } from '../../domain/time.ts';
import { hasMark } from './marker.ts';
import { senderOf } from './said.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const account = z.object({ login: z.string(), type: z.string().optional() }).nullish();

/** What we read of a comment on an issue, or at a line of a pull request, in webhooks and in REST answers. */
export const commentSchema = z.object({
  id: z.number(),
  user: account,
  body: z.string().nullish(),
  author_association: z.string().optional().catch(undefined),
  created_at: moment,
  updated_at: moment,
});

const reviewSchema = z.object({
  id: z.number(),
  user: account,
  body: z.string().nullish().catch(undefined),
  state: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['approved', 'changes_requested', 'commented', 'dismissed'])),
  author_association: z.string().optional().catch(undefined),
  submitted_at: moment,
});

const commented = z.object({ comment: commentSchema });
const reviewed = z.object({ review: reviewSchema, pull_request: z.object({ updated_at: moment }) });
const subject = z.object({ updated_at: moment });
const changed = z.object({
  issue: subject.optional(),
  pull_request: subject.optional(),
  after: z.string().optional(),
  assignee: account,
  requested_reviewer: account,
  requested_team: z.object({ slug: z.string() }).nullish(),
  label: z.object({ name: z.string() }).nullish(),
  repository: z.object({ full_name: z.string() }),
});

/** What a webhook tells of what somebody did; nothing where that is not understood. Of the text only that it speaks. */
export function activityIn(event: string, action: string, payload: unknown): Activity[] {
  switch (event) {
    case 'issue_comment':
    case 'pull_request_review_comment': {
      const { data } = commented.safeParse(payload);
      const kind = event === 'issue_comment' ? 'comment' : 'remark';
      return data ? [commentActivity(kind, data.comment, action === 'deleted')] : [];
    }
    case 'pull_request_review': {
      const { data } = reviewed.safeParse(payload);
      return data ? [reviewActivity(action, data)] : [];
    }
    default:
      return changeIn(action, payload);
  }
}

/** A comment (`comment`), or one at a line of the code (`remark`), as what it is kept as. */
export function commentActivity(
  kind: 'comment' | 'remark',
  {
    id,
    user,
    body,
    author_association,
    created_at: at,
    updated_at: changedAt,
  }: z.infer<typeof commentSchema>,
  gone = false,
): Activity {
  const text = body ?? '';
  // What an App of the bot's own wrote, it wrote for somebody of the project.
  const forSomebody = isBot(user) && hasMark(text);
  return {
    id: `${kind}/${id}`,
    kind,
    at,
    changedAt,
    by: user?.login,
    robot: isBot(user) && !forSomebody,
    insider: forSomebody || isInsider(author_association),
    speaks: speaks(text),
    ...actsIn(text),
    ...(gone ? { gone: true } : {}),
  };
}

/** What a text says about merging; nothing where it says nothing of that. */
function actsIn(text: string): Pick<Activity, 'acts'> {
  const acts = pullActsIn(text);
  return acts.length > 0 ? { acts } : {};
}

function reviewActivity(action: string, { review, pull_request }: z.infer<typeof reviewed>): Activity {
  const { id, user, state, body, author_association, submitted_at: at } = review;
  return {
    id: `review/${id}`,
    kind: 'review',
    at,
    changedAt: action === 'submitted' ? at : pull_request.updated_at,
    by: user?.login,
    robot: isBot(user),
    insider: isInsider(author_association),
    speaks: true,
    review: state,
    ...actsIn(body ?? ''),
  };
}

/** A push, a request for a review, an assignment, or a label that turns things. GitHub numbers none of these. */
function changeIn(action: string, payload: unknown): Activity[] {
  const { data } = changed.safeParse(payload);
  const at = (data?.issue ?? data?.pull_request)?.updated_at;
  if (!data || at === undefined) return [];
  const sender = senderOf(payload);
  const told = (kind: Activity['kind'], what: string, about?: string): Activity[] => [
    {
      id: `${kind}/${what}`,
      kind,
      at,
      changedAt: at,
      by: sender?.login,
      robot: sender?.bot ?? false,
      insider: false,
      speaks: false,
      ...(about === undefined ? {} : { about }),
    },
  ];
  const about = (kind: Activity['kind'], name: string | undefined) =>
    name === undefined ? [] : told(kind, `${name}@${iso(at)}`, name);
  switch (action) {
    case 'synchronize':
      return told('push', data.after ?? iso(at));
    case 'ready_for_review':
      return told('push', `ready@${iso(at)}`);
    case 'review_requested':
      return about('request', data.requested_reviewer?.login ?? teamOf(data));
    case 'assigned':
      return about('assignment', data.assignee?.login);
    case 'labeled':
      return about(
        'label',
        data.label && isTurning(data.label.name) ? data.label.name.toLowerCase() : undefined,
      );
    default:
      return [];
  }
}

function teamOf({ requested_team: team, repository }: z.infer<typeof changed>): string | undefined {
  return team ? `${repository.full_name.split('/', 1)[0]}/${team.slug}` : undefined;
}

function isBot(user: z.infer<typeof account>): boolean {
  return user?.type === 'Bot' || user?.login.endsWith('[bot]') === true;
}

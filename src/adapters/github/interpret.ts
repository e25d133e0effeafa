import { z } from 'zod';
import type { Activity } from '../../domain/activity.ts';
import type { PullTold } from '../../domain/pull.ts';
import type { PullRead } from '../store/store.ts';
import { changeOf } from './change.ts';
import { activityIn } from './heard.ts';
import type { Hint } from './hint.ts';
import { commentIn, openingIn, senderOf } from './said.ts';
import { changedPaths, pushEvent } from './push.ts';
import { checksTold, mergeTold, pullTold } from './pull-told.ts';
import { issueSchema, labelSchema, places, repositorySchema, toSnapshot } from './schema.ts';

/**
 * Reads a delivery: `event` is "issues.labeled" for a webhook, "poll.issue", "sweep.issue" or "sweep.gone" for what
 * we fetched ourselves. Never throws: what cannot be read or used is `ignored`, with the reason.
 */
export function interpret(event: string, body: string): Hint {
  const [name = '', action = ''] = event.split('.', 2);
  const reader = READERS.get(name);
  if (!reader) return ignored(`the event ${event} does not concern the bot`);
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return ignored('the body is not JSON');
  }
  try {
    return reader(action, payload);
  } catch (error) {
    if (error instanceof z.ZodError)
      return ignored(`the payload of ${event} has another shape: ${places(error)}`);
    throw error;
  }
}

const READERS = new Map<string, (action: string, payload: unknown) => Hint>(
  Object.entries({
    issues,
    pull_request: (action, payload) => {
      const { pull_request, repository } = pullRequestEvent.parse(payload);
      const snapshot = toSnapshot(pull_request, repository);
      const change = changeOf(action, payload);
      const comment = openingIn(action, payload);
      const activity = activityIn('pull_request', action, payload);
      const [opened, by, pull] = [action === 'opened', senderOf(payload), pullTold(pull_request)];
      return { kind: 'issue', snapshot, opened, change, by, comment, activity, pull };
    },
    pull_request_review: (action, payload) => ofReview('pull_request_review', action, payload),
    pull_request_review_comment: (action, payload) =>
      ofReview('pull_request_review_comment', action, payload),
    issue_comment: (action, payload) => ({
      ...read(payload),
      change: { fields: ['comments'] },
      comment: commentIn(action, payload),
      activity: activityIn('issue_comment', action, payload),
    }),
    status: (_action, payload) => ofChecks('status', payload),
    check_run: (_action, payload) => ofChecks('check_run', payload),
    check_suite: (action, payload) =>
      action === 'completed'
        ? ofChecks('check_suite', payload)
        : ignored(`check_suite.${action} tells nothing of a check`),
    label,
    repository,
    installation,
    installation_repositories: (_action, payload) => {
      const event = installationRepositoriesEvent.parse(payload);
      return {
        kind: 'installation',
        added: names(event.repositories_added),
        removed: names(event.repositories_removed),
      };
    },
    push: (_action, payload) => {
      const push = pushEvent.parse(payload);
      const { id, full_name: name } = push.repository;
      const paths = changedPaths(push);
      return paths?.length === 0
        ? ignored('the push changes no file of the default branch')
        : { kind: 'pushed', repo: { id, name }, paths };
    },
    poll: (action, payload) =>
      action === 'activity' ? listed(payload) : action === 'pull' ? pullRead(payload) : read(payload),
    sweep: (action, payload) => (action === 'gone' ? gone(payload) : read(payload)),
    ping: () => ignored('a ping: the webhook works'),
  }),
);

const issueEvent = z.object({ issue: issueSchema, repository: repositorySchema });
const pullRequestEvent = z.object({ pull_request: issueSchema.loose(), repository: repositorySchema });
const checksEvent = z.object({ repository: repositorySchema });
const transferredEvent = z.object({
  changes: z
    .object({ new_issue: z.object({ html_url: z.string() }) })
    .optional()
    .catch(undefined),
});
const goneEvent = z.object({
  repository: repositorySchema,
  number: z.number(),
  how: z.enum(['deleted', 'transferred']),
  movedTo: z.string().optional(),
});
/** What pulls.ts has read. */
const pullEvent = z.object({
  repository: repositorySchema,
  number: z.number(),
  told: z.custom<PullTold>((one) => typeof one === 'object' && one !== null).optional(),
  read: z.custom<PullRead>((one) => typeof one === 'object' && one !== null),
});
/** What poll-activity.ts has made of a list. */
const listedEvent = z.object({
  repository: repositorySchema,
  number: z.number(),
  activity: z.array(z.custom<Activity>((one) => typeof one === 'object' && one !== null)),
});
const labelEvent = z.object({
  label: labelSchema,
  repository: repositorySchema,
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});
const owner = z.object({ login: z.string() }).optional();
const repositoryEvent = z.object({
  repository: repositorySchema,
  changes: z
    .object({
      repository: z.object({ name: z.object({ from: z.string() }) }).optional(),
      owner: z.object({ from: z.object({ user: owner, organization: owner }) }).optional(),
    })
    .optional(),
});
const repositoryNames = z.array(z.object({ full_name: z.string() })).nullish();
const installationEvent = z.object({ repositories: repositoryNames });
const installationRepositoriesEvent = z.object({
  repositories_added: repositoryNames,
  repositories_removed: repositoryNames,
});

function issues(action: string, payload: unknown): Hint {
  if (action !== 'deleted' && action !== 'transferred') {
    const change = changeOf(action, payload);
    const comment = openingIn(action, payload);
    const activity = activityIn('issues', action, payload);
    return {
      ...read(payload),
      opened: action === 'opened',
      change,
      by: senderOf(payload),
      comment,
      activity,
    };
  }
  const { issue, repository } = issueEvent.parse(payload);
  const movedTo = transferredEvent.parse(payload).changes?.new_issue.html_url;
  return {
    kind: 'issue-gone',
    repoId: repository.id,
    repo: repository.full_name,
    number: issue.number,
    how: action,
    ...(movedTo === undefined ? {} : { movedTo }),
  };
}

/** An issue as the payload has it. */
function read(payload: unknown): Extract<Hint, { kind: 'issue' }> {
  const { issue, repository } = issueEvent.parse(payload);
  return { kind: 'issue', snapshot: toSnapshot(issue, repository), opened: false, pull: mergeTold(issue) };
}

/** A review, or a comment at a line of the code: who is to review has changed with it. */
function ofReview(event: string, action: string, payload: unknown): Hint {
  const { pull_request, repository } = pullRequestEvent.parse(payload);
  return {
    kind: 'issue',
    snapshot: toSnapshot(pull_request, repository),
    opened: false,
    change: { fields: ['reviewers'] },
    activity: activityIn(event, action, payload),
    pull: pullTold(pull_request),
  };
}

function ofChecks(event: string, payload: unknown): Hint {
  const { id, full_name: name } = checksEvent.parse(payload).repository;
  return { kind: 'checks', repo: { id, name }, ...checksTold(event, payload) };
}

function pullRead(payload: unknown): Hint {
  const { repository, ...rest } = pullEvent.parse(payload);
  return { kind: 'pull', repo: { id: repository.id, name: repository.full_name }, ...rest };
}

function listed(payload: unknown): Hint {
  const { repository, number, activity } = listedEvent.parse(payload);
  return { kind: 'activity', repo: { id: repository.id, name: repository.full_name }, number, activity };
}

function gone(payload: unknown): Hint {
  const { repository, ...rest } = goneEvent.parse(payload);
  return { kind: 'issue-gone', repoId: repository.id, repo: repository.full_name, ...rest };
}

function label(action: string, payload: unknown): Hint {
  const { label, repository, changes } = labelEvent.parse(payload);
  const repo = { id: repository.id, name: repository.full_name };
  if (action === 'created') return { kind: 'label', repo, add: label.name };
  if (action === 'deleted') return { kind: 'label', repo, remove: label.name };
  const from = changes?.name?.from;
  if (from === undefined) return ignored(`the label ${label.name} kept its name`);
  return { kind: 'label', repo, add: label.name, remove: from };
}

function repository(action: string, payload: unknown): Hint {
  const { repository, changes } = repositoryEvent.parse(payload);
  const [login = '', name = ''] = repository.full_name.split('/');
  const hidden = repository.private === undefined ? {} : { private: repository.private };
  const hint = { kind: 'repository', id: repository.id, name: repository.full_name, ...hidden } as const;
  switch (action) {
    case 'created':
    case 'privatized':
    case 'publicized':
      return hint;
    case 'deleted':
      return { ...hint, gone: true };
    case 'renamed':
      return { ...hint, from: `${login}/${changes?.repository?.name.from ?? name}` };
    case 'transferred': {
      const from = changes?.owner?.from;
      return { ...hint, from: `${from?.user?.login ?? from?.organization?.login ?? login}/${name}` };
    }
    default:
      return ignored(`repository.${action} changes nothing the bot keeps`);
  }
}

function installation(action: string, payload: unknown): Hint {
  const repositories = names(installationEvent.parse(payload).repositories);
  switch (action) {
    case 'created':
    case 'unsuspend':
      return { kind: 'installation', added: repositories, removed: [] };
    case 'deleted':
    case 'suspend':
      return { kind: 'installation', added: [], removed: repositories };
    default:
      return ignored(`installation.${action} changes no repository`);
  }
}

function names(repositories: z.infer<typeof repositoryNames>): string[] {
  return (repositories ?? []).map((repository) => repository.full_name);
}

function ignored(why: string): Hint {
  return { kind: 'ignored', why };
}

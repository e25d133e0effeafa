import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { describe, expect, test } from 'vitest';
import type { Hint } from '../../../src/adapters/github/hint.ts';
import { interpret } from '../../../src/adapters/github/interpret.ts';

const repository = { id: 7, full_name: 'org/project' };
const issue = {
  number: 5,
  title: 'Kubelet leaks memory',
  html_url: 'https://github.test/org/project/issues/5',
  user: { login: 'mona' },
  state: 'open',
  state_reason: null,
  locked: false,
  labels: [{ name: 'sig/node' }, { name: 'kind/bug' }],
  assignees: [{ login: 'dana' }],
  comments: 3,
  created_at: '2026-11-01T10:00:00Z',
  updated_at: '2026-11-02T11:00:00Z',
  closed_at: null,
};
const snapshot = {
  repoId: 7,
  repo: 'org/project',
  number: 5,
  isPullRequest: false,
  title: 'Kubelet leaks memory',
  url: 'https://github.test/org/project/issues/5',
  author: 'mona',
  state: 'open',
  stateReason: undefined,
  locked: false,
  labels: ['sig/node', 'kind/bug'],
  assignees: ['dana'],
  comments: 3,
  createdAt: Date.UTC(2026, 10, 1, 10),
  updatedAt: Date.UTC(2026, 10, 2, 11),
  closedAt: undefined,
};
const here = { id: 7, name: 'org/project' };

describe('what people did', () => {
  const at = Date.UTC(2026, 10, 2, 11);
  const comment = {
    id: 77,
    user: { login: 'dana', type: 'User' },
    body: 'Which version?',
    author_association: 'MEMBER',
    created_at: '2026-11-02T11:00:00Z',
    updated_at: '2026-11-02T11:05:00Z',
  };
  const review = { ...comment, state: 'APPROVED', submitted_at: '2026-11-02T10:00:00Z' };
  const sender = { login: 'mona', type: 'User' };
  const pull_request = {
    ...issue,
    base: {},
    requested_reviewers: [{ login: 'lee' }],
    requested_teams: [{ slug: 'deck' }],
  };
  const dana = { by: 'dana', robot: false, insider: true };
  const mona = { by: 'mona', robot: false, insider: false, speaks: false, at, changedAt: at };

  test.each<[string, object, object[]]>([
    [
      'issue_comment.created',
      { comment },
      [{ ...dana, id: 'comment/77', kind: 'comment', at, changedAt: at + 300_000, speaks: true }],
    ],
    [
      'issue_comment.edited',
      { comment: { ...comment, body: '/lgtm' } },
      [{ ...dana, id: 'comment/77', speaks: false }],
    ],
    ['issue_comment.deleted', { comment }, [{ id: 'comment/77', gone: true }]],
    ['issue_comment.created', { comment: { ...comment, user: null } }, [{ id: 'comment/77', by: undefined }]],
    ['issue_comment.created', { comment: { ...comment, user: { login: 'ci[bot]' } } }, [{ robot: true }]],
    [
      'issue_comment.created',
      { comment: { ...comment, author_association: 'CONTRIBUTOR' } },
      [{ insider: false }],
    ],
    ['issue_comment.created', { comment: { ...comment, author_association: 7 } }, [{ insider: false }]],
    ['issue_comment.created', { comment: { ...comment, id: 'x' } }, []],
    [
      'issue_comment.created',
      {
        comment: {
          ...comment,
          user: { login: 'boat[bot]', type: 'Bot' },
          body: 'Dana asks: why?\n<!-- sigbot:a -->',
          author_association: 'NONE',
        },
      },
      [{ by: 'boat[bot]', robot: false, insider: true, speaks: true }],
    ],
    [
      'pull_request_review_comment.created',
      { comment, pull_request },
      [{ ...dana, id: 'remark/77', kind: 'remark' }],
    ],
    ['pull_request_review_comment.deleted', { comment, pull_request }, [{ id: 'remark/77', gone: true }]],
    [
      'pull_request_review.submitted',
      { review, pull_request },
      [
        {
          ...dana,
          id: 'review/77',
          kind: 'review',
          review: 'approved',
          at: at - 3600_000,
          changedAt: at - 3600_000,
        },
      ],
    ],
    [
      'pull_request_review.dismissed',
      { review: { ...review, state: 'dismissed' }, pull_request },
      [{ id: 'review/77', review: 'dismissed', at: at - 3600_000, changedAt: at }],
    ],
    ['pull_request_review.submitted', { review: { ...review, state: 'pending' }, pull_request }, []],
    [
      'pull_request.synchronize',
      { pull_request, after: 'abc', sender },
      [{ ...mona, id: 'push/abc', kind: 'push' }],
    ],
    ['pull_request.ready_for_review', { pull_request, sender }, [{ ...mona, kind: 'push' }]],
    [
      'pull_request.review_requested',
      { pull_request, requested_reviewer: { login: 'lee' }, sender },
      [{ ...mona, id: 'request/lee@2026-11-02T11:00:00Z', kind: 'request', about: 'lee' }],
    ],
    [
      'pull_request.review_requested',
      { pull_request, requested_team: { slug: 'deck' }, sender },
      [{ about: 'org/deck' }],
    ],
    [
      'issues.assigned',
      { assignee: { login: 'lee' }, sender },
      [{ ...mona, kind: 'assignment', about: 'lee' }],
    ],
    [
      'issues.labeled',
      { label: { name: 'triage/needs-information' }, sender },
      [{ kind: 'label', about: 'triage/needs-information' }],
    ],
    [
      'pull_request.labeled',
      { pull_request, label: { name: 'LGTM' }, sender },
      [{ kind: 'label', about: 'lgtm' }],
    ],
    ['issues.labeled', { label: { name: 'kind/bug' }, sender }, []],
    ['issues.edited', { sender }, []],
  ])('%s', (event, more, activity) => {
    const hint = read(event, { issue, repository, ...more });
    expect(hint).toMatchObject({ kind: 'issue', activity });
    expect(JSON.stringify(hint.kind === 'issue' && hint.activity)).not.toContain('Which');
  });

  test('who is to review is told by every event of a pull request, and by no list of issues', () => {
    const reviewers = ['lee', 'org/deck'];
    for (const event of ['pull_request.edited', 'pull_request_review.submitted'])
      expect(read(event, { review, pull_request, repository })).toMatchObject({ snapshot: { reviewers } });
    expect(read('pull_request_review.submitted', { review, pull_request, repository })).toMatchObject({
      change: { fields: ['reviewers'] },
    });
    expect(read('poll.issue', { issue: { ...issue, pull_request: {} }, repository })).toMatchObject({
      snapshot: { reviewers: undefined },
    });
  });
});

describe('an issue', () => {
  test('opened is told apart from any other change', () => {
    const told = { kind: 'issue', snapshot };
    expect(read('issues.opened', { issue, repository })).toMatchObject({ ...told, opened: true });
    expect(read('issues.labeled', { issue, repository })).toMatchObject({ ...told, opened: false });
    expect(read('issue_comment.created', { issue, repository })).toMatchObject({ ...told, opened: false });
    expect(read('poll.issue', { issue, repository })).toEqual({ ...told, opened: false });
    expect(read('sweep.issue', { issue, repository })).toEqual({ ...told, opened: false });
  });

  test('has the body, where there is one, and whether its repository is private, where that is said', () => {
    const hidden = { ...repository, private: true };
    const said = (body: unknown) => read('issues.opened', { issue: { ...issue, body }, repository: hidden });
    expect(said('It leaks')).toMatchObject({ snapshot: { body: 'It leaks', private: true } });
    expect(said(null)).toMatchObject({ snapshot: { body: undefined } });
    expect(said(7)).toMatchObject({ snapshot: { title: issue.title, body: undefined } });
  });

  test.each<[string, object, object]>([
    ['issues.opened', {}, { fields: [] }],
    ['issues.labeled', { label: { name: 'sig/node' } }, { labels: { add: 'sig/node' } }],
    ['issues.unlabeled', { label: { name: 'needs-sig' } }, { labels: { remove: 'needs-sig' } }],
    ['issues.assigned', { assignee: { login: 'dana' } }, { assignees: { add: 'dana' } }],
    ['issues.unassigned', { assignee: { login: 'dana' } }, { assignees: { remove: 'dana' } }],
    ['issues.edited', {}, { fields: ['title', 'body'] }],
    ['issues.closed', {}, { fields: ['state', 'stateReason', 'closedAt'] }],
    ['issues.reopened', {}, { fields: ['state', 'stateReason', 'closedAt'] }],
    ['issues.locked', {}, { fields: ['locked'] }],
    ['issues.milestoned', {}, { fields: [] }],
    ['issue_comment.created', {}, { fields: ['comments'] }],
  ])('%s is itself about %j', (event, more, change) => {
    expect(read(event, { issue, repository, ...more })).toMatchObject({ change });
  });

  test.each<[string, object, object]>([
    ['its author’s account is gone', { user: null }, { author: 'ghost' }],
    [
      'closed, and why',
      { state: 'closed', state_reason: 'not_planned', closed_at: '2026-11-02T11:00:00Z' },
      { state: 'closed', stateReason: 'not_planned', closedAt: Date.UTC(2026, 10, 2, 11) },
    ],
    ['a reason we do not know', { state_reason: 'moonstruck' }, { stateReason: undefined }],
    ['a comment on a pull request', { pull_request: { url: 'x' } }, { isPullRequest: true }],
    ['labels as text', { labels: ['sig/node', { name: null }] }, { labels: ['sig/node'] }],
    ['an assignee whose account is gone', { assignees: [null, { login: 'dana' }] }, { assignees: ['dana'] }],
    ['locked', { locked: true }, { locked: true }],
    [
      'without what older servers leave out',
      { locked: undefined, comments: undefined },
      { locked: false, comments: undefined },
    ],
    ['nobody assigned', { assignees: null }, { assignees: [] }],
    ['reactions', { reactions: { total_count: 7, '+1': 7 } }, { reactions: 7 }],
    ['a draft', { draft: true, pull_request: {} }, { draft: true, isPullRequest: true }],
    ['no draft any more', { draft: false, pull_request: {} }, { draft: false, isPullRequest: true }],
    ['reactions of another shape', { reactions: 'many' }, { reactions: undefined }],
    ['an author without a commit here', { author_association: 'NONE' }, { firstTimer: true }],
    ['an author’s first', { author_association: 'FIRST_TIMER' }, { firstTimer: true }],
    ['a first change', { author_association: 'FIRST_TIME_CONTRIBUTOR' }, { firstTimer: true }],
    ['a contributor', { author_association: 'CONTRIBUTOR' }, { firstTimer: false }],
    ['a member', { author_association: 'MEMBER' }, { firstTimer: false }],
    [
      'an App',
      { author_association: 'NONE', user: { login: 'prow[bot]' } },
      { author: 'prow[bot]', firstTimer: false },
    ],
  ])('%s', (_what, differs, expected) => {
    const hint = read('issues.edited', { issue: { ...issue, ...differs }, repository });
    expect(hint).toMatchObject({ kind: 'issue', opened: false, snapshot: { ...snapshot, ...expected } });
  });

  test('a pull request seen as itself', () => {
    const pull_request = {
      ...issue,
      base: { ref: 'main' },
      html_url: 'https://github.test/org/project/pull/5',
    };
    expect(read('pull_request.opened', { pull_request, repository })).toMatchObject({
      kind: 'issue',
      opened: true,
      snapshot: { ...snapshot, isPullRequest: true, url: pull_request.html_url },
    });
  });

  test('deleted, moved, and found to be gone by a sweep', () => {
    const gone = { kind: 'issue-gone', repoId: 7, repo: 'org/project', number: 5 };
    const movedTo = 'https://github.test/org/other/issues/9';
    const changes = { new_issue: { html_url: movedTo } };
    expect(read('issues.deleted', { issue, repository })).toEqual({ ...gone, how: 'deleted' });
    expect(read('issues.transferred', { issue, repository, changes })).toEqual({
      ...gone,
      how: 'transferred',
      movedTo,
    });
    expect(read('sweep.gone', { repository, number: 5, how: 'deleted' })).toEqual({
      ...gone,
      how: 'deleted',
    });
  });
});

describe('everything else', () => {
  const changes = (value: object) => ({ repository, changes: value });
  test.each<[string, object, Hint]>([
    [
      'label.created',
      { repository, label: { name: 'kind/bug' } },
      { kind: 'label', repo: here, add: 'kind/bug' },
    ],
    [
      'label.deleted',
      { repository, label: { name: 'kind/bug' } },
      { kind: 'label', repo: here, remove: 'kind/bug' },
    ],
    [
      'label.edited',
      { repository, label: { name: 'b' }, changes: { name: { from: 'a' } } },
      { kind: 'label', repo: here, add: 'b', remove: 'a' },
    ],
    [
      'repository.renamed',
      changes({ repository: { name: { from: 'old' } } }),
      { kind: 'repository', ...here, from: 'org/old' },
    ],
    [
      'repository.transferred',
      changes({ owner: { from: { user: { login: 'mona' } } } }),
      { kind: 'repository', ...here, from: 'mona/project' },
    ],
    [
      'repository.transferred',
      changes({ owner: { from: { organization: { login: 'acme' } } } }),
      { kind: 'repository', ...here, from: 'acme/project' },
    ],
    ['repository.deleted', { repository }, { kind: 'repository', ...here, gone: true }],
    ['repository.created', { repository }, { kind: 'repository', ...here }],
    [
      'repository.privatized',
      { repository: { ...repository, private: true } },
      { kind: 'repository', ...here, private: true },
    ],
    [
      'repository.publicized',
      { repository: { ...repository, private: false } },
      { kind: 'repository', ...here, private: false },
    ],
    [
      'installation.created',
      { repositories: [repository] },
      { kind: 'installation', added: ['org/project'], removed: [] },
    ],
    [
      'installation.suspend',
      { repositories: [repository] },
      { kind: 'installation', added: [], removed: ['org/project'] },
    ],
    ['installation.deleted', {}, { kind: 'installation', added: [], removed: [] }],
    [
      'installation_repositories.removed',
      { repositories_added: [], repositories_removed: [repository] },
      { kind: 'installation', added: [], removed: ['org/project'] },
    ],
  ])('%s', (event, payload, hint) => {
    expect(read(event, payload)).toEqual(hint);
  });

  test.each<[string, string, RegExp]>([
    ['ping', '{}', /ping/],
    ['label.edited', JSON.stringify({ repository, label: { name: 'a' } }), /kept its name/],
    ['repository.edited', JSON.stringify({ repository }), /changes nothing/],
    ['star.created', '{}', /star\.created does not concern/],
    ['constructor', '{}', /does not concern/],
    ['issues.opened', '{"issue":', /not JSON/],
    ['issues.opened', '{"issue":{}}', /another shape: .*issue\.number.*repository/],
    [
      'issues.pinned',
      JSON.stringify({ issue: { ...issue, labels: undefined }, repository }),
      /another shape: issue.labels/,
    ],
    ['issues.opened', 'null', /another shape: the whole/],
  ])('%s %s is ignored, with the reason', (event, body, why) => {
    expect(interpret(event, body)).toEqual({ kind: 'ignored', why: expect.stringMatching(why) });
  });
});

describe('the recorded payloads of @octokit/webhooks-examples', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const definitions = JSON.parse(readFileSync(file, 'utf8')) as WebhookDefinition[];
  const recorded = definitions.flatMap(({ name, examples }) =>
    examples.map((payload) => ({ name, payload })),
  );
  const ofIssues = recorded.filter(({ name }) => ['issues', 'issue_comment', 'pull_request'].includes(name));

  test('there are 329, and none throws', () => {
    expect(recorded).toHaveLength(329);
    for (const { name, payload } of recorded)
      expect(read(eventOf(name, payload), payload).kind).toBeTypeOf('string');
  });

  test('every one of an issue, a pull request or a comment tells of it what it says', () => {
    expect(ofIssues).toHaveLength(67);
    const whole = ofIssues.filter(({ payload }) => isWhole(payload));
    expect(whole).toHaveLength(65);
    for (const { name, payload } of whole)
      expect(read(eventOf(name, payload), payload)).toMatchObject(told(payload));
  });

  test.each(['label', 'repository', 'installation', 'installation_repositories'])(
    '%s is understood',
    (name) => {
      const kinds = recorded
        .filter((one) => one.name === name)
        .map(({ payload }) => read(eventOf(name, payload), payload));
      expect(kinds.filter((hint) => hint.kind === 'ignored' && /shape/.test(hint.why))).toEqual([]);
      expect(kinds.some((hint) => hint.kind !== 'ignored')).toBe(true);
    },
  );
});

function read(event: string, payload: unknown): Hint {
  return interpret(event, JSON.stringify(payload));
}

function eventOf(name: string, payload: object): string {
  return 'action' in payload && typeof payload.action === 'string' ? `${name}.${payload.action}` : name;
}

/** What the recordings of issues have in common. */
interface Recorded {
  action: string;
  issue: RecordedIssue;
  pull_request?: RecordedIssue;
  comment?: object;
  repository: { id: number; full_name: string; private: boolean };
}

interface RecordedIssue extends Record<'title' | 'html_url' | 'state' | 'created_at' | 'updated_at', string> {
  number: number;
  body: string | null;
  user: { login: string };
  locked?: boolean;
  labels: { name: string }[];
  assignees: { login: string }[];
  comments?: number;
  pull_request?: object;
}

/** What lacks its labels is not believed. */
function isWhole(payload: object): boolean {
  const { issue, pull_request } = payload as Recorded;
  return 'labels' in (pull_request ?? issue);
}

/** The part of the hint that can be read off the payload. */
function told(recorded: object): object {
  const payload = recorded as Recorded;
  const it = payload.pull_request ?? payload.issue;
  const at = { repo: payload.repository.full_name, number: it.number };
  if (!payload.pull_request && !payload.comment && ['deleted', 'transferred'].includes(payload.action)) {
    return { kind: 'issue-gone', how: payload.action, repoId: payload.repository.id, ...at };
  }
  const isPullRequest = payload.pull_request !== undefined || it.pull_request !== undefined;
  return {
    kind: 'issue',
    opened: payload.action === 'opened',
    snapshot: {
      ...at,
      isPullRequest,
      repoId: payload.repository.id,
      title: it.title,
      body: it.body ?? undefined,
      private: payload.repository.private,
      url: it.html_url,
      author: it.user.login,
      state: it.state,
      locked: it.locked ?? false,
      labels: it.labels.map((label) => label.name),
      assignees: it.assignees.map((assignee) => assignee.login),
      comments: it.comments ?? 0,
      createdAt: Date.parse(it.created_at),
      updatedAt: Date.parse(it.updated_at),
    },
  };
}

describe('who did what', () => {
  const sender = { login: 'dana', type: 'User' };
  const comment = { user: sender, body: 'It leaks.\r\n/triage accepted', created_at: '2026-11-02T11:00:01Z' };
  const read = (event: string, payload: object) => {
    const hint = interpret(event, JSON.stringify({ issue, repository, ...payload }));
    expect.assert(hint.kind === 'issue');
    return hint;
  };

  test('an event says who caused it', () => {
    expect(read('issues.labeled', { sender, label: { name: 'kind/bug' } }).by).toEqual({
      login: 'dana',
      bot: false,
    });
    expect(read('issues.closed', { sender: { login: 'k8s', type: 'Bot' } }).by).toEqual({
      login: 'k8s',
      bot: true,
    });
    expect(read('issues.closed', { sender: { login: 'prow[bot]' } }).by).toEqual({
      login: 'prow[bot]',
      bot: true,
    });
    expect(read('issues.closed', {}).by).toBeUndefined();
  });

  test('a new comment is read for its commands', () => {
    expect(read('issue_comment.created', { comment, sender }).comment).toEqual({
      by: { login: 'dana', bot: false },
      at: Date.UTC(2026, 10, 2, 11, 0, 1),
      commands: [{ does: 'add', labels: ['triage/accepted'], listed: false }],
      speaks: true,
      beginning: 'It leaks.\n/triage accepted',
      opening: false,
    });
  });

  test.each<[string, string, string, string | undefined]>([
    ['a member', 'MEMBER', 'mori', 'Who rigs it?'],
    ['whoever opened the issue', 'NONE', 'dana', 'Who rigs it?'],
    ['somebody of whom GitHub says nothing', '', 'mori', 'Who rigs it?'],
    ['a stranger', 'NONE', 'mori', undefined],
  ])('a comment asks for a meeting’s agenda: by %s', (_who, association, author, agenda) => {
    const asking = {
      ...comment,
      body: '/agenda Who rigs it?',
      ...(association && { author_association: association }),
    };
    const opened = { ...issue, user: { login: author } };
    expect(read('issue_comment.created', { comment: asking, issue: opened, sender }).comment?.agenda).toBe(
      agenda,
    );
  });

  test.each<[string, string, object]>([
    ['an edited one', 'issue_comment.edited', { comment }],
    ['a deleted one', 'issue_comment.deleted', { comment }],
    ['one without a writer', 'issue_comment.created', { comment: { ...comment, user: null } }],
    [
      'our own',
      'issue_comment.created',
      { comment: { ...comment, body: '/triage accepted\n\n<!-- sigbot:c1 -->' } },
    ],
  ])('%s is not', (_name, event, payload) => {
    expect(read(event, payload).comment).toBeUndefined();
  });

  test('Prow reads what an issue was opened with', () => {
    const opened = { ...issue, user: sender, body: '/sig node' };
    expect(read('issues.opened', { issue: opened }).comment).toMatchObject({ opening: true, speaks: false });
    expect(read('issues.edited', { issue: opened }).comment).toBeUndefined();
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { verify } from '@octokit/webhooks-methods';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../../playground/world.ts';

const REPO = 'kubernetes/kubernetes';
const AT = { owner: 'kubernetes', repo: 'kubernetes' };

let world: World;
let server: Server;
let received: {
  event: string;
  action: string;
  delivery: string;
  valid: boolean;
  payload: Record<string, never>;
}[];

beforeEach(async () => {
  received = [];
  world = await createWorld({
    channels: [],
    people: [
      { name: 'dana', github: 'dana-gh' },
      { name: 'lee', github: 'lee-gh', guest: true },
    ],
    repos: [
      { name: REPO, labels: ['sig/node', 'sig/storage'] },
      { name: 'kubernetes/website' },
      { name: 'kubernetes/prowed', labels: ['sig/node'], prow: true },
    ],
  });
  server = createServer((req, res) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const payload = JSON.parse(body) as Record<string, never>;
      const valid = await verify(
        world.github.webhookSecret,
        body,
        String(req.headers['x-hub-signature-256']),
      );
      const [event, delivery] = [
        String(req.headers['x-github-event']),
        String(req.headers['x-github-delivery']),
      ];
      received.push({ event, delivery, action: String(payload['action']), valid, payload });
      res.writeHead(202).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/github/webhook`;
  world.connect({ transport: 'http', githubUrl: url });
});

afterEach(async () => {
  await world.close();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
});

function octokit(token = world.github.token.value): Octokit {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  return new Octokit({ auth: token, baseUrl: world.github.apiUrl, log: quiet });
}

const told = (): string[] => received.map(({ event, action }) => `${event}.${action}`);

describe('webhooks', () => {
  test('an issue with labels is told as opened and one labeled for each, signed, with ids of its own', async () => {
    world.github.order = 'in-order';
    await world.github
      .as('lee-gh')
      .open(REPO, { number: 126_000, title: 'Pods stuck', body: 'text', labels: ['sig/node', 'kind/bug'] });
    await world.github.quiet();
    expect(told()).toEqual(['issues.opened', 'issues.labeled', 'issues.labeled']);
    expect(received.every(({ valid }) => valid)).toBe(true);
    expect(new Set(received.map(({ delivery }) => delivery)).size).toBe(3);
    expect(received[0]?.delivery).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
    expect(received[0]?.payload).toMatchObject({
      action: 'opened',
      issue: {
        number: 126_000,
        html_url: 'https://github.com/kubernetes/kubernetes/issues/126000',
        url: `${world.github.apiUrl}/repos/kubernetes/kubernetes/issues/126000`,
        state: 'open',
        user: { login: 'lee-gh', html_url: 'https://github.com/lee-gh' },
        labels: [{ name: 'sig/node' }, { name: 'kind/bug' }],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
      repository: { full_name: REPO, owner: { login: 'kubernetes' } },
      organization: { login: 'kubernetes' },
      sender: { login: 'lee-gh' },
    });
    expect(received[1]?.payload).toMatchObject({ label: { name: 'sig/node' } });
  });

  test.each([
    ['labeled', (ref: string) => world.github.robot.label(ref, 'sig/storage')],
    ['unlabeled', (ref: string) => world.github.robot.unlabel(ref, 'SIG/node')],
    ['assigned', (ref: string) => world.github.robot.assign(ref, 'dana-gh')],
    ['edited', (ref: string) => world.github.as('lee-gh').edit(ref, { title: 'new' })],
    ['closed', (ref: string) => world.github.as('lee-gh').close(ref, 'not_planned')],
    ['locked', (ref: string) => world.github.robot.lock(ref)],
    ['deleted', (ref: string) => world.github.delete(ref)],
  ])('%s is told', async (action, act) => {
    const ref = await world.github.as('lee-gh').open(REPO, { title: 'x', labels: ['sig/node'] });
    await act(ref);
    await world.github.quiet();
    expect(told()).toContain(`issues.${action}`);
  });

  test('a push is told, and what it brought is in the tree', async () => {
    const tree = () => octokit().rest.git.getTree({ ...AT, tree_sha: 'HEAD', recursive: '1' });
    await expect(tree()).rejects.toMatchObject({ status: 409 });
    await world.github.push(REPO, 'hull/OWNERS', 'approvers: [dana-gh]');
    await world.github.push(REPO, 'hull/OWNERS', 'approvers: [lee-gh]');
    await world.github.quiet();
    expect(received.map(({ event, payload }) => [event, payload])).toMatchObject([
      ['push', { ref: 'refs/heads/main', commits: [{ added: ['hull/OWNERS'] }] }],
      ['push', { commits: [{ added: [], modified: ['hull/OWNERS'] }] }],
    ]);
    expect(received.some(({ payload }) => 'action' in payload)).toBe(false);
    const { data } = await tree();
    expect(data.tree.map(({ path }) => path)).toEqual(['hull', 'hull/OWNERS']);
    const blob = await octokit().rest.git.getBlob({ ...AT, file_sha: data.tree[1]?.sha ?? '' });
    expect(Buffer.from(blob.data.content, 'base64').toString()).toBe('approvers: [lee-gh]');
  });

  test('a comment, a transfer, a rename and a label’s new name are told as GitHub does', async () => {
    world.github.order = 'in-order';
    const ref = await world.github.as('lee-gh').open(REPO, { number: 7, title: 'x', labels: ['sig/node'] });
    await world.github.as('dana-gh').comment(ref, 'hello');
    await world.github.renameLabel(REPO, 'sig/node', 'sig/nodes');
    const moved = await world.github.transfer(ref, 'kubernetes/website');
    await world.github.rename(REPO, 'kubernetes/core');
    await world.github.quiet();
    expect(told().slice(2)).toEqual([
      'issue_comment.created',
      'label.edited',
      'issues.transferred',
      'issues.opened',
      'repository.renamed',
    ]);
    const [comment, label, transferred, opened, renamed] = received.slice(2).map(({ payload }) => payload);
    expect(comment).toMatchObject({
      comment: { body: 'hello', user: { login: 'dana-gh' } },
      issue: { number: 7, comments: 1 },
    });
    expect(label).toMatchObject({ changes: { name: { from: 'sig/node' } }, label: { name: 'sig/nodes' } });
    expect(transferred).toMatchObject({
      issue: { number: 7 },
      changes: { new_issue: { number: 1 }, new_repository: { full_name: 'kubernetes/website' } },
    });
    expect(opened).toMatchObject({
      repository: { full_name: 'kubernetes/website' },
      changes: { old_issue: { number: 7 } },
    });
    expect(renamed).toMatchObject({
      repository: { full_name: 'kubernetes/core' },
      changes: { repository: { name: { from: 'kubernetes' } } },
    });
    expect(moved).toBe('kubernetes/website#1');
    expect((await octokit().issues.get({ ...AT, issue_number: 7 })).data).toMatchObject({
      number: 1,
      title: 'x',
    });
  });

  test('a pull request is told as one', async () => {
    world.github.order = 'in-order';
    const ref = await world.github
      .as('lee-gh')
      .open(REPO, { number: 55, title: 'Fix', labels: ['sig/node'], pullRequest: { draft: true } });
    await world.github.robot.merge(ref);
    await world.github.quiet();
    expect(told()).toEqual(['pull_request.opened', 'pull_request.labeled', 'pull_request.closed']);
    expect(received[2]?.payload).toMatchObject({
      number: 55,
      pull_request: {
        number: 55,
        html_url: 'https://github.com/kubernetes/kubernetes/pull/55',
        merged: true,
        draft: true,
        state: 'closed',
      },
    });
  });

  test('what failed can be sent again under the same id; what is silent is never told', async () => {
    world.connect({ transport: 'http', githubUrl: 'http://127.0.0.1:1/' });
    await world.github.as('lee-gh').open(REPO, { title: 'x' });
    await world.github.quiet();
    const [failed] = world.github.deliveries();
    expect(failed?.attempts).toMatchObject([{ status: 0 }]);
    world.github.connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(await world.github.redeliver(failed?.id ?? '')).toBe(202);
    expect(received[0]).toMatchObject({ delivery: failed?.id, valid: true });
    await world.github.silently(() => world.github.as('lee-gh').open(REPO, { title: 'y' }));
    await world.github.createBefore(REPO, {
      title: 'old',
      state: 'closed',
      createdAt: '2020-01-01T00:00:00Z',
    });
    await world.github.quiet();
    expect(received).toHaveLength(1);
    expect(world.github.issues().map(({ title, state }) => [title, state])).toEqual([
      ['x', 'open'],
      ['y', 'open'],
      ['old', 'closed'],
    ]);
  });

  test('shuffled deliveries come in an order of their own, and all of them come', async () => {
    world.github.order = 'shuffled';
    await world.github.as('lee-gh').open(REPO, {
      title: 'x',
      labels: ['sig/node', 'sig/storage', 'kind/bug', 'kind/flake', 'priority/backlog'],
    });
    await world.github.quiet();
    expect(world.github.deliveries()).toHaveLength(6);
    expect(told().toSorted()).toEqual([
      'issues.labeled',
      'issues.labeled',
      'issues.labeled',
      'issues.labeled',
      'issues.labeled',
      'issues.opened',
    ]);
    expect(received.map(({ delivery }) => delivery)).not.toEqual(
      world.github.deliveries().map(({ id }) => id),
    );
  });
});

describe('the REST API', () => {
  test('lists issues and pull requests under the caller’s numbers, in pages, with a 304 that costs nothing', async () => {
    for (const number of [30, 10, 20])
      await world.github.as('lee-gh').open(REPO, { number, title: `n${number}` });
    await world.github.as('lee-gh').open(REPO, { number: 40, title: 'pr', pullRequest: true });
    const all = await octokit().paginate('GET /repos/{owner}/{repo}/issues', {
      ...AT,
      per_page: 3,
      state: 'all',
      sort: 'created',
      direction: 'asc',
    });
    all.sort((a, b) => a.number - b.number);
    expect(all.map(({ number, pull_request }) => [number, pull_request !== undefined])).toEqual([
      [10, false],
      [20, false],
      [30, false],
      [40, true],
    ]);
    const first = await octokit().issues.listForRepo(AT);
    const left = world.github.remaining;
    const again = octokit().request('GET /repos/{owner}/{repo}/issues', {
      ...AT,
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    await expect(again).rejects.toMatchObject({ status: 304 });
    expect(world.github.remaining).toBe(left);
    await world.github.robot.label(`${REPO}#20`, 'sig/node');
    const changed = await octokit().request('GET /repos/{owner}/{repo}/issues', {
      ...AT,
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    expect(changed.status).toBe(200);
    const labelled = await octokit().issues.listForRepo({ ...AT, labels: 'sig/node' });
    expect(labelled.data.map(({ number }) => number)).toEqual([20]);
    const future = new Date(Date.now() + 60_000).toISOString();
    expect((await octokit().issues.listForRepo({ ...AT, since: future })).data).toEqual([]);
  });

  test('takes the bot’s labels, comments, assignees and closings', async () => {
    const ref = await world.github.as('lee-gh').open(REPO, { number: 12, title: 'x', labels: ['sig/node'] });
    const issue = { ...AT, issue_number: 12 };
    const labels = await octokit().issues.addLabels({ ...issue, labels: ['Triage/Accepted'] });
    expect(labels.data.map(({ name }) => name)).toEqual(['sig/node', 'triage/accepted']);
    await octokit().issues.removeLabel({ ...issue, name: 'sig/node' });
    await expect(octokit().issues.removeLabel({ ...issue, name: 'sig/node' })).rejects.toMatchObject({
      status: 404,
    });
    const assigned = await octokit().issues.addAssignees({ ...issue, assignees: ['dana-gh', 'nobody'] });
    expect(assigned.data.assignees?.map(({ login }) => login)).toEqual(['dana-gh']);
    await octokit().issues.createComment({ ...issue, body: 'done' });
    const comments = await octokit().issues.listComments(issue);
    expect(comments.data.map(({ body, issue_url }) => [body, issue_url])).toEqual([
      ['done', `${world.github.apiUrl}/repos/${REPO}/issues/12`],
    ]);
    await octokit().issues.update({ ...issue, state: 'closed', state_reason: 'duplicate' });
    expect(world.github.issue(ref)).toMatchObject({
      state: 'closed',
      stateReason: 'duplicate',
      labels: ['triage/accepted'],
      assignees: ['dana-gh'],
      comments: [{ author: 'sigbot', body: 'done' }],
    });
  });

  test.each([
    [404, () => octokit().issues.get({ ...AT, issue_number: 999 })],
    [401, () => octokit('ghp_wrong').issues.listForRepo(AT)],
    [
      410,
      async () => {
        await world.github.delete(await world.github.as('lee-gh').open(REPO, { number: 3, title: 'x' }));
        return octokit().issues.get({ ...AT, issue_number: 3 });
      },
    ],
    [
      403,
      async () => {
        world.github.permission = 'read';
        await world.github.as('lee-gh').open(REPO, { number: 3, title: 'x' });
        return octokit().issues.addLabels({ ...AT, issue_number: 3, labels: ['sig/node'] });
      },
    ],
    [
      403,
      () => {
        world.github.remaining = 0;
        return octokit().issues.listForRepo(AT);
      },
    ],
    [
      502,
      () => {
        world.github.fault({ match: /^GET .*issues$/, kind: '502' });
        return octokit().issues.listForRepo(AT);
      },
    ],
    [
      429,
      () => {
        world.github.fault({ match: /^GET .*issues$/, kind: '429', retryAfter: 9 });
        return octokit().issues.listForRepo(AT);
      },
    ],
  ])('answers %i', async (status, act) => {
    await expect(act()).rejects.toMatchObject({ status });
  });

  test('drop-after: the comment is there although the client saw a reset', async () => {
    const ref = await world.github.as('lee-gh').open(REPO, { number: 3, title: 'x' });
    world.github.fault({ match: /comments$/, kind: 'drop-after' });
    await expect(
      octokit().issues.createComment({ ...AT, issue_number: 3, body: 'once' }),
    ).rejects.toMatchObject({ status: 500 });
    expect(world.github.issue(ref).comments).toMatchObject([{ author: 'sigbot', body: 'once' }]);
  });

  test('without a token everything can be read and nothing be written', async () => {
    await world.github.as('lee-gh').open(REPO, { number: 3, title: 'x' });
    const nobody = new Octokit({ baseUrl: world.github.apiUrl });
    expect((await nobody.issues.get({ ...AT, issue_number: 3 })).data.title).toBe('x');
    await expect(nobody.issues.createComment({ ...AT, issue_number: 3, body: 'x' })).rejects.toMatchObject({
      status: 401,
    });
  });

  test('lists an owner’s repositories', async () => {
    const repos = await octokit().paginate(octokit().repos.listForOrg, { org: 'Kubernetes', per_page: 2 });
    expect(repos.map(({ full_name }) => full_name)).toEqual([
      REPO,
      'kubernetes/website',
      'kubernetes/prowed',
    ]);
  });

  test('a renamed repository is found under its old name', async () => {
    await world.github.as('lee-gh').open(REPO, { number: 3, title: 'x' });
    await world.github.rename(REPO, 'kubernetes/core');
    const found = await octokit().issues.get({ ...AT, issue_number: 3 });
    expect(found.data.html_url).toBe('https://github.com/kubernetes/core/issues/3');
    expect((await octokit().repos.get(AT)).data.full_name).toBe('kubernetes/core');
  });
});

describe('Prow’s stand-in', () => {
  test('puts needs-sig on, takes it off again, and applies commands', async () => {
    const ref = await world.github.as('lee-gh').open('kubernetes/prowed', { title: 'x' });
    await world.github.quiet();
    expect(world.github.issue(ref).labels).toEqual(['needs-sig', 'needs-triage']);
    await world.github.as('dana-gh').comment(ref, '/sig node\n/triage accepted\n/assign @lee-gh');
    await world.github.quiet();
    expect(world.github.issue(ref)).toMatchObject({
      labels: ['sig/node', 'triage/accepted'],
      assignees: ['lee-gh'],
    });
    await world.github.as('dana-gh').comment(ref, '/remove-sig node');
    await world.github.quiet();
    expect(world.github.issue(ref).labels).toContain('needs-sig');
  });

  test('refuses triage/accepted to whoever is no member, and says so', async () => {
    const ref = await world.github.as('lee-gh').open('kubernetes/prowed', { title: 'x' });
    await world.github.as('lee-gh').comment(ref, '/triage accepted');
    await world.github.quiet();
    expect(world.github.issue(ref).labels).not.toContain('triage/accepted');
    expect(world.github.issue(ref).comments.at(-1)).toMatchObject({
      author: 'k8s-ci-robot',
      body: expect.stringContaining('organization members'),
    });
  });
});

test('a GitHub App gets a token for its installation, and works with it', async () => {
  const other = await createWorld({
    channels: [],
    people: [{ name: 'lee', github: 'lee-gh' }],
    repos: [{ name: REPO }],
    githubApp: true,
  });
  const { GITHUB_APP_ID: appId = '', GITHUB_PRIVATE_KEY: privateKey = '', GITHUB_TOKEN } = other.env();
  const app = { authStrategy: createAppAuth, baseUrl: other.github.apiUrl };
  const { data: installation } = await new Octokit({
    ...app,
    auth: { appId, privateKey },
  }).apps.getOrgInstallation({ org: 'kubernetes' });
  const octokit = new Octokit({ ...app, auth: { appId, privateKey, installationId: installation.id } });
  const ref = await other.github.as('lee-gh').open(REPO, { number: 9, title: 'x' });
  await octokit.issues.addLabels({ ...AT, issue_number: 9, labels: ['kind/bug'] });
  expect(GITHUB_TOKEN).toBeUndefined();
  expect(other.github.issue(ref).labels).toEqual(['kind/bug']);
  expect(
    (await octokit.apps.listReposAccessibleToInstallation()).data.repositories.map(
      ({ full_name }) => full_name,
    ),
  ).toEqual([REPO]);
  await other.close();
});

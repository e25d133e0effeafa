import type { Calendar } from '../calendar.ts';
import { createFaults, type Fault } from '../faults.ts';
import { objectsOf, textOf, type Json } from '../json.ts';
import { until } from '../until.ts';
import { filesOf, type Files } from './branches.ts';
import { commenting, type Commenting } from './comments.ts';
import { createDesk, type NewIssue } from './desk.ts';
import type { Discussion } from './discussions.ts';
import { createGateway, type ApiRequest, type BotRights } from './gateway.ts';
import { createHub, labelNames, ROBOT, type AppCredential, type HubSeed } from './hub.ts';
import { deleteIssue, mergePull, transferIssue } from './moves.ts';
import { createOAuthDesk, type OAuthDesk } from './oauth.ts';
import { numberOf, type RepositoryRole } from './people.ts';
import { changeLabels, commitFile, dropRepository, renameRepository } from './repositories.ts';
import { authorOf, issueJson, type IssueRecord, type Repo } from './records.ts';
import { reviewing, type Reviewing } from './reviews.ts';
import { startRobot } from './robot.ts';
import { createWebhooks, type Delivery, type DeliveryOrder } from './webhooks.ts';

/** "owner/name#123" */
export type Ref = string;

/** An issue as it is now. */
export interface IssueView {
  ref: Ref;
  number: number;
  url: string;
  title: string;
  body: string;
  isPullRequest: boolean;
  merged: boolean;
  /** ISO time. */
  createdAt: string;
  author: string;
  state: 'open' | 'closed';
  stateReason: string | undefined;
  locked: boolean;
  labels: string[];
  assignees: string[];
  /** Oldest first; ISO times. */
  comments: { author: string; body: string; createdAt: string }[];
}

/** Somebody on GitHub. Everything resolves when GitHub has it; the webhooks are on their way then. */
export interface GitHubActor extends Reviewing<Ref>, Commenting<Ref> {
  open(repo: string, issue: NewIssue): Promise<Ref>;
  label(ref: Ref, ...labels: string[]): Promise<void>;
  unlabel(ref: Ref, ...labels: string[]): Promise<void>;
  close(ref: Ref, reason?: 'completed' | 'not_planned' | 'duplicate'): Promise<void>;
  reopen(ref: Ref): Promise<void>;
  edit(ref: Ref, change: { title?: string; body?: string }): Promise<void>;
  assign(ref: Ref, ...logins: string[]): Promise<void>;
  unassign(ref: Ref, ...logins: string[]): Promise<void>;
  lock(ref: Ref): Promise<void>;
  unlock(ref: Ref): Promise<void>;
  merge(ref: Ref): Promise<void>;
}

/** The emulated GitHub. */
export interface GitHubWorld {
  /** What GITHUB_API_URL is. */
  apiUrl: string;
  token: { value: string; revoke(): void; restore(): void };
  /** The App's credential, where the bot comes as one. */
  app: AppCredential | undefined;
  webhookSecret: string;
  /** `read`: the bot may read and comment, and nothing else. */
  permission: BotRights['permission'];
  /** Requests the bot's token has left in this hour. */
  remaining: number;
  order: DeliveryOrder;
  /** While true no webhook arrives. */
  hooksLost: boolean;
  oauth: OAuthDesk;
  /** Somebody is no member of the organisations any more. */
  expel(login: string): void;
  /** Gives somebody a role on a repository. */
  grant(repo: string, login: string, role: RepositoryRole): void;
  joinTeam(team: string, login: string): void;
  /** The login is given up, and somebody else takes it: it is another account from now on. */
  takeOver(login: string): Promise<void>;
  /** GitHub's number of an account. */
  numberOf(login: string): Promise<number>;
  as(login: string): GitHubActor;
  /** The robot that puts labels on. */
  robot: GitHubActor;
  issue(ref: Ref): IssueView;
  /** Of one repository where it is named. */
  issues(repo?: string): IssueView[];
  repositories(): readonly Repo[];
  /** What a repository holds, as people see and change it. */
  files(repo: string): Files;
  /** Its discussions, oldest first: what is written there may be edited. */
  discussions(repo: string): Discussion[];
  /** How much has happened so far: who has seen that number has seen everything. */
  happened(): number;
  /** An issue that was there before: no webhook tells of it. */
  createBefore(repo: string, issue: NewIssue & { by?: string; state?: 'open' | 'closed' }): Promise<Ref>;
  /** Whatever happens meanwhile, also by Prow, is told by no webhook. */
  silently<T>(work: () => Promise<T>): Promise<T>;
  transfer(ref: Ref, toRepo: string): Promise<Ref>;
  delete(ref: Ref): Promise<void>;
  rename(repo: string, to: string): Promise<void>;
  deleteRepository(repo: string): Promise<void>;
  /** A file is changed on the default branch, in a push of its own. */
  push(repo: string, path: string, text: string): Promise<void>;
  createLabel(repo: string, name: string): Promise<void>;
  renameLabel(repo: string, from: string, to: string): Promise<void>;
  deleteLabel(repo: string, name: string): Promise<void>;
  /** The bot's requests; those whose "METHOD /path" matches where a pattern is given. */
  calls(pattern?: RegExp): ApiRequest[];
  /** Lets requests fail whose "METHOD /path" matches; `kind` may also be a status such as "502". Returns what takes it away again. */
  fault(fault: Fault & { match: RegExp }): () => void;
  clearFaults(): void;
  deliveries(event?: string): Delivery[];
  redeliver(id: string): Promise<number>;
  /** Until Prow's stand-in has nothing left to do and every webhook was answered or given up. */
  quiet(within?: number): Promise<void>;
  connect(to: { url: string | undefined }): void;
  close(): Promise<void>;
}

export async function createGitHub(seed: HubSeed, calendar: Calendar): Promise<GitHubWorld> {
  const hub = await createHub(seed);
  const webhooks = createWebhooks('playground-webhook-secret');
  const desk = createDesk(hub, webhooks, calendar, () => gateway.url);
  const robot = startRobot(hub, desk);
  let happened = 0;
  desk.listeners.push(() => void happened++);
  const rights: BotRights = { token: 'ghp_playground', revoked: false, permission: 'write', remaining: 5000 };
  const calls: ApiRequest[] = [];
  const oauth = createOAuthDesk(hub.logins);
  const faults = createFaults<ApiRequest>();
  const gateway = await createGateway({ hub, desk, rights, oauth, calls, faults });
  const line = (call: ApiRequest): string => `${call.method} ${call.path}`;

  const repoOf = (name: string): Repo => {
    const repo = hub.repo(name);
    if (!repo) throw new Error(`The world has no repository "${name}".`);
    return repo;
  };
  const recordOf = (ref: Ref): IssueRecord => {
    const [repo = '', number] = ref.split('#');
    const record = desk.find(repoOf(repo), Number(number));
    if (!record) throw new Error(`There is no issue ${ref}.`);
    return record;
  };
  const refOf = (record: IssueRecord): Ref => `${record.repo.name}#${record.number}`;

  function act(login: string): GitHubActor {
    if (!hub.logins.has(login))
      throw new Error(`The world has no GitHub account "${login}"; give it to a person.`);
    const change = async (ref: Ref, method: string, path: string, body?: unknown): Promise<void> => {
      const { status, body: answered } = await desk.change(login, recordOf(ref), method, path, body);
      if (status >= 400)
        throw new Error(`GitHub refused ${method} ${ref}${path}: ${status} ${JSON.stringify(answered)}`);
    };
    return {
      open: async (repo, issue) => refOf(await desk.create(login, repoOf(repo), issue)),
      label: (ref, ...labels) => change(ref, 'POST', '/labels', { labels }),
      async unlabel(ref, ...labels) {
        for (const label of labels) await change(ref, 'DELETE', `/labels/${encodeURIComponent(label)}`);
      },

      close: (ref, reason = 'completed') =>
        change(ref, 'PATCH', '', { state: 'closed', state_reason: reason }),
      reopen: (ref) => change(ref, 'PATCH', '', { state: 'open' }),
      edit: (ref, edited) => change(ref, 'PATCH', '', edited),
      assign: (ref, ...assignees) => change(ref, 'POST', '/assignees', { assignees }),
      unassign: (ref, ...assignees) => change(ref, 'DELETE', '/assignees', { assignees }),
      lock: (ref) => change(ref, 'PUT', '/lock', {}),
      unlock: (ref) => change(ref, 'DELETE', '/lock'),
      merge: (ref) => mergePull(desk, login, recordOf(ref)),
      ...reviewing(hub, desk, login, recordOf),
      ...commenting(hub, desk, login, recordOf),
    };
  }

  const world: GitHubWorld = {
    apiUrl: gateway.url,
    token: {
      value: rights.token,
      revoke: () => void (rights.revoked = true),
      restore: () => void (rights.revoked = false),
    },
    app: hub.app,
    webhookSecret: webhooks.secret,
    get permission() {
      return rights.permission;
    },
    set permission(permission) {
      rights.permission = permission;
    },
    get remaining() {
      return rights.remaining;
    },
    set remaining(remaining) {
      rights.remaining = remaining;
    },
    get order() {
      return webhooks.order;
    },
    set order(order) {
      webhooks.order = order;
    },
    get hooksLost() {
      return webhooks.lost;
    },
    set hooksLost(lost) {
      webhooks.lost = lost;
    },
    oauth,
    expel: (login) => void hub.members.delete(login),
    grant: (repo, login, role) => void hub.roles.set(`${repo} ${login}`.toLowerCase(), role),
    joinTeam: (team, login) => void hub.teams.set(team, new Set([...(hub.teams.get(team) ?? []), login])),
    takeOver: async (login) => void hub.numbers.set(login, (await numberOf(hub, login)) + 1_000_000),
    numberOf: (login) => numberOf(hub, login),
    as: act,
    robot: act(ROBOT),
    issue: (ref) => viewOf(recordOf(ref), issueJson(recordOf(ref), desk.at)),
    issues: (repo) =>
      [...hub.records.values()]
        .filter(({ gone, repo: { name } }) => !gone && (repo === undefined || name === repo))
        .map((record) => viewOf(record, issueJson(record, desk.at))),
    files: (repo) => filesOf(repoOf(repo)),
    discussions: (repo) => repoOf(repo).discussions,
    repositories: () => hub.repos.filter(({ gone }) => !gone),
    happened: () => happened,
    createBefore: (repo, { by = ROBOT, state = 'open', ...issue }) =>
      world.silently(async () => {
        const ref = await act(by).open(repo, issue);
        if (state === 'closed') await act(by).close(ref);
        return ref;
      }),
    async silently(work) {
      desk.silence += 1;
      try {
        const done = await work();
        await robot.idle();
        return done;
      } finally {
        desk.silence -= 1;
      }
    },
    transfer: async (ref, toRepo) => refOf(await transferIssue(desk, recordOf(ref), repoOf(toRepo))),
    delete: async (ref) => deleteIssue(desk, recordOf(ref)),
    rename: (repo, to) => renameRepository(hub, desk, repoOf(repo), to),
    deleteRepository: async (repo) => dropRepository(desk, repoOf(repo)),
    push: (repo, path, text) => commitFile(hub, desk, repoOf(repo), path, text),
    createLabel: (repo, name) => changeLabels(hub, desk, repoOf(repo), { add: name }),
    renameLabel: (repo, from, to) => changeLabels(hub, desk, repoOf(repo), { remove: from, add: to }),
    deleteLabel: (repo, name) => changeLabels(hub, desk, repoOf(repo), { remove: name }),
    calls: (pattern) => calls.filter((call) => pattern === undefined || pattern.test(line(call))),
    fault: ({ match, ...fault }) => faults.add(fault, (call) => match.test(line(call))),
    clearFaults: () => faults.clear(),
    deliveries: (event) => webhooks.all.filter((delivery) => event === undefined || delivery.event === event),
    redeliver: (id) => webhooks.redeliver(id),
    async quiet(within = 10_000) {
      await robot.idle();
      await desk.sent();
      await until(() => webhooks.pending() === 0, within, 'webhooks to be answered');
    },
    connect: ({ url }) => void (webhooks.url = url),
    async close() {
      webhooks.stop();
      await gateway.close();
      await robot.idle();
      await desk.sent();
      await hub.close();
    },
  };
  return world;
}

function viewOf(record: IssueRecord, issue: Json): IssueView {
  return {
    ref: `${record.repo.name}#${record.number}`,
    number: record.number,
    url: textOf(issue['html_url']),
    title: textOf(issue['title']),
    body: textOf(issue['body']),
    isPullRequest: record.pull !== undefined,
    merged: record.pull?.mergedAt !== undefined,
    createdAt: textOf(issue['created_at']),
    author: authorOf(record),
    state: issue['state'] === 'closed' ? 'closed' : 'open',
    stateReason: textOf(issue['state_reason']) || undefined,
    locked: issue['locked'] === true,
    labels: labelNames(issue),
    assignees: objectsOf(issue['assignees']).map((user) => textOf(user['login'])),
    comments: record.comments.map(({ author, body, createdAt }) => ({ author, body, createdAt })),
  };
}

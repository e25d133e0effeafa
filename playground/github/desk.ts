import type { Calendar } from '../calendar.ts';
import type { Answer } from '../http.ts';
import { isObject, objectAt, objectsOf, textOf, textsOf, type Json } from '../json.ts';
import type { Change } from './change.ts';
import { changes, type Happening } from './happenings.ts';
import { keepComment, spelled, type Hub } from './hub.ts';
import {
  authorOf,
  issueJson,
  keyOf,
  outward,
  pullJson,
  repoJson,
  type Outside,
  type IssueRecord,
  type Repo,
} from './records.ts';
import { associationOf } from './reviews.ts';
import type { Webhooks } from './webhooks.ts';

export interface NewIssue {
  number?: number;
  title: string;
  body?: string | null;
  labels?: readonly string[];
  assignees?: readonly string[];
  /** A pull request; `draft` where it is one, and of which branch into which. */
  pullRequest?:
    | boolean
    | {
        draft: boolean;
        head?: string | undefined;
        base?: string | undefined;
        change?: Partial<Change> | undefined;
      };
  /** ISO time, for an issue that is older than the world. */
  createdAt?: string;
}

/** Whatever anybody does on GitHub goes over this desk: it happens in the emulator, and then the world is told. */
export interface Desk {
  at: Outside;
  /** `tell: false` where the caller tells the world itself. */
  create(login: string, repo: Repo, issue: NewIssue, how?: { tell: boolean }): Promise<IssueRecord>;
  /** One request about an issue; `path` follows `/issues/<n>`. */
  change(login: string, record: IssueRecord, method: string, path: string, body?: unknown): Promise<Answer>;
  comment(login: string, record: IssueRecord, body: string): Promise<Answer>;
  happen(happening: Happening): void;
  /** When everything that happened so far has been given to the webhooks. */
  sent(): Promise<void>;
  /** Hears of everything, also of what no webhook tells. */
  listeners: ((happening: Happening) => void)[];
  /** While above 0 no webhook is sent. */
  silence: number;
  find(repo: Repo, number: number): IssueRecord | undefined;
  number(repo: string, inner: number): number;
  /** How many reviews and pushes there were: their numbers. */
  reviews: number;
}

export function createDesk(hub: Hub, webhooks: Webhooks, calendar: Calendar, api: () => string): Desk {
  const queues = new Map<unknown, Promise<unknown>>();

  /** One thing after the other for the same issue or repository: two changes must not see each other's difference. */
  function inTurn<T>(what: unknown, work: () => Promise<T>): Promise<T> {
    const next = (queues.get(what) ?? Promise.resolve()).then(work, work);
    queues.set(what, next);
    return next;
  }

  const shown = (record: IssueRecord): Json => issueJson(record, desk.at);

  async function payloadOf({ event, action, repo, record, extra, sender }: Happening): Promise<Json> {
    const issue = record && !event.startsWith('pull_request') ? { issue: issueJson(record, desk.at) } : {};
    const pull =
      record && event.startsWith('pull_request')
        ? { number: record.number, pull_request: pullJson(record, desk.at) }
        : {};
    const who = outward(await hub.user(sender), desk.at, desk.number);
    const repository = repoJson(repo, desk.at);
    return {
      ...(action === '' ? {} : { action }),
      ...issue,
      ...pull,
      ...extra,
      repository,
      organization: objectAt(repository, 'owner'),
      sender: who,
    };
  }

  function tellChanges(record: IssueRecord, before: Json | undefined, sender: string): void {
    const event = record.pull ? 'pull_request' : 'issues';
    for (const { action, extra } of changes(before, shown(record))) {
      desk.happen({ event, action, repo: record.repo, record, extra, sender });
    }
  }

  function learnLabels(repo: Repo, record: IssueRecord, sender: string): void {
    for (const label of objectsOf(record.raw['labels'])) {
      const name = textOf(label['name']);
      if (repo.labels.has(name.toLowerCase())) continue;
      repo.labels.set(name.toLowerCase(), name);
      desk.happen({ event: 'label', action: 'created', repo, extra: { label }, sender });
    }
  }

  const desk: Desk = {
    get at() {
      return { origin: hub.origin, api: api(), calendar };
    },
    listeners: [],
    silence: 0,
    reviews: 0,

    create: (login, repo, issue, how = { tell: true }) =>
      inTurn(repo, async () => {
        const { title, body = null, labels = [], assignees = [] } = issue;
        const wanted = spelled(repo, { title, body, labels, assignees });
        const { status, body: raw } = await hub.ask(login, 'POST', `/repos/${repo.name}/issues`, wanted);
        if (status !== 201 || !isObject(raw))
          throw new Error(`GitHub refused the issue: ${status} ${JSON.stringify(raw)}`);
        const number = issue.number ?? repo.nextNumber;
        repo.nextNumber = Math.max(repo.nextNumber, number + 1);
        const { pullRequest } = issue;
        const record: IssueRecord = {
          repo,
          number,
          inner: Number(raw['number']),
          raw,
          pull: pullRequest
            ? { draft: false, ...(pullRequest === true ? {} : pullRequest), mergedAt: undefined }
            : undefined,
          comments: [],
          createdAt: issue.createdAt,
          reason: undefined,
          gone: undefined,
        };
        if (hub.records.has(keyOf(repo, number))) throw new Error(`${repo.name}#${number} exists already.`);
        hub.records.set(keyOf(repo, number), record);
        learnLabels(repo, record, login);
        if (how.tell) tellChanges(record, undefined, login);
        return record;
      }),

    change: (login, record, method, path, body) =>
      inTurn(record, async () => {
        const before = shown(record);
        const sent = path.startsWith('/assignees')
          ? assignable(hub, record, body)
          : spelled(record.repo, body);
        const spelledPath = path.replace(
          /^\/labels\/(.+)$/,
          (_whole, name: string) => `/labels/${spelledLabel(record.repo, name)}`,
        );
        const answer = await hub.ask(
          login,
          method,
          `/repos/${record.repo.name}/issues/${record.inner}${spelledPath}`,
          sent,
        );
        if (answer.status >= 400) return answer;
        if (isObject(body) && body['state'] !== undefined) {
          record.reason =
            body['state'] === 'closed' ? textOf(body['state_reason']) || 'completed' : undefined;
        }
        await hub.refresh(record);
        learnLabels(record.repo, record, login);
        tellChanges(record, before, login);
        return answer;
      }),

    comment: (login, record, body) =>
      inTurn(record, async () => {
        const path = `/repos/${record.repo.name}/issues/${record.inner}/comments`;
        const answer = await hub.ask(login, 'POST', path, { body });
        if (answer.status !== 201 || !isObject(answer.body)) return answer;
        const said = outward(answer.body, desk.at, desk.number) as Json;
        const comment = { ...said, author_association: associationOf(hub, login) };
        keepComment(record, comment, login);
        await hub.refresh(record);
        desk.happen({
          event: 'issue_comment',
          action: 'created',
          repo: record.repo,
          record,
          extra: { comment },
          sender: login,
        });
        return { ...answer, body: comment };
      }),

    happen(happening) {
      if (desk.silence === 0) {
        // The payload shows the moment it happened, so it is made now, although who did it may have to be looked up.
        const told = payloadOf(happening);
        const { event, action, repo } = happening;
        sending = sending.then(async () =>
          webhooks.send({ event, action, repo: repo.name, payload: await told }),
        );
      }
      for (const listener of desk.listeners) listener(happening);
    },

    sent: () => sending,
    find: (repo, number) => hub.records.get(keyOf(repo, number)),
    number(repoName, inner) {
      const repo = hub.repo(repoName);
      const found = [...hub.records.values()].find(
        (record) => record.repo === repo && record.inner === inner,
      );
      return found?.number ?? inner;
    },
  };
  let sending: Promise<void> = Promise.resolve();
  return desk;
}

/** GitHub silently drops whoever cannot be assigned: neither a member, nor the author, nor somebody who commented. */
function assignable(hub: Hub, record: IssueRecord, body: unknown): Json {
  const may = (login: string): boolean =>
    hub.logins.has(login) &&
    (hub.members.has(login) ||
      authorOf(record) === login ||
      record.comments.some(({ author }) => author === login));
  return { assignees: textsOf(isObject(body) ? body['assignees'] : []).filter(may) };
}

/** A label's name in an address, spelled as the repository has it. */
function spelledLabel(repo: Repo, encoded: string): string {
  return encodeURIComponent(
    repo.labels.get(decodeURIComponent(encoded).toLowerCase()) ?? decodeURIComponent(encoded),
  );
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  answer,
  type Answer,
  type FakeIssue,
  type FakeRepository,
  type Fault,
  type Got,
  type World,
} from './fake-github-answers.ts';

/** A small GitHub on 127.0.0.1 that keeps state, pages, tags and redirects as the real one does. */
export type FakeGithub = Awaited<ReturnType<typeof fakeGithub>>;

export async function fakeGithub() {
  const got: Got[] = [];
  const faults: Fault[] = [];
  const world: World = {
    repositories: [],
    renamed: new Map(),
    assignable: new Set(),
    owners: { orgs: new Set(), installations: new Map() },
    url: '',
    redirectWrites: 307,
  };

  const server = createServer((req, res) => void serve(req, res));
  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const request = await read(req);
    got.push(request);
    const index = faults.findIndex(
      ({ method, path }) => method === request.method && path.test(request.path),
    );
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (!fault) return send(answer(request, world), request, res);
    if (fault.after) answer(request, world);
    if (!fault.answer) return void res.destroy();
    const { status, headers, message } = fault.answer;
    send({ status, body: { message: message ?? 'scripted' }, ...(headers && { headers }) }, request, res);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return Object.assign(world, {
    got,
    faults,
    repository(id: number, name: string, more: Partial<FakeRepository> = {}): FakeRepository {
      const repository = { id, name, archived: false, labels: [], issues: new Map(), ...more };
      world.repositories.push(repository);
      return repository;
    },
    rename(repository: FakeRepository, to: string): void {
      world.renamed.set(repository.name, repository);
      repository.name = to;
    },
    /** The requests of that method, as "POST /repos/…". */
    asked: (method?: string) =>
      got
        .filter((one) => method === undefined || one.method === method)
        .map((one) => `${one.method} ${one.path}`),
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

/** An issue of a repository, at second `at` of a quiet day. */
export function issueAt(at: number, more: Partial<FakeIssue> = {}): FakeIssue {
  const time = new Date(Date.UTC(2026, 10, 20, 9) + at * 1000).toISOString().replace('.000', '');
  return {
    title: `Issue of second ${at}`,
    state: 'open',
    state_reason: null,
    labels: [],
    assignees: [],
    comments: [],
    created_at: time,
    updated_at: time,
    pull: false,
    ...more,
  };
}

async function read(req: IncomingMessage): Promise<Got> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://fake');
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { method: req.method ?? '', path: pathname, query: searchParams, headers: req.headers, body };
}

function send({ status, body, headers }: Answer, request: Got, res: ServerResponse): void {
  const text = JSON.stringify(body ?? null);
  const etag = `W/"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  if (status === 200 && request.method === 'GET' && request.headers['if-none-match'] === etag) {
    return void res.writeHead(304, { etag }).end();
  }
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', etag, ...headers });
  res.end(status === 204 ? undefined : text);
}

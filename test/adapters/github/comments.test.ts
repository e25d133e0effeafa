import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pollComments } from '../../../src/adapters/github/comments.ts';
import { interpret } from '../../../src/adapters/github/interpret.ts';
import { openStore, type Repository, type Store } from '../../../src/adapters/store/store.ts';
import { DAY, SECOND } from '../../../src/domain/time.ts';
import { snapshot } from '../store/facts.ts';
import { fakeGithub, issueAt, type FakeGithub } from '../../support/fake-github.ts';
import { databaseFolder } from '../../support/folder.ts';
import { listInbox, silent, tokenGithub } from '../../support/github.ts';

/** The second 0 of issueAt(). */
const START = Date.UTC(2026, 10, 20, 9);

let hub: FakeGithub;
let store: Store;
let folder: string;
let project: ReturnType<FakeGithub['repository']>;
let inbox: ReturnType<typeof listInbox>;

beforeEach(async () => {
  hub = await fakeGithub();
  folder = databaseFolder('comments');
  store = await openStore(`sqlite:${join(folder, 'test.db')}`, { log: silent, clock: { now: () => START } });
  project = hub.repository(7, 'org/project');
  await store.mirror.track({ id: 7, name: 'org/project' });
  inbox = listInbox();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
  await hub[Symbol.asyncDispose]();
});

async function poll(): Promise<number> {
  const octokit = await tokenGithub(hub).octokitFor('org');
  const repository = (await store.mirror.repositoryById(7)) as Repository;
  const signal = new AbortController().signal;
  return pollComments(octokit, repository, {
    inbox,
    mirror: store.mirror,
    kv: store.kv,
    signal,
    log: silent,
  });
}

const at = (second: number) => new Date(START + second * SECOND).toISOString().replace('.000', '');
const said = (second: number, body = 'Which version?') => ({
  body,
  at: at(second),
  by: 'dana',
  association: 'MEMBER',
});
const asked = () => hub.got.filter(({ path }) => path.endsWith('/issues/comments'));
const heard = () => inbox.deliveries.map(({ event, body }) => interpret(event, body));

describe('the list of a repository’s comments', () => {
  test('tells who, when and on what, and nothing of the text', async () => {
    project.issues.set(5, issueAt(0, { comments: [said(60), said(90, '/lgtm')] }));
    expect(await poll()).toBe(2);
    const dana = { kind: 'comment', by: 'dana', robot: false, insider: true };
    expect(heard()).toMatchObject([
      {
        kind: 'activity',
        repo: { id: 7, name: 'org/project' },
        number: 5,
        activity: [{ ...dana, speaks: true }],
      },
      {
        kind: 'activity',
        number: 5,
        activity: [{ ...dana, id: 'comment/5001', speaks: false, at: START + 90 * SECOND }],
      },
    ]);
    expect(JSON.stringify(inbox.deliveries)).not.toContain('Which version?');
  });

  test('is read on from where it was left, and costs nothing while nothing is said', async () => {
    project.issues.set(5, issueAt(0, { comments: [said(600)] }));
    await poll();
    hub.got.length = 0;
    expect(await poll()).toBe(0);
    expect(asked()[0]?.query.get('since')).toBe(at(480));
    expect(await poll()).toBe(0);
    expect(asked()[1]?.headers['if-none-match']).toMatch(/^W\/"/);
    project.issues.get(5)?.comments.push(said(700));
    expect(await poll()).toBe(1);
  });

  test('of before the bot came goes into the mirror, and nobody hears of it', async () => {
    const over = { repoId: 7, repo: 'org/project', comments: 1, createdAt: START - DAY };
    await store.mirror.put(snapshot(5, over), { opened: false });
    project.issues.set(5, issueAt(0, { comments: [said(-3600)] }));
    project.issues.set(6, issueAt(0, { comments: [said(-31 * 24 * 3600)] }));
    expect(await poll()).toBe(0);
    expect(inbox.deliveries).toEqual([]);
    expect(await store.mirror.byId('7#5')).toMatchObject({
      respondedAt: START - 3600 * SECOND,
      commentedBy: 'dana',
    });
  });

  test('of many pages, and many in one second, is read whole', async () => {
    const many = Array.from({ length: 250 }, (_one, place) => said(60 + (place < 150 ? 0 : place)));
    project.issues.set(5, issueAt(0, { comments: many }));
    expect(await poll()).toBe(250);
    expect(await poll()).toBe(0);
  });

  test('leaves a page’s place when it breaks off, and goes on there', async () => {
    const many = Array.from({ length: 150 }, (_one, place) => said(60 + place));
    project.issues.set(5, issueAt(0, { comments: many }));
    const broken = { method: 'GET', path: /issues\/comments/, answer: { status: 500 } };
    const put = inbox.put.bind(inbox);
    inbox.put = (delivery) => {
      if (inbox.deliveries.length === 99) hub.faults.push(broken, broken, broken, broken);
      return put(delivery);
    };
    await expect(poll()).rejects.toThrow('scripted');
    expect(inbox.deliveries).toHaveLength(100);
    inbox.put = put;
    hub.faults.length = 0;
    hub.got.length = 0;
    expect(await poll()).toBe(50);
    expect(asked()[0]?.query.get('since')).toBe(at(39));
  });
});

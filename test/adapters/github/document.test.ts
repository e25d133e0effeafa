import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCalendar } from '../../../playground/calendar.ts';
import { createGitHub, type GitHubWorld } from '../../../playground/github/github.ts';
import { documentPerform } from '../../../src/adapters/github/document.ts';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { outletKey, type Outlet } from '../../../src/domain/outlet.ts';
import type { Subject } from '../../../src/effect.ts';
import type { PublishedDocument } from '../../../src/ports/meeting.ts';
import type { Outcome } from '../../../src/outbox.ts';
import { contractCheck, hasContract } from '../../support/github-contract.ts';
import { silent } from '../../support/github.ts';
import { portsOf, type State } from '../../support/ports.ts';

const REPO = 'harbour/notes';
const AGENDA: Subject = { kind: 'agenda', id: 'sig-node/weekly/2026-12-03' };
const NEXT: Subject = { kind: 'agenda', id: 'sig-node/weekly/2026-12-10' };
const MINUTES: Subject = { kind: 'sitting', id: AGENDA.id };

const ISSUE: Outlet = { to: 'issue', repo: REPO };
const DISCUSSION: Outlet = { to: 'discussion', repo: REPO, category: 'meetings' };
const FILE: Outlet = { to: 'file', repo: REPO, path: '{group}/meetings/{date}.md' };
const ONE_FILE: Outlet = { to: 'file', repo: REPO, path: 'notes.md' };

let hub: GitHubWorld;
/** What the bot's store holds. */
let documents: PublishedDocument[];
/** What each subject says. */
let says: Record<string, string>;

beforeEach(async () => {
  hub = await createGitHub({ repos: [{ name: REPO }], logins: ['dana'] }, createCalendar());
  documents = [];
  says = { [`agenda ${AGENDA.id}`]: '1. Boats', [`agenda ${NEXT.id}`]: '1. Masts' };
});
afterEach(() => hub.close());

async function write(
  outlet: Outlet,
  subject = AGENDA,
  state: Partial<State> = {},
  timeout = 3000,
): Promise<Outcome> {
  const { value: token } = hub.token;
  const auth = token === '' ? undefined : { token };
  const github = createGithub({ auth, apiUrl: hub.apiUrl, timeout }, silent);
  const app = {
    document: ({ kind, id }: Subject) => {
      const markdown = says[`${kind} ${id}`];
      return Promise.resolve(
        markdown === undefined ? undefined : { title: `The ${kind} of ${id}`, markdown },
      );
    },
  };
  const perform = documentPerform({ github, app, now: Date.now }, () =>
    Promise.reject(new Error('no document')),
  );
  const effect = { kind: 'github.document', outlet, subject } as const;
  const attempt = { effect, ambiguous: false, attempts: 1, plannedAt: Date.now() };
  const outcome = await perform(attempt, { ...portsOf({ documents, ...state }), clock: { now: Date.now } });
  const kept = 'done' in outcome ? outcome.document : undefined;
  if (kept)
    documents = [
      ...documents.filter(
        (one) =>
          one.outlet !== kept.outlet ||
          one.subject.id !== kept.subject.id ||
          one.subject.kind !== kept.subject.kind,
      ),
      kept,
    ];
  return outcome;
}

const DONE = { done: expect.any(String) as string };

/** The texts of ours at an outlet, as people read them. */
function textsAt({ to }: Outlet): string[] {
  if (to === 'issue')
    return hub
      .issues(REPO)
      .filter((one) => !one.isPullRequest)
      .map(({ body }) => body);
  if (to === 'discussion') return hub.discussions(REPO).map(({ body }) => body);
  const pulls = hub.issues(REPO).filter((one) => one.isPullRequest && one.state === 'open');
  const files = hub.files(REPO);
  return pulls
    .flatMap(() =>
      files
        .branches()
        .filter((name) => name.startsWith('sigbot/'))
        .slice(-1),
    )
    .flatMap((branch) => files.read('sig-node/meetings/2026-12-03.md', branch) ?? []);
}

/** Somebody changes the text there. */
async function edit({ to }: Outlet, change: (text: string) => string): Promise<void> {
  const [present = ''] = textsAt({ to } as Outlet);
  if (to === 'issue') return hub.as('dana').edit(`${REPO}#1`, { body: change(present) });
  if (to === 'discussion') return void (hub.discussions(REPO)[0]!.body = change(present));
  hub
    .files(REPO)
    .write('sig-node/meetings/2026-12-03.md', change(present), 'sigbot/sig-node-meetings-2026-12-03');
}

describe.each([
  ['an issue', ISSUE],
  ['a discussion', DISCUSSION],
  ['a file by pull request', FILE],
])('%s', (_what, outlet) => {
  test('is made once, says the same without a call, and is edited when the text changes', async () => {
    expect(await write(outlet)).toMatchObject(DONE);
    const calls = hub.calls().length;
    expect(await write(outlet)).toEqual({ skipped: 'it says that already' });
    expect(hub.calls()).toHaveLength(calls);
    says[`agenda ${AGENDA.id}`] = '1. Oars';
    expect(await write(outlet)).toMatchObject(DONE);
    expect(textsAt(outlet)).toEqual([expect.stringContaining('1. Oars')]);
    expect(textsAt(outlet)[0]).not.toContain('1. Boats');
  });

  test('keeps what people wrote around it, and what they wrote into it', async () => {
    await write(outlet);
    await edit(outlet, (text) => `Dana’s notes\r\n\r\n${text}\r\nSee you.\r\n`);
    says[`agenda ${AGENDA.id}`] = '1. Oars';
    await write(outlet);
    const [around = ''] = textsAt(outlet);
    expect(around).toMatch(/^Dana’s notes\r\n\r\n<!-- sigbot[^]+1\. Oars[^]+\r\nSee you\.\r\n$/);
    await edit(outlet, (text) => text.replace('1. Oars', '1. Oars (Dana brings them)'));
    says[`agenda ${AGENDA.id}`] = '1. Sails';
    await write(outlet);
    const [both = ''] = textsAt(outlet);
    expect(both).toContain('1. Oars (Dana brings them)');
    expect(both).toContain('1. Sails');
  });

  test('is left alone where somebody took our marks away, and its leads read so once, in its thread', async () => {
    await write(outlet);
    await edit(outlet, () => 'Ours now.');
    says[`agenda ${AGENDA.id}`] = '1. Sails';
    const posted = [{ subject: AGENDA, channel: 'C0NODE', ts: '1.5' }];
    const first = await write(outlet, AGENDA, { posted });
    expect(first).toMatchObject({
      skipped: expect.stringContaining('marks around it') as string,
      also: [{ kind: 'slack.reply', channel: 'C0NODE', thread: '1.5' }],
    });
    expect(await write(outlet, AGENDA, { posted })).toEqual(first);
    expect(await write(outlet)).toMatchObject({ also: [{ kind: 'slack.notice' }] });
    expect(textsAt(outlet)).toEqual(['Ours now.']);
  });

  test('takes the minutes below the agenda of the same meeting, in the same text', async () => {
    await write(outlet);
    says[`sitting ${AGENDA.id}`] = 'Decided: oars.';
    expect(await write(outlet, MINUTES)).toMatchObject(DONE);
    expect(textsAt(outlet)).toEqual([expect.stringMatching(/1\. Boats[^]+Decided: oars\./)]);
  });

  test('says what GitHub wants where the bot may not write, and tells the operator once a day', async () => {
    hub.permission = 'read';
    if (outlet.to === 'issue') hub.fault({ kind: '403', match: /^POST/ });
    const outcome = await write(outlet);
    expect(outcome).toMatchObject({
      failed: expect.stringMatching(/It needs “\w+: write”/) as string,
      also: [{ kind: 'slack.notice', once: expect.stringContaining(outletKey(outlet)) as string }],
    });
  });

  test('waits for a limit with everything else', async () => {
    hub.remaining = 0;
    expect(await write(outlet)).toMatchObject({ whole: true });
  });
});

/** Matches the nth request that writes, and every GraphQL one. */
function nthWrite(nth: number): RegExp {
  let seen = 0;
  const isWrite = /^(?:POST|PUT|PATCH) /;
  return Object.assign(/^/, { test: (line: string) => isWrite.test(line) && ++seen === nth });
}

/** Of a discussion the first is the look-up; a file takes a branch, a commit and a pull request. */
const WRITES = [
  [ISSUE, 1],
  [DISCUSSION, 1],
  [DISCUSSION, 2],
  [FILE, 1],
  [FILE, 2],
  [FILE, 3],
] as const;

/** Before it happened, or after; the others are the same to us, and looked at once. */
const LOST = [
  ...WRITES.flatMap(([outlet, nth]) => [
    ['drop-before', outlet, nth] as const,
    ['drop-after', outlet, nth] as const,
  ]),
  ['hang-after', ISSUE, 1],
  ['502', DISCUSSION, 2],
] as const;

describe('where GitHub’s answer is lost', () => {
  test.each(LOST)('(%s) of %j, request %i: it is made once all the same', async (kind, outlet, nth) => {
    const match = nthWrite(nth);
    hub.fault({ kind, match });
    const patience = kind === 'hang-after' ? 300 : undefined;
    const lost = await write(outlet, AGENDA, {}, patience);
    expect(lost).toEqual({ unknown: expect.any(String) as string });
    expect(await write(outlet)).toMatchObject(DONE);
    expect(textsAt(outlet)).toEqual([expect.stringContaining('1. Boats')]);
    expect(hub.issues(REPO).length + hub.discussions(REPO).length).toBe(1);
    says[`agenda ${AGENDA.id}`] = '1. Oars';
    hub.fault({ kind, match: nthWrite(1) });
    expect(Object.keys(await write(outlet, AGENDA, {}, patience))[0]).toMatch(/retry|done/);
    await write(outlet);
    expect(textsAt(outlet)).toEqual([expect.stringContaining('1. Oars')]);
    expect(hub.issues(REPO).length + hub.discussions(REPO).length).toBe(1);
  });
});

describe('a pull request', () => {
  const pulls = () => hub.issues(REPO).filter(({ isPullRequest }) => isPullRequest);
  const held = (branch?: string) => hub.files(REPO).read('notes.md', branch);

  test('of one file takes the sections of all meetings while it is open', async () => {
    hub.files(REPO).write('notes.md', '# Notes\n');
    await write(ONE_FILE);
    await write(ONE_FILE, NEXT);
    expect(pulls()).toHaveLength(1);
    expect(pulls()[0]?.body).toContain('https://slack.com/app_redirect?channel=C0NODE');
    expect(held('sigbot/notes')).toMatch(/^# Notes\n\n<!-- [^]+1\. Boats[^]+1\. Masts[^]+-->\n$/);
    expect(held()).toBe('# Notes\n');
  });

  test('that was merged is followed by a new one when something changes, however many there were', async () => {
    for (let round = 1; round <= 5; round++) {
      says[`agenda ${AGENDA.id}`] = `${round}. Boats`;
      await write(ONE_FILE);
      expect(pulls()).toHaveLength(round);
      await hub.as('dana').merge(`${REPO}#${round}`);
      expect(held()).toContain(`${round}. Boats`);
    }
    documents = [];
    says[`agenda ${AGENDA.id}`] = '6. Boats';
    await write(ONE_FILE);
    expect(pulls()).toHaveLength(6);
    expect(hub.files(REPO).branches()).toContain('sigbot/notes-6');
  });

  test('that was closed without merging is a no to this meeting’s text, not to the next one’s', async () => {
    await write(ONE_FILE);
    await hub.as('dana').close(`${REPO}#1`);
    says[`agenda ${AGENDA.id}`] = '1. Oars';
    expect(await write(ONE_FILE)).toMatchObject({
      skipped: expect.stringContaining('closed without being merged') as string,
    });
    expect(await write(ONE_FILE, NEXT)).toMatchObject(DONE);
    expect(pulls().map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('what people commit while we read is read again and kept', async () => {
    await write(ONE_FILE);
    says[`agenda ${AGENDA.id}`] = '1. Oars';
    hub.fault({ kind: '409', match: /^PUT / });
    hub.files(REPO).write('notes.md', `${held('sigbot/notes') ?? ''}\nBy hand.\n`, 'sigbot/notes');
    expect(await write(ONE_FILE)).toMatchObject(DONE);
    expect(held('sigbot/notes')).toMatch(/1\. Oars[^]+\nBy hand\.\n$/);
  });

  test.each([
    ['is not UTF-8', Buffer.from([0x4e, 0xe9, 0x0a]), 'not written in UTF-8'],
    ['is larger than GitHub gives', Buffer.alloc(1_100_000, 'a'), 'larger than a megabyte'],
  ])('a file that %s is not touched', async (_how, bytes, words) => {
    hub.files(REPO).write('notes.md', bytes);
    expect(await write(ONE_FILE)).toMatchObject({ failed: expect.stringContaining(words) as string });
    expect(hub.calls(/^(?:PUT|POST)/)).toEqual([]);
  });

  test('the mark that some editors put first stays, byte for byte', async () => {
    hub.files(REPO).write('notes.md', '\ufeff# Notes\r\n');
    await write(ONE_FILE);
    expect(held('sigbot/notes')).toMatch(/^\ufeff# Notes\r\n\r\n<!-- /);
  });
});

test('a standing issue holds a section for each meeting, and keeps its title', async () => {
  await hub.as('dana').open(REPO, { title: 'SIG Node meetings', body: 'Join us.' });
  await write({ ...ISSUE, number: 1 });
  await write({ ...ISSUE, number: 1 }, NEXT);
  const { title, body } = hub.issue(`${REPO}#1`);
  expect(title).toBe('SIG Node meetings');
  expect(body).toMatch(/^Join us\.\n\n<!-- [^]+1\. Boats[^]+1\. Masts/);
  expect(hub.issues(REPO)).toHaveLength(1);
});

test('a title that somebody changed is theirs', async () => {
  await write(ISSUE);
  await hub.as('dana').edit(`${REPO}#1`, { title: 'Boats!' });
  says[`agenda ${AGENDA.id}`] = '1. Oars';
  await write(ISSUE);
  says[`agenda ${AGENDA.id}`] = '1. Sails';
  await write(ISSUE);
  expect(hub.issue(`${REPO}#1`)).toMatchObject({
    title: 'Boats!',
    body: expect.stringContaining('Sails') as string,
  });
});

test('a mark that somebody else wrote does not lead us to their text', async () => {
  const mark = `<!-- sigbot:agenda ${AGENDA.id} -->`;
  await hub.as('dana').open(REPO, { title: 'Mine', body: mark });
  hub.discussions(REPO).push({
    id: 'D_x',
    number: 9,
    url: 'https://github.com/harbour/notes/discussions/9',
    category: 'General',
    title: 'Mine',
    body: mark,
    viewerDidAuthor: false,
  });
  for (const outlet of [ISSUE, DISCUSSION])
    expect(await write(outlet)).toMatchObject({ done: expect.stringMatching(/^opened/) as string });
  expect(hub.issue(`${REPO}#1`).body).toBe(mark);
  expect(hub.discussions(REPO)[0]?.body).toBe(mark);
  // Where the record was lost, ours is found among theirs.
  documents = [];
  for (const outlet of [ISSUE, DISCUSSION])
    expect(await write(outlet)).toMatchObject({
      done: expect.stringMatching(/^it stood there/) as string,
    });
  expect([hub.issues(REPO).length, hub.discussions(REPO).length]).toEqual([2, 2]);
});

test('a category that is not there is named, with those that are', async () => {
  expect(await write({ ...DISCUSSION, category: 'Harbour' })).toMatchObject({
    failed: expect.stringContaining('It has Announcements, General, Meetings.') as string,
  });
});

test('what commands, mentions or hides does not leave in a document', async () => {
  says[`agenda ${AGENDA.id}`] = '/lgtm\nfor @dana <!-- /sigbot:agenda x -->';
  await write(ISSUE);
  const [, ...lines] = (textsAt(ISSUE)[0] ?? '').split('\n');
  expect(lines.slice(0, 2)).toEqual(['\\/lgtm', 'for @\u200Bdana &lt;!-- /sigbot:agenda x -->']);
});

test('nothing is written where there is nothing to say, or without a credential', async () => {
  expect(await write(ISSUE, { kind: 'agenda', id: 'sig-node/weekly/2027-01-01' })).toEqual({
    skipped: 'there is nothing to say',
  });
  hub.token.value = '';
  expect(await write(ISSUE)).toEqual({ failed: expect.stringContaining('no GitHub credential') as string });
  expect(hub.calls()).toEqual([]);
});

test.skipIf(!hasContract)('every request is one that GitHub knows (needs ../shared/data)', async () => {
  for (const outlet of [ISSUE, DISCUSSION, FILE]) {
    await write(outlet);
    says[`agenda ${AGENDA.id}`] = `${says[`agenda ${AGENDA.id}`]}!`;
    await write(outlet);
  }
  const got = hub.calls().map((call) => ({ ...call, headers: {} }));
  expect(contractCheck()(got)).toEqual([]);
});

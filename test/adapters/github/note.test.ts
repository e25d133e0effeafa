import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCalendar } from '../../../playground/calendar.ts';
import { createGitHub, type GitHubWorld } from '../../../playground/github/github.ts';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { notePerform } from '../../../src/adapters/github/note.ts';
import { ownWordIn } from '../../../src/domain/own-act.ts';
import type { Subject } from '../../../src/effect.ts';
import type { Attempt, Outcome } from '../../../src/outbox.ts';
import type { PublishedDocument } from '../../../src/ports/meeting.ts';
import { anAuthority } from '../../support/facts.ts';
import { silent } from '../../support/github.ts';
import { portsOf } from '../../support/ports.ts';

const REPO = 'harbour/boats';
const SUBJECT: Subject = { kind: 'consensus', id: 'sig-node/1#1/a' };
const by = { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: anAuthority() };

let hub: GitHubWorld;
/** What the bot's store holds. */
let documents: PublishedDocument[];
let says: string | undefined;
let ref: string;

beforeEach(async () => {
  hub = await createGitHub({ repos: [{ name: REPO }], logins: ['dana', 'mori'] }, createCalendar());
  ref = await hub.as('dana').open(REPO, { title: 'The mast leans' });
  documents = [];
  says = 'Open until Friday';
});
afterEach(() => hub.close());

const MARK = '<!-- sigbot:note:consensus:sig-node/1#1/a -->';
const DONE = { done: expect.any(String) as string };
const POST = /^POST .*\/comments$/;
const posted = () => hub.calls(POST).length;
const comments = () => hub.issue(ref).comments.map(({ body }) => body);

async function write(attempt: Partial<Attempt> = {}, timeout = 3000): Promise<Outcome> {
  const github = createGithub({ auth: { token: hub.token.value }, apiUrl: hub.apiUrl, timeout }, silent);
  const app = {
    document: () => Promise.resolve(says === undefined ? undefined : { title: 'Consensus', markdown: says }),
  };
  const perform = notePerform({ github, app, now: Date.now }, () => Promise.reject(new Error('no note')));
  const effect = { kind: 'github.note', issue: { repo: REPO, number: 1 }, subject: SUBJECT, by } as const;
  const whole = { effect, ambiguous: false, attempts: 1, plannedAt: Date.now(), ...attempt };
  const card = { subject: SUBJECT, channel: 'C0NODE', ts: '17.4' };
  const ports = portsOf({ documents, posted: [card] });
  const outcome = await perform(whole, { ...ports, calendar: { now: Date.now } });
  if ('done' in outcome && outcome.document) documents = [outcome.document];
  return outcome;
}

describe('the one comment about a subject', () => {
  test('says nothing that counts for who says it', async () => {
    says = 'Open until Friday\n/lgtm';
    expect(await write()).toMatchObject(DONE);
    expect(comments().map(ownWordIn)).toEqual([undefined]);
    expect(comments()[0]).toContain('lgtm');
  });

  test('is made once, says the same without a call, and is edited when the text changes', async () => {
    expect(await write()).toMatchObject(DONE);
    expect(comments()).toEqual([`Open until Friday\n\n${MARK}`]);
    const calls = hub.calls().length;
    expect(await write()).toEqual({ skipped: 'it says that already' });
    expect(hub.calls()).toHaveLength(calls);
    says = 'Accepted';
    expect(await write()).toMatchObject(DONE);
    expect(comments()).toEqual([`Accepted\n\n${MARK}`]);
  });

  test('says nothing where there is nothing that anybody may read', async () => {
    says = undefined;
    expect(await write()).toHaveProperty('skipped');
    expect(hub.calls()).toEqual([]);
  });

  test('is overwritten, never read: what people wrote into it is gone with the next change', async () => {
    await write();
    await hub.as('mori').comment(ref, 'I like it');
    says = 'Accepted';
    await write();
    expect(comments()).toEqual([`Accepted\n\n${MARK}`, 'I like it']);
    expect(hub.calls(/^GET .*comments/)).toEqual([]);
  });

  test.each([
    ['was carried out', true],
    ['was not', false],
  ])('where the answer was lost and it %s: looked up, then there once', async (_how, done) => {
    const took = hub.fault({ match: POST, kind: done ? 'drop-after' : 'drop-before' });
    expect(await write({}, 800)).toEqual({ unknown: expect.any(String) as string });
    took();
    says = 'Accepted';
    expect(await write({ ambiguous: true })).toMatchObject(DONE);
    expect(comments()).toEqual([`Accepted\n\n${MARK}`]);
  });

  test('a mark that somebody else wrote is not ours', async () => {
    await hub.as('mori').comment(ref, `Ha ${MARK}`);
    expect(await write({ ambiguous: true })).toMatchObject(DONE);
    expect(comments()).toEqual([`Ha ${MARK}`, `Open until Friday\n\n${MARK}`]);
  });

  test('deleted by somebody it is left alone, and the card’s thread is told once', async () => {
    await write();
    await hub.as('dana').deleteComment(ref, 'Open until');
    says = 'Accepted';
    const first = await write();
    expect(first).toMatchObject({
      skipped: 'somebody deleted it',
      also: [
        {
          kind: 'slack.reply',
          channel: 'C0NODE',
          thread: '17.4',
          once: expect.stringMatching(/^thread:/) as string,
          about: '1#1',
        },
      ],
    });
    expect(await write()).toEqual(first);
    expect(comments()).toEqual([]);
    expect(posted()).toBe(1);
  });

  test('while GitHub is out of reach it waits; what is refused is said', async () => {
    const out = hub.fault({ match: /./, kind: '503' });
    documents = [{ subject: SUBJECT, outlet: 'comment', place: '1', url: '', title: '', print: '' }];
    expect(await write()).toMatchObject({ retry: expect.any(String) as string });
    out();
    documents = [];
    hub.fault({ match: POST, kind: '403' });
    expect(await write()).toEqual({ failed: expect.stringContaining(`${REPO}#1`) as string });
  });
});

import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import type { Meeting } from '../src/domain/meeting.ts';
import type { Outlet } from '../src/domain/outlet.ts';
import type { Send, Subject } from '../src/effect.ts';
import { collapseKeyOf, laneOf } from '../src/lanes.ts';
import type { Feature } from '../src/feature.ts';
import { guarded } from '../src/guard.ts';
import { publishing, datedOf, toldOf, toPage } from '../src/publishing.ts';
import { anIssue, NOW, sigNode } from './support/facts.ts';
import { portsOf, type State } from './support/ports.ts';

const ISSUE: Outlet = { to: 'issue', repo: 'harbour/notes' };
const FILE: Outlet = { to: 'file', repo: 'harbour/notes', path: '{date}.md' };
const AGENDA: Subject = { kind: 'agenda', id: 'sig-node/weekly/2026-12-03' };
const MEETING: Meeting = {
  id: 'sig-node/weekly',
  group: 'sig-node',
  title: 'Weekly',
  sessions: [],
  dates: [],
  minutes: 60,
  private: false,
};

test('a subject is brought to all places of its group, and each is one of a kind to wait', () => {
  const planned = publishing(AGENDA, sigNode, portsOf({ outlets: [ISSUE, FILE], canvas: true }));
  expect(planned).toEqual([
    { kind: 'github.document', outlet: ISSUE, subject: AGENDA },
    { kind: 'github.document', outlet: FILE, subject: AGENDA },
    { kind: 'slack.canvas', channel: 'C0NODE', subject: AGENDA },
  ]);
  expect(new Set(planned.map(collapseKeyOf)).size).toBe(3);
  expect(planned.map(laneOf)).toEqual([
    'github/harbour/notes/issue',
    'github/harbour/notes/file',
    'slack/C0NODE/canvas',
  ]);
});

test('nowhere, where the operator named no place or the group has no channel', () => {
  expect(publishing(AGENDA, sigNode, portsOf())).toEqual([]);
  expect(publishing(AGENDA, sigNode, portsOf({ canvas: true, channels: {} }))).toEqual([]);
});

test('a subject’s id tells its meeting, and with that its day: of an extra one in the evening not the one in UTC', async () => {
  const extra: Subject = { kind: 'sitting', id: 'sig-node/weekly/2026-12-04T02:00:00Z' };
  const told = { group: 'sig-node', meeting: 'sig-node/weekly', key: '2026-12-04T02:00:00Z' };
  expect(toldOf(extra)).toEqual(told);
  const west = { ...MEETING, id: 'sig-node/weekly', sessions: [], zone: 'America/Los_Angeles' };
  expect(await datedOf(extra, portsOf({ meetings: [west] }))).toEqual({ ...told, date: '2026-12-03' });
  expect(await datedOf(AGENDA, portsOf({ meetings: [] }))).toMatchObject({ date: '2026-12-03' });
});

describe('what nobody asks for', () => {
  const sent = (state: Partial<State>): Promise<unknown> => {
    const effect: Send = { kind: 'github.document', outlet: ISSUE, subject: AGENDA };
    const send = guarded(() => Promise.resolve({ done: 'sent' }));
    const ports = portsOf({ meetings: [MEETING], outlets: [FILE, ISSUE], ...state });
    return send({ effect, ambiguous: false, attempts: 1, plannedAt: NOW }, ports);
  };

  test('goes to GitHub where the operator wants it', async () => {
    expect(await sent({})).toEqual({ done: 'sent' });
    expect(await sent({ people: [] })).toEqual({ done: 'sent' });
  });

  test.each<[string, Partial<State>, string]>([
    ['the outlet was taken out of the configuration', { outlets: [FILE] }, 'is not configured any more'],
    [
      'the repository is left to people’s hands',
      { mode: 'handoff' },
      'harbour/notes is configured as handoff',
    ],
    ['the meeting has become private', { meetings: [{ ...MEETING, private: true }] }, 'private'],
    ['nothing is known of the meeting', { meetings: [] }, 'private, or gone'],
    ['the group is gone', { groups: [] }, 'there is no group "sig-node" any more'],
  ])('stays where it is when %s', async (_why, state, words) => {
    expect(await sent(state)).toEqual({ skipped: expect.stringContaining(words) as string });
  });
});

test('a document names no private issue and no private meeting, and stands without them', async () => {
  const issues = [anIssue(), anIssue({ number: 7, id: '1#7', labels: ['kind/security'] })];
  const listing: Feature = {
    name: 'listing',
    documents: {
      async agenda(_subject, { issues: { byId, like }, meetings }) {
        const found = await Promise.all(issues.map(({ id }) => byId(id)));
        const liked = (await Promise.all(issues.map((issue) => like(issue)))).flat();
        const titles = [...found, ...liked].map((issue) => issue?.number ?? 'nothing');
        return { title: 'Agenda', markdown: [...titles, (await meetings.all()).length].join(' ') };
      },
    },
  };
  const ports = portsOf({
    issues,
    meetings: [{ ...MEETING, private: true }],
    privacy: { channels: [], labels: ['kind/security'] },
  });
  const { number } = anIssue();
  expect(await createApp([listing]).document(AGENDA, ports)).toEqual({
    title: 'Agenda',
    markdown: `${number} nothing ${number} 0`,
  });
});

test('a document has room for people’s words, and says how much of it is left out', () => {
  const { title, markdown } = toPage({
    title: 'Fixes #12\n@dana',
    markdown: `${'x'.repeat(99)}\n`.repeat(600),
  });
  expect(title).toBe('Fixes #\u200B12 @\u200Bdana');
  expect(markdown.length).toBeLessThan(50_100);
  expect(markdown).toMatch(/\n\n… and 100 more lines\.$/);
});

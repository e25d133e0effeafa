import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCalendar } from '../../../playground/calendar.ts';
import { markdownOf } from '../../../playground/slack/canvases.ts';
import { createSlack, type SlackWorld } from '../../../playground/slack/slack.ts';
import { writeCanvas } from '../../../src/adapters/slack/canvas.ts';
import { slackLogger } from '../../../src/adapters/slack/client.ts';
import type { Meeting } from '../../../src/domain/meeting.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { Subject } from '../../../src/effect.ts';
import type { PublishedDocument } from '../../../src/ports/meeting.ts';
import { NOW } from '../../support/facts.ts';
import { silent } from '../../support/github.ts';
import { portsOf, type State } from '../../support/ports.ts';

const CHANNEL = 'C0NODE0001';
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

let slack: SlackWorld;
let documents: PublishedDocument[];
let says: string | undefined;
/** The ids of what has nothing to say any more. */
let over: string[];

beforeEach(async () => {
  const channels = [{ name: 'sig-node', id: CHANNEL }];
  slack = await createSlack({ channels, people: [{ name: 'dana', id: 'U0DANA0001' }] }, createCalendar());
  documents = [];
  over = [];
  says = '## Topics\n\n1. Boats\n2. Oars\n\n- carried over';
});
afterEach(() => slack.close());

async function write(state: Partial<State> = {}, plannedAt = NOW, subject = AGENDA) {
  const client = new WebClient(slack.botToken.value, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 300,
    logger: slackLogger(silent),
  });
  const markdown = says;
  const document = ({ id }: Subject) =>
    Promise.resolve(markdown === undefined || over.includes(id) ? undefined : { title: 'Agenda', markdown });
  const effect = { kind: 'slack.canvas', channel: CHANNEL, subject } as const;
  const attempt = { effect, ambiguous: false, attempts: 1, plannedAt };
  const ports = portsOf({ meetings: [MEETING], canvas: true, documents, ...state });
  const outcome = await writeCanvas(effect, attempt, ports, { client, app: { document } });
  if ('done' in outcome && outcome.document) {
    const { subject: of } = outcome.document;
    const others = documents.filter((one) => one.subject.kind !== of.kind || one.subject.id !== of.id);
    documents = [...others, outcome.document];
  }
  return outcome;
}

const text = () => slack.canvases('sig-node').map(markdownOf);

test('the channel gets a canvas with one block of ours, which says whose it is', async () => {
  expect(await write()).toMatchObject({ done: 'written' });
  expect(text()).toEqual([
    [
      '**Agenda**',
      '**Topics**',
      '1\\. Boats',
      '2\\. Oars',
      '• carried over',
      '_This block is the agenda sig-node/weekly/2026-12-03, kept by sigbot: write above or below it._',
    ].join('\n'),
  ]);
  expect(slack.canvases('sig-node')[0]?.sections).toHaveLength(1);
});

test('the same again costs no call, and a change replaces our block alone', async () => {
  const before = '# Welcome\n\nRead this first.';
  const [, after] = [await write(), '- see you there'];
  const [canvas] = slack.canvases('sig-node');
  const [ours] = canvas?.sections ?? [];
  if (canvas && ours)
    canvas.sections = [{ id: 'temp:C:a', markdown: before }, ours, { id: 'temp:C:b', markdown: after }];
  const calls = slack.calls().length;
  expect(await write()).toEqual({ skipped: 'it shows that already' });
  expect(slack.calls()).toHaveLength(calls);
  says = '1. Masts';
  await write();
  const [whole = ''] = text();
  expect(whole.startsWith(`${before}\n\n**Agenda**\n1\\. Masts\n`)).toBe(true);
  expect(whole.endsWith(after)).toBe(true);
  expect(whole).not.toContain('Boats');
});

describe('of several meetings', () => {
  const NEXT: Subject = { kind: 'agenda', id: 'sig-node/weekly/2026-12-10' };
  const blocks = () => [...(text()[0] ?? '').matchAll(/This block is the (\S+ \S+),/g)].map(([, one]) => one);
  const people = (...around: [string, string]) => {
    const [canvas] = slack.canvases('sig-node');
    if (!canvas) return;
    const [head, tail] = around.map((markdown, index) => ({ id: `temp:C:${index}`, markdown }));
    canvas.sections = [head, ...canvas.sections, tail].filter((one) => one !== undefined);
  };

  test('the next agenda takes the place of the one before, once that meeting was held', async () => {
    await write();
    people('# Welcome', 'See you there');
    over = [AGENDA.id];
    await write({}, NOW, NEXT);
    expect(blocks()).toEqual(['agenda sig-node/weekly/2026-12-10']);
    expect(text()[0]).toMatch(/^# Welcome\n\n\*\*Agenda[^]*See you there$/);
    says = '1. Masts';
    await write({}, NOW, NEXT);
    expect(text()[0]).toMatch(/^# Welcome\n\n\*\*Agenda[^]*Masts[^]*See you there$/);
  });

  test('an agenda whose meeting is to come stands, and the next one’s comes below', async () => {
    await write();
    await write({}, NOW, NEXT);
    expect(blocks()).toEqual(['agenda sig-node/weekly/2026-12-03', 'agenda sig-node/weekly/2026-12-10']);
  });

  test('minutes take the place of the minutes before, whose changes are then left out without a word', async () => {
    const minutes = (key: string): Subject => ({ kind: 'sitting', id: `sig-node/weekly/${key}` });
    await write();
    for (const key of ['2026-12-03', '2026-12-10', '2026-12-17']) await write({}, NOW, minutes(key));
    expect(blocks()).toEqual(['agenda sig-node/weekly/2026-12-03', 'sitting sig-node/weekly/2026-12-17']);
    says = 'A recording came.';
    const late = await write({}, NOW, minutes('2026-12-10'));
    expect(late).toEqual({ skipped: 'the next one stands in its place' });
    expect(text()[0]).not.toContain('recording');
  });

  test('another meeting’s has a place of its own', async () => {
    const other = { ...MEETING, id: 'sig-node/triage' };
    await write();
    over = [AGENDA.id];
    await write({ meetings: [MEETING, other] }, NOW, { kind: 'agenda', id: 'sig-node/triage/2026-12-04' });
    expect(blocks()).toHaveLength(2);
  });

  test.each(['drop-before', 'drop-after'])(
    'an answer that is lost (%s): it stands there once',
    async (kind) => {
      await write();
      over = [AGENDA.id];
      slack.fault({ kind, method: 'canvases.edit' });
      expect(await write({}, NOW, NEXT)).toHaveProperty('retry');
      expect(await write({}, NOW, NEXT)).toHaveProperty('done');
      expect(blocks()).toEqual(['agenda sig-node/weekly/2026-12-10']);
    },
  );

  test('where people took the one before away the next begins anew', async () => {
    await write();
    const [canvas] = slack.canvases('sig-node');
    if (canvas) canvas.sections = [{ id: 'temp:C:a', markdown: 'Ours.' }];
    over = [AGENDA.id];
    expect(await write({}, NOW, NEXT)).toHaveProperty('done');
    expect(blocks()).toEqual(['agenda sig-node/weekly/2026-12-10']);
  });
});

test('where somebody took it away nothing more is written, and that is said once, in its thread', async () => {
  await write();
  const [canvas] = slack.canvases('sig-node');
  if (canvas) canvas.sections = [{ id: 'temp:C:a', markdown: 'Ours.' }];
  says = '1. Masts';
  const posted = [{ subject: AGENDA, channel: CHANNEL, ts: '1.5' }];
  expect(await write({ posted })).toMatchObject({
    skipped: 'somebody took it away',
    also: [
      {
        kind: 'slack.reply',
        thread: '1.5',
        once: expect.stringContaining('left:canvas C0NODE0001') as string,
      },
    ],
  });
  expect(text()).toEqual(['Ours.']);
});

test.each(['drop-before', 'drop-after', '500'])(
  'an answer that is lost (%s): it stands there once',
  async (kind) => {
    await write();
    says = '1. Masts';
    slack.fault({ kind, method: 'canvases.edit' });
    expect(await write()).toHaveProperty('retry');
    expect(await write()).toHaveProperty('done');
    expect(text()[0]?.match(/kept by sigbot/g)).toHaveLength(1);
  },
);

test('the answer to its making is lost: there is one canvas, with one block', async () => {
  slack.fault({ kind: 'drop-after', method: 'conversations.canvases.create' });
  expect(await write()).toHaveProperty('retry');
  expect(await write()).toHaveProperty('done');
  expect(text()).toHaveLength(1);
  expect(text()[0]?.match(/kept by sigbot/g)).toHaveLength(1);
});

describe('a workspace without canvases for us', () => {
  test.each([
    ['conversations.canvases.create', 'missing_scope', /canvases:write and canvases:read/],
    ['conversations.canvases.create', 'team_tier_cannot_create_channel_canvases', /tried again tomorrow/],
    ['conversations.canvases.create', 'free_team_canvas_tab_already_exists', /tried again tomorrow/],
    ['conversations.canvases.create', 'canvas_disabled_user_team', /tried again tomorrow/],
    ['conversations.info', 'missing_scope', /canvases:write/],
  ])(
    '%s: %s is told the operator once, rests for a day, and stops nothing else',
    async (method, kind, words) => {
      slack.fault({ kind, method, times: 2 });
      const first = await write();
      expect(first).toMatchObject({
        after: DAY,
        also: [{ kind: 'slack.notice', text: expect.stringMatching(words) as string }],
      });
      expect(first).not.toHaveProperty('whole');
      expect(await write({}, NOW - DAY)).toHaveProperty('failed');
    },
  );

  test('a limit and a token that is refused are waited for as everywhere', async () => {
    slack.fault({ kind: 'ratelimited', method: 'conversations.info' });
    expect(await write()).toHaveProperty('after', 1000);
    slack.botToken.revoke();
    expect(await write()).toMatchObject({ whole: true });
  });
});

test.each<[string, Partial<State>]>([
  ['canvases are not configured', { canvas: false }],
  ['the meeting is private', { meetings: [{ ...MEETING, private: true }] }],
  ['the meeting is gone', { meetings: [] }],
])('nothing is written where %s', async (_why, state) => {
  expect(await write(state)).toHaveProperty('skipped');
  expect(slack.calls()).toEqual([]);
});

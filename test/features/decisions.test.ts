import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { consensusId } from '../../src/domain/consensus.ts';
import type { Logged } from '../../src/domain/decision-log.ts';
import { meetingsOf } from '../../src/domain/meeting.ts';
import { DAY } from '../../src/domain/time.ts';
import { decisions } from '../../src/features/decisions/decisions.ts';
import { readTyped } from '../../src/features/decisions/words.ts';
import { readableByAll, readableIn } from '../../src/readable.ts';
import { aConsensus } from '../support/consensus.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp([decisions]);
const issue = anIssue();
const line = { description: 'Weekly', day: 'Thursday', time: '10:00', tz: 'UTC', frequency: 'weekly' };
const [weekly] = meetingsOf({ ...sigNode, meetings: [line] }, { minutes: 60 });

/** What SIG Node decided in its weekly meeting so many days ago. */
function inMeeting(days: number, text: string, differs: Partial<Logged> = {}): Logged {
  const by = { what: 'meeting', meeting: weekly?.id ?? '', key: '2026-02-26', channel: 'C0NODE' } as const;
  return { id: `m${days}`, group: 'sig-node', text, at: NOW - days * DAY, by, ...differs };
}

const byConsensus = (days: number, text: string): Logged => ({
  id: consensusId('sig-node', issue.id, NOW - days * DAY),
  group: 'sig-node',
  text,
  at: NOW - days * DAY,
  issue: issue.id,
  by: { what: 'consensus', channel: 'C0NODE' },
});

const state: Partial<State> = {
  issues: [issue],
  meetings: weekly ? [weekly] : [],
  logged: [byConsensus(1, 'We drain for ten minutes'), inMeeting(4, 'We ship the drain in 1.38')],
};

const ask = (text: string, differs: Partial<State> = {}, channel = 'C0NODE') =>
  app.command(`decisions ${text}`, { user: 'U0DANA', channel, now: NOW }, portsOf({ ...state, ...differs }));
const told = async (...of: Parameters<typeof ask>) => words((await ask(...of)).message);

describe('what is typed', () => {
  const read = (text: string) =>
    readTyped(text.split(' ').filter(Boolean), [sigNode, sigNetwork], { zone: 'Europe/Berlin', now: NOW });

  test.each([
    ['', {}],
    ['node', { group: sigNode }],
    ['network drain time', { group: sigNetwork, words: ['drain', 'time'] }],
    ['drain node', { words: ['drain', 'node'] }],
    [
      'drain #4711 since 2026-02-01',
      { words: ['drain'], issue: '#4711', since: Date.parse('2026-01-31T23:00Z') },
    ],
    ['since 24 December', { since: Date.parse('2025-12-23T23:00Z') }],
    ['since today', { since: Date.parse('2026-03-01T23:00Z') }],
  ])('“%s”', (text, expected) => {
    expect(read(text)).toEqual({
      group: undefined,
      words: [],
      since: undefined,
      issue: undefined,
      ...expected,
    });
  });

  test.each(['since the spring', 'since', 'since 2026-02-01 or so'])('“%s” is refused', (text) => {
    expect(() => read(text)).toThrow(/no date|not understood/);
  });
});

describe('/sig decisions', () => {
  test('the channel’s group’s, with where each stands', async () => {
    expect(await told('')).toEqual([
      '2 decisions of SIG Node',
      '• We drain for ten minutes',
      '2026-03-01 10:00 UTC · kubernetes/kubernetes#4711 · consensus',
      '• We ship the drain in 1.38',
      '2026-02-26 10:00 UTC · meeting',
    ]);
  });

  test('links the summary, or the card', async () => {
    const posted = [{ subject: { kind: 'sitting', id: 'x' } as const, channel: 'C0NODE', ts: '17.4' }];
    expect(JSON.stringify((await ask('', { posted })).message)).toContain(
      '<https://harbour.slack.com/archives/C0NODE/p17.4|meeting>',
    );
  });

  test('all of these words, in any case', async () => {
    expect(await told('SHIP drain')).toContain('• We ship the drain in 1.38');
    expect(await told('drain keel')).toContain('No decision with “drain keel” of SIG Node is known here.');
  });

  test('page by page, with what was asked for', async () => {
    const logged = Array.from({ length: 14 }, (_, index) =>
      inMeeting(index, `Drain no ${index}.`, { id: `m${index}` }),
    );
    const first = await ask('drain', { logged });
    expect(words(first.message)).toEqual(
      expect.arrayContaining(['14 decisions with “drain” of SIG Node', 'Page 1 of 3']),
    );
    const value = JSON.stringify({ group: 'sig-node', words: ['drain'], page: 2 });
    expect(JSON.stringify(first.message)).toContain('decisions:page.1');
    const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW };
    const last = await app.press('decisions:page.1', value, call, portsOf({ ...state, logged }));
    expect(last.replace).toBe(true);
    expect(words(last.message)).toEqual(expect.arrayContaining(['• Drain no 13.', '[Newer]', 'Page 3 of 3']));
  });

  test('Slack takes the longest', async () => {
    const logged = Array.from({ length: 9 }, (_, index) =>
      inMeeting(index, '&'.repeat(500), { issue: issue.id }),
    );
    const { message } = await ask('', { logged, issues: [anIssue({ title: '&'.repeat(300) })] });
    expect(message && refusalOfMessage({ text: message.text, blocks: message.blocks })).toBeUndefined();
    expect(words(message).join('\n').length).toBeLessThan(12_000);
  });
});

describe('what may not be read there', () => {
  const hidden = { issues: [anIssue({ private: true })], privacy: { channels: ['sig-network'], labels: [] } };

  test.each<[string, Partial<State>, string, string[]]>([
    ['about a private issue, elsewhere', hidden, 'C0NODE', ['m4']],
    ['about a private issue, in a marked channel', hidden, 'C0NET', ['consensus', 'm4']],
    ['about an issue nobody knows any more', { issues: [] }, 'C0NODE', ['m4']],
    ['of a meeting the directory has no more, elsewhere', { meetings: [] }, 'C0NET', ['consensus']],
    [
      'of a meeting the directory has no more, where it was held',
      { meetings: [] },
      'C0NODE',
      ['consensus', 'm4'],
    ],
    [
      'of a private meeting, elsewhere',
      { meetings: weekly ? [{ ...weekly, private: true }] : [] },
      'C0NET',
      ['consensus'],
    ],
  ])('%s', async (_what, differs, channel, expected) => {
    const found = await readableIn(channel, portsOf({ ...state, ...differs })).decisionLog.find({ limit: 9 });
    expect(found.map(({ id, by }) => (by.what === 'consensus' ? by.what : id))).toEqual(expected);
  });

  test('a consensus about a private issue is in no list and behind no button there', async () => {
    const ports = portsOf({ ...hidden, consensus: [aConsensus()] });
    const shown = async ({ consensus }: typeof ports) => [
      await consensus.byId(aConsensus().id),
      ...(await consensus.live()),
      ...(await consensus.about('1#4711')),
    ];
    expect(await shown(readableIn('C0NODE', ports))).toEqual([undefined]);
    expect(await shown(readableByAll(ports))).toEqual([undefined]);
    expect(await shown(readableIn('C0NET', ports))).toHaveLength(3);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { KEP_NEEDS } from '../../src/domain/freeze.ts';
import type { FreezeRecord } from '../../src/domain/radar.ts';
import { untilText } from '../../src/domain/radar-words.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { keps } from '../../src/features/keps/keps.ts';
import { readAsked } from '../../src/features/keps/words.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { aKep, aMilestone, kepPolicy, knownKeps } from '../support/keps.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

// NOW is Monday, 2 March 2026, 09:00 UTC.
const MILESTONES = [
  aMilestone('v1.37', ['2026-03-03', '2026-03-10']),
  aMilestone('v1.38', ['2026-07-01', '2026-07-08']),
];
const optedIn = (number: number, more: string[] = []) =>
  anIssue({
    number,
    id: `1#${number}`,
    title: `Tar plank ${number}`,
    labels: ['sig/node', 'lead-opted-in'],
    assignees: more,
  });
const state: Partial<State> = {
  kepPolicy: kepPolicy({ exceptions: 'https://harbour.example/exceptions' }),
  milestones: MILESTONES,
  issues: [optedIn(7), optedIn(8), anIssue({ number: 9, id: '1#9', labels: ['sig/node'] })],
  keps: knownKeps(
    aKep(7),
    aKep(8, {
      prrApprovers: {},
      status: 'provisional',
      findings: ['latest-milestone is “0.0”, which is no milestone.'],
    }),
    aKep(9, { latestMilestone: 'v1.36', milestones: { beta: 'v1.37' }, prrApprovers: {} }),
    aKep(10, { owningSig: 'sig-network' }),
    aKep(11, { status: 'withdrawn' }),
    aKep(12, { latestMilestone: 'v1.30', milestones: {}, status: 'implemented', findings: ['old'] }),
    aKep(13, { latestMilestone: 'v1.38', milestones: { beta: 'v1.38' } }),
  ),
};

const ask = async (command: string, differs: Partial<State> = {}, user = 'U0LEE', channel = 'C0NODE') => {
  const call = { user, channel, now: NOW };
  return (await createApp([keps]).command(command, call, portsOf({ ...state, ...differs }))).message;
};
const lines = async (...asked: Parameters<typeof ask>) => words(await ask(...asked));

describe('/sig keps', () => {
  test('what lacks most comes first, with who can do it; nothing of what ended or is another group’s', async () => {
    expect(await lines('keps')).toEqual([
      'SIG Node, v1.37: Production Readiness Freeze in 2 days, 2 of 3 not ready',
      'Until 2026-03-04 12:00 UTC',
      'Not ready',
      '• #9 Tar plank 9 · beta, implementable · lacks label lead-opted-in (dana); latest-milestone v1.37, PRR approver for beta (mori)',
      '• #8 Tar plank 8 · beta, provisional · lacks PRR approver for beta (mori)',
      'Ready',
      '• #7 Tar plank 7 · beta, implementable',
      'All that are open, of every milestone: `/sig keps sig-node all`',
    ]);
  });

  test('the assignees of its issue are asked rather than its authors', async () => {
    const said = await lines('keps', { issues: [optedIn(8, ['lee', 'noor'])] });
    expect(said.find((line) => line.includes('#8'))).toContain('PRR approver for beta (lee or noor)');
    expect(said.find((line) => line.includes('#7'))).toContain(
      'label lead-opted-in unknown: its issue is not read',
    );
  });

  test('of another group and milestone, in either order; and all that are open', async () => {
    expect((await lines('keps v1.38 node'))[0]).toBe(
      'SIG Node, v1.38: Production Readiness Freeze in 122 days, the one proposal is not ready',
    );
    expect((await lines('keps network'))[0]).toBe(
      'SIG Network, v1.37: Production Readiness Freeze in 2 days, the one proposal is not ready',
    );
    expect(await lines('keps node all')).toEqual([
      'SIG Node: 4 open proposals',
      '• #7 Tar plank 7 · beta, implementable, v1.37',
      '• #8 Tar plank 8 · beta, provisional, v1.37',
      '• #9 Tar plank 9 · beta, implementable, v1.36',
      '• #13 Tar plank 13 · beta, implementable, v1.38',
    ]);
    expect((await lines('keps', { milestones: [] }))[0]).toBe('SIG Node: 4 open proposals');
    expect(await lines('keps network v1.40')).toContain(
      'No proposal of the group is meant for v1.40. All that are open, of every milestone: `/sig keps sig-network all`',
    );
  });

  test('what is wrong with the files is told to the group’s leads', async () => {
    const wart = '• #8 kep.yaml: latest-milestone is “0.0”, which is no milestone.';
    expect(await lines('keps', {}, 'U0DANA')).toContain(wart);
    expect(await lines('keps', {}, 'U0NOOR')).not.toContain(wart);
  });

  test('after a freeze: what was missed, and what it lacked then', async () => {
    const record: FreezeRecord = {
      milestone: 'v1.37',
      name: 'Enhancements Freeze',
      at: NOW - DAY,
      seenAt: NOW - DAY,
      standings: [
        { number: 7, group: 'sig-node', issue: '1#7', missing: [] },
        { number: 8, group: 'sig-node', issue: '1#8', missing: ['reviewer'] },
        { number: 10, group: 'sig-network', issue: '1#10', missing: ['reviewer'] },
      ],
    };
    const milestones = [{ name: 'v1.37', freezes: [{ ...record, needs: KEP_NEEDS }] }];
    const said = await lines('keps', { freezes: [record], milestones });
    expect(said[0]).toBe('SIG Node, v1.37: 2 of 3 not ready');
    const from = said.indexOf('Enhancements Freeze of v1.37 is over: 1 of 2 missed it');
    expect(said.slice(from, from + 3)).toEqual([
      'Enhancements Freeze of v1.37 is over: 1 of 2 missed it',
      '• #8 Tar plank 8 · lacked PRR approver for beta',
      'An exception is asked for here.',
    ]);
  });

  test('where none are followed, or none may be told of there, it says so', async () => {
    expect((await lines('keps', { kepPolicy: undefined })).join(' ')).toContain(
      '`proposals.repository` in sigbot.yml',
    );
    expect((await lines('keps', { keps: undefined })).join(' ')).toContain('are not read yet');
    const secret = { ...knownKeps(aKep(7)), private: true };
    expect((await lines('keps', { keps: secret })).join(' ')).toContain('may not be told of here');
    const privacy = { channels: ['C0NODE'], labels: [] };
    expect((await lines('keps', { keps: secret, privacy })).join(' ')).toContain('Tar plank 7');
  });

  test('however many there are and whatever they are called, Slack takes it; all are on the pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        async (count, title) => {
          const all = Array.from({ length: count }, (_, at) =>
            aKep(at + 1, { title, prrApprovers: {}, findings: [title] }),
          );
          const differs = { keps: knownKeps(...all), issues: [] };
          const message = await ask('keps', differs, 'U0DANA');
          expect(message && refusalOfMessage(message)).toBeUndefined();
          const value = JSON.stringify({ group: 'sig-node', milestone: 'v1.37', page: 1 });
          const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW };
          const view = (
            await createApp([keps]).press('keps:page', value, call, portsOf({ ...state, ...differs }))
          ).view;
          expect(view && refusalOfView(view)).toBeUndefined();
        },
      ),
      { numRuns: 25 },
    );
  });
});

test.each<[string, string, string | undefined]>([
  ['', '', undefined],
  ['node', 'node', undefined],
  ['node v1.37', 'node', 'v1.37'],
  ['1.37 sig node', 'sig node', 'v1.37'],
  ['node ALL', 'node', 'all'],
  ['v1.37', '', 'v1.37'],
])('“%s” is read', (typed, group, milestone) => {
  expect(readAsked(typed.split(' ').filter(Boolean))).toEqual({ group, milestone });
});

test.each([
  [9 * DAY + HOUR, 'in 9 days'],
  [2 * DAY, 'in 2 days'],
  [2 * DAY - 1, 'in one day'],
  [DAY - 1, 'in 23 hours'],
  [HOUR, 'in one hour'],
  [HOUR - 1, 'within the hour'],
])('%i ms before, it is %s', (before, text) => {
  expect(untilText(NOW + before, NOW)).toBe(text);
});

describe('each minute', () => {
  const tick = async (now: number, differs: Partial<State> = {}, since = now - 60_000) =>
    (await keps.tick?.(now, portsOf({ ...state, ...differs }), since))?.effects ?? [];
  const over = (MILESTONES[0]?.freezes[0]?.at ?? 0) + 1000;

  test('a freeze that is over is kept, once, with what each proposal lacked', async () => {
    expect(await tick(over - 2000)).toEqual([]);
    const [kept] = await tick(over);
    expect(kept).toMatchObject({
      kind: 'freeze.keep',
      record: {
        milestone: 'v1.37',
        name: 'Production Readiness Freeze',
        standings: [
          { number: 9, group: 'sig-node', issue: '1#9', missing: ['opted-in', 'milestone', 'reviewer'] },
          { number: 8, group: 'sig-node', issue: '1#8', missing: ['reviewer'] },
          { number: 10, group: 'sig-network', missing: [] },
          { number: 7, group: 'sig-node', missing: [] },
        ],
      },
    });
    const freezes = kept?.kind === 'freeze.keep' ? [kept.record] : [];
    expect(await tick(over + 60_000, { freezes })).toEqual([]);
  });

  test('not before all issues were read, and not where the bot was away for longer than a week', async () => {
    expect(await tick(over, { allRead: false })).toEqual([]);
    expect(await tick(over + DAY)).toHaveLength(1);
    expect((await tick(over + 9 * DAY)).filter(({ kind }) => kind === 'freeze.keep')).toHaveLength(1);
    expect(await tick(over, { keps: undefined })).toEqual([]);
    expect(await tick(over, { kepPolicy: undefined })).toEqual([]);
  });

  test('while the radar reaches a freeze, the agendas that stand follow each day', async () => {
    const agendas = [{ meeting: 'sig-node/0', key: '2026-03-05', group: 'sig-node', until: NOW + 9 * DAY }];
    const subject = { kind: 'agenda', id: 'sig-node/0/2026-03-05' } as const;
    const posted = [{ subject, channel: 'C0NODE', ts: '1.1' }];
    const midnight = Date.parse('2026-03-03T00:00Z');
    expect(await tick(midnight, { agendas, posted })).toEqual([
      { kind: 'slack.update', channel: 'C0NODE', subject },
    ]);
    expect(await tick(midnight + 60_000, { agendas, posted })).toEqual([]);
    expect(await tick(midnight, { agendas, posted, milestones: MILESTONES.slice(1) })).toEqual([]);
  });
});

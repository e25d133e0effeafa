import { describe, expect, test } from 'vitest';
import { agendaId } from '../../src/domain/agenda.ts';
import { PLAIN_AGENDA } from '../../src/domain/agenda-policy.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import type { FreezeRecord } from '../../src/domain/radar.ts';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { agenda } from '../../src/features/agenda/agenda.ts';
import { digest } from '../../src/features/digest/digest.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { aKep, aMilestone, kepPolicy, knownKeps } from '../support/keps.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const written = { day: 'Thursday', time: '10:00', tz: 'UTC', frequency: 'weekly' };
const weekly: Meeting = {
  id: 'sig-node/0',
  group: 'sig-node',
  title: 'Weekly Meeting',
  sessions: [{ written, reading: readSchedule(written) }],
  dates: [],
  minutes: 60,
  private: false,
};
const ID = agendaId(weekly.id, '2026-03-05');

const opted = (number: number, differs = {}) =>
  anIssue({ number, id: `1#${number}`, title: `Issue ${number}`, labels: ['lead-opted-in'], ...differs });
const near: Partial<State> = {
  meetings: [weekly],
  agendaPolicy: { ...PLAIN_AGENDA, sections: PLAIN_AGENDA.sections.filter(({ name }) => name === 'freeze') },
  kepPolicy: kepPolicy({ exceptions: 'https://harbour.example/exceptions' }),
  milestones: [aMilestone('v1.37', ['2026-03-10'])],
  issues: [opted(7), opted(8)],
  keps: knownKeps(
    aKep(7),
    aKep(8, { prrApprovers: {} }),
    aKep(9, { prrApprovers: {}, title: 'Lean <less>' }),
  ),
};
const missed: FreezeRecord = {
  milestone: 'v1.36',
  name: 'Enhancements Freeze',
  at: NOW - HOUR,
  seenAt: NOW - HOUR,
  standings: [
    { number: 7, group: 'sig-node', issue: '1#7', missing: [] },
    { number: 8, group: 'sig-node', issue: '1#8', missing: ['opted-in', 'implementable'] },
    { number: 7, group: 'sig-network', issue: '1#7', missing: ['reviewer'] },
  ],
};

const inAgenda = async (differs: Partial<State> = {}, channel = 'C0NODE') => {
  const subject = { kind: 'agenda', id: ID } as const;
  const said = words(await agenda.renders?.agenda?.(subject, channel, portsOf({ ...near, ...differs })));
  return said.slice(2).filter((line) => !/^\[|^Anybody|^Topics|^Nothing so far/.test(line));
};
const digestOf = async (differs: Partial<State> = {}, channel = 'C0NODE') => {
  const call = { user: 'U0LEE', channel, now: NOW };
  return words((await digest.commands?.[0]?.run([], call, portsOf({ ...near, ...differs })))?.message);
};

describe('an agenda', () => {
  test('says before a freeze what is not ready, by the titles of the files', async () => {
    expect(await inAgenda()).toEqual([
      'Proposals and freezes',
      'Production Readiness Freeze of v1.37 in 9 days: 2 of 3 not ready',
      '• designs#9 Lean &lt;less&gt; · lacks PRR approver for beta; not known: label lead-opted-in',
      '• designs#8 Tar plank 8 · lacks PRR approver for beta',
    ]);
  });

  test('says after it what missed it, and where an exception is asked for', async () => {
    expect(await inAgenda({ freezes: [missed], milestones: [] })).toEqual([
      'Proposals and freezes',
      'Enhancements Freeze of v1.36 is over: 1 of 2 missed it',
      '• designs#8 Tar plank 8 · lacked label lead-opted-in, status implementable',
      'An exception is asked for here: https://harbour.example/exceptions',
    ]);
  });

  test.each<[string, Partial<State>]>([
    ['no freeze is near', { milestones: [aMilestone('v1.37', ['2026-03-16'])] }],
    ['none is known', { milestones: [] }],
    [
      'none of the group’s proposals is meant for it',
      { keps: knownKeps(aKep(7, { owningSig: 'sig-network' })) },
    ],
    ['no proposals are followed', { kepPolicy: undefined }],
    ['they were not read', { keps: undefined }],
    ['they lie in a private repository', { keps: { ...knownKeps(aKep(7)), private: true } }],
    ['all met the one that is over', { milestones: [], freezes: [{ ...missed, standings: [] }] }],
    [
      'it was over before the group met last',
      { milestones: [], freezes: [{ ...missed, at: NOW - 8 * DAY }] },
    ],
  ])('says nothing where %s', async (_what, differs) => {
    expect((await inAgenda(differs))[0]).toMatch(/Nothing is on the agenda and nothing waits for triage/);
  });

  test('tells of proposals in a private repository where that may be told', async () => {
    const keps = { ...knownKeps(aKep(7)), private: true };
    const privacy = { channels: ['C0NODE'], labels: [] };
    expect((await inAgenda({ keps, privacy }))[1]).toContain('the one proposal is ready');
  });

  test('takes nothing from a private issue', async () => {
    const issues = [opted(7), opted(8, { private: true })];
    expect(await inAgenda({ issues })).toContain(
      '• designs#8 Tar plank 8 · lacks PRR approver for beta; not known: label lead-opted-in',
    );
  });

  test('as a document, with addresses', async () => {
    const document = await agenda.documents?.agenda?.({ kind: 'agenda', id: ID }, portsOf(near));
    expect(document?.markdown).toMatch(
      /\[designs#\u200B9 Lean .*\]\(https:\/\/github\.example\/harbour\/designs\/issues\/9\) · lacks PRR/,
    );
  });
});

describe('a digest', () => {
  test('says it in a line each', async () => {
    expect(await digestOf({ freezes: [missed] })).toContain(
      '• Production Readiness Freeze of v1.37 in 9 days: 2 of 3 not ready; #9 lacks PRR approver for beta, label lead-opted-in; #8 lacks PRR approver for beta',
    );
    expect(await digestOf({ freezes: [missed] })).toContain(
      '• Enhancements Freeze of v1.36 is over: 1 of 2 missed it; #8 lacked label lead-opted-in, status implementable',
    );
  });

  test('names the first three, and where to see the rest', async () => {
    const keps = knownKeps(...[1, 2, 3, 4].map((number) => aKep(number, { prrApprovers: {} })));
    const line = (await digestOf({ keps })).find((one) => one.includes('4 of 4'));
    expect(line).toContain('#3 lacks');
    expect(line).not.toContain('#4 lacks');
    expect(line).toMatch(/; `\/sig keps sig-node v1\.37`$/);
  });

  test('says nothing of proposals that may not be told of there', async () => {
    const said = await digestOf({ keps: { ...knownKeps(aKep(8)), private: true } });
    expect(said.join('\n')).not.toContain('Freeze');
  });
});

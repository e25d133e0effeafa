import type { ClockPolicy } from '../../src/domain/clock-policy.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';
import type { Digest, DigestPolicy } from '../../src/domain/digest.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { CHANNEL, portsOver, type Ask, type AskNeeds } from '../triage/asks.ts';
import { measure } from '../triage/main.ts';
import { NOW, TEAMS } from '../triage/stage.ts';
import { sigNode } from '../../test/support/facts.ts';
import type { Group } from '../../src/domain/group.ts';

/** What a group measures itself by: two offices, an answer within a day's hours, a decision within three days. */
const CLOCKS: ClockPolicy = {
  ...PLAIN_CLOCKS,
  hours: ['Europe/Berlin', 'America/Los_Angeles'].map((zone) => ({
    zone,
    from: 9 * 60,
    to: 17 * 60,
    days: [1, 2, 3, 4, 5],
    holidays: [],
  })),
  response: { within: { ms: 8 * HOUR, in: 'hours' }, byLabel: {} },
  triage: {
    within: { ms: 3 * DAY, in: 'days' },
    byLabel: { 'priority/backlog': { ms: 10 * DAY, in: 'days' } },
  },
};

/** Weekly, due now. */
const POLICY: DigestPolicy = {
  post: 'weekly',
  day: 1,
  at: 12 * 60,
  zone: 'UTC',
  days: [],
  empty: 'line',
  edited: false,
};

/** Measures a digest: asked for, planned at its time, drawn for its channel, and all of it turned over. */
export const measureDigest = () => measure(asks, 200);

function asks(needs: AskNeeds): Ask[] {
  const { app } = needs;
  const plain = portsOver(needs);
  const ports = {
    ...plain,
    policy: { ...plain.policy, clocks: () => CLOCKS, digest: () => Promise.resolve(POLICY) },
  };
  const beside = { group: 'sig-node', untriaged: ports.policy.labels.untriaged, now: NOW };
  const groups = Array.from({ length: TEAMS }, (_, index): Group => ({
    ...sigNode,
    id: `sig-team-${index}`,
    label: `sig/team-${index}`,
  }));
  const directory = { ...ports.directory, current: () => ({ groups, doubts: [] }) };
  const fleet = { ...ports, directory };
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const page = JSON.stringify({ group: 'sig-node', page: 20 });
  const command = (words: string) => async () => JSON.stringify(await app.command(words, call, ports));
  return [
    { what: '/sig digest', run: command('digest') },
    { what: '/sig digest 90d', run: command('digest 90d') },
    {
      what: 'a page of “Show all”',
      run: async () => JSON.stringify(await app.press('digest:all', page, call, ports)),
    },
    {
      what: 'who owes a reply, alone',
      run: () => ports.work.owed({ label: 'sig/node', limit: 20, hide: [], beside }),
    },
    {
      what: `the clocks of ${TEAMS} groups, a minute`,
      run: () => app.tick(NOW, fleet, NOW - MINUTE, 'cards'),
    },
    {
      what: 'the same, a day is made up for',
      run: () => app.tick(NOW, fleet, NOW - DAY, 'cards'),
    },
    { what: 'the minute in which it is due', run: () => app.tick(NOW, ports, NOW - MINUTE) },
    { what: 'the message in its channel', run: () => draw() },
  ];

  async function draw(): Promise<string> {
    const { effects } = await app.tick(NOW, ports, NOW - MINUTE);
    const kept = effects.flatMap((effect): Digest[] =>
      effect.kind === 'digest.keep' ? [effect.digest] : [],
    )[0];
    const digests = { ...ports.digests, of: () => Promise.resolve(kept) };
    const subject = { kind: 'digest', id: 'sig-node/2026-11-23/weekly' } as const;
    return JSON.stringify(await app.render(subject, CHANNEL.id, { ...ports, digests }));
  }
}

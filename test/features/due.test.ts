import { describe, expect, test } from 'vitest';
import { cards } from '../../src/features/cards/cards.ts';
import { SPREAD, turnedNow } from '../../src/features/cards/due.ts';
import { PLAIN_CLOCKS, type ClockPolicy } from '../../src/domain/clock-policy.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { ClockState } from '../../src/domain/service-level.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const NODE = 'C0NODE';
const HERE = { id: NODE, name: 'sig-node' };
const hours = (count: number) => ({ within: { ms: count * HOUR, in: 'hours' as const }, byLabel: {} });
const clocks = (over: Partial<ClockPolicy>): ClockPolicy => ({ ...PLAIN_CLOCKS, ...over });
const BOTH = clocks({ response: hours(4), triage: hours(8) });

async function dueOn(issue: Issue, state: Partial<State>) {
  const subject = { kind: 'card', id: issue.id } as const;
  const sent = { subject, channel: NODE, ts: '1.1', shown: 'older' };
  const ports = portsOf({ issues: [issue], posted: [sent], ...state });
  const lines = words(await cards.renders?.card?.(subject, NODE, ports));
  return lines
    .filter((line) => /^(?:Answer|Triage) /.test(line))
    .map((line) => line.replace(/2026-03-02 | UTC/g, ''));
}

describe('a card says what is due', () => {
  const opened = (ago: number, over: Partial<Issue> = {}) =>
    anIssue({ createdAt: NOW - ago * HOUR, labels: ['sig/node'], ...over });
  const accepted: Verdict = {
    issue: anIssue().id,
    group: 'sig-node',
    kind: 'accepted',
    at: NOW - HOUR,
    via: 'slack',
  };
  test.each<[string, Issue, Partial<State>, string[]]>([
    ['nothing where nobody is measured', opened(9), {}, []],
    ['both', opened(1), { clocks: BOTH }, ['Answer due 13:00', 'Triage due 17:00']],
    ['one is over', opened(5), { clocks: BOTH }, ['Answer overdue since 09:00', 'Triage due 13:00']],
    ['answered', opened(5, { respondedAt: NOW - HOUR }), { clocks: BOTH }, ['Triage due 13:00']],
    ['not every comment was heard', opened(5), { clocks: BOTH, heard: false }, ['Triage due 13:00']],
    ['decided', opened(9), { clocks: BOTH, verdicts: [accepted] }, ['Answer overdue since 05:00']],
    ['closed', opened(9, { state: 'closed', closedAt: NOW }), { clocks: BOTH }, []],
    ['a pull request', opened(9, { isPullRequest: true }), { clocks: BOTH }, []],
    [
      'two groups in one channel say the same once',
      opened(9, { labels: ['sig/node', 'sig/network'] }),
      { clocks: clocks({ triage: hours(8) }), channels: { 'sig-node': HERE, 'sig-network': HERE } },
      ['Triage overdue since 09:00'],
    ],
    [
      'not of a group that lives elsewhere',
      opened(9, { labels: ['sig/node', 'sig/network'] }),
      { clocks: clocks({ triage: hours(8) }), verdicts: [accepted] },
      [],
    ],
  ])('%s', async (_what, issue, state, expected) => {
    expect(await dueOn(issue, { groups: [sigNode, sigNetwork], ...state })).toEqual(expected);
  });
});

describe('each minute', () => {
  const issue = anIssue({ number: 600_000, createdAt: NOW - 8 * HOUR, labels: ['sig/node'] });
  const item = { issue, clocks: [{ what: 'triage', due: NOW, state: 'overdue' as ClockState }] } as const;
  const state: Partial<State> = {
    groups: [sigNode],
    issues: [issue],
    clocks: clocks({ triage: hours(8) }),
    work: { overdue: { found: [item], total: 1 } },
  };
  const sent = { subject: { kind: 'card', id: issue.id } as const, channel: NODE, ts: '1.1', shown: 'older' };
  const tick = async (over: Partial<State>) =>
    (await cards.tick?.(NOW, portsOf({ ...state, ...over }), NOW - MINUTE))?.effects.map(({ kind }) => kind);

  test('the card of what has become overdue is edited', async () => {
    expect(await tick({ posted: [sent] })).toEqual(['slack.update']);
  });
  test('none is posted for it', async () => {
    expect(await tick({ posted: [] })).toEqual([]);
  });
  test('what has no room is left to the next', async () => {
    const many = Array.from({ length: 61 }, (_, index) => ({ ...item, issue: { ...issue, number: index } }));
    const work = { overdue: { found: many, total: 61 } };
    const plan = await cards.tick?.(NOW + HOUR, portsOf({ ...state, posted: [sent], work }), NOW - MINUTE);
    expect(plan?.effects).toHaveLength(60);
    expect(plan?.upTo).toBeLessThan(NOW + HOUR);
  });
  test('nobody looks where nobody is measured', async () => {
    expect(await tick({ posted: [sent], clocks: PLAIN_CLOCKS })).toEqual([]);
    expect(await tick({ posted: [sent], channels: {} })).toEqual([]);
  });
});

describe('what is over at one moment', () => {
  const found = Array.from({ length: 500 }, (_, index) => ({
    issue: anIssue({ id: `1#${index}`, number: index }),
    clocks: [{ what: 'triage' as const, due: NOW, state: 'overdue' as const }],
  }));

  test('is spread over ten minutes, each once', () => {
    const minutes = Array.from({ length: SPREAD / MINUTE + 2 }, (_, index) => NOW + index * MINUTE);
    const turned = minutes.map((now) => turnedNow(found, now - MINUTE, now));
    const ids = turned.flatMap(({ issues }) => issues.map(({ id }) => id));
    expect(new Set(ids).size).toBe(500);
    expect(ids).toHaveLength(500);
    expect(Math.max(...turned.map(({ issues }) => issues.length))).toBeLessThanOrEqual(60);
    expect(turned.map(({ upTo }) => upTo).filter((upTo) => upTo !== undefined)).toEqual([]);
  });

  test('while the bot was away comes sixty a minute, until each has come once', () => {
    const ids: string[] = [];
    let since = NOW - MINUTE;
    const counts = Array.from({ length: 10 }, (_, index) => {
      const now = NOW + HOUR + index * MINUTE;
      const { issues, upTo } = turnedNow(found, since, now);
      since = upTo ?? now;
      ids.push(...issues.map(({ id }) => id));
      return issues.length;
    });
    expect(counts).toEqual([60, 60, 60, 60, 60, 60, 60, 60, 20, 0]);
    expect(new Set(ids).size).toBe(500);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import {
  DIGEST_PARTS,
  PLAIN_DIGEST,
  type Digest,
  type DigestPart,
  type DigestPolicy,
} from '../../src/domain/digest.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { allView, digestMessage } from '../../src/features/digest/blocks.ts';
import { digest as feature } from '../../src/features/digest/digest.ts';
import { checkForm, choiceOf, digestModal } from '../../src/features/digest/form.ts';
import { partOf, type WaitingPart } from '../../src/features/digest/plan.ts';
import { readAsked } from '../../src/features/digest/words.ts';
import type { FormValues, Message } from '../../src/feature.ts';
import type { OwedBy } from '../../src/ports/work.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';
import { words } from '../support/words.ts';

const app = createApp([feature]);
const call = { user: 'U0MORI', channel: 'C0NODE', now: NOW };
const DIGEST: Digest = {
  group: 'sig-node',
  from: NOW - 7 * DAY,
  at: NOW,
  flow: { opened: 0, decided: 0, closed: 0 },
  folded: 0,
  parts: [],
};
const POD = anIssue();

/** A digest as a reader sees it. */
function read(differs: Partial<Digest>, issues: readonly Issue[] = [POD], agendaAt?: string): string[] {
  const known = new Map(issues.map((issue) => [issue.id, issue]));
  const digest = { ...DIGEST, ...differs };
  return words(digestMessage({ group: sigNode, digest, issues: known, zone: 'UTC', agendaAt }));
}

const first = { issue: POD.id, at: NOW - DAY };

describe('a line', () => {
  test.each<[DigestPart, string]>([
    [
      { name: 'overdue', total: 3, first },
      '• 3 overdue; the oldest kubernetes#4711 Pod stays in Terminating, due 2026-03-01 10:00 UTC',
    ],
    [
      { name: 'soon', total: 1, first: { issue: POD.id, at: NOW + HOUR, due: 'response' } },
      '• Act fast on 1: kubernetes#4711 Pod stays in Terminating, answer due 2026-03-02 11:00 UTC',
    ],
    [
      { name: 'untriaged', total: 37, first },
      '• 37 wait for triage; the oldest kubernetes#4711 Pod stays in Terminating, opened 2026-03-01 10:00 UTC',
    ],
    [
      { name: 'author', total: 1, first, whom: ['mori'] },
      '• 1 waits for its author (mori): kubernetes#4711 Pod stays in Terminating, since 2026-03-01 10:00 UTC',
    ],
    [
      { name: 'reviewer', total: 5, first, whom: ['lee', 'noor'] },
      '• 5 wait for review by lee, noor; the longest kubernetes#4711 Pod stays in Terminating, since 2026-03-01 10:00 UTC',
    ],
    [{ name: 'approver', total: 2 }, '• 2 wait for approval'],
    [{ name: 'assignee', total: 0, failed: true }, '• Waiting for the assignee: could not be read just now'],
  ])('%j', (part, line) => {
    expect(read({ parts: [part] })[1]).toBe(line);
  });

  test('of an issue that may not be told of tells how many there are', () => {
    expect(read({ parts: [{ name: 'untriaged', total: 2, first }] }, [])[1]).toBe('• 2 wait for triage');
    const reported: DigestPart = { name: 'author', total: 1, first, whom: ['mori'] };
    expect(read({ parts: [reported] }, [])[1]).toBe('• 1 waits for its author');
    const two: DigestPart = { ...reported, total: 2, whom: ['mori', 'lee'], on: [POD.id, '1#9'] };
    expect(read({ parts: [two] })[1]).toMatch(/^• 2 wait for their authors; the longest kubernetes#4711/);
    expect(read({ parts: [two] }, [POD, anIssue({ id: '1#9' })])[1]).toContain('(mori, lee)');
  });

  test.each<[Digest['flow'], string]>([
    [{ opened: 14, decided: 9, closed: 11 }, '• 14 new, 9 of them decided; 11 closed'],
    [{ opened: 2, decided: 2, closed: 0 }, '• 2 new, all decided'],
    [{ opened: 2, decided: 0, closed: 0 }, '• 2 new, none of them decided'],
    [{ opened: 1, decided: 0, closed: 0 }, '• 1 new, not decided'],
    [{ opened: 0, decided: 0, closed: 3 }, '• 3 closed'],
    [undefined, '• What came and went: could not be counted just now'],
  ])('%j', (flow, line) => {
    expect(read({ flow })[1]).toBe(line);
  });

  test('of the next meeting leads to its agenda, or says how to see it', () => {
    const flow = { opened: 1, decided: 0, closed: 0 };
    const meeting = { agenda: 'sig-node/0/2026-03-05', start: NOW + 3 * DAY, topics: 5 };
    expect(read({ flow, meeting }).at(-1)).toBe(
      '• Next meeting: 2026-03-05 10:00 UTC; 5 topics (`/sig agenda sig-node`)',
    );
    expect(read({ flow, meeting }, [], 'https://harbour.slack.com/p1').at(-1)).toBe(
      '• Next meeting: 2026-03-05 10:00 UTC; 5 topics',
    );
    expect(read({ flow, meeting: { ...meeting, topics: 0 } }).at(-1)).toContain('no topics so far');
  });

  test('with nothing to tell is one line, whatever meets next', () => {
    const meeting = { agenda: 'a/b', start: NOW, topics: 5 };
    expect(read({ meeting })).toEqual(['SIG Node: nothing is new since Mon 23 Feb, and nothing waits.']);
  });

  test.each<[number, string]>([
    [1, 'Of 1 it is not known whom it waits for'],
    [4, 'Of 4 it is not known whom they wait for'],
  ])('of what nobody knows whom it waits for does not say that nothing waits: %i', (total, line) => {
    const parts: DigestPart[] = [{ name: 'unknown', total, first }];
    expect(read({ parts })).toEqual([
      `SIG Node: nothing is new since Mon 23 Feb. ${line}; nothing else waits.`,
      '[Show all]',
    ]);
    const flow = { opened: 0, decided: 0, closed: 3 };
    expect(read({ parts, flow })).toEqual(['SIG Node since Mon 23 Feb', '• 3 closed', '[Show all]', line]);
  });
});

describe('who is waited for', () => {
  const waiting = (count: number, whom: (index: number) => string[]): WaitingPart => ({
    name: 'reviewer',
    total: count,
    found: Array.from({ length: count }, (_, index) => ({ issue: POD, at: NOW, whom: whom(index) })),
  });
  test.each<[string, WaitingPart, readonly string[] | undefined]>([
    ['is named where they are few', waiting(6, (index) => [`p${index % 3}`]), ['p0', 'p1', 'p2']],
    ['is not where they are many', waiting(6, (index) => [`p${index}`]), undefined],
    ['is not where of one nobody is known', waiting(2, (index) => (index === 0 ? ['lee'] : [])), undefined],
    ['is not where not all were looked at', { ...waiting(2, () => ['lee']), total: 3 }, undefined],
  ])('%s', (_what, part, whom) => {
    expect(partOf(part).whom).toEqual(whom);
  });
});

describe('for any facts Slack takes', () => {
  const text = fc.array(anyCharacter, { maxLength: 60 }).map((all) => all.join(''));
  const anyIssue = fc
    .record({ title: fc.oneof(text, fc.constant('&'.repeat(300))), number: fc.nat() })
    .map((differs) =>
      anIssue({ ...differs, url: `https://github.com/kubernetes/kubernetes/pull/${differs.number}` }),
    );
  const count = fc.nat({ max: 1_000_000 });
  const moment = fc.integer({ min: NOW - 1000 * DAY, max: NOW + 30 * DAY });
  const logins = fc.array(text, { maxLength: 4 });

  test('the message, in ten lines at most', () => {
    const part = (name: DigestPart['name']) =>
      fc
        .record({ issue: anyIssue, total: count, at: moment, whom: logins, failed: fc.boolean() })
        .map((one) => ({
          issue: one.issue,
          part: {
            name,
            total: one.total,
            first: { issue: one.issue.id, at: one.at },
            whom: one.whom,
            ...(one.failed && { failed: true as const }),
          },
        }));
    const facts = fc.record({
      parts: fc.tuple(...DIGEST_PARTS.map(part)).chain((all) => fc.shuffledSubarray(all)),
      flow: fc.record({ opened: count, decided: count, closed: count }),
      folded: count,
      meeting: fc.option(fc.record({ agenda: text, start: moment, topics: count }), { nil: undefined }),
      title: text,
      edited: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, ({ parts, title, edited, ...told }) => {
        const issues = new Map(parts.map(({ issue }) => [issue.id, issue]));
        const digest = { ...DIGEST, ...told, parts: parts.map((one) => one.part) };
        const group = { ...sigNode, title: `SIG ${title}` };
        const message = digestMessage({ group, digest, issues, zone: 'UTC', edited });
        expect(refusalOfMessage(message)).toBeUndefined();
        expect(message.text.length).toBeLessThan(4000);
        expect(words(message).filter((line) => line.startsWith('• ')).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 150 },
    );
  });

  test('every page of all that waits', () => {
    const found = fc.array(fc.record({ issue: anyIssue, at: moment, whom: logins }), { maxLength: 30 });
    const parts = fc.tuple(
      ...DIGEST_PARTS.map((name) =>
        fc.record({ found, more: count }).map((one) => ({
          name,
          found: one.found,
          total: one.found.length + one.more,
        })),
      ),
    );
    fc.assert(
      fc.property(parts, fc.nat({ max: 40 }), (all, page) => {
        expect(refusalOfView(allView(sigNode, all, page))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

test('3,000 issues are turned over page by page, each once', () => {
  const found = Array.from({ length: 3000 }, (_, index) => ({
    issue: anIssue({ number: index + 1, title: `Pod ${index + 1} & more` }),
    at: NOW - index * MINUTE,
    whom: ['lee'],
  }));
  const turned = (names: readonly DigestPart['name'][], page: number) => {
    const parts = names.map((name): WaitingPart => ({ name, total: 4000, found }));
    const view = allView(sigNode, parts, page);
    expect(refusalOfView(view)).toBeUndefined();
    return words({ text: '', blocks: view.blocks as Message['blocks'] });
  };
  const pages = 101;
  const lines = Array.from({ length: pages }, (_, page) => turned(['untriaged'], page)).flat();
  expect(lines.filter((line) => line.startsWith('• '))).toHaveLength(3000);
  expect(lines[1]).toBe('Waiting for triage: 4000, the first 3000');
  expect(lines.at(-1)).toBe('Page 101 of 101, as things stand now');
  expect(turned(['untriaged'], 0)).toContain('[Later]');
  expect(turned(['untriaged'], 1)).toContain('[Earlier] [Later]');
  expect(turned(['untriaged'], pages + 5)).toEqual(turned(['untriaged'], pages - 1));
  expect(turned(DIGEST_PARTS, 400).at(-1)).toBe('Page 401 of 901, as things stand now');
});

test.each([
  ['answered', 'group', ' · the author spoke last'],
  ['no-reviewer', 'group', ' · nobody is asked to review it'],
  ['asked', 'author', ' · asked for information'],
  ['assigned', 'assignee', ''],
] as const)('all that waits says why, where its part does not: %s', (why, name, said) => {
  const found = [{ issue: POD, at: NOW - DAY, why, whom: ['mori'] }];
  const { blocks } = allView(sigNode, [{ name, total: 1, found }], 0);
  expect(words({ text: '', blocks: blocks as Message['blocks'] })[2]).toBe(
    `• kubernetes#4711 Pod stays in Terminating · since 2026-03-01 10:00 UTC${said} · mori`,
  );
});

describe('what waits', () => {
  const HOURS = { ms: 8 * HOUR, in: 'hours' } as const;
  const clocks: State['clocks'] = { ...PLAIN_CLOCKS, triage: { within: HOURS, byLabel: {} } };
  const owing = (by: OwedBy['by'], logins: readonly string[], total = 1): OwedBy => ({
    by,
    total,
    oldest: NOW - DAY,
    first: [{ issue: POD, owed: { by, why: 'asked', since: NOW - DAY, logins } }],
  });
  const due = (what: 'response' | 'triage', at: number) => ({ what, due: at, state: 'overdue' as const });
  const said = async (state: Partial<State>) =>
    words((await app.command('digest', call, portsOf(state))).message)
      .filter((line) => line.startsWith('• '))
      .map((line) => line.replace(' kubernetes#4711 Pod stays in Terminating', ''));

  test('is told in the order in which it presses', async () => {
    const work = {
      overdue: {
        found: [{ issue: POD, clocks: [due('triage', NOW - HOUR), due('response', NOW - DAY)] }],
        total: 2,
      },
      soon: { found: [{ issue: POD, clocks: [due('triage', NOW + HOUR)] }], total: 1 },
    };
    const owed = [
      owing('author', ['mori']),
      owing('group', [], 4),
      owing('assignee', ['lee'], 12),
      owing('reviewer', ['noor']),
      owing('approver', ['dana']),
      owing('nobody', [], 99),
      owing('unknown', [], 99),
    ];
    const counts = { opened: 3, closed: 1 };
    expect(await said({ clocks, work, owed, issues: [POD], counts })).toEqual([
      '• 2 overdue; the oldest, answer due 2026-03-01 10:00 UTC',
      '• Act fast on 1:, triage due 2026-03-02 11:00 UTC',
      '• 1 waits for triage:, opened 2026-03-02 09:00 UTC',
      '• 4 wait for SIG Node; the longest, since 2026-03-01 10:00 UTC',
      '• 1 waits for its author (mori):, since 2026-03-01 10:00 UTC',
      '• 12 wait for their assignees; the longest, since 2026-03-01 10:00 UTC',
      '• 1 waits for review by noor:, since 2026-03-01 10:00 UTC',
      '• 1 waits for approval by dana:, since 2026-03-01 10:00 UTC',
      '• 3 new, 2 of them decided; 1 closed',
    ]);
  });

  test('is told as part of it where not all repositories are read', async () => {
    const { message } = await app.command('digest', call, portsOf({ allRead: false, issues: [] }));
    expect(words(message)).toEqual([
      'SIG Node: nothing is new since Mon 23 Feb, and nothing waits. Not all repositories are read yet: there may be more.',
    ]);
    const some = await app.command('digest', call, portsOf({ allRead: false, issues: [POD] }));
    expect(words(some.message).at(-1)).toBe('Not all repositories are read yet: there may be more');
  });

  test('by the clocks is told of groups alone that have any', async () => {
    const work = { overdue: { found: [{ issue: POD }], total: 1 } };
    expect(await said({ work, issues: [POD] })).toEqual([
      '• 1 waits for triage:, opened 2026-03-02 09:00 UTC',
    ]);
  });

  test('names no issue as due that was decided while it was looked for', async () => {
    const work = { overdue: { found: [{ issue: POD, clocks: [] }], total: 1 } };
    expect((await said({ clocks, work, issues: [POD] }))[0]).toBe('• 1 overdue');
  });

  test('is told also where nobody can count what came and went', async () => {
    const counts = new Error('no');
    expect(await said({ counts, issues: [POD] })).toEqual([
      '• 1 waits for triage:, opened 2026-03-02 09:00 UTC',
      '• What came and went: could not be counted just now',
    ]);
  });

  test('is told but for the part that fails', async () => {
    const work = { overdue: new Error('no') };
    const log: string[][] = [];
    const warned: State['warned'] = (...told) => void log.push(told);
    expect(await said({ clocks, work, issues: [POD], warned })).toEqual([
      '• Overdue: could not be read just now',
      '• 1 waits for triage:, opened 2026-03-02 09:00 UTC',
    ]);
    expect(log).toEqual([
      ['{"err":{},"part":"overdue","group":"sig-node"}', 'a part of a digest could not be read'],
    ]);
  });
});

describe('/sig digest', () => {
  test.each([
    ['', { group: '', days: 7 }],
    ['node', { group: 'node', days: 7 }],
    ['30d', { group: '', days: 30 }],
    ['sig node 1d', { group: 'sig node', days: 1 }],
    ['90days', { group: '', days: 90 }],
    ['7d sig node', { group: 'sig node', days: 7 }],
  ])('%s', (typed, asked) => {
    expect(readAsked(typed.split(' ').filter(Boolean))).toEqual(asked);
  });

  test.each(['0d', '91d', '9999d'])('%s is refused in words', async (typed) => {
    const { message } = await app.command(`digest ${typed}`, call, portsOf());
    expect(words(message)).toEqual([
      `A digest is of 1 to 90 days, not of ${Number.parseInt(typed, 10)}.`,
      'For example `/sig digest 7d`',
    ]);
  });

  test('of a group without a label says that it has none', async () => {
    const groups = [{ ...sigNode, label: undefined }];
    const { message } = await app.command('digest', call, portsOf({ groups }));
    expect(words(message)[0]).toContain('SIG Node has no label');
  });

  test('neither shows nor counts what is private, but in the marked channel', async () => {
    const hidden = anIssue({ number: 2, title: 'Token in the log', private: true });
    const privacy = { channels: ['sig-node'], labels: [] };
    const ports = portsOf({ issues: [POD, hidden], folded: [POD.id, hidden.id], privacy });
    const said = async (channel: string) =>
      words((await app.command('digest node', { ...call, channel }, ports)).message);
    expect((await said('C0NODE'))[1]).toContain('2 wait for triage');
    expect((await said('C0NODE')).at(-1)).toContain('2 issues came in common messages');
    expect((await said('C0NET'))[1]).toContain('1 waits for triage: kubernetes#4711');
    expect((await said('C0NET')).at(-1)).toContain('1 issue came');
    const all = { group: 'sig-node', page: 0 };
    const view = async (channel: string) =>
      JSON.stringify((await app.press('digest:all', JSON.stringify(all), { ...call, channel }, ports)).view);
    expect(await view('C0NODE')).toContain('Token in the log');
    expect(await view('C0NET')).not.toContain('Token in the log');
  });
});

describe('what a minute brings', () => {
  const weekly = { digestPolicy: { post: 'weekly', at: 600 } } as const satisfies Partial<State>;
  const planned = async (state: Partial<State>, since = NOW - MINUTE, now = NOW) =>
    ((await feature.tick?.(now, portsOf(state), since))?.effects ?? []).map(({ kind }) => kind);

  test('a digest that is due is kept and posted', async () => {
    const { effects = [] } =
      (await feature.tick?.(NOW, portsOf({ ...weekly, issues: [POD] }), NOW - 1)) ?? {};
    expect(effects.slice(0, 2)).toMatchObject([
      { kind: 'digest.keep', id: 'sig-node/2026-03-02/weekly', digest: { parts: [{ name: 'untriaged' }] } },
      {
        kind: 'slack.post',
        channel: 'C0NODE',
        once: 'digest:sig-node/2026-03-02/weekly',
        until: NOW + DAY,
      },
    ]);
  });

  test.each<[string, Partial<State>, number]>([
    ['each group’s', weekly, 4],
    ['none where nobody switched one on', {}, 0],
    ['none of a group that is paused', { ...weekly, groups: [{ ...sigNode, paused: true }] }, 0],
    ['none of a group without a label', { ...weekly, groups: [{ ...sigNode, label: undefined }] }, 0],
    ['none without a channel', { ...weekly, channels: {} }, 0],
    [
      'none that is empty, where it is wanted so',
      { digestPolicy: { ...weekly.digestPolicy, empty: 'nothing' } },
      0,
    ],
  ])('%s', async (_what, state, count) => {
    expect(await planned(state)).toHaveLength(count);
  });

  test('what comes too late is left to the outbox, which says so in the ledger; the operator hears of it', async () => {
    expect(await planned(weekly, NOW - 1, NOW + DAY)).toEqual(['slack.post', 'slack.post', 'slack.notice']);
  });

  const kept = {
    'sig-node/2026-03-02/weekly': { ...DIGEST, parts: [{ name: 'untriaged', total: 9 } as const] },
  };
  test.each<[string, Partial<State>, string[]]>([
    [
      'one that is edited follows',
      { digestPolicy: { ...weekly.digestPolicy, edited: true } },
      ['digest.keep', 'slack.update'],
    ],
    ['one that stays as posted does not', weekly, []],
  ])('%s', async (_what, state, effects) => {
    const after = { ...state, digests: kept };
    expect(await planned(after, NOW + 14 * MINUTE, NOW + 15 * MINUTE)).toEqual(effects);
    expect(await planned(after, NOW + 15 * MINUTE, NOW + 16 * MINUTE)).toEqual([]);
    expect(await planned({ ...state, digests: {} }, NOW + 14 * MINUTE, NOW + 15 * MINUTE)).toEqual([]);
  });
});

describe('the form', () => {
  const policy: DigestPolicy = { ...PLAIN_DIGEST, zone: 'Europe/Berlin' };
  /** What Slack sends back of a form that nobody touched. */
  const untouched = (chosen: DigestPolicy): FormValues => ({
    post: chosen.post,
    at: '10:05',
    zone: chosen.zone,
    days: 'sun-thu',
    day: String(chosen.day),
    empty: chosen.empty,
    edited: 'yes',
  });

  test('is one that Slack takes, and leaves out what the operator decides', () => {
    const form = digestModal(sigNode, policy, ['post', 'zone']);
    expect(refusalOfView(form)).toBeUndefined();
    expect(JSON.stringify(form)).toContain('The operator decides: post, zone');
    expect(JSON.stringify(form)).not.toContain('"block_id":"post"');
    expect(JSON.stringify(form)).toContain('"block_id":"at"');
  });

  test('is read as it was filled in', () => {
    const plain = { ...PLAIN_DIGEST, zone: 'UTC' };
    expect(choiceOf(untouched({ ...policy, post: 'both', day: 3 }), ['zone'], plain)).toEqual({
      post: 'both',
      at: 605,
      days: [1, 2, 3, 4, 7],
      day: 3,
      edited: true,
    });
    expect(choiceOf({ post: 'daily', at: '', zone: ' ' }, [], plain)).toEqual({ post: 'daily' });
  });

  test('keeps nothing of what it leaves as it is anyway: that goes on following the operator', () => {
    const plain = { ...policy, at: 605, days: [1, 2, 3, 4, 7], edited: true };
    expect(choiceOf(untouched(plain), [], plain)).toEqual({});
    expect(choiceOf(untouched({ ...plain, zone: 'UTC' }), [], plain)).toEqual({ zone: 'UTC' });
    expect(choiceOf(untouched(plain), [], { ...plain, edited: false })).toEqual({ edited: true });
  });

  test('chooses what its lead changed', async () => {
    const values = { post: 'daily', at: '09:00', zone: 'UTC', days: 'mon-fri', day: '1', edited: 'no' };
    const lead = { ...call, user: 'U0DANA' };
    const { effects } = await app.submit('digest:settings', values, 'sig-node', lead, portsOf());
    const choice = { post: 'daily' };
    expect(effects).toEqual([{ kind: 'digest.choose', group: 'sig-node', choice, by: 'U0DANA', at: NOW }]);
  });

  test('is held against what a time, a zone and days look like', () => {
    expect(checkForm({ at: 'nine', zone: 'Nowhere', days: 'always' })).toEqual({
      at: 'Write a time of day: 09:00.',
      zone: 'Write a zone as Europe/Berlin or America/New_York.',
      days: 'Write days of the week: mon-fri, or sun,mon,tue.',
    });
    expect(checkForm({ at: '09:00', zone: '', days: 'Mon-Fri' })).toBeUndefined();
  });

  test('is a lead’s alone', async () => {
    const ports = portsOf({ digestPolicy: { post: 'weekly' } });
    const looked = await app.command('digest settings', call, ports);
    expect(words(looked.message)).toEqual([
      'Digests of SIG Node',
      '• Weekly, on Monday, at 09:00 (UTC)',
      '• Where there is nothing to tell: one line that says so',
      '• Once posted it stays as it is',
      'The group’s leads change them.',
    ]);
    expect(looked.view).toBeUndefined();
    const refused = await app.submit('digest:settings', { post: 'daily' }, 'sig-node', call, ports);
    expect(words(refused.message)).toEqual([
      'Only the leads of SIG Node change its digests: dana.',
      'Ask one of them.',
    ]);
    expect(refused.effects).toBeUndefined();
    const lead = { ...call, user: 'U0DANA' };
    const saved = await app.submit(
      'digest:settings',
      { post: 'daily', at: '11:00' },
      'sig-node',
      lead,
      ports,
    );
    expect(saved.effects).toEqual([
      { kind: 'digest.choose', group: 'sig-node', choice: { post: 'daily', at: 660 }, by: 'U0DANA', at: NOW },
    ]);
    expect(words(saved.message).at(-1)).toBe('Saved. The next one comes 2026-03-02 11:00 UTC.');
  });
});

describe('an issue that may be told of no longer', () => {
  const digests = {
    'sig-node/2026-03-02/weekly': { ...DIGEST, parts: [{ name: 'untriaged', total: 9, first } as const] },
  };
  const posted = [
    { subject: { kind: 'digest', id: 'sig-node/2026-03-02/weekly' } as const, channel: 'C0NODE', ts: '1.2' },
  ];
  test.each<[string, Partial<Issue>, number]>([
    ['because it became private', { private: true }, 1],
    ['because it was deleted', { gone: 'deleted' }, 1],
    ['is still told of otherwise', { state: 'closed' }, 0],
    ['where none named it', { number: 5, private: true }, 0],
  ])('%s', async (_what, differs, count) => {
    const plan = await feature.touched?.(anIssue(differs), portsOf({ digests, posted }));
    expect(plan?.effects).toHaveLength(count);
  });

  test('is left out when its digest is drawn', async () => {
    const drawn = async (issue: Issue) =>
      words(
        await feature.renders?.digest?.(
          { kind: 'digest', id: 'sig-node/2026-03-02/weekly' },
          'C0NODE',
          portsOf({ digests, posted, issues: [issue] }),
        ),
      )[1];
    expect(await drawn(POD)).toContain('Pod stays in Terminating');
    expect(await drawn(anIssue({ private: true }))).toBe('• 9 wait for triage');
    expect(await drawn(anIssue({ gone: 'deleted' }))).toBe('• 9 wait for triage');
  });
});

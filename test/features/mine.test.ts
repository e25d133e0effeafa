import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Minute } from '../../src/domain/agenda.ts';
import type { Group } from '../../src/domain/group.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { meetingsOf } from '../../src/domain/meeting.ts';
import { PLAIN_CLOCKS } from '../../src/domain/clock-policy.ts';
import { OWING, type OwedWhy, type Owing } from '../../src/domain/reply.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { features } from '../../src/features.ts';
import type { OwedBy } from '../../src/ports/work.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const call = (user: string, channel?: string) => ({ user, channel, now: NOW });

/** What a Home tab or a modal says, a line each. */
const said = (blocks: readonly KnownBlock[] = []) => words({ text: '', blocks: [...blocks] });

/** Things that somebody owes, the first for so many days. */
function owed(by: Owing, why: OwedWhy, days: readonly number[], differs: Partial<Issue> = {}): OwedBy {
  const first = days.map((day) => ({
    issue: anIssue({ number: day, title: `Hull ${day}`, ...differs }),
    owed: { by, why, since: NOW - day * DAY, logins: ['dana'] },
  }));
  return { by, total: days.length, oldest: NOW - Math.max(...days) * DAY, first };
}

const WEEKLY = { description: 'Weekly', day: 'Thursday', time: '10:00', tz: 'UTC', frequency: 'weekly' };
const meetings = [sigNode, sigNetwork].flatMap((group) =>
  meetingsOf({ ...group, meetings: [WEEKLY] }, { minutes: 60 }),
);
const action = (id: string, differs: Partial<Minute> = {}): Minute => ({
  id,
  meeting: meetings[0]?.id ?? '',
  key: '2026-02-26',
  kind: 'action',
  text: `paint ${id}`,
  owner: 'U0DANA',
  due: '2026-03-05',
  by: 'U0LEE',
  at: NOW - DAY,
  ...differs,
});

const ask = async (user: string, state: Partial<State> = {}, channel = 'C0NET') => {
  const { message } = await app.command('mine', call(user, channel), portsOf(state));
  return words(message);
};
const homeOf = async (user: string, state: Partial<State> = {}) =>
  (await app.home(call(user), portsOf(state))).blocks as KnownBlock[];

describe('/sig mine', () => {
  test('tells what waits, the longest first, in fifteen lines whatever there is', async () => {
    const lines = await ask('U0DANA', {
      owedBy: {
        dana: [
          owed('author', 'asked', [2, 9]),
          owed('reviewer', 'review', [30, 1, 5, 6, 7]),
          owed('approver', 'approval', [40]),
        ],
      },
      issues: [anIssue(), anIssue({ number: 5 }), anIssue({ number: 6 })],
      claims: ['1#4711', '1#5', '1#6'].map((issue) => ({
        issue,
        group: 'sig-node',
        user: 'U0DANA',
        until: NOW + MINUTE,
      })),
      minutes: ['a', 'b', 'c', 'd'].map((id) => action(id)),
      meetings,
    });
    expect(lines.slice(0, 4)).toEqual([
      '8 wait for you',
      expect.stringContaining('• kubernetes#40 Hull 40 · your approval is asked for · since 2026-01-21'),
      expect.stringContaining('• kubernetes#30 Hull 30 · your review is asked for · since 2026-01-31'),
      expect.stringContaining('• kubernetes#9 Hull 9 · you were asked for information · since 2026-02-21'),
    ]);
    // Fifteen, and the row of buttons.
    expect(lines.length).toBeLessThanOrEqual(16);
    expect(lines.join('\n')).toMatch(/Before you in a queue.*#4711.*\(SIG Node, until .*#5.* and 1 more/);
    expect(lines.filter((line) => line.includes('paint'))).toHaveLength(3);
  });

  const MORE = 'Choose the groups you follow in the settings, and their meetings stand here.';
  const UNKNOWN = 'sigbot does not know who you are on GitHub, so it cannot tell what waits for you there.';
  test.each<[string, string, Partial<State>, string[]]>([
    [
      'a lead for whom nothing waits',
      'U0NOOR',
      { meetings },
      [
        'Nothing waits for you on GitHub.',
        'Your groups meet next',
        '• 2026-03-05 10:00 UTC: SIG Network, Weekly',
        '[Settings…]',
      ],
    ],
    [
      'somebody unknown',
      'U0MORI',
      {},
      [`${UNKNOWN} Ask whoever runs sigbot to add you under \`people:\`.`, '[Settings…]', MORE],
    ],
    [
      'somebody who can link',
      'U0MORI',
      { how: 'browser' },
      [UNKNOWN, '[Link your GitHub account] [Settings…]', MORE],
    ],
    [
      'a guest',
      'U0GAST',
      { how: 'browser', people: [{ slack: 'U0GAST', standing: 'guest' }] },
      ['Guests of this Slack can look, and decide nothing.', '[Settings…]', MORE],
    ],
  ])('%s', async (_who, user, state, lines) => {
    expect(await ask(user, state)).toEqual(lines);
  });

  test('a notification does not say that nothing waits for somebody of whom that is not known', async () => {
    const { message } = await app.command('mine', call('U0MORI', 'C0NET'), portsOf());
    expect(message?.text).toBe('What waits for you on GitHub is not known');
  });

  test('whoever has groups is not told to choose some, though no meeting is known to come', async () => {
    expect(await ask('U0NOOR', { meetings: [] })).toEqual([
      'Nothing waits for you on GitHub.',
      '[Settings…]',
    ]);
  });

  test('a private issue is told of in the marked channel alone; what is said of it stays out, too', async () => {
    const issue = anIssue({ title: 'Token in the log', labels: ['sig/node', 'security'] });
    const state: Partial<State> = {
      privacy: { channels: ['sig-node'], labels: ['security'] },
      issues: [issue],
      claims: [{ issue: issue.id, group: 'sig-node', user: 'U0DANA', until: NOW + HOUR }],
      minutes: [action('a', { text: 'rotate the token', issue: issue.id })],
      meetings,
    };
    expect((await ask('U0DANA', state, 'C0NODE')).join()).toMatch(/Token in the log.*rotate the token/);
    for (const told of [await ask('U0DANA', state), said(await homeOf('U0DANA', state))]) {
      expect(told.join()).toContain('about what may not be shown here');
      expect(told.join()).not.toMatch(/token/i);
    }
  });

  test('a meeting that was ended before its time is not to come any more', async () => {
    const monday = { ...WEEKLY, day: 'Monday', time: '10:30' };
    const own = meetingsOf({ ...sigNode, meetings: [monday] }, { minutes: 60 });
    const sitting = {
      meeting: own[0]?.id ?? '',
      key: '2026-03-02',
      startedAt: NOW,
      by: 'U0LEE',
      channel: 'C0NODE',
      present: [],
    };
    const next = async (state: Partial<State>) =>
      (await ask('U0DANA', { meetings: own, ...state })).find((line) => line.includes('SIG Node, Weekly'));
    expect(await next({ sittings: [sitting] })).toContain('2026-03-02 10:30 UTC');
    expect(await next({ sittings: [{ ...sitting, endedAt: NOW }] })).toContain('2026-03-09 10:30 UTC');
  });

  test('“Show all” turns pages, and Done stands beside each promise', async () => {
    const state: Partial<State> = {
      owedBy: {
        dana: [
          owed(
            'assignee',
            'assigned',
            Array.from({ length: 60 }, (_, day) => day + 1),
          ),
        ],
      },
      minutes: [action('a')],
      meetings,
    };
    const { view } = await app.press('mine:all', '{"page":0}', call('U0DANA', 'C0NET'), portsOf(state));
    expect(said(view?.blocks as KnownBlock[]).join()).toContain('Page 1 of 3');
    const last = await app.press('mine:all.1', '{"page":2,"turned":true}', call('U0DANA'), portsOf(state));
    expect(last.replace).toBe(true);
    expect(JSON.stringify(last.view)).toContain('"value":"a"');
  });
});

describe('the settings', () => {
  const save = (values: Record<string, string>, state: Partial<State> = {}) =>
    app.submit('mine:settings', values, '', call('U0MORI', 'C0NET'), portsOf(state));

  test('keep the groups that there are, and a morning where it is wanted', async () => {
    const typed = { groups: 'sig-network,sig-gone', told: 'yes', at: '8:30', zone: 'Europe/Berlin' };
    const { effects, message } = await save(typed);
    const choice = { groups: ['sig-network'], morning: { at: 510, zone: 'Europe/Berlin' } };
    expect(effects).toEqual([{ kind: 'mine.choose', user: 'U0MORI', choice, at: NOW }]);
    expect(message?.text).toMatch(/Your groups: SIG Network\. .* at 08:30 \(Berlin\).* The next time: /);
    expect((await save({ ...typed, groups: '', told: 'no' })).effects).toEqual([
      { kind: 'mine.choose', user: 'U0MORI', choice: { groups: [] }, at: NOW },
    ]);
  });

  test('refuse a time or a zone that is none, for who wants to be told', () => {
    const check = (values: Record<string, string>) => Object.keys(app.check('mine:settings', values) ?? {});
    expect(check({ told: 'yes', at: 'nine', zone: 'Berlin?' })).toEqual(['at', 'zone']);
    expect(check({ told: 'no', at: 'nine', zone: '' })).toEqual([]);
  });

  test.each<[string, Partial<State>, string[]]>([
    ['their calendar has', { calendar: ['sig-network'] }, ['SIG Network']],
    [
      'they chose, whatever their calendar has',
      { calendar: ['sig-network'], chosen: { U0MORI: { groups: ['sig-node'] } } },
      ['SIG Node'],
    ],
    ['none, where they chose none', { calendar: ['sig-network'], chosen: { U0MORI: { groups: [] } } }, []],
    ['none, where their calendar has all', { calendar: ['sig-node', 'sig-network'] }, []],
  ])('somebody follows what %s', async (_what, state, titles) => {
    const blocks = await homeOf('U0MORI', state);
    expect(said(blocks).flatMap((line) => /^SIG \w+/.exec(line) ?? [])).toEqual(titles);
  });

  test('offer every group, also where there are more than one list of Slack’s holds', async () => {
    const groups = Array.from({ length: 150 }, (_, at) => ({
      ...sigNode,
      id: `g-${at}`,
      title: `SIG ${at}`,
    }));
    const state: Partial<State> = { groups, chosen: { U0MORI: { groups: ['g-149'] } } };
    const { view } = await app.command('mine settings', call('U0MORI', 'C0NET'), portsOf(state));
    const said = JSON.stringify(view);
    expect(said).toMatch(/"initial_options":\[\{[^\]]*"g-149"/);
    expect(said).toContain('From SIG 100');
    expect(said.match(/"value":"g-\d+"/g)).toHaveLength(151);
  });

  test('offer the clocks of Slack, and the groups that were chosen', async () => {
    const state: Partial<State> = { zone: 'Asia/Kolkata', chosen: { U0MORI: { groups: ['sig-node'] } } };
    const { view } = await app.command('mine settings', call('U0MORI', 'C0NET'), portsOf(state));
    expect(JSON.stringify(view)).toMatch(
      /"initial_options":\[\{[^\]]*sig-node.*"initial_value":"Asia\/Kolkata"/,
    );
    for (const word of ['everything', 'constructor']) {
      const refused = await app.command(`mine ${word}`, call('U0MORI', 'C0NET'), portsOf());
      expect(refused.message?.text).toContain(`"${word}" is nothing of yours.`);
    }
  });
});

describe('each morning', () => {
  // NOW is a Monday, 10:00 UTC.
  const morning = { at: 600, zone: 'UTC' };
  const tell = async (state: Partial<State>, since = NOW - MINUTE) => {
    const ports = portsOf({ chosen: { U0DANA: { morning } }, ...state });
    return (await app.tick(NOW, ports, since)).effects.filter(({ kind }) => kind === 'slack.dm');
  };
  const drawn = (state: Partial<State>, day = '2026-03-02') =>
    app.render(
      { kind: 'morning', id: `U0DANA/${day}` },
      'U0DANA',
      portsOf({ chosen: { U0DANA: { morning } }, ...state }),
    );
  const work = { owedBy: { dana: [owed('reviewer', 'review', [3])] } };

  test('is sent once to each who asked for it, and drawn when it is sent', async () => {
    const chosen = {
      U0DANA: { morning },
      U0LEE: { morning: { at: 600, zone: 'Moon/Crater' } },
      U0NOOR: { morning },
      U0MORI: { morning: { at: 601, zone: 'UTC' } },
    };
    const sent = await tell({ chosen });
    const until = NOW + 4 * HOUR;
    expect(sent).toEqual(
      ['U0DANA', 'U0NOOR'].map((user) => {
        const id = `${user}/2026-03-02`;
        return { kind: 'slack.dm', user, subject: { kind: 'morning', id }, once: `mine:${id}`, until };
      }),
    );
    expect(await tell({ chosen: {} })).toEqual([]);
  });

  test('tells what waits, why it writes, and how that ends', async () => {
    const message = await drawn(work);
    expect(message?.text).toBe('1 waits for you');
    expect(words(message)).toEqual([
      '1 waits for you',
      expect.stringContaining('Hull 3'),
      expect.stringMatching(/^sigbot writes to you on workdays at 10:00/),
      '[Show all] [Settings…] [Turn this off]',
    ]);
  });

  const cairo = { zone: 'UTC', from: 540, to: 1020, days: [7, 1, 2, 3, 4], holidays: ['2026-03-03'] };
  test.each<[string, Partial<State>, string?]>([
    ['nothing waits', {}],
    ['a meeting comes, and nothing waits', { meetings }],
    ['it was turned off meanwhile', { ...work, chosen: {} }],
    ['it is Saturday', work, '2026-03-07'],
    [
      'no office of theirs there works',
      { ...work, clocks: { ...PLAIN_CLOCKS, hours: [cairo] } },
      '2026-03-06',
    ],
    ['it is a holiday there', { ...work, clocks: { ...PLAIN_CLOCKS, hours: [cairo] } }, '2026-03-03'],
    [
      'the account is no more',
      { ...work, people: [{ slack: 'U0DANA', github: 'dana', standing: 'gone' as const }] },
    ],
  ])('nothing is told where %s', async (_why, state, day) => {
    expect(await drawn(state, day)).toBeUndefined();
  });

  test('is told on the Sunday on which an office of theirs works', async () => {
    const state = { ...work, clocks: { ...PLAIN_CLOCKS, hours: [cairo] } };
    expect(words(await drawn(state, '2026-03-08'))[0]).toBe('1 waits for you');
  });

  test('one press ends it, and keeps the groups', async () => {
    const ports = portsOf({ chosen: { U0DANA: { groups: ['sig-node'], morning } } });
    const { effects } = await app.press('mine:quiet', 'morning', call('U0DANA', 'D1'), ports);
    expect(effects).toEqual([
      { kind: 'mine.choose', user: 'U0DANA', choice: { groups: ['sig-node'] }, at: NOW },
    ]);
  });
});

describe('Home', () => {
  test('says three lines and offers two buttons to somebody new', async () => {
    const blocks = await homeOf('U0MORI', { how: 'browser' });
    expect(blocks).toHaveLength(2);
    expect(said(blocks)).toHaveLength(4);
    expect(said(blocks).at(-1)).toBe('[Link your GitHub account] [Choose groups…]');
  });

  test('shows what was chosen to whoever has chosen mornings and is still unknown', async () => {
    const lines = said(await homeOf('U0MORI', { chosen: { U0MORI: { morning: { at: 540, zone: 'UTC' } } } }));
    expect(lines.join('\n')).toMatch(/sigbot writes to you on workdays at 09:00.*\[Turn mornings off\]/s);
  });

  test.each([
    ['whoever is linked, where GitHub says who triages', 'U0NOOR', { triagers: { permission: true } }, true],
    ['nobody else, where the configuration does', 'U0NOOR', {}, false],
    ['nobody who is not linked', 'U0MORI', { triagers: { permission: true } }, false],
  ])('lets %s go through the queue of a group they follow', async (_who, user, differs, offered) => {
    const lines = said(
      await homeOf(user, {
        groups: [{ ...sigNode, ...differs }],
        chosen: { [user]: { groups: ['sig-node'] } },
        issues: [anIssue()],
      }),
    );
    expect(lines.join('\n').includes('[Triage 1]')).toBe(offered);
  });

  test('has its parts in one order', async () => {
    const blocks = await homeOf('U0DANA', {
      meetings,
      minutes: [action('a')],
      issues: [anIssue()],
      owedBy: { dana: [owed('reviewer', 'review', [3])] },
    });
    const heads = blocks.flatMap((block) => (block.type === 'header' ? block.text.text : []));
    expect(heads).toEqual([
      'What waits for you',
      'Your queue',
      'Your groups',
      'Next meetings',
      'To do from meetings',
      'Settings',
    ]);
    expect(said(blocks).join('\n')).toMatch(/1 issue waits for triage, in SIG Node; the oldest was opened/);
  });

  test('has buttons that are all answered, none of them with a refusal', async () => {
    const state: Partial<State> = {
      owedBy: {
        dana: [
          owed(
            'reviewer',
            'review',
            Array.from({ length: 12 }, (_, day) => day + 1),
          ),
        ],
      },
      chosen: { U0DANA: { morning: { at: 540, zone: 'UTC' } } },
      minutes: [action('a')],
      issues: [anIssue()],
      meetings,
    };
    const blocks = [
      ...(await homeOf('U0DANA', state)),
      ...(await homeOf('U0MORI', { how: 'browser' })),
      ...(await homeOf('U0MORI')),
    ];
    const buttons = [
      ...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)","value":("(?:[^"\\]|\\.)*")/g),
    ].map(([, id = '', value = '""']) => ({ id, value: JSON.parse(value) as string }));
    expect(new Set(buttons.map(({ id }) => id)).size).toBe(14);
    const refused: string[] = [];
    for (const { id, value } of buttons) {
      const ports = portsOf({ ...state, how: 'browser' });
      const { effects, message, view } = await app.press(id, value, call('U0DANA'), ports);
      if (!effects && !view && (message?.blocks.length ?? 0) < 2) refused.push(`${id}: ${message?.text}`);
    }
    expect(refused).toEqual([]);
  });

  test('counts what waits in all groups, and shows those first of all, where there are more than it has room for', async () => {
    const groups = Array.from({ length: 30 }, (_, index) => ({
      ...sigNode,
      id: `sig-${index}`,
      title: `SIG ${index}`,
      label: `sig/${index}`,
    }));
    const issues = [3, 27, 27].map((group, number) =>
      anIssue({ number: number + 1, labels: [`sig/${group}`] }),
    );
    const lines = said(await homeOf('U0DANA', { groups, issues }));
    expect(lines.join('\n')).toContain('3 issues wait for triage, most in SIG 27');
    const shown = lines.flatMap((line) => /^SIG (\d+)( |$)/.exec(line)?.[1] ?? []);
    expect(shown).toEqual([...Array.from({ length: 19 }, (_, index) => String(index)), '27']);
  });

  test.each<[string, string, Partial<State>, string]>([
    ['who cannot link', 'U0MORI', {}, 'Ask whoever runs sigbot to add you under `people:`.'],
    [
      'a guest',
      'U0GAST',
      { people: [{ slack: 'U0GAST', standing: 'guest' }] },
      'Guests of this Slack can look',
    ],
    [
      'whose account is in doubt',
      'U0MORI',
      { people: [{ slack: 'U0MORI', doubt: 'Taken over.' }] },
      'Taken over.',
    ],
  ])('tells somebody new %s why, and what to do', async (_who, user, state, says) => {
    expect(said(await homeOf(user, state)).join('\n')).toContain(says);
  });

  test('fits for a lead of forty groups with much of everything', async () => {
    const groups = Array.from({ length: 40 }, (_, index): Group => ({
      ...sigNode,
      id: `sig-${index}`,
      title: `SIG ${'Harbour '.repeat(9)}${index}`,
      label: `sig/${index}`,
      meetings: [WEEKLY],
    }));
    const blocks = await homeOf('U0DANA', {
      groups,
      meetings: groups.flatMap((group) => meetingsOf(group, { minutes: 60 })),
      issues: groups.map(({ label = '' }, index) => anIssue({ number: index + 1, labels: [label] })),
      owedBy: { dana: OWING.map((by, index) => owed(by, 'review', [index + 1], { title: 'x'.repeat(250) })) },
      minutes: Array.from({ length: 30 }, (_, index) =>
        action(String(index), { meeting: 'sig-0/weekly', text: 'y'.repeat(2000) }),
      ),
    });
    expect(blocks.length).toBeLessThanOrEqual(80);
    expect(said(blocks).join('\n')).toContain('and 20 more: `/sig list`');
    expect(Math.max(...said(blocks).map(({ length }) => length))).toBeLessThan(3000);
    expect(JSON.stringify(blocks).length).toBeLessThan(100_000);
  });
});

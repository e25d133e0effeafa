import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { GroupYear } from '../../src/domain/annual.ts';
import type { Health } from '../../src/domain/health.ts';
import { daysFrom, type GroupDay } from '../../src/domain/history.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { askMessage, csvMessage, leadsMessage, reportMessage } from '../../src/features/health/blocks.ts';
import { health as feature } from '../../src/features/health/health.ts';
import { yearMarkdown } from '../../src/features/health/report.ts';
import { readAsked } from '../../src/features/health/words.ts';
import { annualReport, healthReport } from '../../src/cli/health.ts';
import { boats, rough } from '../charts/facts.ts';
import { NOW, sigNode } from '../support/facts.ts';
import { charterOf, groupHealth } from '../../src/group-health.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';
import { words } from '../support/words.ts';

const app = createApp([feature]);
const DANA = { user: 'U0DANA', channel: 'C0NODE', now: NOW };
const said = async (typed: string, differs: Partial<State> = {}, call = DANA) =>
  words((await app.command(typed, call, portsOf(differs))).message).join('\n');

describe('what is asked', () => {
  test.each<[string, ReturnType<typeof readAsked>]>([
    ['', { what: 'show', group: '' }],
    ['SIG Node', { what: 'show', group: 'SIG Node' }],
    ['node --csv', { what: 'csv', group: 'node' }],
    ['—csv node', { what: 'csv', group: 'node' }],
    ['csv', { what: 'csv', group: '' }],
    ['share', { what: 'share', group: '' }],
    ['Share sig node', { what: 'share', group: 'sig node' }],
    ['report', { what: 'report', group: '' }],
    ['report 2026 node', { what: 'report', group: 'node', year: 2026 }],
    ['report node 2026', { what: 'report', group: 'node', year: 2026 }],
    ['node share', { what: 'share', group: 'node' }],
    ['sig node report 2026', { what: 'report', group: 'sig node', year: 2026 }],
    ['2025 report', { what: 'report', group: '', year: 2025 }],
  ])('“health %s”', (typed, asked) => {
    expect(readAsked(typed.split(' ').filter(Boolean), 2026)).toEqual(asked);
  });

  test('a year is the report’s', () => {
    expect(() => readAsked(['node', '2026'], 2026)).toThrow('Health is told of the last twelve weeks.');
  });

  test('a year that has not begun has no report', async () => {
    expect(await said('health report node 2027')).toBe(
      '2027 has not begun.\nThe numbers of this year: `/sig health report node 2026`',
    );
    expect(await said('health node 2030')).toContain('`/sig health report node 2026`');
  });
});

/** Days that were kept of the last twelve weeks. */
const days = (over: Partial<GroupDay> = {}): GroupDay[] =>
  daysFrom('2025-12-01', '2026-03-02').map((day) => ({
    day,
    open: 40,
    untriaged: 8,
    pulls: 5,
    opened: 2,
    closed: 1,
    pullsOpened: 1,
    pullsClosed: 1,
    triaged: 1,
    waits: [{ from: NOW - DAY, to: NOW - DAY + 19 * HOUR }],
    deciders: { dana: 2, lee: 1 },
    estimated: false,
    ...over,
  }));
const counted = { counts: { open: 41, pulls: 5, opened: 0, closed: 0 }, heardSince: NOW - 200 * DAY };

test('what was kept, and today as it is now', async () => {
  const told = await said('health', { ...counted, days: days() });
  for (const line of [
    'SIG Node, twelve weeks to 2 Mar',
    '• Open: 41 issues (40 in the week of 15 Dec); untriaged: 0',
    '• This week: 0 opened, 0 closed, 0 triaged',
    '• Last week: 14 opened, 7 closed, 7 triaged',
    '• Time to triage in the week of 23 Feb: half within 19 h, 90 % within 19 h',
    '• Triaged by: Dana Okafor 154, lee 77',
  ])
    expect(told).toContain(line);
  expect(told).not.toContain('stimated');
});

test('a day that was not kept when it ended is reckoned', async () => {
  const ports = portsOf({ ...counted, days: [] });
  const { health } = await groupHealth(sigNode, '2026-03-01', ports, NOW);
  expect(health.weeks).toHaveLength(12);
  expect(health.weeks.at(-1)).toMatchObject({ from: '2026-02-23', open: 41, estimated: true });
});

test('a group without a label has no issues, and no weeks', async () => {
  const { label: _label, ...unlabelled } = sigNode;
  const differs = { ...counted, groups: [unlabelled] };
  const told = await said('health', differs);
  expect(told).toContain('• It has no label, so no issue is its own');
  expect(told).not.toContain('yet');
  expect(await said('health --csv', differs)).toBe(
    'SIG Node has no label, so no issue is its own and there are no weeks to tell.',
  );
  expect(await said('health report', differs)).toContain('It has no label, so no issue is its own.');
});

test('one issue is told as one', async () => {
  const told = await said('health', { ...counted, counts: { ...counted.counts, open: 1 } });
  expect(told).toContain('• Open: 1 issue (');
});

test('says which weeks are estimated', async () => {
  const all = days().map((day) => (day.day < '2026-01-01' ? { ...day, estimated: true } : day));
  expect(await said('health', { ...counted, days: all })).toContain('Weeks before 5 Jan are estimated');
  const gap = days().map((day) => (day.day === '2026-02-04' ? { ...day, estimated: true } : day));
  expect(await said('health', { ...counted, days: gap })).toContain('One of the 12 weeks is estimated');
});

test('the rule on meetings is a SIG’s', () => {
  const held = {
    meeting: 'w',
    key: 'k',
    minutes: 45,
    lacks: [],
    present: [],
    date: '2026-02-26',
    was: 'held',
  } as const;
  const finding = (kind: 'sig' | 'wg') => charterOf({ ...sigNode, kind }, [held], '2026-02-20', '2026-03-02');
  expect(finding('wg')).toEqual({ verdict: 'unknown', text: 'The rule on meetings is for SIGs' });
  expect(finding('sig').verdict).toBe('met');
});

test('who was a lead when the button was made, and is none when it is pressed, shows nothing to anybody', async () => {
  const ports = portsOf({ groups: [{ ...sigNode, leads: [] }] });
  for (const press of ['health:ask', 'health:share', 'health:csv']) {
    const { message, effects = [] } = await app.press(press, 'sig-node', DANA, ports);
    expect(words(message).join()).toContain('Nobody leads it in the directory: ask the operator.');
    expect(effects).toEqual([]);
  }
});

test('an operator is told of any group', async () => {
  const people: State['people'] = [{ slack: 'U0OPS', github: 'ops', role: 'operator' }];
  const call = { ...DANA, user: 'U0OPS' };
  for (const group of ['node', 'network'])
    expect(await said(`health ${group}`, { people }, call)).toContain('twelve weeks to 2 Mar');
});

test('is shown to the channel once a day', async () => {
  const { effects } = await app.press('health:share', 'sig-node', DANA, portsOf());
  expect(effects).toEqual([
    {
      kind: 'slack.post',
      channel: 'C0NODE',
      subject: { kind: 'health', id: 'sig-node/2026-03-02' },
      once: 'health:sig-node/2026-03-02',
    },
  ]);
});

test('while issues are still being read, whoever asks is told', async () => {
  expect(await said('health', { ...counted, reading: true })).toContain(
    'still being read for the first time',
  );
  expect(await said('health', counted)).not.toContain('still being read');
});

test('is not shown in a channel that is the group’s no more', async () => {
  const subject = { kind: 'health', id: 'sig-node/2026-03-02' } as const;
  const render = (channel: string) => feature.renders?.health?.(subject, channel, portsOf());
  expect(words(await render('C0NODE')).join()).toContain('SIG Node, twelve weeks to 2 Mar');
  expect(await render('C0ELSE')).toBeUndefined();
});

const aYear = (differs: Partial<GroupYear> = {}): GroupYear => ({
  group: 'SIG Node',
  kind: 'sig',
  year: 2026,
  known: { from: '2026-01-01', until: '2026-12-31' },
  estimated: 0,
  since: '2025-11-11',
  issues: { opened: 400, closed: 380, left: 120 },
  pulls: { opened: 900, closed: 890, left: 60 },
  triaged: 350,
  medianHours: 19,
  p90Hours: 120,
  triagers: [{ name: 'Dana Okafor', login: 'dana', count: 200 }],
  meetings: { held: 40, off: 6, unrecorded: 0 },
  charter: { verdict: 'met', text: 'At least one every 3 weeks, as the charter asks' },
  missing: { held: 40, notes: 0, recordings: 3 },
  attendance: { meetings: 38, median: 14, most: 31, people: 77 },
  said: { decisions: 55, actions: 60, done: 48 },
  leads: sigNode.leads,
  subprojects: ['kubelet', 'node-problem-detector'],
  ...differs,
});

describe('the numbers of a year', () => {
  test('stand under the headings of the annual report', () => {
    const told = yearMarkdown(aYear());
    expect(told.match(/^#.*$/gm)).toEqual([
      '# 2026: the numbers of SIG Node',
      '## Project health',
      '## Membership',
      '## Subprojects',
      '## Operational',
    ]);
    for (const line of [
      '- Issues: 400 opened, 380 closed, 120 open',
      '- Time to triage: half within 19 h, 90 % within 5 days',
      '- Active triagers: 1',
      '- Primary meeting attendee count (estimated, if needed): 14 (median), 31 at most; those who said so, in 38 meetings',
      '- Held without notes: 0; without a recording: 3',
      '  - Dana Okafor (dana), chair',
    ])
      expect(told).toContain(`${line}\n`);
  });

  test('are told in the words of the group’s own kind', () => {
    expect(yearMarkdown(aYear())).toContain('- SIG leaders in sigs.yaml:\n');
    const ofWg = yearMarkdown(aYear({ kind: 'wg', leads: [] }));
    expect(ofWg).toContain('- WG leaders in sigs.yaml: none');
    expect(ofWg).not.toContain('SIG-owned');
  });

  test('of a year before the bot came are refused where nothing is known of it', async () => {
    expect(await said('health report 2019', { ...counted, heardSince: NOW - 20 * DAY })).toBe(
      'Nothing is known of SIG Node in 2019: sigbot came on 2026-02-10.\nThere are numbers from 2026 on.',
    );
  });

  test('tell none where it is known that there was none', () => {
    const told = yearMarkdown(
      aYear({ triaged: 0, medianHours: undefined, p90Hours: undefined, triagers: [] }),
    );
    expect(told).toContain('- Time to triage: nothing was triaged\n- Active triagers: 0\n');
  });

  test('say what nobody knows', () => {
    const unknown = { opened: undefined, closed: undefined, left: undefined };
    const told = yearMarkdown(
      aYear({
        known: undefined,
        issues: unknown,
        pulls: unknown,
        triaged: undefined,
        medianHours: undefined,
        triagers: [],
        attendance: undefined,
        missing: { held: 0, notes: undefined, recordings: undefined },
        leads: [],
        subprojects: [],
      }),
    );
    expect(told).toContain('- Issues: unknown\n- Pull requests: unknown\n- Issues triaged: unknown\n');
    expect(told).toContain('- Held without notes: unknown; without a recording: unknown');
    expect(told).not.toMatch(/undefined|NaN/);
  });

  test('of a year before the bot came tell no meetings, rather than none held', async () => {
    const told = await said('health report 2025', { ...counted, days: days(), heardSince: NOW - 20 * DAY });
    expect(told).toContain('Issues and pull requests: from 2025-12-01 to 2025-12-31.');
    expect(told).toContain('Decisions and meetings: since 2026-02-10, when sigbot came.');
    for (const line of ['Meetings: unknown', 'Written down in meetings: unknown'])
      expect(told).toContain(`- ${line}`);
    expect(told).toContain('- Whether it met as the charter asks is unknown');
    expect(told).not.toContain('0 held');
  });

  test('count one thing as one', () => {
    const told = yearMarkdown(aYear({ said: { decisions: 1, actions: 1, done: 0 } }));
    expect(told).toContain('- Written down in meetings: 1 decision, 1 action item, 0 of these done\n');
  });

  test('say since when, and how much is estimated', () => {
    const told = yearMarkdown(aYear({ since: '2026-03-02', estimated: 60 }));
    expect(told).toContain('60 days of it estimated from GitHub’s dates.');
    expect(told).toContain('Decisions and meetings: since 2026-03-02, when sigbot came.');
  });
});

describe('whatever groups and people are called', () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 300 });
  const many = Array.from({ length: 200 }, (_, index) => ({ name: `Dana <!channel> ${index}`, count: 9 }));

  test.each<[string, Health]>([
    ['a plain one', boats],
    ['a rough one', rough],
    ['many triagers', { ...boats, triagers: many }],
    ['nothing', { ...boats, weeks: [], triagers: [], meetings: [] }],
  ])('%s is within Slack’s limits', (_what, health) => {
    const shown = {
      health,
      since: '2026-11-23',
      business: true,
      reading: true,
      address: 'https://bot.example/pictures/x.png',
    };
    const group = { id: 'sig-boats', channel: { id: 'C0BOATS', name: 'x'.repeat(80) } };
    for (const message of [leadsMessage(shown, group), csvMessage(health)]) {
      expect(refusalOfMessage(message)).toBeUndefined();
      const parsed = message.blocks.filter(({ type }) => type !== 'image');
      expect(JSON.stringify(parsed)).not.toContain('<!channel>');
    }
    const [, , numbers] = leadsMessage(shown, group).blocks;
    expect(JSON.stringify(numbers).split('•').length - 1).toBeLessThanOrEqual(7);
  });

  test('a year in which everybody triaged is within Slack’s limits, to its last line', () => {
    const name = 'Dana Brightwater-Castellanos of the Whole Northern Coast';
    const everybody = Array.from({ length: 2000 }, (_, index) => ({ name: `${name} ${index}`, count: 2000 }));
    const markdown = yearMarkdown(
      aYear({
        group: name,
        triagers: everybody,
        leads: everybody.map((one) => ({ ...one, github: 'd'.repeat(39), role: 'tech lead' })),
        subprojects: everybody.map((one) => one.name),
      }),
    );
    expect(refusalOfMessage(reportMessage({ id: 'g', title: name }, 2026, markdown))).toBeUndefined();
    expect(markdown).toContain('- Active triagers: 2000\n');
    expect(markdown).toContain('  - and 1960 more\n');
    expect(markdown).toContain('\n- and 1940 more\n');
    expect(markdown.trimEnd()).toMatch(/which subprojects are new\.$/);
  });

  test('no name speaks to the channel, or breaks the report', () => {
    fc.assert(
      fc.property(text, text, (title, name) => {
        const group = `<!channel>${title}`;
        const markdown = yearMarkdown(aYear({ group, subprojects: [name], triagers: [{ name, count: 1 }] }));
        expect(markdown.match(/^## .*$/gm)).toHaveLength(4);
        const messages = [
          reportMessage({ id: 'g', title: group }, 2026, markdown),
          askMessage(group, { id: 'g', channel: { id: 'C0BOATS', name: 'boats' } }),
        ];
        for (const message of messages) {
          expect(refusalOfMessage(message)).toBeUndefined();
          expect(message.text).not.toContain('<!channel>');
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the command line', () => {
  const never = {} as Config;
  const around = { log: undefined as never, clock: { now: () => NOW } };

  test('asks for what is missing', async () => {
    await expect(healthReport({}, never, around)).rejects.toThrow('Of which group?');
    await expect(annualReport({ group: 'node', year: 'last' }, never, around)).rejects.toThrow(
      '"last" is no year.',
    );
  });
});

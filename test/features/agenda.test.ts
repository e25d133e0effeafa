import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { SECTIONS, type AgendaPolicy, type SectionName } from '../../src/domain/agenda-policy.ts';
import { agendaId, type AgendaItem, type Minute } from '../../src/domain/agenda.ts';
import type { Happening } from '../../src/domain/happening.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { readSchedule } from '../../src/domain/schedule-words.ts';
import { DAY } from '../../src/domain/time.ts';
import { createApp } from '../../src/app.ts';
import { agenda } from '../../src/features/agenda/agenda.ts';
import { editModal } from '../../src/features/agenda/form.ts';
import { edited, moved } from '../../src/features/agenda/plan.ts';
import { readTopic, readTyped, withMeeting, type TypedTopic } from '../../src/features/agenda/words.ts';
import type { Message, Reply } from '../../src/feature.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';
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
/** The Thursday after NOW. */
const ID = agendaId(weekly.id, '2026-03-05');
const NODE = 'C0NODE';

const topic = (number: number, differs: Partial<AgendaItem> = {}): AgendaItem => ({
  id: `sig-node/0/${number}`,
  meeting: weekly.id,
  from: '2026-03-05',
  text: `Topic ${number}`,
  by: 'U0LEE',
  at: NOW,
  state: 'open',
  carried: 0,
  position: number,
  ...differs,
});

const promised: Minute = {
  id: 'm',
  meeting: weekly.id,
  key: '2026-02-26',
  kind: 'action',
  text: 'Order rope',
  owner: 'U0LEE',
  due: '2026-03-09',
  by: 'U0DANA',
  at: NOW,
};

const shown = (state: Partial<State>, channel = NODE) =>
  agenda.renders?.agenda?.({ kind: 'agenda', id: ID }, channel, portsOf({ meetings: [weekly], ...state }));
const lines = async (state: Partial<State>) => words(await shown(state));
const page = async (number: number, state: Partial<State>) => {
  const call = { user: 'U0LEE', channel: NODE, now: NOW };
  const ports = portsOf({ meetings: [weekly], ...state });
  return (await agenda.presses?.['agenda:page']?.(JSON.stringify({ id: ID, page: number }), call, ports))
    ?.message;
};
const charactersOf = (message: Message | undefined) => JSON.stringify(message?.blocks).length;

describe('what an agenda says', () => {
  test('topics, what was carried over, what waits, and what does not need saying is left out', async () => {
    const issues = [anIssue(), anIssue({ number: 12, title: 'Mast leans', labels: ['triage/accepted'] })];
    expect(
      await lines({
        issues,
        items: [
          topic(1, { minutes: 10, owner: 'U0DANA', issue: '1#12' }),
          topic(2, { carried: 2, by: '@noor' }),
        ],
        minutes: [promised],
        work: { stale: { found: [{ issue: issues[1] ?? anIssue(), stale: 'idle' }], total: 7 } },
      }),
    ).toEqual([
      'SIG Node: Weekly Meeting',
      '2026-03-05 10:00 UTC (Thu 5 Mar, 10:00 UTC)',
      'Topics',
      '1. Topic 1 · kubernetes#12 Mast leans · 10 min · <@U0DANA>',
      'Carried over',
      '2. Topic 2 · noor on GitHub · carried over twice',
      'Open actions',
      '• Order rope · <@U0LEE> · by Mon 9 Mar',
      'Waiting for triage: 1 opened since the last meeting',
      '• kubernetes#4711 Pod stays in Terminating · opened 2026-03-02 09:00 UTC',
      'At rest for too long (1 of 7)',
      '• kubernetes#12 Mast leans · last touched 2026-03-02 09:00 UTC',
      'In numbers',
      '0 open issues, 0 open pull requests; since the last meeting 0 opened, 0 closed',
      '[Add a topic] [Triage the untriaged] [Show all]',
      'Anybody may add: `/sig agenda add "topic" 10m #123`, the label `agenda/…` or a comment `/agenda` on GitHub',
    ]);
  });

  test('an empty one asks what to do, and keeps what people have promised in sight', async () => {
    const said = await lines({ issues: [], minutes: [promised] });
    expect(said.join('\n')).toContain('Nothing is on the agenda and nothing waits for triage.');
    expect(said).toContain('Open actions');
    expect(said).toContain('• Order rope · <@U0LEE> · by Mon 9 Mar');
  });

  test('one on which something is overdue is not empty', async () => {
    const work = { overdue: { found: [{ issue: anIssue({ title: 'Hull leaks' }) }], total: 1 } };
    const said = (await lines({ issues: [], work })).join('\n');
    expect(said).toContain('Hull leaks');
    expect(said).not.toContain('Cancel it');
  });

  test('what is overdue by the clocks, and what soon will be, with what is due', async () => {
    const hull = anIssue({ number: 1, title: 'Hull leaks' });
    const mast = anIssue({ number: 2, title: 'Mast leans' });
    const due = (what: 'response' | 'triage', at: number) => ({ what, due: at, state: 'overdue' as const });
    const said = await lines({
      items: [topic(1)],
      work: {
        overdue: {
          found: [{ issue: hull, clocks: [due('triage', NOW), due('response', NOW - DAY)] }],
          total: 7,
        },
        soon: { found: [{ issue: mast, clocks: [due('triage', NOW + DAY)] }], total: 1 },
      },
    });
    expect(said).toEqual(
      expect.arrayContaining([
        'Overdue (1 of 7)',
        '• kubernetes#1 Hull leaks · answer due 2026-03-01 10:00 UTC',
        'Act fast',
        '• kubernetes#2 Mast leans · triage due 2026-03-03 10:00 UTC',
      ]),
    );
  });

  test('a part that fails says so in one line, and the log says why', async () => {
    const log: string[] = [];
    const said = await lines({
      items: [topic(1)],
      work: { stale: new Error('no such table'), review: new Error() },
      warned: (about, text) => void log.push(`${about} ${text}`),
    });
    expect(log).toEqual([
      '{"err":{},"part":"review","group":"sig-node"} a part of an agenda could not be read',
      '{"err":{},"part":"stale","group":"sig-node"} a part of an agenda could not be read',
    ]);
    expect(said.filter((line) => line.includes('could not be read'))).toHaveLength(2);
    expect(said).toContain('1. Topic 1 · <@U0LEE>');
  });

  test('nothing of a private issue where that may not be told', async () => {
    const secret = anIssue({ title: 'A key leaks', labels: ['sig/node', 'kind/security'] });
    const privacy = { channels: ['C0SECRET'], labels: ['kind/security'] };
    const action = { ...promised, text: 'Change the key', issue: secret.id };
    const state = {
      issues: [secret],
      items: [topic(1, { issue: secret.id, text: 'The key' })],
      minutes: [action],
      privacy,
    };
    const told = JSON.stringify(await shown(state));
    expect(told).not.toMatch(/key/i);
    expect(told).toContain('1 topic is about what may not be shown here.');
    expect(JSON.stringify(await shown(state, 'C0SECRET'))).toContain('A key leaks');
    const document = await agenda.documents?.agenda?.(
      { kind: 'agenda', id: ID },
      portsOf({ meetings: [weekly], ...state }),
    );
    expect(document?.markdown).not.toMatch(/key/i);
  });
});

describe('as a document', () => {
  const document = (state: Partial<State>) =>
    agenda.documents?.agenda?.({ kind: 'agenda', id: ID }, portsOf({ meetings: [weekly], ...state }));

  test('is Markdown that says the same', async () => {
    expect(
      await document({ issues: [anIssue()], items: [topic(1, { minutes: 5 }), topic(2, { carried: 2 })] }),
    ).toEqual({
      title: 'SIG Node: Weekly Meeting, Thu 5 Mar',
      markdown: [
        'Thu 5 Mar, 10:00 UTC (2026-03-05T10:00:00Z)',
        '## Topics\n\n1. Topic 1 · 5 min',
        '## Carried over\n\n2. Topic 2 · carried over twice',
        '## Waiting for triage: 1 opened since the last meeting\n\n- [kubernetes/kubernetes#\u200b4711 Pod stays in Terminating](https://github.com/kubernetes/kubernetes/issues/4711) · opened 2026-03-02',
        '## In numbers\n\n0 open issues, 0 open pull requests; since the last meeting 0 opened, 0 closed\n',
      ].join('\n\n'),
    });
  });

  test('calls nobody and commands nothing, whatever people wrote', async () => {
    const evil = '@dana /close <!-- x --> [a](b) #12';
    const said = await document({
      issues: [anIssue({ title: evil, url: 'https://github.com/a)b' })],
      items: [topic(1, { text: evil }), topic(2, { text: '/close' })],
    });
    expect(said?.markdown).not.toMatch(/@(?!\u200b)|^\s*\/|<!--|(?<!\\)\]\(b\)|#\d/m);
  });

  test('none of a private meeting', async () => {
    const meetings = [{ ...weekly, private: true }];
    expect(await document({ meetings })).toBeUndefined();
  });
});

describe('within Slack’s limits', () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    topic(index + 1, { text: `Topic ${index + 1} ${'x'.repeat(180)}`, carried: index % 2 }),
  );
  const issues = Array.from({ length: 1000 }, (_, index) =>
    anIssue({ number: index + 1, title: `Issue ${index + 1} ${'y'.repeat(200)}` }),
  );
  const found = { found: issues.map((issue) => ({ issue, stale: 'no-pull' as const })), total: 4000 };
  const work = {
    overdue: found,
    soon: found,
    unassigned: found,
    review: found,
    stale: found,
    labelled: found,
  };
  const state = { items: many, issues, work };

  test('3,000 topics and 1,000 issues: a message that is cut, says how much there is, and all of it in pages', async () => {
    const message = await shown(state);
    expect(message && refusalOfMessage(message)).toBeUndefined();
    const said = words(message);
    expect(said).toContain('Topics (12 of 1500)');
    expect(said.find((line) => line.startsWith('At rest'))).toMatch(/of 4000\)$/);
    expect(said).toContain('[Add a topic] [Triage the untriaged] [Show all]');
    const pages = Number(/Page 1 of (\d+)/.exec(words(await page(0, state)).join('\n'))?.[1]);
    expect(pages).toBeGreaterThan(100);
    for (const at of [0, 1, 50, pages - 1, pages + 9]) {
      const turned = await page(at, state);
      expect(turned && refusalOfMessage(turned)).toBeUndefined();
    }
    expect(words(await page(pages + 9, state)).join()).toContain(`Page ${pages} of ${pages}`);
  });

  test('nothing is lost between the pages', async () => {
    const some = { items: many.slice(0, 150), issues: issues.slice(0, 60) };
    const numbers: number[] = [];
    for (let at = 0, more = true; more; at += 1) {
      const said = words(await page(at, some));
      numbers.push(...said.flatMap((text) => /^(\d+)\. /.exec(text)?.[1] ?? []).map(Number));
      more = said.some((text) => text.includes('[Later]'));
    }
    expect(numbers.toSorted((one, other) => one - other)).toEqual(some.items.map((_, index) => index + 1));
  });

  const line = fc.string({ unit: anyCharacter, maxLength: 220 });
  const anyTopic = fc.record({
    text: line,
    minutes: fc.option(fc.nat({ max: 240 }), { nil: undefined }),
    owner: fc.constantFrom(undefined, 'U0DANA'),
    by: fc.constantFrom('U0LEE', '@mori', '@'),
    carried: fc.nat({ max: 3 }),
  });
  const policy = fc
    .array(
      fc.record({ name: fc.constantFrom<SectionName>(...SECTIONS), limit: fc.integer({ min: 1, max: 50 }) }),
      { maxLength: 12 },
    )
    .map((sections): AgendaPolicy => ({
      publish: 1440,
      sections: sections.map((one) => ({ ...one, labels: [] })),
    }));

  test('any agenda of any words, sections and limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyTopic, { maxLength: 60 }),
        fc.array(line, { maxLength: 60 }),
        policy,
        async (topics, titles, agendaPolicy) => {
          const own = titles.map((title, index) => anIssue({ number: index + 1, title, assignees: [title] }));
          const some = {
            found: own.map((issue) => ({ issue, stale: 'no-pull' as const })),
            total: own.length,
          };
          const wild = {
            items: topics.map((differs, index) => topic(index + 1, differs as Partial<AgendaItem>)),
            issues: own,
            agendaPolicy,
            work: { overdue: some, soon: some, unassigned: some, review: some, stale: some, labelled: some },
          };
          for (const message of [await shown(wild), await page(0, wild)]) {
            expect(message && refusalOfMessage(message)).toBeUndefined();
            expect(charactersOf(message)).toBeLessThan(40_000);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the form of any topic', () => {
    fc.assert(
      fc.property(anyTopic, (differs) => {
        expect(refusalOfView(editModal(topic(1, differs as Partial<AgendaItem>)))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

describe('what was typed', () => {
  test.each<[string[], Partial<TypedTopic>]>([
    [['Drain timeout'], { text: 'Drain timeout' }],
    [['Drain', 'timeout', '10m', '#12'], { text: 'Drain timeout', minutes: 10, issue: '#12' }],
    [['Retro', 'next', '<@U0LEE|lee>', '1h30m'], { text: 'Retro', next: true, owner: 'U0LEE', minutes: 90 }],
    [['next'], { text: 'next' }],
    [['#12'], { issue: '#12' }],
    [['Kubernetes', '5'], { text: 'Kubernetes 5' }],
    [['Ask <@U0LEE|lee>', 'about', 'it'], { text: 'Ask lee about it' }],
    [['a/b#7', 'is', 'odd'], { text: 'a/b#7 is odd' }],
    [['x'.repeat(300)], { text: 'x'.repeat(200) }],
  ])('add %j', (said, topicRead) => {
    const { issue, minutes, owner, ...rest } = readTopic(said);
    const given = Object.fromEntries(
      Object.entries({ issue, minutes, owner }).filter(([, value]) => value !== undefined),
    );
    expect({ ...rest, ...given }).toEqual({ text: '', next: false, ...topicRead });
  });

  test.each<[string, object]>([
    ['', { group: '', rest: [] }],
    ['node', { group: 'node', rest: [] }],
    ['node of bug', { group: 'node', rest: [], of: 'bug' }],
    ['add review of the plan', { group: '', verb: 'add', rest: ['review', 'of', 'the', 'plan'] }],
    ['add review of bug', { group: '', verb: 'add', rest: ['review'], of: 'bug' }],
    ['node drop 2', { group: 'node', verb: 'drop', rest: ['2'] }],
    ['Remove 2', { group: '', verb: 'drop', rest: ['2'] }],
    ['node postpone 2', { group: 'node', verb: 'defer', rest: ['2'] }],
    ['node of phase 2', { group: 'node', rest: [], of: 'phase 2' }],
    ['constructor', { group: 'constructor', rest: [] }],
  ])('%j', (said, typed) => {
    const read = withMeeting(readTyped(said.split(' ').filter(Boolean)), ['Weekly Meeting', 'Bug Scrub']);
    expect(JSON.parse(JSON.stringify(read))).toEqual(typed);
  });
});

describe('a topic is changed', () => {
  const app = createApp([agenda]);
  const call = { user: 'U0DANA', channel: NODE, now: NOW };
  const ports = (items: AgendaItem[], state: Partial<State> = {}) =>
    portsOf({ meetings: [weekly], items, ...state });
  const said = async (words: string, items = [topic(1)], state: Partial<State> = {}) =>
    (await app.command(`agenda ${words}`, call, ports(items, state))).message?.text;
  const putBy = ({ effects = [] }: Reply) =>
    effects.flatMap((effect) => (effect.kind === 'agenda.put' ? [effect.item] : []));
  const formOf = ({ id, text }: AgendaItem) => JSON.stringify({ id, text });

  test('a word that is none of its verbs is not taken for a group', async () => {
    expect(await said('dorp 1')).toBe(
      '“dorp” is nothing that can be done to a topic.\nWhat can: `add`, `defer`, `drop`, `owner`, `up`, `down`, `time`. For example `/sig agenda drop 2`',
    );
    expect(await said('remove 1')).toBe('Off the agenda: “Topic 1”');
    expect(await said('nodes')).toContain('There is no group "nodes"');
  });

  test.each([
    ['20', 20],
    ['20m', 20],
    ['20 minutes', 20],
    ['1 h', 60],
    ['1 hour 30 min', 90],
  ])('time 1 %s', async (box, minutes) => {
    expect(await said(`time 1 ${box}`)).toBe(`${minutes} minutes for “Topic 1”`);
  });

  test.each(['0', '999', 'long', ''])('time 1 %s is refused', async (box) => {
    expect(await said(`time 1 ${box}`)).toContain('How long may it take?');
  });

  test('a length typed into the form needs no unit', async () => {
    const submit = app.submit(
      'agenda:edit',
      { text: 'Paint', box: '15' },
      formOf(topic(1)),
      call,
      ports([topic(1)]),
    );
    expect(putBy(await submit)).toMatchObject([{ text: 'Paint', minutes: 15 }]);
    expect(app.check('agenda:edit', { text: 'Paint', box: '15' })).toBeUndefined();
    expect(app.check('agenda:add', { text: 'Paint', box: '300' })).toHaveProperty('box');
  });

  test('who is mentioned in its words is named', async () => {
    const { linking } = portsOf();
    const known = {
      ...ports([topic(1)]),
      linking: {
        ...linking,
        nameOf: (id: string) => Promise.resolve(id === 'U0LEE' ? 'Lee Park (@lee)' : id),
      },
    };
    const added = await app.command('agenda add "Ask <@U0LEE> and <#C0NET>" 5m', call, known);
    expect(putBy(added)).toMatchObject([{ text: 'Ask Lee Park and #sig-network', minutes: 5 }]);
    const values = { text: 'Thank <@U0LEE>', box: '', what: 'stay' };
    expect(putBy(await app.submit('agenda:edit', values, formOf(topic(1)), call, known))).toMatchObject([
      { text: 'Thank Lee Park' },
    ]);
  });

  test('up and down go past what stands in another part, or may not be shown', async () => {
    const secret = anIssue({ number: 9, private: true });
    const items = [
      topic(1),
      topic(2, { carried: 2 }),
      topic(3, { issue: secret.id }),
      topic(4),
      topic(5, { carried: 1 }),
    ];
    const state = { issues: [secret] };
    const moves = async (words: string) =>
      putBy(await app.command(`agenda ${words}`, call, ports(items, state)))
        .map(({ text, position }) => `${text} ${position}`)
        .toSorted();
    expect(await moves('up 4')).toEqual(['Topic 1 4', 'Topic 4 1']);
    expect(await moves('up 5')).toEqual(['Topic 2 5', 'Topic 5 2']);
    expect(await said('up 2', items, state)).toBe('It is the first of those carried over already.');
    expect(await said('down 4', items, state)).toBe('It is the last topic already.');
    expect(await said('drop 3', items, state)).toContain('Topic 3 may not be shown here.');
    const edit = await app.press('agenda:edit', 'sig-node/0/3', call, ports(items, state));
    expect(edit.view).toBeUndefined();
    expect(edit.message?.text).toContain('about what may not be shown here');
  });

  test('one that was put off is moved on the agenda it was put on', async () => {
    const items = [topic(1), topic(2, { from: '2026-03-12' }), topic(3, { from: '2026-03-12' })];
    const submit = (what: string) =>
      app.submit('agenda:edit', { text: 'Later', box: '', what }, formOf(topic(3)), call, ports(items));
    expect(putBy(await submit('up')).map(({ id, position }) => [id, position])).toEqual([
      ['sig-node/0/3', 2],
      ['sig-node/0/2', 3],
    ]);
    expect((await submit('defer')).message?.text).toContain('Thu 19 Mar');
  });
});

test('a topic moved a place changes two, whatever their positions; at the end it stays', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.boolean(),
      (positions, pick, up) => {
        const items = positions
          .map((position, index) => topic(index, { position, at: index }))
          .toSorted((one, other) => one.position - other.position || one.at - other.at);
        const at = pick % items.length;
        const by = up ? -1 : 1;
        const changed = new Map(moved(items, items[at]?.id ?? '', by).map((item) => [item.id, item]));
        const after = items
          .map((item) => changed.get(item.id) ?? item)
          .toSorted((one, other) => one.position - other.position || one.at - other.at);
        const order = items.map(({ id }) => id);
        const [mine = '', other] = [order[at], order[at + by]];
        if (other !== undefined)
          order.splice(Math.min(at, at + by), 2, ...(up ? [mine, other] : [other, mine]));
        expect(after.map(({ id }) => id)).toEqual(order);
      },
    ),
  );
});

test('a day is not what it takes to be carried over', async () => {
  const meetings = [weekly];
  const items = [topic(1, { from: '2026-02-26', at: NOW - 6 * DAY })];
  expect(await lines({ meetings, items })).toContain('1. Topic 1 · <@U0LEE> · carried over once');
});

describe('a topic edited in a form while others change it', () => {
  const before = topic(1, { minutes: 10, owner: 'U0LEE' });
  const wanted = { text: before.text, minutes: before.minutes, owner: before.owner };
  test.each<[string, Partial<AgendaItem>, Partial<AgendaItem>, Partial<AgendaItem> | undefined]>([
    ['nobody else did', {}, { text: 'Oars' }, { text: 'Oars' }],
    ['another field', { text: 'Boats' }, { minutes: 20 }, { text: 'Boats', minutes: 20 }],
    ['its owner taken away', { minutes: 5 }, { owner: undefined }, { minutes: 5, owner: undefined }],
    ['the same field alike', { text: 'Oars' }, { text: 'Oars' }, { text: 'Oars' }],
    ['the same field otherwise', { text: 'Boats' }, { text: 'Oars' }, undefined],
  ])('%s', (_name, meanwhile, change, expected) => {
    const now = { ...before, ...meanwhile, position: 4, revision: 7 };
    expect(edited(now, before, { ...wanted, ...change })).toEqual(expected && { ...now, ...expected });
  });
});

describe('what GitHub asks for', () => {
  const issue = anIssue();
  const labelled = { what: 'labelled', at: NOW, by: 'noor', label: 'agenda/node' } as const;
  const comment = { what: 'agenda', at: NOW, by: 'noor', words: 'Why?' } as const;
  const heard = async (happening: Happening, state: Partial<State> = {}, about = issue) => {
    const ports = portsOf({ meetings: [weekly], issues: [about], ...state });
    const { effects = [], because = [] } = (await agenda.touched?.(about, ports, [happening])) ?? {};
    const items = effects.flatMap((effect) => (effect.kind === 'agenda.put' ? [effect.item] : []));
    return { items, because: because.join() };
  };

  test('is a topic, by who asked', async () => {
    const { items } = await heard(labelled);
    expect(items).toMatchObject([
      { id: `${ID}/label/${issue.id}`, by: '@noor', text: issue.title, from: '2026-03-05' },
    ]);
    expect((await heard(comment)).items).toMatchObject([{ id: `${ID}/comment/${issue.id}`, text: 'Why?' }]);
    expect((await heard({ ...labelled, label: 'agenda/unheard-of' })).items).toEqual([]);
  });

  test('is none twice, and none that was talked about in that meeting already', async () => {
    const [item] = (await heard(labelled)).items;
    if (!item) throw new Error('no topic');
    expect(await heard(comment, { items: [item] })).toEqual({ items: [], because: 'it is a topic already' });
    expect(await heard(labelled, { items: [{ ...item, state: 'done' }] })).toEqual({
      items: [],
      because: 'it was talked about in this meeting already',
    });
    expect((await heard(labelled, { items: [{ ...item, state: 'dropped' }] })).items).toHaveLength(1);
  });

  test('is none where it is not known when the group meets, or which of several groups is meant', async () => {
    expect((await heard(labelled, { meetings: [] })).because).toContain(
      'it is not known when SIG Node meets next',
    );
    const shared = anIssue({ labels: ['sig/node', 'sig/network'] });
    expect((await heard(comment, {}, shared)).because).toContain('names none of the issue’s groups');
    expect((await heard({ ...comment, words: 'sig-node Why?' }, {}, shared)).items).toMatchObject([
      { text: 'Why?' },
    ]);
  });

  test('of a private issue is one only where its channel may show it', async () => {
    const secret = anIssue({ private: true });
    expect((await heard(labelled, {}, secret)).because).toContain('the issue is private');
    const privacy = { channels: [NODE], labels: [] };
    expect((await heard(labelled, { privacy }, secret)).items).toHaveLength(1);
  });

  test('goes with its label, unless somebody has touched it', async () => {
    const [item] = (await heard(labelled)).items;
    if (!item) throw new Error('no topic');
    const off = { ...labelled, what: 'unlabelled' } as const;
    expect((await heard(off, { items: [item] })).items).toMatchObject([{ state: 'dropped' }]);
    expect((await heard(off, { items: [{ ...item, minutes: 5 }] })).items).toEqual([]);
    const asked = (await heard(comment)).items;
    expect((await heard(off, { items: asked })).items).toEqual([]);
  });
});

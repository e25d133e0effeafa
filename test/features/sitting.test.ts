import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordersOf } from '../../playground/github/prow.ts';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import type { Minute } from '../../src/domain/agenda.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import { sittingMessage } from '../../src/features/sitting/blocks.ts';
import { decisionComment } from '../../src/features/sitting/comment.ts';
import { minutesDocument } from '../../src/features/sitting/document.ts';
import { endModal, minuteModal } from '../../src/features/sitting/form.ts';
import { minuteOf, type Room } from '../../src/features/sitting/plan.ts';
import { sitting as feature } from '../../src/features/sitting/sitting.ts';
import { pageMessage, summaryMessage } from '../../src/features/sitting/summary.ts';
import { dueDay, readMinute } from '../../src/features/sitting/words.ts';
import type { Message } from '../../src/feature.ts';
import { anIssue, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';

const START = Date.parse('2026-12-03T18:00Z');
const rule = { rrule: 'FREQ=WEEKLY;BYDAY=TH', time: 600, zone: 'America/Los_Angeles' };
const weekly: Meeting = {
  id: 'sig-node/weekly',
  group: 'sig-node',
  title: 'Weekly Meeting',
  sessions: [{ written: {}, reading: { verdict: 'exact', reason: 'Said.', zone: rule.zone, rule } }],
  dates: [],
  minutes: 60,
  private: false,
};
const issue = anIssue();
const issues = new Map([[issue.id, issue]]);

const said = (kind: Minute['kind'], text: string, index: number): Minute => ({
  id: `sig-node/weekly/2026-12-03/${index}`,
  meeting: weekly.id,
  key: '2026-12-03',
  kind,
  text,
  issue: issue.id,
  ...(kind === 'action' ? { owner: 'U0LEE', due: '2026-12-10', number: index } : {}),
  by: 'U0DANA',
  at: START + index,
});

function room(minutes: readonly Minute[], texts: readonly string[] = [], ended = false): Room {
  const items = texts.map((text, index) => ({
    id: `t${index}`,
    meeting: weekly.id,
    from: '2026-12-03',
    text,
    minutes: 10,
    issue: issue.id,
    owner: 'U0LEE',
    by: 'U0DANA',
    at: index,
    state: 'open' as const,
    carried: index,
    position: index,
  }));
  const covered = items.map(({ id, text }, index) => ({
    item: id,
    text,
    how: index % 2 === 0 ? ('done' as const) : ('carried' as const),
    carried: index,
  }));
  const sitting = {
    meeting: weekly.id,
    key: '2026-12-03',
    startedAt: START,
    by: 'U0DANA',
    channel: 'C0NODE',
    present: Array.from({ length: 300 }, (_, index) => `U0PERSON${index}`),
    revision: 1,
    item: 't0',
    itemSince: START,
    covered: ended ? covered : [],
    ...(ended ? { endedAt: START + 3_600_000 } : {}),
  };
  const timetable = timetableOf(weekly, []);
  return { id: 'sig-node/weekly/2026-12-03', sitting, timetable, group: sigNode, items, minutes };
}

/** Slack refuses a message of more characters in all; the number is measured, not documented. */
const MOST = 12_000;

function accepted(message: Message): void {
  expect(refusalOfMessage({ text: message.text, blocks: message.blocks })).toBeUndefined();
  expect(JSON.stringify(message.blocks.map((block) => textsOf(block))).length).toBeLessThan(MOST);
}

function textsOf(block: unknown): string[] {
  if (Array.isArray(block)) return block.flatMap(textsOf);
  if (typeof block !== 'object' || block === null) return [];
  return Object.entries(block).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsOf(value),
  );
}

const KINDS = ['decision', 'action', 'note'] as const;

describe('Slack’s limits', () => {
  const worst = '&'.repeat(500);
  const minutes = Array.from({ length: 300 }, (_, index) => said(KINDS[index % 3] ?? 'note', worst, index));
  const topics = Array.from({ length: 100 }, () => '<'.repeat(500));

  test('hold while it is on, in the summary, and on every page of 300 minutes', () => {
    accepted(sittingMessage(room(minutes, topics), issues, START));
    accepted(summaryMessage(room(minutes, topics, true), issues));
    expect(JSON.stringify(summaryMessage(room(minutes, topics, true), issues))).toContain('Show all');
    for (let page = 0; page < 200; page += 20) accepted(pageMessage(room(minutes), issues, page));
    expect(refusalOfView(minuteModal(room(minutes, topics), 'action'))).toBeUndefined();
    expect(refusalOfView(endModal(room(minutes, topics)))).toBeUndefined();
  });

  test('every minute is on some page', () => {
    const numbered = minutes.map((minute, index) => ({ ...minute, text: `no ${index}.` }));
    const shown = Array.from({ length: 20 }, (_, page) =>
      JSON.stringify(pageMessage(room(numbered), issues, page)),
    ).join('');
    expect(numbered.filter(({ text }) => !shown.includes(`${text} `))).toEqual([]);
  });

  test('“Show all” is there for topics and for words that were cut, and shows them', () => {
    const many = Array.from({ length: 40 }, (_, index) => `Topic ${index} ${'of some length '.repeat(6)}`);
    const long = `${'a '.repeat(200)}end`;
    for (const held of [room([], many, true), room([said('decision', long, 1)], [], true)])
      expect(JSON.stringify(summaryMessage(held, issues))).toContain('Show all');
    const pages = JSON.stringify([pageMessage(room([], many, true), issues, 0)]);
    expect(pages).toContain('1 of 1');
    expect(pages).toContain('Topic 38');
    expect(pages).toContain('Topic 39');
    expect(JSON.stringify(pageMessage(room([said('decision', long, 1)]), issues, 0))).toContain('a end');
  });

  test('a meeting in which nothing was said has a summary too', () => {
    const { blocks } = summaryMessage(room([], [], true), new Map());
    expect(JSON.stringify(blocks)).toContain('Nothing was written down.');
    accepted(summaryMessage(room([], [], true), new Map()));
    accepted(pageMessage(room([]), new Map(), 3));
  });
});

/** Random text, sown with what means something to GitHub, to Prow or to Slack. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 12 }),
      fc.constantFrom('\n/close', '\r/assign @lee', '\u2028/lgtm', '@dana', '&#64;dana', '<!--', '-->', '> '),
      fc.constantFrom('<!channel>', '<@U0DANA>', '<https://evil.example|y>', '*', '`', '```', '](', '#12'),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('whatever is typed, it calls nobody and commands nothing, in Slack, in a comment and in a document', () => {
  const facts = {
    author: 'sigbot',
    members: new Set(['sigbot', 'lee']),
    participants: ['sigbot'],
    isPullRequest: false,
    labels: [],
    known: new Map(),
    state: 'open' as const,
  };
  fc.assert(
    fc.property(hostile, fc.boolean(), (text, ended) => {
      const minutes = KINDS.map((kind, index) => said(kind, text, index));
      const held = room(minutes, [text], ended);
      const shown = ended ? summaryMessage(held, issues) : sittingMessage(held, issues, START);
      accepted(shown);
      const live = textsOf(shown.blocks)
        .join('\n')
        .replace(
          /<@U0(?:LEE|DANA|PERSON\d+)>|<!date\^\d+\^[^|>]*\|[^>]*>|<https:\/\/github\.com[^|>]*\|/g,
          '',
        );
      expect(live.replace(/[^<]/g, '')).toBe('');
      const comment = decisionComment(held, minutes, {
        summary: 'https://x.slack.com/archives/C1/p1',
        by: text,
      });
      expect(ordersOf(comment.replace(/[\v\f\u0085\u2028\u2029\r]/g, '\n'), facts).assign).toEqual([]);
      const document = ended
        ? (minutesDocument(held, issues, new Map([['U0LEE', text]]))?.markdown ?? '')
        : '';
      for (const outside of [comment, document]) {
        expect(outside.replace(/&(?:#0*64|#x0*40|commat);/gi, '@')).not.toMatch(/@(?!\u200b)/);
        expect(outside).not.toMatch(/^\s*\//m);
        expect(outside).not.toContain('<!--');
      }
    }),
    { numRuns: 150 },
  );
});

describe('what is typed', () => {
  test.each([
    ['decision', ['We ship it', '#12'], { text: 'We ship it', issue: '#12' }],
    ['decision', ['We', 'ship', '#12'], { text: 'We ship', issue: '#12' }],
    ['decision', ['close #12'], { text: 'close #12' }],
    ['decision', ['#12'], { text: '#12' }],
    ['note', ['by', 'friday'], { text: 'by friday' }],
    [
      'note',
      ['see', '<https://github.com/a/b/issues/3>'],
      { text: 'see', issue: '<https://github.com/a/b/issues/3>' },
    ],
    [
      'action',
      ['<@U0LEE>', 'do it', 'by', '2026-12-10'],
      { owner: '<@U0LEE>', text: 'do it', due: '2026-12-10' },
    ],
    [
      'action',
      ['me', 'stand', 'by', 'him', 'by', 'Friday'],
      { owner: 'me', text: 'stand by him', due: 'friday' },
    ],
    ['action', ['stand', 'by', 'him'], { text: 'stand by him' }],
    ['action', ['me', 'ask again by  10 December'], { owner: 'me', text: 'ask again', due: '10 december' }],
    [
      'action',
      ['do', 'it', 'by', 'the', 'end', 'of', 'next', 'week'],
      { text: 'do it', due: 'the end of next week' },
    ],
    ['action', ['do it by Friday', 'by', 'monday'], { text: 'do it by Friday', due: 'monday' }],
    ['action', ['stand by him'], { text: 'stand by him' }],
    ['decision', ['We ship by Friday'], { text: 'We ship by Friday' }],
    ['action', ['do', 'it', 'by', 'Friday.'], { text: 'do it', due: 'friday' }],
    ['action', ['do it', 'by', 'next', 'meeting', '#7'], { text: 'do it', due: 'next meeting', issue: '#7' }],
    ['action', ['do it', '#7', 'by', 'next', 'meeting'], { text: 'do it', due: 'next meeting', issue: '#7' }],
  ] as const)('%s %j', (kind, words, typed) => {
    const { owner, issue: about, due, text } = readMinute(kind, words);
    expect({ owner, issue: about, due, text }).toEqual({
      owner: undefined,
      issue: undefined,
      due: undefined,
      ...typed,
    });
  });

  test.each([
    ['decision', [], 'What is the decision?'],
    ['action', ['<@U0LEE>'], 'What is the action?'],
    ['action', ['do it', 'by', 'someday'], '“by someday” is not understood.'],
    ['note', ['x'.repeat(501)], 'longer than 500 characters'],
  ] as const)('%s %j is refused', (kind, words, why) => {
    expect(() => readMinute(kind, words)).toThrow(why);
  });

  test.each([
    ['today', '2026-12-03'],
    ['tomorrow', '2026-12-04'],
    ['friday', '2026-12-04'],
    ['thu', '2026-12-10'],
    ['next meeting', '2026-12-17'],
    ['2027-01-01', '2027-01-01'],
    ['2026-12-9', '2026-12-09'],
    ['10 December', '2026-12-10'],
    ['Dec. 10th', '2026-12-10'],
    ['the 10th of December', '2026-12-10'],
    ['december 10, 2027', '2027-12-10'],
    ['13/12/2026', '2026-12-13'],
    ['1 February', '2027-02-01'],
    ['this week', '2026-12-04'],
    ['the end of the week', '2026-12-04'],
    ['next week', '2026-12-11'],
    ['the end of next week', '2026-12-11'],
    ['the next meeting', '2026-12-17'],
  ])('by %s', (text, day) => {
    expect(dueDay(text, 'America/Los_Angeles', START, '2026-12-17T18:00:00Z')).toBe(day);
  });

  test.each([
    ['2026-13-01', 'is no day'],
    ['2026-12-02', 'Wed 2 Dec is over'],
    ['30 November', 'Mon 30 Nov is over'],
    ['1 February 2026', 'is over'],
    ['31 February', 'is no day'],
    ['10 Dezember', 'is no day'],
    ['10/12/2026', 'may be one of two days'],
  ])('by %s is refused', (text, why) => {
    expect(() => dueDay(text, 'America/Los_Angeles', START, '2026-12-10')).toThrow(why);
  });
});

describe('who may, by the state of things', () => {
  const app = createApp([feature]);
  const { sitting, items } = room([], ['A', 'B']);
  const call = { user: 'U0DANA', channel: 'C0NODE', now: START };
  const world = (differs: Partial<State> = {}) =>
    portsOf({ meetings: [weekly], sittings: [sitting], items, issues: [issue], ...differs });
  const on = JSON.stringify({ id: 'sig-node/weekly/2026-12-03', item: 't0' });

  test('a press on a topic that has gone ends nothing', async () => {
    const stale = JSON.stringify({ id: 'sig-node/weekly/2026-12-03', item: 'gone' });
    const reply = await app.press('sitting:next', stale, call, world());
    expect(reply.effects ?? []).toEqual([]);
    expect(reply.message?.text).toContain('Somebody was faster. Now: A');
  });

  test('a press after the end says so', async () => {
    const over = world({ sittings: [{ ...sitting, endedAt: START }] });
    for (const [action, value] of [
      ['sitting:next', on],
      ['sitting:here', 'sig-node/weekly/2026-12-03'],
      ['sitting:end', 'sig-node/weekly/2026-12-03'],
    ] as const)
      expect((await app.press(action, value, call, over)).message?.text).toContain('Weekly Meeting is over.');
  });

  test('a guest says that they are here, and nothing else', async () => {
    const guest = { ...call, user: 'U0GAST' };
    const ports = world({ people: [{ slack: 'U0GAST', standing: 'guest' }] });
    const here = await app.press('sitting:here', 'sig-node/weekly/2026-12-03', guest, ports);
    expect(here.effects?.map(({ kind }) => kind)).toEqual(['sitting.join', 'slack.update']);
    for (const words of ['note "x"', 'decision "x"', 'action me "x"', 'next', 'meeting end', 'present me'])
      expect((await app.command(words, guest, ports)).message?.text).toContain(
        'Guests of this Slack can look',
      );
  });

  test('whose recorded decision may not be sent by them goes by who ends the meeting; else it stays', async () => {
    const decision = { ...said('decision', 'Go', 1), by: 'U0MORI' };
    const ended = await app.command('meeting end', call, world({ minutes: [decision] }));
    expect(ended.effects?.find(({ kind }) => kind === 'github.comment')).toMatchObject({
      by: { login: 'dana', user: 'U0DANA', under: { group: 'sig-node', actions: ['comment'] } },
    });
    const byLee = await app.command('meeting end', call, world({ minutes: [{ ...decision, by: 'U0LEE' }] }));
    expect(byLee.effects?.find(({ kind }) => kind === 'github.comment')).toMatchObject({
      by: { login: 'lee' },
    });
    const locked = { ...issue, locked: true };
    const rights = { member: false, collaborator: false, triage: false, push: false, teams: [] };
    const none = await app.command(
      'meeting end',
      call,
      world({ minutes: [decision], issues: [locked], rights }),
    );
    expect(none.effects?.some(({ kind }) => kind === 'github.comment')).toBe(false);
  });

  test('one private issue holds up none of the other decisions', async () => {
    const other = { ...issue, id: '1#12' as const, number: 12, private: true as const };
    const minutes = [said('decision', 'Go', 1), { ...said('decision', 'Hide', 2), issue: other.id }];
    const ports = world({
      sittings: [{ ...sitting, endedAt: START }],
      minutes,
      issues: [issue, other],
      privacy: { channels: ['#secret'], labels: [] },
    });
    const reply = await app.press('sitting:post', 'sig-node/weekly/2026-12-03', call, ports);
    expect(reply.effects?.filter(({ kind }) => kind === 'github.comment')).toHaveLength(1);
    const text = JSON.stringify(reply.message);
    expect(text).toContain('the comment is on its way');
    expect(text).toContain('This issue is private.');
    expect(text).not.toContain('Hide');
  });

  test('while its comment is on its way a decision is not offered, and counts as told only when that is done', async () => {
    const over = { sittings: [{ ...sitting, endedAt: START }] };
    const asked = { ...said('decision', 'Go', 1), askedAt: START };
    const post = async (minute: Minute) =>
      app.press('sitting:post', 'sig-node/weekly/2026-12-03', call, world({ ...over, minutes: [minute] }));
    expect((await post(asked)).message?.text).toBe('What was decided is on its way to GitHub.');
    expect((await post({ ...asked, sentAt: START })).message?.text).toBe('Every decision is on its issue.');
    const once = async (minute: Minute) => {
      const [comment] = ((await post(minute)).effects ?? []).filter(({ kind }) => kind === 'github.comment');
      return comment && 'once' in comment ? comment.once : undefined;
    };
    const first = await once(said('decision', 'Go', 1));
    const again = await once({ ...asked, refusedAt: START + 1 });
    expect([first, again]).not.toContain(undefined);
    expect(again).not.toBe(first);
  });

  test('a private issue is named in no other channel', async () => {
    const hidden = { ...issue, private: true as const };
    const ports = world({ issues: [hidden], minutes: [said('decision', 'Go', 1)] });
    const subject = { kind: 'sitting', id: 'sig-node/weekly/2026-12-03' } as const;
    const shown = await app.render(subject, 'C0NODE', ports);
    expect(JSON.stringify(shown?.blocks)).not.toContain('4711');
    expect(shown?.names).toEqual([{ issue: issue.id, hidden: true }]);
    expect((await app.command('decision "x" #4711', call, ports)).message?.text).toContain('private');
  });

  test('what was said of a private issue stays out of other channels, and out of GitHub altogether', async () => {
    const hidden = { ...issue, private: true as const };
    const minutes = [
      said('decision', 'Rotate the key', 1),
      { ...said('note', 'The key lies in the log', 2), issue: undefined, item: 't0' },
      { ...said('note', 'Lee brought tea', 3), issue: undefined },
    ];
    const { sitting, items } = room([], ['The key leaks'], true);
    const privacy = { channels: ['C0SECRET'], labels: [] };
    const covered = [
      { item: 't0', text: 'The key leaks', issue: issue.id, how: 'done' as const, carried: 0 },
    ];
    const about = { issues: [hidden], minutes, items, privacy };
    const on = world({ ...about, sittings: [{ ...sitting, endedAt: undefined }] });
    const over = world({ ...about, sittings: [{ ...sitting, covered }] });
    const subject = { kind: 'sitting', id: 'sig-node/weekly/2026-12-03' } as const;

    for (const ports of [on, over]) {
      const told = JSON.stringify(await app.render(subject, 'C0NODE', ports));
      expect(told).not.toMatch(/key/i);
      expect(told).toContain('about what may not be shown here');
    }
    const id = 'sig-node/weekly/2026-12-03';
    const stale = JSON.stringify({ id, item: 'gone' });
    for (const [action, value] of [
      ['sitting:say', JSON.stringify({ id, kind: 'note' })],
      ['sitting:end', id],
      ['sitting:next', stale],
    ] as const) {
      const answer = await app.press(action, value, call, on);
      expect(JSON.stringify(answer)).toContain('about what may not be shown here');
      expect(JSON.stringify([answer.view, answer.message])).not.toMatch(/key/i);
    }
    expect((await app.command('next', call, on)).message?.text).not.toMatch(/key/i);
    const marked = { ...over, directory: { ...over.directory, channel: (id: string) => ({ id, name: '' }) } };
    expect(JSON.stringify(await app.render(subject, 'C0SECRET', marked))).toContain('Rotate the key');
    const document = await feature.documents?.sitting?.(subject, over);
    expect(document?.markdown).not.toMatch(/key|shown here/i);
    expect(document?.markdown).toContain('Lee brought tea');
    const due = { ...said('action', 'Change the key', 1), due: '2026-12-04' };
    const open = world({ ...about, minutes: [due], listeners: ['U0LEE'] });
    const nine = Date.parse('2026-12-03T17:00Z');
    const { effects } = await app.tick(nine, { ...open, calendar: { now: () => nine } }, nine - 60_000);
    const letter = effects.find(({ kind }) => kind === 'slack.dm');
    expect(letter).toMatchObject({ text: expect.stringContaining('is due on') as string });
    expect(JSON.stringify(letter)).not.toMatch(/key/i);
    const did = await app.press('sitting:did', due.id, { ...call, user: 'U0LEE' }, open);
    expect(did.message?.text).toBe('Done: about what may not be shown here');
    expect(JSON.stringify(await app.command('action list', call, open))).not.toMatch(/key/i);
  });

  test('a private meeting is known in its own channel alone', async () => {
    const ports = world({ meetings: [{ ...weekly, private: true }] });
    const elsewhere = { ...call, channel: 'C0NET' };
    expect((await app.press('sitting:next', on, elsewhere, ports)).message?.text).toContain(
      'no longer in the directory',
    );
  });

  test('what a private meeting decided goes nowhere by itself, and does not name it', async () => {
    const hidden = { ...weekly, private: true };
    const ports = world({ meetings: [hidden], minutes: [said('decision', 'Go', 1)] });
    const ended = await app.command('meeting end', call, ports);
    expect(ended.effects?.some(({ kind }) => kind === 'github.comment')).toBe(false);
    const held = { ...room([]), timetable: timetableOf(hidden, []) };
    const comment = decisionComment(held, [said('decision', 'Go', 1)], { summary: 'https://x.example/' });
    expect(comment).not.toMatch(/Weekly|x\.example/);
    const document = feature.documents?.sitting;
    expect(await document?.({ kind: 'sitting', id: 'sig-node/weekly/2026-12-03' }, ports)).toBeUndefined();
  });

  test('what is said gets an id and a place of its own', () => {
    const held = room([said('note', 'a', 1)], ['A']);
    expect(minuteOf(held, { kind: 'note', text: 'b' }, 'U0LEE', 5)).toEqual({
      id: 'sig-node/weekly/2026-12-03/2',
      meeting: weekly.id,
      key: '2026-12-03',
      kind: 'note',
      text: 'b',
      item: 't0',
      by: 'U0LEE',
      at: 5,
    });
  });

  test('the minutes as a document', () => {
    const minutes = [said('decision', 'Go *now*', 1), said('action', 'Ask', 2), said('note', 'Windy', 3)];
    const names = new Map([
      ['U0DANA', 'Dana Okafor'],
      ['U0LEE', 'Lee'],
    ]);
    const held = room(minutes, ['A', 'B'], true);
    const document = minutesDocument(
      { ...held, sitting: { ...held.sitting, present: ['U0DANA', 'U0LEE'] } },
      issues,
      names,
    );
    expect(document).toEqual({
      title: 'SIG Node: Weekly Meeting, 2026-12-03',
      markdown: `Held Thu 3 Dec, 10:00 (America/Los_Angeles), led by Dana Okafor.

Present: Dana Okafor, Lee.

### Decisions

- Go \\*now\\* ([kubernetes/kubernetes#\u200B4711](https://github.com/kubernetes/kubernetes/issues/4711))

### Actions

- Ask ([kubernetes/kubernetes#\u200B4711](https://github.com/kubernetes/kubernetes/issues/4711)), Lee, by 2026-12-10

### Notes

- Windy ([kubernetes/kubernetes#\u200B4711](https://github.com/kubernetes/kubernetes/issues/4711))

### Talked about

- A

### Goes on to the next meeting

- B (carried over once)`,
    });
    expect(minutesDocument(room([]), issues, names)).toBeUndefined();
    const recordingsUrl = 'https://video.example/all';
    const kept = { ...held, timetable: timetableOf({ ...weekly, recordingsUrl }, []) };
    expect(minutesDocument(kept, issues, names)?.markdown).toContain(`[Recordings](<${recordingsUrl}>)`);
    const own = { ...kept, sitting: { ...held.sitting, recordingUrl: 'https://video.example/1' } };
    expect(minutesDocument(own, issues, names)?.markdown).toContain('[Recording](<https://video.example/1>)');
  });
});

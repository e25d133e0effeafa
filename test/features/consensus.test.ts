import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordersOf } from '../../playground/github/prow.ts';
import { refusalOfMessage, refusalOfView } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import type { Consensus } from '../../src/domain/consensus.ts';
import type { Meeting } from '../../src/domain/meeting.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Effect } from '../../src/effect.ts';
import type { Message } from '../../src/feature.ts';
import { cardMessage, listMessage } from '../../src/features/consensus/blocks.ts';
import { consensus as feature } from '../../src/features/consensus/consensus.ts';
import { noteDocument } from '../../src/features/consensus/document.ts';
import { extendModal, objectModal, resolveModal, stopModal } from '../../src/features/consensus/form.ts';
import { readTyped, readUntil } from '../../src/features/consensus/words.ts';
import { toPage } from '../../src/publishing.ts';
import { aConsensus, agreedBy, concernOf } from '../support/consensus.ts';
import { anIssue, NOW, sigNetwork, sigNode } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';
import { words } from '../support/words.ts';

const app = createApp([feature]);
const issue = anIssue();
const DONE = { issues: [issue] };
const CARD = { subject: { kind: 'consensus', id: aConsensus().id }, channel: 'C0NODE', ts: '17.4' } as const;
const call = (user = 'U0DANA', channel = 'C0NODE') => ({ user, channel, now: NOW });

const ask = (text: string, state: Partial<State> = {}, user?: string, channel?: string) =>
  app.command(`consensus ${text}`, call(user, channel), portsOf({ ...DONE, ...state }));
const kinds = (effects: readonly Effect[] = []) => effects.map(({ kind }) => kind);
const put = (effects: readonly Effect[] = []): Consensus | undefined =>
  effects.flatMap((one) => (one.kind === 'consensus.put' ? [one.consensus] : []))[0];

/** Monday to Friday, nine to five in UTC; NOW is a Monday at ten. */
const OFFICE = [{ zone: 'UTC', from: 540, to: 1020, days: [1, 2, 3, 4, 5], holidays: [] }];
const at = (text: string) => Date.parse(`${text}:00Z`);

describe('until when', () => {
  const until = (said: string, zone = 'Europe/Berlin') => readUntil(said, { zone, hours: OFFICE, now: NOW });

  test.each([
    ['0h', '2026-03-02T10:00'],
    ['72 business hours', '2026-03-13T10:00'],
    ['16h', '2026-03-04T10:00'],
    ['3 business days', '2026-03-05T10:00'],
    ['2 weeks', '2026-03-16T10:00'],
    ['a fortnight', '2026-03-16T10:00'],
    ['friday', '2026-03-06T22:59'],
    ['2026-03-06', '2026-03-06T22:59'],
    ['6 March 18:00', '2026-03-06T17:00'],
    ['friday 6pm UTC', '2026-03-06T18:00'],
    ['friday 18:00 America/New_York', '2026-03-06T23:00'],
    ['friday 18:00 London', '2026-03-06T18:00'],
  ])('%s', (said, expected) => {
    expect(until(said)).toBe(at(expected));
  });

  test.each(['soon', '', '18:00', 'friday at some time', 'friday 18:00 sharp please', '72 moons'])(
    '“%s” is no time',
    (said) => {
      expect(() => until(said)).toThrow('no time sigbot understands');
    },
  );

  test.each(['6/3/2026', '2026-02-30'])('“%s” is no date', (said) => {
    expect(() => until(said)).toThrow(said);
  });
});

describe('what is typed', () => {
  const NAMES = { person: () => 'Dana', channel: () => undefined };
  const typed = (text: string) => {
    const split = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    return readTyped('start', split, NAMES);
  };

  test.each([
    [
      '4711 "We drop it" until friday 18:00',
      { issue: '4711', text: 'We drop it', until: 'friday 18:00', asked: [] },
    ],
    [
      '"We wait until spring" until friday',
      { issue: undefined, text: 'We wait until spring', until: 'friday', asked: [] },
    ],
    [
      'this We drop it asking <@U1> and <@U2|b>',
      { issue: 'this', text: 'We drop it', until: undefined, asked: ['U1', 'U2'] },
    ],
    ['#7 "Ask <@U3>" until 72h asking <@U1>', { issue: '#7', text: 'Ask Dana', until: '72h', asked: ['U1'] }],
  ])('%s', (text, expected) => {
    expect(typed(text)).toEqual(expected);
  });

  test('after “asking” come people alone, and what is too long is not cut', () => {
    expect(() => typed('7 "x" asking everybody')).toThrow('“everybody” is nobody who could be asked.');
    expect(() => typed(`7 "${'x'.repeat(501)}"`)).toThrow('longer than 500');
  });
});

describe('who begins', () => {
  const START = 'start 4711 "We drop it"';

  test('a lead: it is kept, shown in the channel and on the issue; the other leads are asked', async () => {
    const group = { ...sigNode, leads: [...sigNode.leads, ...sigNetwork.leads] };
    const { effects, message, issue: about } = await ask(START, { groups: [group] });
    expect(kinds(effects)).toEqual(['consensus.put', 'slack.post', 'github.note']);
    expect(put(effects)).toMatchObject({
      proposal: 'We drop it',
      asked: ['U0NOOR'],
      deadline: NOW + 72 * HOUR,
      writer: { login: 'dana', githubId: 101 },
    });
    expect(words(message)).toEqual(['Asked in <#C0NODE>, open until 2026-03-05 10:00 UTC.']);
    expect(about).toEqual(issue);
  });

  test.each<[string, string, Partial<State>, string]>([
    ['somebody whose account is not known', 'U0MORI', {}, 'Link your GitHub account: `/sig link`'],
    [
      'somebody who decides nothing',
      'U0NOOR',
      {},
      'The leads and triagers of SIG Node seek its consensus: dana.',
    ],
    [
      'a guest',
      'U0DANA',
      { people: [{ slack: 'U0DANA', github: 'dana', standing: 'guest' }] },
      'Guests of this Slack',
    ],
    [
      'about an issue that is gone',
      'U0DANA',
      { issues: [anIssue({ gone: 'deleted' })] },
      'is no longer there',
    ],
    ['without a channel', 'U0DANA', { channels: {} }, 'sigbot knows no channel of SIG Node'],
    ['while another one is open', 'U0DANA', { consensus: [aConsensus()] }, 'seeks consensus on it already'],
    [
      'while another one has stalled',
      'U0DANA',
      { consensus: [aConsensus({ state: 'stalled' })] },
      'on it already',
    ],
  ])('not %s', async (_who, user, state, refusal) => {
    const reply = await ask(START, state, user, state.channels ? 'C0OTHER' : 'C0NODE');
    expect(words(reply.message).join()).toContain(refusal);
    expect(reply.effects).toBeUndefined();
  });

  const both = anIssue({ labels: ['sig/node', 'sig/network'] });
  test.each<[string, string, Parameters<typeof anIssue>[0], string]>([
    ['in its channel, whatever the issue’s labels', 'C0NODE', { labels: [] }, 'Asked in <#C0NODE>'],
    ['elsewhere, of the issue’s only group', 'C0OTHER', {}, 'Asked in <#C0NODE>'],
    [
      'elsewhere, not of one of several',
      'C0OTHER',
      { labels: both.labels },
      'several groups: SIG Node, SIG Network.',
    ],
    ['elsewhere, not of none', 'C0OTHER', { labels: [] }, 'has no group’s label.'],
  ])('of which group: %s', async (_where, channel, differs, expected) => {
    const { message } = await ask(START, { issues: [anIssue(differs)] }, 'U0DANA', channel);
    expect(words(message).join()).toContain(expected);
  });

  test.each([
    ['until tomorrow', 'The earliest is Thu 5 Mar, 11:00 in Berlin.'],
    ['until 2026-09-01', 'more than 90 days ahead'],
    ['asking <@U0GAST>', '<@U0GAST> is no full member of this Slack'],
  ])('%s is refused', async (more, refusal) => {
    const people = [
      { slack: 'U0DANA', github: 'dana' },
      { slack: 'U0GAST', standing: 'guest' as const },
    ];
    const reply = await ask(`${START} ${more}`, { zone: 'Europe/Berlin', people });
    expect(words(reply.message).join()).toContain(refusal);
  });

  test('not about what the group’s channel may not show; where it may, the text is handed over', async () => {
    const issues = [anIssue({ private: true })];
    const hidden = await ask(START, { issues });
    expect(words(hidden.message)).toContain('This issue is private.');
    const privacy = { channels: ['sig-node'], labels: [] };
    const { effects, message } = await ask(START, { issues, privacy });
    expect(kinds(effects)).toEqual(['consensus.put', 'slack.post']);
    expect(words(message).join()).toContain(
      'Of private issues sigbot writes nothing by itself. Paste this there:',
    );
  });

  test.each<[string, Partial<State>, string]>([
    ['where nobody but people write', { writing: { write: 'as-person', through: 'prow' } }, 'only as people'],
    ['where the bot writes nothing', { mode: 'handoff' }, 'sigbot may not write in kubernetes/kubernetes.'],
    ['where GitHub would not let them', { rights: undefined }, 'GitHub could not be asked'],
  ])('%s the text is handed over', async (_why, state, because) => {
    const { effects, message } = await ask(START, state);
    expect(kinds(effects)).toEqual(['consensus.put', 'slack.post']);
    expect(put(effects)).not.toHaveProperty('writer');
    expect(words(message).join()).toContain(because);
    expect(words(message).join()).toContain('SIG Node seeks consensus');
  });
});

describe('who answers', () => {
  const state = { ...DONE, consensus: [aConsensus({ concerns: [concernOf('U0MORI')] })] };
  const press = (action: string, user: string, value = aConsensus().id) =>
    app.press(`consensus:${action}`, value, call(user), portsOf(state));
  const concern = JSON.stringify({ id: aConsensus().id, number: 1 });
  const resolve = (user: string, text: string) =>
    app.submit('consensus:resolve', { text }, concern, call(user), portsOf(state));

  test('any member, and the card and the comment follow without a word', async () => {
    const { effects, message } = await press('agree', 'U0LEE');
    expect(kinds(effects)).toEqual(['consensus.put', 'slack.update', 'github.note']);
    expect(put(effects)?.agreed).toEqual(agreedBy('U0LEE'));
    expect(message).toBeUndefined();
    expect(words((await press('back', 'U0LEE')).message)).toEqual([
      'You have said nothing that could be taken back.',
    ]);
  });

  test('who raised a concern withdraws it without a word, a lead answers it with one, others do neither', async () => {
    expect(put((await resolve('U0MORI', '')).effects)?.concerns[0]?.resolved?.how).toBe('withdrawn');
    expect(put((await resolve('U0DANA', 'No')).effects)?.concerns[0]?.resolved).toMatchObject({
      how: 'answered',
      text: 'No',
    });
    expect(words((await resolve('U0DANA', ' ')).message).join()).toContain('Say in a sentence');
    expect(words((await resolve('U0LEE', 'No')).message).join()).toContain('Who raised it, and the leads');
    expect(words((await press('resolve', 'U0LEE', concern)).message).join()).toContain('Ask <@U0MORI>');
  });

  test('what is over, or not to be shown, is answered no more', async () => {
    const late = { ...call('U0LEE'), now: NOW + 72 * HOUR };
    const over = await app.press('consensus:agree', aConsensus().id, late, portsOf(state));
    expect(words(over.message).join()).toContain('Its time is over, and it is not accepted.');
    const hidden = portsOf({ ...state, issues: [anIssue({ private: true })] });
    const reply = await app.press('consensus:agree', aConsensus().id, call('U0LEE'), hidden);
    expect(words(reply.message).join()).toContain('may not be shown here');
  });
});

describe('when its issue is touched', () => {
  const touched = (differs: Parameters<typeof anIssue>[0], state: Partial<State> = {}) => {
    const about = anIssue(differs);
    const all = [aConsensus({ id: 'sig-node/1#4711/b', state: 'accepted' }), aConsensus()];
    return app.issueTouched(about, portsOf({ issues: [about], consensus: all, ...state }));
  };
  const hidden = [{ ...CARD, names: [{ issue: issue.id, hidden: true }] }];

  test.each<[string, Parameters<typeof anIssue>[0], Partial<State>, string[]]>([
    ['the card that is open follows', { state: 'closed' }, {}, ['slack.update']],
    ['deleted: all follow', { gone: 'deleted' }, {}, ['slack.update', 'slack.update']],
    [
      'public again: the comments are written too',
      {},
      { naming: hidden },
      ['slack.update', 'slack.update', 'github.note', 'github.note'],
    ],
    ['of another issue nothing', {}, { consensus: [] }, []],
  ])('%s', async (_what, differs, state, expected) => {
    expect(kinds((await touched(differs, state)).effects)).toEqual(expected);
  });
});

const weekly: Meeting = {
  id: 'sig-node/weekly',
  group: 'sig-node',
  title: 'Weekly',
  sessions: [
    {
      written: {},
      reading: {
        verdict: 'exact',
        reason: 'Said.',
        zone: 'UTC',
        rule: { rrule: 'FREQ=WEEKLY;BYDAY=FR', time: 600, zone: 'UTC' },
      },
    },
  ],
  dates: [],
  minutes: 60,
  private: false,
};

describe('what a minute brings', () => {
  const tick = (now: number, state: Partial<State>) =>
    app.tick(now, portsOf({ ...DONE, posted: [CARD], ...state }), now - MINUTE);
  const END = NOW + 72 * HOUR;

  test('nothing before it is time, and nothing of what is over', async () => {
    const all = [aConsensus(), aConsensus({ state: 'stalled' }), aConsensus({ state: 'accepted' })];
    expect((await tick(NOW + HOUR, { consensus: all })).effects).toEqual([]);
  });

  test('those who were asked and are silent are asked once more; where nobody is, it is only noted', async () => {
    const { effects } = await tick(NOW + 48 * HOUR, {
      consensus: [aConsensus({ agreed: agreedBy('U0NOOR') })],
    });
    expect(kinds(effects)).toEqual(['consensus.put', 'slack.reply']);
    expect(put(effects)?.nudgedAt).toBe(NOW + 48 * HOUR);
    expect(effects[1]).toMatchObject({
      thread: '17.4',
      about: issue.id,
      text: expect.stringMatching(/^<@U0DANA>: /),
    });
    const answered = aConsensus({ agreed: agreedBy('U0NOOR', 'U0DANA') });
    expect(kinds((await tick(NOW + 48 * HOUR, { consensus: [answered] })).effects)).toEqual([
      'consensus.put',
    ]);
    const unposted = await tick(NOW + 48 * HOUR, { consensus: [aConsensus()], posted: [] });
    expect(unposted.effects).toEqual([]);
  });

  test('its end, as of its deadline: accepted', async () => {
    const { effects } = await tick(END + 5 * DAY, { consensus: [aConsensus()], meetings: [weekly] });
    expect(put(effects)).toMatchObject({ state: 'accepted', endedAt: END });
    expect(kinds(effects)).not.toContain('agenda.put');
  });

  test('stalled, it is a topic of the next meeting, once; without a meeting of none', async () => {
    const stalled = aConsensus({ concerns: [concernOf('U0MORI')] });
    const { effects } = await tick(END, { consensus: [stalled], meetings: [weekly] });
    const [item] = effects.flatMap((one) => (one.kind === 'agenda.put' ? [one.item] : []));
    expect(item).toMatchObject({
      meeting: weekly.id,
      from: '2026-03-06',
      text: 'No consensus yet: We drain for ten minutes at most',
      issue: issue.id,
      by: 'U0DANA',
    });
    expect(put(effects)).toMatchObject({ state: 'stalled', topic: item?.id });
    const again = {
      consensus: [{ ...stalled, topic: item?.id }],
      items: item ? [item] : [],
      meetings: [weekly],
    };
    expect(kinds((await tick(END, again)).effects)).not.toContain('agenda.put');
    for (const meetings of [[], [{ ...weekly, private: true }]])
      expect(put((await tick(END, { consensus: [stalled], meetings })).effects)).not.toHaveProperty('topic');
  });

  test('its end is kept also where the directory has the group no more', async () => {
    const { effects } = await tick(END, {
      consensus: [aConsensus()],
      groups: [sigNetwork],
      meetings: [weekly],
    });
    expect(put(effects)?.state).toBe('accepted');
  });
});

describe('what it looks like', () => {
  const shown = (consensus: Consensus) => ({ consensus, issue, group: 'SIG Node', onAgenda: true });

  test.each<[string, Partial<Consensus>, readonly string[]]>([
    [
      'so many +1',
      { least: 2, agreed: agreedBy('U0LEE') },
      ['Lazy consensus: who says nothing agrees. 1 of 2 +1 so far.'],
    ],
    ['no silence', { lazy: false }, ['Everybody who was asked must agree.']],
    ['too few', { least: 2, state: 'stalled' }, ['0 of 2 said +1', 'It is a topic of the next meeting.']],
    ['silent', { lazy: false, state: 'stalled' }, ['not everybody who was asked agreed']],
    ['resolved after it stalled', { state: 'stalled' }, ['nothing is in its way any more']],
    ['handed over', { writer: undefined, state: 'accepted' }, ['[Text for GitHub]']],
  ])('%s', (_what, differs, expected) => {
    const text = words(cardMessage(shown(aConsensus(differs)))).join('\n');
    for (const one of expected) expect(text).toContain(one);
  });

  test('Slack takes each, however much was said', () => {
    const long = '&'.repeat(500);
    const concerns = Array.from({ length: 60 }, (_, index) => ({
      ...concernOf('U0MORI'),
      number: index + 1,
      text: long,
      ...(index % 2 ? { resolved: { how: 'answered' as const, by: 'U0DANA', at: NOW, text: long } } : {}),
    }));
    const many = Array.from({ length: 200 }, (_, index) => `U0PERSON${index}`);
    const whole = aConsensus({ proposal: long, asked: many, agreed: agreedBy(...many), concerns });
    const issueOf = { ...shown(whole), issue: anIssue({ title: long }) };
    const list = Array.from({ length: 60 }, () => ({
      ...issueOf,
      card: 'https://harbour.slack.com/archives/C0/p1',
    }));
    accepted(cardMessage(issueOf));
    expect(words(cardMessage(issueOf)).join()).toContain('Concern 60');
    accepted(listMessage(undefined, list));
    const [concern] = concerns;
    const modals = [
      objectModal(whole),
      extendModal(whole),
      stopModal(whole),
      resolveModal(whole, concern!, true),
    ];
    for (const modal of modals) expect(refusalOfView(modal)).toBeUndefined();
  });

  /** Slack refuses a message of more characters in all; the number is measured, not documented. */
  const MOST = 12_000;

  function accepted({ text, blocks }: Message): void {
    expect(refusalOfMessage({ text, blocks })).toBeUndefined();
    expect(words({ text, blocks }).join('\n').length).toBeLessThan(MOST);
  }
});

test('whatever people write, the comment commands nothing, mentions nobody and hides nothing', () => {
  const sown = fc.constantFrom(
    '\n',
    '\r',
    '\u2028',
    '/close',
    '/lgtm',
    '@dana',
    '&#64;dana',
    '<!--',
    '-->',
    '```',
    '- ',
    '#1',
  );
  const hostile = fc
    .array(fc.oneof(fc.string({ unit: anyCharacter, maxLength: 8 }), sown), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const facts = {
    author: 'sigbot',
    members: new Set(['sigbot']),
    participants: ['sigbot'],
    isPullRequest: true,
    labels: ['sig/node'],
    known: new Map(),
    state: 'open' as const,
  };
  fc.assert(
    fc.property(hostile, fc.constantFrom('open', 'accepted', 'stalled', 'stopped'), (text, state) => {
      const concerns = [
        { ...concernOf('U0MORI'), text },
        { ...concernOf('U0LEE', { how: 'answered', by: 'U0DANA', at: NOW, text }), text },
      ];
      const said = {
        proposal: text,
        concerns,
        agreed: agreedBy('U0LEE'),
        state,
        stopped: { by: 'U0DANA', why: text },
      };
      const names = new Map([['U0LEE', text]]);
      const { markdown } = toPage(noteDocument(aConsensus(said), { ...sigNode, title: text }, { names }));
      const none = { add: [], remove: [], assign: [], unassign: [], replies: [] };
      expect(ordersOf(markdown, facts)).toEqual(none);
      expect(markdown.replace(/&(?:#0*64|#x0*40|commat);/gi, '@')).not.toMatch(/@(?!\u200b)/);
      expect(markdown).not.toContain('<!--');
    }),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agendaId, readAgendaId, timesCarried, topicsOn, type AgendaItem } from '../../src/domain/agenda.ts';
import { agendaWords, groupOfLabel, readAsked } from '../../src/domain/agenda-words.ts';
import { sigNetwork, sigNode } from '../support/facts.ts';

const topic = (differs: Partial<AgendaItem> = {}): AgendaItem => ({
  id: 'a',
  meeting: 'sig-node/0',
  from: '2026-12-03',
  text: 'Drain timeout',
  by: 'U0LEE',
  at: 1,
  state: 'open',
  carried: 0,
  position: 1,
  ...differs,
});

test('an agenda’s id says whose it is', () => {
  for (const key of ['2026-12-03', '2026-12-03T18:00:00Z'])
    expect(readAgendaId(agendaId('sig-node/0', key))).toEqual({ meeting: 'sig-node/0', key });
});

test('a topic is on the agenda from its occurrence on', () => {
  const on = (key: string) => topicsOn([topic()], key).length;
  expect(['2026-11-26', '2026-12-03', '2026-12-03T18:00:00Z', '2026-12-10'].map(on)).toEqual([0, 1, 1, 1]);
});

test.each<[string, Partial<AgendaItem>, string[], number]>([
  ['new', {}, ['2026-11-26'], 0],
  [
    'not reached, and put off by whoever led the meeting',
    { carried: 1, from: '2026-12-10' },
    ['2026-12-03'],
    1,
  ],
  ['two meetings passed of which nobody said anything', {}, ['2026-12-03', '2026-12-10'], 2],
  ['both', { carried: 1, from: '2026-12-10' }, ['2026-12-03', '2026-12-10'], 2],
])('how often it was carried over: %s', (_how, differs, passed, times) => {
  expect(timesCarried(topic(differs), passed)).toBe(times);
});

test.each<[string, string | undefined]>([
  ['/agenda', ''],
  ['/agenda Who rigs it? ', 'Who rigs it?'],
  ['I looked.\r\n/Agenda\tnode  why', 'node  why'],
  ['see /agenda there', undefined],
  ['> /agenda quoted', undefined],
  ['/agendas', undefined],
  ['<!--\n/agenda hidden\n-->', undefined],
  ['', undefined],
])('in a comment %j asks for %j', (text, words) => {
  expect(agendaWords(text)).toBe(words);
});

test('whatever is commented, it is read or not, and never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(agendaWords(`${text}\n/agenda x`) ?? 'x').toBeTypeOf('string');
    }),
  );
});

describe('whose agenda is meant', () => {
  const groups = [sigNode, sigNetwork];

  test.each([
    ['agenda/node', 'sig-node'],
    ['Agenda/SIG-Node', 'sig-node'],
    ['agenda/boats', undefined],
    ['agenda/', undefined],
    ['sig/node', undefined],
  ])('by the label %s', (label, id) => {
    expect(groupOfLabel(label, groups)?.id).toBe(id);
  });

  test.each<[string, 'one' | 'two', string | undefined, string]>([
    ['', 'one', 'sig-node', ''],
    ['node is slow', 'one', 'sig-node', 'node is slow'],
    ['sig-node is slow', 'one', 'sig-node', 'is slow'],
    ['network is slow', 'two', 'sig-network', 'is slow'],
    ['it is slow', 'two', undefined, ''],
  ])('by %j on an issue of %s', (words, count, id, text) => {
    const asked = readAsked(words, count === 'one' ? [sigNode] : groups);
    expect([asked?.group.id, asked?.text ?? '']).toEqual([id, text]);
  });

  test('on an issue of no group nobody’s', () => {
    expect(readAsked('sig-node', [])).toBeUndefined();
  });
});

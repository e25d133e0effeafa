import { describe, expect, test } from 'vitest';
import {
  changeFor,
  decisionText,
  prowCommands,
  verdictOf,
  type Decision,
} from '../../src/domain/decision.ts';

const policy = { untriaged: { without: 'triage/' }, exclusive: ['triage/', 'priority/', 'lifecycle/'] };
const has = ['sig/node', 'priority/backlog', 'needs-triage'];

const cases: [string, Decision, string[], string | undefined][] = [
  ['accept', { accept: true }, ['/triage accepted'], 'accepted'],
  [
    'accept with a priority and a person',
    { accept: true, priority: 'important-soon', assign: ['lee'] },
    ['/triage accepted', '/priority important-soon', '/remove-priority backlog', '/assign @lee'],
    'accepted',
  ],
  ['a kind alone decides nothing', { kind: 'bug' }, ['/kind bug'], undefined],
  [
    'needs information',
    { needsInformation: { question: 'Which version?' } },
    ['/triage needs-information'],
    'needs-information',
  ],
  ['duplicate', { duplicateOf: '#12' }, ['/triage duplicate', '/close not-planned'], 'duplicate'],
  [
    'not ours',
    { notOurs: { from: 'sig/node', to: 'sig/network' } },
    ['/sig network', '/remove-sig node'],
    'not-ours',
  ],
  [
    'to a committee',
    { notOurs: { from: 'sig/node', to: 'committee/steering' } },
    ['/committee steering', '/remove-sig node'],
    'not-ours',
  ],
  [
    'to a group whose label Prow has no word for',
    { notOurs: { from: 'sig/node', to: 'team/docs' } },
    ['/label team/docs', '/remove-sig node'],
    'not-ours',
  ],
  ['close', { close: true }, ['/close not-planned'], 'closed'],
  ['assign two', { assign: ['lee', 'noor'] }, ['/assign @lee @noor'], undefined],
];

describe('a decision in Prow’s commands', () => {
  test.each(cases)('%s', (_name, decision, commands, verdict) => {
    expect(prowCommands(decision, changeFor(decision, has, policy))).toEqual(commands);
    expect(verdictOf(decision)).toBe(verdict);
    expect(decisionText(decision)).not.toBe('');
  });

  test.each(['lee\n/lgtm', 'lee\u2028/approve', 'lee /hold\u0085', 'l<!--e'])(
    '%j cannot be smuggled in as a person',
    (login) => {
      expect(() => prowCommands({ assign: [login] }, { add: [], remove: [] })).toThrow(
        /cannot be said to Prow/,
      );
    },
  );

  test('nor can a label be a command of its own', () => {
    const change = { add: ['kind/bug\n/approve'], remove: [] };
    expect(() => prowCommands({ kind: 'bug' }, change)).toThrow(/cannot be said to Prow/);
  });

  test('a pull request is closed, Prow closes none as not planned', () => {
    const change = { add: [], remove: [] };
    expect(prowCommands({ close: true }, change, { isPullRequest: true })).toEqual(['/close']);
  });

  test('what is so already is not said again', () => {
    expect(prowCommands({ accept: true }, changeFor({ accept: true }, ['triage/accepted'], policy))).toEqual(
      [],
    );
  });
});

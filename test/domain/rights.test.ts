import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayTriage } from '../../src/domain/person.ts';
import {
  mayDo,
  NO_RIGHTS,
  rightsFacts,
  type RightsFacts,
  type RepositoryRights,
  type Through,
  type WriteMode,
} from '../../src/domain/rights.ts';
import { anIssue, sigNode } from '../support/facts.ts';
import {
  ACTIONS,
  MAINTAINER,
  MEMBER,
  mori,
  NOBODIES,
  ROWS,
  TRIAGER,
  UNCERTAIN,
  type Row,
} from '../support/rights.ts';

const MODES: readonly WriteMode[] = ['handoff', 'as-person', 'as-bot'];
const THROUGH: readonly Through[] = ['prow', 'labels'];

const factsOf = ({
  person,
  rights,
  author = false,
}: Pick<Row, 'person' | 'rights' | 'author'>): RightsFacts =>
  rightsFacts(person, anIssue(), { rights, author });

const allowed = (facts: RightsFacts, write: WriteMode, through: Through) =>
  ACTIONS.filter((action) => mayDo(facts, { write, through }, action).may);

describe.each(ROWS)('$who', (row) => {
  test(`${row.decides ? 'decides' : 'does not decide'} for the group`, () => {
    expect(mayTriage(row.person, sigNode, row.rights)).toBe(row.decides);
  });

  test.each(THROUGH)('as-bot, through %s: exactly what GitHub would let them do', (through) => {
    expect(allowed(factsOf(row), 'as-bot', through)).toEqual(
      ACTIONS.filter((action) => row[through].includes(action)),
    );
  });

  test.each(THROUGH)('with their own token or their own hand GitHub judges itself, through %s', (through) => {
    expect(allowed(factsOf(row), 'as-person', through)).toEqual(ACTIONS);
    expect(allowed(factsOf(row), 'handoff', through)).toEqual(ACTIONS);
  });

  test.each(THROUGH)('as-bot, through %s, where GitHub cannot be asked: nothing', (through) => {
    expect(allowed({ ...factsOf(row), rights: undefined }, 'as-bot', through)).toEqual([]);
  });
});

describe.each(NOBODIES)('%s', (_who, person) => {
  const facts = factsOf({ person, rights: MAINTAINER, author: true });
  test.each(MODES)('decides nothing and gets nothing done, %s', (write) => {
    expect(mayTriage(person, sigNode, MAINTAINER)).toBe(false);
    for (const through of THROUGH) expect(allowed(facts, write, through)).toEqual([]);
  });
});

describe.each(UNCERTAIN)('%s', (_who, person) => {
  test('decides nothing, and nothing is written for them', () => {
    expect(mayTriage(person, sigNode, MAINTAINER)).toBe(false);
    const facts = factsOf({ person, rights: MAINTAINER, author: true });
    for (const through of THROUGH) {
      expect(allowed(facts, 'as-bot', through)).toEqual([]);
      expect(allowed(facts, 'as-person', through)).toEqual([]);
    }
  });
});

describe('the state of the issue', () => {
  const contributor = { person: mori, rights: NO_RIGHTS };
  test('a stale one may be closed by anybody through Prow, and by nobody more on GitHub', () => {
    const facts = { ...factsOf(contributor), stale: true };
    expect(allowed(facts, 'as-bot', 'prow')).toContain('close');
    expect(allowed(facts, 'as-bot', 'labels')).not.toContain('close');
  });

  test('of a private repository, one without access gets nothing done, its author included; others as ever', () => {
    const hidden = (rights: RepositoryRights) => ({
      ...rightsFacts(mori, anIssue({ private: true }), { rights, author: true }),
      stale: true,
    });
    for (const through of THROUGH) {
      expect(allowed(hidden(NO_RIGHTS), 'as-bot', through)).toEqual([]);
      expect(allowed(hidden({ ...NO_RIGHTS, member: true }), 'as-bot', through)).toEqual([]);
      expect(allowed(hidden(TRIAGER), 'as-bot', through)).toContain('label');
      expect(allowed(hidden(MAINTAINER), 'as-bot', through)).toEqual(ACTIONS);
    }
  });

  test('a locked one takes comments of those with write access only', () => {
    const locked = (rights: RepositoryRights) => ({ ...factsOf({ person: mori, rights }), locked: true });
    expect(allowed(locked(TRIAGER), 'as-bot', 'prow')).toEqual([]);
    expect(allowed(locked(TRIAGER), 'as-bot', 'labels')).toEqual(
      ACTIONS.filter((action) => action !== 'comment'),
    );
    expect(allowed(locked(MAINTAINER), 'as-bot', 'prow')).toEqual(ACTIONS);
  });
});

describe('who decides by what they are on GitHub', () => {
  test.each([
    ['members', { members: true }, MEMBER, true],
    ['members', { members: true }, TRIAGER, false],
    ['the role triage', { permission: true }, TRIAGER, true],
    ['the role triage', { permission: true }, MEMBER, false],
    ['a team', { teams: ['Org/Bugs'] }, { ...NO_RIGHTS, teams: ['org/bugs'] }, true],
    ['a team', { teams: ['org/bugs'] }, { ...MAINTAINER, teams: ['org/cats'] }, false],
    ['nobody', {}, MAINTAINER, false],
  ])('%s: %j of %j', (_what, triagers, rights, may) => {
    expect(mayTriage(mori, { ...sigNode, triagers }, rights)).toBe(may);
  });
});

test('whatever is known: more rights never allow less, and no right allows nothing but everybody’s', () => {
  const rights = fc.record({
    member: fc.boolean(),
    collaborator: fc.boolean(),
    triage: fc.boolean(),
    push: fc.boolean(),
    teams: fc.constant([]),
  });
  const flags = { author: fc.boolean(), hidden: fc.boolean(), locked: fc.boolean(), stale: fc.boolean() };
  const property = fc.property(
    rights,
    fc.record(flags),
    fc.constantFrom(...THROUGH),
    (some, state, through) => {
      const facts = { standing: 'member' as const, linked: true, ...state };
      const writing = { write: 'as-bot' as const, through };
      for (const action of ACTIONS) {
        const may = mayDo({ ...facts, rights: some }, writing, action).may;
        const most = mayDo({ ...facts, rights: MAINTAINER }, writing, action).may;
        const least = mayDo({ ...facts, rights: NO_RIGHTS }, writing, action).may;
        expect(Number(may)).toBeLessThanOrEqual(Number(most));
        expect(Number(least)).toBeLessThanOrEqual(Number(may));
      }
    },
  );
  fc.assert(property);
});

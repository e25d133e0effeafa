import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterAct,
  afterTime,
  consensusId,
  issueOfConsensus,
  lacking,
  openConcerns,
  unanswered,
  type ConsensusAct,
  type ConsensusState,
} from '../../src/domain/consensus.ts';
import {
  dueNudge,
  earliestExtension,
  deadlineAfter,
  PLAIN_CONSENSUS,
} from '../../src/domain/consensus-policy.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { aConsensus, agreedBy, concernOf } from '../support/consensus.ts';
import { NOW } from '../support/facts.ts';

const DEADLINE = NOW + 72 * HOUR;

const states: Readonly<Record<ConsensusState, ReturnType<typeof aConsensus>>> = {
  open: aConsensus({ concerns: [concernOf('U0MORI')] }),
  stalled: aConsensus({ concerns: [concernOf('U0MORI')], state: 'stalled', endedAt: DEADLINE }),
  accepted: aConsensus({ state: 'accepted', endedAt: DEADLINE }),
  stopped: aConsensus({ state: 'stopped', endedAt: NOW, stopped: { by: 'U0DANA', why: 'moot' } }),
};

const acts: Readonly<Record<ConsensusAct['what'], ConsensusAct>> = {
  agree: { what: 'agree', by: 'U0LEE', at: NOW + HOUR },
  object: { what: 'object', by: 'U0LEE', at: NOW + HOUR, text: 'Too heavy' },
  'take back': { what: 'take back', by: 'U0MORI', at: NOW + HOUR },
  resolve: { what: 'resolve', by: 'U0DANA', at: NOW + HOUR, number: 1, text: 'We weighed it' },
  extend: { what: 'extend', by: 'U0DANA', at: NOW + HOUR, until: NOW + 9 * DAY },
  stop: { what: 'stop', by: 'U0DANA', at: NOW + HOUR, why: 'moot' },
};

/** The state after each act; undefined where it is refused. */
const TABLE: Readonly<Record<ConsensusState, Partial<Record<ConsensusAct['what'], ConsensusState>>>> = {
  open: {
    agree: 'open',
    object: 'open',
    'take back': 'open',
    resolve: 'open',
    extend: 'open',
    stop: 'stopped',
  },
  stalled: { resolve: 'stalled', extend: 'open', stop: 'stopped' },
  accepted: {},
  stopped: {},
};

describe.each(Object.keys(states) as ConsensusState[])('what is %s', (state) => {
  test.each(Object.keys(acts) as ConsensusAct['what'][])('and “%s”', (what) => {
    const after = () => afterAct(states[state], acts[what]).state;
    const expected = TABLE[state][what];
    if (expected === undefined) expect(after).toThrow(/over|stopped/);
    else expect(after()).toBe(expected);
  });
});

describe('when the time is over', () => {
  test.each([
    ['nobody said anything', {}, 'accepted', []],
    ['somebody agreed', { agreed: agreedBy('U0LEE') }, 'accepted', []],
    ['a concern is open', { concerns: [concernOf('U0MORI')] }, 'stalled', ['concern']],
    [
      'every concern was resolved',
      { concerns: [concernOf('U0MORI', { how: 'answered', by: 'U0DANA', at: NOW, text: 'No' })] },
      'accepted',
      [],
    ],
    ['too few agreed', { least: 2, agreed: agreedBy('U0LEE') }, 'stalled', ['agreement']],
    ['enough agreed', { least: 2, agreed: agreedBy('U0LEE', 'U0NOOR') }, 'accepted', []],
    [
      'silence is no consent and somebody was silent',
      { lazy: false, agreed: agreedBy('U0LEE') },
      'stalled',
      ['answer'],
    ],
    ['silence is no consent and nobody was asked', { lazy: false, asked: [] }, 'stalled', ['answer']],
    [
      'silence is no consent and all who were asked agreed',
      { lazy: false, agreed: agreedBy('U0DANA', 'U0NOOR') },
      'accepted',
      [],
    ],
  ] as const)('%s', (_why, differs, state, lacks) => {
    const consensus = aConsensus(differs);
    expect(lacking(consensus)).toEqual(lacks);
    expect(afterTime(consensus, DEADLINE - 1)).toBe(consensus);
    // However late it is looked at, it was over then.
    expect(afterTime(consensus, DEADLINE + 9 * DAY)).toMatchObject({ state, endedAt: DEADLINE });
  });

  test('what comes later finds it over, also before the clock was looked at', () => {
    const late = { ...acts.object, at: DEADLINE };
    expect(() => afterAct(aConsensus(), late)).toThrow('it is accepted');
  });

  test('an extension opens it again, with the concern it stalled on', () => {
    const after = afterAct(states.stalled, acts.extend);
    expect(after).toMatchObject({ state: 'open', deadline: NOW + 9 * DAY, endedAt: undefined });
    expect(openConcerns(after)).toHaveLength(1);
  });
});

describe('what people say', () => {
  test('who agrees has no concern any more, and who has one does not agree', () => {
    const agreed = afterAct(aConsensus({ concerns: [concernOf('U0LEE')] }), acts.agree);
    expect(openConcerns(agreed)).toEqual([]);
    const objected = afterAct(agreed, acts.object);
    expect(objected.agreed).toEqual([]);
    expect(openConcerns(objected).map(({ number, text }) => [number, text])).toEqual([[2, 'Too heavy']]);
  });

  test('the same twice is once', () => {
    for (const act of [acts.agree, acts.object, acts['take back']]) {
      const once = afterAct(aConsensus(), act);
      expect(afterAct(once, { ...act, at: act.at + 1 })).toBe(once);
    }
  });

  test('a concern is resolved once', () => {
    const once = afterAct(states.open, acts.resolve);
    expect(once.concerns[0]?.resolved).toEqual({
      how: 'answered',
      by: 'U0DANA',
      at: NOW + HOUR,
      text: 'We weighed it',
    });
    expect(() => afterAct(once, acts.resolve)).toThrow('not open any more');
    expect(() => afterAct(states.open, { ...acts.resolve, number: 7 } as ConsensusAct)).toThrow('not open');
  });

  test('asked and silent is who said neither +1 nor a concern', () => {
    const consensus = aConsensus({ asked: ['U0DANA', 'U0NOOR', 'U0LEE'] });
    expect(unanswered(consensus)).toEqual(['U0DANA', 'U0NOOR', 'U0LEE']);
    const answered = { ...consensus, agreed: agreedBy('U0LEE'), concerns: [concernOf('U0NOOR')] };
    expect(unanswered(answered)).toEqual(['U0DANA']);
  });
});

test('in whatever order people answer, it comes to the same', () => {
  const what = fc.constantFrom('agree', 'object', 'take back');
  const answers = fc.uniqueArray(
    fc.record({ by: fc.integer({ min: 0, max: 12 }).map((n) => `U${n}`), what }),
    { selector: ({ by }) => by, maxLength: 10 },
  );
  const shuffled = answers.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  const rules = fc.record({ least: fc.nat(3), lazy: fc.boolean(), asked: fc.subarray(['U0', 'U1', 'U2']) });
  fc.assert(
    fc.property(shuffled, rules, ([one, other], rule) => {
      const end = (order: typeof one) => {
        const said = order.reduce(
          (consensus, { by, what }, at) =>
            afterAct(consensus, { what, by, at: NOW + at, text: `${by} minds` }),
          aConsensus(rule),
        );
        const { state, agreed, ...rest } = afterTime(said, DEADLINE);
        return {
          state,
          agreed: agreed.map(({ user }) => user).sort(),
          against: openConcerns(rest)
            .map(({ by }) => by)
            .sort(),
        };
      };
      expect(end(one)).toEqual(end(other));
    }),
  );
});

describe('its times', () => {
  /** Monday to Friday, nine to five in UTC; NOW is a Monday at ten. */
  const OFFICE = [{ zone: 'UTC', from: 540, to: 1020, days: [1, 2, 3, 4, 5], holidays: [] }];
  const at = (text: string) => Date.parse(`${text}:00Z`);

  test.each([
    ['without an office every hour counts', [], 'hours', '2026-03-05T10:00'],
    ['72 hours of eight a day are nine working days', OFFICE, 'hours', '2026-03-13T10:00'],
    ['three business days', OFFICE, 'days', '2026-03-05T10:00'],
  ] as const)('%s', (_what, hours, kind, expected) => {
    expect(deadlineAfter({ ms: 72 * HOUR, in: kind }, hours, NOW)).toBe(at(expected));
  });

  test('a group that is never at work has none', () => {
    expect(deadlineAfter({ ms: HOUR, in: 'hours' }, [{ ...OFFICE[0]!, days: [] }], NOW)).toBeUndefined();
  });

  test.each([
    ['no earlier than it has to be', 'open', '2026-03-05T10:01'],
    ['as long as a new one where it has stalled', 'stalled', '2026-03-09T10:00'],
  ] as const)('an extension is %s', (_what, state, expected) => {
    const now = state === 'open' ? NOW + DAY : at('2026-03-06T10:00');
    expect(earliestExtension(aConsensus({ state }), PLAIN_CONSENSUS, [], now)).toBe(at(expected));
  });

  test.each([
    ['before a third of the time is left', {}, '2026-03-04T09:59', undefined],
    ['when it is', {}, '2026-03-04T10:00', ['U0DANA', 'U0NOOR']],
    ['only who is silent', { agreed: agreedBy('U0NOOR') }, '2026-03-04T10:00', ['U0DANA']],
    ['not twice', { nudgedAt: NOW }, '2026-03-04T10:00', undefined],
    ['not when it is over', {}, '2026-03-05T10:00', undefined],
    ['not once it has ended', { state: 'stopped' }, '2026-03-04T10:00', undefined],
  ] as const)('people are asked again: %s', (_what, differs, now, users) => {
    expect(dueNudge(aConsensus(differs), PLAIN_CONSENSUS, [], at(now))).toEqual(users);
  });

  test('people are asked again while the group is at work, or never', () => {
    const consensus = aConsensus({ deadline: at('2026-03-05T12:00') });
    const due = (now: string, nudge: number | undefined = 1 / 3) =>
      dueNudge(consensus, { nudge }, OFFICE, at(now));
    expect(due('2026-03-04T16:00')).toEqual(['U0DANA', 'U0NOOR']);
    expect(due('2026-03-04T20:00')).toBeUndefined();
    expect(due('2026-03-05T09:00')).toEqual(['U0DANA', 'U0NOOR']);
    expect(dueNudge(consensus, { nudge: undefined }, OFFICE, at('2026-03-04T16:00'))).toBeUndefined();
    expect(consensus.deadline - at('2026-03-04T16:00')).toBeGreaterThan(MINUTE);
  });
});

test('its id tells the issue', () => {
  expect(issueOfConsensus(consensusId('sig-node', '20580498#12', NOW))).toBe('20580498#12');
});

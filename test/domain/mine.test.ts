import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Office } from '../../src/domain/business-time.ts';
import { dueMorning, isWorkday, nextMorning, ownGroups } from '../../src/domain/mine.ts';
import { nobody, type Person } from '../../src/domain/person.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { sigNetwork, sigNode } from '../support/facts.ts';

const at = (text: string) => Date.parse(text);

describe('a morning', () => {
  // 2026-10-23 is a Friday; Berlin’s clocks go back on Sunday the 25th, New York’s on November 1st.
  test.each([
    ['a minute before', 'Europe/Berlin', '09:00', '2026-10-23T06:59Z', undefined],
    ['its minute', 'Europe/Berlin', '09:00', '2026-10-23T07:00Z', '2026-10-23'],
    ['a minute late', 'Europe/Berlin', '09:00', '2026-10-23T07:01Z', '2026-10-23'],
    ['two minutes late', 'Europe/Berlin', '09:00', '2026-10-23T07:02Z', undefined],
    ['Sunday of the change', 'Europe/Berlin', '02:30', '2026-10-25T00:30Z', '2026-10-25'],
    ['the second time that day', 'Europe/Berlin', '02:30', '2026-10-25T01:30Z', undefined],
    ['Monday after it, by the old offset', 'Europe/Berlin', '09:00', '2026-10-26T07:00Z', undefined],
    ['Monday after it', 'Europe/Berlin', '09:00', '2026-10-26T08:00Z', '2026-10-26'],
    ['Monday here, Sunday there', 'America/Los_Angeles', '17:00', '2026-10-26T00:00Z', '2026-10-25'],
    ['Friday here, Saturday there', 'Australia/Sydney', '08:00', '2026-10-23T21:00Z', '2026-10-24'],
    ['Sunday here, Monday there', 'Australia/Sydney', '08:00', '2026-10-25T21:00Z', '2026-10-26'],
  ])('%s', (_what, zone, time, now, day) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const due = dueMorning({ at: hours * 60 + minutes, zone }, at(now) - 2 * MINUTE, at(now));
    expect(due?.day).toBe(day);
  });

  test('is of use for four hours, and of several only the latest counts', () => {
    const due = dueMorning({ at: 540, zone: 'UTC' }, at('2026-10-19T10:00Z'), at('2026-10-24T08:00Z'));
    expect(due).toEqual({ day: '2026-10-23', until: at('2026-10-23T13:00Z') });
  });

  test('whoever looks each minute, with gaps of any length, finds each day once at most', () => {
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Cairo',
    );
    const gaps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: 1439 }), gaps, (where, time, hours) => {
        let since = at('2026-03-20T00:00Z');
        const days = hours.flatMap((gap) => {
          const now = since + gap * HOUR;
          const due = dueMorning({ at: time, zone: where }, since, now);
          since = now;
          return due ? [due.day] : [];
        });
        expect(new Set(days).size).toBe(days.length);
      }),
      { numRuns: 100 },
    );
  });

  const office = (zone: string, days: number[], holidays: string[] = []): Office => ({
    zone,
    days,
    holidays,
    from: 540,
    to: 1020,
  });
  const CAIRO = office('Africa/Cairo', [7, 1, 2, 3, 4], ['2026-10-06']);
  const BERLIN = office('Europe/Berlin', [1, 2, 3, 4, 5], ['2026-10-06']);
  // 2026-10-02 is a Friday.
  test.each<[string, string, string, Office[], boolean]>([
    ['Friday, without offices', '2026-10-02', 'Europe/Berlin', [], true],
    ['Saturday, without offices', '2026-10-03', 'Europe/Berlin', [], false],
    ['Sunday, without offices', '2026-10-04', 'Europe/Berlin', [], false],
    ['Friday, where one works from Sunday to Thursday', '2026-10-02', 'Africa/Cairo', [CAIRO], false],
    ['Sunday there', '2026-10-04', 'Africa/Cairo', [CAIRO, BERLIN], true],
    ['a holiday there', '2026-10-06', 'Africa/Cairo', [CAIRO], false],
    ['a holiday of another office', '2026-10-06', 'Asia/Tokyo', [CAIRO, BERLIN], true],
    ['Sunday elsewhere', '2026-10-04', 'Asia/Tokyo', [CAIRO], false],
    ['a zone by another name', '2026-10-04', 'africa/cairo', [CAIRO], true],
    ['two offices there', '2026-10-04', 'Africa/Cairo', [office('Africa/Cairo', [5]), CAIRO], true],
  ])('a workday: %s', (_what, day, zone, offices, is) => {
    expect(isWorkday(day, zone, offices)).toBe(is);
  });

  test('the next one of a workday, over a weekend and a holiday; none where nobody ever works', () => {
    const next = (now: string, offices: Office[]) =>
      nextMorning({ at: 540, zone: 'Africa/Cairo' }, offices, at(now));
    expect(next('2026-10-01T07:00Z', [CAIRO])).toBe(at('2026-10-04T06:00Z'));
    expect(next('2026-10-05T07:00Z', [CAIRO])).toBe(at('2026-10-07T06:00Z'));
    expect(next('2026-10-01T07:00Z', [])).toBe(at('2026-10-02T06:00Z'));
    expect(next('2026-10-01T07:00Z', [office('Africa/Cairo', [])])).toBeUndefined();
  });

  test('the next one is due when it comes, and not before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 * 24 * 60 }),
        fc.integer({ min: 0, max: 1439 }),
        (minute, time) => {
          const now = at('2026-01-01T00:00Z') + minute * MINUTE;
          const morning = { at: time, zone: 'Europe/London' };
          const next = nextMorning(morning, [], now) ?? 0;
          expect(next).toBeGreaterThan(now);
          expect(dueMorning(morning, next - 12 * HOUR, next - MINUTE)).toBeUndefined();
          expect(dueMorning(morning, now, next)?.until).toBe(next + 4 * HOUR);
          expect(next - now).toBeLessThanOrEqual(3 * DAY + HOUR);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('whose groups are whose', () => {
  const person = (differs: Partial<Person>): Person => ({
    ...nobody('U1'),
    githubId: 7,
    github: 'dana',
    logins: ['dana'],
    ...differs,
  });
  const all = [sigNode, sigNetwork];
  test.each([
    ['a lead', person({}), [], ['sig-node']],
    ['a lead who follows another', person({}), ['sig-network'], ['sig-node', 'sig-network']],
    [
      'a triager of one',
      person({ logins: ['lee'], role: 'triager', groups: ['sig-network'] }),
      [],
      ['sig-network'],
    ],
    ['a triager of all', person({ logins: ['lee'], role: 'triager' }), [], ['sig-node', 'sig-network']],
    [
      'a triager of all who follows one',
      person({ logins: ['lee'], role: 'triager' }),
      ['sig-network'],
      ['sig-network'],
    ],
    ['an operator', person({ logins: ['oma'], role: 'operator' }), [], ['sig-node', 'sig-network']],
    ['an operator who leads one', person({ role: 'operator' }), [], ['sig-node']],
    ['a member', person({ logins: ['mori'] }), [], []],
    ['somebody unknown who follows one', nobody('U2'), ['sig-node', 'sig-gone'], ['sig-node']],
    ['a guest whom the directory calls a lead', person({ standing: 'guest' }), [], []],
  ])('%s', (_who, who, followed, ids) => {
    expect(ownGroups(who, all, followed).map(({ id }) => id)).toEqual(ids);
  });
});

import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/domain/issue.ts';
import { PLAIN_NOISE, placeNew, preview, silencedBy, type Noise } from '../../src/domain/noise.ts';
import { HOUR, iso, MINUTE } from '../../src/domain/time.ts';
import { anIssue, NOW } from '../support/facts.ts';

const noise = (differs: Partial<Noise>): Noise => ({ ...PLAIN_NOISE, ...differs });
const office = { from: 540, to: 1080, days: [1, 2, 3, 4, 5] };
const SATURDAY = Date.UTC(2026, 2, 7, 12);

describe('a new issue, on a Monday at 10:00 UTC', () => {
  test.each<[string, Partial<Noise>, number, string]>([
    ['makes a card', {}, 500, 'card'],
    ['joins the hour’s bundle', { cards: 'hourly' }, 0, '2026-03-02T11:00:00Z'],
    ['joins the next day’s, after nine', { cards: 'daily' }, 0, '2026-03-03T09:00:00Z'],
    ['joins today’s, before six', { cards: 'daily', dailyAt: 1080 }, 0, '2026-03-02T18:00:00Z'],
    ['in the zone of the group', { cards: 'daily', zone: 'America/New_York' }, 0, '2026-03-02T14:00:00Z'],
    ['makes a card within the hours', { hours: office }, 0, 'card'],
    ['waits for them elsewhere', { hours: office, zone: 'America/New_York' }, 0, '2026-03-02T14:00:00Z'],
    ['makes a card within the budget', { budget: 3 }, 2, 'card'],
    ['joins the hour’s overflow beyond it', { budget: 3 }, 3, '2026-03-02T10:00:00Z'],
    ['never makes a card with a budget of none', { budget: 0 }, 0, '2026-03-02T10:00:00Z'],
    [
      'an hourly bundle waits for the office',
      { cards: 'hourly', hours: { ...office, from: 690 } },
      0,
      '2026-03-02T11:30:00Z',
    ],
  ])('%s', (_what, differs, posted, expected) => {
    const place = placeNew(noise(differs), NOW, posted);
    expect(place.as === 'card' ? 'card' : iso(place.due)).toBe(expected);
  });

  test('on a Saturday it waits for Monday', () => {
    const place = placeNew(noise({ hours: office }), SATURDAY, 0);
    expect(place).toMatchObject({ as: 'bundle', due: Date.UTC(2026, 2, 9, 9) });
  });
});

describe('what makes no noise', () => {
  test.each<[string, Partial<Issue>, Partial<Noise>, string | undefined]>([
    ['nothing, otherwise', {}, {}, undefined],
    [
      'a quiet label',
      { labels: ['sig/node', 'lifecycle/Frozen'] },
      { quiet: ['lifecycle/frozen'] },
      'lifecycle/frozen is a quiet label of the group',
    ],
    ['an App’s issue', { author: 'renovate[bot]' }, { robots: false }, 'renovate[bot] is a robot'],
    [
      'a robot’s that the operator named',
      { author: 'K8s-CI-Robot' },
      { robots: false },
      'K8s-CI-Robot is a robot',
    ],
    ['but where robots are welcome', { author: 'renovate[bot]' }, { robots: true }, undefined],
  ])('%s', (_what, issue, differs, because) => {
    expect(silencedBy(anIssue(issue), noise(differs), ['k8s-ci-robot'])).toBe(because);
  });
});

describe('a preview', () => {
  const issues = [0, 5, 10, 70, 24 * 60].map((minutes, index) =>
    anIssue({ number: index + 1, createdAt: NOW + minutes * MINUTE }),
  );
  const counts = (differs: Partial<Noise>) =>
    preview(issues, noise(differs), []).messages.map(({ at, issues: of }) => [(at - NOW) / HOUR, of.length]);

  test('instant: a card for each', () => {
    expect(counts({})).toHaveLength(5);
  });
  test('hourly: one message for what came within an hour', () => {
    expect(counts({ cards: 'hourly' })).toEqual([
      [1, 3],
      [2, 1],
      [25, 1],
    ]);
  });
  test('a budget of two: the third joins the overflow, which comes at once', () => {
    expect(counts({ budget: 2 }).map(([, size]) => size)).toEqual([1, 1, 1, 1, 1]);
    expect(counts({ budget: 1 }).map(([, size]) => size)).toEqual([1, 2, 1, 1]);
  });
  test('counts what is silenced', () => {
    expect(preview(issues, noise({ quiet: ['kind/bug'] }), [])).toEqual({ messages: [], silenced: 5 });
  });
});

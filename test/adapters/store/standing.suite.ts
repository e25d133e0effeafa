import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Group } from '../../../src/domain/group.ts';
import type { IssueSnapshot } from '../../../src/domain/issue.ts';
import type { UntriagedRule } from '../../../src/domain/label.ts';
import { DAY } from '../../../src/domain/time.ts';
import { standing, waits, type Verdict } from '../../../src/domain/verdict.ts';
import type { QueueQuery } from '../../../src/ports/issue.ts';
import { repeat, useWorld, type Backend } from './backend.ts';
import { snapshot } from './facts.ts';
import { START } from './start.ts';

/**
 * How long the queue may take among 5,000 open issues, in ms. It takes about 20; the bound is for machines that have
 * much else to do, and still far below what a query without its indexes takes.
 */
const FAST = 400;

const group = (id: string, label: string): Group => ({
  id,
  kind: 'sig',
  name: id,
  title: id,
  label,
  leads: [],
  meetings: [],
  subprojects: [],
  paused: false,
  pullRequests: false,
});
const GROUPS = [group('sig-deck', 'sig/deck'), group('sig-hull', 'sig/hull')];

const RULES: UntriagedRule[] = [
  { without: 'triage/' },
  { with: 'needs-triage' },
  {
    with: 'needs-triage',
    where: [
      { repository: 'ahoy/boats', prefixes: ['triage/', 'lifecycle/'], issues: true, pullRequests: true },
      { repository: 'ahoy/*', prefixes: ['triage/'], issues: false, pullRequests: true },
    ],
  },
  {
    with: 'needs-triage',
    where: [{ repository: 'Ahoy/*', prefixes: ['Triage/'], issues: true, pullRequests: false }],
  },
];

const LABELS = [
  'sig/deck',
  'SIG/Hull',
  'triage/accepted',
  'Triage/duplicate',
  'needs-triage',
  'lifecycle/stale',
];

const moment = fc.integer({ min: START - 3, max: START + 3 });
const maybe = fc.option(moment, { nil: undefined });

const anIssue = fc.record({
  labels: fc.uniqueArray(fc.constantFrom(...LABELS)),
  state: fc.constantFrom<IssueSnapshot['state']>('open', 'open', 'open', 'closed'),
  other: fc.boolean(),
  answered: maybe,
  verdicts: fc.uniqueArray(
    fc.record({
      group: fc.constantFrom('sig-deck', 'sig-hull', 'sig-keel', undefined),
      kind: fc.constantFrom<Verdict['kind']>('accepted', 'needs-information', 'closed'),
      at: moment,
      retriageAt: maybe,
      ended: maybe,
    }),
    { selector: ({ group: id }) => id ?? '' },
  ),
});

export function standingSuite(backend: Backend): void {
  const world = useWorld(backend);

  it('waits in the queue for exactly the groups that a card calls waiting', async () => {
    const { mirror, verdicts } = world.store;
    const run = async (many: (typeof anIssue extends fc.Arbitrary<infer T> ? T : never)[]) => {
      await world.database.empty();
      for (const [index, { labels, state, other, answered, verdicts: decided }] of many.entries()) {
        const repo = other ? { repoId: 2, repo: 'ahoy/anchors' } : {};
        const comment = answered === undefined ? undefined : { by: 'maro', at: answered, speaks: true };
        const { issue } = await mirror.put(snapshot(index + 1, { labels, state, ...repo }), {
          opened: true,
          comment,
        });
        await verdicts.set(
          issue.id,
          decided.map(({ ended, ...verdict }): Verdict => ({
            ...verdict,
            issue: issue.id,
            via: 'github',
            ...(ended === undefined ? {} : { ended: { at: ended, why: 'taken-back' } }),
          })),
        );
      }
      const kept = await Promise.all(many.map((_one, index) => read(index + 1)));
      for (const untriaged of RULES) {
        for (const one of GROUPS)
          for (const answered of [false, true])
            expect(await queued(one, untriaged, answered)).toEqual(
              waiting(kept.flat(), one, untriaged, answered),
            );
      }
    };
    const read = async (number: number) =>
      Promise.all(
        (await mirror.byNumber(number)).map(async (issue) => ({
          issue,
          decided: await verdicts.of(issue.id),
        })),
      );
    const queued = async ({ id, label = '' }: Group, untriaged: UntriagedRule, answered: boolean) => {
      const query: QueueQuery = { group: id, label, untriaged, answered, now: START, limit: 100, offset: 0 };
      return (await mirror.queue(query)).issues.map(({ number }) => number).toSorted((a, b) => a - b);
    };
    const waiting = (
      kept: Awaited<ReturnType<typeof read>>,
      one: Group,
      untriaged: UntriagedRule,
      answered: boolean,
    ) =>
      kept
        .filter(({ issue, decided }) => {
          const has = issue.labels.some((label) => label.toLowerCase() === one.label);
          const all = standing(issue, decided, [one], { untriaged }, START);
          const asked = all.filter((its) => !answered || (its.state === 'waiting' && its.why === 'answered'));
          return has && asked.some((its) => waits(its, issue));
        })
        .map(({ issue }) => issue.number);
    await fc.assert(fc.asyncProperty(fc.array(anIssue, { minLength: 5, maxLength: 12 }), run), {
      numRuns: 20,
    });
  });

  it('answers fast among 5,000 open issues', async () => {
    const { mirror, verdicts } = world.store;
    for (const number of [1, 2, 3]) {
      const labels = ['sig/deck', 'kind/bug', number === 3 ? 'triage/accepted' : 'area/keel'];
      const { issue } = await mirror.put(snapshot(number, { labels }), { opened: true });
      const verdict: Verdict = { issue: issue.id, kind: 'accepted', at: START - DAY, via: 'slack' };
      if (number !== 3) continue;
      const groups = ['sig-hull', 'sig-deck'];
      await verdicts.set(
        issue.id,
        groups.map((id) => ({ ...verdict, group: id })),
      );
    }
    for (const table of ['issues', 'issue_labels', 'verdicts']) await repeat(world, table, 5000);
    if (backend.shared) await world.database.query('analyze');
    const query = {
      group: 'sig-deck',
      label: 'sig/deck',
      untriaged: RULES[0] ?? { without: '' },
      now: START,
    };
    const times = [];
    for (let round = 0; round < 9; round += 1) {
      const from = performance.now();
      const { total } = await mirror.queue({ ...query, limit: 5, offset: 0 });
      times.push(performance.now() - from);
      expect(total).toBe(3334);
    }
    expect(Math.min(...times)).toBeLessThan(FAST);
    expect(await verdicts.of('1#3')).toHaveLength(2);
    expect(await verdicts.of('1#4998')).toHaveLength(2);
  });
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  begin,
  decidedIn,
  groupOfWalk,
  marked,
  onTo,
  onWalk,
  passedBy,
  progress,
  readForm,
  readWalk,
  shownIn,
  written,
} from '../../src/features/triage/walk.ts';
import { endView, walkView } from '../../src/features/triage/walk-view.ts';
import { refusalOfView } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { modal } from '../../src/blocks.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { features } from '../../src/features.ts';
import { anIssue, NOW, sigNode } from '../support/facts.ts';
import { portsOf } from '../support/ports.ts';
import { words } from '../support/words.ts';

const LOOKING = {
  group: sigNode,
  standings: [],
  excerpt: undefined,
  linked: [],
  similar: [],
  others: [],
  alsoHere: [],
  acceptable: true,
  said: [],
  undo: true,
};

const start = begin({ group: 'sig-node', offset: 0 }, 3, NOW);
const id = (number: number) => `20580498#${number}`;

describe('a walk', () => {
  test('counts as it goes, and comes back from Slack as it went', () => {
    const there = onTo(onTo(start, id(1)), id(2));
    expect(progress(there)).toBe('2 of 3');
    expect(shownIn(there)).toBe(id(2));
    expect(readWalk(written(there))).toEqual(there);
  });

  test('comes back through a form as well, whatever repositories it went through', () => {
    const ids = fc.array(fc.tuple(fc.constantFrom(7, 20_580_498, 2 ** 40), fc.nat()));
    fc.assert(
      fc.property(ids, fc.constantFrom('d', 'h', 's', '-'), (all, fate) => {
        const walk = all.reduce((before, [repository, number]) => {
          const issue = `${repository}#${number}`;
          return marked(onTo(before, issue), issue, fate);
        }, start);
        const form = onWalk(modal('more', 'More', 'Apply', 'x', []), 'walk:more', id(1), walk);
        expect(readForm(form.private_metadata ?? '')).toEqual({ issue: id(1), walk });
      }),
    );
  });

  test('says what is left to be done by hand', () => {
    const two = onTo(onTo(start, id(1)), id(2));
    const handed = marked(marked(two, id(1), 'h'), id(2), 's');
    const end = { group: sigNode, said: [], undo: false, waiting: 2, elsewhere: 0, left: [] };
    expect(JSON.stringify(endView(handed, end))).toContain(
      'You are through: 1 left for you to do on GitHub, 1 skipped.',
    );
  });

  test('counts on where more came meanwhile', () => {
    const all = [1, 2, 3, 4].reduce((walk, number) => onTo(walk, id(number)), start);
    expect(progress(all)).toBe('4 of 4');
  });

  test('knows what became of each issue, also where one is decided anew', () => {
    const two = onTo(onTo(start, id(1)), id(2));
    const decided = marked(marked(two, id(1), 's'), id(2), 'd');
    expect(decidedIn(decided)).toEqual([id(2)]);
    expect(decidedIn(marked(decided, id(1), 'd'))).toEqual([id(1), id(2)]);
    expect(marked(decided, id(9), 'd')).toEqual(decided);
    const end = { group: sigNode, said: [], undo: false, waiting: 1, elsewhere: 1, left: [] };
    expect(JSON.stringify(endView(decided, end))).toContain('You are through: 1 decided, 1 skipped.');
  });

  test('of any length fits into a modal’s metadata, and forgets only its far past', () => {
    const long = Array.from({ length: 500 }, (_, number) => number + 100_000).reduce(
      (walk, number) => marked(onTo(walk, id(number)), id(number), number % 2 === 0 ? 'd' : 's'),
      begin(
        { group: 'sig-api-machinery', kind: 'kind/bug', repo: 'kubernetes/kubernetes', offset: 0 },
        500,
        NOW,
      ),
    );
    const metadata = JSON.stringify({ data: written(long), channel: 'C0123456789', answer: 'x'.repeat(120) });
    expect(metadata.length).toBeLessThan(3000);
    expect(long.trail.length).toBeGreaterThan(200);
    expect(passedBy(long)).toBe((500 - long.trail.length) / 2);
    expect(progress(long)).toBe('500 of 500');
    const end = { group: sigNode, said: [], undo: false, waiting: 0, elsewhere: 0, left: [] };
    expect(JSON.stringify(endView(long, end))).toContain('250 decided, 250 skipped');
  });
});

describe('at its end', () => {
  const end = { group: sigNode, said: [], undo: false, waiting: 2, elsewhere: 0 };

  test('it lists what is left to do by hand, each with its text a press away', () => {
    const left = [anIssue({ number: 1, title: 'Hull leaks' }), anIssue({ number: 2, title: 'Mast creaks' })];
    const view = endView(start, { ...end, left, handed: left[1]?.id });
    const buttons = view.blocks.flatMap((block) => ('accessory' in block ? [block.accessory] : []));
    expect(buttons).toMatchObject([{ action_id: 'walk:text.1', value: '1#1' }]);
    expect(JSON.stringify(view)).toContain('"action_id":"walk:done","value":"1#2"');
  });

  test('Slack takes it, however much is left', () => {
    const left = Array.from({ length: 300 }, (_, number) => anIssue({ number, title: '&'.repeat(300) }));
    const view = endView(start, { ...end, left });
    expect(refusalOfView(view)).toBeUndefined();
    expect(JSON.stringify(view)).toContain('and 270 more');
  });
});

test.each([
  ['was heard of on GitHub is decided', NOW + 1, '1 decided'],
  ['nothing was heard of since is left to do', NOW - 60_000, '1 left for you to do on GitHub'],
])('at its end what was handed to the person and %s', async (_what, at, expected) => {
  const [hull, mast] = [anIssue({ number: 1 }), anIssue({ number: 2 })];
  const walk = onTo(marked(onTo(start, hull.id), hull.id, 'h'), mast.id);
  const text = '/triage accepted';
  const handed = { user: 'U0DANA', issue: hull.id, what: 'accepted', because: '', text, at: NOW };
  const told: Verdict = {
    issue: hull.id,
    group: 'sig-node',
    kind: 'accepted',
    by: 'dana',
    at,
    via: 'github',
  };
  const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW + 60_000, metadata: written(walk) };
  const ports = portsOf({ issues: [hull, mast], handed: [handed], verdicts: [told] });
  const { view } = await createApp(features).press('walk:skip', mast.id, call, ports);
  expect(JSON.stringify(view)).toContain(`You are through: ${expected}, 1 skipped.`);
});

describe('metadata of an older sigbot', () => {
  const older = [
    '',
    'sig-node',
    '[]',
    'null',
    '{"filter":{"group":"sig-node"},"total":3}',
    '{"filter":{"group":"sig-node","offset":0},"total":3,"trail":["1#2"],"at":0,"seen":0}',
    '{"filter":{"group":"sig-node","offset":0},"total":3,"trail":"1#2?","at":0,"seen":0,"dropped":{"d":0,"h":0,"s":0,"-":0}}',
  ];
  test.each(older)('%s is no walk', (metadata) => {
    expect(readWalk(metadata)).toBeUndefined();
    expect(readForm(`{"issue":"1#1","walk":${metadata || 'null'}}`)).toBeUndefined();
  });

  test('still tells whose queue it was, also beneath a form', () => {
    expect(older.map(groupOfWalk)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      ...Array(3).fill('sig-node'),
    ]);
    expect(groupOfWalk(`{"issue":"1#1","walk":${older[5]}}`)).toBe('sig-node');
  });

  const press = (metadata: string, issues = [anIssue()]) => {
    const call = { user: 'U0DANA', channel: 'C0NODE', now: NOW, metadata };
    return createApp(features).press('walk:accept', anIssue().id, call, portsOf({ issues }));
  };

  test('begins anew in its place, and says that nothing was done', async () => {
    const { view, replace, effects } = await press(older[5] ?? '');
    expect(JSON.stringify(view)).toContain('so it begins anew. What you just pressed was not carried out.');
    expect(JSON.stringify(view)).toContain('Triage 1 of 1');
    expect(replace).toBe(true);
    expect(effects).toMatchObject([{ kind: 'claim.take' }]);
  });

  test.each([
    ['whose queue cannot be told', '{}', [anIssue()]],
    ['in whose queue nothing waits', older[5] ?? '', []],
  ])('one %s is over', async (_which, metadata, issues) => {
    const { message, effects } = await press(metadata, issues);
    expect(effects).toBeUndefined();
    expect(words(message)).toEqual([
      'This walk was opened by an older sigbot, and is over.',
      'Begin another one: `/sig triage`',
    ]);
  });
});

test('a walk says what its queue is narrowed to, and in which order it goes', () => {
  const looking = { ...LOOKING, issue: anIssue() };
  const shown = (filter: object) =>
    JSON.stringify(walkView(onTo({ ...start, filter: { ...start.filter, ...filter } }, id(1)), looking));
  expect(shown({ kind: 'kind/bug', order: 'priority' })).toContain('Node · kind/bug · most urgent first');
  expect(shown({})).not.toContain('oldest first');
});

test('whatever an issue says, Slack takes the modal', () => {
  const wild = fc.record({
    title: fc.string({ unit: 'binary', maxLength: 400 }),
    author: fc.string({ unit: 'binary', maxLength: 60 }),
    labels: fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(wild, fc.string({ unit: 'binary', maxLength: 5000 }), (differs, excerpt) => {
      const issue = anIssue(differs);
      const similar = [{ issue: anIssue({ ...differs, number: 1, createdAt: 0 }), score: 0.9 }];
      const alsoHere = Array.from({ length: 9 }, (_, index) => `U${index}`);
      const looking = { ...LOOKING, issue, excerpt, similar, alsoHere };
      const view = walkView(onTo(start, issue.id), looking);
      expect(refusalOfView(view)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

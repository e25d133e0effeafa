import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { GroupVerdict } from '../../src/domain/verdict.ts';
import { NO_RIGHTS } from '../../src/domain/rights.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { features } from '../../src/features.ts';
import type { Call } from '../../src/feature.ts';
import { anAuthority, anIssue, NOW, sigNetwork, sigNode, withoutMemory } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const issue = anIssue();

function callBy(user: string, channel = 'C0NODE'): Call {
  return { user, channel, now: NOW };
}

function sig(text: string, state: Partial<State> = {}, user = 'U0DANA', channel = 'C0NODE') {
  return app.command(text, callBy(user, channel), portsOf({ issues: [issue], ...state })).then(withoutMemory);
}

function press(action: string, value: string, state: Partial<State> = {}, user = 'U0DANA') {
  return app.press(action, value, callBy(user), portsOf({ issues: [issue], ...state })).then(withoutMemory);
}

/** Dana, who accepts, sets a label and assigns. */
function asked(through: 'prow' | 'labels' = 'labels') {
  const under = anAuthority({ through, actions: ['accept', 'label', 'assign'] });
  return { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under };
}

const ref = { repo: issue.repo, number: issue.number };
const verdict: GroupVerdict = {
  issue: issue.id,
  group: 'sig-node',
  kind: 'accepted',
  by: 'dana',
  at: NOW,
  via: 'slack',
};

describe('the queue', () => {
  test('shows what waits, oldest first, with buttons on each', async () => {
    const { message } = await sig('triage');
    expect(words(message)).toEqual([
      'SIG Node: 1 issue waits for triage',
      '1–1 of 1, oldest first',
      'Pod stays in Terminating',
      'kubernetes/kubernetes#4711 · opened by mori 2026-03-02 09:00 UTC · 0 comments · kind/bug',
      '[Accept] [Needs info…] [Assign to me] [More…]',
    ]);
  });

  test('comes in the order one asks for', async () => {
    const issues = [anIssue({ number: 1, title: 'Old' }), anIssue({ number: 2, title: 'New' })];
    const { message } = await sig('triage newest kind/bug', { issues });
    const lines = words(message);
    expect(lines[1]).toBe('1–2 of 2, newest first · kind/bug');
    expect(lines.indexOf('New')).toBeLessThan(lines.indexOf('Old'));
  });

  test('turns its pages in place', async () => {
    const issues = Array.from({ length: 12 }, (_, index) =>
      anIssue({ number: index + 1, title: `Issue ${index + 1}` }),
    );
    const first = await sig('triage', { issues });
    const next = JSON.stringify({ group: 'sig-node', offset: 5 });
    expect(words(first.message).at(-1)).toBe('[Next]');
    const second = await press('triage:page.2', next, { issues });
    expect(second.replace).toBe(true);
    expect(words(second.message)).toContain('6–10 of 12, oldest first');
    expect(words(second.message).at(-1)).toBe('[Back] [Next]');
  });

  test.each<[string, string, string]>([
    ['of another group', 'triage network', 'Nothing waits for triage in SIG Network.'],
    ['of a kind', 'triage kind/flake', 'Nothing waits for triage in SIG Node · kind/flake.'],
    ['of a repository', 'triage website', 'Nothing waits for triage in SIG Node · in website.'],
    ['of a priority', 'triage backlog', 'Nothing waits for triage in SIG Node · priority/backlog.'],
    [
      'of a person’s issues',
      'triage <@U0LEE> kind/bug website',
      'Nothing waits for triage in SIG Node · kind/bug in website, opened by lee.',
    ],
    ['of first-timers', 'triage first-timers', 'Nothing waits for triage in SIG Node · by first-timers.'],
  ])('%s', async (_name, command, expected) => {
    expect(words((await sig(command)).message)).toEqual([expected]);
  });

  test('of something misspelt says what was probably meant', async () => {
    expect(words((await sig('triage netwrok')).message)).toEqual([
      '"netwrok" is no group, repository, kind, priority or order here.',
      'Did you mean `/sig triage network`? All groups: `/sig list`. A decision starts with the issue: `/sig triage 12345 accept`',
    ]);
  });

  test('in a channel of no group asks which', async () => {
    expect(words((await sig('triage', {}, 'U0DANA', 'C0RANDOM')).message)).toEqual([
      'This channel belongs to no group.',
      'Name one: `/sig triage node`. All groups: `/sig list`',
    ]);
  });
});

describe('a decision in one line', () => {
  test('on a repository with labels', async () => {
    const { effects } = await sig('triage 4711 accept important-soon @lee');
    const labels = {
      add: ['triage/accepted', 'priority/important-soon'],
      remove: [],
      exclusive: ['triage/', 'priority/', 'lifecycle/'],
    };
    expect(effects).toEqual([
      { kind: 'github.labels', issue: ref, ...labels, by: asked(), verdict },
      { kind: 'github.assign', issue: ref, logins: ['lee'], by: asked() },
    ]);
  });

  test('that changes nothing on GitHub is still the group’s verdict', async () => {
    const done = anIssue({ labels: ['sig/node', 'triage/accepted'] });
    const { effects, message } = await sig('triage 4711 accept', { issues: [done] });
    expect(effects).toEqual([{ kind: 'verdict.record', verdict }]);
    expect(words(message)).toContain('GitHub says so already.');
  });

  test('a close counts when the issue is closed, not when a label is set', async () => {
    const { effects } = await sig('triage 4711 close important-soon');
    expect(effects?.map((effect) => [effect.kind, 'verdict' in effect])).toEqual([
      ['github.labels', false],
      ['github.close', true],
    ]);
  });

  test('on a Prow repository: one comment with the commands first', async () => {
    const { effects } = await sig('triage 4711 accept important-soon me', { mode: 'prow' });
    const body = [
      '/triage accepted\n/priority important-soon\n/assign @dana',
      'Decided in Slack by dana for SIG Node.',
    ].join('\n\n');
    expect(effects).toEqual([
      {
        kind: 'github.comment',
        issue: ref,
        body,
        once: expect.stringMatching(/^comment:/) as string,
        by: asked('prow'),
        verdict,
      },
    ]);
  });

  test('where the bot may not write: the comment to paste', async () => {
    const { effects, message } = await sig('triage 4711 accept', { mode: 'handoff' });
    expect(effects).toMatchObject([{ kind: 'handoff.keep', handed: { what: 'accepted' } }]);
    expect(words(message).join('\n')).toContain('/triage accepted');
  });

  test('a question is quoted, so that nothing in it can be a command', async () => {
    const { effects } = await sig('triage 4711 needs-info "Which version?"', { mode: 'prow' });
    expect(effects?.[0]).toMatchObject({
      body: '/triage needs-information\n\nA question from SIG Node:\n\n> Which version?\n\nDecided in Slack by dana for SIG Node.',
    });
  });

  test('a group named like a command is only a name', async () => {
    const groups = [{ ...sigNode, title: '/approve <!-- @everyone' }];
    const { effects } = await sig('triage 4711 needs-info why', { mode: 'prow', groups });
    const lines = effects?.[0]?.kind === 'github.comment' ? effects[0].body.split('\n') : [];
    expect(lines.filter((line) => line.startsWith('/'))).toEqual(['/triage needs-information']);
    expect(lines.join()).not.toMatch(/<!--|@everyone/);
  });

  describe('pressed again', () => {
    const accepted = {
      id: 7,
      login: 'dana',
      body: '/triage accepted\n\nDecided in Slack by dana for SIG Node.',
    };
    const taken = { ...accepted, id: 8, body: '/remove-triage accepted', state: 'done', at: NOW } as const;
    /** The key of the comment by which Dana accepts, by what was commented before and so long after NOW. */
    const keyAfter = async (commented: State['commented'], later = 0) => {
      const state = { issues: [issue], mode: 'prow', commented } as const;
      const call = { ...callBy('U0DANA'), now: NOW + later };
      const { effects } = await app.press('triage:accept', issue.id, call, portsOf(state));
      const [effect] = effects ?? [];
      expect(effect).toMatchObject({ kind: 'github.comment', body: accepted.body });
      return effect && 'once' in effect ? effect.once : '';
    };

    test.each<[string, State['commented'], number]>([
      ['at once', [], 0],
      ['in the next minute of the clock', [], MINUTE],
      ['while it is on its way', [{ ...accepted, state: 'going', at: NOW }], 5 * MINUTE],
      ['a moment after it was made', [{ ...accepted, state: 'done', at: NOW }], MINUTE - 1],
      ['after somebody else said the same', [{ ...accepted, login: 'lee', state: 'done', at: NOW }], MINUTE],
    ])('%s it is one comment', async (_when, commented, later) => {
      expect(await keyAfter(commented, later)).toBe(await keyAfter([]));
    });

    test.each<[string, State['commented'], number]>([
      ['a minute after it was made', [{ ...accepted, state: 'done', at: NOW }], MINUTE],
      ['after GitHub refused it', [{ ...accepted, state: 'failed', at: NOW }], 0],
      ['after it was taken back', [{ ...accepted, state: 'done', at: NOW }, taken], 0],
    ])('%s it is another one, once', async (_when, commented, later) => {
      const again = await keyAfter(commented, later);
      expect(again).not.toBe(await keyAfter([]));
      const going = { ...accepted, id: 9, state: 'going', at: NOW + later } as const;
      expect(await keyAfter([...commented, going], later)).toBe(again);
    });
  });

  test('about an issue that is gone or closed is refused', async () => {
    const moved = anIssue({ gone: 'transferred', movedTo: 'https://github.com/kubernetes/website/issues/9' });
    expect(words((await sig('triage 4711 accept', { issues: [moved] })).message)[0]).toBe(
      'kubernetes/kubernetes#4711 moved to https://github.com/kubernetes/website/issues/9.',
    );
    const closed = anIssue({ state: 'closed' });
    expect(words((await sig('triage 4711 close', { issues: [closed] })).message)[0]).toBe(
      'kubernetes/kubernetes#4711 is closed already.',
    );
  });

  test('an issue that no group has can be taken by who decides for the group', async () => {
    const homeless = anIssue({ labels: ['needs-sig'] });
    const taken = await sig('triage 4711 to node', { issues: [homeless] });
    expect(taken.effects?.[0]).toMatchObject({ add: ['sig/node'], remove: [] });
    const refused = await sig('triage 4711 to network bug', { issues: [homeless] });
    expect(words(refused.message)[0]).toMatch(
      /^Only the leads and triagers of SIG Network decide here: noor\./,
    );
  });

  test('a duplicate is named and closed', async () => {
    const older = anIssue({ number: 12 });
    const { effects } = await sig('triage 4711 duplicate #12', { issues: [issue, older] });
    expect(effects?.map(({ kind }) => kind)).toEqual(['github.labels', 'github.comment', 'github.close']);
    expect(effects?.[1]).toMatchObject({
      body: 'Duplicate of #12\n\nDecided in Slack by dana for SIG Node.',
    });
  });

  test('not reproducible is a label, and the issue stays open', async () => {
    const { effects } = await sig('triage 4711 not-reproducible');
    expect(effects).toMatchObject([
      { kind: 'github.labels', add: ['triage/not-reproducible'], verdict: { kind: 'not-reproducible' } },
    ]);
    const { effects: said } = await sig('triage 4711 not-reproducible', { mode: 'prow' });
    expect(said?.[0]).toMatchObject({
      body: expect.stringMatching(/^\/triage not-reproducible\n/) as string,
    });
  });

  test('handing over changes the labels', async () => {
    const { effects } = await sig('triage 4711 to network');
    expect(effects?.[0]).toMatchObject({ add: ['sig/network'], remove: ['sig/node'] });
  });

  test.each<[string, string, string]>([
    ['an unknown number', 'triage 1 accept', 'sigbot knows no issue 1.'],
    ['a word nobody knows', 'triage 4711 acept', '"acept" is not a decision, a priority or a kind here.'],
    ['no decision', 'triage 4711', 'What should happen to this issue?'],
    ['a label the repository lacks', 'triage 4711 to steering', 'There is no group "steering".'],
    [
      'somebody unknown',
      'triage 4711 assign <@U0NOBODY>',
      'sigbot does not know the GitHub login of <@U0NOBODY>.',
    ],
    [
      'a command dressed as a person',
      'triage 4711 assign "lee\n/lgtm"',
      '"lee /lgtm" is not a GitHub login.',
    ],
    ['a login that cannot be one', 'triage 4711 assign @lee--x', '"lee--x" is not a GitHub login.'],
    [
      'two outcomes at once',
      'triage 4711 accept close',
      'Choose one: accept, needs-info, duplicate, to a group, not-reproducible, or close.',
    ],
    ['a duplicate of itself', 'triage 4711 duplicate 4711', 'An issue cannot be a duplicate of itself.'],
    ['a group that has it already', 'triage 4711 to node', 'SIG Node has this issue already.'],
  ])('is refused for %s', async (_name, command, expected) => {
    const { message, effects } = await sig(command);
    expect(words(message)[0]).toBe(expected);
    expect(effects).toBeUndefined();
  });

  test('a label that the repository lacks is not created', async () => {
    const { message, effects } = await sig('triage 4711 accept', { labels: ['triage/acepted'] });
    expect(words(message)).toEqual([
      'kubernetes/kubernetes has no label "triage/accepted". Nothing was changed.',
      'Did you mean "triage/acepted"?',
    ]);
    expect(effects).toBeUndefined();
  });
});

describe('where all of an issue’s groups must accept', () => {
  const shared = anIssue({ labels: ['sig/node', 'sig/network'] });
  const all: Partial<State> = { issues: [shared], triage: { accepted: 'all', priorities: [], robots: [] } };
  const noors = { ...verdict, issue: shared.id, group: 'sig-network', by: 'noor' };

  test.each(['labels', 'prow', 'handoff'] as const)('the first is only recorded (%s)', async (mode) => {
    const { effects, message, because } = await sig('triage 4711 accept', { ...all, mode });
    const recorded = { kind: 'verdict.record', verdict: { ...verdict, issue: shared.id }, given: [] };
    const held = { issue: shared.id, group: 'sig-node', at: NOW, by: { login: 'dana', user: 'U0DANA' } };
    expect(effects).toMatchObject([recorded, { kind: 'acceptance.hold', held }]);
    expect(effects).toHaveLength(2);
    expect(words(message)).toContain('It is recorded. GitHub is told when SIG Network has accepted too.');
    expect(because).toContain('the label waits for SIG Network');
  });

  test('what else was said is done at once', async () => {
    const { effects } = await sig('triage 4711 accept important-soon', all);
    expect(effects).toMatchObject([
      { kind: 'github.labels', add: ['priority/important-soon'] },
      { kind: 'verdict.record', verdict: { kind: 'accepted' } },
      { kind: 'acceptance.hold' },
    ]);
    expect(effects?.[0]).not.toHaveProperty('verdict');
  });

  test.each<[string, Partial<State>]>([
    ['the last one sets the label', { verdicts: [noors] }],
    ['a paused group is not waited for', { groups: [sigNode, { ...sigNetwork, paused: true }] }],
  ])('%s', async (_name, state) => {
    const { effects } = await sig('triage 4711 accept', { ...all, ...state });
    expect(effects).toMatchObject([
      { kind: 'github.labels', add: ['triage/accepted'], verdict: { by: 'dana' } },
    ]);
  });

  test('who asked the author has not accepted', async () => {
    const asked = { ...noors, kind: 'needs-information' as const };
    const { effects } = await sig('triage 4711 accept', { ...all, verdicts: [asked] });
    expect(effects?.map(({ kind }) => kind)).toEqual(['verdict.record', 'acceptance.hold']);
  });
});

describe('who may decide', () => {
  test.each<[string, string, boolean]>([
    ['the group’s lead', 'U0DANA', true],
    ['its triager', 'U0LEE', true],
    ['another group’s lead', 'U0NOOR', false],
    ['somebody the configuration does not know', 'U0GUEST', false],
  ])('%s', async (_name, user, allowed) => {
    const { effects, message } = await press('triage:accept', issue.id, {}, user);
    expect(effects !== undefined).toBe(allowed);
    if (!allowed)
      expect(words(message)[0]).toMatch(/^Only the leads and triagers of SIG Node decide here: dana, lee\./);
  });

  const refusal = async (state: Partial<State>, person: State['people'][number]) => {
    const { message } = await app.press(
      'triage:accept',
      issue.id,
      callBy(person.slack),
      portsOf({ issues: [issue], ...state, people: [person] }),
    );
    return words(message);
  };
  const mori = { slack: 'U0MORI', github: 'mori' };

  test('who else may by what they are on GitHub is said', async () => {
    const triagers = { members: true, teams: ['kubernetes/bugs'], permission: true };
    const [said] = await refusal({ groups: [{ ...sigNode, triagers }], rights: NO_RIGHTS }, mori);
    expect(said).toContain(
      'Triagers are also the members of the organisation on GitHub, and the team kubernetes/bugs, and whoever has the role triage on the repository.',
    );
  });

  test.each<[string, Partial<State>, State['people'][number], string]>([
    ['can link', { how: 'code' }, { slack: 'U0MORI' }, 'Link your GitHub account: `/sig link`'],
    ['cannot link here', {}, { slack: 'U0MORI' }, 'Ask one of them, or ask whoever runs sigbot to add you.'],
    [
      'is in doubt, which no link mends',
      { how: 'code' },
      { slack: 'U0MORI', doubt: 'mori belongs to another account.' },
      'Ask one of them, or ask whoever runs sigbot.',
    ],
    ['is known', { how: 'code' }, mori, 'Ask one of them.'],
    [
      'is known, where nobody leads',
      { groups: [{ ...sigNode, leads: [] }] },
      mori,
      'Nobody leads it in the directory: ask whoever runs sigbot.',
    ],
  ])('who %s reads what helps', async (_who, state, person, remedy) => {
    expect((await refusal(state, person)).at(-1)).toBe(remedy);
  });

  test('a form is refused before it opens, and again when it comes back', async () => {
    expect((await press('triage:more', issue.id, {}, 'U0GUEST')).view).toBeUndefined();
    const ports = portsOf({ issues: [issue] });
    const back = await app.submit('triage:more', { kind: 'bug' }, issue.id, callBy('U0GUEST'), ports);
    expect(back.effects).toBeUndefined();
  });

  test('the verdict is of the group that the person may speak for', async () => {
    const shared = anIssue({ labels: ['sig/node', 'sig/network'] });
    const { effects } = await press('triage:accept', shared.id, { issues: [shared] }, 'U0NOOR');
    expect(effects?.[0]).toMatchObject({ verdict: { group: 'sig-network', by: 'noor' } });
  });
});

describe('the form behind More…', () => {
  test('offers what the repository has, and the other groups', async () => {
    const { view } = await press('triage:more', issue.id);
    expect(JSON.stringify(view)).toContain('important-soon');
    expect(JSON.stringify(view)).toContain('SIG Network');
    expect(JSON.stringify(view)).not.toContain('"SIG Node"');
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['nothing chosen', {}, 'Choose at least one thing to do.'],
    ['only blanks', { duplicate: '  ' }, 'Choose at least one thing to do.'],
    [
      'two ends at once',
      { to: 'sig-network', outcome: 'not_planned' },
      'Choose one: duplicate, hand over, not reproducible, or close.',
    ],
    ['no issue', { duplicate: 'the other one' }, '"the other one" is not an issue.'],
    [
      'not reproducible, and closed',
      { outcome: 'not-reproducible', duplicate: '12' },
      'Choose one: duplicate, hand over, not reproducible, or close.',
    ],
    ['a priority and a kind', { priority: 'important-soon', kind: 'bug' }, undefined],
  ])('%s', (_name, values, problem) => {
    expect(app.check('triage:more', values)?.['duplicate']).toBe(problem);
  });
});

describe('other commands', () => {
  test.each<[string, string]>([
    ['list', 'SIG Node · <#C0NODE> · `sig/node`'],
    ['info', 'SIG Node'],
    ['info network', 'SIG Network'],
    ['info netwrok', 'There is no group "netwrok".'],
    ['help', '`/sig triage` Goes through what waits for a decision, lists it, or decides.'],
    ['', '`/sig list` Lists all groups with their channels and labels.'],
    ['help triage', 'Goes through what waits for a decision, lists it, or decides.'],
    ['triaje', 'There is no `/sig triaje`. Did you mean `/sig triage`?'],
    ['why 4711', 'What came in'],
    ['why', 'Which issue?'],
  ])('/sig %s', async (command, line) => {
    expect(words((await sig(command)).message)).toContain(line);
  });

  test('a list of a hundred groups fits into one message', async () => {
    const groups = Array.from({ length: 100 }, (_, index) => ({
      ...sigNode,
      id: `sig-${index}`,
      title: `SIG ${index}`,
    }));
    const { message } = await sig('list', { groups });
    expect(message?.blocks.length).toBeLessThanOrEqual(50);
    expect(words(message).join()).toContain('SIG 99');
  });
});

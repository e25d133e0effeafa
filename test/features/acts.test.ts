import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Lack } from '../../src/domain/merging.ts';
import { NOTHING_GIVEN } from '../../src/domain/pull-act.ts';
import type { SaidBefore } from '../../src/domain/own-act.ts';
import type { Pull } from '../../src/domain/pull.ts';
import type { Call, Reply } from '../../src/feature.ts';
import { coverOf, lacksAfter } from '../../src/features/acts/plan.ts';
import { features } from '../../src/features.ts';
import { ownActButtons } from '../../src/own-act-blocks.ts';
import type { KnownPull } from '../../src/ports/pull.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const HEAD = 'a'.repeat(40);
const LATER = 'b'.repeat(40);
const pull = anIssue({ isPullRequest: true, title: 'Mend the keel', labels: ['sig/node', 'approved'] });
const call: Call = { user: 'U0DANA', channel: 'C0NODE', now: NOW };

function known(differs: Partial<Pull> = {}): KnownPull {
  return {
    pull: { id: pull.id, base: 'main', head: HEAD, mergeable: 'yes', ...differs },
    given: NOTHING_GIVEN,
  };
}

/** Dana is signed in, and the bot writes as people. */
const signedIn: Partial<State> = {
  issues: [pull],
  people: [{ slack: 'U0DANA', github: 'dana', signedIn: true }],
  writing: { write: 'as-person', through: 'prow' },
  pulls: { [pull.id]: known() },
};

const portsWith = (differs: Partial<State> = {}) => portsOf({ ...signedIn, ...differs });
const type = (text: string, differs?: Partial<State>, where: Partial<Call> = {}) =>
  app.command(text, { ...call, ...where }, portsWith(differs));
const press = (action: string, value: string, differs?: Partial<State>) =>
  app.press(action, value, call, portsWith(differs));

/** What a dialog says, and what its button is called. */
function dialog({ view }: Reply): string[] {
  const blocks = view?.blocks.filter(({ type }) => type !== 'input') ?? [];
  return [...words({ text: '', blocks: blocks as KnownBlock[] }), `[${view?.submit?.text ?? ''}]`];
}

/** Confirms what a dialog asks. */
const confirm = (view: ModalView | undefined, differs?: Partial<State>, because?: string) =>
  app.submit(view?.callback_id ?? '', { because }, view?.private_metadata ?? '', call, portsWith(differs));

async function saidBy(text: string, differs?: Partial<State>, because?: string): Promise<Reply> {
  return confirm((await type(text, differs)).view, differs, because);
}

describe('before anything is said', () => {
  test('the dialog says as whom, on what, of which commit, and what follows', async () => {
    const reply = await type('lgtm 4711');
    expect(reply.view?.title.text).toBe('/lgtm');
    expect(dialog(reply)).toEqual([
      'Mend the keel',
      'kubernetes/kubernetes#4711 · opened by mori',
      'Comments `/lgtm` on kubernetes/kubernetes#4711 as dana, for the commit `aaaaaaa`.',
      'Nothing else is missing: it may merge at once.',
      'Prow takes it from collaborators of the repository.',
      '[Comment /lgtm]',
    ]);
    expect(reply.effects ?? []).toEqual([]);
  });

  test('where no dialog can be opened a message says the same, and its button says it', async () => {
    const thread = { thread: '1.1' };
    const posted = [{ subject: { kind: 'card', id: pull.id } as const, channel: 'C0NODE', ts: '1.1' }];
    const { message } = await type('hold "flaky on <@U0NOOR>’s boat"', { posted }, thread);
    expect(words(message)).toEqual([
      'Mend the keel',
      'kubernetes/kubernetes#4711 · opened by mori',
      'Comments `/hold` on kubernetes/kubernetes#4711 as dana.',
      'It does not merge before somebody says `/hold cancel`.',
      'Why: flaky on Somebody’s boat',
      '[Comment /hold]',
    ]);
    const [button] =
      message?.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])) ?? [];
    const value = button && 'value' in button ? (button.value ?? '') : '';
    const reply = await press('acts:say', value);
    expect(reply).toMatchObject({
      replace: true,
      effects: [{ kind: 'github.act', act: 'hold', because: 'flaky on Somebody’s boat' }],
    });
  });

  test.each<[string, string, Partial<State>, string[]]>([
    [
      'what else is missing',
      'lgtm 4711',
      { issues: [{ ...pull, draft: true, labels: ['do-not-merge/hold', 'needs-rebase'] }] },
      ['Then it still lacks: it is a draft, it needs a rebase, `approved`, `do-not-merge/hold`.'],
    ],
    ['that it has it', 'lgtm 4711', { issues: [{ ...pull, labels: ['lgtm'] }] }, ['It has `lgtm` already.']],
    ['that it is approved', 'approve 4711', {}, ['It is `approved` already.']],
    ['that nobody holds it', 'hold 4711 cancel', {}, ['As far as sigbot knows, nobody holds it.']],
    [
      'that it merges when the hold ends',
      'hold 4711 cancel',
      { issues: [{ ...pull, labels: ['lgtm', 'approved', 'do-not-merge/hold'] }] },
      ['Nothing else is missing: it may merge at once.', '[Comment /hold cancel]'],
    ],
  ])('it tells %s', async (_what, text, state, lines) => {
    expect(dialog(await type(text, state))).toEqual(expect.arrayContaining(lines));
  });

  const paths = ['hull/keel.ts', 'sails/jib.ts'];
  test.each([
    ['all of it', { OWNERS: 'approvers: [dana]' }, ['Then it still lacks: `lgtm`.']],
    [
      'some of it',
      { 'hull/OWNERS': 'approvers: [dana]', 'sails/OWNERS': 'approvers: [noor]' },
      [
        'Then it still lacks: `lgtm`, `approved`.',
        'OWNERS names you for some of what lacks approval; the rest needs another approver.',
      ],
    ],
    [
      'nothing',
      { OWNERS: 'approvers: [noor]' },
      ['OWNERS names you for nothing that lacks approval, so Prow will not count it.'],
    ],
  ])('it tells an approver of %s so', async (_what, files, lines) => {
    const issues = [{ ...pull, labels: [] }];
    const state = { issues, owners: treeOf(files), pulls: { [pull.id]: known({ paths }) } };
    expect(dialog(await type('approve 4711', state))).toEqual(expect.arrayContaining(lines));
  });

  test('on a card that is older than the latest commits it says so, for what is said of commits', async () => {
    const moved = { pulls: { [pull.id]: known({ head: LATER }) } };
    expect(dialog(await press('acts:lgtm', `${pull.id} ${HEAD}`, moved))).toContain(
      'New commits came since you looked: it was at `aaaaaaa`, and is at `bbbbbbb`. Look at it again first.',
    );
    for (const [action, state] of [
      ['acts:lgtm', {}],
      ['acts:hold', moved],
    ] as const)
      expect(dialog(await press(action, `${pull.id} ${HEAD}`, state)).join()).not.toContain('New commits');
  });

  test.each<[string, string, Partial<State>, RegExp]>([
    ['of an issue', 'lgtm 4711', { issues: [anIssue()] }, /is an issue/],
    ['of one’s own', 'lgtm 4711', { issues: [{ ...pull, author: 'Dana' }] }, /is your own.*\nAsk somebody/],
    ['by a guest', 'hold 4711', { people: [{ slack: 'U0DANA', standing: 'guest' }] }, /Guests of this Slack/],
    ['with more words', 'lgtm 4711 please', {}, /takes a pull request, and nothing else/],
    ['for too long a reason', `hold 4711 "${'x'.repeat(501)}"`, {}, /500 characters at most/],
    ['where it is not said which', 'approve', {}, /Which issue\?/],
    ['without Prow', 'approve 4711', { writing: { write: 'as-person', through: 'labels' } }, /has no Prow/],
  ])('nothing is asked %s', async (_what, text, state, why) => {
    const { message, view, effects } = await type(text, state);
    expect(message?.text).toMatch(why);
    expect([view, effects]).toEqual([undefined, undefined]);
  });
});

describe('confirmed', () => {
  test('it is sent as the person, and audited', async () => {
    const reply = await saidBy('lgtm 4711');
    expect(reply.effects).toEqual([
      {
        kind: 'github.act',
        issue: { repo: 'kubernetes/kubernetes', number: 4711 },
        act: 'lgtm',
        head: HEAD,
        because: undefined,
        once: `act:1#4711:lgtm:${HEAD}:101:0`,
        by: {
          login: 'dana',
          user: 'U0DANA',
          channel: 'C0NODE',
          under: { write: 'as-person', through: 'prow', githubId: 101, actions: [] },
        },
      },
    ]);
    expect(reply.because).toEqual(['dana: /lgtm on kubernetes/kubernetes#4711 at aaaaaaa (as-person, prow)']);
    expect(reply.message?.text).toContain(
      '`/lgtm` goes there as dana. The card follows when Prow has taken it.',
    );
  });

  test('a reason comes from the form; what is empty is none', async () => {
    const reason = (because: string) => saidBy('hold 4711', {}, because).then(({ effects }) => effects?.[0]);
    expect(await reason(' flaky ')).toMatchObject({ because: 'flaky', head: undefined });
    expect(await reason(' ')).toMatchObject({ because: undefined });
  });

  test('new commits since the dialog was opened: it is asked again, and nothing is said', async () => {
    const { view } = await type('lgtm 4711');
    const moved = { pulls: { [pull.id]: known({ head: LATER }) } };
    const again = await confirm(view, moved);
    expect(again.effects).toBeUndefined();
    expect(dialog(again).join()).toContain('New commits came since you looked');
    const said = await confirm(again.view, moved);
    expect(said.effects).toMatchObject([{ kind: 'github.act', head: LATER }]);
  });

  test('twice at once it has one key; after it is on its way it is refused in words', async () => {
    const [one, two] = [await saidBy('lgtm 4711'), await saidBy('lgtm 4711')];
    expect(one.effects).toEqual(two.effects);
    const said: SaidBefore[] = [{ act: 'lgtm', head: HEAD, githubId: 101, state: 'going', at: NOW }];
    const { message, effects } = await saidBy('lgtm 4711', { said });
    expect(message?.text).toContain('is on its way already');
    expect(effects).toBeUndefined();
  });
});

describe('handed over', () => {
  test.each<[string, Partial<State>, string]>([
    ['not signed in', { people: [{ slack: 'U0DANA', github: 'dana' }] }, '`/sig link` gives it one'],
    ['not linked at all', { people: [] }, '`/sig link` gives it one'],
    ['the bot writes itself', { writing: { write: 'as-bot', through: 'prow' } }, 'which never says `/lgtm`'],
    ['nobody knows the commit', { pulls: {} }, 'which commit is its latest'],
  ])('%s: the comment to paste, and the way there', async (_why, state, because) => {
    const reply = await type('lgtm 4711', state);
    expect(reply.view).toBeUndefined();
    expect(reply.effects).toEqual([
      {
        kind: 'handoff.keep',
        handed: {
          user: 'U0DANA',
          issue: pull.id,
          what: '/lgtm',
          because: expect.stringContaining(because) as string,
          text: '/lgtm',
          at: NOW,
        },
      },
    ]);
    const lines = words(reply.message);
    expect(lines[0]).toContain(because);
    expect(lines.slice(1)).toEqual([expect.stringContaining('"text":"/lgtm"'), '[Open it on GitHub]']);
  });

  test('the sign-in ends while the dialog is open: what was written in it is handed over', async () => {
    const { view } = await type('hold 4711');
    const reply = await confirm(view, { people: [{ slack: 'U0DANA', github: 'dana' }] }, 'flaky');
    expect(reply.effects).toMatchObject([{ kind: 'handoff.keep', handed: { text: '/hold\n\n> flaky' } }]);
  });
});

describe('on the card', () => {
  const labelsOf = (labels: readonly string[], by: 'prow' | 'reviews' = 'prow') =>
    ownActButtons({ id: pull.id, labels }, HEAD, by).elements.map((one) =>
      'text' in one ? one.text.text : '',
    );

  test('what stands on it already has no button', () => {
    expect(labelsOf([])).toEqual(['LGTM…', 'Approve…', 'Hold…']);
    expect(labelsOf(['lgtm', 'approved', 'do-not-merge/hold'])).toEqual(['End hold…']);
    expect(labelsOf([], 'reviews')).toEqual(['LGTM…', 'Hold…']);
  });

  test('each button asks for what stands on it', async () => {
    const { elements } = ownActButtons({ ...pull, labels: [] }, HEAD, 'prow');
    for (const button of elements) {
      if (button.type !== 'button') continue;
      const { view } = await press(button.action_id ?? '', button.value ?? '');
      expect(`${view?.title.text.slice(1)}…`.toLowerCase()).toBe(button.text.text.toLowerCase());
    }
  });
});

test('one’s word ends what it is for, an approval only where it covers all', () => {
  const lacks = (...what: Lack['what'][]): Lack[] =>
    what.map((one) => ({ what: one, from: 'anybody', logins: [] }));
  const left = (missing: Lack[]) => missing.map(({ what }) => what);
  expect(left(lacksAfter('lgtm', lacks('lgtm', 'approved'), undefined))).toEqual(['approved']);
  expect(left(lacksAfter('approve', lacks('lgtm', 'approved'), undefined))).toEqual(['lgtm', 'approved']);
  expect(left(lacksAfter('approve', lacks('lgtm', 'approved'), 'all'))).toEqual(['lgtm']);
  const reviews = (count: number): Lack => ({ what: 'review', count, from: 'reviewer', logins: [] });
  expect(lacksAfter('lgtm', [reviews(2)], undefined)).toEqual([reviews(1)]);
  expect(lacksAfter('lgtm', [reviews(1)], undefined)).toEqual([]);
  expect(coverOf(lacks('lgtm'), ['dana'])).toBeUndefined();
});

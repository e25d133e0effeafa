import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/auth.ts';
import { githubPerform } from '../../../src/adapters/github/perform.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { ownWordIn, type OwnAct } from '../../../src/domain/own-act.ts';
import type { WriteMode } from '../../../src/domain/rights.ts';
import type { OwnAsker, Send } from '../../../src/effect.ts';
import { guarded } from '../../../src/guard.ts';
import type { Attempt, Outcome } from '../../../src/outbox.ts';
import { anAuthority, anIssue, NOW } from '../../support/facts.ts';
import { silent } from '../../support/github.ts';
import { portsOf, type State } from '../../support/ports.ts';

type Said = Extract<Send, { kind: 'github.act' }>;

const pull = anIssue({ isPullRequest: true });
const issue = { repo: pull.repo, number: pull.number };
const HEAD = 'a'.repeat(40);
const BOT = 'the-bots-own';
const DANA = 'danas-own';

function asker(differs: Parameters<typeof anAuthority>[0] = {}): OwnAsker {
  const { group: _group, ...authority } = anAuthority({ through: 'prow', actions: [], ...differs });
  return { login: 'dana', user: 'U0DANA', channel: 'C0NODE', under: { ...authority, write: 'as-person' } };
}

const lgtm: Said = { kind: 'github.act', issue, act: 'lgtm', head: HEAD, once: 'act:1', by: asker() };
const hold: Said = {
  kind: 'github.act',
  issue,
  act: 'hold',
  because: 'flaky on arm',
  once: 'act:2',
  by: asker(),
};

interface Request {
  token: string;
  line: string;
  body: Record<string, unknown>;
}

interface Github {
  state?: string;
  head?: string;
  comments?: object[];
  reviews?: object[];
  /** What a write, or the named request, is answered with instead. */
  answers?: Readonly<Record<string, () => Response>>;
}

/** A GitHub with this pull request, and all that was asked of it. */
function aGithub({ state = 'open', head = HEAD, comments = [], reviews = [], answers = {} }: Github) {
  const asked: Request[] = [];
  const send: typeof fetch = (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const line = `${init.method ?? 'GET'} ${url.pathname.replace('/repos/kubernetes/kubernetes/', '')}`;
    const token = new Headers(init.headers).get('authorization')?.replace(/^token /, '') ?? '';
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Request['body']) : {};
    asked.push({ token, line, body });
    const own = Object.entries(answers).find(([start]) => line.startsWith(start))?.[1];
    if (own) return Promise.resolve(own());
    if (line === 'GET pulls/4711') return json({ state, head: { sha: head } });
    if (line === 'GET issues/4711/comments') return json(comments);
    if (line === 'GET pulls/4711/reviews') return json(reviews);
    return json({ html_url: 'https://github.test/said' }, 201);
  };
  const settings = { auth: { token: BOT }, apiUrl: 'https://github.test', timeout: 1000 };
  return { asked, github: createGithub(settings, silent, send) };
}

function json(data: unknown, status = 200): Promise<Response> {
  return Promise.resolve(Response.json(data, { status }));
}

const words = (status: number, message: string) => () => Response.json({ message }, { status });
const asPerson = { writing: { write: 'as-person', through: 'prow' } } as const;

/** Sends it, as the outbox would. */
async function sent(
  effect: Send,
  from: Github & { attempt?: Partial<Attempt>; state?: string; token?: string | undefined } = {},
  state: Partial<State> = asPerson,
) {
  const { asked, github } = aGithub(from);
  const forgotten: string[] = [];
  const tokens = {
    of: () =>
      'token' in from
        ? Promise.reject(
            new UserError('sigbot has no sign-in of yours at GitHub.', 'Link again: `/sig link`'),
          )
        : Promise.resolve(DANA),
    refused: (user: string) => Promise.resolve(void forgotten.push(user)),
  };
  const perform = guarded(githubPerform({ github, tokens, now: () => NOW }));
  const attempt: Attempt = { effect, ambiguous: false, attempts: 1, plannedAt: NOW, ...from.attempt };
  const outcome = await perform(attempt, portsOf({ issues: [pull], ...state }));
  return { outcome, asked, forgotten, wrote: asked.filter(({ line }) => !line.startsWith('GET')) };
}

/** What the person is told where it was handed over to them. */
function handed(outcome: Outcome): string {
  const also = 'also' in outcome ? (outcome.also ?? []) : [];
  expect(outcome).toHaveProperty('skipped');
  expect(also.map(({ kind }) => kind)).toEqual(['handoff.keep', 'slack.whisper']);
  return also.map((effect) => ('text' in effect ? effect.text : '')).join('');
}

describe('said to Prow', () => {
  test('as the person, once, after a look at the pull request', async () => {
    const { outcome, asked } = await sent(lgtm);
    expect(outcome).toEqual({ done: 'https://github.test/said' });
    expect(asked.map(({ token, line }) => `${token}: ${line}`)).toEqual([
      `${DANA}: GET pulls/4711`,
      `${DANA}: POST issues/4711/comments`,
    ]);
    expect(asked.at(-1)?.body).toEqual({ body: '/lgtm\n\n<!-- sigbot:act:1 -->' });
  });

  test('why a pull request is held goes along as a quotation', async () => {
    const { wrote } = await sent(hold, { head: 'b'.repeat(40) });
    expect(wrote[0]?.body).toEqual({ body: '/hold\n\n> flaky on arm\n\n<!-- sigbot:act:2 -->' });
  });

  test('what may have got through is looked up, and not said again', async () => {
    const comments = [{ body: '/lgtm\n\n<!-- sigbot:act:1 -->', html_url: 'https://github.test/there' }];
    const { outcome, wrote } = await sent(lgtm, { comments, attempt: { ambiguous: true } });
    expect(outcome).toEqual({ done: 'it was there already: https://github.test/there' });
    expect(wrote).toEqual([]);
    const lost = await sent(lgtm, { answers: { POST: words(502, 'Bad gateway') } });
    expect(lost.outcome).toHaveProperty('unknown');
  });

  test.each<[string, Said, Github, string]>([
    ['new commits', lgtm, { head: 'b'.repeat(40) }, 'it was at aaaaaaa, and is at bbbbbbb'],
    ['a commit nobody named', { ...lgtm, head: undefined }, {}, 'New commits came'],
    ['a closing', lgtm, { state: 'closed' }, 'was closed meanwhile'],
    ['a closing, of a hold', hold, { state: 'closed' }, 'was closed meanwhile'],
  ])('%s meanwhile: it is not said', async (_what, effect, github, why) => {
    const { outcome, wrote } = await sent(effect, github);
    expect(outcome).toEqual({ failed: expect.stringContaining(why) as string });
    expect(wrote).toEqual([]);
  });
});

describe('handed over, with why and the text', () => {
  test('a sign-in that is gone', async () => {
    const { outcome, asked } = await sent(lgtm, { token: undefined });
    expect(handed(outcome)).toMatch(
      /was not sent\.\nsigbot has no sign-in of yours.*`\/sig link`\.\nPaste this as a comment there:\n```\n\/lgtm\n```$/,
    );
    expect(asked).toEqual([]);
  });

  test('a sign-in that GitHub does not take any more is forgotten', async () => {
    const { outcome, forgotten, wrote } = await sent(lgtm, {
      answers: { GET: words(401, 'Bad credentials') },
    });
    expect(handed(outcome)).toContain('does not take your sign-in any more');
    expect([forgotten, wrote]).toEqual([['U0DANA'], []]);
  });

  test('a repository where the App is not installed', async () => {
    const { outcome } = await sent(hold, { answers: { POST: words(403, 'Resource not accessible') } });
    expect(handed(outcome)).toMatch(
      /App is not installed there.*\n.*there:\n```\n\/hold\n\n&gt; flaky on arm\n```$/s,
    );
  });

  test.each<WriteMode>(['handoff', 'as-bot'])('the operator has made the repository %s', async (write) => {
    const { outcome, asked } = await sent(lgtm, {}, { writing: { write, through: 'prow' } });
    expect(handed(outcome)).toContain(write === 'as-bot' ? 'which never says `/lgtm`' : 'may not write in');
    expect(asked).toEqual([]);
  });

  test('what may have got through is said to be looked for first', async () => {
    const from = { answers: { 'GET pulls': words(404, 'Not Found') }, attempt: { ambiguous: true } };
    expect(handed((await sent(lgtm, from)).outcome)).toContain('look there first');
  });
});

describe('looked at again when it is sent', () => {
  test.each<[string, Partial<State>, string]>([
    ['closed', { issues: [{ ...pull, state: 'closed' }] }, 'is closed'],
    ['their own', { issues: [{ ...pull, author: 'dana' }] }, 'is your own'],
    ['gone from the mirror', { issues: [] }, 'does not know'],
    ['without Prow now', { writing: { write: 'as-person', through: 'labels' } }, 'changed meanwhile'],
    ['said by a guest now', { people: [{ slack: 'U0DANA', github: 'dana', standing: 'guest' }] }, 'Guests'],
    ['another account’s now', { people: [{ slack: 'U0DANA', github: 'mori' }] }, 'no longer yours'],
  ])('%s: nothing reaches GitHub', async (_what, state, why) => {
    const { outcome, asked } = await sent(lgtm, {}, { ...asPerson, ...state });
    expect(outcome).toEqual({ failed: expect.stringContaining(why) as string });
    expect(asked).toEqual([]);
  });
});

describe('without Prow', () => {
  const by = asker({ through: 'labels' });
  const state = {
    writing: { write: 'as-person', through: 'labels' },
    labels: ['do-not-merge/hold'],
  } as const;
  const there = { body: '<!-- sigbot:act:1 -->', html_url: 'https://github.test/there' };

  test('lgtm is a review that approves the commit; one that is there already is not made again', async () => {
    const { wrote } = await sent({ ...lgtm, by }, {}, state);
    expect(wrote).toEqual([
      {
        token: DANA,
        line: 'POST pulls/4711/reviews',
        body: { event: 'APPROVE', commit_id: HEAD, body: '<!-- sigbot:act:1 -->' },
      },
    ]);
    const again = await sent({ ...lgtm, by }, { reviews: [there], attempt: { ambiguous: true } }, state);
    expect(again.wrote).toEqual([]);
    expect(again.outcome).toEqual({ done: 'it was there already: https://github.test/there' });
  });

  test.each<[OwnAct, string]>([
    ['hold', 'POST issues/4711/labels'],
    ['hold cancel', 'DELETE issues/4711/labels/do-not-merge%2Fhold'],
  ])('%s sets the label, or takes it off', async (act, line) => {
    const effect: Said = { kind: 'github.act', issue, act, once: 'act:3', by };
    const answers = { DELETE: words(404, 'Label does not exist') };
    const { wrote, outcome } = await sent(effect, { answers }, state);
    expect(wrote.map((one) => `${one.token}: ${one.line}`)).toEqual([`${DANA}: ${line}`]);
    expect(outcome).toHaveProperty('done');
  });
});

test('whatever is asked for, and however the bot may write, its own account says nothing that is a person’s to say', async () => {
  const body = fc
    .array(
      fc.constantFrom(
        '/lgtm',
        '/approve',
        '/hold',
        '/unhold',
        '/override all',
        '\n',
        'ok ',
        '/triage accepted',
      ),
    )
    .map((parts) => parts.join(''));
  const act = fc.constantFrom<OwnAct>('lgtm', 'approve', 'hold', 'hold cancel');
  const mode = fc.constantFrom<WriteMode>('handoff', 'as-person', 'as-bot');
  const through = fc.constantFrom('prow' as const, 'labels' as const);
  await fc.assert(
    fc.asyncProperty(
      body,
      act,
      mode,
      mode,
      through,
      fc.boolean(),
      async (text, said, planned, now, how, signedIn) => {
        const by = {
          ...asker({ through: how }),
          under: anAuthority({ write: planned, through: how, actions: [] }),
        };
        const from = signedIn ? {} : { token: undefined };
        const state = { writing: { write: now, through: how }, labels: ['do-not-merge/hold'] } as const;
        const own = { ...lgtm, act: said, by } as Said;
        const comment: Send = { kind: 'github.comment', issue, body: text, once: 'c', by };
        for (const effect of [own, comment]) {
          const { asked } = await sent(effect, from, state);
          const bots = asked.filter(({ token, line }) => token === BOT && !line.startsWith('GET'));
          for (const { line, body: written } of bots) {
            expect(
              ownWordIn(JSON.stringify(written).replaceAll('\\n', '\n').replaceAll('"', '\n')),
            ).toBeUndefined();
            expect(line).not.toMatch(/reviews|hold/);
          }
          if (effect === own) expect(bots).toEqual([]);
        }
      },
    ),
    { numRuns: 150 },
  );
});

import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { NOW } from '../support/facts.ts';
import { portsOf, type State } from '../support/ports.ts';
import { words } from '../support/words.ts';

const app = createApp(features);
const by = (user: string) => ({ user, channel: 'C0NODE', now: NOW });
const sig = (text: string, state: Partial<State> = {}, user = 'U0MORI') =>
  app.command(text, by(user), portsOf(state));
const press = (action: string, state: Partial<State> = {}, value = 'secret-1', user = 'U0MORI') =>
  app.press(action, value, by(user), portsOf(state));

const link = { githubId: 199, login: 'mori', source: 'self' as const, linkedAt: 0 };
const mori = { githubId: 199, login: 'mori', keepable: false };

describe('/sig link', () => {
  test('in the browser: a button, and what is kept until GitHub sends them back', async () => {
    const { effects, message } = await sig('link', { how: 'browser' });
    expect(words(message).at(-1)).toBe('[Show my GitHub account]');
    expect(effects).toEqual([
      {
        kind: 'link.begin',
        user: 'U0MORI',
        secret: 'secret-1',
        verifier: 'verifier-1',
        expiresAt: NOW + 600_000,
      },
    ]);
  });

  test('by a code', async () => {
    const { effects, message } = await sig('link', { how: 'code' });
    expect(effects).toBeUndefined();
    expect(words(message).join('\n')).toContain('enter this code there: WDJB-MJHT');
  });

  test('where nothing is set up says who can help', async () => {
    expect(words((await sig('link')).message).join(' ')).toContain('Ask whoever runs sigbot');
  });

  test('a code that was entered asks with both names', async () => {
    const { message, replace } = await press('people:code', { shown: mori }, 'ref-1');
    expect(replace).toBe(true);
    expect(words(message).join('\n')).toContain('the account mori (number 199)');
    expect(words(message).join('\n')).toContain('You are Somebody (@u0mori) in Slack (U0MORI).');
    expect(words(message).at(-1)).toBe('[Link] [Cancel]');
  });

  test('where a token may be kept the person chooses', async () => {
    const { message } = await press('people:code', { shown: { ...mori, keepable: true } }, 'ref-1');
    expect(words(message).at(-1)).toBe(
      '[Link, and write as me] [Link, and write as me for 10 minutes] [Link only] [Cancel]',
    );
    for (const choice of ['keep', 'once', 'none'])
      expect((await press(`people:link-${choice}`, { shown: mori })).effects).toEqual([
        { kind: 'link.make', user: 'U0MORI', secret: 'secret-1', choice },
      ]);
    expect((await press('people:link-cancel', { shown: mori })).effects).toBeUndefined();
  });

  test('by a code, of an account that leads a group: the operator hears who has it now', async () => {
    const dana = { ...mori, login: 'Dana', githubId: 101 };
    const { effects = [] } = await press('people:link-none', { shown: dana });
    expect(effects).toMatchObject([
      { kind: 'link.make' },
      {
        kind: 'slack.notice',
        text: expect.stringMatching(
          /^<@U0MORI> has linked the GitHub account Dana, who leads SIG Node, by a code\..*`people:`/,
        ) as string,
        once: 'notice:linked:U0MORI:101',
      },
    ]);
  });

  test.each<[string, Partial<State>, string]>([
    ['is over', {}, 'This link is over'],
    [
      'is of an account that somebody else has',
      { shown: { ...mori, owner: 'U0LEE' } },
      'linked with another Slack account already, <@U0LEE>',
    ],
    [
      'is of another account than the operator wrote down',
      { shown: mori, link: { githubId: 5, login: 'mori-2', source: 'file', linkedAt: 0 } },
      'The operator has written down another GitHub account for you: mori-2.',
    ],
  ])('a link that %s is refused', async (_what, state, refusal) => {
    const { message, effects } = await press('people:link-none', state);
    expect(words(message).join(' ')).toContain(refusal);
    expect(effects).toBeUndefined();
  });
});

describe('/sig whoami', () => {
  const lines = async (state: Partial<State>, user: string) =>
    words((await sig('whoami', state, user)).message).join('\n');

  test.each<[string, Partial<State>, string, string[]]>([
    [
      'a lead',
      {},
      'U0DANA',
      ['You are dana on GitHub', 'You lead SIG Node.', 'comments Prow’s commands with its own account'],
    ],
    ['a triager', {}, 'U0LEE', ['You triage for SIG Node.']],
    [
      'an operator',
      { people: [{ slack: 'U0LEE', github: 'lee', role: 'operator' }] },
      'U0LEE',
      ['You are an operator'],
    ],
    [
      'somebody unknown',
      { how: 'code' },
      'U0MORI',
      ['does not know who you are on GitHub', '`/sig link` shows it', 'decide for no group'],
    ],
    [
      'a guest',
      { people: [{ slack: 'U0DANA', github: 'dana', standing: 'guest' }] },
      'U0DANA',
      ['Guests of this Slack can look', 'decide for no group'],
    ],
    [
      'who is signed in',
      {
        people: [{ slack: 'U0DANA', github: 'dana', signedIn: true }],
        writing: { write: 'as-person', through: 'labels' },
      },
      'U0DANA',
      ['changes labels, assignees and state as you.'],
    ],
    [
      'who is not',
      { writing: { write: 'as-person', through: 'prow' } },
      'U0DANA',
      ['has no sign-in of yours: it hands you the comment'],
    ],
    [
      'where the bot may not write',
      { mode: 'handoff' },
      'U0DANA',
      ['sigbot hands you the comment to paste.'],
    ],
  ])('%s', async (_who, state, user, expected) => {
    const said = await lines({ mode: 'prow', ...state }, user);
    for (const line of expected) expect(said).toContain(line);
  });

  test.each<[string, Partial<State>, string | undefined]>([
    ['who can link, and has not', { how: 'code' }, 'Change it: `/sig link`'],
    ['who has linked', { how: 'code', link }, 'Change it: `/sig link` or `/sig unlink`'],
    ['whom the operator has written down, where nobody links', { link }, 'Change it: `/sig unlink`'],
    ['a guest', { how: 'code', people: [{ slack: 'U0MORI', standing: 'guest' }] }, undefined],
    ['a stranger', { how: 'browser', people: [{ slack: 'U0MORI', standing: 'stranger' }] }, undefined],
  ])('%s is told what they can change themselves', async (_who, state, expected) => {
    const said = await lines(state, 'U0MORI');
    if (expected === undefined) expect(said).not.toMatch(/\/sig (?:un)?link|with its own account/);
    else expect(said).toContain(expected);
  });
});

describe('/sig unlink', () => {
  test('ends what the person linked, and says what else there is', async () => {
    const { effects, message } = await sig('unlink', { link });
    expect(effects).toEqual([{ kind: 'link.drop', user: 'U0MORI' }]);
    expect(words(message).join(' ')).toContain('Settings → Applications');
    const written = await sig('unlink', { link: { ...link, source: 'config' } });
    expect(words(written.message).join(' ')).toContain(
      'The operator has written the link down, so it comes back;',
    );
    expect(words(written.message).join(' ')).not.toMatch(/sign-in|Applications/);
    const signedIn = await sig('unlink', { link: { ...link, source: 'file', token: {} } });
    expect(words(signedIn.message).join(' ')).toMatch(
      /forgotten your sign-in.*comes back without your sign-in.*Applications/,
    );
  });

  test('where there is nothing to end, offers a link to those alone who can make one', async () => {
    const said = async (state: Partial<State>) => words((await sig('unlink', state)).message).join(' ');
    expect(await said({ how: 'code' })).toContain('Link one: `/sig link`');
    expect(await said({})).not.toContain('/sig link');
    const guest = { people: [{ slack: 'U0MORI', standing: 'guest' as const }] };
    expect(await said({ ...guest, how: 'code' })).not.toContain('/sig link');
  });
});

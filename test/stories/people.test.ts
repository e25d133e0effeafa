import { afterEach, describe, expect, test } from 'vitest';
import { aStory, SEED, type Story, type StoryOptions } from '../support/bot.ts';
import {
  aKey,
  answer as answerPage,
  BROWSER,
  linkAddress as addressOf,
  linkInBrowser as link,
  visit as visitPage,
} from '../support/sign-in.ts';

let story: Story;
afterEach(() => story.end());

const { PUBLIC_URL: PUBLIC, GITHUB_CLIENT_ID } = BROWSER;
const CODE = { GITHUB_CLIENT_ID };

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  story.world.github.oauth.interval = 0.02;
  return story;
}

const linkAddress = (person: string) => addressOf(story, person);
const visit = (address: string) => visitPage(story, address);
const answer = (page: string, choice: string) => answerPage(story, page, choice);
const linkInBrowser = (person: string, login: string, choice?: string) => link(story, person, login, choice);

/** The last thing that only this person sees in a channel. */
function lastTold(person: string, channel = 'random'): string {
  const { slack } = story.world;
  const message = slack.as(person).ephemeral(channel).at(-1);
  return message ? slack.render(message) : '';
}

/** All that the bot wrote to a person directly. */
function letters(id: string): string {
  const direct = story.world.slack.directs().find(({ partner }) => partner === id);
  return direct ? story.world.slack.channel(direct.id).render() : '';
}

async function pressOnCard(person: string, label: string): Promise<string> {
  const { slack, until } = story.world;
  const before = slack.as(person).ephemeral('sig-node').length;
  await slack.as(person).press('sig-node', story.cards('sig-node').at(-1)?.ts ?? '', label);
  await until(() => slack.as(person).ephemeral('sig-node').length > before);
  return lastTold(person, 'sig-node');
}

const MORI_LEADS = `
sigs:
  - { dir: sig-node, name: Node, label: node, leadership: { chairs: [{ github: mori, name: Mori }] }, contact: { slack: sig-node } }
  - { dir: sig-network, name: Network, label: network, contact: { slack: sig-network } }
workinggroups:
  - { dir: wg-lights, name: Lights, contact: { slack: wg-lights } }
`;

describe('/sig link in the browser', () => {
  test('state, PKCE, a page that names both accounts, then a letter, and the lead may decide', async () => {
    const { world } = await begin({ env: BROWSER, directory: MORI_LEADS, write: 'prow' });
    const { ref } = await story.openWithCard();
    expect(await pressOnCard('mori', 'Accept')).toContain('/sig link');
    const address = await linkAddress('mori');
    expect(address).toMatch(/[?&]state=[\w-]{43}&code_challenge=[\w-]{43}&code_challenge_method=S256/);
    const page = await visit(world.github.oauth.agree(address, 'mori'));
    expect(page).toMatch(/On GitHub<\/dt><dd>mori \(number \d+\)/);
    expect(page).toContain('In Slack</dt><dd>@mori (U0MORI)');
    expect(await answer(page, 'none')).toContain('are linked');
    await story.idle();
    expect(letters('U0MORI')).toContain('is linked with the GitHub account mori');
    expect(await story.ask('mori', '/sig whoami', 'random')).toMatch(/You are mori on GitHub.*linked by you/);
    expect(lastTold('mori')).toContain('You lead SIG Node.');
    await pressOnCard('mori', 'Accept');
    await world.until(() => world.github.issue(ref).labels.includes('triage/accepted'));
    expect(await answer(page, 'none')).toContain('This link is over');
    await story.record(async ({ audit, people }) => {
      expect(await people.of('U0MORI')).toMatchObject({ login: 'mori', source: 'self', proved: true });
      expect((await audit.latest(20)).map(({ act }) => act)).toContain('linked with mori in the browser');
    });
  });

  test('a state is used once, a declined one links nothing, and cancel links nothing', async () => {
    const { world } = await begin({ env: BROWSER });
    const { oauth } = world.github;
    const declined = await linkAddress('mori');
    expect(await visit(oauth.decline(declined))).toContain('You declined at GitHub');
    expect(await visit(oauth.agree(declined, 'mori'))).toContain('This link is over');
    expect(await visit(`${PUBLIC}/github/callback?code=x&state=made-up`)).toContain('This link is over');
    const page = await visit(oauth.agree(await linkAddress('mori'), 'mori'));
    expect(await answer(page, 'cancel')).toContain('Nothing was linked');
    expect(await story.ask('mori', '/sig whoami', 'random')).toContain('does not know who you are on GitHub');
    expect(story.log()).not.toMatch(/code=|state=[\w-]{20}/);
  });

  test('a second Slack account that claims the same GitHub account is refused, and told who may help', async () => {
    await begin({ env: BROWSER });
    await linkInBrowser('mori', 'mori');
    const page = await linkInBrowser('lee', 'mori');
    expect(page).toContain('This link is over');
    const refused = await visit(story.world.github.oauth.agree(await linkAddress('lee'), 'mori'));
    expect(refused).toContain('linked with another Slack account already: @mori');
    expect(refused).toContain('ask whoever runs sigbot');
  });

  test('/sig unlink forgets it, and the person reads so', async () => {
    await begin({ env: BROWSER });
    await linkInBrowser('mori', 'mori');
    expect(await story.ask('mori', '/sig unlink', 'random')).toContain('You are no longer linked with mori');
    await story.idle();
    expect(letters('U0MORI')).toContain('no longer linked with a GitHub account');
    expect(await story.ask('mori', '/sig unlink', 'random')).toContain('You are not linked');
  });
});

describe('/sig link by a code', () => {
  /** Begins, and returns the code that is shown. */
  async function codeOf(person: string): Promise<string> {
    return /there: \*?([\w-]{9})/.exec(await story.ask(person, '/sig link', 'random'))?.[1] ?? '';
  }

  test('the bot waits for GitHub, slows down when told, asks in Slack with both names, and links', async () => {
    const { world } = await begin({ env: CODE });
    const { oauth } = world.github;
    const code = await codeOf('mori');
    oauth.nextError = 'slow_down';
    await world.until(() => oauth.nextError === undefined);
    oauth.enter(code, 'mori');
    await world.until(() => letters('U0MORI').includes('Link the two only if both are yours'));
    expect(letters('U0MORI')).toMatch(/account mori \(number \d+\)[\s\S]*@mori in Slack \(U0MORI\)/);
    const direct = world.slack.directs()[0]?.id ?? '';
    await world.slack.as('mori').press(direct, story.cards(direct)[0]?.ts ?? '', 'Link');
    await world.until(() => letters('U0MORI').includes('linked with the GitHub account mori'));
    expect(await story.ask('mori', '/sig whoami', 'random')).toContain('You are mori on GitHub');
  });

  test.each([
    ['not entered in time', 'expire', 'The code was not entered in time.'],
    ['declined', 'refuse', 'You declined at GitHub.'],
  ] as const)('%s: nothing is linked, and the person reads why', async (_what, how, words) => {
    const { world } = await begin({ env: CODE });
    world.github.oauth[how](await codeOf('mori'));
    await world.until(() => letters('U0MORI').includes(words));
    expect(await story.ask('mori', '/sig whoami', 'random')).toContain('does not know who you are');
  });
});

describe('who counts', () => {
  test('a users file wins over what somebody linked, and they are told', async () => {
    const { world } = await begin({
      env: BROWSER,
      config: 'usersFile: ./users.yaml',
      files: { 'users.yaml': 'users: {}\n' },
    });
    await linkInBrowser('mori', 'mori');
    expect(await story.ask('mori', '/sig whoami', 'random')).toContain('linked by you');
    story.write('users.yaml', 'users:\n  mori: U0GAST\n');
    await story.restart();
    await world.until(() => letters('U0MORI').includes('no longer linked with the GitHub account mori'));
    expect(await story.ask('mori', '/sig whoami', 'random')).toContain('does not know who you are');
    await story.record(async ({ people, audit }) => {
      expect(await people.of('U0GAST')).toMatchObject({ login: 'mori', source: 'file' });
      const acts = (await audit.latest(20)).map(({ slack, act }) => `${slack} ${act}`);
      expect(acts).toContain('U0MORI link ended: the operator names U0GAST');
      expect(acts).toContainEqual(
        expect.stringMatching(/^U0GAST linked with mori \(number \d+\) by the users file$/),
      );
    });
    story.write('users.yaml', 'users: {}\n');
    await story.restart();
    await world.until(async () => !(await story.ask('gast', '/sig whoami', 'random')).includes('mori'));
    await story.record(async ({ people, audit }) => {
      expect(await people.of('U0GAST')).toBeUndefined();
      expect((await audit.latest(20)).map(({ act }) => act)).toContain('the operator names mori no more');
    });
  });

  test('who linked another account than the operator writes down is told, and has the operator’s', async () => {
    const { world } = await begin({
      env: BROWSER,
      seed: { people: [...SEED.people, { name: 'two', id: 'U0TWO', github: 'mori-two' }] },
      config: 'usersFile: ./users.yaml',
      files: { 'users.yaml': 'users: {}\n' },
    });
    await linkInBrowser('mori', 'mori');
    story.write('users.yaml', 'users:\n  mori-two: U0MORI\n');
    await story.restart();
    await world.until(() => letters('U0MORI').includes('another GitHub account for you: mori-two'));
    expect(letters('U0MORI')).toContain('no longer linked with the GitHub account mori');
  });

  test('a login that somebody else has taken is nobody’s until an operator has looked', async () => {
    const { world } = await begin({ config: 'operator: { channel: random }' });
    const number = await world.github.numberOf('dana');
    expect(await story.ask('dana', '/sig whoami', 'random')).toContain(`(number ${number})`);
    await world.github.takeOver('dana');
    // A day later the login is looked up again.
    await story.record(({ accounts }) => accounts.saw('dana', number, 0));
    await story.restart();
    await world.until(() => story.look('random').includes('sigbot trust dana'));
    await story.openWithCard();
    const said = await pressOnCard('dana', 'Accept');
    expect(said).toContain('The GitHub login dana belongs to another account than before');
    expect(said).toContain('sigbot trust dana');
    // What `sigbot trust dana` does.
    await story.record(({ accounts }) => accounts.forget('dana'));
    await story.restart();
    expect(await story.ask('dana', '/sig whoami', 'random')).toContain(`(number ${number + 1_000_000})`);
  });

  test.each([
    ['a guest', { name: 'gast', id: 'U0GAST', github: 'gast', guest: true }, 'Guests of this Slack can look'],
    [
      'a stranger',
      { name: 'gast', id: 'U0GAST', github: 'gast', team: 'T0ELSEWHERE' },
      'People of another workspace can look',
    ],
  ])(
    '%s who leads a group is refused at the press and in the form, and may not link',
    async (_what, gast, words) => {
      const { world } = await begin({
        env: BROWSER,
        seed: { people: [...SEED.people.filter(({ name }) => name !== 'gast'), gast] },
        config: 'usersFile: ./users.yaml',
        files: { 'users.yaml': 'users: { gast: U0GAST }\n' },
        directory: MORI_LEADS.replace('github: mori', 'github: gast'),
      });
      const { ref } = await story.openWithCard();
      expect(await pressOnCard('gast', 'Accept')).toContain(words);
      expect(await pressOnCard('gast', 'Needs info…')).toContain(words);
      expect(world.slack.as('gast').modal()).toBeUndefined();
      const number = world.github.issue(ref).number;
      expect(await story.ask('gast', `/sig triage ${number} accept`, 'sig-node')).toContain(words);
      expect(await story.ask('gast', '/sig link', 'random')).toContain(words);
      expect(world.github.issue(ref).labels).toEqual(['sig/node']);
    },
  );

  test('who becomes a guest while a form is open is refused when it comes back', async () => {
    const { world } = await begin();
    const { ref, ts } = await story.openWithCard();
    const dana = world.slack.as('dana');
    await dana.press('sig-node', ts, 'Needs info…');
    await world.until(() => dana.modal()?.['callback_id'] === 'triage:needs-info');
    Object.assign(world.slack.people().find(({ name }) => name === 'dana') ?? {}, { guest: true });
    await story.restart();
    await dana.submit(undefined, { question: 'Which version?' });
    await world.until(() => lastTold('dana', 'sig-node').includes('Guests of this Slack can look'));
    expect(world.github.issue(ref).comments).toEqual([]);
  });

  test('who has the role triage on GitHub decides, where the operator wants it so; others do not', async () => {
    const { world, repo } = await begin({
      env: BROWSER,
      seed: { orgMembers: ['dana'] },
      config: 'triagers: { permission: true }',
    });
    const { ref } = await story.openWithCard();
    await linkInBrowser('mori', 'mori');
    expect(await pressOnCard('mori', 'Accept')).toContain('Only the leads and triagers of SIG Node');
    world.github.grant(repo, 'lee', 'triage');
    await pressOnCard('lee', 'Accept');
    await world.until(() => world.github.issue(ref).labels.includes('triage/accepted'));
  });
});

describe('by whose right', () => {
  test('as-bot: a lead without the right on GitHub is refused, with words', async () => {
    const { world } = await begin({ write: 'prow', seed: { orgMembers: ['lee', 'mori'] } });
    const { ref } = await story.openWithCard();
    expect(await pressOnCard('dana', 'Accept')).toContain('members of the organisation only');
    expect(world.github.issue(ref).comments).toEqual([]);
  });

  test('as-bot: the comment says on whose behalf', async () => {
    const { world } = await begin({ write: 'prow' });
    const { ref } = await story.openWithCard();
    await pressOnCard('dana', 'Accept');
    await world.until(() => world.github.issue(ref).comments.length > 0);
    const [comment] = world.github.issue(ref).comments;
    expect(comment?.author).toBe('sigbot');
    expect(comment?.body).toContain('Decided in Slack by dana for SIG Node.');
  });

  test('a right lost between the press and the send: it is not done, and the person is told', async () => {
    const { world } = await begin({ write: 'labels' });
    const { ref } = await story.openWithCard();
    const heal = world.github.fault({ match: /^POST .*\/labels$/, kind: '502' });
    await pressOnCard('dana', 'Accept');
    await world.until(() => world.github.calls(/^POST .*\/labels$/).length > 0);
    world.github.expel('dana');
    heal();
    await world.until(() => lastTold('dana', 'sig-node').includes('Not done'));
    expect(lastTold('dana', 'sig-node')).toContain('GitHub no longer gives you that right');
    expect(world.github.issue(ref).labels).toEqual(['sig/node']);
  });

  test('as-person: an issue made from a message is opened under the person’s own name', async () => {
    const { world, repo } = await begin({
      write: 'as-person',
      env: { ...BROWSER, SIGBOT_KEYS: aKey('new') },
    });
    await linkInBrowser('dana', 'dana', 'keep');
    const dana = world.slack.as('dana');
    await dana.shortcut('create:issue', await world.slack.as('mori').say('The keel is loose', 'sig-node'));
    await world.until(() => dana.modal()?.['callback_id'] === 'create:issue');
    await dana.submit(undefined, {});
    await world.until(() => world.github.issues(repo).length === 1);
    const [issue] = world.github.issues(repo);
    expect(issue).toMatchObject({ title: 'The keel is loose', author: 'dana' });
    expect(issue?.body).not.toContain('Opened for');
    await world.until(() => story.look('sig-node').includes('Opened from this conversation'));
  });

  test('as-person: the comment stands under the person’s own name; who is not signed in pastes it', async () => {
    const { world } = await begin({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: aKey('new') } });
    const { ref } = await story.openWithCard();
    const handed = await pressOnCard('dana', 'Accept');
    expect(handed).toContain('has no sign-in of yours: `/sig link` gives it one');
    expect(handed).toContain('/triage accepted');
    expect(await linkInBrowser('dana', 'dana', 'keep')).toContain('are linked');
    await pressOnCard('dana', 'Accept');
    await world.until(() => world.github.issue(ref).labels.includes('triage/accepted'));
    expect(world.github.issue(ref).comments[0]?.author).toBe('dana');
    for (const secret of world.github.oauth.tokens()) expect(story.log()).not.toContain(secret);
    await story.record(async ({ people }) => {
      const { token = '' } = (await people.of('U0DANA')) ?? {};
      expect(token).toMatch(/^v1\.new\./);
      for (const secret of world.github.oauth.tokens()) expect(token).not.toContain(secret);
    });
  });

  /** Until GitHub takes none of the tokens it gave any more; the bot looks once a minute, and when it starts. */
  async function allTakenBack(): Promise<void> {
    const { oauth } = story.world.github;
    await story.restart();
    const good = () => oauth.tokens().filter((token) => oauth.loginOf(token) !== undefined);
    await story.world.until(() => good().length === 0, 15_000, 'GitHub to take every token back');
  }

  test.each(['keep', 'none', 'cancel'])(
    'a sign-in ends at GitHub too: %s, then /sig unlink',
    async (choice) => {
      const { world } = await begin({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: aKey('a') } });
      await linkInBrowser('dana', 'dana', choice);
      expect(world.github.oauth.tokens()).toHaveLength(2);
      if (choice === 'keep') {
        await linkInBrowser('dana', 'dana', choice);
        await story.ask('dana', '/sig unlink', 'random');
      }
      await allTakenBack();
      for (const token of world.github.oauth.tokens()) expect(story.log()).not.toContain(token);
    },
  );

  test('where nothing is written as anybody, GitHub takes the token back at once', async () => {
    const { world } = await begin({ env: BROWSER });
    await linkInBrowser('mori', 'mori');
    const [token = ''] = world.github.oauth.tokens();
    expect(world.github.oauth.loginOf(token)).toBeUndefined();
  });

  test('a sign-in that was taken back at GitHub is forgotten here, and the person pastes again', async () => {
    const { world } = await begin({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: aKey('a') } });
    await linkInBrowser('dana', 'dana', 'keep');
    await story.openWithCard();
    world.github.oauth.takeBack('dana');
    await pressOnCard('dana', 'Accept');
    await world.until(() => lastTold('dana', 'sig-node').includes('does not take your sign-in any more'));
    await story.openWithCard();
    expect(await pressOnCard('dana', 'Accept')).toContain('has no sign-in of yours');
  });

  test('a new key reads what the old one sealed, and seals it anew; without the old one the person signs in again', async () => {
    const [old, fresh] = [aKey('old'), aKey('fresh')];
    const { world } = await begin({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: old } });
    await linkInBrowser('dana', 'dana', 'keep');
    await story.restart({ SIGBOT_KEYS: `${fresh},${old}` });
    await story.record(async ({ people }) =>
      expect((await people.of('U0DANA'))?.token).toMatch(/^v1\.fresh\./),
    );
    await story.restart({ SIGBOT_KEYS: fresh });
    const { ref } = await story.openWithCard();
    await pressOnCard('dana', 'Accept');
    await world.until(() => world.github.issue(ref).comments.length > 0);
    await story.restart({ SIGBOT_KEYS: aKey('other') });
    await story.openWithCard();
    await pressOnCard('dana', 'Accept');
    await world.until(() => lastTold('dana', 'sig-node').includes('its key was taken away'));
  });

  test('a token for ten minutes, that has ended, is renewed, and then forgotten', async () => {
    const { world } = await begin({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: aKey('a') } });
    world.github.oauth.expiresIn = 60;
    await linkInBrowser('dana', 'dana', 'once');
    world.github.oauth.expiresIn = 28_800;
    const { ref } = await story.openWithCard();
    await pressOnCard('dana', 'Accept');
    await world.until(() => world.github.issue(ref).comments.length > 0);
    expect(world.github.issue(ref).comments[0]?.author).toBe('dana');
    expect(world.github.oauth.tokens()).toHaveLength(4);
    await story.record(async ({ people }) => {
      const { tokenUntil = 0 } = (await people.of('U0DANA')) ?? {};
      expect(tokenUntil - Date.now()).toBeLessThanOrEqual(600_000);
      await people.forgetTokens(tokenUntil);
      expect((await people.of('U0DANA'))?.token).toBeUndefined();
    });
  });
});

describe('two at once', () => {
  test('one wins, the other is told who decided what, and GitHub gets one action', async () => {
    const { world } = await begin({ write: 'prow' });
    const { ref } = await story.openWithCard();
    const card = story.cards('sig-node').at(-1)?.ts ?? '';
    await Promise.all(['dana', 'lee'].map((who) => world.slack.as(who).press('sig-node', card, 'Accept')));
    await world.until(() => ['dana', 'lee'].every((who) => lastTold(who, 'sig-node') !== ''));
    await story.idle();
    const told = ['dana', 'lee'].map((who) => lastTold(who, 'sig-node'));
    const loser = told.filter((text) => text.includes('was faster'));
    expect(loser).toHaveLength(1);
    expect(loser[0]).toMatch(
      /@(?:dana|lee) was faster, (?:a second|\d seconds) ago: (?:dana|lee), for SIG Node: accepted\./,
    );
    expect(world.github.calls(/^POST .*\/comments$/)).toHaveLength(1);
    expect(world.github.issue(ref).labels).toContain('triage/accepted');
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { aStory, REPO, type Story, type StoryOptions } from '../support/bot.ts';
import { aKey, BROWSER, linkInBrowser } from '../support/sign-in.ts';

let story: Story;
afterEach(() => story.end());

/** A bot that writes as people do, who are signed in where they are named. */
async function begin(signedIn: readonly string[] = ['dana', 'noor'], options: StoryOptions = {}) {
  story = await aStory({ write: 'as-person', env: { ...BROWSER, SIGBOT_KEYS: aKey('a') }, ...options });
  for (const person of signedIn) await linkInBrowser(story, person, person, 'keep');
  const { github, slack, until } = story.world;
  const ref = await github
    .as('mori')
    .open(REPO, { title: 'Mend the keel', labels: ['sig/node'], pullRequest: true });
  await story.idle();
  const number = github.issue(ref).number;
  const comments = () =>
    github.issue(ref).comments.map(({ author, body }) => `${author}: ${body.split('\n')[0]}`);
  return { ref, number, github, slack, until, comments };
}

const modal = (person: string) => {
  const view = story.world.slack.as(person).modal();
  return view ? story.world.slack.renderModal(view) : '';
};

/** Types a command that opens a dialog, and returns what that says. */
async function opens(person: string, command: string, words = 'Comment /'): Promise<string> {
  await story.world.slack.as(person).command(command, 'sig-node');
  await story.world.until(() => modal(person).includes(words), 15_000, `a dialog in ${modal(person)}`);
  return modal(person);
}

/** The last thing that only this person sees in SIG Node's channel. */
function lastTold(person: string): string {
  const { slack } = story.world;
  const message = slack.as(person).ephemeral('sig-node').at(-1);
  return message ? slack.render(message) : '';
}

/** Sends the dialog, and returns what they read then. */
async function confirm(person: string, values: Record<string, string> = {}): Promise<string> {
  const { slack, until } = story.world;
  const before = slack.as(person).ephemeral('sig-node').length;
  await slack.as(person).submit(undefined, values);
  await until(
    () => slack.as(person).ephemeral('sig-node').length > before,
    15_000,
    'an answer to the dialog',
  );
  return lastTold(person);
}

/** What is said in the thread of a message, and the button that comes of it. */
async function mention(person: string, text: string, ts: string) {
  const { slack, until } = story.world;
  const channel = slack.channel('sig-node').id;
  const before = slack.as(person).ephemeral('sig-node').length;
  await slack
    .as(person)
    .event('app_mention', { text: `<@${slack.bot.user}> ${text}`, channel, ts: '9.9', thread_ts: ts });
  await until(() => slack.as(person).ephemeral('sig-node').length > before, 15_000, `an answer to ${text}`);
  const answer = slack.as(person).ephemeral('sig-node').at(-1);
  if (!answer) throw new Error('no answer');
  return answer;
}

describe('a pull request, from Slack', () => {
  test('one person’s lgtm and another’s approval, as themselves, and it merges', async () => {
    const { ref, number, github, until, comments } = await begin();
    expect(await opens('dana', `/sig lgtm ${number}`)).toMatchInlineSnapshot(`
      "== /lgtm ==
      *Mend the keel*
      harbour/boats#1 · opened by mori
      Comments \`/lgtm\` on harbour/boats#1 as *dana*, for the commit \`0000000\`.
      Then it still lacks: \`approved\`.
      Prow takes it from collaborators of the repository.
      [ Cancel ] [ Comment /lgtm ]"
    `);
    expect(await confirm('dana')).toContain('`/lgtm` goes there as dana');
    await until(() => github.issue(ref).labels.includes('lgtm'));
    await story.idle();
    expect(await opens('noor', `/sig approve ${number}`)).toContain('as *noor*');
    await confirm('noor');
    await until(() => github.issue(ref).labels.includes('approved'));
    expect(comments()).toEqual(['dana: /lgtm', 'noor: /approve']);
    await github.robot.merge(ref);
    await story.idle();
    expect(await story.ask('dana', `/sig lgtm ${number}`, 'sig-node')).toContain('is closed');
    const writes = github.calls(/^(POST|PATCH|PUT|DELETE) \/repos/).map(({ login }) => login);
    expect(writes).toEqual(['dana', 'noor']);
    await story.record(async ({ audit }) => {
      const acts = (await audit.latest(20)).map(({ slack, act }) => `${slack} ${act}`);
      expect(acts).toContain(`U0DANA dana: /lgtm on ${ref} at 0000000 (as-person, prow)`);
      expect(acts).toContain(`U0NOOR noor: /approve on ${ref} at 0000000 (as-person, prow)`);
    });
  });

  test('held with a reason, released, and held again: three comments', async () => {
    const { ref, number, github, until, comments } = await begin(['dana']);
    const held = () => github.issue(ref).labels.includes('do-not-merge/hold');
    await opens('dana', `/sig hold ${number}`);
    await confirm('dana', { because: 'flaky\n/lgtm' });
    await until(held);
    expect(github.issue(ref).comments[0]?.body).toMatch(/^\/hold\n\n> flaky\n> \/lgtm\n/);
    await story.idle();
    await opens('dana', `/sig hold ${number} cancel`);
    await confirm('dana');
    await until(() => !held());
    await story.idle();
    await opens('dana', `/sig hold ${number} "still flaky"`);
    await confirm('dana', { because: 'still flaky' });
    await until(held);
    expect(comments().filter((line) => line.startsWith('dana'))).toEqual([
      'dana: /hold',
      'dana: /hold cancel',
      'dana: /hold',
    ]);
  });

  test('who is not signed in pastes it; who may not is refused by Prow, not by the bot’s right', async () => {
    const { ref, number, github, until, comments } = await begin(['dana'], {
      seed: { orgMembers: ['noor'] },
    });
    const handed = await story.ask('noor', `/sig lgtm ${number}`, 'sig-node');
    expect(handed).toContain(
      'has no sign-in of yours: `/sig link` gives it one. Paste this as a comment there:',
    );
    expect(handed).toContain('/lgtm');
    expect(comments()).toEqual([]);
    await opens('dana', `/sig lgtm ${number}`);
    await confirm('dana');
    await until(() => comments().length === 2);
    expect(comments()[1]).toContain('restricted to collaborators');
    expect(github.issue(ref).labels).not.toContain('lgtm');
  });

  test('pressed twice it is said once, and who presses once more reads so', async () => {
    const { slack, comments, number } = await begin(['dana']);
    const { ts } = await story.openWithCard();
    const first = await mention('dana', `hold ${number}`, ts);
    const second = await mention('dana', `hold ${number}`, ts);
    const press = (message: typeof first) => slack.as('dana').press('sig-node', message, 'acts:say');
    await Promise.all([press(first), press(first)]);
    await story.idle();
    await press(second);
    await story.world.until(() => lastTold('dana').includes('You said `/hold` on'));
    expect(comments().filter((line) => line === 'dana: /hold')).toHaveLength(1);
  });

  test('the sign-in is taken back between the dialog and the sending: handed over, and the bot says nothing', async () => {
    const { number, github, until, comments } = await begin(['dana']);
    await opens('dana', `/sig lgtm ${number}`);
    github.oauth.takeBack('dana');
    await confirm('dana');
    await until(() => lastTold('dana').includes('was not sent'));
    expect(lastTold('dana')).toMatchInlineSnapshot(`
      "sigbot (only dana sees this)
        Your \`/lgtm\` on harbour/boats#1 was not sent.
        GitHub does not take your sign-in any more. Link again: /sig link.
        Paste this as a comment there:
        \`\`\`
        /lgtm
        \`\`\`"
    `);
    await story.idle();
    expect(comments()).toEqual([]);
    expect(await story.ask('dana', `/sig lgtm ${number}`, 'sig-node')).toContain('has no sign-in of yours');
  });

  test('new commits between the dialog and its sending: asked again; between that and GitHub: not said', async () => {
    const { ref, number, github, until, comments } = await begin(['dana']);
    await opens('dana', `/sig lgtm ${number}`);
    const dialog = story.world.slack.as('dana').modal();
    await github.as('mori').push(ref);
    await story.idle();
    await story.world.slack.as('dana').submit(dialog, {});
    await until(() => modal('dana').includes('New commits came since you looked'));
    github.hooksLost = true;
    await github.as('mori').push(ref);
    await confirm('dana');
    await until(() => lastTold('dana').includes('Not done'));
    expect(lastTold('dana')).toMatch(
      /Not done: your \/lgtm on harbour\/boats#\d+\.\n +New commits came since you looked/,
    );
    expect(comments()).toEqual([]);
  });
});

describe('without Prow', () => {
  const plain = `  - { name: harbour/plain, write: as-person, through: labels }`;
  const repos = [{ name: 'harbour/plain', labels: ['sig/node'] }];

  test('lgtm is a review of the person’s, approve and a hold are refused with what can be done', async () => {
    const { github, until } = await begin(['dana'], { repositories: plain, seed: { repos } });
    const ref = await github
      .as('mori')
      .open('harbour/plain', { title: 'Oil the winch', labels: ['sig/node'], pullRequest: true });
    await story.idle();
    expect(await opens('dana', `/sig lgtm ${ref}`, 'Approve it')).toContain(
      `Approves ${ref} as *dana* by a review`,
    );
    await confirm('dana');
    await until(() => github.calls(/^POST .*\/reviews$/).length > 0);
    expect(github.calls(/^POST .*\/reviews$/)[0]).toMatchObject({
      login: 'dana',
      body: { event: 'APPROVE', commit_id: '0'.repeat(40) },
    });
    expect(await story.ask('dana', `/sig approve ${ref}`, 'sig-node')).toContain('`/sig lgtm');
    expect(await story.ask('dana', `/sig hold ${ref}`, 'sig-node')).toContain('no label "do-not-merge/hold"');
  });
});

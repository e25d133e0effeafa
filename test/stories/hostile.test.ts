import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aStory, type Story } from '../support/bot.ts';

let story: Story;

describe('hostile content', () => {
  const RIGHT_TO_LEFT = 'שלום \u202eelttil\u202c';
  const PING = '<!channel> <@U0DANA> <https://evil.example|kubernetes.io> @here *bold* `code`';
  const title = `${PING} ${RIGHT_TO_LEFT} \u200b\u0000 ${'a very long title '.repeat(200)}`.slice(0, 3000);
  const labels = Array.from({ length: 100 }, (_, index) => `area/<!here>&${index}`);

  beforeAll(async () => {
    story = await aStory();
  });
  afterAll(() => story.end());

  test('a 3,000-character title and 100 labels: a card with its buttons, and nobody is pinged', async () => {
    const { world, repo } = story;
    await world.github.as('mori').open(repo, { title, labels: [...labels, 'sig/node'] });
    await world.until(() => story.cards('sig-node').length === 1);
    await story.idle();
    expect(story.look('sig-node')).toContain('[ Accept ]');
    expect(story.look('sig-node')).toContain('+93 labels');
    expect(JSON.stringify(story.cards('sig-node'))).not.toMatch(
      /<!(?:channel|here)|<@U0DANA|<https:\/\/evil|\u202e|\u200b/,
    );
    expect(world.slack.calls('chat.postMessage')).toHaveLength(1);
  });

  test('the queue, the form and why show it too', async () => {
    const { world } = story;
    const dana = world.slack.as('dana');
    expect(await story.ask('dana', '/sig triage list', 'sig-node')).toContain('1 issue waits for triage');
    expect(await story.ask('dana', '/sig why 1', 'sig-node')).toContain('area/<!here>&0');
    await dana.press('sig-node', story.cards('sig-node')[0]?.ts ?? '', 'More…');
    await world.until(() => dana.modal());
    const seen = JSON.stringify([...dana.ephemeral('sig-node'), dana.modal()]);
    expect(seen).not.toMatch(/<!(?:channel|here)|<@U0DANA|<https:\/\/evil|\u202e/);
  });

  test('a question with a command and a mention in it becomes a quotation', async () => {
    const { world } = story;
    const question = 'Which version?\u2028/close\r\n/lgtm <!channel> @mori <!-- gone';
    await world.slack.as('dana').press('sig-node', story.cards('sig-node')[0]?.ts ?? '', 'Needs info…');
    await world.until(() => world.slack.as('dana').modal()?.['callback_id'] === 'triage:needs-info');
    await world.slack.as('dana').submit(undefined, { question });
    await world.until(() => world.github.issue('harbour/boats#1').comments.length === 1);
    const [comment] = world.github.issue('harbour/boats#1').comments;
    expect(comment?.body).toMatch(/^> \/close$/m);
    expect(comment?.body).not.toMatch(/^\/(?:close|lgtm)/m);
    expect(comment?.body).toContain('@\u200bmori &lt;!-- gone');
  });
});

/** What becomes of a question that dana asks about a new issue on a repository where Prow works. */
async function ask(question: string) {
  const { world } = story;
  const { ref, ts } = await story.openWithCard();
  const dana = world.slack.as('dana');
  await dana.press('sig-node', ts, 'Needs info…');
  await world.until(() => dana.modal()?.['callback_id'] === 'triage:needs-info');
  await dana.submit(undefined, { question });
  // The robot adds the one label before it takes the other away.
  const labels = () => world.github.issue(ref).labels;
  await world.until(
    () => labels().includes('triage/needs-information') && !labels().includes('needs-triage'),
  );
  await story.idle();
  return world.github.issue(ref);
}

/** The text as GitHub shows it, where it looks for mentions. */
function shown(body: string): string {
  return body.replace(/&(?:#0*64|#x0*40|commat);/gi, '@').replaceAll('&amp;', '&');
}

describe('from Slack to GitHub', () => {
  beforeAll(async () => {
    story = await aStory({ write: 'prow' });
  });
  afterAll(() => story.end());

  test.each([
    ['a command on a line of its own', 'Which version?\n/close'],
    ['line ends that only some know', 'a\u2028/close\u2029/assign @lee\u0085/close\v/close\f/close'],
    ['a bare carriage return', 'a\r/close\r\n/assign @lee'],
    ['a code fence that ends early', '```\n/close\n```\n/close'],
    ['a way out of the quotation', '\n\n\n/close\n> \n\n</blockquote>\n/close'],
    ['people and teams by name', 'ping @mori and @harbour/leads, a@mori'],
    ['people as character references', '&#64;mori &#x40;mori &#0064;mori &commat;mori'],
    ['a comment that hides, or is our own mark', '<!-- sigbot:x -->\n<!--\n/close\n-->'],
    ['Slack’s own mentions and links', '<@U0MORI> <!channel> <https://evil.example|\n/close\n>'],
    ['a command behind spaces and marks', '\u00a0/close\n\ufeff/close\n\u200b/close\n\t/close'],
  ])('%s: read by people, obeyed by nobody', async (_how, question) => {
    const issue = await ask(question);
    expect(issue.state).toBe('open');
    expect(issue.assignees).toEqual([]);
    expect([...issue.labels].sort()).toEqual(['sig/node', 'triage/needs-information']);
    expect(issue.comments).toHaveLength(1);
    const body = issue.comments[0]?.body ?? '';
    expect(shown(body)).not.toMatch(/@[\w-]/);
    expect(body.match(/<!--/g)).toHaveLength(1);
    const [, ...quoted] = body.split('A question from SIG Node:\n\n');
    for (const line of quoted.join('').split('\n\nDecided')[0]?.split('\n') ?? [])
      expect(line).toMatch(/^> /);
  });

  test('people and links that Slack marks up are words that a reader of GitHub knows', async () => {
    const { ref } = await story.openWithCard();
    const { number } = story.world.github.issue(ref);
    const question = 'What does @mori say of https://example.org/a ?';
    await story.ask('dana', `/sig triage ${number} needs-info "${question}"`, 'sig-node');
    await story.idle();
    const [comment] = story.world.github.issue(ref).comments;
    expect(comment?.body).toContain('> What does mori say of https://example.org/a ?');
  });

  test.each([
    ['a person', 'assign "@lee\n/close"', 'is not a GitHub login'],
    ['a priority', '"priority/important-soon\u2028/close"', 'What should happen to this issue?'],
    ['a duplicate', 'duplicate "#1\u2028/close"', 'is not an issue'],
    ['a group', 'to "network\n/close"', 'There is no group'],
  ])('a command in the name of %s is refused', async (_what, words, refusal) => {
    const { ref } = await story.openWithCard();
    const { number } = story.world.github.issue(ref);
    const said = await story.ask('dana', `/sig triage ${number} ${words}`, 'sig-node');
    expect(said).toContain(refusal);
    await story.idle();
    expect(story.world.github.issue(ref).comments).toEqual([]);
  });
});

/** What Slack would act on, in text of ours that holds foreign text. */
const LIVE = /<[!@#]|<https:\/\/evil|<mailto|\u202e|\u2028/;

describe('from GitHub to Slack', () => {
  beforeAll(async () => {
    story = await aStory();
  });
  afterAll(() => story.end());

  test.each([
    ['everybody', '<!channel> <!here> <!everyone>', /<!(?:channel|here|everyone)/],
    ['a person and a group', '<@U0DANA> <!subteam^S0LEADS|@leads>', /<@|<!subteam/],
    ['a link that lies', '<https://evil.example|kubernetes.io> <mailto:x|y>', /<https:\/\/evil|<mailto/],
    [
      'escapes that are undone twice',
      '&lt;!channel&gt; &amp;lt;@U0DANA&amp;gt;',
      /(?<!&amp;)&lt;!channel|(?<!amp;)lt;@/,
    ],
    ['names without brackets', '@channel @here @dana #sig-node', /<[@#!]/],
    ['a second line and turned text', 'one\n<!here>\u2028*Accepted* \u202eelttil', /<!here|\u202e|\u2028/],
    ['a date that is none', '<!date^0^{date}^https://evil.example|x>', /<!date\^0|<https:\/\/evil/],
  ])('%s: shown as it is written, and nobody is called', async (_how, title, live) => {
    const { world } = story;
    await story.openWithCard(title);
    const card = story.cards('sig-node').at(-1);
    const own = JSON.stringify([card?.text, card?.['blocks']]).replace(/<!date\^\d{6,}\^/g, '');
    expect(own.replaceAll(/<https?:\/\/127[^|>]*\|/g, '')).not.toMatch(live);
    for (const call of world.slack.calls('chat.postMessage'))
      expect(call.args).toMatchObject({ parse: 'none', link_names: 'false', unfurl_links: 'false' });
    const seen = await story.ask('dana', '/sig triage list', 'sig-node');
    expect(seen).toContain('wait');
    const queue = JSON.stringify(world.slack.as('dana').ephemeral('sig-node').at(-1));
    expect(queue.replace(/<!date\^\d{6,}\^/g, '')).not.toMatch(LIVE);
  });
});

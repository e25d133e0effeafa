import { afterEach, expect, test } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { aStory, REPO, type Story } from '../support/bot.ts';
import { handCalendar } from '../support/calendar.ts';

let story: Story;
afterEach(() => story.end());

const OWNERS = {
  OWNERS: 'approvers: [harbourmaster]',
  'hull/OWNERS': 'approvers: [dana]\nreviewers: [lee]',
  'mast/OWNERS': 'approvers: [noor]\noptions: { no_parent_owners: true }',
};

const ON = 'pullRequests: true,';

/** The bot in a repository with OWNERS files, told of pull requests; minutes begin when `minute` is called. */
async function begin(on = ON, write: 'prow' | 'labels' = 'prow') {
  const start = Math.floor(Date.now() / MINUTE) * MINUTE;
  const calendar = handCalendar(new Date(start).toISOString());
  story = await aStory({
    calendar,
    write,
    config: `noise: { ${on} thread: state }`,
    before: async (world, repo) => {
      // Prow's stand-in knows no OWNERS: its labels are put on by hand.
      for (const one of world.github.repositories()) one.prow = false;
      for (const [path, text] of Object.entries(OWNERS)) await world.github.push(repo, path, text);
    },
  });
  const { github, slack, until } = story.world;
  let minutes = 0;
  const minute = () => calendar.to(new Date(start + ++minutes * MINUTE).toISOString());
  // Not before the repository's first sync has ended.
  await until(async () => {
    await minute();
    return story.log().includes('read the OWNERS files');
  });
  const look = () => story.look('sig-node').replace(/ [\d-]+ [\d:]+ UTC/g, '');
  return {
    github,
    look,
    minute,
    says: (text: string) => until(() => look().includes(text), 15_000, `"${text}" in ${look()}`),
    /** Requests for what no webhook tells of pull requests. */
    reads: () => github.calls(/\/(?:pulls\/\d+(?:\/files)?|commits\/\w+\/[\w-]+)$/).length,
    posts: () => slack.calls('chat.postMessage').length,
  };
}

const CHANGE = { files: ['hull/keel.go', 'mast/sail.go'], additions: 120, deletions: 30 };

type Actor = ReturnType<Story['world']['github']['as']>;
type Four = [Actor, Actor, Actor, Actor];

test('a pull request from opened to merged, on one card', async () => {
  const { github, look, minute, says, reads, posts } = await begin();
  const { robot } = github;
  const [mori, dana, noor, lee] = ['mori', 'dana', 'noor', 'lee'].map((login) => github.as(login)) as Four;
  const pullRequest = { draft: true, change: CHANGE };
  const ref = await mori.open(REPO, { title: 'Mend the keel', labels: ['sig/node'], pullRequest });
  await story.idle();
  expect(posts()).toBe(0);

  await mori.ready(ref);
  await robot.label(ref, 'needs-ok-to-test');
  await says('/ok-to-test');
  await minute();
  await says('noor (`mast`)');
  expect(look()).toMatchInlineSnapshot(`
    "sigbot (edited)
      *Mend the keel*
      harbour/boats#1 · opened by mori
      *Waiting to be tested*  size L · +120 −30 in 2 files  sig/node
      *Missing to merge*
      • \`/ok-to-test\` from a member of the organisation
      • \`lgtm\` from lee
      • \`approved\` from dana (\`hull\`) and noor (\`mast\`)
      [ LGTM… ] [ Approve… ] [ Hold… ]"
  `);
  expect(reads()).toBe(4);

  await robot.unlabel(ref, 'needs-ok-to-test');
  await robot.check(ref, 'unit', 'pending');
  await robot.check(ref, 'lint', 'success');
  await says('checks that are running');
  await robot.check(ref, 'unit', 'failure');
  await says('failing check (unit): mori');
  expect(look()).toMatchInlineSnapshot(`
    "sigbot (edited)
      *Mend the keel*
      harbour/boats#1 · opened by mori
      *Waiting for mori*  size L · +120 −30 in 2 files  sig/node
      *Missing to merge*
      • 1 failing check (unit): mori
      • \`lgtm\` from lee
      • \`approved\` from dana (\`hull\`) and noor (\`mast\`)
      [ LGTM… ] [ Approve… ] [ Hold… ]"
  `);

  await mori.push(ref, { additions: 140 });
  await says('+140');
  expect(look()).not.toContain('failing');
  await minute();
  await says('noor (`mast`)');
  expect(reads()).toBe(8);
  await mori.askForReview(ref, 'lee');
  await lee.comment(ref, '/lgtm\n/hold until Dana is back');
  await robot.label(ref, 'lgtm', 'do-not-merge/hold', 'needs-rebase');
  await noor.comment(ref, '/approve');
  await says('`approve` by noor');
  await story.idle();
  expect(look()).toMatchInlineSnapshot(`
    "sigbot (edited)
      *Mend the keel*
      harbour/boats#1 · opened by mori
      *On hold*  size L · +140 −30 in 2 files  sig/node
      *Missing to merge*
      • a rebase: mori
      • \`approved\` from dana
      • the hold to end: lee
      \`lgtm\` by lee · \`approve\` by noor
      [ Approve… ] [ End hold… ]"
  `);

  await robot.unlabel(ref, 'needs-rebase', 'do-not-merge/hold');
  await dana.comment(ref, '/approve');
  await robot.label(ref, 'approved');
  await says('Ready to merge');
  await story.idle();
  expect(look()).toMatchInlineSnapshot(`
    "sigbot (edited)
      *Mend the keel*
      harbour/boats#1 · opened by mori
      *Ready to merge*  size L · +140 −30 in 2 files  sig/node
      \`lgtm\` by lee · \`approve\` by noor, dana
      [ Hold… ]"
  `);
  await robot.merge(ref);
  await says('*Merged*');
  await story.idle();
  expect(look()).toMatchInlineSnapshot(`
    "sigbot (edited)
      *Mend the keel*
      harbour/boats#1 · opened by mori
      *Merged*  size L · +140 −30 in 2 files  sig/node

        sigbot
          k8s-ci-robot merged harbour/boats#1"
  `);
  // The card, and the line in its thread.
  expect(posts()).toBe(2);
});

test('turned on by a lead in Slack, pull requests make cards from then on; off again they stay true', async () => {
  const { github, look, says, posts } = await begin('');
  const { slack } = story.world;
  const opened = (title: string) =>
    github.as('mori').open(REPO, { title, labels: ['sig/node'], pullRequest: { draft: false } });
  await opened('Too early');
  await story.idle();
  expect(posts()).toBe(0);
  const choose = async (pullRequests: string) => {
    await slack.as('dana').command('/sig settings', 'sig-node');
    await story.world.until(() => slack.as('dana').modal() !== undefined);
    await slack.as('dana').submit(undefined, { pullRequests });
    await story.idle();
  };
  await choose('yes');
  const ref = await opened('In time');
  await says('In time');
  await choose('no');
  await github.robot.label(ref, 'lgtm', 'approved');
  await says('Ready to merge');
  await opened('Too late');
  await story.idle();
  expect(look()).not.toMatch(/Too/);
});

test('where reviews count instead of labels, they are what is missing', async () => {
  const { github, says } = await begin(ON, 'labels');
  const ref = await github
    .as('mori')
    .open(REPO, { title: 'Mend the mast', labels: ['sig/node'], pullRequest: true });
  await github.as('mori').askForReview(ref, 'noor');
  await says('an approving review from noor');
  await github.as('noor').review(ref, 'changes_requested');
  await says('approval of noor, who asked for changes');
  await github.as('noor').review(ref, 'approved');
  await says('Ready to merge');
  expect(story.cards('sig-node')).toHaveLength(1);
});

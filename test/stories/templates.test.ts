import { afterEach, describe, expect, test } from 'vitest';
import { filesOf } from '../../playground/github/branches.ts';
import { blocksOf } from '../../playground/slack/inputs.ts';
import type { Message } from '../../playground/slack/workspace.ts';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

const FOLDER = '.github/ISSUE_TEMPLATE';

const FORM = `
name: Bug report
description: Something broke
title: '[Bug]: '
labels: [kind/bug, help wanted]
body:
  - { type: markdown, attributes: { value: Never write keys here. } }
  - { type: input, id: version, attributes: { label: Version }, validations: { required: true } }
  - { type: textarea, id: problem, attributes: { label: What happened? } }
  - { type: dropdown, attributes: { label: Where?, options: [Bow, Stern], multiple: true } }
  - { type: checkboxes, attributes: { label: Before, options: [{ label: I looked, required: true }, { label: I can help }] } }
`;
type Files = Readonly<Record<string, string>>;

const TEMPLATES: Files = {
  [`${FOLDER}/bug.yml`]: FORM,
  [`${FOLDER}/idea.md`]:
    '---\nname: Idea\nabout: A better way\nlabels: kind/feature\n---\n<!-- why -->\n## Why\n/close\n',
  [`${FOLDER}/config.yml`]: 'contact_links: [{ name: Harbour office, url: https://harbour.example }]',
};

const SAID = 'The anchor chain slips\n/close';

const blocks = (person: string) => blocksOf(story.world.slack.as(person).modal() ?? {});
const modal = (person: string) => JSON.stringify(blocks(person));

async function begin(files: Files, options: StoryOptions = {}) {
  story = await aStory({
    repositories: '  - { name: harbour/docs, write: handoff }',
    ...options,
    before: async ({ github }, repo) => {
      const known = github.repositories().find(({ name }) => name === repo);
      for (const [path, text] of Object.entries(files)) if (known) filesOf(known).write(path, text);
      await options.before?.(story.world, repo);
    },
    seed: { repos: [{ name: 'harbour/docs' }, ...(options.seed?.repos ?? [])] },
  });
  const { slack, github } = story.world;
  await github.as('mori').open(story.repo, { title: 'Another', labels: ['sig/node'] });
  await story.idle();
  return { slack, github, repo: story.repo, said: await slack.as('mori').say(SAID, 'sig-node') };
}

/** Opens the form, again until the bot has read what it offers. */
async function openForm(person: string, on: Message, offered: string): Promise<void> {
  const actor = story.world.slack.as(person);
  const there = async () => {
    await actor.shortcut('create:issue', on);
    await story.world.until(() => actor.modal()?.['callback_id'] === 'create:issue', 15_000, 'the form');
    if (modal(person).includes(offered)) return true;
    await actor.dismiss();
    return false;
  };
  await story.world.until(there, 15_000, `a form with ${offered}`);
}

/** Chooses a template in the form, and waits for what it brings. */
async function choose(person: string, template: string, text: string): Promise<void> {
  expect((await story.world.slack.as(person).submit(undefined, { template })).errors).toBeUndefined();
  await story.world.until(() => modal(person).includes(text), 15_000, `the template with "${text}"`);
}

const created = () => story.world.github.issues(story.repo).at(-1);

describe('a form of GitHub’s', () => {
  test('is filled in with what was said, and becomes the body that GitHub makes of it', async () => {
    const { slack, github, repo, said } = await begin(TEMPLATES);
    await openForm('dana', said, 'Bug report');
    expect(modal('dana')).toContain('<https://harbour.example|Harbour office>');
    await choose('dana', 'bug.yml', 'Never write keys here.');
    const form = modal('dana');
    expect(form).toContain('"initial_value":"[Bug]: The anchor chain slips"');
    expect(form).toContain('"initial_value":"The anchor chain slips\\n/close"');
    const dana = slack.as('dana');
    await expect(dana.submit(undefined, { 'field.4': ['0'] })).rejects.toThrow(
      '"Version" (field.1) is required',
    );
    await dana.submit(undefined, { 'field.1': '1.30', 'field.3': ['0', '1'], 'field.4': ['0'] });
    await story.world.until(() => github.issues(repo).length === 2, 15_000, 'the issue');
    expect(created()).toMatchObject({ title: '[Bug]: The anchor chain slips' });
    expect(created()?.body).toMatch(
      /^### Version\n\n1\.30\n\n### What happened\?\n\nThe anchor chain slips\n\\\/close\n\n### Where\?\n\nBow, Stern\n\n### Before\n\n- \[X\] I looked\n- \[ \] I can help\n\n---\n/,
    );
    expect([...(created()?.labels ?? [])].sort()).toEqual(['kind/bug', 'sig/node']);
    const answer = JSON.stringify(dana.ephemeral('sig-node').at(-1)?.blocks);
    expect(answer).toContain('Without help wanted');
  });

  test('comes back with what was written where a box has to be ticked, and where something is like it', async () => {
    const { slack, github, repo, said } = await begin(TEMPLATES);
    const title = 'The anchor chain slips in heavy weather';
    await github.as('noor').open(repo, { title, body: 'The windlass brake does not hold the anchor chain.' });
    await story.idle();
    await openForm('dana', said, 'Bug report');
    await choose('dana', 'bug.yml', 'Version');
    const dana = slack.as('dana');
    const problem = 'The windlass brake does not hold the anchor chain. Mine.';
    await dana.submit(undefined, { title, 'field.1': '1.30', 'field.2': problem, 'field.4': ['1'] });
    await story.world.until(
      () => modal('dana').includes('asks you to tick “I looked”'),
      15_000,
      'what is missing',
    );
    expect(modal('dana')).toContain('"initial_value":"1.30"');
    await dana.submit(undefined, { 'field.4': ['0'] });
    await story.world.until(() => modal('dana').includes('Is it one of these?'), 15_000, 'the similar issue');
    expect(modal('dana')).toContain('Mine.');
    expect(modal('dana')).toContain('"initial_options"');
    expect(github.issues(repo)).toHaveLength(2);
    await dana.submit(undefined, {});
    await story.world.until(() => github.issues(repo).length === 3, 15_000, 'the issue');
    expect(created()).toMatchObject({ title });
  });

  test('handed over: GitHub’s own form, its texts filled in', async () => {
    const { slack, said, github, repo } = await begin(TEMPLATES, { write: 'handoff' });
    await openForm('mori', said, 'Bug report');
    await choose('mori', 'bug.yml', 'Version');
    const mori = slack.as('mori');
    await mori.submit(undefined, { 'field.1': '1.30', 'field.4': ['0'] });
    await story.world.until(() => mori.ephemeral('sig-node').length > 0, 15_000, 'an answer');
    const answer = JSON.stringify(mori.ephemeral('sig-node').at(-1)?.blocks);
    const { searchParams } = new URL(/"url":"([^"]+)"/.exec(answer)?.[1] ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      template: 'bug.yml',
      title: '[Bug]: The anchor chain slips',
      version: '1.30',
      problem: expect.stringMatching(
        /^\/sig node\n\/kind bug\n\nThe anchor chain slips\n\\\/close\n\n---\n\nFrom a conversation/,
      ) as string,
    });
    expect(searchParams.has('body')).toBe(false);
    expect(answer).toContain('Not all of it fits into an address.');
    expect(github.issues(repo)).toHaveLength(1);
  });
});

test('a template in Markdown follows what was said; none of its lines is a command either', async () => {
  const { slack, github, repo, said } = await begin(TEMPLATES, { write: 'prow' });
  await openForm('dana', said, 'Idea');
  await choose('dana', 'idea.md', '## Why');
  expect(modal('dana')).toContain('"initial_value":"The anchor chain slips\\n/close\\n\\n## Why\\n/close"');
  await slack.as('dana').submit(undefined, {});
  await story.world.until(() => github.issues(repo).length === 2, 15_000, 'the issue');
  await story.idle();
  expect(created()).toMatchObject({ state: 'open' });
  expect(created()?.labels).toEqual(expect.arrayContaining(['sig/node', 'kind/feature']));
  expect(created()?.body.match(/^\/\w+/gm)).toEqual(['/sig', '/kind']);
});

test('each repository offers its own, and what was written stays when another is chosen', async () => {
  const { slack, said } = await begin(TEMPLATES);
  await openForm('dana', said, 'Bug report');
  const dana = slack.as('dana');
  const values = { title: 'Mine', text: 'Words of mine', group: 'sig-network' };
  await dana.pressInModal('create:repository', 'harbour/docs', undefined, values);
  await story.world.until(() => !modal('dana').includes('Bug report'), 15_000, 'the other repository');
  expect(modal('dana')).toMatch(/"initial_value":"Mine".*"initial_value":"Words of mine"/);
  expect(modal('dana')).toMatch(/"initial_option":\{[^}]*\{[^}]*\}[^}]*"value":"sig-network"/);
  await dana.pressInModal('create:repository', 'harbour/boats');
  await story.world.until(() => modal('dana').includes('Bug report'), 15_000, 'the first one');
});

test('a repository without a folder has its owner’s, and where none may be left out one is asked for', async () => {
  const config = 'blank_issues_enabled: false';
  const files = {
    [`${FOLDER}/idea.md`]: TEMPLATES[`${FOLDER}/idea.md`] ?? '',
    [`${FOLDER}/config.yml`]: config,
  };
  const { slack, said } = await begin({}, { seed: { repos: [{ name: 'harbour/.github', files }] } });
  await openForm('dana', said, 'Idea');
  await expect(slack.as('dana').submit(undefined, {})).rejects.toThrow('"Template" (template) is required');
});

test('templates are read once more only where the folder has changed', async () => {
  const { github, said } = await begin(TEMPLATES);
  await openForm('dana', said, 'Bug report');
  const read = () => github.calls(/^GET \/repos\/harbour\/boats\/contents\//).length;
  expect(read()).toBe(4);
  const mirror = await story.record(async ({ mirror: of }) => of.templates(story.repo));
  expect(mirror?.all.map(({ file }) => file)).toEqual(['bug.yml', 'idea.md']);
});

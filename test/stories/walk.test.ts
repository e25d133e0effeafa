import { afterEach, describe, expect, test } from 'vitest';
import { aStory, type Story, type StoryOptions } from '../support/bot.ts';

let story: Story;
afterEach(() => story.end());

async function begin(options: StoryOptions = {}) {
  story = await aStory(options);
  const { world, repo } = story;
  return { world, repo, slack: world.slack, github: world.github };
}

/** Opens issues of SIG Node one after the other. */
async function open(...titles: string[]): Promise<string[]> {
  const refs = [];
  for (const title of titles) {
    refs.push(await story.world.github.as('mori').open(story.repo, { title, labels: ['sig/node'] }));
    await story.idle();
  }
  return refs;
}

const modal = (person: string) => {
  const view = story.world.slack.as(person).modal();
  return view ? story.world.slack.renderModal(view) : '';
};

/** Waits for a modal with these words; all of it. */
async function sees(person: string, words: string): Promise<string> {
  await story.world.until(
    () => modal(person).includes(words),
    15_000,
    `${person} to see "${words}" in ${modal(person)}`,
  );
  return modal(person);
}

const start = (person: string, words = '') =>
  story.world.slack.as(person).command(`/sig triage ${words}`.trim(), 'sig-node');
const press = (person: string, what: string) => story.world.slack.as(person).pressInModal(what);
const labels = (ref = '') => story.world.github.issue(ref).labels;

describe('a walk through the queue', () => {
  test('one issue at a time: accept, skip, ask, back, and a summary', async () => {
    const { github } = await begin();
    const [hull, , anchor] = await open('Hull leaks', 'Mast creaks', 'Anchor slips');
    await start('dana');
    expect(await sees('dana', 'Hull leaks')).toContain('1 of 3');
    await press('dana', 'Accept');
    expect(await sees('dana', 'Mast creaks')).toContain('accepted');
    await story.world.until(() => labels(hull).includes('triage/accepted'));
    await press('dana', 'Skip');
    expect(await sees('dana', 'Anchor slips')).toContain('3 of 3');
    await press('dana', 'Back');
    await sees('dana', 'Mast creaks');
    await press('dana', 'Skip');
    await sees('dana', 'Anchor slips');
    await press('dana', 'Needs info…');
    await sees('dana', 'Question to the author');
    await story.world.slack.as('dana').submit(undefined, { question: 'Which chain?' });
    expect(await sees('dana', 'You are through')).toContain('2 decided, 1 skipped');
    expect(modal('dana')).toContain('1 issue waits still');
    await story.world.until(() => github.issue(anchor ?? '').comments.length === 1);
  });

  test('who may only look gets the list, as does who asks for it', async () => {
    await begin();
    await open('Hull leaks');
    expect(await story.ask('mori', '/sig triage', 'sig-node')).toContain('SIG Node: 1 issue waits');
    expect(await story.ask('dana', '/sig triage list', 'sig-node')).toContain('SIG Node: 1 issue waits');
    expect(modal('dana') + modal('mori')).toBe('');
  });

  test('two people never get the same issue, also where they begin in the same moment', async () => {
    const { github } = await begin();
    await open('Hull leaks', 'Mast creaks', 'Anchor slips');
    await Promise.all([start('dana'), start('lee')]);
    await sees('dana', '1 of 3');
    await sees('lee', '1 of 3');
    const titles = ['Hull leaks', 'Mast creaks', 'Anchor slips'];
    const shown = (person: string) => titles.find((title) => modal(person).includes(title));
    expect(shown('dana')).not.toBe(shown('lee'));
    await press('dana', 'Accept');
    await story.world.until(() => shown('dana') === 'Anchor slips', 15_000, 'the third for Dana');
    await press('lee', 'Accept');
    expect(await sees('lee', 'You are through')).toContain('in somebody else’s hands');
    await press('dana', 'Accept');
    await sees('dana', 'You are through');
    await story.idle();
    const accepted = titles.map((_title, index) => github.issue(`${story.repo}#${index + 1}`).labels);
    expect(accepted.filter((of) => of.includes('triage/accepted'))).toHaveLength(3);
  });

  test('who goes back finds no issue that somebody else has by now', async () => {
    await begin();
    await open('Hull leaks', 'Mast creaks', 'Anchor slips');
    await start('dana');
    await sees('dana', 'Hull leaks');
    await press('dana', 'Skip');
    await sees('dana', 'Mast creaks');
    await start('lee');
    await sees('lee', 'Hull leaks');
    await press('dana', 'Back');
    expect(await sees('dana', 'Somebody else has those before this one now.')).toContain('Mast creaks');
    await press('dana', 'Skip');
    await sees('dana', 'Anchor slips');
    await press('lee', 'Skip');
    await sees('lee', 'Mast creaks');
    await press('dana', 'Back');
    expect(await sees('dana', 'Hull leaks')).toContain('1 of 3');
    await press('dana', 'Skip');
    expect(await sees('dana', 'Anchor slips')).toContain('3 of 3');
  });

  test('what was decided since an issue was shown is told, and nothing else is done', async () => {
    const { github } = await begin();
    const [hull = ''] = await open('Hull leaks');
    await start('dana');
    await sees('dana', 'Hull leaks');
    await story.ask('lee', `/sig triage ${github.issue(hull).number} needs-info`, 'sig-node');
    await story.idle();
    await press('dana', 'Accept');
    expect(await sees('dana', 'lee has decided meanwhile: needs information.')).toContain('Hull leaks');
    await story.idle();
    expect(labels(hull)).not.toContain('triage/accepted');
    expect(modal('dana')).toContain('[ Accept ]');
  });

  test('where the bot may not write, it says how much is left to do by hand', async () => {
    await begin({ write: 'handoff' });
    await open('Hull leaks', 'Mast creaks');
    await start('dana', 'together');
    await sees('dana', 'Hull leaks');
    await press('dana', 'Accept');
    expect(await sees('dana', 'Mast creaks')).toContain('/triage accepted');
    await press('dana', 'Skip');
    expect(await sees('dana', 'You are through')).toContain('1 left for you to do on GitHub, 1 skipped');
    expect(modal('dana')).toContain('2 issues wait still');
    await story.idle();
    expect(story.look('sig-node')).toContain('1 decided of 2 that waited');

    expect(modal('dana')).not.toContain('/triage accepted');
    await press('dana', 'Show the text');
    expect(await sees('dana', '/triage accepted')).toContain('Hull leaks');
    await press('dana', 'Done on GitHub');
    expect(await sees('dana', '1 decided, 1 skipped')).not.toContain('Left for you to do');
    expect(modal('dana')).toContain('1 issue waits still');
    expect(await story.ask('dana', '/sig triage undo', 'sig-node')).toContain(
      'Your last decision was handed to you, to be done on GitHub: harbour/boats#1, accepted.',
    );
  });

  test('it opens from the mirror: GitHub is not asked', async () => {
    const { github } = await begin();
    await open('Hull leaks', 'Mast creaks');
    await story.world.until(() => story.log().includes('the first sync is done'));
    // What a repository keeps in files is read in its own time.
    const asked = () => github.calls(/./).filter(({ path }) => !/\/(?:contents|git)\//.test(path)).length;
    const before = asked();
    await start('dana');
    await sees('dana', 'Hull leaks');
    await story.ask('lee', '/sig triage list', 'sig-node');
    expect(asked()).toBe(before);
  });

  test('what GitHub lets nobody do is said in the walk, which stays where it is', async () => {
    await begin();
    const [hull = ''] = await open('Hull leaks');
    await start('dana');
    await sees('dana', 'Hull leaks');
    await story.world.github.as('dana').close(hull);
    await story.idle();
    await press('dana', 'More…');
    await sees('dana', 'Apply');
    await story.world.slack.as('dana').submit(undefined, { outcome: 'not_planned' });
    await story.world.until(
      () =>
        story.world.slack
          .as('dana')
          .ephemeral('sig-node')
          .some(({ text }) => text.includes('closed already')),
      15_000,
      'the refusal',
    );
    expect(modal('dana')).toContain('Hull leaks');
  });
});

describe('/sig triage together', () => {
  test('splits the queue among those who join, and shows in the channel how far they are', async () => {
    const { slack } = await begin();
    await open('Hull leaks', 'Mast creaks', 'Anchor slips');
    await slack.as('dana').command('/sig triage together', 'sig-node');
    await sees('dana', '1 of 3');
    const board = () => story.cards('sig-node').find(({ text }) => text.includes('Triage together'));
    await story.world.until(() => board() !== undefined, 15_000, 'the board');
    await slack.as('lee').press('sig-node', board()?.ts ?? '', 'Join');
    await sees('lee', '1 of 3');
    await press('dana', 'Accept');
    await sees('dana', '2 of 3');
    await press('lee', 'Accept');
    await sees('lee', 'You are through');
    await story.idle();
    const look = () => story.look('sig-node');
    await story.world.until(() => look().includes('2 decided of 3 that waited'), 15_000, 'the count');
    expect(look()).toContain('@dana 1 · @lee 1');
    await press('lee', 'Undo');
    await story.world.until(() => look().includes('@dana 1 · @lee 0'), 15_000, 'the count to go back');

    await press('lee', 'Assign to me');
    await sees('lee', 'assigned to lee');
    await press('lee', 'Undo');
    await sees('lee', 'taken back (assigned to lee)');
    await story.idle();
    expect(look()).toContain('@dana 1 · @lee 0');

    const refused = () => slack.as('gast').ephemeral('sig-node');
    await slack.as('gast').press('sig-node', board()?.ts ?? '', 'Join');
    await story.world.until(() => refused().length === 1);
    await slack.as('gast').press('sig-node', board()?.ts ?? '', 'End');
    await story.world.until(() => refused().length === 2);
    expect(refused()[0]?.text).toContain(
      'Only the leads and triagers of SIG Node triage together: dana, lee.',
    );
    expect(refused()[1]?.text).toContain('Only the leads and triagers of SIG Node end this: dana, lee.');
    expect(look()).toContain('[ Join ]');
    await slack.as('lee').press('sig-node', board()?.ts ?? '', 'End');
    await story.world.until(() => look().includes('it is over'), 15_000, 'the end');
    expect(story.cards('sig-node').filter(({ text }) => text.includes('Triage together'))).toHaveLength(1);
  });

  test('is for those who decide, and for a group with a channel', async () => {
    await begin();
    await open('Hull leaks');
    expect(await story.ask('mori', '/sig triage together', 'sig-node')).toContain(
      'Only the leads and triagers',
    );
    expect(await story.ask('dana', '/sig triage together quiet', 'sig-node')).toContain('has no channel');
  });
});

describe('undo', () => {
  test.each(['labels', 'prow'] as const)(
    'takes the last decision back, by %s, and says what stays',
    async (write) => {
      await begin({ write });
      const [hull = ''] = await open('Hull leaks', 'Mast creaks');
      await start('dana');
      await sees('dana', 'Hull leaks');
      await press('dana', 'Accept');
      await sees('dana', 'Mast creaks');
      await story.world.until(() => labels(hull).includes('triage/accepted'));
      await story.idle();
      await press('dana', 'Undo');
      const seen = await sees('dana', 'taken back');
      expect(seen).toContain('Hull leaks');
      expect(seen.includes('Both comments stay on GitHub')).toBe(write === 'prow');
      await story.world.until(() => !labels(hull).includes('triage/accepted'), 15_000, 'the label to go');
      await story.idle();
      expect(story.look('sig-node')).not.toContain('accepted by dana');
      expect(await story.ask('dana', '/sig triage list', 'sig-node')).toContain('2 issues wait');
      expect(await story.ask('dana', '/sig triage undo', 'sig-node')).toContain(
        'nothing of yours to take back',
      );
    },
  );

  test('reopens, unassigns, and puts back what was displaced', async () => {
    const { github } = await begin();
    const [hull = '', mast = ''] = await open('Hull leaks', 'Mast creaks');
    await github.as('dana').label(hull, 'priority/backlog');
    await story.idle();
    const { number } = github.issue(hull);
    await story.ask('dana', `/sig triage ${number} accept important-soon assign me`, 'sig-node');
    await story.world.until(() => github.issue(hull).assignees.includes('dana'));
    await story.idle();
    await story.ask('dana', '/sig triage undo', 'sig-node');
    await story.world.until(() => github.issue(hull).assignees.length === 0);
    await story.idle();
    expect(labels(hull)).toEqual(['sig/node', 'priority/backlog']);

    await story.ask('dana', `/sig triage ${number} accept important-soon`, 'sig-node');
    await story.ask('dana', '/sig triage undo', 'sig-node');
    await story.idle();
    expect(labels(hull)).toEqual(['sig/node', 'priority/backlog']);

    await story.ask('dana', `/sig triage ${github.issue(mast).number} close`, 'sig-node');
    await story.world.until(() => github.issue(mast).state === 'closed');
    await story.idle();
    await story.ask('dana', '/sig triage undo', 'sig-node');
    await story.world.until(() => github.issue(mast).state === 'open');
  });
});

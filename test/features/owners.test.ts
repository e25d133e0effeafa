import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { codeownersAmong, readCodeowners } from '../../src/domain/codeowners.ts';
import type { UserError } from '../../src/domain/errors.ts';
import { KUBERNETES_RULES } from '../../src/domain/merging.ts';
import { NOTHING_GIVEN, type Given } from '../../src/domain/pull-act.ts';
import { owners as feature } from '../../src/features/owners/owners.ts';
import { readAskedOwners, repositoryMeant } from '../../src/features/owners/words.ts';
import type { OwnedRepository } from '../../src/ports/owners.ts';
import { anIssue, NOW } from '../support/facts.ts';
import { treeOf } from '../support/owners.ts';
import { portsOf, type State } from '../support/ports.ts';
import { anyCharacter } from '../support/texts.ts';
import { words } from '../support/words.ts';

const app = createApp([feature]);
const call = { user: 'U0MORI', channel: 'C0NODE', now: NOW };
const owned = (name: string): OwnedRepository => ({
  name,
  url: `https://github.com/${name}`,
  readAt: NOW,
  since: NOW,
  private: false,
});

describe('what is asked for', () => {
  test.each<[typed: string, expected: object]>([
    ['boats', { what: 'path', repo: 'boats', path: '' }],
    ['harbour/boats hull/keel', { what: 'path', repo: 'harbour/boats', path: 'hull/keel' }],
    ['boats ./hull/', { what: 'path', repo: 'boats', path: 'hull' }],
    ['boats /', { what: 'path', repo: 'boats', path: '' }],
    ['boats .', { what: 'path', repo: 'boats', path: '' }],
    ['boats hull//keel/', { what: 'path', repo: 'boats', path: 'hull/keel' }],
    [
      '<https://github.com/harbour/boats/blob/main/hull/keel.go#L4>',
      { what: 'path', repo: 'harbour/boats', path: 'hull/keel.go' },
    ],
    ['<https://github.com/harbour/boats/tree/main>', { what: 'path', repo: 'harbour/boats', path: '' }],
    ['<https://github.com/harbour/boats>', { what: 'path', repo: 'harbour/boats', path: '' }],
    ['<https://github.com/harbour/boats/> hull', { what: 'path', repo: 'harbour/boats', path: 'hull' }],
    [
      '<https://github.com/harbour/boats/blob/main/docs/a%20plan.md?plain=1|plan>',
      { what: 'path', repo: 'harbour/boats', path: 'docs/a plan.md' },
    ],
    [
      '<https://github.com/harbour/boats/tree/main/old/issues/12>',
      { what: 'path', repo: 'harbour/boats', path: 'old/issues/12' },
    ],
    ['boats .github/x', { what: 'path', repo: 'boats', path: '.github/x' }],
    ['', { what: 'pull', ref: undefined }],
    ['this', { what: 'pull', ref: 'this' }],
    ['#12', { what: 'pull', ref: '#12' }],
    ['harbour/boats#12', { what: 'pull', ref: 'harbour/boats#12' }],
    [
      '<https://github.com/harbour/boats/pull/12>',
      { what: 'pull', ref: '<https://github.com/harbour/boats/pull/12>' },
    ],
    ['me', { what: 'member', user: undefined }],
    ['<@U0DANA|dana>', { what: 'member', user: 'U0DANA' }],
    ['@dana', { what: 'login', login: 'dana' }],
    ['@harbour/masters', { what: 'login', login: 'harbour/masters' }],
    ['@dependabot[bot]', { what: 'login', login: 'dependabot[bot]' }],
  ])('%j', (typed, expected) => {
    expect(readAskedOwners(typed.split(' ').filter((word) => word !== ''))).toEqual(expected);
  });

  test.each([
    ['boats hull keel', 'The owners of which path?'],
    ['boats hull/../../x', 'may lead out of the repository'],
    ['@dana hull', 'After "@dana" nothing more can be said.'],
    ['12 hull', 'After "12" nothing more can be said.'],
  ])('%j is refused', (typed, why) => {
    expect(() => readAskedOwners(typed.split(' '))).toThrow(why);
  });
});

test('somebody owns what they have to review, and a team what CODEOWNERS gives it', async () => {
  const state = {
    owned: [owned('kubernetes/website')],
    owners: treeOf({ 'hull/OWNERS': 'required_reviewers: [noor]' }),
    codeowners: codeownersAmong([{ path: 'CODEOWNERS', data: readCodeowners('/mast/ @Harbour/Masters') }]),
  };
  expect(await ask('@noor', state)).toContain('• Required to review: `hull`');
  expect(await ask('@harbour/masters', state)).toContain(
    'What harbour/masters owns\nkubernetes/website\n• In CODEOWNERS: `/mast/`',
  );
});

test('a repository is meant by its short name where one alone has it', () => {
  const names = ['harbour/boats', 'harbour/sails', 'marina/sails', 'marina/boats-old'];
  expect(repositoryMeant('Boats', names)).toBe('harbour/boats');
  expect(repositoryMeant('marina/sails', names)).toBe('marina/sails');
  expect(() => repositoryMeant('sails', names)).toThrow('Several repositories are called sails');
  expect(() => repositoryMeant('ats', names)).toThrow('knows no repository "ats"');
  const advised = (all: readonly string[]) => {
    try {
      return repositoryMeant('hull/keel', all);
    } catch (error) {
      return (error as UserError).remedy;
    }
  };
  expect(advised(names)).toContain(`It knows ${names.join(', ')}. A repository and a path:`);
  expect(advised([...names, 'a/1', 'a/2'])).toContain('a/1 and one more.');
  expect(advised([])).toMatch(/^A repository and a path/);
});

async function ask(typed: string, state: Partial<State>): Promise<string> {
  const { message } = await app.command(`owners ${typed}`, call, portsOf(state));
  if (!message) throw new Error('nothing was said');
  expect(refusalOfMessage(message)).toBeUndefined();
  return words(message).join('\n');
}

describe('a path', () => {
  const state = { owned: [owned('kubernetes/website')] };

  test('that nobody is named for', async () => {
    const said = await ask('website hull', {
      ...state,
      owners: treeOf({ 'mast/OWNERS': 'approvers: [dana]' }),
    });
    expect(said).toContain('No OWNERS file names anybody for it.');
  });

  test('that nobody approves is told so', async () => {
    const files = {
      OWNERS_ALIASES: 'aliases: {gone: }',
      'hull/OWNERS': 'approvers: [gone]\nlabels: [area/hull]',
    };
    expect(await ask('website hull', { ...state, owners: treeOf(files) })).toContain(
      'Approvers\n• nobody\nReviewers\n• nobody\nLabels\n• `area/hull`: hull/OWNERS',
    );
  });

  test('of a repository that has GitHub’s file alone', async () => {
    const codeowners = codeownersAmong([{ path: 'CODEOWNERS', data: readCodeowners('docs/ @dana\n/mast') }]);
    const told = (path: string) => ask(`website ${path}`, { ...state, owners: treeOf({}), codeowners });
    expect(await told('docs')).toContain('`docs/`: dana');
    expect(await told('docs')).not.toContain('OWNERS file names');
    expect(await told('mast/a')).toContain('`/mast`: nobody, on purpose');
  });

  test('of a repository that has neither', async () => {
    const said = await ask('website hull', { ...state, owners: treeOf({}) });
    expect(said).toContain('The repository has neither OWNERS files nor CODEOWNERS.');
  });

  test('of a repository that was not read is refused', async () => {
    const refused = 'Who owns what in kubernetes/website is not known.';
    expect(await ask('website hull', { ...state, owned: [] })).toContain(refused);
    expect(await ask('website hull', { ...state, owners: undefined })).toContain(refused);
    expect(await ask('@dana', { ...state, owned: [] })).toContain(
      'named here.\nOWNERS files are read within a day',
    );
  });

  test('with more owners than a message holds', async () => {
    const names = (at: number) =>
      Array.from({ length: 60 }, (_, one) => `somebody-of-a-long-name-${at}-${one}`);
    const folders = Array.from({ length: 30 }, (_, at) => 'deck/'.repeat(at));
    const files = folders.map((folder, at): [string, string] => [
      `${folder}OWNERS`,
      `approvers: [${names(at).join(', ')}]\nreviewers: [${names(at + 40).join(', ')}]\nlabels: [area/${at}]`,
    ]);
    const said = await ask(`website ${'deck/'.repeat(29)}`, {
      ...state,
      owners: treeOf(Object.fromEntries(files)),
    });
    expect(said).toMatch(/• and \d+ more lines/);
    expect(said).toContain(' and 35 more');
  });
});

test('whatever stands in the files, nobody is mentioned and Slack takes the message', async () => {
  const foreign = fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 1, maxLength: 80 }),
    fc.constantFrom('<!channel>', '<@U0DANA>', '`', '*', '<https://evil.example|x>'),
  );
  const lists = fc.record({
    approvers: fc.array(foreign),
    labels: fc.array(foreign),
    filters: fc.dictionary(foreign, fc.record({ reviewers: fc.array(foreign) }), { maxKeys: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(lists, foreign, foreign, async (said, folder, pattern) => {
      const tree = treeOf({ OWNERS: JSON.stringify(said), [`${folder}/OWNERS`]: JSON.stringify(said) });
      const codeowners = codeownersAmong([
        { path: 'CODEOWNERS', data: readCodeowners(`* @a\n${pattern} @a\n`) },
      ]);
      const state = { owned: [owned('kubernetes/website')], owners: tree, codeowners };
      for (const typed of [`website ${folder.replaceAll(/\s/g, '')}`, '@a']) {
        const { message } = await app.command(`owners ${typed}`, call, portsOf(state));
        expect(message && refusalOfMessage(message)).toBeUndefined();
        expect(JSON.stringify(message)).not.toMatch(/<!channel|<@U0DANA|<https:..evil/);
      }
    }),
    { numRuns: 60 },
  );
});

describe('a pull request', () => {
  const pull = anIssue({ isPullRequest: true, author: 'sam', labels: ['sig/node', 'lgtm'] });
  const owners = treeOf({
    // Sam is the author: nobody reviews their own.
    'hull/OWNERS': 'approvers: [dana, noor]\nreviewers: [Sam, lee]',
    'mast/OWNERS': 'approvers: [mori, noor]',
    'bow/OWNERS': 'approvers: [sam]',
  });
  const known = (paths: readonly string[] | undefined, given: Partial<Given> = {}, files?: number) => ({
    issues: [pull],
    owned: [owned('kubernetes/kubernetes')],
    owners,
    pulls: {
      [pull.id]: {
        pull: {
          id: pull.id,
          base: 'main',
          head: 'a1',
          mergeable: 'yes' as const,
          paths,
          ...(files !== undefined && { extent: { additions: 1, deletions: 1, files } }),
        },
        given: { ...NOTHING_GIVEN, ...given },
      },
    },
  });

  test('has owners by folder, and the fewest to ask', async () => {
    expect(await ask('4711', known(['hull/a.go', 'hull/b.go', 'mast/a.go', 'c.go']))).toBe(
      `Owners of its 4 files: kubernetes/kubernetes#4711
Pod stays in Terminating
Approvers
• \`c.go\`: nobody by OWNERS
• \`hull\`, for 2 files: dana, noor
• \`mast\`, for one file: mori, noor
The fewest to ask
• noor for \`hull\`, \`mast\`
Reviewers
• lee
Whoever approves a folder approves what is below it.`,
    );
  });

  test('needs nobody for what is approved', async () => {
    const said = await ask('4711', known(['hull/a.go', 'mast/a.go'], { approved: ['Dana'] }));
    expect(said).toContain('Approved by Dana.\nThe fewest to ask\n• mori for `mast`');
    const own = await ask('4711', known(['bow/a.go']));
    expect(own).toContain('• `bow`, for one file: sam');
    expect(own).not.toContain('to ask');
    const rules = { ...KUBERNETES_RULES, selfApproval: false };
    const alone = await ask('4711', { ...known(['bow/a.go']), rules });
    expect(alone).toContain('Nobody but the author may approve `bow`.');
  });

  test('of a repository that has GitHub’s file alone has owners by its lines', async () => {
    const text = '* @walrus\n/hull/ @noor @harbour/masters\n/docs/\n';
    const codeowners = codeownersAmong([{ path: 'CODEOWNERS', data: readCodeowners(text) }]);
    const state = { ...known(['hull/a.go', 'hull/b.go', 'c.go', 'docs/a.md']), owners: treeOf({}) };
    expect(await ask('4711', { ...state, codeowners })).toBe(
      `Owners of its 4 files: kubernetes/kubernetes#4711
Pod stays in Terminating
CODEOWNERS, GitHub’s own
• line 2, \`/hull/\`, for 2 files: noor, harbour/masters
• line 1, \`*\`, for one file: walrus
• line 3, \`/docs/\`, for one file: nobody, on purpose`,
    );
    const partly = codeownersAmong([{ path: 'CODEOWNERS', data: readCodeowners('/hull/ @noor') }]);
    expect(await ask('4711', { ...state, codeowners: partly })).toContain('• no line of it fits 2 files');
    const many = known(Array.from({ length: 3000 }, (_, at) => `hull/${at}.go`));
    expect(await ask('4711', { ...many, owners: treeOf({}), codeowners })).toContain(
      'GitHub’s own, for the first 500 files\n• line 2, `/hull/`, for 500 files: noor',
    );
    expect(await ask('4711', state)).toContain('The repository has neither OWNERS files nor CODEOWNERS.');
  });

  test('has as many files as GitHub counts, and those that nobody owns are named', async () => {
    const renamed = ['hull/a.go', 'hull/b.go'];
    expect(await ask('4711', known(renamed, {}, 1))).toContain('Owners of its one file');
    const free = Array.from({ length: 5 }, (_, at) => `bilge/${at}.go`);
    expect(await ask('4711', known(free))).toContain(
      '• `bilge/0.go`, `bilge/1.go`, `bilge/2.go` and 2 more files: nobody by OWNERS',
    );
    const many = Array.from({ length: 3000 }, (_, at) => `hull/${at}.go`);
    const said = await ask('4711', known(many, {}, 7100));
    expect(said).toContain('Owners of its 7100 files');
    expect(said).toContain('GitHub does not tell all that it changes: there may be more.');
    expect(await ask('4711', known(free))).not.toContain('there may be more');
  });

  test('with more folders than a message holds fits, and claims no more than is known', async () => {
    // Each of 400 folders stands for itself and has three of 90 approvers, in no order.
    const deep = 'staging/of/the/harbour/and/all/its/piers/';
    const folders = Array.from({ length: 400 }, (_, at) => ({
      path: `${deep}pier${at}`,
      approvers: [1, 7, 11].map((step) => `somebody-of-a-long-name-${(at * step * step + step) % 90}`),
    }));
    const files = folders.map(({ path, approvers }): [string, string] => [
      `${path}/OWNERS`,
      `options: {no_parent_owners: true}\napprovers: [${approvers.join(', ')}]`,
    ]);
    const state = known(folders.map(({ path }) => `${path}/a.go`));
    const said = await ask('4711', { ...state, owners: treeOf(Object.fromEntries(files)) });
    expect(said).toContain('Few to ask, perhaps not the fewest');
    expect(said).toMatch(/ for (`[^`]+`, ){4}`[^`]+` and \d+ more\n/);
    expect(said).toContain('• and 380 more folders');
  });

  test('that cannot be told is refused', async () => {
    expect(await ask('4711', known(undefined))).toContain('changes is not read yet');
    const unread = 'Who owns what in kubernetes/kubernetes is not known.\nOWNERS files are read within a day';
    expect(await ask('4711', { ...known(['a']), owners: undefined })).toContain(unread);
    expect(await ask('4711', { ...known(['a']), owned: [] })).toContain(unread);
    expect(await ask('4711', { issues: [anIssue()] })).toContain('is an issue: it changes no files');
    expect(await ask('', {})).toContain('The owners of what?');
  });
});

test('of a private repository nothing is told where nothing private is shown', async () => {
  const secret = { ...owned('kubernetes/secret'), private: true };
  const state = { owned: [secret], owners: treeOf({ OWNERS: 'approvers: [dana]' }) };
  expect(await ask('secret', state)).toContain('knows no repository "secret"');
  expect(await ask('@dana', state)).toContain('is not known of any repository');
  const shown = { ...state, privacy: { channels: ['C0NODE'], labels: [] } };
  expect(await ask('secret', shown)).toContain('OWNERS: dana');
  expect(await ask('@dana', shown)).toContain('Approves: everything');
});

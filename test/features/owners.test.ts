import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOfMessage } from '../../playground/slack/blocks.ts';
import { createApp } from '../../src/app.ts';
import { codeownersAmong, readCodeowners } from '../../src/domain/codeowners.ts';
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

test('a repository is meant by its short name where one alone has it', () => {
  const names = ['harbour/boats', 'harbour/sails', 'marina/sails', 'marina/boats-old'];
  expect(repositoryMeant('Boats', names)).toBe('harbour/boats');
  expect(repositoryMeant('marina/sails', names)).toBe('marina/sails');
  expect(() => repositoryMeant('sails', names)).toThrow('Several repositories are called sails');
  expect(() => repositoryMeant('ats', names)).toThrow('knows no repository "ats"');
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
    'hull/OWNERS': 'approvers: [dana, noor]\nreviewers: [lee]',
    'mast/OWNERS': 'approvers: [mori, noor]',
    'bow/OWNERS': 'approvers: [sam]',
  });
  const known = (paths: readonly string[] | undefined, given: Partial<Given> = {}) => ({
    issues: [pull],
    owners,
    pulls: {
      [pull.id]: {
        pull: { id: pull.id, base: 'main', head: 'a1', mergeable: 'yes' as const, paths },
        given: { ...NOTHING_GIVEN, ...given },
      },
    },
  });

  test('has owners by folder, and the fewest to ask', async () => {
    expect(await ask('4711', known(['hull/a.go', 'hull/b.go', 'mast/a.go', 'c.go']))).toBe(
      `Owners of its 4 files: kubernetes/kubernetes#4711
Pod stays in Terminating
Approvers
• the root, for one file: nobody by OWNERS
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

  test('that cannot be told is refused', async () => {
    expect(await ask('4711', known(undefined))).toContain('changes is not read yet');
    expect(await ask('4711', { ...known(['a']), owners: undefined })).toContain('is not known');
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

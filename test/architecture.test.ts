import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const files = sources('src').concat(sources('playground'));
const text = (file: string) => readFileSync(file, 'utf8');

/** The files of a folder and below, as "src/domain/issue.ts". */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** The project's own files that a file imports. */
function importsOf(file: string): string[] {
  return [...text(file).matchAll(/^(?:import|export)[^'"]*from '(\.[^']+)'/gm)].map(([, path]) =>
    normalize(join(dirname(file), path ?? '')),
  );
}

function breaches(within: string, allowed: (imported: string, file: string) => boolean): string[] {
  return files
    .filter((file) => file.startsWith(within))
    .flatMap((file) =>
      importsOf(file)
        .filter((imported) => !allowed(imported, file))
        .map((imported) => `${file} imports ${imported}`),
    );
}

const folderOf = (file: string) => file.split('/').slice(0, 3).join('/');

describe('who may import whom', () => {
  test('the nouns import only one another', () => {
    expect(breaches('src/domain/', (imported) => imported.startsWith('src/domain/'))).toEqual([]);
  });

  test('a chart imports nouns and what charts are made of', () => {
    const allowed = (imported: string) => /^src\/(domain|charts)\//.test(imported);
    expect(breaches('src/charts/', allowed)).toEqual([]);
  });

  test('a feature imports nouns, the frame’s types and blocks, and its own folder', () => {
    const frame = [
      'src/acting.ts',
      'src/agenda-topic.ts',
      'src/all-health.ts',
      'src/blocks.ts',
      'src/due-words.ts',
      'src/effect.ts',
      'src/escalation-words.ts',
      'src/feature.ts',
      'src/group-health.ts',
      'src/group-meant.ts',
      'src/group-year.ts',
      'src/issue-meant.ts',
      'src/issue-words.ts',
      'src/meeting-messages.ts',
      'src/merging.ts',
      'src/picture-blocks.ts',
      'src/plain-words.ts',
      'src/meets.ts',
      'src/own-act-blocks.ts',
      'src/path-words.ts',
      'src/ports.ts',
      'src/proposal-path.ts',
      'src/pull-words.ts',
      'src/publishing.ts',
      'src/radar.ts',
      'src/readable.ts',
      'src/topics.ts',
      'src/tried.ts',
    ];
    const allowed = (imported: string, file: string) =>
      /^src\/(domain|ports)\//.test(imported) ||
      frame.includes(imported) ||
      folderOf(imported) === folderOf(file);
    expect(breaches('src/features/', allowed)).toEqual([]);
  });

  test('nothing in src imports the playground, the tests or the bench', () => {
    expect(breaches('src/', (imported) => imported.startsWith('src/'))).toEqual([]);
  });

  test('the playground treats the bot as a black box, but for the clock it may give it', () => {
    const ownClock = ['playground/hurried.ts', 'playground/hurried-clock.ts'];
    const allowed = (imported: string, file: string) =>
      imported.startsWith('playground/') || ownClock.includes(file);
    expect(breaches('playground/', allowed)).toEqual([]);
  });

  test('one adapter does not reach into another', () => {
    const kinds = ['slack', 'github', 'directory'].map((kind) => `src/adapters/${kind}`);
    const allowed = (imported: string, file: string) =>
      !kinds.includes(folderOf(imported)) ||
      folderOf(imported) === folderOf(file) ||
      !kinds.includes(folderOf(file));
    expect(breaches('src/adapters/', allowed)).toEqual([]);
  });
});

/** "features/triage/triage.ts" and "features/triage/triage-walk.ts": the files of a feature that may wait. */
function isNamedAfterIts(file: string): boolean {
  const [, , feature = '', name = ''] = file.split('/');
  return name === `${feature}.ts` || name.startsWith(`${feature}-`);
}

describe('what stays pure', () => {
  const pure = files.filter(
    (file) =>
      /^src\/(domain|charts)\//.test(file) || (file.startsWith('src/features/') && !isNamedAfterIts(file)),
  );

  test('nouns, plans and blocks wait for nothing', () => {
    expect(pure.filter((file) => /\basync\b|\bawait\b|new Promise/.test(text(file)))).toEqual([]);
  });

  test('features and nouns are told the time', () => {
    const told = files.filter((file) => /^src\/(domain|charts|features)\//.test(file));
    expect(told.filter((file) => /Date\.now\(|new Date\(\)/.test(text(file)))).toEqual([]);
  });

  test('only the command line reads the environment', () => {
    const readers = files.filter(
      (file) => file.startsWith('src/') && /[=(,]\s*process\.env|process\.env[.[]/.test(text(file)),
    );
    expect(readers).toEqual(['src/main.ts']);
  });
});

describe('what stays small', () => {
  const lines = (file: string) => text(file).split('\n').length;

  test('the dispatcher is data, under 100 lines', () => {
    expect(lines('src/app.ts')).toBeLessThan(100);
  });

  test('no file outgrows a reader', () => {
    expect(files.filter((file) => lines(file) > 300)).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeownersAmong,
  codeownersOf,
  readCodeowners,
  type Codeowners,
} from '../../src/domain/codeowners.ts';

function fileOf(text: string): Codeowners {
  const found = codeownersAmong([{ path: 'CODEOWNERS', data: readCodeowners(text) }]);
  if (!found) throw new Error('there is none');
  return found;
}

const ownersIn = (text: string, path: string) => codeownersOf(fileOf(text), path)?.owners.join(' ');

describe('a pattern', () => {
  test.each<[pattern: string, fits: string[], not: string[]]>([
    ['*', ['keel.go', 'hull/old/keel.go'], []],
    ['*.go', ['keel.go', 'hull/keel.go', 'hull.go/keel.md'], ['keel.gob', 'go']],
    ['/*.go', ['keel.go'], ['hull/keel.go']],
    ['/*', ['keel.go'], ['hull/keel.go']],
    ['docs/*', ['docs/a.md', 'docs/'], ['docs/old/a.md', 'hull/docs/a.md']],
    ['docs/**', ['docs/a.md', 'docs/old/a.md'], ['docs', 'hull/docs/a.md']],
    ['docs/*.md', ['docs/a.md'], ['docs/old/a.md', 'docs/a.txt']],
    ['/docs/', ['docs/a.md', 'docs/old/a.md', 'docs/'], ['docs', 'hull/docs/a.md']],
    ['docs/', ['docs/a.md', 'hull/docs/old/a.md'], ['docs', 'mydocs/a.md']],
    ['docs', ['docs', 'docs/a.md', 'hull/docs', 'hull/docs/a.md'], ['mydocs/a.md']],
    ['/hull/keel', ['hull/keel', 'hull/keel/a.go'], ['hull/keels', 'old/hull/keel']],
    ['hull/keel', ['hull/keel/a.go'], ['old/hull/keel/a.go']],
    ['**/logs', ['logs/a', 'hull/logs/a', 'hull/old/logs'], ['hull/blogs/a']],
    ['hull/**/a.go', ['hull/a.go', 'hull/old/a.go', 'hull/old/older/a.go'], ['mast/hull/a.go', 'hull/b.go']],
    ['hull/*/a.go', ['hull/old/a.go'], ['hull/a.go', 'hull/old/older/a.go']],
    ['k??l.go', ['keel.go', 'hull/kill.go'], ['kl.go', 'keeel.go', 'k/el.go']],
    ['**', ['a', 'hull/a'], []],
    ['/', [], ['a', 'hull/a']],
    ['my\\ boat', ['my boat/a', 'hull/my boat'], ['my']],
    ['a\\*b', ['a*b'], ['axb']],
    ['Hull', ['Hull/a'], ['hull/a']],
    ['hull.go', ['hull.go'], ['hullxgo']],
  ])('%s', (pattern, fits, not) => {
    const file = fileOf(`${pattern} @dana`);
    expect(fits.filter((path) => !codeownersOf(file, path))).toEqual([]);
    expect(not.filter((path) => codeownersOf(file, path))).toEqual([]);
  });

  test.each(['*a*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/b', '*?*?*?*?*?*?*?*?b'])(
    '%s takes no long time',
    (pattern) => {
      const file = fileOf(`${pattern} @dana`);
      const from = performance.now();
      expect(codeownersOf(file, `${'a'.repeat(4000)}${'/a'.repeat(2000)}`)).toBeUndefined();
      expect(performance.now() - from).toBeLessThan(500);
    },
  );

  test('fits a path that is written into it, whatever it is called', () => {
    const name = fc
      .stringMatching(/^[\w.+@ -]{1,8}$/)
      .filter((one) => !/^\.+$/.test(one) && one === one.trim());
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.nat(3), (names, at) => {
        const path = names.join('/');
        const starred = names.map((one, index) => (index === at ? `${one.slice(0, 1)}*` : one)).join('/');
        for (const pattern of [path, starred, `${names[0] ?? ''}/**`])
          expect(ownersIn(`/${pattern.replaceAll(' ', '\\ ')} @dana`, `${path}/below`)).toBe('dana');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a file', () => {
  const text = `# The harbour's boats

*            @harbour/masters @Dana  # a remark
/hull/       @noor
/hull/old
*.md         docs@example.com @lee
`;

  test.each<[path: string, owners: string]>([
    ['mast/a.go', 'harbour/masters dana'],
    ['hull/a.go', 'noor'],
    ['hull/old/a.go', ''],
    ['hull/old/a.md', 'lee'],
  ])('of %s the last rule that fits holds', (path, owners) => {
    expect(ownersIn(text, path)).toBe(owners);
  });

  test('keeps no address, and knows that there was one', () => {
    expect(JSON.stringify(readCodeowners(text))).not.toContain('example.com');
    expect(codeownersOf(fileOf(text), 'a.md')).toMatchObject({ line: 6, mails: 1 });
  });

  test.each<[line: string, finding: string]>([
    ['!hull/ @dana', '“!”'],
    ['\\#hull @dana', '“#”'],
    ['hull/[ab].go @dana', '“[ ]”'],
    ['hull/*** @dana', '“***”'],
    ['hull/ dana', '“dana” is neither @login nor @org/team'],
    ['hull/ @dana/', 'an owner of it is none'],
    ['hull/ dana.okafor@', 'an owner of it is none'],
  ])('of which %j is skipped', (line, finding) => {
    const file = fileOf(`* @noor\n${line}\n`);
    expect(file.findings).toEqual([{ file: 'CODEOWNERS', text: expect.stringContaining(finding) }]);
    expect(file.findings[0]?.text).toMatch(/^Line 2 does not count: /);
    expect(codeownersOf(file, 'hull/a.go')?.owners).toEqual(['noor']);
  });

  test('that is none is told in few words', () => {
    const { rules, findings } = readCodeowners('hull dana\n'.repeat(1000));
    expect(rules).toEqual([]);
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)).toBe('980 more lines do not count.');
  });

  test('is read whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab/*?\\[]#!@ \n\t.') }),
        fc.string(),
        (wild, path) => {
          const file = fileOf(wild);
          codeownersOf(file, path);
          expect(file.rules.every(({ pattern }) => pattern !== '')).toBe(true);
        },
      ),
    );
  });
});

describe('of several', () => {
  const at = (path: string) => ({
    path,
    data: readCodeowners(`* @${path.split('/')[0]?.replace('.', '') ?? ''}`),
  });
  test.each<[found: string[], counts: string | undefined]>([
    [['docs/CODEOWNERS', 'CODEOWNERS', '.github/CODEOWNERS'], '.github/CODEOWNERS'],
    [['docs/CODEOWNERS', 'CODEOWNERS'], 'CODEOWNERS'],
    [['docs/CODEOWNERS'], 'docs/CODEOWNERS'],
    [['hull/CODEOWNERS'], undefined],
  ])('%j', (found, counts) => {
    expect(codeownersAmong(found.map(at))?.path).toBe(counts);
  });

  test('the first counts, also where it cannot be read', () => {
    const found = codeownersAmong([
      { path: '.github/CODEOWNERS', trouble: 'It is too large.' },
      at('CODEOWNERS'),
    ]);
    expect(found).toMatchObject({
      path: '.github/CODEOWNERS',
      rules: [],
      findings: [{ text: 'It is too large.' }],
    });
  });
});

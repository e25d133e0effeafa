import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXCERPT, excerptOf, ownWords } from '../../src/domain/body.ts';

describe('the excerpt of a body', () => {
  test.each<[string, string, string]>([
    ['headings lose their marks', '### What happened?\r\n\r\nIt broke', 'What happened?\n\nIt broke'],
    ['the form’s comments go', 'a<!-- Please\n use English -->b', 'ab'],
    ['a comment that never ends takes the rest', 'a\n<!-- b', 'a'],
    ['tags go, what they hold stays', '<details><summary>log</summary>\nx</details>', 'log\nx'],
    ['what is no tag stays', 'if a < b and c > d', 'if a < b and c > d'],
    [
      'links keep their words',
      'see [the log](https://x.test/y) ![shot](https://x.test/z.png)',
      'see the log shot',
    ],
    ['fences go, code stays', '```console\n$ kubectl get\n```', '$ kubectl get'],
    ['bold is plain', '**What happened**:\nit broke', 'What happened:\nit broke'],
    ['empty answers go', 'a\n\n_No response_\n\n\n\nb', 'a\n\nb'],
    ['nothing is nothing', '', ''],
  ])('%s', (_name, body, expected) => {
    expect(excerptOf(body)).toBe(expected);
  });

  test('ends where it should, in no half of a letter', () => {
    expect(excerptOf('x'.repeat(EXCERPT + 9))).toHaveLength(EXCERPT);
    expect(excerptOf('ab🛶', 3)).toBe('ab');
  });

  test('a body made to be slow is read in time', () => {
    for (const piece of [
      '<!--',
      '<a',
      '**',
      '![',
      '[x](',
      ' ',
      ' x',
      '\t/a ',
      '- [ ] ',
      '_no response_ ',
      '```\n',
      '\n\n',
      '# ',
      '<a '.repeat(9),
    ]) {
      const from = performance.now();
      excerptOf(piece.repeat(65_536 / piece.length));
      ownWords(piece.repeat(65_536 / piece.length));
      expect(performance.now() - from).toBeLessThan(1000);
    }
  });
});

const piece = fc.constantFrom(...'ab 🛶\ud83d\n\t#*<>!-[]()`_/~', '<!--', '-->', '### ', '```\n');

describe('what the reporter wrote', () => {
  const FORM = `### What happened?

The volume stays attached.

### What did you expect to happen?

It is detached.

### Anything else we need to know?

_No response_

### Kubernetes version

<details>

\`\`\`console
$ kubectl version
Client Version: v1.33.1
\`\`\`

</details>

### Cloud provider

harbour cloud`;

  test.each<[string, string, string]>([
    ['of a form, what stands under the questions', FORM, 'The volume stays attached.\nIt is detached.'],
    [
      'of the older form, what follows the bold questions',
      '**What happened**: it broke\n**What you expected to happen**:\nthat it works\n**Environment**:\n- Cloud provider: x',
      'it broke\nthat it works',
    ],
    ['no commands, no check lists', '/kind bug\n/sig node network\n- [x] I searched\nit broke', 'it broke'],
    ['a path is no command', '/var/lib/kubelet is full', '/var/lib/kubelet is full'],
    ['after the surroundings it goes on', '## Version\n1.2\n## Problem\nit broke', 'it broke'],
  ])('%s', (_name, body, expected) => {
    expect(ownWords(body).replace(/\n+/g, '\n')).toBe(expected);
  });

  test('is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 300 }), fc.nat(100), (body, max) => {
        expect(ownWords(body, max).length).toBeLessThanOrEqual(max);
        expect(excerptOf(body, max).length).toBeLessThanOrEqual(max);
      }),
      { seed: 7 },
    );
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../playground/report.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'playground-test-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** `npm run playground -- …` in a clean environment. */
function playground(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  return new Promise((resolve) => {
    const options = { env: { PATH, HOME, NODE_COMPILE_CACHE, ...env }, timeout: 60_000 };
    const child = execFile('node', ['playground/main.ts', ...args], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

function reportIn({ out }: Ended): Report {
  return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Report;
}

describe('the story', () => {
  test.each([[['--story', '--json']], [['--json', '--socket']]])(
    'is played to its end: %j',
    async (args) => {
      const ended = await playground(args);
      expect(ended.err).toBe('');
      expect(ended.code).toBe(0);
      expect(ended.out).toContain('#sig-runtime');
      const { issues, cards, unrouted, posts } = reportIn(ended);
      expect({ issues, cards, unrouted, posts }).toEqual({
        issues: 6,
        cards: [
          { issue: 'lantern/lantern#101', channel: 'sig-runtime' },
          { issue: 'lantern/lantern#102', channel: 'sig-runtime' },
          { issue: 'lantern/lantern#102', channel: 'wg-dark-sky' },
          { issue: 'lantern/lantern#103', channel: 'sig-network' },
          { issue: 'lantern/website#7', channel: 'sig-docs' },
        ],
        unrouted: ['lantern/lantern#104'],
        posts: 5,
      });
    },
    60_000,
  );

  test('is played on any directory and issues; bad lines are named and left out', async () => {
    const directory = join(folder, 'tribes.yaml');
    const issues = join(folder, 'issues.jsonl');
    writeFileSync(
      directory,
      'tribes:\n- dir: wg-moss\n  name: Moss\n  label: moss\n  chat_link: https://x.slack.com/archives/C08MR0FQRCM\n',
    );
    writeFileSync(
      issues,
      [
        '{"repo":"wood/floor","number":5000,"title":"soft & <green>","labels":["wg/moss"],"state":"open"}',
        'not json',
        '{"repo":"wood/floor","number":4,"title":"old","labels":["wg/moss"],"state":"closed"}',
        '{"repo":"wood/roof","number":4,"title":"dry","labels":["wg/other"],"state":"open"}',
      ].join('\n'),
    );
    const ended = await playground(['--directory', directory, '--issues', issues, '--json']);
    expect(ended.err).toContain('line 2: not a JSON object');
    expect(reportIn(ended)).toMatchObject({
      issues: 3,
      cards: [{ issue: 'wood/floor#5000', channel: 'C08MR0FQRCM' }],
      unrouted: ['wood/roof#4'],
      posts: 1,
    });
  }, 60_000);
});

describe('the command line', () => {
  test.each<[string[], Record<string, string>, number, string]>([
    [[], { SLACK_BOT_TOKEN: 'xoxb-real' }, 1, 'SLACK_BOT_TOKEN is set'],
    [['--prot', '1'], {}, 2, '--prot'],
    [['--port', 'x'], {}, 2, 'write a port'],
    [['--speed', '3w/min'], {}, 2, 'write how many times'],
    [['--speed', '60', '--json'], {}, 2, 'for the page'],
    [['--story', '--issues', '/nowhere'], {}, 1, '/nowhere'],
    [['--issues', '/nowhere'], {}, 1, '/nowhere'],
    [['--directory', 'package.json'], {}, 1, 'no list of groups'],
    [['--help'], {}, 0, '--directory PATH'],
  ])('%j %j', async (args, env, code, words) => {
    const ended = await playground(args, env);
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toContain(words);
  });
});

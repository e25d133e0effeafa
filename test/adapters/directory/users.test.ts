import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createUsersFile, readUsers } from '../../../src/adapters/directory/users.ts';
import { silent } from '../../support/github.ts';

describe('a users file', () => {
  test('in Kubernetes’ form: login to member id, and nothing else is looked at', () => {
    const { logins, doubts } = readUsers(
      '# who is who\nusers:\n  Dana-Doe: U0DANA\n  1e3: W0LEE\nextra: { email: dana@example.org }\n',
    );
    expect([...logins]).toEqual([
      ['U0DANA', 'Dana-Doe'],
      ['W0LEE', '1e3'],
    ]);
    expect(doubts).toEqual([]);
  });

  test.each([
    ['users: { "not a login": U0DANA }', 'no GitHub login'],
    ['users: { dana: dana@example.org }', 'dana has no Slack member id'],
    ['users: { dana: U0DANA, lee: U0DANA }', 'lee has the Slack id of dana'],
    ['users: { dana: U0DANA, Dana: U0LEE }', 'Dana stands there twice'],
    ['users: { dana: [U0DANA] }', 'dana has no Slack member id'],
  ])('%s', (text, doubt) => {
    const { doubts } = readUsers(text);
    expect(doubts.map((entry) => entry.text).join()).toContain(doubt);
    expect(JSON.stringify(doubts)).not.toContain('example.org');
  });

  test.each([
    ['', 'no map “users:”'],
    ['users: [dana]', 'no map “users:”'],
    ['people: {}', 'no map “users:”'],
    ['users:\n  a: b: c', 'Nested mappings'],
  ])('%j is none', (text, why) => {
    expect(() => readUsers(text)).toThrow(why);
  });

  test('that could never be read is not known to name nobody; where there is none, that is known', async () => {
    const kv = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
    const lost = createUsersFile({ source: '/nowhere/users.yaml', kv, log: silent });
    await lost.refresh();
    expect(lost.known()).toBe(false);
    expect(createUsersFile({ source: undefined, kv, log: silent }).known()).toBe(true);
  });

  test('that breaks leaves the last good copy, also over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigbot-users-'));
    const source = join(folder, 'users.yaml');
    const kept = new Map<string, string>();
    const kv = {
      get: (key: string) => Promise.resolve(kept.get(key)),
      set: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
    };
    writeFileSync(source, 'users: { dana: U0DANA }');
    const first = createUsersFile({ source, kv, log: silent });
    await first.refresh();
    writeFileSync(source, '<html>');
    await first.refresh();
    const second = createUsersFile({ source, kv, log: silent });
    expect(second.known()).toBe(false);
    await second.refresh();
    expect(second.known()).toBe(true);
    for (const { current } of [first, second]) {
      expect([...current().logins]).toEqual([['U0DANA', 'dana']]);
      expect(current().doubts[0]?.text).toContain('The last good copy is used.');
    }
    writeFileSync(source, 'users: { dana: U0DANA }');
    await second.refresh();
    expect(second.current().doubts).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

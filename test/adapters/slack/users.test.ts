import type { WebClient } from '@slack/web-api';
import { beforeEach, describe, expect, test } from 'vitest';
import { createUsers } from '../../../src/adapters/slack/users.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { silent } from '../../support/github.ts';

let user: object | Error;
let asked: number;
let at: number;
let team: string | undefined;

beforeEach(() => {
  [asked, at, team] = [0, 1_000_000_000, 'T0OURS'];
  user = { name: 'dana', real_name: 'Dana Okafor', team_id: 'T0OURS' };
});

function users() {
  const info = () => {
    asked += 1;
    return user instanceof Error ? Promise.reject(user) : Promise.resolve({ ok: true, user });
  };
  const client = { users: { info } } as unknown as WebClient;
  return createUsers({ client, team: () => team, now: () => at, log: silent });
}

describe('who somebody is in Slack', () => {
  test.each([
    [{ team_id: 'T0OURS' }, 'member'],
    [{ team_id: 'T0OURS', is_restricted: true }, 'guest'],
    [{ team_id: 'T0OURS', is_restricted: true, is_ultra_restricted: true }, 'guest'],
    [{ team_id: 'T0OURS', is_stranger: true }, 'stranger'],
    [{ team_id: 'T0ELSE' }, 'stranger'],
    [{}, 'stranger'],
    [{ team_id: 'T0HOME', enterprise_user: { teams: ['T0HOME', 'T0OURS'] } }, 'member'],
    [{ team_id: 'T0OURS', deleted: true }, 'gone'],
  ])('%j is a %s', async (info, standing) => {
    user = info;
    expect(await users()('U1')).toMatchObject({ standing });
  });

  test.each([
    [{ name: 'dana', real_name: 'Dana Okafor' }, 'Dana Okafor (@dana)'],
    [{ name: 'dana', real_name: 'dana' }, '@dana'],
    [{}, 'U1'],
  ])('%j is called %s', async (info, name) => {
    user = info;
    expect(await users()('U1')).toMatchObject({ name });
  });
});

test('an answer counts for five minutes, and for an hour while Slack does not answer', async () => {
  const ask = users();
  await ask('U1');
  at += 5 * MINUTE - 1;
  await ask('U1');
  expect(asked).toBe(1);
  user = new Error('missing_scope');
  at += 1;
  expect(await ask('U1')).toMatchObject({ standing: 'member' });
  at += HOUR;
  expect(await ask('U1')).toEqual({ standing: 'unknown', name: 'U1' });
});

test('before Slack has told us our own workspace nobody is known, and that is not remembered', async () => {
  const ask = users();
  team = undefined;
  expect(await ask('U1')).toMatchObject({ standing: 'unknown' });
  team = 'T0OURS';
  expect(await ask('U1')).toMatchObject({ standing: 'member' });
});

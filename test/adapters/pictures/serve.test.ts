import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp, type HttpOptions } from '../../../src/adapters/http.ts';
import type { Health } from '../../../src/domain/health.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { picturesBy } from '../../../src/pictures.ts';
import { boats, rough } from '../../charts/facts.ts';

const noon = Date.UTC(2026, 10, 25, 12);
let now = noon;
const logged: string[] = [];
const known: Record<string, Health> = { 'sig-boats': boats, 'sig-港': rough };
const needs = {
  health: (group: string, day: string) =>
    Promise.resolve(known[group]?.day === day ? known[group] : undefined),
  now: () => now,
  log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
};
const configOf = (publicUrl?: string) =>
  ({ http: { publicUrl }, slack: { botToken: 'xoxb-harbour' } }) as never;
const pictures = picturesBy({ ...needs, config: configOf('https://bot.example') });
const server = createHttp({
  pictures: pictures.handler,
  log: pino({ level: 'silent' }),
} as unknown as HttpOptions);

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

const addressOf = (group: string, day = '2026-11-25') =>
  pictures.port.address({ kind: 'health', group, day }) ?? '';

function ask(address: string, method = 'GET', headers: Record<string, string> = {}): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(address.replace('https://bot.example', `http://127.0.0.1:${port}`), { method, headers });
}

describe('a picture', () => {
  test('is drawn at its address', async () => {
    const answer = await ask(addressOf('sig-boats'));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    });
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body.subarray(1, 4).toString()).toBe('PNG');
    expect(logged).toEqual([]);
  });

  test('is only announced to HEAD', async () => {
    const answer = await ask(addressOf('sig-boats'), 'HEAD');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    // Nobody knows how long it is before it is drawn.
    expect(answer.headers.has('content-length')).toBe(false);
    expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await answer.text()).toBe('');
  });

  test('is not sent again to who has it, and is once it has changed', async () => {
    const etag = (await ask(addressOf('sig-boats'))).headers.get('etag') ?? '';
    for (const has of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask(addressOf('sig-boats'), 'GET', { 'if-none-match': has });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
    known['sig-boats'] = { ...boats, triagers: [] };
    const changed = await ask(addressOf('sig-boats'), 'GET', { 'if-none-match': etag });
    known['sig-boats'] = boats;
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  test('of names that cannot be drawn is drawn, and the operator is told', async () => {
    const answer = await ask(addressOf('sig-港'));
    expect(answer.status).toBe(200);
    expect(logged.splice(0).join()).toContain('山田 太郎');
  });

  test.each([
    ['of another group', () => addressOf('sig-boats').replace('sig-boats', 'sig-ropes')],
    ['of a group that is gone', () => addressOf('sig-ropes')],
    ['of a day that nobody knows', () => addressOf('sig-boats', '2019-01-01')],
    ['at no address of ours', () => 'https://bot.example/pictures/../pictures/health.png'],
  ])('%s is refused in words', async (_what, address) => {
    const answer = await ask(address());
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await answer.text()).toContain('There is no picture at this address, or no longer');
  });

  test('is gone after a day', async () => {
    const address = addressOf('sig-boats');
    now = noon + DAY - HOUR;
    const before = await ask(address);
    now = noon + DAY + HOUR;
    const after = await ask(address);
    now = noon;
    expect([before.status, after.status]).toEqual([200, 404]);
  });

  test('takes nothing', async () => {
    const answer = await ask(addressOf('sig-boats'), 'POST');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('has no address where the bot has none', () => {
    const { port } = picturesBy({ ...needs, config: configOf() });
    expect(port.address({ kind: 'health', group: 'sig-boats', day: '2026-11-25' })).toBeUndefined();
  });
});

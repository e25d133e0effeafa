import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { until } from '../../playground/until.ts';

/** The status of a GET that claims to be for another host. */
function asHost(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

/** What a page that looks at nothing in particular hears first. */
async function firstState(url: string): Promise<string> {
  const stopped = new AbortController();
  const response = await fetch(`${url}/api/state`, { signal: stopped.signal });
  let heard = '';
  for await (const chunk of response.body ?? []) {
    heard += Buffer.from(chunk).toString('utf8');
    if (heard.includes('data: ') && heard.endsWith('\n\n')) break;
  }
  stopped.abort();
  return heard;
}

test('without options it prints one address, serves the page there to its own host alone, and ends when told to', async () => {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn('node', ['playground/main.ts'], { env: { PATH, HOME, NODE_COMPILE_CACHE } });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const url = await until(
    () => /^The playground is at (http:\/\/127\.0\.0\.1:\d+) {3}\(Ctrl-C ends it\)\n$/.exec(out)?.[1],
    20_000,
    () => `an address, and not ${out}`,
  );
  expect(await (await fetch(url)).text()).toContain('<title>sigbot playground</title>');
  expect(await asHost(url, 'elsewhere.example')).toBe(403);
  expect(await firstState(url)).toContain('"channels":[{"id":');
  const failed = await fetch(`${url}/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"act":"toString"}',
  });
  expect(await failed.json()).toEqual({ failed: 'There is no act "toString".' });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 40_000);

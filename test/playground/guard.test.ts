import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../playground/http.ts';
import { sendFile } from '../../playground/serve/files.ts';
import { refusalOf } from '../../playground/serve/guard.ts';

function asked(method: string, headers: Record<string, string>): IncomingMessage {
  return { method, headers } as unknown as IncomingMessage;
}

describe('who may ask the page’s server', () => {
  const json = { 'content-type': 'application/json' };

  test.each<[string, Record<string, string>, boolean]>([
    ['GET', { host: '127.0.0.1:80' }, true],
    ['GET', { host: 'localhost:80' }, true],
    ['GET', { host: 'evil.example:80' }, false],
    ['GET', { host: '127.0.0.1:81' }, false],
    ['GET', {}, false],
    ['POST', { host: '127.0.0.1:80', ...json }, true],
    ['POST', { host: '127.0.0.1:80', origin: 'http://127.0.0.1:80', ...json }, true],
    ['POST', { host: '127.0.0.1:80', origin: 'https://evil.example', ...json }, false],
    ['POST', { host: '127.0.0.1:80', origin: 'null', ...json }, false],
    ['POST', { host: '127.0.0.1:80', 'content-type': 'text/plain' }, false],
  ])('%s %j: %s', (method, headers, may) => {
    expect(refusalOf(asked(method, headers), 80) === undefined).toBe(may);
  });
});

describe('the page’s files', () => {
  async function served<T>(work: (server: Listening) => Promise<T>): Promise<T> {
    const server = await listen(async (req, res) => {
      if (!(await sendFile(req.url ?? '', res))) res.writeHead(404).end();
    });
    try {
      return await work(server);
    } finally {
      await server.close();
    }
  }

  test.each([
    ['/', 200, 'text/html'],
    ['/page/page.css', 200, 'text/css'],
    ['/page/main.ts', 200, 'text/javascript'],
    ['/json.ts', 200, 'text/javascript'],
    ['/page/nothing.ts', 404, ''],
    ['/world.ts', 404, ''],
    ['/page/..%2fworld.ts', 404, ''],
    ['/page/toString', 404, ''],
  ])('%s: %d', async (path, status, type) => {
    const response = await served(({ url }) => fetch(url + path));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type') ?? '').toContain(type);
  });

  test('TypeScript comes without its types, and no other site’s things may be used', async () => {
    const { text, policy } = await served(async ({ url }) => {
      const response = await fetch(`${url}/page/dates.ts`);
      return { text: await response.text(), policy: response.headers.get('content-security-policy') };
    });
    expect(text).not.toContain(': number');
    expect(policy).toContain("default-src 'none'");
  });
});

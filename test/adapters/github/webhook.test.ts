import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { sign } from '@octokit/webhooks-methods';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { githubWebhook } from '../../../src/adapters/github/webhook.ts';
import type { NewDelivery } from '../../../src/adapters/store/store.ts';
import { listInbox, silent } from '../../support/github.ts';

const MB = 1024 * 1024;
const body = JSON.stringify({ action: 'opened', issue: { title: 'Kubelet: “größer” 🚀' } });

let inbox: ReturnType<typeof listInbox>;
let put: (delivery: NewDelivery) => Promise<{ id: number; fresh: boolean }>;
let server: Server;

beforeEach(async () => {
  inbox = listInbox();
  put = inbox.put;
  const handler = githubWebhook({
    secrets: ['new secret', 'old secret'],
    inbox: { put: (delivery) => put(delivery) },
    log: silent,
  });
  server = createServer((req, res) => void handler(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('who may speak', () => {
  test('a delivery signed with the secret is kept as it came, and accepted', async () => {
    expect(await deliver(body)).toBe(202);
    expect(inbox.deliveries).toEqual([{ source: 'github', key: 'guid-1', event: 'issues.opened', body }]);
  });

  test('the second secret counts too, while secrets are changed', async () => {
    expect(await deliver(body, { 'x-hub-signature-256': await sign('old secret', body) })).toBe(202);
  });

  test.each<[string, () => Promise<string> | string]>([
    ['of another secret', () => sign('guess', body)],
    ['of another body', () => sign('new secret', body.replace('opened', 'closed'))],
    ['missing', () => ''],
    ['of another length', () => 'sha256=00'],
    ['SHA-1', () => 'sha1=00000000000000000000'],
  ])('a signature that is %s is refused, and nothing kept', async (_how, signature) => {
    expect(await deliver(body, { 'x-hub-signature-256': await signature() })).toBe(401);
    expect(inbox.deliveries).toEqual([]);
  });

  test('without any secret there are no webhooks, and nothing is read', async () => {
    listenWith({ secrets: [] });
    const { sent, status } = begun(Buffer.from(body).subarray(0, 5));
    expect(await status).toBe(404);
    sent.destroy();
    expect(inbox.deliveries).toEqual([]);
  });
});

describe('what is no webhook', () => {
  test.each(['x-github-event', 'x-github-delivery'])('without %s: 400', async (name) => {
    expect(await deliver(body, { [name]: '' })).toBe(400);
  });

  test.each(['{"action":', '[]', '"text"', 'null', 'payload=%7B%7D'])(
    '%s is no payload: 400',
    async (text) => {
      expect(await deliver(text)).toBe(400);
      expect(inbox.deliveries).toEqual([]);
    },
  );

  test('a GET: 405', async () => {
    expect((await fetch(address())).status).toBe(405);
  });

  test('an event without an action, unknown to us, is kept all the same', async () => {
    expect(await deliver('{"zen":"Speak like a human."}', { 'x-github-event': 'martian' })).toBe(202);
    expect(inbox.deliveries[0]?.event).toBe('martian');
  });
});

describe('size', () => {
  test('a chunked body, cut inside a character, is put together', async () => {
    const bytes = Buffer.from(body);
    const cut = bytes.indexOf(Buffer.from('ö')) + 1;
    expect(await stream([bytes.subarray(0, cut), bytes.subarray(cut)], await sign('new secret', body))).toBe(
      202,
    );
    expect(inbox.deliveries[0]?.body).toBe(body);
  });

  test('25 MB are taken', async () => {
    const large = JSON.stringify({ action: 'opened', text: 'x'.repeat(25 * MB - 30) });
    expect(await deliver(large)).toBe(202);
  });

  test('one that says it is larger is refused before it is read', async () => {
    const sent = request(address(), {
      method: 'POST',
      headers: { ...headers('sha256='), 'content-length': 26 * MB },
    });
    sent.on('error', () => undefined);
    sent.flushHeaders();
    const [response] = await once(sent, 'response');
    expect(response.statusCode).toBe(413);
    sent.destroy();
  });

  test('one that turns out larger is refused, and no more of it is kept', async () => {
    const chunk = Buffer.alloc(MB, 'x');
    const before = process.memoryUsage().arrayBuffers;
    expect(await stream(Array<Buffer>(60).fill(chunk), 'sha256=')).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * MB);
  });
});

describe('all at once', () => {
  test('above what may be held of bodies: 503; what is finished or broken off makes room', async () => {
    const bytes = Buffer.from(body);
    listenWith({ maxHeld: bytes.length });
    const stored = Promise.withResolvers<{ id: number; fresh: boolean }>();
    const asked = Promise.withResolvers<void>();
    put = () => {
      asked.resolve();
      return stored.promise;
    };
    const first = deliver(body);
    await asked.promise;
    expect(await deliver(body)).toBe(503);
    stored.resolve({ id: 1, fresh: true });
    expect(await first).toBe(202);
    put = inbox.put;

    const { sent } = begun(bytes.subarray(0, -1));
    const [req] = await once(server, 'request');
    sent.destroy();
    await new Promise((resolve) => req.on('close', resolve));
    expect(await deliver(body)).toBe(202);
  });
});

describe('keeping it', () => {
  test('202 comes after the store has it, not before', async () => {
    const stored = Promise.withResolvers<{ id: number; fresh: boolean }>();
    const asked = Promise.withResolvers<void>();
    put = () => {
      asked.resolve();
      return stored.promise;
    };
    let answered = false;
    const answer = deliver(body).finally(() => (answered = true));
    await asked.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answered).toBe(false);
    stored.resolve({ id: 1, fresh: true });
    expect(await answer).toBe(202);
  });

  test('a store that is down: 503, so that the delivery can be sent again', async () => {
    put = () => Promise.reject(new Error('disk full'));
    expect(await deliver(body)).toBe(503);
    put = inbox.put;
    expect(await deliver(body)).toBe(202);
    expect(inbox.deliveries).toHaveLength(1);
  });

  test('the same delivery twice is accepted twice and kept once', async () => {
    expect([await deliver(body), await deliver(body)]).toEqual([202, 202]);
    expect(inbox.deliveries).toHaveLength(1);
  });

  test('a sender that hangs up leaves nothing, and the server goes on', async () => {
    const sent = request(address(), {
      method: 'POST',
      headers: { ...headers('sha256='), 'content-length': 100 },
    });
    sent.on('error', () => undefined);
    sent.write('{"action":');
    const [req] = await once(server, 'request');
    sent.destroy();
    await new Promise((resolve) => req.on('close', resolve));
    expect(await deliver(body)).toBe(202);
    expect(inbox.deliveries).toHaveLength(1);
  });
});

function listenWith(differs: { secrets?: string[]; maxHeld?: number }): void {
  server.removeAllListeners('request');
  const inboxNow = { put: (delivery: NewDelivery) => put(delivery) };
  const handler = githubWebhook({ secrets: ['new secret'], inbox: inboxNow, log: silent, ...differs });
  server.on('request', (req, res) => void handler(req, res));
}

/** A request that sends these bytes and does not end. */
function begun(bytes: Buffer) {
  const sent = request(address(), { method: 'POST', headers: headers('sha256=') });
  sent.on('error', () => undefined);
  sent.write(bytes);
  const status = new Promise((resolve) => sent.on('response', (response) => resolve(response.statusCode)));
  return { sent, status };
}

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/github/webhook`;
}

function headers(signature: string): Record<string, string> {
  return { 'x-github-event': 'issues', 'x-github-delivery': 'guid-1', 'x-hub-signature-256': signature };
}

async function deliver(text: string, differs: Record<string, string> = {}): Promise<number> {
  const sent = { ...headers(await sign('new secret', text)), ...differs };
  const response = await fetch(address(), { method: 'POST', body: text, headers: sent });
  await response.text();
  return response.status;
}

/** Sends the chunks without telling their length. */
async function stream(chunks: Buffer[], signature: string): Promise<number> {
  const sent = request(address(), { method: 'POST', headers: headers(signature) });
  sent.on('error', () => undefined);
  const answer = once(sent, 'response');
  Readable.from(chunks).pipe(sent);
  const [response] = await answer;
  response.resume();
  return response.statusCode;
}

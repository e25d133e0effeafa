import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * The floor: a server that verifies the signature, acknowledges, and keeps nothing. POST /relay also posts a line to
 * Slack afterwards, the least that a webhook can lead to.
 */
const { PORT, SECRET = '', SLACK_API_URL, SLACK_BOT_TOKEN, CHANNEL } = process.env;

createServer((request, response) => {
  if (request.url === '/readyz') return void response.writeHead(200).end('ready\n');
  void acknowledge(request, response);
}).listen(Number(PORT), '127.0.0.1');

async function acknowledge(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const good = isSigned(Buffer.concat(chunks), String(request.headers['x-hub-signature-256']));
  response.writeHead(good ? 202 : 401).end('accepted\n');
  if (good && request.url === '/relay') await post();
}

function isSigned(body: Buffer, signature: string): boolean {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function post(): Promise<void> {
  const response = await fetch(`${SLACK_API_URL}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SLACK_BOT_TOKEN}` },
    body: JSON.stringify({ channel: CHANNEL, text: 'an issue' }),
  });
  await response.arrayBuffer();
}

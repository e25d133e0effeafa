import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyWithFallback } from '@octokit/webhooks-methods';
import type { Logger } from 'pino';
import type { Inbox } from '../store/store.ts';

/** GitHub sends no larger payload. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BYTES = 25 * 1024 * 1024;

/** What may be held of bodies over all requests: anybody can send them, and only a whole one shows its signature. */
const MAX_HELD = 4 * MAX_BYTES;

/** An answer, and what it says to whoever reads GitHub's list of recent deliveries. */
interface Answer {
  status: number;
  text: string;
}

/**
 * The handler of `POST /github/webhook`. It answers 202 once the delivery is stored, and only then. Otherwise 400 (not
 * a webhook), 401 (the signature is of none of the secrets), 404 (there is no secret), 405, 413 (over 25 MB) or 503
 * (too much comes at once, or it was not stored: GitHub keeps the delivery for redelivery). Looking at what came is
 * somebody else's work, later.
 * @param of `maxHeld`: bytes held at once, over all requests
 */
export function githubWebhook(of: {
  secrets: readonly string[];
  inbox: Pick<Inbox, 'put'>;
  log: Logger;
  maxHeld?: number;
}): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const room = { left: of.maxHeld ?? MAX_HELD };
  return async (req, res) => {
    let answer: Answer;
    try {
      answer = await within(room, (take) => receive(req, take, of));
    } catch (error) {
      if (req.errored || res.destroyed) return of.log.info('a webhook sender hung up');
      of.log.error(
        { err: error, delivery: req.headers['x-github-delivery'] },
        'a webhook could not be stored',
      );
      answer = { status: 503, text: 'could not be stored: please redeliver' };
    }
    res.writeHead(answer.status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${answer.text}\n`);
    req.resume();
  };
}

/** Takes so many bytes of the room; false where there is no more. */
type Take = (bytes: number) => boolean;

/** Gives back what the work took of the room when it is done. */
async function within<T>(room: { left: number }, work: (take: Take) => Promise<T>): Promise<T> {
  let taken = 0;
  try {
    return await work((bytes) => {
      if (bytes > room.left) return false;
      room.left -= bytes;
      taken += bytes;
      return true;
    });
  } finally {
    room.left += taken;
  }
}

async function receive(
  req: IncomingMessage,
  take: Take,
  { secrets, inbox, log }: { secrets: readonly string[]; inbox: Pick<Inbox, 'put'>; log: Logger },
): Promise<Answer> {
  if (secrets.length === 0)
    return { status: 404, text: 'no webhooks here: GITHUB_WEBHOOK_SECRET is not set' };
  if (req.method !== 'POST') return { status: 405, text: 'only POST' };
  const event = header(req, 'x-github-event');
  const key = header(req, 'x-github-delivery');
  if (!event || !key) return { status: 400, text: 'X-GitHub-Event or X-GitHub-Delivery is missing' };
  const body = await rawBody(req, take);
  if (typeof body === 'object') return body;
  if (!(await signed(body, header(req, 'x-hub-signature-256'), secrets))) {
    log.warn({ delivery: key, event }, 'a webhook was refused: its signature is of none of the secrets');
    return { status: 401, text: 'X-Hub-Signature-256 does not match' };
  }
  const action = actionOf(body);
  if (action === undefined) {
    return {
      status: 400,
      text: 'not a JSON object: set the content type of the webhook to application/json',
    };
  }
  await inbox.put({ source: 'github', key, event: action === '' ? event : `${event}.${action}`, body });
  return { status: 202, text: 'accepted' };
}

const TOO_LONG: Answer = { status: 413, text: 'more than 25 MB' };
const TOO_MUCH: Answer = { status: 503, text: 'too much comes at once: please redeliver' };

/** The body as it came, or why it is not taken: then no more of it is kept. */
async function rawBody(req: IncomingMessage, take: Take): Promise<string | Answer> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) return TOO_LONG;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > MAX_BYTES) return TOO_LONG;
    if (!take(chunk.length)) return TOO_MUCH;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}

async function signed(body: string, signature: string, secrets: readonly string[]): Promise<boolean> {
  const [secret, ...others] = secrets;
  if (!secret || !body || !signature) return false;
  return verifyWithFallback(secret, body, signature, others);
}

/** The payload's action, "" where it has none, undefined where the body is no JSON object. */
function actionOf(body: string): string | undefined {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  return 'action' in payload && typeof payload.action === 'string' ? payload.action : '';
}

function header(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
}

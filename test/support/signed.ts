import { createHmac, randomUUID } from 'node:crypto';

/** A request with its signature. */
export interface Signed {
  /** By what the bot tells it from others. */
  id: string;
  init: { method: 'POST'; body: string; headers: Record<string, string> };
}

/** A webhook as GitHub sends it; a payload that is text goes as it is. */
export function signedWebhook(secret: string, event: string, payload: unknown): Signed {
  const id = randomUUID();
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  return { id, init: { method: 'POST', body, headers } };
}

/** A form as Slack sends it, or JSON where it is text. @param age seconds since Slack signed it */
export function signedBySlack(secret: string, content: Record<string, string> | string, age = 0): Signed {
  const isForm = typeof content !== 'string';
  const body = isForm ? new URLSearchParams(content).toString() : content;
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return { id: isForm ? (content['trigger_id'] ?? '') : '', init: { method: 'POST', body, headers } };
}

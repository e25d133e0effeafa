import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';

/** The repository of every webhook sent here; the bot tracks it. */
export const REPOSITORY = 'harbour/boats';

/** The length of every body: a large issue, as the design was measured with. */
const BYTES = 20 * 1024;

/** A body and its signature, good for any number of deliveries. */
export interface Signed {
  body: string;
  signature: string;
}

/** An `issues` webhook as GitHub recorded one, about another issue and filled up to 20 KB. */
export function issueWebhook(
  about: { action: string; number: number; labels: readonly string[] },
  secret: string,
): Signed {
  const { action, number, labels } = about;
  const at = new Date().toISOString();
  const payload = structuredClone(RECORDED);
  Object.assign(payload, { action });
  Object.assign(payload.repository, { full_name: REPOSITORY });
  Object.assign(payload.issue, {
    number,
    title: `Boat ${number} leaks`,
    labels: labels.map((name) => ({ name })),
    created_at: at,
    updated_at: at,
    body: '',
  });
  payload.issue['body'] = 'w'.repeat(BYTES - Buffer.byteLength(JSON.stringify(payload)));
  const body = JSON.stringify(payload);
  return { body, signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

/** GitHub's headers, with a delivery id that was never there before. */
export function headersOf({ signature }: Signed): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'issues',
    'x-hub-signature-256': signature,
  };
}

interface IssuesPayload {
  repository: Record<string, unknown>;
  issue: Record<string, unknown>;
}

const RECORDED = recorded();

function recorded(): IssuesPayload {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const all = JSON.parse(readFileSync(file, 'utf8')) as WebhookDefinition[];
  const issues = all.find(({ name }) => name === 'issues')?.examples ?? [];
  const labeled = issues.find((example) => 'action' in example && example.action === 'labeled');
  if (!labeled) throw new Error('@octokit/webhooks-examples has no issues.labeled');
  return labeled as unknown as IssuesPayload;
}

import { messageOf, UserError } from '../../domain/errors.ts';
import { MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import { NOT_SENT } from './send.ts';

/** Why a request to GitHub failed, by what can be done about it. */
export type Failure =
  /** Too much was asked; again after so many ms. */
  | { kind: 'limited'; text: string; after: number }
  /** The credential is not valid (any more): nothing works until somebody changes it. */
  | { kind: 'credential'; text: string }
  /** GitHub said no, and would say so again. */
  | { kind: 'refused'; text: string; status: number | undefined }
  /** It never reached GitHub. */
  | { kind: 'unsent'; text: string }
  /** GitHub may have carried it out all the same. */
  | { kind: 'uncertain'; text: string };

/** Causes of a failed fetch that come before the first byte of the request. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** GitHub's advice for a secondary limit that names no time. */
const UNNAMED_WAIT = MINUTE;

/** What went wrong with a request of Octokit's. `now` is compared with the time at which a limit ends. */
export function failureOf(error: unknown, now: Instant): Failure {
  if (error instanceof UserError) {
    return {
      kind: 'refused',
      text: [error.message, error.remedy].filter(Boolean).join(' '),
      status: undefined,
    };
  }
  const text = textOf(error);
  const types = graphqlTypes(error);
  if (types.length > 0) return ofGraphql(types, text);
  const response = responseOf(error);
  if (!response) return { kind: neverSent(error) ? 'unsent' : 'uncertain', text };
  const { status, headers } = response;
  if (isLimit(status, headers, messageOf(error))) {
    return { kind: 'limited', text: `GitHub's rate limit: ${text}`, after: waitOf(headers, now) };
  }
  if (status === 401) return { kind: 'credential', text: `GitHub refuses the bot's credential: ${text}` };
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', text, status };
  return { kind: 'uncertain', text: `GitHub answered ${status}: ${text}` };
}

/** The types of the errors that GitHub's GraphQL API answered with (it does so with a 200); none where there are none. */
export function graphqlTypes(error: unknown): string[] {
  if (!(error instanceof Error) || error.name !== 'GraphqlResponseError' || !('errors' in error)) return [];
  const errors = error.errors as readonly { type?: string }[] | undefined;
  return (errors ?? []).map(({ type = '' }) => type);
}

/** What has no type went wrong inside GitHub. */
function ofGraphql(types: readonly string[], text: string): Failure {
  if (types.includes('RATE_LIMITED')) return { kind: 'limited', text, after: UNNAMED_WAIT };
  if (types.includes('')) return { kind: 'uncertain', text };
  if (types.includes('NOT_FOUND')) return { kind: 'refused', text, status: 404 };
  const forbidden = types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES');
  return { kind: 'refused', text, status: forbidden ? 403 : 422 };
}

/** An error in words. An answer of another shape (a proxy's page, for one) is Octokit's message whole: it is left out. */
function textOf(error: unknown): string {
  const data = responseOf(error)?.data;
  const foreign = data !== undefined && (typeof data !== 'object' || data === null || !('message' in data));
  return foreign ? 'it gives no reason' : messageOf(error);
}

/** The HTTP status GitHub answered with; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return responseOf(error)?.status;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

function responseOf(error: unknown): { status: number; headers: Headers; data: unknown } | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined;
  const response = error.response as { status: number; headers?: Headers; data?: unknown } | undefined;
  return response && { status: response.status, headers: response.headers ?? {}, data: response.data };
}

function neverSent(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === NOT_SENT) return true;
    if ('code' in at && NEVER_CONNECTED.includes(String(at.code))) return true;
  }
  return false;
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function isLimit(status: number, headers: Headers, text: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /\b(?:secondary )?rate limit\b/i.test(text)
  );
}

function waitOf(headers: Headers, now: Instant): number {
  const after = Number(headers['retry-after']);
  if (after > 0) return after * SECOND;
  const reset = Number(headers['x-ratelimit-reset']) * SECOND;
  return headers['x-ratelimit-remaining'] === '0' && reset > 0
    ? Math.max(SECOND, reset + SECOND - now)
    : UNNAMED_WAIT;
}

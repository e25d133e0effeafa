import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { messageOf } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import { backoff, type Attempt, type Outcome } from '../../outbox.ts';

/** Slack's error word, where Slack answered with one. */
export function slackError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

const TOKEN = [
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_authed',
  'missing_scope',
];
/** Errors after which Slack may have done what was asked (docs.slack.dev, "fatal_error"). */
const MAYBE = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

/** What a failed call means for its effect. */
export function outcomeOf(error: unknown, { effect, attempts, ambiguous }: Attempt): Outcome {
  if (error instanceof WebAPIRateLimitedError) {
    return { retry: `Slack asks to wait ${error.retryAfter} s`, after: error.retryAfter * SECOND };
  }
  const word = slackError(error);
  if (word === 'missing_scope' && ambiguous) return { failed: BLIND };
  if (word !== undefined) return refused(word, effect, attempts);
  const wait = { retry: messageOf(error), after: backoff(attempts) };
  if (ambiguous || effect.kind === 'slack.update' || neverSent(error)) return wait;
  return maybeDone(effect, messageOf(error), wait);
}

const BLIND =
  'Slack’s answer was lost, and without the scope channels:history the message cannot be looked up. It is not sent again.';

function refused(word: string, effect: Effect, attempts: number): Outcome {
  const again = { retry: `Slack answered ${word}`, after: backoff(attempts) };
  if (TOKEN.includes(word)) {
    return { retry: tokenText(word), after: Math.min(30 * SECOND, backoff(attempts)), whole: true };
  }
  if (MAYBE.includes(word)) return effect.kind === 'slack.update' ? again : maybeDone(effect, word, again);
  if (word === 'ratelimited') return again;
  // What chat.update calls an archived channel.
  const closed = word === 'is_inactive' ? 'is_archived' : word;
  if (closed in CLOSED) return closedChannel(closed, effect);
  return { failed: `Slack refused it: ${word}` };
}

/** The work waits for the channel, and the operator hears of it once. */
function closedChannel(word: string, effect: Effect): Outcome {
  if (!('channel' in effect) || effect.kind === 'slack.whisper')
    return { failed: `Slack refused it: ${word}` };
  const { channel } = effect;
  const text = CLOSED[word]?.replace('%', `<#${channel}>`) ?? word;
  const also: Effect[] = [{ kind: 'slack.notice', text, once: `notice:${word}:${channel}` }];
  return { retry: `Slack answered ${word}: it waits`, after: 15 * MINUTE, also };
}

const CLOSED: Record<string, string> = {
  not_in_channel: 'sigbot is not in %. Its cards wait: invite it there with `/invite @sigbot`.',
  channel_not_found: 'sigbot cannot see %. Its cards wait: invite it there, or correct the channel’s id.',
  is_archived: '% is archived. Its cards wait: unarchive it, or give the group another channel.',
};

function tokenText(word: string): string {
  return word === 'missing_scope'
    ? 'the Slack token lacks a scope: compare the app with manifest.yml'
    : `Slack does not take the token (${word}): all work waits for a new one`;
}

/** A message for one person alone is not looked up, and better missed than doubled. */
function maybeDone(effect: Effect, why: string, wait: Outcome): Outcome {
  if (effect.kind === 'slack.whisper') return { failed: `Slack's answer was lost: ${why}` };
  return effect.kind === 'slack.post' ? { unknown: `Slack's answer was lost: ${why}` } : wait;
}

/** Whether a request failed before it can have reached Slack. */
function neverSent(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode < 500;
  if (!(error instanceof WebAPIRequestError)) return false;
  const words = [error.message, codeOf(error.original), codeOf(error.original.cause)].join(' ');
  return /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/.test(words);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

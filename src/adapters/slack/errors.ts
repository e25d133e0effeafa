import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { messageOf } from '../../domain/errors.ts';
import { DAY, MINUTE, SECOND } from '../../domain/time.ts';
import type { Effect } from '../../effect.ts';
import { backoff, type Attempt, type Outcome } from '../../outbox.ts';

/** Slack's error word, where Slack answered with one; an answer that is no JSON is none. */
export function slackError(error: unknown): string | undefined {
  const word = error instanceof WebAPIPlatformError ? error.data.error : undefined;
  return word !== undefined && /^[a-z_]+$/.test(word) ? word : undefined;
}

const TOKEN = [
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_authed',
  'missing_scope',
];
/** Errors that pass, or that stop everything else as well: a token's, a limit's, Slack's own. */
const ORDINARY: readonly string[] = [
  'ratelimited',
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_authed',
];

/**
 * The word by which Slack refuses what is no more than welcome (a canvas, a pin): plans and settings decide over these
 * under many names, and none of them stops messages. Undefined where the failure is of another kind.
 */
export function refusalOfExtra(error: unknown): string | undefined {
  const word = slackError(error);
  return word !== undefined && !ORDINARY.includes(word) ? word : undefined;
}

/** Errors after which Slack may have done what was asked (docs.slack.dev, "fatal_error"). */
const MAYBE = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

/** What a failed call means for its effect. */
export function outcomeOf(error: unknown, attempt: Attempt): Outcome {
  const { effect, attempts, ambiguous } = attempt;
  if (error instanceof WebAPIRateLimitedError) {
    return { retry: `Slack asks to wait ${error.retryAfter} s`, after: error.retryAfter * SECOND };
  }
  const word = slackError(error);
  if (word === 'missing_scope' && ambiguous) return { failed: BLIND };
  if (word !== undefined) return refused(word, attempt);
  const wait = { retry: messageOf(error), after: backoff(attempts) };
  if (ambiguous || effect.kind === 'slack.update' || neverSent(error)) return wait;
  return maybeDone(effect, messageOf(error), wait);
}

const BLIND =
  'Slack’s answer was lost, and without the scope channels:history the message cannot be looked up. It is not sent again.';

function refused(word: string, attempt: Attempt): Outcome {
  const { effect, attempts } = attempt;
  const again = { retry: `Slack answered ${word}`, after: backoff(attempts) };
  if (TOKEN.includes(word)) {
    return { retry: tokenText(word), after: Math.min(30 * SECOND, backoff(attempts)), whole: true };
  }
  if (MAYBE.includes(word)) return effect.kind === 'slack.update' ? again : maybeDone(effect, word, again);
  if (word === 'ratelimited') return again;
  if (word === 'message_not_found') return { skipped: 'somebody deleted the message' };
  const shown =
    effect.kind === 'slack.post' || effect.kind === 'slack.update' || effect.kind === 'slack.reply';
  if (!shown || !(word in CLOSED)) return { failed: `Slack refused it: ${word}` };
  return 'orTell' in effect && effect.orTell !== undefined
    ? toldDirectly(word, { ...effect, orTell: effect.orTell })
    : closedChannel(word, effect.channel, attempt);
}

/** An answer that somebody waits for does not wait for the channel. */
function toldDirectly(
  word: string,
  { orTell: user, text, once }: { orTell: string; text: string; once: string },
): Outcome {
  return { failed: `Slack answered ${word}`, also: [{ kind: 'slack.dm', user, text, once: `dm:${once}` }] };
}

/** The work waits for the channel, and the operator hears of it once a day at most. */
function closedChannel(word: string, channel: string, { plannedAt }: Attempt): Outcome {
  const text = (CLOSED[word] ?? '%').replace('%', `<#${channel}>`);
  const also: Effect[] = [
    { kind: 'slack.notice', text, once: `notice:${word}:${channel}:${Math.floor(plannedAt / DAY)}` },
  ];
  return { retry: `Slack answered ${word}: it waits`, after: 15 * MINUTE, also };
}

const CLOSED: Record<string, string> = {
  not_in_channel: 'sigbot is not in %. Its cards wait: invite it there with `/invite @sigbot`.',
  channel_not_found: 'sigbot cannot see %. Its cards wait: invite it there, or correct the channel’s id.',
  is_archived: '% is archived. Its cards wait: unarchive it, or give the group another channel.',
  /** What chat.update calls an archived channel. */
  is_inactive: '% is archived. Its cards wait: unarchive it, or give the group another channel.',
  restricted_action:
    'The workspace does not let sigbot post in %. Its cards wait: change who may post there.',
  restricted_action_read_only_channel: '% is read-only. Its cards wait: let sigbot post there.',
};

function tokenText(word: string): string {
  return word === 'missing_scope'
    ? 'the Slack token lacks a scope: compare the app with manifest.yml'
    : `Slack does not take the token (${word}): all work waits for a new one`;
}

/** What is said to one person, or to the operator, is not looked up, and better missed than doubled. */
function maybeDone(effect: Effect, why: string, wait: Outcome): Outcome {
  const unkept = ['slack.whisper', 'slack.dm', 'slack.notice'].includes(effect.kind);
  if (unkept) return { failed: `Slack's answer was lost: ${why}` };
  const looked = effect.kind === 'slack.post' || effect.kind === 'slack.reply';
  return looked ? { unknown: `Slack's answer was lost: ${why}` } : wait;
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

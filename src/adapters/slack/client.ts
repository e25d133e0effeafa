import { type Logger as SlackLogger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';

/**
 * The client for what the outbox sends: one attempt, bounded in time, its rate limits handed to us. (By default
 * WebClient retries for half an hour and holds up every call while one method is limited.)
 */
export function outboxClient({ slack }: Pick<Config, 'slack'>, log: Logger): WebClient {
  return new WebClient(slack.botToken, {
    ...addressOf(slack),
    timeout: slack.timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });
}

/** The client for answers a person waits for; never held up by the outbox's. */
export function interactiveClient({ slack }: Pick<Config, 'slack'>, log: Logger): WebClient {
  return new WebClient(slack.botToken, {
    ...addressOf(slack),
    timeout: Math.min(slack.timeout, 5000),
    retryConfig: { retries: 1, minTimeout: 200 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });
}

/** WebClient's option for another Slack than slack.com. */
export function addressOf(slack: Config['slack']): { slackApiUrl?: string } {
  return slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl };
}

/** Slack's packages on our log. Their debug lines hold whole payloads as one string, so they are dropped. */
export function slackLogger(log: Logger): SlackLogger {
  const words = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(words(parts)),
    warn: (...parts) => log.warn(words(parts)),
    error: (...parts) => log.error(words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

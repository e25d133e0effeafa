import { WebClient } from '@slack/web-api';
import type { World } from '../../playground/world.ts';
import { SILENT } from './tiny-bot.ts';

/** The client a bot would use, without retries of its own. @param timeout milliseconds */
export function clientOf(
  world: World,
  { token = world.slack.botToken.value, timeout = 5000 } = {},
): WebClient {
  return new WebClient(token, {
    slackApiUrl: world.slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout,
    rejectRateLimitedCalls: true,
    logger: SILENT,
  });
}

/** The Slack error code a call fails with. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const data = (error as { data?: { error?: string } } | undefined)?.data;
  return data?.error ?? error;
}

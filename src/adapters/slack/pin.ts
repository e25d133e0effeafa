import type { WebClient } from '@slack/web-api';
import type { Send } from '../../effect.ts';
import type { Attempt, Outcome } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import { outcomeOf, refusalOfExtra } from './errors.ts';

/**
 * Pins a subject's message to its channel, or takes the pin off. Both may be repeated; what Slack does not let the bot do
 * is left out, with the reason, for a pin is no more than welcome.
 */
export async function setPin(
  { kind, channel, subject }: Extract<Send, { kind: 'slack.pin' | 'slack.unpin' }>,
  attempt: Attempt,
  { messages, policy }: Ports,
  client: WebClient,
): Promise<Outcome> {
  if (kind === 'slack.pin' && !policy.meetings.pin) return { skipped: '`pin: false` in sigbot.yml' };
  const timestamp = (await messages.of(subject)).find((message) => message.channel === channel)?.ts;
  if (timestamp === undefined) return { skipped: 'there is no message to pin' };
  try {
    if (kind === 'slack.pin') await client.pins.add({ channel, timestamp });
    else await client.pins.remove({ channel, timestamp });
    return { done: kind === 'slack.pin' ? 'pinned' : 'no longer pinned' };
  } catch (error) {
    const word = refusalOfExtra(error);
    if (word === undefined) return outcomeOf(error, attempt);
    return { skipped: WHY[word] ?? `Slack answered ${word}` };
  }
}

const WHY: Readonly<Record<string, string>> = {
  already_pinned: 'it is pinned already',
  no_pin: 'it is not pinned',
  not_pinned: 'it is not pinned',
  missing_scope: 'the app has no scope pins:write (docs/operating.md): nothing is pinned',
};

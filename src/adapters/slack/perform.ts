import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { App } from '../../app.ts';
import { fingerprint, section } from '../../blocks.ts';
import { subjectKey, type Effect, type Subject } from '../../effect.ts';
import type { Message } from '../../feature.ts';
import type { Attempt, Outcome, Perform } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import { outcomeOf, slackError } from './errors.ts';
import { findPosted } from './lookup.ts';

type SlackEffect<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

/** On every post and update: nothing in our text is parsed, linked or unfurled beyond what we wrote. */
const PLAIN = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

export interface SlackPerformer {
  client: WebClient;
  app: Pick<App, 'render'>;
  /** The channel for the operator's notices; undefined where none is configured. */
  operatorChannel: () => Promise<string | undefined>;
}

/** Performs the Slack effects through the Web API. */
export function slackPerform({ client, app, operatorChannel }: SlackPerformer): Perform {
  return async (attempt, ports) => {
    const { effect } = attempt;
    try {
      switch (effect.kind) {
        case 'slack.post':
          return await post(effect, attempt, ports, client, app);
        case 'slack.update':
          return await update(effect, ports, client, app);
        case 'slack.whisper':
          return await whisper(effect, client);
        case 'slack.notice':
          return await notice(effect.text, await operatorChannel(), client);
        default:
          return { failed: `${effect.kind} is not a Slack effect` };
      }
    } catch (error) {
      return outcomeOf(error, attempt);
    }
  };
}

async function post(
  effect: SlackEffect<'slack.post'>,
  attempt: Attempt,
  ports: Ports,
  client: WebClient,
  app: SlackPerformer['app'],
): Promise<Outcome> {
  const { subject, channel } = effect;
  if (attempt.ambiguous) {
    const ts = await findPosted(client, channel, subjectKey(subject), attempt.plannedAt);
    const again: Effect = { kind: 'slack.update', channel, subject };
    if (ts !== undefined)
      return { done: 'found in the channel', message: { ts, shown: 'unknown' }, also: [again] };
  }
  const message = await app.render(subject, channel, ports);
  if (!message) return { skipped: 'nothing to show any more' };
  const sent = await withPlainFallback(message, (blocks) =>
    client.chat.postMessage({ channel, text: message.text, blocks, metadata: metadataOf(subject), ...PLAIN }),
  );
  return { done: 'posted', message: { ts: sent.ts ?? '', shown: fingerprint(message) } };
}

async function update(
  { channel, subject }: SlackEffect<'slack.update'>,
  ports: Ports,
  client: WebClient,
  app: SlackPerformer['app'],
): Promise<Outcome> {
  const posted = (await ports.messages.of(subject)).find((message) => message.channel === channel);
  const message = await app.render(subject, channel, ports);
  if (posted?.ts === undefined || !message) return { skipped: 'there is no message to edit' };
  const { ts } = posted;
  const shown = fingerprint(message);
  if (posted.shown === shown) return { skipped: 'it shows that already' };
  try {
    await withPlainFallback(message, (blocks) =>
      client.chat.update({
        channel,
        ts,
        text: message.text,
        blocks,
        metadata: metadataOf(subject),
        ...PLAIN,
      }),
    );
  } catch (error) {
    if (slackError(error) !== 'message_not_found') throw error;
    return { skipped: 'somebody deleted the message' };
  }
  return { done: 'edited', message: { ts, shown } };
}

async function whisper(
  { channel, user, text }: SlackEffect<'slack.whisper'>,
  client: WebClient,
): Promise<Outcome> {
  await client.chat.postEphemeral({
    channel,
    user,
    text,
    blocks: [section(text)],
    parse: 'none',
    link_names: false,
  });
  return { done: 'told' };
}

async function notice(text: string, channel: string | undefined, client: WebClient): Promise<Outcome> {
  if (channel === undefined) return { skipped: 'no operator channel is configured; it is in the log' };
  await client.chat.postMessage({ channel, text, blocks: [section(text)], ...PLAIN });
  return { done: 'told' };
}

/** Some workspaces refuse blocks that others take: then the words alone are sent. */
async function withPlainFallback<T>(
  message: Message,
  send: (blocks: KnownBlock[]) => Promise<T>,
): Promise<T> {
  try {
    return await send(message.blocks);
  } catch (error) {
    if (!['invalid_blocks', 'msg_blocks_too_long'].includes(slackError(error) ?? '')) throw error;
    return send([section(message.text)]);
  }
}

/** Metadata is readable by every member: only what finds the message again. */
function metadataOf(subject: Subject) {
  return { event_type: 'sigbot', event_payload: { key: subjectKey(subject) } };
}

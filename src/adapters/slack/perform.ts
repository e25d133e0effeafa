import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { App } from '../../app.ts';
import { actions, button, fingerprint, say, section } from '../../blocks.ts';
import { LINES, subjectKey, type Choice, type Send } from '../../effect.ts';
import type { IssueId } from '../../domain/issue.ts';
import { isShown } from '../../domain/privacy.ts';
import { iso, type Instant } from '../../domain/time.ts';
import type { Message } from '../../feature.ts';
import type { Attempt, Outcome, Perform } from '../../outbox.ts';
import type { Ports } from '../../ports.ts';
import { writeCanvas } from './canvas.ts';
import { outcomeOf, slackError } from './errors.ts';
import { findPosted } from './lookup.ts';
import { withOrWithoutPictures } from './pictures.ts';
import { setPin } from './pin.ts';
import { clearThread } from './thread.ts';

type SlackEffect<Kind extends Send['kind']> = Extract<Send, { kind: Kind }>;

/** On every post and update: nothing in our text is parsed, linked or unfurled beyond what we wrote. */
const PLAIN = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

export interface SlackPerformer {
  client: WebClient;
  app: Pick<App, 'render' | 'document'>;
  /** The channel for the operator's notices; undefined where none is configured. */
  operatorChannel: () => Promise<string | undefined>;
  /** How long a look-up may take before something is sent, in ms: a send takes as long again, and the lease is both. */
  timeout: number;
  /** The community's time: until when a post is of use. */
  now: () => Instant;
  log: Logger;
}

/**
 * Performs the Slack effects through the Web API. Only what happens from the call on can be ambiguous: an error of ours
 * before it, in drawing or in the database, is thrown.
 */
export function slackPerform(slack: SlackPerformer): Perform {
  return async (attempt, ports) => {
    const { effect } = attempt;
    switch (effect.kind) {
      case 'slack.post':
        return post(effect, attempt, ports, slack);
      case 'slack.update':
        return update(effect, attempt, ports, slack);
      case 'slack.canvas':
        return writeCanvas(effect, attempt, ports, slack);
      case 'slack.pin':
      case 'slack.unpin':
        return setPin(effect, attempt, ports, slack.client);
      case 'slack.reply':
        return reply(effect, attempt, ports, slack);
      case 'slack.whisper':
        return whisper(effect, attempt, slack);
      case 'slack.dm':
        return direct(effect, attempt, ports, slack);
      case 'slack.notice':
        return notice(effect, attempt, slack);
      default:
        return { failed: `${effect.kind} is not a Slack effect` };
    }
  };
}

async function post(
  { channel, subject, until = Infinity }: SlackEffect<'slack.post'>,
  attempt: Attempt,
  ports: Ports,
  { client, app, timeout, now }: SlackPerformer,
): Promise<Outcome> {
  const message = await app.render(subject, channel, ports);
  const key = subjectKey(subject);
  return calling(attempt, async () => {
    if (attempt.ambiguous) {
      const ts = await findPosted({ client, channel, key, plannedAt: attempt.plannedAt, timeout });
      // Its content is of another time: `shown` fits nothing, so the next look at the issue edits it.
      if (ts !== undefined)
        return { done: 'found in the channel', message: { ts, shown: '', names: message?.names } };
    }
    if (now() >= until) return { skipped: tooLate(until) };
    if (!message) return { skipped: 'nothing to show any more' };
    const sent = await withPlainFallback(message, (blocks) =>
      client.chat.postMessage({ channel, text: message.text, blocks, metadata: metadataOf(key), ...PLAIN }),
    );
    return {
      done: 'posted',
      message: { ts: sent.ts ?? '', shown: fingerprint(message), names: message.names },
    };
  });
}

async function update(
  { channel, subject }: SlackEffect<'slack.update'>,
  attempt: Attempt,
  ports: Ports,
  { client, app, timeout, log }: SlackPerformer,
): Promise<Outcome> {
  const posted = (await ports.messages.of(subject)).find((message) => message.channel === channel);
  const message = await app.render(subject, channel, ports);
  if (posted?.ts === undefined || !message) return { skipped: 'there is no message to edit' };
  const { ts } = posted;
  const shown = fingerprint(message);
  if (posted.shown === shown) return { skipped: 'it shows that already' };
  const metadata = message.untold ? NO_METADATA : metadataOf(subjectKey(subject));
  return calling(attempt, async () => {
    await withPlainFallback(message, (blocks) =>
      client.chat.update({ channel, ts, text: message.text, blocks, metadata, ...PLAIN }),
    );
    if (message.untold) await clearThread({ client, channel, thread: ts, begins: LINES, timeout, log });
    return { done: 'edited', message: { ts, shown, names: message.names } };
  });
}

async function reply(
  { channel, thread, text, once, about, subject }: SlackEffect<'slack.reply'>,
  attempt: Attempt,
  ports: Ports,
  { client, timeout }: SlackPerformer,
): Promise<Outcome> {
  if (about !== undefined && !(await mayTell(about, channel, ports)))
    return { skipped: 'its issue may not be told there any more' };
  return calling(attempt, async () => {
    if (attempt.ambiguous) {
      const ts = await findPosted({
        client,
        channel,
        thread,
        key: once,
        plannedAt: attempt.plannedAt,
        timeout,
      });
      if (ts !== undefined)
        return { done: 'found in the thread', ...(subject && { message: { ts, shown: '' } }) };
    }
    const said = say(text);
    const metadata = metadataOf(once);
    const { ts = '' } = await client.chat.postMessage({
      channel,
      thread_ts: thread,
      ...said,
      metadata,
      ...PLAIN,
    });
    return { done: 'answered', ...(subject && { message: { ts, shown: fingerprint(said) } }) };
  });
}

/** Whether the issue may still be told of there: it may have become private, or been deleted, since that was planned. */
async function mayTell(id: IssueId, channel: string, { issues, directory, policy }: Ports): Promise<boolean> {
  const issue = await issues.byId(id);
  if (!issue || issue.gone === 'deleted') return false;
  return isShown(issue, directory.channel(channel), policy.privacy);
}

async function whisper(
  { channel, user, text }: SlackEffect<'slack.whisper'>,
  attempt: Attempt,
  { client }: SlackPerformer,
): Promise<Outcome> {
  return calling(attempt, async () => {
    if (attempt.ambiguous) return { failed: UNSURE };
    const blocks = [section(text)];
    await client.chat.postEphemeral({ channel, user, text, blocks, parse: 'none', link_names: false });
    return { done: 'told' };
  });
}

/** Slack opens the conversation by itself where the bot writes to a user's id: chat:write is enough. */
async function direct(
  effect: SlackEffect<'slack.dm'>,
  attempt: Attempt,
  ports: Ports,
  { client, app, now }: SlackPerformer,
): Promise<Outcome> {
  const { user, until = Infinity } = effect;
  const message = 'subject' in effect ? await app.render(effect.subject, user, ports) : letter(effect);
  return calling(attempt, async () => {
    if (attempt.ambiguous) return { failed: UNSURE };
    if (now() >= until) return { skipped: tooLate(until) };
    if (!message) return { skipped: 'nothing to tell any more' };
    const { text, blocks } = message;
    await client.chat.postMessage({ channel: user, text, blocks, ...PLAIN });
    return { done: 'told' };
  });
}

function letter({ text, choices = [] }: { text: string; choices?: readonly Choice[] }): Message {
  const buttons = choices.map(({ label, action, value }) => button(label, action, value));
  return { text, blocks: [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])] };
}

async function notice(
  { text }: SlackEffect<'slack.notice'>,
  attempt: Attempt,
  { client, operatorChannel, log }: SlackPerformer,
): Promise<Outcome> {
  log.warn(text);
  const channel = await operatorChannel();
  if (channel === undefined) return { skipped: 'no operator channel is configured; it is in the log' };
  return calling(attempt, async () => {
    if (attempt.ambiguous) return { failed: UNSURE };
    await client.chat.postMessage({ channel, text, blocks: [section(text)], ...PLAIN });
    return { done: 'told' };
  });
}

const tooLate = (until: Instant) => `too late: it was of use until ${iso(until)}`;

/** What nobody needs to look up later is rather missed than said twice. */
const UNSURE = 'perhaps told before the process died; not told again';

async function calling(attempt: Attempt, call: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await call();
  } catch (error) {
    return outcomeOf(error, attempt);
  }
}

/** Some workspaces refuse blocks that others take: then the words alone are sent. */
async function withPlainFallback<T>(
  message: Message,
  send: (blocks: KnownBlock[]) => Promise<T>,
): Promise<T> {
  try {
    return await withOrWithoutPictures(message.blocks, send);
  } catch (error) {
    if (!['invalid_blocks', 'msg_blocks_too_long'].includes(slackError(error) ?? '')) throw error;
    return send([section(message.text)]);
  }
}

/** Metadata is readable by every member: only what finds the message again. */
function metadataOf(key: string) {
  return { event_type: 'sigbot', event_payload: { key } };
}

/** What no longer tells which issue it was about. */
const NO_METADATA = { event_type: 'sigbot', event_payload: {} };

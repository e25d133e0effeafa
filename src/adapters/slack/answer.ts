import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { notice, say } from '../../blocks.ts';
import type { Message, Reply } from '../../feature.ts';
import { slackError } from './errors.ts';
import type { Inbound, Metadata } from './inbound.ts';
import { withOrWithoutPictures } from './pictures.ts';

/** What somebody waits for an answer to. */
export type Asked = Exclude<Inbound, { kind: 'event' }>;

interface ShowNeeds {
  /** The client for interactive calls. */
  client: WebClient;
  log: Logger;
}

/**
 * Shows the reply to who asked, where they asked: a modal for a form, and for whatever is said about a modal or Home;
 * else a message for them alone. What is lost here is only the sight of it: the effects are committed.
 */
export async function show(reply: Reply, inbound: Asked, { client, log }: ShowNeeds): Promise<void> {
  try {
    await place(reply, inbound, client);
  } catch (error) {
    log.warn({ err: error }, 'an answer could not be shown');
    if (slackError(error) !== 'expired_trigger_id') return;
    await whisper(say(TOO_LATE), false, inbound, client).catch(() => undefined);
  }
}

const TOO_LATE = 'That took too long for Slack. Try it once more.';

async function place(reply: Reply, inbound: Asked, client: WebClient): Promise<void> {
  const { message, replace = false } = reply;
  if (reply.view && (await openModal(reply.view, replace, inbound, client))) return;
  const spoken = message && spokenInModal(message, inbound);
  if (spoken && (await openSpoken(spoken, replace, inbound, client))) return;
  if (message) await whisper(message, replace, inbound, client);
}

/** What a form did is done: where no modal can tell of it any more, a message does. */
async function openSpoken(
  spoken: ModalView,
  replace: boolean,
  inbound: Asked,
  client: WebClient,
): Promise<boolean> {
  try {
    return await openModal(spoken, replace, inbound, client);
  } catch (error) {
    if (inbound.kind === 'submit') return false;
    throw error;
  }
}

/** Where a button stands in a modal or in Home, or a form was opened there, there is no place for a message. */
function spokenInModal({ blocks }: Message, { kind, view, channel }: Asked): ModalView | undefined {
  const isSpoken = (kind === 'press' && view) || (kind === 'submit' && channel === undefined);
  return isSpoken ? notice('sigbot', blocks) : undefined;
}

/** Whether there was a way to show the modal. */
async function openModal(
  modal: ModalView,
  replace: boolean,
  inbound: Asked,
  client: WebClient,
): Promise<boolean> {
  const { kind, trigger, channel, thread, answer, view: at } = inbound;
  const metadata: Metadata = { data: modal.private_metadata ?? '', channel, thread, answer };
  const view = { ...modal, private_metadata: JSON.stringify(metadata) };
  const inModal = at !== undefined && !at.home;
  if (inModal && (replace || kind === 'submit')) await client.views.update({ view_id: at.id, view });
  else if (trigger === undefined) return false;
  else if (inModal) await client.views.push({ trigger_id: trigger, view });
  else await client.views.open({ trigger_id: trigger, view });
  return true;
}

/**
 * Answers for this person alone: in the thread, where Slack offered it, and where that is over, in the channel; in the
 * app's own messages where it was asked in Home.
 */
async function whisper(
  message: Message,
  replace: boolean,
  { user, channel, thread, answer: url }: Asked,
  client: WebClient,
): Promise<void> {
  const words = { ...message, parse: 'none', link_names: false } as const;
  const inThread = channel !== undefined && thread !== undefined && !replace;
  if (
    inThread &&
    (await client.chat.postEphemeral({ channel, user, thread_ts: thread, ...words }).catch(unheard))
  )
    return;
  const response = url === undefined ? undefined : await respond(url, message, replace);
  if (response?.ok) return;
  await withOrWithoutPictures(message.blocks, async (blocks) => {
    const said = { ...words, blocks };
    if (channel !== undefined) await client.chat.postEphemeral({ channel, user, ...said });
    else await client.chat.postMessage({ channel: user, ...said, unfurl_links: false, unfurl_media: false });
  });
}

/** In a channel without the bot only Slack's own offer is left. */
function unheard(): undefined {
  return undefined;
}

function respond(url: string, message: Message, replace: boolean): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...message }),
    signal: AbortSignal.timeout(5000),
  });
}

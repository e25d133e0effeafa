import type { z } from 'zod';
import { permalink } from '../../domain/slack-text.ts';
import type { FormValues, SlackMessage } from '../../feature.ts';
import * as payload from './payload.ts';

/** Who did something, where, and how to answer. */
interface Act {
  user: string;
  channel: string | undefined;
  /** The thread it was done in, by its first message. */
  thread?: string | undefined;
  /** Slack's response_url: a bearer secret, good for 30 minutes. Used at once, never logged, gone with the payload. */
  answer?: string | undefined;
  /** Opens one modal within three seconds; a mention and Home's opening have none. */
  trigger?: string | undefined;
  /** What it was done in: a modal, or Home. After a submission, the modal that lies beneath. */
  view?: { id: string; home: boolean } | undefined;
}

/** What came from Slack, as far as the bot cares. */
export type Inbound =
  | (Act & { kind: 'command'; text: string })
  | (Act & {
      kind: 'press';
      action: string;
      value: string;
      metadata?: string | undefined;
      values?: FormValues | undefined;
    })
  | (Act & { kind: 'submit'; callback: string; values: FormValues; metadata: string })
  | (Act & { kind: 'shortcut'; callback: string; message?: SlackMessage | undefined })
  | (Act & { kind: 'home' })
  | { kind: 'event'; type: string; event: Record<string, unknown> };

/** A payload read: its key makes a replay recognisable (event_id, trigger_id, view id and hash). */
export interface Identified {
  key: string;
  /** For the ledger: "command", "press", "submit", "shortcut", "mention", "event.channel_archive". */
  event: string;
  inbound: Inbound;
}

/** Reads a payload of any kind we subscribe to; undefined for all others. */
export function identify(body: unknown): Identified | undefined {
  return readCommand(body) ?? readPress(body) ?? readSubmit(body) ?? readShortcut(body) ?? readEvent(body);
}

function readCommand(body: unknown): Identified | undefined {
  const { data } = payload.command.safeParse(body);
  if (!data) return undefined;
  const inbound = {
    kind: 'command',
    text: unescape(data.text),
    user: data.user_id,
    channel: data.channel_id,
    answer: data.response_url,
    trigger: data.trigger_id,
  } as const;
  return { key: data.trigger_id, event: 'command', inbound };
}

function readPress(body: unknown): Identified | undefined {
  const { data } = payload.press.safeParse(body);
  const [first] = data?.actions ?? [];
  if (!data || !first) return undefined;
  const opened = data.view ? readMetadata(data.view.private_metadata) : undefined;
  const inbound = {
    kind: 'press',
    action: first.action_id,
    value: payload.chosenOf(first) ?? '',
    metadata: opened?.data,
    values: data.view?.state && payload.enteredIn(data.view.state),
    user: data.user.id,
    channel: data.channel?.id ?? opened?.channel,
    thread: data.message?.thread_ts ?? opened?.thread,
    answer: data.response_url ?? opened?.answer,
    trigger: data.trigger_id,
    view: data.view ? { id: data.view.id, home: data.view.type === 'home' } : undefined,
  } as const;
  return { key: data.trigger_id, event: 'press', inbound };
}

function readSubmit(body: unknown): Identified | undefined {
  const { data } = payload.submit.safeParse(body);
  if (!data) return undefined;
  const { view } = data;
  const values = payload.enteredIn(view.state);
  const { data: metadata, ...from } = readMetadata(view.private_metadata);
  const inbound = {
    kind: 'submit',
    callback: view.callback_id,
    trigger: data.trigger_id,
    values,
    metadata,
    user: data.user.id,
    channel: undefined,
    ...from,
    view: view.previous_view_id ? { id: view.previous_view_id, home: false } : undefined,
  } as const;
  return { key: `${view.id}/${view.hash}`, event: 'submit', inbound };
}

function readShortcut(body: unknown): Identified | undefined {
  const { data } = payload.shortcut.safeParse(body);
  if (!data) return undefined;
  const { message, channel } = data;
  const inbound = {
    kind: 'shortcut',
    callback: data.callback_id,
    user: data.user.id,
    channel: channel?.id,
    thread: message?.thread_ts,
    answer: data.response_url,
    trigger: data.trigger_id,
    ...(message && channel ? { message: readMessage(message, channel.id, data.team?.domain) } : {}),
  } as const;
  return { key: data.trigger_id, event: 'shortcut', inbound };
}

type SentMessage = NonNullable<z.infer<typeof payload.shortcut>['message']>;

/** Links stand in the text as <address|words>, in blocks and attachments as they are. */
function readMessage(
  { ts, thread_ts, text, blocks = [], attachments = [] }: SentMessage,
  channel: string,
  team: string | undefined,
): SlackMessage {
  const told = attachments.filter(({ from_url }) => typeof from_url !== 'string');
  const said = [text, ...told.map(attachedText)].filter((part) => part.trim() !== '').join('\n\n');
  const written = `${said} ${JSON.stringify([blocks, told])}`;
  const links = [...written.matchAll(/https?:\/\/[^\s<>|"\\]+/g)].map(([address]) => address);
  const permalink = team === undefined ? undefined : permalinkOf(team, channel, ts, thread_ts);
  return { channel, ts, thread: thread_ts, text: unescape(said), links: [...new Set(links)], permalink };
}

/** What Slack says for an attachment that has blocks alone. */
const UNSAID = '[no preview available]';

/** What an app says in an attachment; `fallback` says it over again, and stands for one that says nothing else. */
function attachedText({
  pretext,
  title,
  text,
  fallback,
}: NonNullable<SentMessage['attachments']>[number]): string {
  const parts = [pretext, title, text].filter((part) => typeof part === 'string' && part.trim() !== '');
  if (parts.length > 0) return parts.join('\n');
  return fallback === UNSAID ? '' : (fallback ?? '');
}

function permalinkOf(
  team: string,
  channel: string,
  ts: string,
  thread: string | undefined,
): string | undefined {
  const answer = thread === undefined || thread === ts ? '' : `?thread_ts=${thread}&cid=${channel}`;
  const address = permalink(`https://${team}.slack.com/`, channel, ts);
  return address === undefined ? undefined : `${address}${answer}`;
}

function readEvent(body: unknown): Identified | undefined {
  const { data } = payload.event.safeParse(body);
  if (!data) return undefined;
  const me = data.authorizations?.[0]?.user_id;
  const asked = readMention(data.event, me) ?? readHome(data.event);
  if (asked) return { key: data.event_id, ...asked };
  const inbound = { kind: 'event', type: data.event.type, event: data.event } as const;
  return { key: data.event_id, event: `event.${data.event.type}`, inbound };
}

/** "@sigbot triage 123" is "/sig triage 123", and can be said in a thread. A bot's words are nobody's. */
function readMention(said: unknown, me: string | undefined): Omit<Identified, 'key'> | undefined {
  const { data } = payload.mention.safeParse(said);
  if (!data) return undefined;
  const [, after = ''] = data.text.split(new RegExp(`<@${me ?? '\\w+'}(?:\\|[^>]*)?>`));
  const inbound = {
    kind: 'command',
    text: unescape(after).trim(),
    user: data.user,
    channel: data.channel,
    thread: data.thread_ts,
  } as const;
  return { event: 'mention', inbound };
}

function readHome(said: unknown): Omit<Identified, 'key'> | undefined {
  const { data } = payload.homeOpened.safeParse(said);
  if (!data) return undefined;
  return { event: 'home', inbound: { kind: 'home', user: data.user, channel: undefined } };
}

/** A view's metadata: the feature's own, where it was opened from, and where its answer goes (for 30 minutes). */
export type Metadata = z.infer<typeof payload.metadata>;

function readMetadata(json: string): Metadata {
  try {
    return payload.metadata.parse(JSON.parse(json));
  } catch {
    return { data: json };
  }
}

/** What the person typed: Slack escapes `&`, `<` and `>` in it, but for its own mentions and links. */
function unescape(typed: string): string {
  return typed.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

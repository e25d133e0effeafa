import { z } from 'zod';
import type { FormValues } from '../../feature.ts';

/** Who did something, where, and where the answer goes. */
interface Act {
  user: string;
  channel: string | undefined;
  /** Slack's response_url: a bearer secret, good for 30 minutes. Used at once, never logged, gone with the payload. */
  answer: string | undefined;
}

/** What came from Slack, as far as the bot cares. */
export type Inbound =
  | (Act & { kind: 'command'; text: string })
  | (Act & { kind: 'press'; action: string; value: string; trigger: string })
  | (Act & { kind: 'submit'; callback: string; values: FormValues; metadata: string })
  | { kind: 'event'; type: string; event: Record<string, unknown> };

/** A payload read: its key makes a replay recognisable (event_id, trigger_id, view id and hash). */
export interface Identified {
  key: string;
  /** For the ledger: "command", "press", "submit", "event.channel_rename". */
  event: string;
  inbound: Inbound;
}

const text = z.string();
const command = z.object({
  command: text,
  text: text.default(''),
  user_id: text,
  channel_id: text,
  trigger_id: text,
  response_url: text.optional(),
});
const action = z.object({
  action_id: text,
  action_ts: text.optional(),
  value: text.optional(),
  selected_option: z.object({ value: text }).nullish(),
  selected_user: text.nullish(),
});
const press = z.object({
  type: z.literal('block_actions'),
  trigger_id: text,
  response_url: text.optional(),
  user: z.object({ id: text }),
  channel: z.object({ id: text }).nullish(),
  view: z.object({ private_metadata: text }).nullish(),
  actions: z.array(action).min(1),
});
const field = z.object({
  value: text.nullish(),
  selected_option: z.object({ value: text }).nullish(),
  selected_user: text.nullish(),
});
const submit = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: text }),
  view: z.object({
    id: text,
    hash: text,
    callback_id: text,
    private_metadata: text,
    state: z.object({ values: z.record(text, z.record(text, field)) }),
  }),
});
const event = z.object({
  type: z.literal('event_callback'),
  event_id: text,
  event: z.looseObject({ type: text }),
});

/** Reads a payload of any kind we subscribe to; undefined for all others. */
export function identify(body: unknown): Identified | undefined {
  return readCommand(body) ?? readPress(body) ?? readSubmit(body) ?? readEvent(body);
}

function readCommand(body: unknown): Identified | undefined {
  const { data } = command.safeParse(body);
  if (!data) return undefined;
  const inbound = {
    kind: 'command',
    text: unescape(data.text),
    user: data.user_id,
    channel: data.channel_id,
    answer: data.response_url,
  } as const;
  return { key: data.trigger_id, event: 'command', inbound };
}

function readPress(body: unknown): Identified | undefined {
  const { data } = press.safeParse(body);
  const [first] = data?.actions ?? [];
  if (!data || !first) return undefined;
  const value = first.value ?? first.selected_option?.value ?? first.selected_user ?? '';
  const opened = data.view ? readMetadata(data.view.private_metadata) : undefined;
  const inbound = {
    kind: 'press',
    action: first.action_id,
    value,
    user: data.user.id,
    channel: data.channel?.id ?? opened?.channel,
    answer: data.response_url ?? opened?.answer,
    trigger: data.trigger_id,
  } as const;
  return { key: data.trigger_id, event: 'press', inbound };
}

function readSubmit(body: unknown): Identified | undefined {
  const { data } = submit.safeParse(body);
  if (!data) return undefined;
  const { view } = data;
  const fields = Object.values(view.state.values).flatMap((block) => Object.entries(block));
  const values = Object.fromEntries(
    fields.map(([name, { value, selected_option, selected_user }]) => [
      name,
      value ?? selected_option?.value ?? selected_user ?? undefined,
    ]),
  );
  const { channel, answer, data: metadata } = readMetadata(view.private_metadata);
  const inbound = {
    kind: 'submit',
    callback: view.callback_id,
    values,
    metadata,
    user: data.user.id,
    channel,
    answer,
  } as const;
  return { key: `${view.id}/${view.hash}`, event: 'submit', inbound };
}

function readEvent(body: unknown): Identified | undefined {
  const { data } = event.safeParse(body);
  if (!data) return undefined;
  const inbound = { kind: 'event', type: data.event.type, event: data.event } as const;
  return { key: data.event_id, event: `event.${data.event.type}`, inbound };
}

const metadataSchema = z.object({ data: text, channel: text.optional(), answer: text.optional() });

/** A view's metadata: the feature's own, the channel it was opened from, and where its answer goes (for 30 minutes). */
export type Metadata = z.infer<typeof metadataSchema>;

function readMetadata(json: string): Metadata {
  try {
    return metadataSchema.parse(JSON.parse(json));
  } catch {
    return { data: json };
  }
}

/** What the person typed: Slack escapes `&`, `<` and `>` in it, but for its own mentions and links. */
function unescape(typed: string): string {
  return typed.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

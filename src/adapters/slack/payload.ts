import { z } from 'zod';

/* What we read of Slack's payloads; whatever else they hold is nobody's business here. */

const text = z.string();

/** A slash command (docs.slack.dev/interactivity/implementing-slash-commands). */
export const command = z.object({
  command: text,
  text: text.default(''),
  user_id: text,
  channel_id: text,
  trigger_id: text,
  response_url: text.optional(),
});

const option = z.object({ value: text });

/** What an element of any kind says was typed or chosen. */
const field = z.object({
  value: text.nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).optional(),
  selected_user: text.nullish(),
  selected_channel: text.nullish(),
  selected_conversation: text.nullish(),
  selected_date: text.nullish(),
  selected_time: text.nullish(),
});

/** What stands in a modal's inputs, by block and action. */
const entered = z.object({ values: z.record(text, z.record(text, field)) });

const action = field.extend({ action_id: text });

/** A button pressed or an option chosen (block_actions). */
export const press = z.object({
  type: z.literal('block_actions'),
  trigger_id: text,
  response_url: text.optional(),
  user: z.object({ id: text }),
  channel: z.object({ id: text }).nullish(),
  message: z.object({ ts: text, thread_ts: text.optional() }).nullish(),
  view: z
    .object({
      id: text,
      type: text,
      private_metadata: text,
      state: entered.optional().catch(undefined),
    })
    .nullish(),
  actions: z.array(action).min(1),
});

/** A modal sent (view_submission). */
export const submit = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: text }),
  trigger_id: text.optional(),
  view: z.object({
    id: text,
    hash: text,
    previous_view_id: text.nullish(),
    callback_id: text,
    private_metadata: text,
    state: entered,
  }),
});

/** What apps say beside a message's text; with `from_url` it is Slack's own look into a link. */
const attachment = z.looseObject({
  pretext: text.nullish(),
  title: text.nullish(),
  text: text.nullish(),
  fallback: text.nullish(),
  from_url: text.nullish(),
});

/** A global shortcut, or a message’s (shortcut, message_action). */
export const shortcut = z.object({
  type: z.enum(['message_action', 'shortcut']),
  callback_id: text,
  trigger_id: text,
  response_url: text.optional(),
  user: z.object({ id: text }),
  team: z.object({ domain: text.optional() }).nullish(),
  channel: z.object({ id: text }).nullish(),
  message: z
    .object({
      ts: text,
      thread_ts: text.optional(),
      text: text.default(''),
      blocks: z.unknown().optional(),
      attachments: z.array(attachment).optional().catch(undefined),
    })
    .nullish(),
});

/** An event of the Events API in its envelope. */
export const event = z.object({
  type: z.literal('event_callback'),
  event_id: text,
  event: z.looseObject({ type: text }),
  authorizations: z.array(z.object({ user_id: text })).optional(),
});

/** Somebody, not a bot, wrote @sigbot (app_mention). */
export const mention = z.object({
  type: z.literal('app_mention'),
  user: text,
  text,
  channel: text,
  ts: text,
  thread_ts: text.optional(),
  bot_id: z.undefined().optional(),
});

/** Somebody looks at the Home tab (app_home_opened). */
export const homeOpened = z.object({
  type: z.literal('app_home_opened'),
  user: text,
  tab: z.literal('home'),
});

/** What we put into a view's private_metadata. */
export const metadata = z.object({
  data: text,
  channel: text.optional(),
  thread: text.optional(),
  answer: text.optional(),
});

/** What stands in a modal's inputs, by action. */
export function enteredIn({ values }: z.infer<typeof entered>): Record<string, string | undefined> {
  const fields = Object.values(values).flatMap((block) => Object.entries(block));
  return Object.fromEntries(fields.map(([name, said]) => [name, chosenOf(said)]));
}

/** What was typed or chosen; several choices with commas between, nothing as undefined. */
export function chosenOf(said: z.infer<typeof field>): string | undefined {
  const several = said.selected_options?.map(({ value }) => value).join(',');
  const one =
    said.value ?? said.selected_option?.value ?? said.selected_user ?? said.selected_channel ?? several;
  return one ?? said.selected_conversation ?? said.selected_date ?? said.selected_time ?? undefined;
}

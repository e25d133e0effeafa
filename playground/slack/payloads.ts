import { randomUUID } from 'node:crypto';
import type { Json } from '../json.ts';
import { APP, type Channel, type Person } from './roster.ts';
import { userOf, type Message } from './workspace.ts';

/** What every interaction carries. */
export function base(type: string, person: Person): Json {
  return {
    type,
    token: 'playground',
    api_app_id: APP.app,
    team: { id: APP.team, domain: APP.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: userOf(person),
  };
}

/** A slash command's form. */
export function commandForm(said: {
  command: string;
  text: string;
  channel: Channel;
  person: Person;
  triggerId: string;
  responseUrl: string;
}): Json {
  return {
    token: 'playground',
    team_id: APP.team,
    team_domain: APP.domain,
    channel_id: said.channel.id,
    channel_name: said.channel.name,
    user_id: said.person.id,
    user_name: said.person.name,
    command: said.command,
    text: said.text,
    api_app_id: APP.app,
    is_enterprise_install: 'false',
    response_url: said.responseUrl,
    trigger_id: said.triggerId,
  };
}

/** An event as the Events API wraps it. */
export function eventEnvelope(event: Json): Json {
  return {
    token: 'playground',
    team_id: APP.team,
    api_app_id: APP.app,
    type: 'event_callback',
    event: { event_ts: `${Date.now() / 1000}`, ...event },
    event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    event_context: 'playground',
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: APP.team,
        user_id: APP.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
  };
}

/** The event that a message mentions the bot. */
export function appMention(message: Message, person: Person): Json {
  return eventEnvelope({
    type: 'app_mention',
    client_msg_id: randomUUID(),
    user: person.id,
    team: person.team,
    text: message.text,
    ts: message.ts,
    ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    channel: message.channel,
    event_ts: message.ts,
  });
}

/** A message as interactions carry it. */
export function messageOf(message: Message): Json {
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    team: APP.team,
    ...(message.user === APP.user ? { bot_id: APP.bot, app_id: APP.app } : {}),
    ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
    ...(message.files.length > 0 ? { files: message.files } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** The event that the bot joined or left a channel. */
export function botMembership(type: 'member_joined_channel' | 'member_left_channel', channel: string): Json {
  return eventEnvelope({ type, user: APP.user, channel, channel_type: 'C', team: APP.team });
}

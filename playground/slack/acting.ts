import { issueReplyRight } from './replies.ts';
import type { Person } from './roster.ts';
import type { Line } from './send.ts';
import type { Json } from '../json.ts';
import type { ReplyRight, Whisper, Workspace } from './workspace.ts';

/** A person at their keyboard, with what their acts need. */
export interface Acting {
  workspace: Workspace;
  person: Person;
  /** Throws while the bot is not connected. */
  line(): Line;
  /** Sends an event, where the bot is connected. */
  tell(envelope: Json): Promise<void>;
  /** The gateway's own address, for response_urls. */
  origin(): string;
}

/** A response_url for an act in this channel. */
export function newResponseUrl(
  { workspace, person, origin }: Acting,
  channel: string,
  original?: ReplyRight['original'],
): string {
  return `${origin()}/response/${issueReplyRight(workspace, { channel, user: person.id, original })}`;
}

/** What this person alone sees in a channel, oldest first. */
export function whispersTo({ workspace, person }: Acting, channel: string): Whisper[] {
  return workspace.whispers.filter((whisper) => whisper.user === person.id && whisper.channel === channel);
}

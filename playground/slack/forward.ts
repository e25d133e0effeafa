import type { Json } from '../json.ts';
import type { Refusal } from './blocks.ts';
import type { Workspace } from './workspace.ts';

/** What a method of the Web API does for the bot; the answer's body. */
export type Method = (workspace: Workspace, args: Json) => Promise<Json>;

/** The call as the emulator answers it; what it does not know is `unknown_method`, as in Slack. */
export async function forward(workspace: Workspace, method: string, args: Json): Promise<Json> {
  const { status, body } = await workspace.roster.call(method, args, workspace.roster.bot.next());
  return status === 404 ? { ok: false, error: 'unknown_method', req_method: method } : body;
}

/** A refusal as Slack answers it. */
export function refused(refusal: Refusal | undefined): Json | undefined {
  if (!refusal) return undefined;
  const { error, messages } = refusal;
  return {
    ok: false,
    error,
    ...(messages.length > 0 ? { errors: messages, response_metadata: { messages } } : {}),
  };
}

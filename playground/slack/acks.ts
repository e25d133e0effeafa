import { objectsOf, textOf } from '../json.ts';
import { refusalOfMessage, withBlockIds } from './blocks.ts';
import { perform } from './methods.ts';
import type { Ack } from './send.ts';
import { keepWhisper, type Workspace } from './workspace.ts';

/** What the answer to a command shows: a message to the person or the channel, or Slack's own words that it failed. */
export async function showAck(
  workspace: Workspace,
  command: string,
  channel: string,
  user: string,
  ack: Ack,
): Promise<void> {
  if (ack.status < 200 || ack.status >= 300) {
    const error = ack.status === 0 ? 'operation_timeout' : 'dispatch_failed';
    keepWhisper(workspace, {
      channel,
      user,
      text: `${command} failed with the error "${error}"`,
      blocks: [],
      via: 'slack',
    });
    return;
  }
  const { text, blocks } = ack.body;
  if (text === undefined && blocks === undefined) return;
  const refusal = refusalOfMessage(ack.body);
  if (refusal)
    throw new Error(
      `Slack would refuse the answer to ${command}: ${refusal.error} ${refusal.messages.join(' ')}`,
    );
  const content = { text: textOf(text), blocks: withBlockIds(objectsOf(blocks)) };
  if (ack.body['response_type'] === 'in_channel')
    await perform(workspace, 'chat.postMessage', { channel, ...content });
  else keepWhisper(workspace, { channel, user, ...content, via: 'ack' });
}

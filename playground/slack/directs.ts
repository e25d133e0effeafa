import { objectAt, textOf, type Json } from '../json.ts';
import { forward, type Method } from './forward.ts';
import type { Channel } from './roster.ts';
import type { Workspace } from './workspace.ts';

/** What Slack calls a direct message where a channel has its name. */
const NAME = 'directmessage';

/** The methods that lead to a person instead of a channel. */
export const DIRECT_METHODS: Readonly<Record<string, Method>> = {
  'conversations.open': async (workspace, args) => {
    const answer = await forward(workspace, 'conversations.open', args);
    const users = [args['users']].flat().join(',').split(',');
    const id = textOf(objectAt(answer, 'channel')['id']);
    if (answer['ok'] === true && users.length === 1) keepDirect(workspace, id, users[0] ?? '');
    return answer;
  },
};

/** The bot's conversation with a person, opened where it was not. */
export async function openDirect(workspace: Workspace, user: string): Promise<Channel> {
  const known = workspace.roster.directs.find(({ partner }) => partner === user);
  if (known) return known;
  const answer = await forward(workspace, 'conversations.open', { users: user });
  return keepDirect(workspace, textOf(objectAt(answer, 'channel')['id']), user);
}

/** The arguments of a post, to the person's conversation where they name a person. */
export async function addressed(workspace: Workspace, args: Json): Promise<Json> {
  const person = workspace.roster.people.find(({ id }) => id === args['channel']);
  return person ? { ...args, channel: (await openDirect(workspace, person.id)).id } : args;
}

function keepDirect({ roster }: Workspace, id: string, partner: string): Channel {
  const known = roster.directs.find((direct) => direct.id === id);
  if (known) return known;
  const direct = { id, name: NAME, archived: false, botIsMember: true, partner };
  roster.directs.push(direct);
  return direct;
}

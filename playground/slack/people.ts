import { objectAt, objectsOf, textOf, type Json } from '../json.ts';
import { forward, type Method } from './forward.ts';
import type { Workspace } from './workspace.ts';

/** The methods that say who somebody is: a guest, or from another organisation. */
export const PEOPLE_METHODS: Readonly<Record<string, Method>> = {
  'users.info': async (workspace, args) => {
    const answer = await forward(workspace, 'users.info', args);
    return answer['ok'] === true
      ? { ...answer, user: described(workspace, objectAt(answer, 'user')) }
      : answer;
  },
  'users.list': async (workspace, args) => {
    const answer = await forward(workspace, 'users.list', args);
    if (answer['ok'] !== true) return answer;
    return { ...answer, members: objectsOf(answer['members']).map((user) => described(workspace, user)) };
  },
  'users.profile.get': async (workspace, args) => {
    const answer = await forward(workspace, 'users.profile.get', args);
    const person = workspace.roster.people.find(({ id }) => id === textOf(args['user']));
    if (answer['ok'] !== true || !person) return answer;
    return { ...answer, profile: { ...objectAt(answer, 'profile'), team: person.team } };
  },
};

/** A user object as Slack has it. Nobody is a stranger: everybody here shares a channel with the bot. */
function described({ roster }: Workspace, user: Json): Json {
  const person = roster.people.find(({ id }) => id === user['id']);
  if (!person) return user;
  return {
    ...user,
    team_id: person.team,
    is_restricted: person.guest,
    is_ultra_restricted: person.singleChannel,
    is_stranger: false,
    tz: person.zone,
    profile: { ...objectAt(user, 'profile'), team: person.team },
  };
}

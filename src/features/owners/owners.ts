import { UserError } from '../../domain/errors.ts';
import type { Call, Feature, Message } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { pathMessage } from './blocks.ts';
import { ownedMessage } from './owned-blocks.ts';
import { pullOwners } from './owners-pull.ts';
import { allSaid, saidOf } from './owners-said.ts';
import { ownedBy, pathOwners } from './plan.ts';
import { readAskedOwners, repositoryMeant } from './words.ts';

/** Who owns what: of a path, of a pull request's files, of a person. */
export const owners: Feature = {
  name: 'owners',
  commands: [
    {
      name: 'owners',
      usage: ['owners <repository> [path]', 'owners <pull request>', 'owners <@person>'],
      inThread: ['owners'],
      summary: 'Says who approves and reviews a path or a pull request’s files, and what somebody owns.',
      who: 'Anyone.',
      examples: ['owners kubernetes pkg/kubelet/cm', 'owners 12345', 'owners @login', 'owners @org/team'],
      run: async (words, call, ports) => {
        const asked = readAskedOwners(words);
        switch (asked.what) {
          case 'path':
            return { message: await ofPath(asked, ports) };
          case 'pull':
            return pullOwners(asked.ref, call, ports);
          case 'member':
            return { message: await ofPerson(await loginOf(asked.user, call, ports), ports) };
          case 'login':
            return { message: await ofPerson(asked.login, ports) };
        }
      },
    },
  ],
};

async function ofPath({ repo, path }: { repo: string; path: string }, ports: Ports): Promise<Message> {
  const name = repositoryMeant(repo, await ports.issues.repositories());
  const said = await saidOf(name, ports);
  const { groups } = ports.directory.current();
  const places = groups.map((group) => ({ group, channel: ports.directory.channelOf(group) }));
  return pathMessage(pathOwners(said, path, places));
}

/** @throws UserError where nobody knows who somebody is on GitHub */
async function loginOf(user: string | undefined, call: Call, { people }: Ports): Promise<string> {
  const { github } = await people.find(user ?? call.user);
  if (github !== undefined) return github;
  if (user === undefined || user === call.user)
    throw new UserError('sigbot does not know who you are on GitHub.', 'Link your account: `/sig link`');
  throw new UserError(
    `sigbot does not know who <@${user}> is on GitHub.`,
    'Write their GitHub login: `/sig owners @login`. They can link it with `/sig link`.',
  );
}

async function ofPerson(login: string, ports: Ports): Promise<Message> {
  const all = await allSaid(ports);
  return ownedMessage(login, ownedBy(all, login), all.length);
}

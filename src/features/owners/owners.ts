import { UserError } from '../../domain/errors.ts';
import type { Call, Feature, Message } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import type { OwnedRepository } from '../../ports/owners.ts';
import { pathMessage } from './blocks.ts';
import { ownedMessage } from './owned-blocks.ts';
import { pullOwners } from './owners-pull.ts';
import { ownedBy, pathOwners, type Said } from './plan.ts';
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
      examples: ['owners kubernetes pkg/kubelet/cm', 'owners 12345', 'owners @login'],
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
  const repository = (await ports.owners.repositories()).find((one) => one.name === name);
  const said = repository && (await saidIn(repository, ports));
  if (!said)
    throw new UserError(
      `Who owns what in ${name} is not known.`,
      'Its OWNERS files are read within a day of sigbot’s coming, where the operator has not turned that off. The operator sees why they were not.',
    );
  const { groups } = ports.directory.current();
  const places = groups.map((group) => ({ group, channel: ports.directory.channelOf(group) }));
  return pathMessage(pathOwners(said, path, places));
}

async function saidIn(repository: OwnedRepository, { owners: port }: Ports): Promise<Said | undefined> {
  const tree = await port.of(repository.name);
  return tree && { repository, tree, codeowners: await port.codeowners(repository.name) };
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
  const known = await ports.owners.repositories();
  const said = await Promise.all(known.map((repository) => saidIn(repository, ports)));
  const all = said.filter((one) => one !== undefined);
  return ownedMessage(login, ownedBy(all, login), all.length);
}

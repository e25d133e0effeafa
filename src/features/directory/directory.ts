import { UserError } from '../../domain/errors.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { groupInfo, groupList } from './blocks.ts';

/** Who the groups are: `/sig list` and `/sig info`. */
export const directory: Feature = {
  name: 'directory',
  commands: [
    {
      name: 'list',
      usage: ['list'],
      summary: 'Lists all groups with their channels and labels.',
      who: 'Anyone.',
      examples: ['list'],
      run: async (words, _call, ports) => {
        if (words.length > 0)
          throw new UserError('`/sig list` takes nothing more.', `One group: \`/sig info ${words[0]}\``);
        return list(ports);
      },
    },
    {
      name: 'info',
      usage: ['info [group]'],
      summary: 'Says what a group does, who leads it, and where and when it meets.',
      who: 'Anyone.',
      examples: ['info', 'info node'],
      run: async (words, call, ports) => info(words.join(' '), call, ports),
    },
  ],
  presses: { 'directory:list': async (_value, _call, ports) => list(ports) },
};

function list({ directory: { current, channelOf } }: Ports): Reply {
  return { message: groupList(current().groups.map((group) => ({ group, channel: channelOf(group) }))) };
}

function info(name: string, call: Call, ports: Ports): Reply {
  const group = groupMeant(name, 'info', call, ports);
  return { message: groupInfo(group, ports.directory.channelOf(group)) };
}

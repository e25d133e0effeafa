import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { preview, PREVIEWED, type Noise } from '../../domain/noise.ts';
import { mayLead } from '../../domain/person.ts';
import type { Call, Feature, Message, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import {
  homeBlocks,
  previewMessage,
  savedMessage,
  settingsMessage,
  settingsModal,
  unlabelledMessage,
} from './blocks.ts';
import { checkForm, noiseOf, readTrial } from './plan.ts';

/** How loud the bot is in a group's channel: its leads change that, anyone may see what it would come to. */
export const settings: Feature = {
  name: 'settings',

  commands: [
    {
      name: 'settings',
      usage: ['settings [group]'],
      summary: 'Shows, and changes, when and how much a group’s channel hears of new issues.',
      who: 'Anyone may look; the group’s leads change them.',
      examples: ['settings', 'settings node'],
      run: (words, call, ports) => open(words.join(' '), call, ports),
    },
    {
      name: 'preview',
      usage: ['preview [group] [instant|hourly|daily] [budget <n>]'],
      summary: 'Tells how many messages the last 14 days would have brought, and which.',
      who: 'Anyone.',
      examples: ['preview', 'preview node daily', 'preview instant budget 4'],
      run: async (words, call, ports) => {
        const { group: name, trial } = readTrial(words);
        const group = groupMeant(name, 'preview', call, ports);
        return {
          message: await previewOf(group, { ...(await ports.policy.noise(group)), ...trial }, call, ports),
        };
      },
    },
  ],

  presses: { 'settings:open': open },

  async home(call, ports) {
    const person = await ports.people.find(call.user);
    const { groups } = ports.directory.current();
    const mine = groups.filter((group) => mayLead(person, group));
    return homeBlocks(mine.filter(({ label }) => label !== undefined));
  },

  submits: {
    settings: {
      check: checkForm,
      run: async (values, id, call, ports) => {
        const group = groupMeant(id, 'settings', call, ports);
        if (!(await mayChange(call, group, ports))) throw notYours(group);
        const change = noiseOf(values, ports.policy.noiseLocked);
        const noise = { ...(await ports.policy.noise(group)), ...change };
        return {
          message: savedMessage(group, await previewOf(group, noise, call, ports)),
          effects: [{ kind: 'settings.change', group: group.id, noise: change, by: call.user, at: call.now }],
          because: [`changed the settings of ${group.title}`],
        } satisfies Reply;
      },
    },
  },
};

async function open(name: string, call: Call, ports: Ports): Promise<Reply> {
  const group = groupMeant(name, 'settings', call, ports);
  const noise = await ports.policy.noise(group);
  const mine = await mayChange(call, group, ports);
  const message = settingsMessage(group, noise, mine);
  return mine ? { message, view: settingsModal(group, noise, ports.policy.noiseLocked) } : { message };
}

async function mayChange({ user }: Call, group: Group, { people }: Ports): Promise<boolean> {
  return mayLead(await people.find(user), group);
}

function notYours({ title, leads: named }: Group): UserError {
  const names = named.map(({ github }) => github).join(', ');
  return new UserError(
    `Only the leads of ${title} change its settings${names === '' ? '' : `: ${names}`}.`,
    names === '' ? 'Nobody leads it in the directory: ask the operator.' : 'Ask one of them.',
  );
}

/** What the last fortnight would have brought; of a group without a label, why it brings nothing. */
async function previewOf(group: Group, noise: Noise, { now }: Call, ports: Ports): Promise<Message> {
  if (group.label === undefined) return unlabelledMessage(group);
  const opened = await ports.issues.openedSince(group.label, now - PREVIEWED);
  const wanted = opened.filter(({ isPullRequest }) => group.pullRequests || !isPullRequest);
  return previewMessage(group, preview(wanted, noise, ports.policy.triage.robots), noise);
}

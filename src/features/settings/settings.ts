import { agendaId } from '../../domain/agenda.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { preview, PREVIEWED, type Noise } from '../../domain/noise.ts';
import { mayLead } from '../../domain/person.ts';
import type { Effect } from '../../effect.ts';
import type { Call, Feature, Message, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import {
  previewMessage,
  savedMessage,
  settingsMessage,
  settingsModal,
  unlabelledMessage,
  type Settings,
} from './blocks.ts';
import { agendaOf, checkForm, noiseOf, readTrial } from './plan.ts';

/** How loud the bot is in a group's channel, and what its agendas are made of: its leads change that, anyone may look. */
export const settings: Feature = {
  name: 'settings',

  commands: [
    {
      name: 'settings',
      usage: ['settings [group]'],
      summary:
        'Shows, and changes, when and how much a group’s channel hears of new issues, and what its agendas are made of.',
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

  submits: {
    settings: {
      check: checkForm,
      run: async (values, id, call, ports) => {
        const group = groupMeant(id, 'settings', call, ports);
        if (!(await mayChange(call, group, ports))) throw notYours(group);
        const now = await settingsOf(group, ports);
        const change = noiseOf(values, ports.policy.noiseLocked);
        const agenda = agendaOf(values, now.agenda, ports.policy.agendaLocked);
        const expected = await previewOf(group, { ...now.noise, ...change }, call, ports);
        return {
          message: savedMessage(group, await ports.policy.agenda(group, agenda), expected),
          effects: [
            {
              kind: 'settings.change',
              group: group.id,
              chosen: { noise: change, agenda },
              by: call.user,
              at: call.now,
            },
            ...(await agendaEdits(group, ports)),
          ],
          because: [`changed the settings of ${group.title}`],
        } satisfies Reply;
      },
    },
  },
};

async function settingsOf(group: Group, { policy }: Ports): Promise<Settings> {
  return { noise: await policy.noise(group), agenda: await policy.agenda(group) };
}

/** The agendas that stand follow what they are made of. */
async function agendaEdits(group: Group, { agenda, calendar, messages }: Ports): Promise<Effect[]> {
  const standing = (await agenda.published(calendar.now())).filter((one) => one.group === group.id);
  const posted = await Promise.all(
    standing.map(({ meeting, key }) => messages.of({ kind: 'agenda', id: agendaId(meeting, key) })),
  );
  return posted.flat().map(({ channel, subject }) => ({ kind: 'slack.update', channel, subject }));
}

async function open(name: string, call: Call, ports: Ports): Promise<Reply> {
  const group = groupMeant(name, 'settings', call, ports);
  const now = await settingsOf(group, ports);
  const mine = await mayChange(call, group, ports);
  const message = settingsMessage(group, now, mine);
  const { noiseLocked: noise, agendaLocked: agenda } = ports.policy;
  return mine ? { message, view: settingsModal(group, now, { noise, agenda }) } : { message };
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
  const wanted = opened.filter(({ isPullRequest }) => noise.pullRequests || !isPullRequest);
  return previewMessage(group, preview(wanted, noise, ports.policy.triage.robots), noise);
}

import { channelLink, escape, say } from '../../blocks.ts';
import { UserError } from '../../domain/errors.ts';
import type { Channel, Group } from '../../domain/group.ts';
import { dayOf } from '../../domain/history.ts';
import { mayLead } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import { subjectKey, type Subject } from '../../effect.ts';
import type { Call, Feature, Message, Plan, Reply } from '../../feature.ts';
import { daysToKeepOf, groupHealth } from '../../group-health.ts';
import { groupMeant } from '../../group-meant.ts';
import { groupYear } from '../../group-year.ts';
import type { Ports } from '../../ports.ts';
import { askMessage, csvMessage, healthMessage, leadsMessage, reportMessage, type Shown } from './blocks.ts';
import { ALL, askAll, csvOfAll, renderAll, reportsDue, turnAll } from './health-all.ts';
import { foldersOfGroup } from './health-folders.ts';
import { yearMarkdown } from './report.ts';
import { readAsked } from './words.ts';

/** How a group fares, for its leads: told to them alone, until they show it to the group. */
export const health: Feature = {
  name: 'health',

  commands: [
    {
      name: 'health',
      usage: [
        'health [group] [--csv]',
        'health all [--csv]',
        'health share [group]',
        'health report [group] [year]',
      ],
      summary: 'Shows how a group fares over twelve weeks, and the numbers of a year for its annual report.',
      who: 'The group’s leads and the operators; only who asks sees it, until they share it with the group’s channel. All groups: whoever leads one, is of a committee, or operates sigbot.',
      examples: ['health', 'health all', 'health node --csv', 'health share', 'health report 2026'],
      run: async (words, call, ports) => {
        const asked = readAsked(words, yearOf(call.now));
        const { what } = asked;
        if (asked.group.toLowerCase() === ALL && (what === 'show' || what === 'csv'))
          return askAll(what, call, ports);
        const group = groupMeant(asked.group, 'health', call, ports);
        await insistOnHealth(group, call.user, ports);
        switch (what) {
          case 'show':
            return { message: await forLeads(group, call, ports) };
          case 'csv':
            return { message: await asCsv(group, call, ports) };
          case 'share':
            return { message: ask(group, ports) };
          case 'report':
            return { message: await reportOf(group, asked.year, call, ports) };
        }
      },
    },
  ],

  presses: {
    'health:show': async (id, call, ports) => ({
      message: await forLeads(await groupFor(id, call, ports), call, ports),
    }),
    'health:csv': async (id, call, ports) => ({
      message: await asCsv(await groupFor(id, call, ports), call, ports),
    }),
    'health:ask': async (id, call, ports) => ({ message: ask(await groupFor(id, call, ports), ports) }),
    'health:share': share,
    'health:page': turnAll,
    'health:all-csv': csvOfAll,
  },

  async tick(now, ports, since) {
    const { effects, because } = await keepDays(now, ports, since);
    return { effects: [...effects, ...reportsDue(now, ports, since)], because };
  },

  renders: { health: render },
};

/** When a day has begun, what the days before it came to is kept. */
async function keepDays(now: Instant, ports: Ports, since: Instant): Promise<Plan> {
  if (dayOf(since) === dayOf(now)) return { effects: [], because: [] };
  const { groups } = ports.directory.current();
  const labelled = groups.flatMap(({ id, label }) => (label === undefined ? [] : [{ id, label }]));
  const kept = await daysToKeepOf(labelled, ports, now);
  return { effects: kept.map(({ group, days }) => ({ kind: 'history.keep', group, days })), because: [] };
}

async function shownOf(group: Group, day: string, ports: Ports): Promise<Shown> {
  const told = await groupHealth(group, day, ports, ports.calendar.now());
  return { ...told, address: ports.pictures.address({ kind: 'health', group: group.id, day }) };
}

function placeOf(group: Group, { directory }: Ports) {
  return { id: group.id, channel: directory.channelOf(group) };
}

/** @throws UserError where the group has no channel */
function ask(group: Group, ports: Ports): Message {
  return askMessage(group.title, { id: group.id, channel: channelOf(group, ports) });
}

function channelOf(group: Group, ports: Ports): Channel {
  const { channel } = placeOf(group, ports);
  if (channel !== undefined) return channel;
  throw new UserError(
    `${group.title} has no channel here, so there is nobody to show it to.`,
    `For yourself: \`/sig health ${group.id}\``,
  );
}

/** Once a day; whoever shows it again that day brings the message up to date. */
async function share(id: string, call: Call, ports: Ports): Promise<Reply> {
  const group = await groupFor(id, call, ports);
  const { id: channel } = channelOf(group, ports);
  const subject: Subject = { kind: 'health', id: `${group.id}/${dayOf(call.now)}` };
  return {
    message: say(`${channelLink(channel)} is shown how ${escape(group.title)} fares.`),
    replace: true,
    effects: [{ kind: 'slack.post', channel, subject, once: subjectKey(subject) }],
    because: [`${group.title} is shown its health`],
  };
}

/** Nothing new is said in a channel that is not the group's any more: it names people, and how much they did. */
async function render(subject: Subject, channel: string, ports: Ports): Promise<Message | undefined> {
  const { id } = subject;
  const slash = id.lastIndexOf('/');
  if (id.slice(0, slash) === ALL) return renderAll(id.slice(slash + 1), channel, ports);
  const group = ports.directory.current().groups.find((one) => one.id === id.slice(0, slash));
  if (!group) return undefined;
  const posted = await ports.messages.of(subject);
  const isNew = !posted.some((message) => message.channel === channel);
  if (isNew && ports.directory.channelOf(group)?.id !== channel) return undefined;
  return healthMessage(await shownOf(group, id.slice(slash + 1), ports));
}

async function reportOf(group: Group, year: number | undefined, call: Call, ports: Ports): Promise<Message> {
  const asked = year ?? yearOf(call.now);
  const numbers = await groupYear(group, asked, ports, call.now);
  return reportMessage(group, asked, yearMarkdown(numbers));
}

function yearOf(at: Instant): number {
  return new Date(at).getUTCFullYear();
}

async function forLeads(group: Group, { now }: Call, ports: Ports): Promise<Message> {
  const folders = await foldersOfGroup(group, ports, now);
  return leadsMessage(await shownOf(group, dayOf(now), ports), placeOf(group, ports), folders);
}

async function asCsv(group: Group, { now }: Call, ports: Ports): Promise<Message> {
  const { health: told } = await shownOf(group, dayOf(now), ports);
  return csvMessage(told, await foldersOfGroup(group, ports, now));
}

/** The group of a button, where who pressed it may know how it fares. */
async function groupFor(id: string, call: Call, ports: Ports): Promise<Group> {
  const group = groupMeant(id, 'health', call, ports);
  await insistOnHealth(group, call.user, ports);
  return group;
}

/** @throws UserError where somebody neither leads the group nor operates the bot: who may */
async function insistOnHealth(group: Group, user: string, { people }: Ports): Promise<void> {
  if (mayLead(await people.find(user), group)) return;
  const names = group.leads.map(({ github }) => github).join(', ');
  throw new UserError(
    `How ${group.title} fares is told to its leads${names === '' ? '' : ` (${names})`} and to sigbot’s operators.`,
    names === ''
      ? 'Nobody leads it in the directory: ask the operator.'
      : 'Ask one of them; they can show it to the channel. If you are one: `/sig whoami`',
  );
}

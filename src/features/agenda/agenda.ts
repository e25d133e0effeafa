import type { Group } from '../../domain/group.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { unveiled } from '../../topics.ts';
import { gather } from './agenda-gather.ts';
import { hearTopics } from './agenda-heard.ts';
import { meetById, meetMeant } from './agenda-meet.ts';
import { cancel, documentOf, follow, publish, renderAgenda, useForTriage } from './agenda-publish.ts';
import { addByForm, changeByWords, editByForm, openAdd, openEdit } from './agenda-topics.ts';
import { agendaMessage, pageMessage } from './blocks.ts';
import { checkTopic } from './form.ts';
import { readTyped } from './words.ts';

/** What a group's next meeting is about: topics that people add, and what the mirror says waits for the group. */
export const agenda: Feature = {
  name: 'agenda',

  commands: [
    {
      name: 'agenda',
      usage: [
        'agenda [group]',
        'agenda [group] add "topic" [10m] [#123] [@person] [next]',
        'agenda [group] defer <n> | drop <n> | up <n> | down <n> | owner <n> @person | time <n> 10m',
        'agenda [group] <any of these> of <part of the title>',
      ],
      summary: 'Shows what a group’s next meeting is about, and adds to it.',
      who: 'Anyone may look; members of this Slack add; who added or presents a topic, and the group’s leads, change it.',
      examples: ['agenda', 'agenda node', 'agenda add "Drain timeout" 10m #12345', 'agenda defer 2'],
      run: async (words, call, ports) => {
        const typed = readTyped(words);
        const group = groupMeant(typed.group, 'agenda', call, ports);
        if (typed.verb !== undefined) return changeByWords(group, typed, call, ports);
        return show(group, typed.of, call, ports);
      },
    },
  ],

  presses: {
    'agenda:add': openAdd,
    'agenda:edit': openEdit,
    'agenda:cancel': cancel,
    'agenda:triage': useForTriage,
    'agenda:page': turnPage,
  },

  submits: {
    'agenda:add': { check: checkTopic, run: addByForm },
    'agenda:edit': { check: checkTopic, run: editByForm },
  },

  tick: publish,

  async touched(issue, ports, heard = []) {
    const { effects, because } = await hearTopics(issue, heard, ports);
    const edits = [...(await follow(issue, heard, ports)), ...(await unveiled('agenda', issue, ports))];
    return { effects: [...effects, ...edits], because };
  },

  renders: { agenda: ({ id }, channel, ports) => renderAgenda(id, channel, ports) },

  documents: { agenda: ({ id }, ports) => documentOf(id, ports) },
};

async function show(group: Group, of: string | undefined, call: Call, ports: Ports): Promise<Reply> {
  const meet = await meetMeant(group, of, call.now, ports);
  return { message: agendaMessage(await gather(meet, { channel: call.channel }, ports)) };
}

/** How much of each part one may turn over. */
const ALL = 1000;

async function turnPage(value: string, call: Call, ports: Ports): Promise<Reply> {
  const { id, page, turned } = JSON.parse(value) as { id: string; page: number; turned?: boolean };
  const whole = await gather(await meetById(id, ports), { channel: call.channel, most: ALL }, ports);
  return { message: pageMessage(whole, page), replace: turned === true };
}

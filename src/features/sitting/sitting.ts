import { sittingKey } from '../../domain/sitting.ts';
import { plainName } from '../../domain/slack-text.ts';
import type { Command, Feature } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { leftOf, unveiled } from '../../topics.ts';
import { minutesDocument } from './document.ts';
import { checkLink, checkMinute } from './form.ts';
import { chase, done, doneById, list } from './sitting-actions.ts';
import {
  linkByForm,
  linkHere,
  lookAtSittings,
  openLink,
  pageByPress,
  render,
  type Link,
} from './sitting-after.ts';
import { askEnd, endById, endHere, here, move, moveByPress, present } from './sitting-hold.ts';
import { postByPress } from './sitting-post.ts';
import { roomFor, roomOf } from './sitting-room.ts';
import { openSay, sayByForm, sayHere } from './sitting-say.ts';
import { reopenById, start, startById, startExtra } from './sitting-start.ts';
import type { MinuteKind } from './words.ts';

const CHAIRS = 'The group’s leads and triagers, and who leads the meeting.';
const MEMBERS = 'Members of this Slack; not guests, and not people of other workspaces.';

/** A meeting while it is held: topic by topic, who is there, what is decided and to be done; and its summary. */
export const sitting: Feature = {
  name: 'sitting',

  commands: [
    {
      name: 'meeting start',
      usage: ['meeting start [group] [of <part of the title>]'],
      summary: 'Begins the meeting that is on now, or within the hour, in its channel.',
      who: 'The group’s leads and triagers.',
      examples: ['meeting start', 'meeting start node of triage'],
      run: start,
    },
    {
      name: 'meeting end',
      usage: ['meeting end'],
      summary:
        'Ends the meeting: its message becomes the summary, decisions go to their issues, and the topic that is on is done.',
      who: CHAIRS,
      examples: ['meeting end'],
      run: (_words, call, ports) => endHere(call, ports),
    },
    link('notes', 'Says where the notes of the latest meeting are.'),
    link('recording', 'Says where the recording of the latest meeting is.'),
    {
      ...saying(
        'decision',
        'Writes down what the meeting decided; with an issue, it becomes a comment there.',
      ),
      usage: ['decision "<text>" [<issue>]'],
      who: CHAIRS,
      examples: ['decision "We ship it in 1.38" #123'],
    },
    {
      ...saying('action', 'Writes down who does what by when.'),
      usage: ['action [@person] "<text>" [<issue>] [by <date>|<day>|next week|next meeting]'],
      examples: [
        'action @lee "write to the release team" by friday',
        'action me "ask again" by next meeting',
      ],
    },
    {
      name: 'action list',
      usage: ['action list [group] [mine]'],
      summary: 'Lists what a group’s meetings left to be done.',
      who: 'Anyone.',
      examples: ['action list', 'action list node mine'],
      run: list,
    },
    {
      name: 'action done',
      usage: ['action done <number> [group]'],
      summary: 'Says that an action is done.',
      who: 'Whoever it was given to, and the group’s leads and triagers.',
      examples: ['action done 7'],
      run: done,
    },
    {
      ...saying('note', 'Keeps a note of the meeting.'),
      usage: ['note "<text>" [<issue>]'],
      examples: ['note "Lee showed the numbers"'],
    },
    moving('next', 'done', 'Goes on to the next topic; the one before is done.'),
    moving('done', 'done', 'The topic is done: the same as next.'),
    moving('defer', 'carried', 'The topic goes on to the next meeting.'),
    {
      name: 'present',
      usage: ['present @person …'],
      summary: 'Says who is at the meeting.',
      who: MEMBERS,
      examples: ['present @dana @lee'],
      run: present,
    },
  ],

  presses: {
    'sitting:start': startById,
    'sitting:extra': startExtra,
    'sitting:reopen': reopenById,
    'sitting:here': here,
    'sitting:next': (value, call, ports) => moveByPress('done', value, call, ports),
    'sitting:defer': (value, call, ports) => moveByPress('carried', value, call, ports),
    'sitting:say': openSay,
    'sitting:end': askEnd,
    'sitting:all': (value, _call, ports) => pageByPress(value, ports, false),
    'sitting:page': (value, _call, ports) => pageByPress(value, ports, true),
    'sitting:post': postByPress,
    'sitting:link': openLink,
    'sitting:did': doneById,
  },

  submits: {
    'sitting:say': { check: checkMinute, run: sayByForm },
    'sitting:end': {
      run: ({ how }, id, call, ports) => endById(id, how === 'carried' ? 'carried' : 'done', call, ports),
    },
    'sitting:link': { check: checkLink, run: linkByForm },
  },

  async tick(now, ports, since) {
    const [seen, chased] = [await lookAtSittings(now, ports, since), await chase(now, ports, since)];
    return { effects: [...seen.effects, ...chased.effects], because: [...seen.because, ...chased.because] };
  },

  touched: async (issue, ports) => ({ effects: await unveiled('sitting', issue, ports), because: [] }),

  renders: {
    sitting: async (subject, channel, ports) => {
      const room = await roomOfId(subject.id, ports);
      return room ? render(room, channel, ports) : leftOf(subject, channel, ports);
    },
  },

  documents: {
    sitting: async ({ id }, ports) => {
      const held = await roomOfId(id, ports);
      if (!held || held.timetable.meeting.private || held.sitting.endedAt === undefined) return undefined;
      const { room, issues } = await roomFor(held, undefined, ports);
      const people = [
        room.sitting.by,
        ...room.sitting.present,
        ...room.minutes.flatMap(({ owner }) => owner ?? []),
      ];
      return minutesDocument(room, issues, await namesOf(people, ports));
    },
  },
};

function saying(kind: MinuteKind, summary: string): Omit<Command, 'usage' | 'examples'> {
  return {
    name: kind,
    summary,
    who: MEMBERS,
    run: (words, call, ports) => sayHere(kind, words, call, ports),
  };
}

function moving(name: string, how: 'done' | 'carried', summary: string): Command {
  return {
    name,
    usage: [name],
    summary,
    who: CHAIRS,
    examples: [name],
    run: (_words, call, ports) => move(how, call, ports),
  };
}

function link(what: Link, summary: string): Command {
  return {
    name: `meeting ${what}`,
    usage: [`meeting ${what} [group] <address>`],
    summary,
    who: MEMBERS,
    examples: [`meeting ${what} https://example.org/…`],
    run: (words, call, ports) => linkHere(what, words, call, ports),
  };
}

async function roomOfId(id: string, ports: Ports) {
  const key = sittingKey(id);
  return key && roomOf(key, ports);
}

/** How many people are named in a document. */
const NAMED = 100;

async function namesOf(users: readonly string[], { linking }: Ports): Promise<Map<string, string>> {
  const ids = [...new Set(users)].slice(0, NAMED);
  return new Map(
    await Promise.all(ids.map(async (id) => [id, plainName(await linking.nameOf(id))] as const)),
  );
}

import type { Group } from '../../domain/group.ts';
import type { ClashNote } from '../../domain/meeting-change.ts';
import { nextDates, nextOccurrences, type Timetable } from '../../domain/occurrence.ts';
import { mayLead } from '../../domain/person.ts';
import { DAY } from '../../domain/time.ts';
import type { Call, Feature } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { unveiled } from '../../topics.ts';
import { clashMessage, meetingsMessage, questionMessage, type Upcoming } from './blocks.ts';
import { changeMessage } from './change-blocks.ts';
import { checkForm } from './form.ts';
import { change, changeByForm, changeByPress, openForm, undo, undoLast } from './meetings-change.ts';
import { noteClashes } from './meetings-clash.ts';
import { hearCalendars } from './meetings-feed.ts';
import { listen, remind, renderReminder } from './meetings-remind.ts';
import { clashFinder, questionsOf } from './plan.ts';
import { readTyped } from './words.ts';

/** When groups meet: their next dates, what leads change of them, and reminders. */
export const meetings: Feature = {
  name: 'meetings',

  commands: [
    {
      name: 'meeting',
      usage: [
        'meeting [group]',
        'meeting [group] skip <date> [why] | move <date> to <date> [time] | extra <date> <time> [length] [why]',
        'meeting [group] pause [from <date>] [until <date>] [why] | resume | duration <length> | anchor <date> | zone <zone>',
        'meeting [group] remind me | me not | <1d 10m> | off',
        'meeting [group] undo',
        'meeting [group] <any of these> of <part of the title>',
      ],
      summary: 'Says when a group meets next; its leads skip, move, add and pause.',
      who: 'Anyone may look and be reminded; the group’s leads change it.',
      examples: [
        'meeting',
        'meeting node',
        'meeting skip 2026-12-24 public holiday',
        'meeting move 2026-12-24 to 2026-12-29 18:00',
        'meeting remind me of triage',
      ],
      run: async (words, call, ports) => {
        const typed = readTyped(words);
        const group = groupMeant(typed.group, 'meeting', call, ports);
        if (typed.verb === undefined) return { message: await show(group, call, ports) };
        if (typed.verb === 'remind' && typed.rest[0]?.toLowerCase() === 'me')
          return listen(group, typed, call, ports);
        if (typed.verb === 'undo' || typed.verb === 'resume') return undoLast(group, typed, call, ports);
        return change(group, typed, call, ports);
      },
    },
  ],

  presses: {
    'meetings:change': openForm,
    'meetings:answer': changeByPress,
    'meetings:pick': changeByPress,
    'meetings:undo': undo,
    'meetings:join': () => Promise.resolve({}),
    'meetings:show': async (id, call, ports) => ({
      message: await show(groupMeant(id, 'meeting', call, ports), call, ports),
    }),
  },

  submits: { 'meetings:change': { check: checkForm, run: changeByForm } },

  async tick(now, ports, since) {
    const { effects, because } = await remind(now, ports, since);
    return {
      effects: [...(await hearCalendars(now, ports)), ...effects, ...(await noteClashes(now, ports, since))],
      because,
    };
  },

  touched: async (issue, ports) => ({ effects: await unveiled('reminder', issue, ports), because: [] }),

  renders: {
    reminder: ({ id }, channel, ports) => renderReminder(id, channel, ports),
    change: ({ id }, _channel, ports) => renderChange(id, ports),
    question: ({ id }, _channel, ports) => renderQuestion(id, ports),
  },
};

async function show(group: Group, call: Call, ports: Ports) {
  const { now } = call;
  const all = await ports.meetings.all();
  const mayChange = mayLead(await ports.people.find(call.user), group);
  const { groups } = ports.directory.current();
  const own = all.filter(({ meeting }) => meeting.group === group.id);
  const clashesOf = clashFinder(all, groups, now, now + 28 * DAY);
  const upcoming: Upcoming[] = own.map((timetable) => ({
    timetable,
    dates: nextDates(timetable, now, 3),
    questions: questionsOf(timetable, now),
    clashes: mayChange ? clashesOf(timetable) : [],
  }));
  return meetingsMessage(group, upcoming, { mayChange, now });
}

async function renderChange(id: string, ports: Ports) {
  const made = await ports.meetings.change(id);
  const timetable = made && (await ports.meetings.byId(made.meeting));
  if (!timetable) return undefined;
  const now = ports.calendar.now();
  if (made.change.kind === 'clash') return renderClash(made.change, timetable, ports);
  return changeMessage(made, timetable, nextOccurrences(timetable, now, 1)[0], now);
}

async function renderClash(note: ClashNote, timetable: Timetable, ports: Ports) {
  const other = await ports.meetings.byId(note.with);
  const { groups } = ports.directory.current();
  const own = groups.find(({ id }) => id === timetable.meeting.group);
  if (!other || !own || other.meeting.private) return undefined;
  const leads = await ports.people.slackOf(own.leads.map(({ github }) => github));
  return clashMessage(note, timetable, other, { leads, now: ports.calendar.now() });
}

async function renderQuestion(id: string, ports: Ports) {
  const group = ports.directory.current().groups.find((one) => one.id === id);
  if (!group) return undefined;
  const all = await ports.meetings.all();
  const own = all.filter(({ meeting }) => meeting.group === id && !meeting.private);
  const questions = own.flatMap((timetable) => questionsOf(timetable, ports.calendar.now()));
  return questionMessage(
    group,
    questions,
    await ports.people.slackOf(group.leads.map(({ github }) => github)),
  );
}

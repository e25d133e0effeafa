import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { readsOnly } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import type { Call, Feature, Reply } from '../../feature.ts';
import { groupNamed } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { calendarMessage, endedMessage, noAddressMessage, ownMessage } from './blocks.ts';

/** Meetings in people's own calendars: addresses to subscribe to. */
export const calendar: Feature = {
  name: 'calendar',

  commands: [
    {
      name: 'calendar',
      usage: ['calendar [group]', 'calendar mine [groups…] | new | stop'],
      summary: 'Gives the addresses with which meetings come into one’s own calendar.',
      who: 'Anyone; a calendar of one’s own is for members of this Slack.',
      examples: ['calendar', 'calendar node', 'calendar mine node network'],
      run: async (words, call, ports) => {
        const [first = '', ...rest] = words;
        if (first.toLowerCase() === 'mine') return mine(rest, call, ports);
        return { message: shared(meantBy(words.join(' '), call, ports), ports) };
      },
    },
  ],

  presses: {
    'calendar:subscribe': () => Promise.resolve({}),
    'calendar:show': async (ids, _call, ports) => {
      const { groups } = ports.directory.current();
      return {
        message: shared(
          groups.filter(({ id }) => ids.split(' ').includes(id)),
          ports,
        ),
      };
    },
  },
};

/** How many groups of one channel are told of: three blocks each, inside Slack's 50. */
const MOST = 10;

/** The group that was named, or the channel's. */
function meantBy(name: string, { channel }: Call, { directory }: Ports): readonly Group[] {
  return name === '' ? directory.groupsIn(channel) : [groupNamed(name, directory.current().groups)];
}

/** The calendars that everybody may have: of these groups, and the one of all. */
function shared(meant: readonly Group[], { calendars }: Ports) {
  const all = calendars.url('all');
  if (all === undefined) return noAddressMessage();
  const own = meant.slice(0, MOST).map(({ id, title }) => ({ title, url: calendars.url(id) ?? '' }));
  return calendarMessage([...own, { title: 'All groups', url: all }]);
}

/** A calendar whose address only its owner knows; it can be changed, renewed and ended. */
async function mine(words: readonly string[], call: Call, ports: Ports): Promise<Reply> {
  const { user, now } = call;
  const person = await ports.people.find(user);
  const reason = readsOnly(person);
  if (reason !== undefined) throw new UserError(reason, 'Everybody’s calendars: `/sig calendar`');
  const known = await ports.calendars.of(user);
  const word = words.length === 1 ? words[0]?.toLowerCase() : undefined;
  if (word === 'stop') return stop(known !== undefined, user);
  const named = word === 'new' ? [] : words.map((name) => groupNamed(name, ports.directory.current().groups));
  const groups = named.length > 0 ? named : groupsOf(known?.groups, call, ports);
  if (known && word !== 'new') return change(groups, named.length > 0, known.at, call);
  const { name, print } = ports.calendars.secret();
  const url = ports.calendars.url(name);
  if (url === undefined) return { message: noAddressMessage() };
  return {
    message: ownMessage(groups, { url }),
    effects: [{ kind: 'calendar.give', user, print, groups: groups.map(({ id }) => id), at: now }],
    because: ['gave out the address of a calendar of their own'],
  };
}

function change(groups: readonly Group[], named: boolean, since: Instant, call: Call): Reply {
  const message = ownMessage(groups, { since });
  if (!named) return { message };
  return {
    message,
    effects: [{ kind: 'calendar.give', user: call.user, groups: groups.map(({ id }) => id), at: call.now }],
    because: ['changed the groups of a calendar of their own'],
  };
}

function stop(had: boolean, user: string): Reply {
  if (!had) throw new UserError('You have no calendar of your own.', 'To get one: `/sig calendar mine node`');
  return {
    message: endedMessage(),
    effects: [{ kind: 'calendar.take', user }],
    because: ['ended a calendar'],
  };
}

/** Those it has already; at first the channel's, else all. */
function groupsOf(known: readonly string[] | undefined, call: Call, { directory }: Ports): readonly Group[] {
  const { groups } = directory.current();
  if (known) return groups.filter(({ id }) => known.includes(id));
  const here = directory.groupsIn(call.channel);
  return here.length > 0 ? here : groups;
}

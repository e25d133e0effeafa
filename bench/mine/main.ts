import type { Group } from '../../src/domain/group.ts';
import { meetingsOf } from '../../src/domain/meeting.ts';
import { timetableOf } from '../../src/domain/occurrence.ts';
import { sigNode } from '../../test/support/facts.ts';
import { CHANNEL, portsOver, type Ask, type AskNeeds } from '../triage/asks.ts';
import { measure } from '../triage/main.ts';
import { NOW } from '../triage/stage.ts';

/** What a command, and the Home tab, may take of our own time at the median, in ms. */
const PROMISED = 100;

/** Each of the stage's issues has one of the first four of these labels, and a fifth of them the last. */
const LABELS = ['kind/bug', 'kind/feature', 'kind/cleanup', 'kind/flake', 'priority/backlog'];
const WEEKLY = {
  description: 'Weekly',
  day: 'Thursday',
  time: '10:00',
  tz: 'Europe/Berlin',
  frequency: 'weekly',
};

/** For whom a seventh of the stage's issues wait: here that is Dana's account. */
const ASSIGNEE = 'lee';

/** Twenty groups, each with a meeting, five of which share all that is open; Dana leads them all. */
const GROUPS: readonly Group[] = Array.from({ length: 20 }, (_, index) => ({
  ...sigNode,
  id: `sig-${index}`,
  title: `SIG ${index}`,
  label: LABELS[index] ?? `sig/${index}`,
  meetings: [WEEKLY],
}));

/** Measures what is one person's own: asked for, turned over, and as the Home tab of who leads one group or twenty. */
export const measureMine = () => measure(asks, PROMISED);

function asks(needs: AskNeeds): Ask[] {
  const { app } = needs;
  const plain = portsOver(needs);
  const find = async (slack: string) => ({ ...(await plain.people.find(slack)), github: ASSIGNEE });
  const one = { ...plain, people: { ...plain.people, find } };
  const timetables = GROUPS.flatMap((group) =>
    meetingsOf(group, { minutes: 60 }).map((meeting) => timetableOf(meeting, [])),
  );
  const twenty = {
    ...one,
    directory: { ...one.directory, current: () => ({ groups: GROUPS, doubts: [] }) },
    meetings: { ...one.meetings, all: () => Promise.resolve(timetables) },
  };
  const call = { user: 'U0DANA', channel: CHANNEL.id, now: NOW };
  const home = async (over: typeof one) =>
    JSON.stringify(await app.home({ ...call, channel: undefined }, over));
  return [
    { what: '/sig mine', run: async () => JSON.stringify(await app.command('mine', call, one)) },
    { what: '/sig mine of twenty groups', run: () => app.command('mine', call, twenty) },
    {
      what: 'a page of “Show all”',
      run: async () => JSON.stringify(await app.press('mine:all', '{"page":3}', call, one)),
    },
    { what: 'Home of a lead of one group', run: () => home(one) },
    { what: 'Home of a lead of twenty groups', run: () => home(twenty) },
  ];
}

import { escape, say, when } from '../../blocks.ts';
import { nextMorning, ownGroups, type OwnChoice } from '../../domain/mine.ts';
import type { Call, FormValues, Reply } from '../../feature.ts';
import type { Ports } from '../../ports.ts';
import { choiceOf, mineModal } from './form.ts';
import { followedBy, officesOf } from './mine-gather.ts';
import { morningText } from './words.ts';

/** The form; where none can be opened, what was chosen. */
export async function openSettings({ user }: Call, ports: Ports): Promise<Reply> {
  const choice = await ports.mine.of(user);
  const { morning } = choice;
  const { groups } = ports.directory.current();
  const followed = await followedBy(user, choice, ports);
  const zone = (await ports.people.zoneOf(user)) ?? 'UTC';
  const hint = 'Change it: `/sig mine settings` (a mention cannot open the form)';
  return {
    message: say(`${morningText(morning)}\n${hint}`),
    view: mineModal({ groups, followed, morning, zone }),
  };
}

/** A saved form: whose groups are theirs now, and when they are told next. */
export async function saveSettings(values: FormValues, call: Call, ports: Ports): Promise<Reply> {
  const { user, now } = call;
  const { groups: all } = ports.directory.current();
  const choice = choiceOf(values, all);
  const own = ownGroups(await ports.people.find(user), all, choice.groups ?? []);
  const { morning } = choice;
  const first = morning && nextMorning(morning, officesOf(own, ports), now);
  const next = first === undefined ? '' : ` The next time: ${when(first, '{date_short_pretty}, {time}')}.`;
  return chosen(choice, `Saved. ${groupsText(own)} ${morningText(morning)}${next}`, call);
}

/** How many groups are named. */
const NAMED = 5;

function groupsText(groups: readonly { title: string }[]): string {
  const names = groups.slice(0, NAMED).map(({ title }) => escape(title, 60));
  const more = groups.length > NAMED ? ` and ${groups.length - NAMED} more` : '';
  return names.length === 0 ? 'You have no groups.' : `Your groups: ${names.join(', ')}${more}.`;
}

/** One press, also under the message itself: nothing more comes unasked. */
export async function quiet(call: Call, ports: Ports): Promise<Reply> {
  const { groups } = await ports.mine.of(call.user);
  return chosen({ groups }, 'sigbot writes to you no more in the morning. Again: `/sig mine settings`', call);
}

function chosen(choice: OwnChoice, text: string, { user, now }: Call): Reply {
  const told = choice.morning
    ? 'to be told each workday what waits for them'
    : 'to be told only when they ask';
  return {
    message: say(text),
    effects: [{ kind: 'mine.choose', user, choice, at: now }],
    because: [`chose ${told}`],
  };
}

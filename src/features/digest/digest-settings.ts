import { context, escape, section, when } from '../../blocks.ts';
import { nextDigest, type DigestPolicy } from '../../domain/digest.ts';
import { UserError } from '../../domain/errors.ts';
import type { Group } from '../../domain/group.ts';
import { mayLead } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import { daysText, timeText } from '../../domain/zone.ts';
import type { Call, FormValues, Message, Reply } from '../../feature.ts';
import { groupMeant } from '../../group-meant.ts';
import type { Ports } from '../../ports.ts';
import { choiceOf, digestModal, WEEKDAYS } from './form.ts';
import { UNLABELLED } from './digest-show.ts';

/** The form for who leads the group; the settings in words for everybody else. */
export async function openSettings(name: string, call: Call, ports: Ports): Promise<Reply> {
  const group = groupMeant(name, 'digest settings', call, ports);
  const policy = await ports.policy.digest(group);
  const mine = mayLead(await ports.people.find(call.user), group);
  const hint = mine
    ? 'Change them: `/sig digest settings` (a mention cannot open the form)'
    : 'The group’s leads change them.';
  const message = settingsMessage(group, policy, hint, ports);
  return mine ? { message, view: digestModal(group, policy, ports.policy.digestLocked) } : { message };
}

/** A saved form: what was chosen, and when the next digest comes. */
export async function saveSettings(values: FormValues, id: string, call: Call, ports: Ports): Promise<Reply> {
  const group = groupMeant(id, 'digest settings', call, ports);
  if (!mayLead(await ports.people.find(call.user), group)) throw notYours(group);
  const plain = await ports.policy.digest(group, {});
  const choice = choiceOf(values, ports.policy.digestLocked, plain);
  const policy = await ports.policy.digest(group, choice);
  return {
    message: settingsMessage(group, policy, `Saved. ${nextText(policy, call.now)}`, ports),
    effects: [{ kind: 'digest.choose', group: group.id, choice, by: call.user, at: call.now }],
    because: [`changed the digests of ${group.title}`],
  };
}

function settingsMessage(group: Group, policy: DigestPolicy, hint: string, { directory }: Ports): Message {
  const text = `Digests of ${escape(group.title)}`;
  const nowhere = directory.channelOf(group) ? [] : ['• It has no channel, so none is posted'];
  const unlabelled = group.label === undefined ? [`• ${UNLABELLED(group)}`] : [];
  const lines = [...linesOf(policy), ...nowhere, ...unlabelled];
  return { text, blocks: [section([`*${text}*`, ...lines].join('\n')), context(hint)] };
}

function linesOf(policy: DigestPolicy): string[] {
  if (policy.post === 'off') return ['• None comes by itself; anybody may look: `/sig digest`'];
  const at = `at ${timeText(policy.at)} (${escape(policy.zone)})`;
  const weekday = WEEKDAYS[policy.day - 1] ?? '';
  const rhythms = {
    daily: `Daily, ${daysText(policy.days)}, ${at}`,
    weekly: `Weekly, on ${weekday}, ${at}`,
    both: `Daily, ${daysText(policy.days)}, and weekly on ${weekday} in its place, ${at}`,
  };
  return [
    `• ${rhythms[policy.post]}`,
    `• Where there is nothing to tell: ${policy.empty === 'line' ? 'one line that says so' : 'nothing is posted'}`,
    `• Once posted it ${policy.edited ? 'follows what it tells until the day is over' : 'stays as it is'}`,
  ];
}

function nextText(policy: DigestPolicy, now: Instant): string {
  const next = nextDigest(policy, now);
  if (next === undefined) return 'No digest comes by itself.';
  return `The next one comes ${when(next, '{date_short_pretty}, {time}')}.`;
}

function notYours({ title, leads }: Group): UserError {
  const names = leads.map(({ github }) => github).join(', ');
  return new UserError(
    `Only the leads of ${title} change its digests${names === '' ? '' : `: ${names}`}.`,
    names === '' ? 'Nobody leads it in the directory: ask the operator.' : 'Ask one of them.',
  );
}

import type { KnownBlock, ModalView } from '@slack/types';
import { context, escape, menu, modal, option, section, textInput } from '../../blocks.ts';
import type { DigestPolicy } from '../../domain/digest.ts';
import type { Group } from '../../domain/group.ts';
import { daysText, isZone, readDays, readTimeOfDay, timeText } from '../../domain/zone.ts';
import type { FormValues } from '../../feature.ts';

const POSTS = { off: 'None', daily: 'Daily', weekly: 'Weekly', both: 'Daily, and weekly on its day' };
const EMPTIES = { line: 'One line', nothing: 'Nothing' };
const EDITED = { no: 'It stays as posted', yes: 'It follows until the day is over' };

/** The days of the week, Monday first. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The form behind `/sig digest settings`; what only the operator chooses is named, not offered. */
export function digestModal(
  group: Group,
  policy: DigestPolicy,
  locked: readonly (keyof DigestPolicy)[],
): ModalView {
  const fields: Record<keyof DigestPolicy, KnownBlock> = {
    post: menu('post', 'Digests in the channel', optionsOf(POSTS), policy.post),
    at: textInput('at', 'When', 'For example 09:00.', { initial: timeText(policy.at) }),
    zone: textInput('zone', 'In the zone', 'For example Europe/Berlin; empty for that of /sig settings.', {
      initial: policy.zone,
    }),
    days: textInput('days', 'The daily one on', 'For example mon-fri, or sun,mon,tue.', {
      initial: daysText(policy.days),
    }),
    day: menu('day', 'The weekly one on', WEEKDAYS.map(dayOption), String(policy.day)),
    empty: menu('empty', 'Where there is nothing to tell', optionsOf(EMPTIES), policy.empty),
    edited: menu('edited', 'Once it is posted', optionsOf(EDITED), policy.edited ? 'yes' : 'no'),
  };
  const open = (Object.keys(fields) as (keyof DigestPolicy)[]).filter((key) => !locked.includes(key));
  const fixed = locked.length > 0 ? [context(`The operator decides: ${locked.join(', ')}`)] : [];
  const blocks = [section(`*${escape(group.title)}*`), ...open.map((key) => fields[key]), ...fixed];
  return modal('digest:settings', 'Digests', 'Save', group.id, blocks);
}

function optionsOf(options: Readonly<Record<string, string>>) {
  return Object.entries(options).map(([value, label]) => option(label, value));
}

function dayOption(name: string, index: number) {
  return option(name, String(index + 1));
}

/** What the form's texts must look like, and what is said where they do not. */
const RULES: Readonly<Record<string, { fits(text: string): boolean; remedy: string }>> = {
  at: { fits: (text) => readTimeOfDay(text) !== undefined, remedy: 'Write a time of day: 09:00.' },
  zone: { fits: isZone, remedy: 'Write a zone as Europe/Berlin or America/New_York.' },
  days: {
    fits: (text) => readDays(text.toLowerCase()) !== undefined,
    remedy: 'Write days of the week: mon-fri, or sun,mon,tue.',
  },
};

/** What is wrong with the form, by field. */
export function checkForm(values: FormValues): Record<string, string> | undefined {
  const wrong = Object.entries(RULES).flatMap(([name, { fits, remedy }]) => {
    const text = values[name]?.trim() ?? '';
    return text === '' || fits(text) ? [] : [[name, remedy] as const];
  });
  return wrong.length > 0 ? Object.fromEntries(wrong) : undefined;
}

/**
 * What was chosen otherwise than it would be anyway, but for what only the operator chooses: the rest goes on following the
 * operator's file. An emptied field takes its choice away.
 * @param plain what counts where the group's leads have chosen nothing
 */
export function choiceOf(
  values: FormValues,
  locked: readonly (keyof DigestPolicy)[],
  plain: DigestPolicy,
): Partial<DigestPolicy> {
  const text = (name: string) => values[name]?.trim() ?? '';
  const [at, days] = [readTimeOfDay(text('at')), readDays(text('days').toLowerCase())];
  const post = (Object.keys(POSTS) as DigestPolicy['post'][]).find((one) => one === text('post'));
  const empty = (Object.keys(EMPTIES) as DigestPolicy['empty'][]).find((one) => one === text('empty'));
  const chosen: Partial<DigestPolicy> = {
    ...(post && { post }),
    ...(at !== undefined && { at }),
    ...(text('zone') !== '' && { zone: text('zone') }),
    ...(days && { days }),
    ...(text('day') !== '' && { day: Number(text('day')) }),
    ...(empty && { empty }),
    ...(text('edited') !== '' && { edited: text('edited') === 'yes' }),
  };
  const isOwn = (key: keyof DigestPolicy) =>
    !locked.includes(key) && JSON.stringify(chosen[key]) !== JSON.stringify(plain[key]);
  const own = (Object.keys(chosen) as (keyof DigestPolicy)[]).filter(isOwn);
  return Object.fromEntries(own.map((key) => [key, chosen[key]]));
}

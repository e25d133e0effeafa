import type { InputBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import { LIMITS, menu, modal, option, textInput } from '../../blocks.ts';
import type { Group } from '../../domain/group.ts';
import type { Morning, OwnChoice } from '../../domain/mine.ts';
import { isZone, readTimeOfDay, timeText } from '../../domain/zone.ts';
import type { FormValues } from '../../feature.ts';

const TOLD = { no: 'Only when I ask', yes: 'Each workday, where something waits for me' };

const ZONE_HINT =
  'For example Europe/Berlin. Workdays are those of an office of your groups there, else Monday to Friday.';

/** When somebody is told who chose no other time. */
const MORNING = 9 * 60;

/** What the form shows at first. */
export interface Filled {
  groups: readonly Group[];
  followed: readonly string[];
  morning: Morning | undefined;
  /** That of the person's clocks. */
  zone: string;
}

/** The form behind `/sig mine settings`. */
export function mineModal({ groups, followed, morning, zone }: Filled): ModalView {
  return modal('mine:settings', 'Your settings', 'Save', '', [
    groupsInput(groups, followed),
    menu(
      'told',
      'sigbot writes to me',
      Object.entries(TOLD).map(([value, label]) => option(label, value)),
      morning ? 'yes' : 'no',
    ),
    textInput('at', 'At', 'For example 09:00.', { initial: timeText(morning?.at ?? MORNING) }),
    textInput('zone', 'In the zone', ZONE_HINT, { initial: morning?.zone ?? zone }),
  ]);
}

/** Any of the groups. */
function groupsInput(groups: readonly Group[], followed: readonly string[]): InputBlock {
  const options = groups.map(({ id, title }) => option(title, id));
  const chosen = options.filter(({ value }) => followed.includes(value ?? ''));
  return {
    type: 'input',
    block_id: 'groups',
    optional: true,
    label: { type: 'plain_text', text: 'Groups I follow' },
    hint: { type: 'plain_text', text: 'Those you lead, or are named to triage for, are yours already.' },
    element: {
      type: 'multi_static_select',
      action_id: 'groups',
      ...inParts(options),
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
    },
  };
}

/** The options, in parts where they are more than one list of Slack's holds. */
function inParts(
  options: PlainTextOption[],
):
  | { options: PlainTextOption[] }
  | { option_groups: { label: PlainTextElement; options: PlainTextOption[] }[] } {
  if (options.length <= LIMITS.options) return { options };
  const starts = [...options.keys()].filter((place) => place % LIMITS.options === 0);
  const parts = starts.map((start) => options.slice(start, start + LIMITS.options));
  return {
    option_groups: parts.map((part) => ({
      label: { type: 'plain_text', text: `From ${part[0]?.text.text ?? ''}`.slice(0, LIMITS.optionText) },
      options: part,
    })),
  };
}

/** What is wrong with the form, by field; the time counts only for who wants to be told. */
export function checkForm(values: FormValues): Record<string, string> | undefined {
  if (values['told'] !== 'yes') return undefined;
  const wrong = {
    ...(readTimeOfDay(textIn(values, 'at')) === undefined && { at: 'Write a time of day: 09:00.' }),
    ...(!isZone(textIn(values, 'zone')) && { zone: 'Write a zone as Europe/Berlin or America/New_York.' }),
  };
  return Object.keys(wrong).length > 0 ? wrong : undefined;
}

/** What was chosen, of the groups there are. */
export function choiceOf(values: FormValues, groups: readonly Group[]): OwnChoice {
  const ids = textIn(values, 'groups').split(',');
  const followed = groups.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  const at = readTimeOfDay(textIn(values, 'at'));
  const told = values['told'] === 'yes' && at !== undefined;
  return { groups: followed, ...(told && { morning: { at, zone: textIn(values, 'zone') } }) };
}

function textIn(values: FormValues, name: string): string {
  return values[name]?.trim() ?? '';
}

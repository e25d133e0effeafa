import type { KnownBlock, ModalView } from '@slack/types';
import {
  context,
  escape,
  fitting,
  header,
  link,
  menu,
  modal,
  option,
  say,
  section,
  sections,
  textInput,
  when,
} from '../../blocks.ts';
import { SECTIONS, type AgendaPolicy } from '../../domain/agenda-policy.ts';
import type { Group } from '../../domain/group.ts';
import type { Issue } from '../../domain/issue.ts';
import { PREVIEWED, type Noise, type Preview } from '../../domain/noise.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import { dateIn, hoursText, timeText } from '../../domain/zone.ts';
import type { Message } from '../../feature.ts';
import { agendaTexts, beforeWords } from './plan.ts';

/** All that leads may choose of a group. */
export interface Settings {
  noise: Noise;
  agenda: AgendaPolicy;
}

/** A group's settings in words. */
export function settingsMessage(group: Group, { noise, agenda }: Settings, mayChange: boolean): Message {
  const text = `How loud sigbot is in the channel of ${escape(group.title)}`;
  const hint = mayChange
    ? 'Change them: `/sig settings` (a mention cannot open the form)'
    : 'The group’s leads change them. What they come to: `/sig preview`';
  return {
    text,
    blocks: [section([`*${text}*`, ...lines(noise)].join('\n')), agendaSection(agenda), context(hint)],
  };
}

/** When the agenda comes, and what it is made of, in words. */
function agendaSection({ publish, sections: parts }: AgendaPolicy): KnownBlock {
  const when =
    publish === undefined
      ? 'Agendas are not published; `/sig agenda` shows them'
      : `An agenda is published ${beforeWords(publish)} before each meeting`;
  const names = parts
    .map(({ name, limit }) => (name === 'counts' ? name : `${name} (up to ${limit})`))
    .join(', ');
  return section(`*Its meetings*\n• ${when}\n• Its parts: ${names || 'none'}`);
}

function lines(noise: Noise): string[] {
  const { zone, hours, budget, quiet, pullRequests } = noise;
  return [
    `• ${CARDS[noise.cards](noise)}`,
    `• ${hours ? `Only ${hoursText(hours)} (${escape(zone)}); what comes meanwhile is one message then` : 'At any hour'}`,
    `• ${budget === undefined ? 'As many cards as there are' : `At most ${budget} new cards an hour, the rest in one message`}`,
    ...(quiet.length > 0 ? [`• Nothing with ${escape(quiet.join(', '), 300)}`] : []),
    `• Issues that robots opened ${noise.robots ? 'count like others' : 'make no cards'}`,
    `• Pull requests ${pullRequests ? 'make cards once they are no drafts' : 'make no cards'}`,
    `• In a card’s thread: ${THREAD[noise.thread]}`,
  ];
}

const CARDS: Record<Noise['cards'], (noise: Noise) => string> = {
  instant: () => 'A card for each new issue, at once',
  hourly: () => 'New issues in one message an hour',
  daily: ({ dailyAt, zone }) => `New issues in one message a day, at ${timeText(dailyAt)} (${escape(zone)})`,
};

const THREAD: Record<Noise['thread'], string> = {
  nothing: 'nothing',
  state: 'when the issue is closed or opened again',
  comments: 'comments, and when the issue is closed or opened again',
};

/** The form; what only the operator chooses is named, not offered. */
export function settingsModal(
  group: Group,
  { noise, agenda }: Settings,
  locked: { noise: readonly (keyof Noise)[]; agenda: readonly (keyof AgendaPolicy)[] },
): ModalView {
  const fields: Record<keyof Noise, KnownBlock> = {
    cards: menu('cards', 'New issues', optionsOf(CARD_OPTIONS), noise.cards),
    dailyAt: textInput('dailyAt', 'When, once a day', 'For example 09:00.', {
      initial: timeText(noise.dailyAt),
    }),
    hours: textInput(
      'hours',
      'Only within these hours',
      'For example mon-fri 09:00-18:00; empty for always.',
      {
        initial: noise.hours ? hoursText(noise.hours) : '',
      },
    ),
    zone: textInput('zone', 'In the zone', 'For example Europe/Berlin.', { initial: noise.zone }),
    budget: textInput(
      'budget',
      'New cards an hour, at most',
      'What is more becomes one message; empty for no limit.',
      {
        initial: noise.budget === undefined ? '' : String(noise.budget),
      },
    ),
    quiet: textInput(
      'quiet',
      'No cards for these labels',
      'Whole labels with commas between: lifecycle/frozen.',
      {
        initial: noise.quiet.join(', '),
      },
    ),
    robots: menu(
      'robots',
      'Issues that robots opened',
      optionsOf(ROBOT_OPTIONS),
      noise.robots ? 'yes' : 'no',
    ),
    pullRequests: menu(
      'pullRequests',
      'Pull requests',
      optionsOf(PULL_OPTIONS),
      noise.pullRequests ? 'yes' : 'no',
    ),
    thread: menu('thread', 'In a card’s thread', optionsOf(THREAD_OPTIONS), noise.thread),
  };
  const open = (Object.keys(fields) as (keyof Noise)[]).filter((key) => !locked.noise.includes(key));
  const parts = agendaFields(agenda).filter(([key]) => !locked.agenda.includes(key));
  const kept = [...locked.noise, ...locked.agenda.map((key) => LOCKED[key])];
  const fixed = kept.length > 0 ? [context(`The operator decides: ${kept.join(', ')}`)] : [];
  const blocks = [
    section(`*${escape(group.title)}*`),
    ...open.map((key) => fields[key]),
    ...parts.map(([, field]) => field),
    ...fixed,
  ];
  return modal('settings', 'Settings', 'Save', group.id, blocks);
}

const LOCKED: Readonly<Record<keyof AgendaPolicy, string>> = {
  publish: 'when agendas are published',
  sections: 'the parts of agendas',
};

function agendaFields(agenda: AgendaPolicy): [keyof AgendaPolicy, KnownBlock][] {
  const { publish, sections: parts } = agendaTexts(agenda);
  const when = 'For example 2d or 36h, or off; empty for what the operator has.';
  const which = `One part a line, in their order, with how much of it is shown. Parts: ${SECTIONS.join(', ')}. Empty for what the operator has.`;
  return [
    [
      'publish',
      textInput('publish', 'How long before a meeting its agenda comes', when, { initial: publish }),
    ],
    [
      'sections',
      textInput('sections', 'What agendas are made of', which, { initial: parts, multiline: true, max: 500 }),
    ],
  ];
}

const CARD_OPTIONS = {
  instant: 'A card each, at once',
  hourly: 'One message an hour',
  daily: 'One message a day',
};
const ROBOT_OPTIONS = { yes: 'Make cards', no: 'Make no cards' };
const PULL_OPTIONS = { yes: 'A card each, with what it lacks to be merged', no: 'Make no cards' };
const THREAD_OPTIONS = { nothing: 'Nothing', state: 'Closed and reopened', comments: 'Comments too' };

function optionsOf(options: Readonly<Record<string, string>>) {
  return Object.entries(options).map(([value, label]) => option(label, value));
}

/** The answer to a saved form. */
export function savedMessage(group: Group, agenda: AgendaPolicy, expected: Message): Message {
  const text = `Saved for ${escape(group.title)}.`;
  return { text, blocks: [section(text), agendaSection(agenda), ...expected.blocks] };
}

/** A group whose issues nobody can tell from others'. */
export function unlabelledMessage({ title }: Group): Message {
  return say(`${escape(title)} has no label, so no issue is its own and nothing is posted for it.`);
}

/** What the last fortnight would have brought, with the list. */
export function previewMessage(group: Group, { messages, silenced }: Preview, noise: Noise): Message {
  const [day, most] = busiest(messages, noise.zone);
  const count = `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}`;
  const peak = most > 0 ? `, ${most} on the busiest day (${day})` : '';
  const text = `In the last ${PREVIEWED / DAY} days this would have posted ${count}${peak}.`;
  const named = fitting(messages.toReversed().map(messageLine)).toReversed();
  const earlier = messages.length - named.length;
  const hidden = [
    ...(earlier > 0 ? [`${earlier} earlier ${earlier === 1 ? 'one' : 'ones'}`] : []),
    ...(silenced > 0
      ? [`${silenced} ${silenced === 1 ? 'issue' : 'issues'} that these settings silence`]
      : []),
  ];
  return {
    text,
    blocks: [
      header(`Preview for ${group.title}`),
      section(text),
      ...sections(named),
      ...(hidden.length > 0 ? [context(`Not listed: ${hidden.join(', ')}`)] : []),
      context('As if every issue had got the group’s label when it was opened; nothing is posted by this.'),
    ],
  };
}

type Expected = Preview['messages'][number];

function messageLine({ at, issues }: Expected): string {
  const [only, ...more] = issues;
  const what = only && more.length === 0 ? link(only.url, only.title, 80) : bundleText(issues);
  return `• ${when(at, '{date_short_pretty} {time}')} ${what}`;
}

/** How many issues of one message are named; the rest is counted. */
const NAMED = 8;

/** "3 issues in one message: #1, #2, #3" */
function bundleText(issues: readonly Issue[]): string {
  const named = issues.slice(0, NAMED).map(({ url, number }) => link(url, `#${number}`));
  const more = issues.length > NAMED ? ` and ${issues.length - NAMED} more` : '';
  return `${issues.length} issues in one message: ${named.join(', ')}${more}`;
}

function busiest(messages: readonly Expected[], zone: string): [day: string, most: number] {
  const days = Object.entries(Object.groupBy(messages, ({ at }: { at: Instant }) => dateIn(zone, at)));
  const counts = days.map(([day, of = []]) => [day, of.length] as [string, number]);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
}

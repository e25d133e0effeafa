import type { Attendance, Flow, GroupYear } from '../../domain/annual.ts';
import type { GroupKind } from '../../domain/group.ts';
import { hoursText } from '../../domain/health-words.ts';
import { plainMarkdown } from '../../domain/markdown.ts';

/**
 * The numbers of a year, under the headings that Kubernetes' annual report has for a SIG (kubernetes/community,
 * generator/annual-report/sig_report.tmpl), as far as they are known; what is not is said.
 */
export function yearMarkdown(year: GroupYear): string {
  return [
    `# ${year.year}: the numbers of ${plainMarkdown(year.group, 200)}`,
    '',
    ...grounds(year),
    '',
    '## Project health',
    '',
    ...projectHealth(year),
    '',
    '## Membership',
    '',
    ...membership(year),
    '',
    '## Subprojects',
    '',
    ...(year.subprojects.length === 0 ? ['- none'] : []),
    ...firstOf(year.subprojects, MOST.subprojects, '', (name) => plainMarkdown(name, NAME)),
    '',
    '## Operational',
    '',
    ...operational(year),
    '',
    'Not known to sigbot: KEP work, working groups, contributors’ affiliations, which subprojects are new.',
  ].join('\n');
}

/** On what the numbers stand. */
function grounds({ known, since, estimated }: GroupYear): string[] {
  if (!known) return ['It has no label, so no issue is its own. Private meetings are not counted.'];
  return [
    `Issues and pull requests: from ${known.from} to ${known.until}.`,
    ...(estimated > 0 ? [`${days(estimated)} of it estimated from GitHub’s dates.`] : []),
    ...(since > known.from ? [`Decisions and meetings: since ${since}, when sigbot came.`] : []),
    'Private issues and meetings are not counted.',
  ];
}

function days(count: number): string {
  return count === 1 ? 'One day' : `${count} days`;
}

function projectHealth(year: GroupYear): string[] {
  const { issues, pulls, triaged, medianHours, p90Hours, triagers } = year;
  const pace =
    medianHours === undefined || p90Hours === undefined
      ? triaged === 0
        ? 'nothing was triaged'
        : 'unknown'
      : `half within ${hoursText(medianHours)}, 90 % within ${hoursText(p90Hours)}`;
  return [
    `- Issues: ${flowText(issues)}`,
    `- Pull requests: ${flowText(pulls)}`,
    `- Issues triaged: ${numberText(triaged)}`,
    `- Time to triage: ${pace}`,
    `- Active triagers: ${triaged === undefined ? 'unknown' : triagers.length}`,
    ...firstOf(triagers, MOST.triagers, '  ', ({ name, count }) => `${plainMarkdown(name, NAME)}: ${count}`),
  ];
}

function flowText({ opened, closed, left }: Flow): string {
  if (opened === undefined && closed === undefined) return 'unknown';
  return `${numberText(opened)} opened, ${numberText(closed)} closed, ${numberText(left)} open`;
}

/** As the templates call them. */
const KIND: Readonly<Record<GroupKind, string>> = {
  sig: 'SIG',
  wg: 'WG',
  ug: 'UG',
  committee: 'Committee',
  group: 'Group',
};

function membership({ kind, attendance }: GroupYear): string[] {
  return [
    '- Primary slack channel member count: unknown',
    '- Primary mailing list member count: unknown',
    `- Primary meeting attendee count (estimated, if needed): ${attendanceText(attendance)}`,
    `- Primary meeting participant count (estimated, if needed): ${attendance ? attendance.people : 'unknown'}`,
    ...(kind === 'sig' ? PACKAGES : []),
  ];
}

/** Only SIGs own packages. */
const PACKAGES = [
  '- Unique reviewers for SIG-owned packages: unknown',
  '- Unique approvers for SIG-owned packages: unknown',
];

/** People say themselves that they are there, so there were at least as many. */
function attendanceText(attendance: Attendance | undefined): string {
  if (!attendance) return 'unknown';
  const { median, most, meetings } = attendance;
  const of = meetings === 1 ? 'one meeting' : `${meetings} meetings`;
  return `${median} (median), ${most} at most; those who said so, in ${of}`;
}

function operational({ kind, meetings, charter, missing, said, leads }: GroupYear): string[] {
  return [
    `- Meetings: ${meetings ? `${meetings.held} held, ${meetings.off} called off, ${meetings.unrecorded} without a record` : 'unknown'}`,
    `- ${charter.text}`,
    `- Held without notes: ${numberText(missing.notes)}; without a recording: ${numberText(missing.recordings)}`,
    `- Written down in meetings: ${said ? saidText(said) : 'unknown'}`,
    `- ${KIND[kind]} leaders in sigs.yaml:${leads.length === 0 ? ' none' : ''}`,
    ...firstOf(
      leads,
      MOST.leads,
      '  ',
      ({ name, github, role }) =>
        `${plainMarkdown(name || github, NAME)} (${plainMarkdown(github, NAME)}), ${role}`,
    ),
  ];
}

function saidText({ decisions, actions, done }: NonNullable<GroupYear['said']>): string {
  const made = [counted(decisions, 'decision'), counted(actions, 'action item')].join(', ');
  return actions === 0 ? made : `${made}, ${done} of these done`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How many of each are named, and how long a name may be: all of it has to go into one message of Slack's. */
const MOST = { triagers: 40, leads: 20, subprojects: 60 };
const NAME = 40;

/** The first of a list, a line each, and how many more there are. */
function firstOf<T>(all: readonly T[], most: number, indent: string, line: (one: T) => string): string[] {
  const more = all.length - most;
  return [
    ...all.slice(0, most).map((one) => `${indent}- ${line(one)}`),
    ...(more > 0 ? [`${indent}- and ${more} more`] : []),
  ];
}

function numberText(count: number | undefined): string {
  return count === undefined ? 'unknown' : String(count);
}

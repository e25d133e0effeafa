import { channelLink, context, escape, header, link, LIMITS, section, sections } from '../../blocks.ts';
import type { Channel, Group, GroupKind, MeetingLine } from '../../domain/group.ts';
import type { Message } from '../../feature.ts';

const KIND_TITLES: Record<GroupKind, string> = {
  sig: 'Special interest groups',
  wg: 'Working groups',
  ug: 'User groups',
  committee: 'Committees',
  group: 'Groups',
};

interface Listed {
  group: Group;
  channel: Channel | undefined;
}

/** All groups by kind, a line each. */
export function groupList(listed: readonly Listed[]): Message {
  const kinds = [...new Set(listed.map(({ group }) => group.kind))];
  const blocks = kinds.flatMap((kind) => {
    const lines = listed.filter(({ group }) => group.kind === kind).map(listLine);
    return [header(KIND_TITLES[kind]), ...sections(lines)];
  });
  const text = `${listed.length} groups`;
  const more = context(`More on one: \`/sig info ${listed[0]?.group.id ?? 'node'}\``);
  return { text, blocks: [...blocks.slice(0, LIMITS.messageBlocks - 1), more] };
}

function listLine({ group, channel }: Listed): string {
  const parts = [
    `*${escape(group.title, 80)}*`,
    channel ? channelLink(channel.id) : 'no channel',
    ...(group.label === undefined ? [] : [`\`${escape(group.label, 60).replaceAll('`', '')}\``]),
  ];
  return parts.join(' · ');
}

/** One group: mission, leads, channel, meetings as the directory writes them, links. */
export function groupInfo(group: Group, channel: Channel | undefined): Message {
  const mission = group.mission === undefined ? [] : [section(escape(group.mission, 1500))];
  const shown = group.meetings.filter((meeting) => !meeting.private).map(meetingLine);
  const meetings = [...new Set(shown)].slice(0, 15);
  const blocks = [
    header(group.title),
    ...mission,
    section(['*Where*', whereText(group, channel), '*Leads*', leadsText(group)].join('\n')),
    ...(meetings.length > 0 ? sections(['*Meetings*', ...meetings]) : []),
    ...(group.subprojects.length > 0
      ? [context(`Subprojects: ${escape(group.subprojects.join(', '), 1000)}`)]
      : []),
    ...linksOf(group),
  ];
  return { text: group.title, blocks };
}

function whereText(group: Group, channel: Channel | undefined): string {
  const place = channel ? channelLink(channel.id) : 'No Slack channel that sigbot may post in';
  return group.label === undefined
    ? place
    : `${place} · label \`${escape(group.label, 60).replaceAll('`', '')}\``;
}

function leadsText(group: Group): string {
  if (group.leads.length === 0) return 'None named in the directory';
  return group.leads
    .slice(0, 20)
    .map(
      ({ github, name, role }) =>
        `${link(`https://github.com/${encodeURIComponent(github)}`, name, 60)} (${role})`,
    )
    .join(', ');
}

function meetingLine(meeting: MeetingLine): string {
  const when = [meeting.day, meeting.time, meeting.tz, meeting.frequency].filter(
    (part) => part !== undefined,
  );
  const name =
    meeting.url === undefined
      ? escape(meeting.description, 100)
      : link(meeting.url, meeting.description, 100);
  const notes = meeting.notesUrl === undefined ? '' : ` · ${link(meeting.notesUrl, 'notes')}`;
  return `• ${name}: ${escape(when.join(', '), 150) || 'no time given'}${notes}`;
}

function linksOf(group: Group) {
  const links = [
    group.charterUrl === undefined ? '' : link(group.charterUrl, 'Charter'),
    group.mailingListUrl === undefined ? '' : link(group.mailingListUrl, 'Mailing list'),
  ].filter((text) => text !== '');
  return links.length > 0 ? [context(...links)] : [];
}

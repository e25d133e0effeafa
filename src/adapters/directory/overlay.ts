import {
  readChannel,
  type Directory,
  type Doubt,
  type Group,
  type GroupOverlay,
  type MeetingOverlay,
  type TriagerRule,
} from '../../domain/group.ts';
import { overlaidLines } from '../../domain/meeting.ts';
import { nearest } from '../../domain/nearest.ts';
import { bareName, titleOf } from './names.ts';
import type { FileDoubt } from './text.ts';

/** What a community's file says, before the operator's overlay. It can be stored: no e-mail address, no passcode. */
export interface FileDirectory {
  groups: readonly Group[];
  doubts: readonly FileDoubt[];
}

/**
 * Lays the operator's word over the file's, and doubts what is then still missing or said twice. `triagers` counts for
 * every group that has no rule of its own.
 */
export function withOverlay(
  file: FileDirectory,
  overlay: Readonly<Record<string, GroupOverlay>>,
  triagers?: TriagerRule,
): Directory {
  const entries = new Map(Object.entries(overlay).map(([id, entry]) => [id.toLowerCase(), entry]));
  const groups = file.groups.map((group) =>
    overlaid(group, { triagers, ...entries.get(group.id.toLowerCase()) }),
  );
  const standing = file.doubts.filter(({ about, field }) => {
    const entry = entries.get(about.toLowerCase());
    return field === undefined || entry?.[field] === undefined;
  });
  const doubts: Doubt[] = [
    ...standing.map(({ severity, about, text }) => ({ severity, about, text })),
    ...groups.flatMap((group) => missing(group, standing)),
    ...sharedLabels(groups),
    ...strangers(Object.keys(overlay), groups),
  ];
  return { groups, doubts };
}

function overlaid(group: Group, entry: GroupOverlay): Group {
  return {
    ...group,
    ...(entry.name === undefined
      ? {}
      : { name: bareName(entry.name, group.kind), title: titleOf(entry.name, group.kind) }),
    label: entry.label ?? group.label,
    channel: entry.channel === undefined ? group.channel : readChannel(entry.channel),
    paused: entry.paused ?? group.paused,
    pullRequests: entry.pullRequests ?? group.pullRequests,
    ...(entry.triagers ? { triagers: entry.triagers } : {}),
    ...(entry.meetings ? meetingsUnder(group, entry.meetings) : {}),
  };
}

/** A line that the operator calls private is so wherever the group's meetings are read. */
function meetingsUnder(
  group: Group,
  meetingOverlays: readonly MeetingOverlay[],
): Pick<Group, 'meetings' | 'meetingOverlays'> {
  const lines = overlaidLines({ ...group, meetingOverlays });
  const closed = new Set(lines.filter(({ overlay }) => overlay?.private).map(({ line }) => line));
  return {
    meetings: group.meetings.map((line) => (closed.has(line) ? { ...line, private: true } : line)),
    meetingOverlays,
  };
}

/** What a group lacks, where the file's own doubts do not say it already. */
function missing(group: Group, said: readonly FileDoubt[]): Doubt[] {
  const doubts: Doubt[] = [];
  const warn = (field: 'label' | 'channel', text: string) => {
    if (group[field] !== undefined || said.some((doubt) => doubt.about === group.id && doubt.field === field))
      return;
    doubts.push({ severity: 'warning', about: group.id, text });
  };
  warn('label', 'It has no label, so no issue reaches it. Give it one under groups.');
  warn('channel', 'It has no Slack channel, so its issues get no cards. Give it one under groups.');
  return doubts;
}

function sharedLabels(groups: readonly Group[]): Doubt[] {
  const byLabel = Map.groupBy(
    groups.filter((group) => group.label !== undefined),
    (group) => group.label?.toLowerCase() ?? '',
  );
  return [...byLabel.values()]
    .filter((sharing) => sharing.length > 1)
    .map((sharing) => ({
      severity: 'warning',
      about: sharing[0]?.label ?? '',
      text: `It is the label of ${sharing.map((group) => group.id).join(' and ')}: an issue that has it goes to all of them.`,
    }));
}

function strangers(ids: readonly string[], groups: readonly Group[]): Doubt[] {
  const known = groups.map((group) => group.id);
  const lower = new Set(known.map((id) => id.toLowerCase()));
  return ids
    .filter((id) => !lower.has(id.toLowerCase()))
    .map((id) => {
      const meant = nearest(id, known);
      const hint = meant ? ` Did you mean ${meant}?` : '';
      return {
        severity: 'warning',
        about: `groups.${id}`,
        text: `The directory has no such group: not used.${hint}`,
      };
    });
}

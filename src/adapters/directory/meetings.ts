import type { MeetingLine } from '../../domain/group.ts';
import { fieldList, isAbsent, isMap, linkOf, textOf, type Doubts, type Node } from './text.ts';

/** The meetings of a group and, behind them, those of its subprojects. One that is private is kept without its links. */
export function readMeetings(fields: Record<string, Node>, id: string, doubts: Doubts): MeetingLine[] {
  const own = meetingsIn(fields['meetings'], id, doubts);
  const subprojects = Array.isArray(fields['subprojects']) ? fields['subprojects'].filter(isMap) : [];
  const below = subprojects.flatMap((node) => {
    const subproject = textOf(node['name']);
    return meetingsIn(node['meetings'], id, doubts).map((line) => ({
      ...line,
      ...(subproject === undefined ? {} : { subproject }),
    }));
  });
  return [...own, ...below].slice(0, MOST);
}

/** More meetings than any group has: protects from a file made to exhaust the process. */
const MOST = 300;

function meetingsIn(list: Node, id: string, doubts: Doubts): MeetingLine[] {
  const meetings: MeetingLine[] = [];
  for (const node of fieldList(list, id, 'meetings', doubts)) {
    if (Array.isArray(node) || isAbsent(node)) continue;
    const line = readMeeting(isMap(node) ? node : { description: node });
    if (line.private) doubts.add('note', id, 'A meeting is marked private: it is not shown.');
    meetings.push(line);
  }
  return meetings;
}

function readMeeting(fields: Record<string, Node>): MeetingLine {
  const description = textOf(fields['description']) ?? textOf(fields['name']);
  const written = {
    description: description ?? 'Meeting',
    day: textOf(fields['day']),
    time: textOf(fields['time']),
    tz: textOf(fields['tz']),
    frequency: textOf(fields['frequency']),
  };
  if (isPrivate(fields, description)) return { ...written, private: true };
  return {
    ...written,
    url: linkOf(fields['url']),
    notesUrl: linkOf(fields['archive_url'] ?? fields['meeting_notes_url'] ?? fields['notes_url']),
    recordingsUrl: linkOf(fields['recordings_url']),
  };
}

function isPrivate(fields: Record<string, Node>, description: string | undefined): boolean {
  return (
    /^(?:true|yes|on|1)$/i.test(textOf(fields['private']) ?? '') || /\bprivate\b/i.test(description ?? '')
  );
}

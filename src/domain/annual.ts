import type { PastMeeting } from './charter.ts';
import type { GroupKind, Lead } from './group.ts';
import type { CharterFinding, MissingRecords, TriagerLoad } from './health.ts';
import type { GroupDay } from './history.ts';
import { median, sum } from './weeks.ts';

/** What came and went of one kind in a year; `left`: open when it ended, or now. */
export interface Flow {
  opened: number | undefined;
  closed: number | undefined;
  left: number | undefined;
}

/** Who came to meetings, as far as people said that they were there. */
export interface Attendance {
  /** Of how many meetings anybody said so. */
  meetings: number;
  median: number;
  most: number;
  people: number;
}

/** What is known of a group's year, for its annual report. What nobody knows is undefined, never zero. */
export interface GroupYear {
  /** "SIG Node" */
  group: string;
  kind: GroupKind;
  year: number;
  /** The first and the last day of which anything is known; undefined where the group has no label. */
  known: { from: string; until: string } | undefined;
  /** How many of these days are estimated. */
  estimated: number;
  /** The day since which decisions and meetings are known. */
  since: string;
  issues: Flow;
  pulls: Flow;
  triaged: number | undefined;
  medianHours: number | undefined;
  p90Hours: number | undefined;
  triagers: readonly TriagerLoad[];
  /** What became of its meetings; undefined where the bot came after this year, or the year has not begun. */
  meetings: Record<PastMeeting['was'], number> | undefined;
  charter: CharterFinding;
  missing: MissingRecords;
  attendance: Attendance | undefined;
  /** What was written down in meetings; undefined as above. */
  said: Record<'decisions' | 'actions' | 'done', number> | undefined;
  leads: readonly Lead[];
  subprojects: readonly string[];
}

/** What came and went on these days. */
export function flowsIn(days: readonly GroupDay[]): { issues: Flow; pulls: Flow } {
  return {
    issues: {
      opened: sum(days.map(({ opened }) => opened)),
      closed: sum(days.map(({ closed }) => closed)),
      left: days.findLast(({ open }) => open !== undefined)?.open,
    },
    pulls: {
      opened: sum(days.map(({ pullsOpened }) => pullsOpened)),
      closed: sum(days.map(({ pullsClosed }) => pullsClosed)),
      left: days.findLast(({ pulls }) => pulls !== undefined)?.pulls,
    },
  };
}

/** Who came; undefined where nobody ever said that they were there. */
export function attendanceOf(meetings: readonly PastMeeting[]): Attendance | undefined {
  const told = meetings.map(({ present }) => present).filter(({ length }) => length > 0);
  const counts = told.map(({ length }) => length);
  const middle = median(counts);
  return middle === undefined
    ? undefined
    : {
        meetings: told.length,
        median: middle,
        most: Math.max(...counts),
        people: new Set(told.flat()).size,
      };
}

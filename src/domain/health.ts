/** A calendar week of a group, Monday to Sunday in UTC. What nobody knows is undefined, never zero. */
export interface HealthWeek {
  /** Its Monday: "2026-11-16". */
  from: string;
  /** How many issues were open when it ended, or now where it has not ended; `untriaged` are those of them that wait. */
  open: number | undefined;
  untriaged: number | undefined;
  /** How many were opened, were closed, and were decided about by the group, in this week. */
  opened: number | undefined;
  closed: number | undefined;
  triaged: number | undefined;
  /** Hours from an issue's opening to the group's first decision, of those decided about in this week. */
  medianHours: number | undefined;
  p90Hours: number | undefined;
  /** Whether any of this was told by GitHub afterwards, not counted by us at the time. */
  estimated: boolean;
}

/** How often somebody decided for the group. */
export interface TriagerLoad {
  /** As the group knows them: a name or a GitHub login. */
  name: string;
  /** Their GitHub login, where it is known: drawn where the name cannot be. */
  login?: string | undefined;
  count: number;
}

export const MEETING_WAS = ['held', 'off', 'unrecorded'] as const;
/** `off`: called off beforehand. `unrecorded`: nobody called it off, and nothing tells that it was held. */
export type MeetingWas = (typeof MEETING_WAS)[number];

/** One occurrence of a group's meetings that has passed. */
export interface MeetingDay {
  /** The day it began on, in the meeting's zone: "2026-11-17". */
  date: string;
  was: MeetingWas;
}

/** Where a group stands with the charter's rule on meetings; `unknown` where too little was heard of them. */
export interface CharterFinding {
  verdict: 'met' | 'broken' | 'unknown';
  /** One plain sentence without a full stop: "No meeting for 5 weeks, from 6 April". */
  text: string;
}

/** How many of the meetings held lack what the charter asks for; undefined where nobody knows. */
export interface MissingRecords {
  held: number;
  notes: number | undefined;
  recordings: number | undefined;
}

/** How a group fares: what its picture draws and its numbers say. */
export interface Health {
  /** The group's title: "SIG Boats". */
  group: string;
  /** The day it tells of, in UTC: "2026-11-23". */
  day: string;
  /** Oldest first, without gaps; twelve, and fewer where the group is younger. The last one may not have ended. */
  weeks: readonly HealthWeek[];
  /** Those who decided within these weeks, busiest first. */
  triagers: readonly TriagerLoad[];
  /** Within these weeks, oldest first. */
  meetings: readonly MeetingDay[];
  charter: CharterFinding;
  missing: MissingRecords;
}

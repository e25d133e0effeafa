import type { AgendaItem, Minute } from '../../domain/agenda.ts';
import type { IssueId } from '../../domain/issue.ts';

/** The tables that are about meetings, as Kysely sees them. */
export interface MeetingTables {
  agenda_items: AgendaItemsTable;
  sittings: SittingsTable;
  present: { meeting: string; key: string; user_id: string };
  minutes: MinutesTable;
  documents: {
    subject: string;
    outlet: string;
    place: string;
    url: string;
    title: string;
    print: string;
  };
  editions: {
    meeting: string;
    print: string;
    rules: string;
    since: string;
    sequence: number;
    stamp: number;
  };
  /** `address` is a fingerprint; `groups` JSON. */
  calendars: { user_id: string; address: string; groups: string; at: number };
  published_agendas: { meeting: string; key: string; group_id: string; until: number };
  meeting_listeners: { meeting: string; user_id: string };
  meeting_changes: {
    id: string;
    meeting: string;
    /** JSON. */
    change: string;
    by: string;
    at: number;
    undone_by: string | null;
    undone_at: number | null;
  };
}

export interface AgendaItemsTable {
  id: string;
  meeting: string;
  from: string;
  text: string;
  minutes: number | null;
  issue: IssueId | null;
  owner: string | null;
  by: string;
  at: number;
  state: AgendaItem['state'];
  carried: number;
  position: number;
  revision: number;
}

export interface SittingsTable {
  meeting: string;
  key: string;
  started_at: number;
  by: string;
  channel: string;
  item: string | null;
  item_since: number | null;
  ended_at: number | null;
  notes_url: string | null;
  recording_url: string | null;
  /** JSON. */
  covered: string;
  revision: number;
}

export interface MinutesTable {
  id: string;
  meeting: string;
  key: string;
  kind: Minute['kind'];
  text: string;
  item: string | null;
  issue: IssueId | null;
  owner: string | null;
  due: string | null;
  by: string;
  at: number;
  done_at: number | null;
  number: number | null;
  sent_at: number | null;
  asked_at: number | null;
  refused_at: number | null;
}

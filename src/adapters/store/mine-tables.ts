/** The table of what people chose for themselves, as Kysely sees it. */
export interface MineTables {
  own_choices: {
    user_id: string;
    /** JSON; null where somebody never chose. */
    groups: string | null;
    /** Minutes after midnight in the zone; null where they are told nothing unasked. */
    morning_at: number | null;
    zone: string | null;
    at: number;
  };
}

/** What an agenda can be made of, in the order it has unless the configuration says otherwise. */
export const SECTIONS = [
  'topics',
  'carried',
  'actions',
  'accepted',
  'overdue',
  'soon',
  'untriaged',
  'unassigned',
  'review',
  'stale',
  'freeze',
  'enhancements',
  'counts',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** A section that a group wants. */
export interface SectionChoice {
  name: SectionName;
  /** How much of it is shown before it says how many more there are. */
  limit: number;
  /** For `enhancements`: whole labels, of which an issue carries one. */
  labels: readonly string[];
}

/** How a group's agendas are made. */
export interface AgendaPolicy {
  /** How many minutes before the meeting its channel gets it; undefined: never. */
  publish: number | undefined;
  sections: readonly SectionChoice[];
}

/** What leads chose of it; what is absent is as the operator has it. */
export interface AgendaChoice {
  /** Minutes; null: never. */
  publish?: number | null | undefined;
  sections?: readonly Pick<SectionChoice, 'name' | 'limit'>[] | undefined;
}

/** How a group's agendas are made: what its leads chose, over what the operator did, but for what is locked. */
export function chosenAgenda(
  policy: AgendaPolicy,
  { publish, sections }: AgendaChoice,
  locked: readonly (keyof AgendaPolicy)[],
): AgendaPolicy {
  const may = (key: keyof AgendaPolicy) => !locked.includes(key);
  return {
    publish: publish !== undefined && may('publish') ? (publish ?? undefined) : policy.publish,
    sections:
      sections && may('sections')
        ? sections.map(({ name, limit }) => ({ name, limit, labels: labelsOf(policy, name) }))
        : policy.sections,
  };
}

function labelsOf({ sections }: AgendaPolicy, wanted: SectionName): readonly string[] {
  return sections.find(({ name }) => name === wanted)?.labels ?? ENHANCEMENT_LABELS;
}

/** How much is shown of a section that says nothing else: people's own words come first, what a query finds is a sample. */
export const PLAIN_LIMITS: Readonly<Record<SectionName, number>> = {
  topics: 12,
  carried: 8,
  actions: 8,
  accepted: 5,
  overdue: 5,
  soon: 5,
  untriaged: 5,
  unassigned: 5,
  review: 5,
  stale: 5,
  freeze: 8,
  enhancements: 5,
  counts: 1,
};

/** The label of an enhancement proposal in Kubernetes (label_sync, kubernetes/enhancements). */
export const ENHANCEMENT_LABELS: readonly string[] = ['kind/kep'];

/**
 * Two days: who is asked whether to cancel can answer before the channel is reminded a day before, and who wants to add
 * something has a working day left.
 */
export const PLAIN_AGENDA: AgendaPolicy = {
  publish: 2 * 24 * 60,
  sections: SECTIONS.map((name) => ({ name, limit: PLAIN_LIMITS[name], labels: ENHANCEMENT_LABELS })),
};

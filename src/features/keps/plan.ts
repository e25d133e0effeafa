import { inOrder, KEP_NEEDS, type Freeze, type KepNeed, type Milestone } from '../../domain/freeze.ts';
import type { Group } from '../../domain/group.ts';
import { compareMilestones } from '../../domain/milestone.ts';
import type { KepStanding } from '../../domain/radar.ts';
import type { Instant } from '../../domain/time.ts';
import type { KepAndIssue } from '../../radar.ts';

/** A milestone, and the freeze that its proposals are held against. */
export interface Wanted {
  milestone: string;
  needs: readonly KepNeed[];
  /** The next that asks something of them; undefined where all are over, or none is known. */
  next: Freeze | undefined;
}

/**
 * The milestone of that name; without a name that of the freeze that comes next, else the latest one. Undefined where the
 * operator has entered none. Of one that is not entered it is asked whatever a proposal may need.
 */
export function wantedOf(
  name: string | undefined,
  milestones: readonly Milestone[],
  now: Instant,
): Wanted | undefined {
  const asking = inOrder(milestones.flatMap(({ freezes }) => freezes)).filter(
    ({ needs }) => needs.length > 0,
  );
  const first = asking.find(({ at }) => at > now);
  const [latest] = milestones
    .map((milestone) => milestone.name)
    .toSorted((one, other) => compareMilestones(other, one));
  const milestone = name ?? first?.milestone ?? latest;
  if (milestone === undefined) return undefined;
  const own = asking.filter((freeze) => freeze.milestone === milestone);
  const next = own.find(({ at }) => at > now);
  return { milestone, next, needs: (next ?? own.at(-1))?.needs ?? KEP_NEEDS };
}

/** Who can do what a proposal lacks: GitHub logins, or in words who they are. */
export interface Doer {
  who: string;
  needs: readonly KepNeed[];
}

/** So many people are named. */
const NAMED = 3;

/** The group's leads opt in; all else is done in the proposal's files, by whom its issue is assigned to or who wrote it. */
export function doersOf({ missing, kep, issue }: KepStanding, { leads }: Group): Doer[] {
  const authors = issue && issue.assignees.length > 0 ? issue.assignees : kep.authors;
  const named = (logins: readonly string[], otherwise: string) =>
    logins.length === 0 ? otherwise : logins.slice(0, NAMED).join(' or ');
  const others = missing.filter((need) => need !== 'opted-in');
  const leading = leads.map(({ github }) => github);
  return [
    ...(missing.includes('opted-in')
      ? [{ who: named(leading, 'a lead'), needs: ['opted-in'] as const }]
      : []),
    ...(others.length > 0 ? [{ who: named(authors, 'its authors'), needs: others }] : []),
  ];
}

/** The proposals that are still on their way, or of which nobody can tell, by number. */
export function openOf(keps: readonly KepAndIssue[]): KepAndIssue[] {
  return keps
    .filter(
      ({ kep: { status, isTemplate } }) => !isTemplate && (status === undefined || IN_WORK.includes(status)),
    )
    .toSorted((one, other) => (one.kep.number ?? 0) - (other.kep.number ?? 0));
}

const IN_WORK: readonly string[] = ['provisional', 'implementable'];

import { groupsWithLabels, type Group } from './group.ts';
import type { Issue } from './issue.ts';
import type { Verdict } from './verdict.ts';

/** That one group gave an issue to another, which has it now. */
export interface Handover {
  from: Group;
  to: Group;
  /** GitHub login of who decided it. */
  by?: string | undefined;
  because?: string | undefined;
}

/** What was handed over in Slack and still holds: not given back, and not passed on. The latest come first. */
export function handoversOf(
  { labels }: Pick<Issue, 'labels'>,
  verdicts: readonly Verdict[],
  groups: readonly Group[],
): Handover[] {
  const holding = verdicts.filter(({ kind, ended }) => kind === 'not-ours' && ended === undefined);
  return holding
    .toSorted((one, other) => other.at - one.at)
    .flatMap(({ group, note = '', by, because }) => {
      const from = groups.find(({ id }) => id === group);
      const has = labels.filter((label) => label.toLowerCase() === note.toLowerCase());
      const [to] = groupsWithLabels(groups, has);
      return from && to ? [{ from, to, by, because }] : [];
    });
}

import type { Logger } from 'pino';
import { messageOf } from '../domain/errors.ts';
import { freezesIn, type Milestone } from '../domain/freeze.ts';
import type { Doubt } from '../domain/group.ts';
import type { KepPolicy, WrittenMilestone } from '../domain/kep-policy.ts';
import { readCalendarEvents } from './calendar/events.ts';
import { fetchFeed, type FeedNeeds } from './calendar/fetch.ts';

/** The milestones of the configuration, with their freezes as last read. */
export interface Milestones {
  all(): readonly Milestone[];
  /** What is wrong with their calendars. */
  doubts(): readonly Doubt[];
  /** Reads all calendars again. Never fails for what it reads: the last good copy stays, with a doubt. */
  refresh(): Promise<void>;
}

export function createMilestones(
  policy: Pick<KepPolicy, 'milestones' | 'kinds'> | undefined,
  { log, ...needs }: FeedNeeds & { log: Logger },
): Milestones {
  const written = policy?.milestones ?? [];
  const kinds = policy?.kinds ?? [];
  let all: readonly Milestone[] = written;
  let doubts: readonly Doubt[] = [];

  async function read({
    name,
    freezes,
    calendar,
  }: WrittenMilestone): Promise<Milestone & { doubt?: string }> {
    if (calendar === undefined) return { name, freezes };
    const known = all.find((milestone) => milestone.name === name)?.freezes ?? freezes;
    try {
      const { text, trouble } = await fetchFeed(calendar, needs);
      const found = freezesIn(name, readCalendarEvents(text, (needs.now ?? Date.now)()), kinds);
      const own = freezes.filter((one) => !found.some((other) => other.name === one.name));
      const none = found.length === 0 ? 'None of its events is called as a freeze.' : undefined;
      const doubt = trouble ?? none;
      return { name, freezes: [...own, ...found], ...(doubt !== undefined && { doubt }) };
    } catch (error) {
      return { name, freezes: known, doubt: messageOf(error) };
    }
  }

  return {
    all: () => all,
    doubts: () => doubts,
    async refresh() {
      const found = [];
      for (const milestone of written) found.push(await read(milestone));
      doubts = found.flatMap(({ name, doubt }): Doubt[] =>
        doubt === undefined
          ? []
          : [
              {
                severity: 'warning',
                about: 'proposals.milestones',
                text: `The calendar of ${name}: ${doubt}`,
              },
            ],
      );
      for (const { text } of doubts) log.warn({ why: text }, 'a calendar of freezes was not read in full');
      all = found.map(({ name, freezes }) => ({ name, freezes }));
    },
  };
}

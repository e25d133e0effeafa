import type { Config } from '../config.ts';
import type { ClockPolicy, ClockRules } from '../domain/clock-policy.ts';
import type { Group } from '../domain/group.ts';
import { createHolidays, type HolidayNeeds, type Holidays } from './holidays.ts';

/** What every group's clocks are, with the holidays as last read. */
export interface Clocks extends Pick<Holidays, 'doubts' | 'refresh'> {
  of(group: Pick<Group, 'id'>): ClockPolicy;
}

/** Without any holidays until the first refresh. */
export function createClocks(config: Rules, needs: Omit<HolidayNeeds, 'sources'>): Clocks {
  const holidays = createHolidays({ ...needs, sources: holidaySources(config) });
  return { of: clocksBy(config, holidays), doubts: holidays.doubts, refresh: holidays.refresh };
}

type Rules = Pick<Config, 'clocks' | 'overlay'>;

/** Where files of holidays stand that the configuration names. */
function holidaySources({ clocks, overlay }: Rules): string[] {
  const rules = [clocks, ...Object.values(overlay).flatMap((group) => group.clocks ?? [])];
  return rules.flatMap(({ hours = [] }) => hours).flatMap(({ holidays }) => holidays ?? []);
}

/**
 * A group's clocks, with the holidays as last read. The same object for as long as these stay the same: business time is
 * computed once for the same hours.
 */
function clocksBy({ clocks, overlay }: Rules, holidays: Holidays): Clocks['of'] {
  const known = new Map<ClockRules['hours'], ClockPolicy['hours']>();
  const policies = new Map<string, ClockPolicy>();

  function hoursOf(rules: ClockRules['hours']): ClockPolicy['hours'] {
    const days = rules.map((office) => (office.holidays === undefined ? NONE : holidays.of(office.holidays)));
    const before = known.get(rules);
    if (before?.every((office, index) => office.holidays === days[index])) return before;
    const hours = rules.map((office, index) => ({ ...office, holidays: days[index] ?? NONE }));
    known.set(rules, hours);
    return hours;
  }

  return ({ id }) => {
    const own = overlay[id]?.clocks;
    const rules = { ...clocks, ...own };
    const hours = hoursOf(rules.hours);
    const name = own ? id : '';
    const before = policies.get(name);
    if (before?.hours === hours) return before;
    const policy = { ...rules, hours };
    policies.set(name, policy);
    return policy;
  };
}

const NONE: readonly string[] = [];

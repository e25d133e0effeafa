import type { Fault } from '../faults.ts';

/** A call as limits see it. */
export interface LimitedCall {
  method: string;
  channel: string;
}

/** How many calls are answered in so many milliseconds. */
export interface Budget {
  calls: number;
  within: number;
}

/** Slack's limits of each method; off until they are switched on. */
export interface Limits {
  /** Switches them on, with other budgets for some methods, or off. */
  set(on: boolean, budgets?: Readonly<Record<string, Budget>>): void;
  /** Counts the call; the 429 where its budget is spent. @param now milliseconds */
  take(call: LimitedCall, now: number): Fault | undefined;
}

const MINUTE = 60_000;

/** Calls in a minute of Slack's tiers; methods that are not named are in tier 3. */
const TIERS: readonly (readonly [calls: number, methods: RegExp])[] = [
  [20, /^(bookmarks|pins|usergroups|canvases\.create|conversations\.(canvases\.create|list)|users\.list)/],
  [
    100,
    /^(views\.|users\.(info|profile)|conversations\.members|files\.(getUpload|complete)|chat\.postEphemeral)/,
  ],
  [600, /^(auth\.test|response_url|apps\.connections\.open)/],
];
const TIER_3 = 50;

export function createLimits(): Limits {
  let isOn = false;
  let own: Readonly<Record<string, Budget>> = {};
  const taken = new Map<string, number[]>();
  return {
    set(on, budgets = {}) {
      isOn = on;
      own = budgets;
      taken.clear();
    },
    take(call, now) {
      if (!isOn) return undefined;
      const { calls, within } = own[call.method] ?? budgetOf(call.method);
      const key = call.method === 'chat.postMessage' ? `${call.method} ${call.channel}` : call.method;
      const recent = (taken.get(key) ?? []).filter((at) => now - at < within);
      const [first = now] = recent;
      if (recent.length < calls) recent.push(now);
      else return { kind: '429', retryAfter: Math.max(1, Math.ceil((first + within - now) / 1000)) };
      taken.set(key, recent);
      return undefined;
    },
  };
}

/** One message a second in each channel; all else by its tier. */
function budgetOf(method: string): Budget {
  if (method === 'chat.postMessage') return { calls: 1, within: 1000 };
  return { calls: TIERS.find(([, methods]) => methods.test(method))?.[0] ?? TIER_3, within: MINUTE };
}

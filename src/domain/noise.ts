import type { Issue } from './issue.ts';
import { isDraft } from './pull.ts';
import { hasLabel } from './label.ts';
import { DAY, HOUR, iso, type Instant } from './time.ts';
import { nextAt, nextOpen, type Hours, type TimeOfDay } from './zone.ts';

/** When, and how much, a group's channel hears of its issues. */
export interface Noise {
  /** New cards come at once, or bundled each hour or each day. */
  cards: 'instant' | 'hourly' | 'daily';
  /** IANA zone of the times below. */
  zone: string;
  /** When a day's bundle comes. */
  dailyAt: TimeOfDay;
  /** Outside of these nothing new is posted, but bundled until they begin; absent: at any time. */
  hours?: Hours | undefined;
  /** New cards an hour; what is more is bundled. Absent: as many as there are. */
  budget?: number | undefined;
  /** Issues with one of these labels make no card. */
  quiet: readonly string[];
  /** Whether issues that robots opened make cards. */
  robots: boolean;
  /** Whether pull requests make cards as issues do; drafts make none until they are ready. */
  pullRequests: boolean;
  /** What is told in the thread under a card: nothing, that it was closed or opened again, or comments too. */
  thread: 'nothing' | 'state' | 'comments';
}

/** What counts where nobody chose: a card at once for every issue, and a quiet thread. */
export const PLAIN_NOISE: Noise = {
  cards: 'instant',
  zone: 'UTC',
  dailyAt: 9 * 60,
  quiet: [],
  robots: true,
  pullRequests: false,
  thread: 'state',
};

/** How a new issue shows in a channel: as a card of its own, or in the bundle that is posted at `due`. */
export type Placement = { as: 'card' } | { as: 'bundle'; due: Instant; because: string };

/** Where a new issue goes. `posted`: cards that the channel got, or is about to get, within the last hour. */
export function placeNew(noise: Noise, now: Instant, posted: number): Placement {
  const open = (at: Instant) => (noise.hours ? nextOpen(noise.hours, noise.zone, at) : at);
  if (noise.cards === 'daily') {
    const due = open(nextAt(noise.dailyAt, noise.zone, now));
    return { as: 'bundle', due, because: 'new issues come once a day' };
  }
  if (noise.cards === 'hourly') {
    const due = open(startOfHour(now) + HOUR);
    return { as: 'bundle', due, because: 'new issues come once an hour' };
  }
  const due = open(now);
  if (due > now) return { as: 'bundle', due, because: 'it came outside the group’s hours' };
  if (noise.budget !== undefined && posted >= noise.budget) {
    const because = `the budget of ${noise.budget} cards an hour is used up`;
    return { as: 'bundle', due: startOfHour(now), because };
  }
  return { as: 'card' };
}

/** Why an issue makes no noise at all in a group; undefined where it may. `robots`: logins of robots. */
export function silencedBy(issue: Issue, noise: Noise, robots: readonly string[]): string | undefined {
  if (issue.isPullRequest && !noise.pullRequests) return 'pull requests are off for this group';
  if (issue.isPullRequest && isDraft(issue)) return 'it is a draft';
  const quiet = noise.quiet.find((label) => hasLabel(issue.labels, label));
  if (quiet !== undefined) return `${quiet} is a quiet label of the group`;
  return !noise.robots && isRobot(issue.author, robots) ? `${issue.author} is a robot` : undefined;
}

/** Whether a GitHub login is a robot's: an App's, or one that the operator named. */
function isRobot(login: string, robots: readonly string[]): boolean {
  const lower = login.toLowerCase();
  return lower.endsWith('[bot]') || robots.some((robot) => robot.toLowerCase() === lower);
}

/** The bundle of a group that is posted at that moment: "sig-node/2026-11-24T09:00:00Z". */
export function bundleId(group: string, due: Instant): string {
  return `${group}/${iso(due)}`;
}

/** The group whose bundle it is. */
export function groupOfBundle(bundle: string): string {
  return bundle.slice(0, bundle.lastIndexOf('/'));
}

/** How far back a preview looks, in ms. */
export const PREVIEWED = 14 * DAY;

/** What some past days would have brought into a channel. */
export interface Preview {
  /** One entry for each message, in order: an issue's card, or a bundle of several. */
  messages: readonly { at: Instant; issues: readonly Issue[] }[];
  silenced: number;
}

/** What these settings would have made of these issues, had each got the group's label when it was opened. */
export function preview(issues: readonly Issue[], noise: Noise, robots: readonly string[]): Preview {
  const heard = issues.filter((issue) => silencedBy(issue, noise, robots) === undefined);
  const cards: Instant[] = [];
  const bundles = new Map<Instant, Issue[]>();
  const messages: { at: Instant; issues: readonly Issue[] }[] = [];
  for (const issue of heard.toSorted((one, other) => one.createdAt - other.createdAt)) {
    const at = issue.createdAt;
    const place = placeNew(noise, at, cards.filter((card) => card > at - HOUR).length);
    if (place.as === 'card') {
      cards.push(at);
      messages.push({ at, issues: [issue] });
      continue;
    }
    const bundle = bundles.get(place.due);
    if (bundle) bundle.push(issue);
    else {
      const first = [issue];
      bundles.set(place.due, first);
      messages.push({ at: Math.max(at, place.due), issues: first });
    }
  }
  return {
    messages: messages.toSorted((one, other) => one.at - other.at),
    silenced: issues.length - heard.length,
  };
}

function startOfHour(at: Instant): Instant {
  return at - (at % HOUR);
}

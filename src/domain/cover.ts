/** Of each thing that is to be covered, the names of those who cover it. */
export type Coverers = readonly (readonly string[])[];

/** Who covers everything together. */
export interface Cover {
  /** Sorted. */
  names: readonly string[];
  /** Whether nothing lighter would do; false where the search was ended before that was known. */
  proven: boolean;
}

/** How many choices a search may look at; where folders inherit their approvers, as they mostly do, it takes a dozen. */
const MOST_STEPS = 2000;

/**
 * Those whose weights, whole numbers above 0, add up to the least of all who cover everything (a minimum weighted set
 * cover). Exact by branch and bound for so many steps, and from there on the best that was found, which is at worst the
 * greedy one. The same for the same things, in whatever order they come. What nobody covers is left out.
 */
export function lightestCover(
  things: Coverers,
  weightOf: (name: string) => number,
  steps = MOST_STEPS,
): Cover {
  const problem = reduced(things, weightOf);
  const search: Search = { ...problem, best: greedy(problem), left: steps };
  descend(search, { names: [], weight: 0 }, new Set(problem.things.keys()));
  return { names: search.best.names.toSorted(), proven: search.left > 0 };
}

/** What is to be covered and does not follow from the rest, and who is worth a thought. */
interface Problem {
  /** The hardest first; the coverers of each, the lightest first. */
  things: Coverers;
  /** What each name covers, as positions in `things`. */
  reach: ReadonlyMap<string, ReadonlySet<number>>;
  weightOf: (name: string) => number;
}

interface Choice {
  names: readonly string[];
  weight: number;
}

interface Search extends Problem {
  best: Choice;
  /** Steps. */
  left: number;
}

/**
 * Whoever covers a thing covers also those that all its coverers cover. Of two names the one that covers no more than the
 * other and is no lighter is never needed.
 */
function reduced(things: Coverers, weightOf: (name: string) => number): Problem {
  const sets = things.map((names) => new Set(names)).filter(({ size }) => size > 0);
  const hardest = sets.toSorted((one, other) => one.size - other.size);
  const needed: Set<string>[] = [];
  for (const set of hardest) if (!needed.some((one) => one.isSubsetOf(set))) needed.push(set);
  const useful = new Set(usefulNames(reachOf(needed), weightOf));
  const kept = needed.map((set) => inOrder([...set.intersection(useful)], weightOf));
  const ordered = kept.toSorted(
    (one, other) => one.length - other.length || compare(one.join(), other.join()),
  );
  return { things: ordered, reach: reachOf(ordered), weightOf };
}

function usefulNames(
  reach: ReadonlyMap<string, ReadonlySet<number>>,
  weightOf: (name: string) => number,
): string[] {
  const useful: string[] = [];
  const covering = (name: string) => reach.get(name) ?? NOTHING;
  const widest = [...reach.keys()].toSorted(
    (one, other) =>
      weightOf(one) - weightOf(other) || covering(other).size - covering(one).size || compare(one, other),
  );
  for (const name of widest)
    if (!useful.some((one) => covering(name).isSubsetOf(covering(one)))) useful.push(name);
  return useful;
}

const NOTHING: ReadonlySet<number> = new Set();

function reachOf(things: readonly Iterable<string>[]): Map<string, Set<number>> {
  const reach = new Map<string, Set<number>>();
  for (const [at, names] of things.entries())
    for (const name of names) reach.set(name, (reach.get(name) ?? new Set()).add(at));
  return reach;
}

function inOrder(names: readonly string[], weightOf: (name: string) => number): string[] {
  return names.toSorted((one, other) => weightOf(one) - weightOf(other) || compare(one, other));
}

/** Whoever covers the most for their weight, again and again. */
function greedy({ things, reach, weightOf }: Problem): Choice {
  const open = new Set(things.keys());
  const names: string[] = [];
  let weight = 0;
  const candidates = inOrder([...reach.keys()], weightOf);
  const worth = (name: string) => (reach.get(name)?.intersection(open).size ?? 0) / weightOf(name);
  while (open.size > 0) {
    const next = candidates.reduce((best, name) => (worth(name) > worth(best) ? name : best));
    names.push(next);
    weight += weightOf(next);
    for (const at of reach.get(next) ?? NOTHING) open.delete(at);
  }
  return { names, weight };
}

/** Takes each of those who cover the hardest thing that is open, and goes on, unless it cannot become lighter. */
function descend(search: Search, chosen: Choice, open: ReadonlySet<number>): void {
  const [hardest] = open;
  if (hardest === undefined) {
    if (chosen.weight < search.best.weight) search.best = chosen;
    return;
  }
  for (const name of search.things[hardest] ?? []) {
    if (--search.left <= 0) return;
    const weight = chosen.weight + search.weightOf(name);
    const rest = open.difference(search.reach.get(name) ?? NOTHING);
    if (weight + leastWeight(search, rest) >= search.best.weight) continue;
    descend(search, { names: [...chosen.names, name], weight }, rest);
  }
}

/** What the open things weigh at least: those of which nobody covers two need somebody each. */
function leastWeight({ things, weightOf }: Problem, open: ReadonlySet<number>): number {
  const spoken = new Set<string>();
  let weight = 0;
  for (const at of open) {
    const [lightest, ...others] = things[at] ?? [];
    if (lightest === undefined || spoken.has(lightest) || others.some((name) => spoken.has(name))) continue;
    weight += weightOf(lightest);
    for (const name of [lightest, ...others]) spoken.add(name);
  }
  return weight;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

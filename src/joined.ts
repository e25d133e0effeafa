import type { Feature, Plan } from './feature.ts';

/** One table of what each feature has in its own: presses by action id, forms by callback id. */
export function joined<T>(
  features: readonly Feature[],
  part: (feature: Feature) => Readonly<Record<string, T>> | undefined,
): ReadonlyMap<string, T> {
  return new Map(features.flatMap((feature) => Object.entries(part(feature) ?? {})));
}

/** The feature of that name; where none is named, all of them. */
export function named(name: string | undefined, features: readonly Feature[]): readonly Feature[] {
  return name === undefined ? features : features.filter((feature) => feature.name === name);
}

/** What all features plan, in their order, one after the other: they may share a transaction. */
export async function plansOf(
  features: readonly Feature[],
  ask: (feature: Feature) => Promise<Plan> | undefined,
): Promise<Plan> {
  const plans = [];
  for (const feature of features) plans.push(await ask(feature));
  const upTo = plans.flatMap((plan) => plan?.upTo ?? []);
  return {
    effects: plans.flatMap((plan) => plan?.effects ?? []),
    because: plans.flatMap((plan) => plan?.because ?? []),
    ...(upTo.length > 0 && { upTo: Math.min(...upTo) }),
  };
}

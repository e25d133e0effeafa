/** A release as proposals name it, from what people write: "v1.37" of "1.37"; undefined where it is none, as "0.0" is. */
export function readMilestone(text: string): string | undefined {
  const [, major = '', minor = ''] = /^v?(\d{1,4})\.(\d{1,4})$/i.exec(text.trim()) ?? [];
  return Number(major) + Number(minor) > 0 ? `v${Number(major)}.${Number(minor)}` : undefined;
}

/** Whether one is earlier (below 0) or later (above 0) than another; names that are no releases stand by the alphabet. */
export function compareMilestones(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (!a || !b) return one < other ? -1 : Number(one > other);
  return a[0] - b[0] || a[1] - b[1];
}

function partsOf(milestone: string): [major: number, minor: number] | undefined {
  const [, major, minor] = /^v(\d+)\.(\d+)$/.exec(milestone) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

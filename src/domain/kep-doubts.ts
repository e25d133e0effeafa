import type { Kep, KepField, KepStage } from './kep.ts';
import { isAbsent, isMap, isPlaceholder, said } from './kep-file.ts';
import { compareMilestones } from './milestone.ts';

/** What else is needed to judge a file: what stands in it, under which keys, and which groups there are. */
interface Beside {
  data: Readonly<Record<string, unknown>>;
  keys: Readonly<Record<KepField, string>>;
  isGroup?: ((name: string) => boolean) | undefined;
}

type Judged = Omit<Kep, 'findings' | 'trifles'>;

/** What is wrong with a proposal as a whole: what is missing, and what contradicts itself. */
export function doubtsOf(kep: Judged, beside: Beside): string[] {
  return [
    ...(kep.isTemplate ? ['It is a template, not a proposal.'] : []),
    ...missingKeys(beside),
    ...emptyKeys(beside),
    ...placeDoubts(kep, beside),
    ...milestoneDoubts(kep, beside),
    ...reviewDoubts(kep),
  ];
}

const NEEDED = ['title', 'number', 'owningSig', 'status', 'stage', 'latestMilestone'] as const;

function missingKeys({ data, keys }: Beside): string[] {
  const missing = NEEDED.map((field) => keys[field]).filter((key) => !Object.hasOwn(data, key));
  return missing.length === 0 ? [] : [`Missing: ${missing.join(', ')}.`];
}

/** Keys that are read, and stand there with nothing behind them: "participating-sigs:". */
function emptyKeys({ data, keys }: Beside): string[] {
  const within = data[keys.milestones];
  const inner = isMap(within) ? Object.entries(within) : [];
  const read = Object.entries(data).filter(([key]) => Object.values(keys).includes(key));
  return withoutValue([
    ...read,
    ...inner.map(([key, value]): [string, unknown] => [`${keys.milestones}.${key}`, value]),
  ]);
}

function withoutValue(entries: readonly (readonly [string, unknown])[]): string[] {
  const empty = entries.flatMap(([key, value]) => (isAbsent(value) ? [plainKey(key)] : []));
  return empty.length === 0 ? [] : [`Without a value: ${empty.join(', ')}.`];
}

/** What is untidy in keys that nobody reads: "see-also:" with nothing behind it, "editor: TBD". */
export function triflesOf({ data, keys }: Omit<Beside, 'isGroup'>): string[] {
  const read = [...Object.values(keys), 'creation-date', 'last-updated'];
  const left = Object.entries(data).filter(([key]) => !read.includes(key));
  const open = left.filter(([, value]) => typeof value === 'string' && isPlaceholder(value.trim()));
  return [
    ...withoutValue(left),
    ...open.map(([key, value]) => `${plainKey(key)} is ${said(String(value))}, a placeholder.`),
  ];
}

const plainKey = (key: string) => said(key).slice(1, -1);

/** A proposal lies in the folder of the group that owns it ("keps/sig-node/1287-…", also further below). */
function placeDoubts({ path, owningSig, participatingSigs, isTemplate }: Judged, { keys, isGroup }: Beside) {
  if (owningSig === undefined) return [];
  const folders = path.split('/').slice(0, -2);
  const folder = folders[folders.lastIndexOf('keps') + 1];
  const isElsewhere = folder !== undefined && !isTemplate && !folders.includes(owningSig);
  const unknown = isGroup
    ? [owningSig, ...participatingSigs].filter((name) => !isGroup(name)).map((name) => said(name))
    : [];
  return [
    ...(isElsewhere ? [`It lies in ${folder}, and its ${keys.owningSig} is ${said(owningSig)}.`] : []),
    ...(unknown.length > 0 ? [`No group of the directory: ${unknown.join(', ')}.`] : []),
  ];
}

const IN_ORDER: readonly KepStage[] = ['alpha', 'beta', 'stable'];

function milestoneDoubts({ status, stage, latestMilestone, milestones }: Judged, { keys }: Beside): string[] {
  const planned = Object.entries(milestones);
  const due = stage === undefined ? undefined : milestones[stage];
  const isTargeted = status === 'implementable' || status === 'implemented';
  const named = planned.filter(([, milestone]) => milestone === latestMilestone).map(([other]) => other);
  const stages = IN_ORDER.filter((one) => milestones[one] !== undefined);
  const late = stages.find((one, at) => {
    const next = stages[at + 1];
    return next && compareMilestones(milestones[one] ?? '', milestones[next] ?? '') > 0;
  });
  return [
    ...(isTargeted && stage !== undefined && due === undefined
      ? [`The stage is ${stage}, and ${keys.milestones} has none for it.`]
      : []),
    ...(latestMilestone !== undefined && planned.length > 0 && named.length === 0
      ? [`${keys.latestMilestone} is ${latestMilestone}, which is none of its ${keys.milestones}s.`]
      : []),
    ...(stage !== undefined && due !== undefined && named.length > 0 && due !== latestMilestone
      ? [`${keys.latestMilestone} is that of ${named.join(' and ')}, and the stage is ${stage}.`]
      : []),
    ...(late === undefined ? [] : [`The milestone of ${late} is later than that of the stage after it.`]),
  ];
}

/** What was implemented before there were such reviews has none. */
function reviewDoubts({ status, stage, prrApprovers }: Judged): string[] {
  return status === 'implementable' && stage !== undefined && prrApprovers[stage] === undefined
    ? [`It is implementable, and nobody is named to approve its production readiness for ${stage}.`]
    : [];
}

import { isDate } from './zone.ts';
import {
  isAbsent,
  isMap,
  isPlaceholder,
  kindOf,
  loginOf,
  loginsOf,
  own,
  said,
  textOf,
  textsOf,
  type KepSaid,
  type KepText,
  type Noted,
} from './kep-file.ts';
import { doubtsOf, triflesOf } from './kep-doubts.ts';
import { readMilestone } from './milestone.ts';
import { nearest } from './nearest.ts';

/** Where a proposal is on its way (kubernetes/enhancements, keps/NNNN-kep-template/kep.yaml). */
export const KEP_STATUSES = [
  'provisional',
  'implementable',
  'implemented',
  'deferred',
  'rejected',
  'withdrawn',
  'replaced',
] as const;
export type KepStatus = (typeof KEP_STATUSES)[number];

/** How mature a feature is, or how far gone. */
export const KEP_STAGES = ['alpha', 'beta', 'stable', 'deprecated', 'disabled', 'removed'] as const;
export type KepStage = (typeof KEP_STAGES)[number];

/** What is read of a proposal's file. */
export const KEP_FIELDS = [
  'title',
  'number',
  'owningSig',
  'participatingSigs',
  'status',
  'stage',
  'latestMilestone',
  'milestones',
  'authors',
  'reviewers',
  'approvers',
] as const;
export type KepField = (typeof KEP_FIELDS)[number];

/** How a community writes its proposals. */
export interface KepShape {
  /** The key of each field. */
  keys: Readonly<Record<KepField, string>>;
  /** The community's words, in lower case, beside Kubernetes' own. */
  statuses: Readonly<Record<string, KepStatus>>;
  stages: Readonly<Record<string, KepStage>>;
}

/** Kubernetes' shape. */
export const KUBERNETES_KEPS: KepShape = {
  keys: {
    title: 'title',
    number: 'kep-number',
    owningSig: 'owning-sig',
    participatingSigs: 'participating-sigs',
    status: 'status',
    stage: 'stage',
    latestMilestone: 'latest-milestone',
    milestones: 'milestone',
    authors: 'authors',
    reviewers: 'reviewers',
    approvers: 'approvers',
  },
  statuses: {},
  stages: {},
};

/**
 * A proposal as its file has it. What nobody knows is undefined; `findings` and `trifles` have a sentence on each wart.
 */
export interface Kep {
  /** Of its file, in its repository. */
  path: string;
  /** Also that of its issue. */
  number: number | undefined;
  title: string | undefined;
  /** As it is written: "sig-node". */
  owningSig: string | undefined;
  participatingSigs: readonly string[];
  status: KepStatus | undefined;
  stage: KepStage | undefined;
  /** "v1.37" */
  latestMilestone: string | undefined;
  milestones: Readonly<Partial<Record<KepStage, string>>>;
  /** GitHub logins. */
  authors: readonly string[];
  /** Who reviews for production readiness, by stage: GitHub logins. */
  prrApprovers: Readonly<Partial<Record<KepStage, string>>>;
  /** It is there to be copied. */
  isTemplate: boolean;
  /** What is wrong. */
  findings: readonly string[];
  /** What is untidy, and changes nothing. */
  trifles: readonly string[];
}

/** A proposal's file, with that of its production readiness review where it has one. */
export interface KepFiles {
  path: string;
  said: KepSaid;
  review?: { path: string; said: KepSaid } | undefined;
}

/** Reads a proposal, whatever its file holds. `isGroup`: whether the community has a group of that name. */
export function readKep(
  { path, said: file, review }: KepFiles,
  shape: KepShape = KUBERNETES_KEPS,
  isGroup?: (name: string) => boolean,
): Kep {
  const { text, findings } = contentOf(file);
  const noted: Noted = { data: mapOf(text.data, findings), findings };
  const fields = fieldsOf(noted, path, text.quoted, shape);
  const prrApprovers = review ? approversOf(review.said, fields.number, findings) : {};
  const kep = { path, ...fields, prrApprovers, isTemplate: isTemplate(path) };
  // Of what cannot be read not every key is told to be missing.
  if (isMap(text.data) || findings.length === 0)
    findings.push(...doubtsOf(kep, { data: noted.data, keys: shape.keys, isGroup }));
  return {
    ...kep,
    findings: [...new Set(findings)],
    trifles: triflesOf({ data: noted.data, keys: shape.keys }),
  };
}

/** A file that cannot be read counts as it was before. */
function contentOf(file: KepSaid): { text: KepText; findings: string[] } {
  if ('data' in file) return { text: file, findings: [] };
  const { trouble, before } = file;
  const text = before ?? { data: undefined, quoted: [] };
  return { text, findings: [before ? `${trouble} What it said before is used.` : trouble] };
}

function mapOf(data: unknown, findings: string[]): Noted['data'] {
  if (isMap(data)) return data;
  if (!isAbsent(data)) findings.push(`It is ${kindOf(data)} where a map is due.`);
  return {};
}

function fieldsOf(noted: Noted, path: string, quoted: readonly string[], { keys, ...words }: KepShape) {
  const number = numberOf(noted, path, keys.number, quoted.includes(keys.number));
  const title = textOf(noted, keys.title);
  const authors = loginsOf(noted, keys.authors);
  const owningSig = textOf(noted, keys.owningSig);
  const participatingSigs = groupsOf(noted, keys.participatingSigs);
  const status = wordOf(noted, keys.status, KEP_STATUSES, words.statuses);
  for (const field of ['reviewers', 'approvers'] as const) loginsOf(noted, keys[field]);
  for (const key of ['creation-date', 'last-updated']) checkDate(noted, key);
  const stage = wordOf(noted, keys.stage, KEP_STAGES, words.stages);
  const latestMilestone = milestoneOf(noted, keys.latestMilestone, keys.latestMilestone);
  const milestones = milestonesOf(noted, keys.milestones, words.stages);
  return { number, title, authors, owningSig, participatingSigs, status, stage, latestMilestone, milestones };
}

function groupsOf(noted: Noted, key: string): string[] {
  const [open = [], known = []] = [true, false].map((unknown) =>
    textsOf(noted, key).filter((text) => isPlaceholder(text) === unknown),
  );
  noted.findings.push(...open.map((text) => `${key} has ${said(text)}, a placeholder.`));
  return known;
}

/** The number that the file says, else its folder's ("keps/sig-node/1287-in-place-update"). */
function numberOf(noted: Noted, path: string, key: string, isQuoted: boolean): number | undefined {
  const text = textOf(noted, key);
  const folder = numberIn(path.split('/').at(-2));
  if (text === undefined) return folder;
  const number = numberIn(`${text}-`);
  if (number === undefined) {
    noted.findings.push(`${key} is ${said(text)}, which is no number.`);
    return folder;
  }
  if (isQuoted) noted.findings.push(`${key} is the text "${number}" where a number is due.`);
  if (folder !== undefined && folder !== number)
    noted.findings.push(`${key} is ${number}, and its folder’s is ${folder}.`);
  return number;
}

/** Of "1287-in-place-update"; GitHub's numbers begin at 1. */
function numberIn(text = ''): number | undefined {
  const [, digits] = /^0*([1-9]\d{0,8})-/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A word of a closed list; of what is misspelt, what was meant. */
function wordOf<Word extends string>(
  noted: Noted,
  key: string,
  known: readonly Word[],
  more: Readonly<Record<string, Word>>,
): Word | undefined {
  const text = textOf(noted, key);
  return text === undefined ? undefined : readWord(text, key, known, more, noted.findings);
}

function readWord<Word extends string>(
  text: string,
  key: string,
  known: readonly Word[],
  more: Readonly<Record<string, Word>>,
  findings: string[],
): Word | undefined {
  const wordFor = (written: string) =>
    (Object.hasOwn(more, written) ? more[written] : undefined) ?? known.find((word) => word === written);
  const plain = wordFor(text) ?? wordFor(text.toLowerCase());
  if (plain !== undefined) return plain;
  const meant = nearest(text.slice(0, 60), [...known, ...Object.keys(more)]);
  findings.push(
    meant === undefined
      ? `${key} is ${said(text)}, which is none of ${[...known, ...Object.keys(more)].join(', ')}.`
      : `${key} is ${said(text)}; “${meant}” is taken as meant.`,
  );
  return meant === undefined ? undefined : wordFor(meant);
}

function milestonesOf(noted: Noted, key: string, stages: KepShape['stages']): Kep['milestones'] {
  const value = own(noted.data, key);
  if (isAbsent(value)) return {};
  if (!isMap(value)) {
    noted.findings.push(`${key} is ${kindOf(value)} where a map is due.`);
    return {};
  }
  const { findings } = noted;
  const found: Partial<Record<KepStage, string>> = {};
  for (const written of Object.keys(value)) {
    const stage = readWord(written, `A key of ${key}`, KEP_STAGES, stages, findings);
    const milestone = milestoneOf({ data: value, findings }, written, `${key}.${written}`);
    if (stage !== undefined && milestone !== undefined) found[stage] = milestone;
  }
  return found;
}

function milestoneOf({ data, findings }: Noted, key: string, called: string): string | undefined {
  const text = textOf({ data: { [called]: own(data, key) }, findings }, called);
  if (text === undefined) return undefined;
  const milestone = readMilestone(text);
  if (milestone === undefined) findings.push(`${called} is ${said(text)}, which is no milestone.`);
  else if (milestone !== text) findings.push(`${called} is ${said(text)}; ${milestone} is taken as meant.`);
  return milestone;
}

function checkDate(noted: Noted, key: string): void {
  const text = textOf(noted, key);
  if (text !== undefined && !isDate(text)) noted.findings.push(`${key} is ${said(text)}, which is no day.`);
}

/** A review's file: by stage a map with the one who approves. */
function approversOf(file: KepSaid, number: number | undefined, findings: string[]): Kep['prrApprovers'] {
  const { text, findings: own } = contentOf(file);
  const data = mapOf(text.data, own);
  const found: Partial<Record<KepStage, string>> = {};
  for (const stage of KEP_STAGES) {
    const login = approverOf(data[stage], stage, own);
    if (login !== undefined) found[stage] = login;
  }
  const written = textOf({ data, findings: own }, 'kep-number');
  const wanted = written === undefined ? undefined : numberIn(`${written}-`);
  if (written !== undefined && wanted !== number) own.push(`kep-number is ${said(written)}.`);
  findings.push(...own.map((finding) => `Its production readiness file: ${finding}`));
  return found;
}

function approverOf(value: unknown, stage: KepStage, findings: string[]): string | undefined {
  if (isAbsent(value)) return undefined;
  if (!isMap(value)) {
    findings.push(`${stage} is ${kindOf(value)} where a map is due.`);
    return undefined;
  }
  const called = `${stage}.approver`;
  const text = textOf({ data: { [called]: own(value, 'approver') }, findings }, called);
  return text === undefined ? undefined : loginOf(text, called, findings);
}

/** "keps/NNNN-kep-template/kep.yaml"; a proposal of templates has a number. */
function isTemplate(path: string): boolean {
  return /^(?:N+|X+|0+)-|^template$/i.test(path.split('/').at(-2) ?? '');
}

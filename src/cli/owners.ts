import { readCheckout } from '../adapters/checkout.ts';
import { readOwnersText } from '../adapters/owners-text.ts';
import { columns } from './columns.ts';
import { UserError } from '../domain/errors.ts';
import {
  isOwnersPath,
  byOrigin,
  ownersOf,
  ownersTree,
  type Owner,
  type Owners,
  type OwnersOrigin,
} from '../domain/owners.ts';

/** The options of `sigbot owners`, as they are written. */
export interface OwnersOptions {
  /** The root of a checked-out repository. */
  tree?: string | undefined;
  json?: boolean | undefined;
}

/** What `sigbot owners` says: the answer, and what of the files does not count. */
export interface OwnersReport {
  text: string;
  notes: readonly string[];
}

/**
 * Who approves and reviews these paths of a checked-out tree, and which labels they get: `sigbot owners`. A path is seen
 * from the tree's root, and need not be there. Needs no token and no sigbot.yml.
 * @throws UserError where an option or a path cannot be used
 */
export async function ownersReport(
  { tree: root, json }: OwnersOptions,
  paths: readonly string[],
): Promise<OwnersReport> {
  if (root === undefined) throw new UserError('Of which tree?', 'sigbot owners --tree DIR PATH…');
  if (paths.length === 0) throw new UserError('The owners of what?', 'sigbot owners --tree DIR PATH…');
  const outside = paths.find((path) => path.split('/').includes('..'));
  if (outside !== undefined)
    throw new UserError(
      `"${outside}" may lead out of the tree.`,
      'Write the path as it is seen from its root.',
    );
  const files = await readCheckout(root, isOwnersPath, readOwnersText);
  const tree = ownersTree(files.map(({ path, said }) => ({ path, ...said })));
  const found = paths.map((path) => ({ path, owners: ownersOf(tree, path) }));
  const text = json
    ? JSON.stringify(found.map(plainRow), null, 2)
    : found.map((one) => table(one).join('\n')).join('\n\n');
  return { text: `${text}\n`, notes: tree.findings.map(({ file, text: finding }) => `${file}: ${finding}`) };
}

interface Found {
  path: string;
  owners: Owners;
}

function plainRow({ path, owners }: Found) {
  return {
    path,
    approvers: names(owners.approvers),
    reviewers: names(owners.reviewers),
    requiredReviewers: names(owners.requiredReviewers),
    labels: names(owners.labels),
  };
}

function names(owners: readonly Owner[]): string[] {
  return owners.map(({ name }) => name);
}

const WIDTHS = [20, 60, 36] as const;

/** A path and whom it has, by where they come from, the nearest folder first; 120 columns wide. */
function table({ path, owners }: Found): string[] {
  const parts: [string, readonly Owner[]][] = [
    ['  approvers', owners.approvers],
    ['  reviewers', owners.reviewers],
    ['  required reviewers', owners.requiredReviewers],
    ['  labels', owners.labels],
  ];
  const rows = parts.flatMap(([kind, list]) =>
    byOrigin(list).flatMap(({ origin, names: named }, at) =>
      columns([at === 0 ? kind : '', originText(origin), named.join(' ')], WIDTHS),
    ),
  );
  return [path, ...(rows.length > 0 ? rows : ['  nobody'])];
}

/** "pkg/hull, where \\.go$, by harbour-masters" */
function originText({ folder, pattern, alias }: OwnersOrigin): string {
  const where = pattern === undefined ? '' : `, where ${pattern}`;
  return `${folder || '/'}${where}${alias === undefined ? '' : `, by ${alias}`}`;
}

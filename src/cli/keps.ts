import { readCheckout } from '../adapters/checkout.ts';
import { readKepText } from '../adapters/kep-text.ts';
import { UserError } from '../domain/errors.ts';
import type { Kep } from '../domain/kep.ts';
import { kepPaths, KUBERNETES_PLACES, readKeps } from '../domain/kep-tree.ts';
import { columns } from './columns.ts';

/** The options of `sigbot keps`, as they are written. */
export interface KepsOptions {
  /** The root of a checked-out repository. */
  tree?: string | undefined;
  json?: boolean | undefined;
}

/**
 * The proposals of a checked-out tree in Kubernetes' shape, sorted by path, and what is wrong with each: `sigbot keps`. A
 * template stands there too, and is said to be one. Needs no token and no sigbot.yml.
 * @throws UserError where no tree is named, or there is none
 */
export async function kepsReport({ tree: root, json }: KepsOptions): Promise<string> {
  if (root === undefined) throw new UserError('Of which tree?', 'sigbot keps --tree DIR');
  const keps = readKeps(await readCheckout(root, kepPaths(KUBERNETES_PLACES), readKepText));
  if (json) return `${JSON.stringify(keps.map(plainRow), null, 2)}\n`;
  const lines = keps.flatMap(linesOf);
  return lines.length === 0 ? 'There is no kep.yaml below it.\n' : `${lines.join('\n')}\n`;
}

function plainRow({ path, number, title, owningSig, status, stage, latestMilestone, ...kep }: Kep) {
  return {
    path,
    number: number ?? null,
    title: title ?? null,
    owningSig: owningSig ?? null,
    status: status ?? null,
    stage: stage ?? null,
    latestMilestone: latestMilestone ?? null,
    findings: wartsOf(kep),
  };
}

function wartsOf({ findings, trifles }: Pick<Kep, 'findings' | 'trifles'>): string[] {
  return [...findings, ...trifles];
}

const WIDTHS = [6, 50, 22, 14, 10, 8] as const;

/** A proposal, and below it what is wrong with it; 120 columns wide. */
function linesOf({ path, number, title, owningSig, status, stage, latestMilestone, ...kep }: Kep): string[] {
  const cells = [number?.toString(), title ?? path, owningSig, status, stage, latestMilestone];
  return [
    ...columns(
      cells.map((cell) => cell ?? '–'),
      WIDTHS,
    ),
    ...wartsOf(kep).flatMap((finding) => columns(['', finding], [WIDTHS[0], 112])),
  ];
}

import { readOwnersText } from '../../src/adapters/owners-text.ts';
import { approvalNeeds, fewestApprovers, type ApproverChoice } from '../../src/domain/approvers.ts';
import { ownersOf, ownersTree, type OwnersSource } from '../../src/domain/owners.ts';
import { percentile } from '../figures.ts';

/** About as many as kubernetes/kubernetes has. */
const FILES = 250;
/** A large pull request. */
const PATHS = 300;
const TURNS = 50;
/** How long the owners and the approvers of such a pull request may take to be found, in ms. */
const MOST = 50;

/** Measures how long the owners of a large pull request take to be found, and prints it; the exit code. */
export function measureOwners(): number {
  const texts = [
    ['OWNERS', ownersFile(0)],
    ['OWNERS_ALIASES', aliasesFile()],
    ...Array.from({ length: FILES - 1 }, (_, at) => [`${folderOf(at)}/OWNERS`, ownersFile(at)]),
  ];
  const paths = Array.from(
    { length: PATHS },
    (_, at) => `${folderOf((at * 7) % FILES)}/old/planks/plank${at}.go`,
  );
  const read = () => texts.map(([path = '', text = '']) => ({ path, ...readOwnersText(text) }));
  const sources = read();
  const tree = ownersTree(sources);
  const people = Array.from({ length: 120 }, (_, at) => `person${at}`);
  const facts = {
    author: 'person7',
    given: [],
    load: new Map(people.map((login, at) => [login, (at * 7) % 11])),
    away: new Set(people.filter((_login, at) => at % 9 === 0)),
  };
  const choose = () => fewestApprovers(approvalNeeds(tree, paths), facts);
  const apart = ownersTree(sources.map(standingAlone));
  const chooseApart = () => fewestApprovers(approvalNeeds(apart, paths), facts);
  const floor = timesOf(() => walked(new Set(tree.folders.keys()), paths));
  const whole = timesOf(choose);
  const lines = [
    `${PATHS} paths, up to six folders deep, in a tree of ${FILES} OWNERS files, a fifth of them with filters; ${TURNS} times each, ms`,
    line('', ['first', 'min', 'p50', 'p90']),
    line('the floor: a walk', shown(floor)),
    line('the texts are read', shown(timesOf(read))),
    line('the tree is made', shown(timesOf(() => ownersTree(sources)))),
    line('all owners are found', shown(timesOf(() => paths.map((path) => ownersOf(tree, path))))),
    line('the fewest approvers', shown(whole)),
    line('where none inherits', shown(timesOf(chooseApart))),
  ];
  const found = ownersOf(tree, paths[1] ?? '');
  const [least, walk] = [Math.min(...whole), Math.min(...floor)];
  lines.push(
    `One path has ${found.approvers.length} approvers and ${found.labels.length} labels.`,
    `Approvers that are needed: ${neededText(choose())}; where no folder inherits: ${neededText(chooseApart())}.`,
    `At best the fewest approvers take ${least.toFixed(1)} ms of ${MOST} that they may, ${(least / walk).toFixed(0)} times a walk: to look for each folder above each path.`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return least <= MOST ? 0 : 1;
}

function neededText({ chosen, fewest }: ApproverChoice): string {
  return `${chosen.length}${fewest ? '' : ', perhaps fewer'}`;
}

/** The same file with `no_parent_owners`: no folder above has a say. */
function standingAlone(source: OwnersSource): OwnersSource {
  if (!('data' in source) || source.path === 'OWNERS_ALIASES') return source;
  const data = source.data as Record<string, unknown>;
  return { ...source, data: { ...data, options: { no_parent_owners: 'true' } } };
}

/** The least that has to be done: each folder above each path is looked for. */
function walked(folders: ReadonlySet<string>, paths: readonly string[]): number {
  let found = 0;
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      found += Number(folders.has(path.slice(0, at)));
  return found;
}

/** Nested: "pkg/part3", "pkg/part3/part13", and most of them "pkg/part3/part13/deck213". */
function folderOf(at: number): string {
  const part = `pkg/part${at % 10}`;
  if (at < 10) return part;
  return at < 60 ? `${part}/part${at % 50}` : `${part}/part${at % 50}/deck${at}`;
}

function ownersFile(at: number): string {
  const people = (from: number) =>
    Array.from({ length: 6 }, (_, one) => `  - person${(from * 13 + one * 7) % 120}`);
  const plain = [
    `approvers:`,
    ...people(at),
    `  - crew-${at % 40}`,
    `reviewers:`,
    ...people(at + 1),
    `labels:`,
    `  - area/deck${at}`,
    `  - sig/part${at % 10}`,
  ];
  if (at % 5 !== 1) return plain.join('\n');
  const indented = plain.map((text) => `    ${text}`);
  return [
    'filters:',
    '  ".*":',
    ...indented,
    '  "(?i)\\\\.(go|ya?ml)$":',
    ...indented,
    '  "^old/":',
    '    labels: [area/old]',
  ].join('\n');
}

function aliasesFile(): string {
  const alias = (at: number) =>
    `  crew-${at}: [${Array.from({ length: 8 }, (_, one) => `person${at * 3 + one}`).join(', ')}]`;
  return ['aliases:', ...Array.from({ length: 40 }, (_, at) => alias(at))].join('\n');
}

/** How long each turn took, in ms, the first one first. */
function timesOf(work: () => unknown): number[] {
  return Array.from({ length: TURNS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
}

function shown(times: readonly number[]): string[] {
  const cells = [times[0] ?? 0, ...[0, 50, 90].map((percent) => percentile([...times], percent))];
  return cells.map((time) => time.toFixed(time < 1 ? 2 : 1));
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(24), ...cells.map((cell) => cell.padStart(10))].join('').trimEnd();
}

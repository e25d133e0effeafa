import { readOwnersText } from '../../src/adapters/owners-text.ts';
import { ownersOf, ownersTree } from '../../src/domain/owners.ts';
import { percentile } from '../figures.ts';

/** About as many as kubernetes/kubernetes has. */
const FILES = 250;
/** A large pull request. */
const PATHS = 300;
const TURNS = 50;

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
  const lines = [
    `${PATHS} paths, up to six folders deep, in a tree of ${FILES} OWNERS files, a fifth of them with filters; ${TURNS} times each, ms`,
    line('', ['first', 'min', 'p50', 'p90']),
    line('the texts are read', timesOf(read)),
    line(
      'the tree is made',
      timesOf(() => ownersTree(sources)),
    ),
    line(
      'all owners are found',
      timesOf(() => paths.map((path) => ownersOf(tree, path))),
    ),
  ];
  const found = ownersOf(tree, paths[1] ?? '');
  lines.push(`One path has ${found.approvers.length} approvers and ${found.labels.length} labels.`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
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

function timesOf(work: () => unknown): string[] {
  const times = Array.from({ length: TURNS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return [times[0] ?? 0, ...[0, 50, 90].map((percent) => percentile(times, percent))].map((time) =>
    time.toFixed(1),
  );
}

function line(what: string, cells: string[]): string {
  return [what.padEnd(24), ...cells.map((cell) => cell.padStart(10))].join('').trimEnd();
}

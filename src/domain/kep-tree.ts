import type { KepSaid } from './kep-file.ts';
import { KUBERNETES_KEPS, readKep, type Kep, type KepShape } from './kep.ts';
import { globOf } from './pattern.ts';

/** Where a repository keeps its proposals, as globs of paths. */
export interface KepPlaces {
  files: string;
  /** The files of their production readiness reviews, each called by the proposal's number. */
  reviews: string;
}

/** As kubernetes/enhancements has them. */
export const KUBERNETES_PLACES: KepPlaces = {
  files: '**/kep.yaml',
  reviews: '**/prod-readiness/*/*.yaml',
};

/** A file of proposals, and what is known of it. */
export interface KepSource {
  path: string;
  said: KepSaid;
}

/** Which paths are to be read. */
export function kepPaths({ files, reviews }: KepPlaces): (path: string) => boolean {
  const globs = [files, reviews].map(globOf);
  return (path) => globs.some((glob) => glob?.fits(path));
}

/** How the proposals of a repository are read: the shape of their files, and which groups there are. */
export interface KepReading {
  places?: KepPlaces;
  shape?: KepShape;
  isGroup?: ((name: string) => boolean) | undefined;
}

/** The proposals of a repository, sorted by path, each with its review: the file of its number nearest to it. */
export function readKeps(
  sources: readonly KepSource[],
  { places = KUBERNETES_PLACES, shape = KUBERNETES_KEPS, isGroup }: KepReading = {},
): Kep[] {
  const [isFile, isReview] = [globOf(places.files), globOf(places.reviews)];
  const reviews = Map.groupBy(
    sources.filter(({ path }) => isReview?.fits(path)),
    ({ path }) => numberOf(path, /^0*(\d+)\./),
  );
  const keps = sources
    .filter(({ path }) => isFile?.fits(path) && !isReview?.fits(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ path, said }) => {
      const own = reviews.get(numberOf(path.split('/').slice(0, -1).join('/'), /^0*(\d+)-/)) ?? [];
      return readKep({ path, said, review: nearestTo(path, own) }, shape, isGroup);
    });
  return withTwins(keps);
}

/** The number with which the last part of a path begins; "" where it begins with none. */
function numberOf(path: string, number: RegExp): string {
  return number.exec(path.split('/').at(-1) ?? '')?.[1] ?? '';
}

function nearestTo(path: string, reviews: readonly KepSource[]): KepSource | undefined {
  const shared = (other: string) =>
    path.split('/').filter((part, at) => part === other.split('/')[at]).length;
  const inFolder = ({ path: other }: KepSource) => path.includes(`/${other.split('/').at(-2) ?? ''}/`);
  return reviews.toSorted(
    (one, other) => shared(other.path) - shared(one.path) || Number(inFolder(other)) - Number(inFolder(one)),
  )[0];
}

/** Two with one number are both read, and say so. */
function withTwins(keps: readonly Kep[]): Kep[] {
  const byNumber = Map.groupBy(keps, ({ number }) => number);
  return keps.map((kep) => {
    const twins = kep.number === undefined ? [] : (byNumber.get(kep.number) ?? []);
    const other = twins.find(({ path }) => path !== kep.path);
    return other ? { ...kep, findings: [...kep.findings, `${other.path} has the same number.`] } : kep;
  });
}

import {
  KUBERNETES_FREEZES,
  momentOfDeadline,
  type Freeze,
  type Milestone,
} from '../../src/domain/freeze.ts';
import type { KepPolicy } from '../../src/domain/kep-policy.ts';
import { KUBERNETES_PLACES } from '../../src/domain/kep-tree.ts';
import { KUBERNETES_KEPS, type Kep } from '../../src/domain/kep.ts';
import { DAY } from '../../src/domain/time.ts';
import type { KnownKeps } from '../../src/ports/kep.ts';

/** Proposals in Kubernetes' shape, in harbour/designs. */
export const kepPolicy = (differs: Partial<KepPolicy> = {}): KepPolicy => ({
  repository: 'harbour/designs',
  places: KUBERNETES_PLACES,
  shape: KUBERNETES_KEPS,
  optedIn: 'lead-opted-in',
  radar: 14 * DAY,
  kinds: KUBERNETES_FREEZES,
  milestones: [],
  ...differs,
});

/** A proposal of SIG Node that lacks nothing for v1.37. */
export const aKep = (number: number, differs: Partial<Kep> = {}): Kep => ({
  path: `keps/sig-node/${number}-tar-the-planks/kep.yaml`,
  number,
  title: `Tar plank ${number}`,
  owningSig: 'sig-node',
  participatingSigs: [],
  status: 'implementable',
  stage: 'beta',
  latestMilestone: 'v1.37',
  milestones: { beta: 'v1.37' },
  authors: ['mori'],
  prrApprovers: { beta: 'lee' },
  isTemplate: false,
  findings: [],
  trifles: [],
  ...differs,
});

export const knownKeps = (...all: Kep[]): KnownKeps => ({
  repo: { id: 1, name: 'harbour/designs', url: 'https://github.example/harbour/designs' },
  private: false,
  all,
});

/** A milestone with Kubernetes' two freezes, over at the ends of these days anywhere on earth. */
export function aMilestone(name: string, days: readonly string[]): Milestone {
  const freezes = KUBERNETES_FREEZES.flatMap((kind, at): Freeze[] => {
    const date = days[at];
    return date === undefined
      ? []
      : [{ milestone: name, name: kind.name, at: momentOfDeadline({ date }), needs: kind.needs }];
  });
  return { name, freezes };
}

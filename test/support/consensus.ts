import { consensusId, type Agreement, type Concern, type Consensus } from '../../src/domain/consensus.ts';
import { HOUR } from '../../src/domain/time.ts';
import { NOW } from './facts.ts';

/** Dana's proposal to SIG Node about issue 4711, open for 72 hours; Noor is asked too. */
export function aConsensus(differs: Partial<Consensus> = {}): Consensus {
  return {
    id: consensusId('sig-node', '1#4711', NOW),
    group: 'sig-node',
    issue: '1#4711',
    proposal: 'We drain for ten minutes at most',
    by: 'U0DANA',
    writer: { login: 'dana', githubId: 101 },
    channel: 'C0NODE',
    startedAt: NOW,
    deadline: NOW + 72 * HOUR,
    asked: ['U0DANA', 'U0NOOR'],
    lazy: true,
    least: 0,
    agreed: [],
    concerns: [],
    state: 'open',
    revision: 1,
    ...differs,
  };
}

export function agreedBy(...users: readonly string[]): Agreement[] {
  return users.map((user) => ({ user, at: NOW }));
}

/** Somebody's first concern. */
export function concernOf(by: string, resolved?: Concern['resolved']): Concern {
  return { number: 1, by, text: 'Ten minutes are too short', at: NOW, ...(resolved && { resolved }) };
}

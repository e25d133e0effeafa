import { isProposal } from './domain/path.ts';
import type { IssueId } from './domain/issue.ts';
import type { Effect, Keep, Send } from './effect.ts';
import type { Ports } from './ports.ts';

/**
 * Edits of the cards that tell of what was just kept: a topic, a consensus or a meeting is a step of a proposal's, and an
 * escalation stands on the card of what was escalated.
 */
export async function followingCards(kept: readonly Keep[], ports: Ports): Promise<Send[]> {
  const escalated = kept.flatMap((effect) =>
    effect.kind === 'escalation.put' ? [effect.escalation.issue] : [],
  );
  const stepped = kept.flatMap(stepsIn);
  const issues = stepped.length === 0 ? [] : await ports.work.issues([...new Set(stepped)]);
  const { path, keps, messages } = ports;
  const isOne = (repo: string) => repo === keps.policy?.repository;
  const proposals = issues.filter((issue) => isProposal(issue, path.policy, isOne(issue.repo)));
  const ids = new Set([...escalated, ...proposals.map(({ id }) => id)]);
  const posted = await Promise.all([...ids].map((id) => messages.of({ kind: 'card', id })));
  return posted.flat().map(({ channel, subject }) => ({ kind: 'slack.update', channel, subject }));
}

function stepsIn(effect: Effect): IssueId[] {
  switch (effect.kind) {
    case 'agenda.put':
      return effect.item.issue === undefined ? [] : [effect.item.issue];
    case 'consensus.put':
      return [effect.consensus.issue];
    case 'sitting.put':
      return effect.sitting.endedAt === undefined
        ? []
        : (effect.sitting.covered ?? []).flatMap(({ issue }) => issue ?? []);
    default:
      return [];
  }
}

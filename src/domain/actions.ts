import { changeFor, closes, speaks, type Decision } from './decision.ts';
import type { LabelPolicy } from './label.ts';
import type { Action, Through, Writing } from './rights.ts';

/** What a decision does to an issue that carries `has`: the pieces that somebody needs a right for. */
export function actionsOf(decision: Decision, has: readonly string[], policy: LabelPolicy): Action[] {
  const { add, remove } = changeFor(decision, has, policy);
  const accepts = add.some((label) => label.toLowerCase() === 'triage/accepted');
  return [
    ...(accepts ? ['accept' as const] : []),
    ...(add.length + remove.length > (accepts ? 1 : 0) ? ['label' as const] : []),
    ...(decision.assign?.length ? ['assign' as const] : []),
    ...(closes(decision) ? ['close' as const] : []),
    ...(speaks(decision) ? ['comment' as const] : []),
  ];
}

/** How a decision reaches GitHub: what the bot writes, or the hand-off, and then why. */
export type Way = { way: Through } | { way: 'handoff'; because: string };

/** The way for somebody who has, or has not, let the bot write as them. */
export function wayOf(writing: Writing, person: { signedIn: boolean; repo: string }): Way {
  const { through } = writing;
  const because = whyHandedOver(writing, person);
  if (because === undefined) return { way: through };
  return { way: 'handoff', because: `${because} ${howByHand(through)}` };
}

/** What stands above that which a person is given to do on GitHub. */
export function howByHand(through: Through): string {
  return through === 'prow' ? 'Paste this as a comment there:' : 'Do this there:';
}

/** Why the person has to do it on GitHub themselves, in words; undefined where the bot writes for them. */
export function whyHandedOver(
  { write }: Pick<Writing, 'write'>,
  { signedIn, repo }: { signedIn: boolean; repo: string },
): string | undefined {
  if (write === 'handoff') return `sigbot may not write in ${repo}.`;
  if (write === 'as-bot' || signedIn) return undefined;
  return `sigbot writes in ${repo} only as you, and has no sign-in of yours: \`/sig link\` gives it one.`;
}
